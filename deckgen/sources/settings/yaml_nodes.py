"""Reads values of a front matter that are written in another way than deckgen expects."""

import re
from collections.abc import Iterator

import yaml

from deckgen.syntax.front_matter import quoted
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

_COMMENTED = re.compile(r"[ \t]+#[^\s#]")
_DEEPEST = 20


def meant_deck(name: str, value: yaml.Node) -> str:
    """The categories of a post as a deck, as in `[Maths, Sets]`, each within the one before."""
    if name.lower() not in ("categories", "category"):
        return ""
    nodes = (one for item in items(value) for one in items(item))
    return "::".join(one.value.strip() for one in nodes if isinstance(one, yaml.ScalarNode) and one.value)


def joined(value: yaml.Node) -> str:
    """A deck whose levels are a list, or names one within another; empty if there is not one way to it."""
    levels: list[yaml.Node] = []
    while isinstance(value, yaml.MappingNode) and len(value.value) == 1 and len(levels) < _DEEPEST:
        name, value = value.value[0]
        levels.append(name)
    levels += items(value)
    texts = [level.value.strip() for level in levels if isinstance(level, yaml.ScalarNode)]
    return "::".join(filter(None, texts)) if len(texts) == len(levels) else ""


def find_comment(name: str, value: yaml.ScalarNode, here: Location, lines: list[str]) -> Iterator[Problem]:
    """The end of a text that YAML leaves out, since it begins with a `#`; a comment has a space after it."""
    rest = lines[value.end_mark.line + 1][value.end_mark.column :]
    if not value.style and _COMMENTED.match(rest):
        whole = f"{name}: {quoted(value.value + rest.rstrip())}"
        message = (
            f"YAML reads `{shortened(rest.strip(), 60)}` as a comment; write `{shortened(whole, 120)}`, "
            "or a space after the `#` of a comment"
        )
        yield Problem(here, Code.SETTING_NOT_TEXT, message)


def note_link(value: yaml.Node) -> str:
    """The note in a value `[[note]]`, which is a list in a list; empty if it is none."""
    match value:
        case yaml.SequenceNode(value=[yaml.SequenceNode(value=[yaml.ScalarNode(value=str(link))])]):
            return link
        case _:
            return ""


def items(value: yaml.Node) -> list[yaml.Node]:
    """The values of a list, or the one value."""
    return value.value if isinstance(value, yaml.SequenceNode) else [value]
