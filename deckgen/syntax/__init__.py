"""How we read Markdown: blocks, formulas and clozes, shared by every stage that must agree on them."""
