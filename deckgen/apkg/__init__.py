"""From identified notes to what people use: packages and reports."""
