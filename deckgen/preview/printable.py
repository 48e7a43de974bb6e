"""Prepares faces for a page to print, whose document they are part of: closed tags, and nothing that acts.

The page has no script and a policy that forbids any. What could leave its place or load something is removed:
forms, frames, links to styles, and elements that are open at the end of a face.
"""

import tomllib
from functools import cache
from importlib.resources import files

import nh3


def printable(face: str) -> str:
    """The face with closed tags, without what acts or loads."""
    return _cleaner().clean(face)


@cache
def _cleaner() -> nh3.Cleaner:
    kept = tomllib.loads((files(__package__) / "printable.toml").read_text("utf-8"))
    mathml = kept["mathml"].split()
    return nh3.Cleaner(
        tags={*kept["text"].split(), *mathml},
        attributes={
            "*": set(kept["general"].split()),
            **{tag: set(names.split()) for tag, names in kept["single"].items()},
            **{tag: set(kept["of_mathml"].split()) for tag in mathml},
        },
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        attribute_filter=_from_media,
    )


def _from_media(tag: str, attribute: str, value: str) -> str | None:
    """The address of a picture as the page has it; a picture from elsewhere has none."""
    if (tag, attribute) != ("img", "src"):
        return value
    return None if ":" in value else f"media/{value}"
