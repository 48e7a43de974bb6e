"""Shows the cards of a project as pages of HTML, before anything is imported."""
