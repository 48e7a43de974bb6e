"""Reads the YAML front matter of a source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from deckgen.sources.open.decode import forbidden_character
from deckgen.sources.settings.foreign import is_foreign
from deckgen.sources.settings.front_fences import find_wrong_fences
from deckgen.sources.settings.language import read_language
from deckgen.sources.settings.tags import check_deck, read_tags
from deckgen.sources.settings.yaml_faults import explain, find_odd_colon
from deckgen.sources.settings.yaml_nodes import find_comment, items, joined, meant_deck, note_link
from deckgen.syntax.front_matter import find_other_fence, front_matter_end, quoted
from deckgen.values.characters import find_forbidden, without_forbidden
from deckgen.values.codes import Code
from deckgen.values.document import CardCount, ForeignSetting, Need
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import NO_SETTINGS, TITLE, Settings
from deckgen.values.wording import shortened

SETTINGS = ("deck", "tags", "source", "cards", "needs", "lang")

MODULE = re.compile(r"[^\W\d]\w*")
"""The name of a library that an example can import."""

_COMMENTED_ITEM = re.compile(r"\s*-[ \t]+#+[^\s#]+\s*$")
_COMMENTED_TAG = re.compile(r"tags:\s+(#[^\s#]+)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The settings of a front matter; `end` is the number of its lines, fences included.

    `source` is None if it is not set. `title` is read only where a file is one question.
    """

    end: int = 0
    deck: str = ""
    tags: tuple[str, ...] = ()
    source: str | None = None
    promised: CardCount | None = None
    needs: tuple[Need, ...] = ()
    title: str = ""
    foreign: tuple[ForeignSetting, ...] = ()
    lang: str = ""


def parse_front_matter(
    path: str, lines: list[str], settings: Settings = NO_SETTINGS
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """The settings between the first line `---` and the next one, or the defaults."""
    if other := find_other_fence(lines):
        message = f"the front matter is {other.language}, as {other.program} reads it; write it as YAML"
        message += ", between two lines `---`"
        return FrontMatter(other.end), (Problem(Location(path, 1), Code.FRONT_MATTER_NOT_YAML, message),)
    if wrong := find_wrong_fences(lines):
        problem = Problem(Location(path, wrong.line), Code.FRONT_MATTER_UNCLOSED, wrong.message)
        front = _read(path, lines[: wrong.end], settings) if wrong.is_read else (FrontMatter(wrong.end), ())
        return front[0], (problem, *front[1])
    return _read(path, lines[: front_matter_end(lines)], settings)


def _read(path: str, lines: list[str], settings: Settings) -> tuple[FrontMatter, tuple[Problem, ...]]:
    root = _compose(path, lines) if lines else None
    if root is None or isinstance(root, Problem):
        return FrontMatter(len(lines)), (root,) if root else ()
    return _read_settings(path, root, lines, settings)


def _compose(path: str, lines: list[str]) -> yaml.MappingNode | Problem | None:
    """The YAML in these lines, of which the first and the last are fences; None if there is none."""
    try:
        root = yaml.compose("\n".join(lines[1:-1]), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        fault = explain(lines, error)
        message = f"the front matter is not YAML: {fault.message}"
        return Problem(Location(path, fault.line), Code.FRONT_MATTER_NOT_YAML, message)
    if root is None or isinstance(root, yaml.MappingNode):
        return root
    message = "the front matter must be lines like `deck: name`, with an ASCII colon and a space"
    if odd := find_odd_colon(lines, len(lines) - 1):
        message = f"the front matter is not YAML: {odd.message}"
    return Problem(Location(path, odd.line if odd else 2), Code.FRONT_MATTER_NOT_YAML, message)


def _read_settings(
    path: str, root: yaml.MappingNode, lines: list[str], known: Settings
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    names = (*SETTINGS, "title") if known.question.mark == TITLE else SETTINGS
    problems: list[Problem] = []
    foreign: list[ForeignSetting] = []
    settings: dict[str, tuple[yaml.Node, Location]] = {}
    for name_node, value in root.value:
        here = Location(path, name_node.start_mark.line + 2)
        name = name_node.value if isinstance(name_node, yaml.ScalarNode) else "?"
        if name in known.ignore:
            continue
        if name not in names and is_foreign(name):
            foreign.append(ForeignSetting(name, here, meant_deck(name, value)))
        elif name not in names:
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
            problems.extend(find_comment(name, value, here, lines))
            return " ".join(value.value.split())
        message = f"`{name}` must be one text; put it in quotes"
        if name == "deck":
            message = "`deck` must be one text, as in `deck: A::B`"
            if meant := joined(value):
                message = f"`deck` must be one text; write `deck: {shortened(quoted(meant), 120)}`"
        if link := note_link(value):
            message = f"`[[{link}]]` is a link in Obsidian and a list in YAML; write `{name}: {quoted(link)}`"
        problems.append(Problem(here, Code.SETTING_NOT_TEXT, message))
        return ""

    tags = _read_tags(*settings["tags"], lines, problems) if "tags" in settings else ()
    deck = text_of("deck")
    problems += check_deck(deck, settings["deck"][1]) if deck else ()
    promised = (
        _read_promise(text_of("cards"), settings["cards"][1], problems) if "cards" in settings else None
    )
    needs = _read_needs(*settings["needs"], problems) if "needs" in settings else ()
    source = text_of("source") if "source" in settings else None
    lang, unknown = read_language(text_of("lang"), settings["lang"][1]) if "lang" in settings else ("", ())
    problems += unknown
    programs = _without_decks(foreign) if deck or known.deck else tuple(foreign)
    front = FrontMatter(len(lines), deck, tags, source, promised, needs, text_of("title"), programs, lang)
    return front, tuple(problems)


def find_meant_deck(lines: list[str]) -> str:
    """The line that sets the deck, if a front matter has its levels as a list or one within another."""
    root = _compose("", lines[: front_matter_end(lines)])
    found = root.value if isinstance(root, yaml.MappingNode) else ()
    values = [value for name, value in found if isinstance(name, yaml.ScalarNode) and name.value == "deck"]
    deck = joined(values[0]) if len(values) == 1 else ""
    return f"deck: {quoted(deck)}" if deck else ""


def _without_decks(settings: Sequence[ForeignSetting]) -> tuple[ForeignSetting, ...]:
    return tuple(setting._replace(deck="") for setting in settings)


def _replace_forbidden(path: str, value: yaml.Node) -> Iterator[Problem]:
    r"""Put U+FFFD in place of forbidden characters, which YAML can write as escapes, as in `"\a"`."""
    for node in items(value):
        if isinstance(node, yaml.ScalarNode):
            for character in find_forbidden(node.value).values():
                yield forbidden_character(Location(path, node.start_mark.line + 2), character)
            node.value = without_forbidden(node.value)


def _read_tags(
    value: yaml.Node, here: Location, lines: list[str], problems: list[Problem]
) -> tuple[str, ...]:
    if isinstance(value, yaml.ScalarNode) and not value.value and not value.style:
        # Obsidian leaves `tags:` without a value; what follows a `#` is a comment.
        if commented := _COMMENTED_TAG.match(lines[here.line - 1]):
            words = lines[here.line - 1].partition(":")[2].replace(",", " ").split()
            names = ", ".join(word.lstrip("#") for word in words if word.startswith("#") and word.strip("#"))
            message = (
                f"YAML reads `{commented[1]}` as a comment and not as a tag; "
                f"write `{shortened(f'tags: [{names}]', 120)}`"
            )
            problems.append(Problem(here, Code.BAD_TAG, message))
        return ()
    nodes = items(value)
    if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
        problems.append(Problem(here, Code.SETTING_NOT_TEXT, "`tags` must be a list: `tags: [llm, math]`"))
        return ()
    hashed = [
        node for node in nodes if not node.value and _COMMENTED_ITEM.match(lines[node.start_mark.line + 1])
    ]
    for node in hashed:
        tag = lines[node.start_mark.line + 1].partition("#")[2].strip()
        message = f"YAML reads `#{tag}` as a comment and not as a tag; write `- {tag.lstrip('#')}`"
        problems.append(Problem(Location(here.path, node.start_mark.line + 2), Code.BAD_TAG, message))
    found = [
        (node.value, Location(here.path, node.start_mark.line + 2)) for node in nodes if node not in hashed
    ]
    in_lines = isinstance(value, yaml.SequenceNode) and not value.flow_style
    as_list = None if in_lines else lambda tags: f"tags: [{', '.join(tags)}]"
    tags, faults = read_tags(found, here, as_list, is_text=isinstance(value, yaml.ScalarNode))
    problems += faults
    return tags


def _read_needs(value: yaml.Node, here: Location, problems: list[Problem]) -> tuple[Need, ...]:
    needs = []
    for node in items(value):
        if isinstance(node, yaml.ScalarNode) and MODULE.fullmatch(node.value):
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
