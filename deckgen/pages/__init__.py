"""From a raw page of interview questions to the Markdown of a source, with a report of what was left out."""
