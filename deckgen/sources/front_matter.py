"""Reads the YAML front matter of a source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from deckgen.sources.decode import forbidden_character
from deckgen.syntax.attributes import MOST_TAGS
from deckgen.syntax.front_matter import front_matter_end
from deckgen.values.characters import find_forbidden, without_forbidden
from deckgen.values.codes import Code
from deckgen.values.document import CardCount, Need
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.tags import check_tag
from deckgen.values.wording import shortened

SETTINGS = ("deck", "tags", "source", "cards", "needs")

_MODULE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The settings of a front matter; `end` is the number of its lines, fences included."""

    end: int = 0
    deck: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    promised: CardCount | None = None
    needs: tuple[Need, ...] = ()


def parse_front_matter(path: str, lines: list[str]) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """The settings between the first line `---` and the next one, or the defaults."""
    end = front_matter_end(lines)
    if end == 0:
        return FrontMatter(), ()
    if end is None:
        message = "the front matter is not closed; close it with a line `---`"
        return FrontMatter(), (Problem(Location(path, 1), Code.FRONT_MATTER_UNCLOSED, message),)
    try:
        root = yaml.compose("\n".join(lines[1 : end - 1]), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line + 2 if mark else 2, end)
        reason = getattr(error, "problem", None) or "it cannot be read"
        message = f"the front matter is not YAML: {reason}; put a text with `:` or `#` in quotes"
        return FrontMatter(end), (Problem(Location(path, line), Code.FRONT_MATTER_NOT_YAML, message),)
    if root is None:
        return FrontMatter(end), ()
    if not isinstance(root, yaml.MappingNode):
        message = "the front matter must be lines like `deck: name`, with an ASCII colon and a space"
        return FrontMatter(end), (Problem(Location(path, 2), Code.FRONT_MATTER_NOT_YAML, message),)
    return _read_settings(path, root, end)


def _read_settings(path: str, root: yaml.MappingNode, end: int) -> tuple[FrontMatter, tuple[Problem, ...]]:
    problems: list[Problem] = []
    settings: dict[str, tuple[yaml.Node, Location]] = {}
    for name_node, value in root.value:
        here = Location(path, name_node.start_mark.line + 2)
        name = name_node.value if isinstance(name_node, yaml.ScalarNode) else "?"
        if name not in SETTINGS:
            message = f"the front matter has no setting `{name}`; {did_you_mean(name, SETTINGS)}"
            problems.append(Problem(here, Code.UNKNOWN_SETTING, message))
        elif name in settings:
            message = f"`{name}` is set a second time; keep one of the two"
            problems.append(Problem(here, Code.SETTING_TWICE, message))
        else:
            settings[name] = (value, here)
            problems += _replace_forbidden(path, value)

    def text_of(name: str) -> str:
        if name not in settings:
            return ""
        value, here = settings[name]
        if isinstance(value, yaml.ScalarNode):
            return " ".join(value.value.split())
        problems.append(Problem(here, Code.SETTING_NOT_TEXT, f"`{name}` must be one text; put it in quotes"))
        return ""

    tags = _read_tags(*settings["tags"], problems) if "tags" in settings else ()
    deck = text_of("deck")
    if deck and not all(level.strip() for level in deck.split("::")):
        message = f"the deck name `{shortened(deck, 80)}` has an empty level; write `parent::child`"
        problems.append(Problem(settings["deck"][1], Code.DECK_NAME, message))
    promised = (
        _read_promise(text_of("cards"), settings["cards"][1], problems) if "cards" in settings else None
    )
    needs = _read_needs(*settings["needs"], problems) if "needs" in settings else ()
    return FrontMatter(end, deck, tags, text_of("source"), promised, needs), tuple(problems)


def _items(value: yaml.Node) -> list[yaml.Node]:
    return value.value if isinstance(value, yaml.SequenceNode) else [value]


def _replace_forbidden(path: str, value: yaml.Node) -> Iterator[Problem]:
    r"""Put U+FFFD in place of forbidden characters, which YAML can write as escapes, as in `"\a"`."""
    for node in _items(value):
        if isinstance(node, yaml.ScalarNode):
            for character in find_forbidden(node.value).values():
                yield forbidden_character(Location(path, node.start_mark.line + 2), character)
            node.value = without_forbidden(node.value)


def _read_tags(value: yaml.Node, here: Location, problems: list[Problem]) -> tuple[str, ...]:
    nodes = _items(value)
    if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
        problems.append(Problem(here, Code.SETTING_NOT_TEXT, "`tags` must be a list: `tags: [llm, math]`"))
        return ()
    if len(nodes) > MOST_TAGS:
        problems.append(
            Problem(here, Code.BAD_TAG, f"{len(nodes):,} tags are more than {MOST_TAGS}; write fewer")
        )
        return ()
    faults = [(node, fault) for node in nodes if (fault := check_tag(node.value))]
    problems += (
        Problem(Location(here.path, node.start_mark.line + 2), Code.BAD_TAG, fault) for node, fault in faults
    )
    return tuple(node.value for node in nodes if not check_tag(node.value))


def _read_needs(value: yaml.Node, here: Location, problems: list[Problem]) -> tuple[Need, ...]:
    needs = []
    for node in _items(value):
        if isinstance(node, yaml.ScalarNode) and _MODULE.fullmatch(node.value):
            needs.append(Need(node.value, Location(here.path, node.start_mark.line + 2)))
        else:
            message = "`needs` lists the libraries that examples import, as in `needs: [numpy]`"
            problems.append(Problem(here, Code.BAD_NEED, message))
    return tuple(needs)


def _read_promise(text: str, here: Location, problems: list[Problem]) -> CardCount | None:
    if text.isascii() and text.isdigit():
        return CardCount(int(text), here)
    problems.append(Problem(here, Code.CARDS_NOT_A_NUMBER, "`cards` must be a whole number: `cards: 9`"))
    return None
