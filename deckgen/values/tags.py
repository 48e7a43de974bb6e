"""What Anki accepts as a tag."""

import re

_COMMA = re.compile(r"[，、；]|[,;](?=\s)")
_WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]")
_NOT_IN_LEVEL = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\"'“”‘’`:：,，、;；=/{}｛｝]+")
_NOT_AT_ENDS = "-.。?？!！·…~～"


def make_tag(*levels: str) -> str:
    """A tag from the names of its levels, which may be any text; empty if they have no words.

    No check complains about it: what a tag cannot hold becomes a `-`.
    """
    names = (
        _NOT_IN_LEVEL.sub("-", level).lstrip(f"#{_NOT_AT_ENDS}").rstrip(_NOT_AT_ENDS) for level in levels
    )
    return "::".join(name for name in names if name)


def check_tag(tag: str) -> str | None:
    """Why Anki would change or lose this tag, as a message for the author; None if it would not.

    Anki separates tags at spaces and levels at `::`, and drops a level without a name.
    """
    if not tag:
        return "an empty tag; delete it"
    white = _WHITE.search(tag)
    if white:
        character = f"U+{ord(white[0]):04X}" if white[0] != " " else "a space"
        return f"the tag `{tag}` contains {character}, where Anki would split it; write `-` or `_` instead"
    if not all(tag.split("::")):
        return f"the tag `{tag}` has an empty level; write `parent::child`"
    if '"' in tag:
        return f"the tag `{tag}` contains a quote, which Anki cannot search for; delete the quote"
    return None


def check_commas(tag: str, advice: str = "") -> str | None:
    """Why a tag is probably several, as a message for the author; None if it is one.

    The advice, if there is one, writes all tags of a list, of which this is one.
    Anki takes a tag with a comma, but authors mean several tags by it. An ASCII comma may be meant.
    """
    parts = part_tags(tag)
    if parts in ([], [tag]):
        return None
    each = ", ".join(f"`{part.lstrip('#.')}`" for part in parts)
    if len(parts) == 1:
        return f"the tag `{tag}` has a comma; write {each}"
    wide = next((sign for sign in "，、；" if sign in tag), "")
    why = f", as `{wide}` is not an ASCII comma" if wide else ""
    return f"`{tag}` is one tag{why}; {advice or f'write each by itself: {each}'}"


def part_tags(tag: str) -> list[str]:
    """The tags that commas part in one, which is probably several."""
    parts = (part.strip() for part in _COMMA.split(tag.rstrip(",;")))
    return [part for part in parts if part]
