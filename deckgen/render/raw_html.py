"""Writes tags for the tree: of raw HTML, allowed ones keep allowed attributes, and others become text."""

from collections.abc import Mapping
from html import escape as escape_all

from deckgen.render.context import Context
from deckgen.render.marks import SOUND_END, SOUND_START, TAG_END, TAG_START, escape
from deckgen.syntax.html_tags import (
    ALLOWED_TAGS,
    Tag,
    TagKind,
    read_attributes,
    resolve_entities,
    split_html,
)

PLAYED = frozenset({"mp3", "ogg", "oga", "opus", "wav", "m4a", "flac", "aac", "mp4", "webm", "mkv", "mov"})
"""The endings of sounds and videos, which Anki plays instead of showing them."""

LINK_SCHEMES = ("http://", "https://", "mailto:")
"""How the address of a link on a card may begin."""


def is_remote(address: str) -> bool:
    """Whether a picture is on the network."""
    return address.lower().startswith(("http://", "https://"))


def is_link(address: str) -> bool:
    """Whether a card can open an address."""
    return address.lower().startswith(LINK_SCHEMES)


def rewrite_html(source: str, context: Context) -> str:
    """A block of raw HTML as text for the tree."""
    return "".join(
        rewrite_tag(part, source[part.position : part.end], context)
        if isinstance(part, Tag)
        else escape(resolve_entities(part))
        for part in split_html(source)
    )


def rewrite_tag(tag: Tag, written: str, context: Context) -> str:
    """A tag, which was `written` like this, as text for the tree; comments are left out."""
    if tag.kind in (TagKind.COMMENT, TagKind.DECLARATION):
        return ""
    allowed = ALLOWED_TAGS.get(tag.name)
    if allowed is None:
        return escape(written)
    if tag.kind is TagKind.CLOSE:
        return write_tag(f"/{tag.name}")
    attributes: dict[str, object] = {name: value for name, value in read_attributes(tag) if name in allowed}
    if tag.name == "img":
        return picture({"src": "", **attributes}, context)
    if not is_link(str(attributes.get("href", ""))):
        attributes.pop("href", None)
    return write_tag(tag.name, attributes)


def picture(attributes: Mapping[str, object], context: Context, *, in_link: bool = False) -> str:
    """A picture, sound or video as text for the tree; without its file, the text in its place.

    One on the network is a link, unless it is `in_link` already: a link cannot hold another.
    """
    address = str(attributes["src"])
    media = context.show(address)
    if media is None:
        text = str(attributes.get("alt", ""))
        if not is_remote(address):
            return escape(text)
        text = escape(text or address.partition("?")[0].rstrip("/").rpartition("/")[2])
        return text if in_link else f"{write_tag('a', {'href': address})}{text}{write_tag('/a')}"
    if media.name.rsplit(".", 1)[-1] in PLAYED:
        return f"{SOUND_START}{media.name}{SOUND_END}"
    return write_tag("img", {**attributes, "src": media.name})


def write_tag(name: str, attributes: Mapping[str, object] | None = None) -> str:
    """A tag as text for the tree; the name of an end tag begins with `/`."""
    written = "".join(f' {key}="{escape_all(str(value))}"' for key, value in (attributes or {}).items())
    return f"{TAG_START}{name}{written}{TAG_END}"
