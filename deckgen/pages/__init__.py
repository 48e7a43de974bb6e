"""From a raw page of interview questions to the Markdown of a source, with a report of all that was done."""
