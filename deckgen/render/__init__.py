"""From questions to notes: fields of sanitised HTML."""
