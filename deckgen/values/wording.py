"""The form of names, texts and counts in messages and reports."""


def counted(number: int, noun: str) -> str:
    """`1 note`, `1,200 notes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, most: int) -> str:
    """The text; if it is longer than `most`, its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(text: str) -> str:
    """The beginning of the first line of a text, as code."""
    shown = shortened(text.strip().split("\n")[0], 40)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def too_large(size: int, most: int) -> str:
    """`the file has 3.0 MiB, more than 2 MiB`."""
    return f"the file has {size / 1024 / 1024:,.1f} MiB, more than {most >> 20} MiB"


def visible(text: str) -> str:
    r"""The text with escapes like `\u001b` for characters that are invisible or control a terminal."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
