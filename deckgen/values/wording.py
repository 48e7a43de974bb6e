"""Names, texts and counts as messages and reports have them."""


def counted(number: int, noun: str) -> str:
    """`1 note`, `1,200 notes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis, of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def visible(text: str) -> str:
    r"""The text with escapes like `\u001b` for characters that nobody can see, or that steer a terminal."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
