"""Reads the settings of a package or of a project from TOML."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from deckgen.sources.open.decode import forbidden_character
from deckgen.sources.settings.edit_address import EXAMPLE, find_fault
from deckgen.sources.settings.front_matter import MODULE
from deckgen.sources.settings.front_matter import SETTINGS as FRONT_MATTER
from deckgen.sources.settings.language import read_language
from deckgen.sources.settings.tags import check_deck, read_tags
from deckgen.sources.settings.toml import parse_toml
from deckgen.syntax.places import line_at
from deckgen.values.characters import find_forbidden
from deckgen.values.codes import Code
from deckgen.values.document import Need
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import CAN_LEAVE_OUT, DEFAULT_LEVEL, DETAILS, LEVELS, LINK, Level, Settings
from deckgen.values.wording import shortened

MAX_SETTINGS_BYTES = 64 * 1024

NAMES = (
    "deck",
    "tags",
    "source",
    "needs",
    "question",
    "answer",
    "ignore",
    "skip",
    "leave-out",
    "remote-pictures",
    "edit",
    "show-tags",
    "lang",
)

_TEXT = re.compile(
    r'''
      """(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)
    | \'\'\'(?:[^\']|\'(?!\'\'))*+(?:\'\'\'|\Z)
    | "(?:[^"\\\n]|\\.)*+"
    | \'[^\'\n]*+\'
    | \#[^\n]*+
    ''',
    re.VERBOSE | re.DOTALL,
)
"""A string or a comment of TOML. An unclosed string takes the rest of the file, so each is read once."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDERS = ("package", "title")
_NAME = re.compile(
    r"""^[ \t]*+(?:\[{1,2}[ \t]*+)?(?:"([^"\n]*+)"|'([^'\n]*+)'|([\w-]++))[ \t]*+[].=]""", re.MULTILINE
)


def parse_settings(path: str, content: bytes) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of a file, and what is wrong with them.

    They are None if it is not known how the sources are to be read: if the file cannot be read, if `question`
    or `answer` is wrong, or if a name is unknown, which may have been meant as one of them.
    """
    toml, problems = parse_toml(
        path,
        content,
        Code.SETTINGS_NOT_TOML,
        what='lines like `question = "###"`',
        advice='write lines like `question = "###"`',
    )
    if toml is None:
        return None, problems
    lines = _find_lines(toml.text)
    found = _Found(path, toml.values, lines)
    unknown = [name for name in toml.values if name not in NAMES]
    for name in unknown:
        near = did_you_mean(name, NAMES)
        if name in FRONT_MATTER:
            near = "write it into the front matter of a file"
        message = f"a package has no setting `{shortened(name, 80)}`; {near}"
        found.problems.append(Problem(found.place(name), Code.UNKNOWN_SETTING, message))
    level, answer = found.level(), found.answer()
    settings = Settings(
        deck=found.deck(),
        tags=found.tags(),
        source=found.text("source"),
        needs=found.needs(),
        question=level or DEFAULT_LEVEL,
        answer=answer or "",
        ignore=found.texts("ignore", '`ignore = ["title", "date"]`'),
        skip=found.texts("skip", '`skip = ["README.md"]`'),
        leave_out=found.leave_out(),
        remote_pictures=found.remote_pictures(),
        edit=found.edit(),
        show_tags=found.flag("show-tags"),
        lang=found.language(),
    )
    return (None if unknown or level is None or answer is None else settings), tuple(found.problems)


class _Found:
    """The values of a file; what is wrong with those that are asked for is added to `problems`."""

    def __init__(self, path: str, values: Mapping[str, object], lines: Mapping[str, int]) -> None:
        self._path, self._values, self._lines = path, values, lines
        self.problems: list[Problem] = []

    def place(self, name: str) -> Location:
        """Where a setting is."""
        return Location(self._path, self._lines.get(name, 1))

    def text(self, name: str) -> str:
        """The text of a setting, or an empty one."""
        value = self._values.get(name, "")
        if isinstance(value, str):
            return " ".join(self._sound(name, value).split())
        self._report(name, Code.SETTING_NOT_TEXT, f'`{name}` must be one text: `{name} = "…"`')
        return ""

    def texts(self, name: str, example: str) -> tuple[str, ...]:
        """The texts of a setting that is a list."""
        value = self._values.get(name, [])
        if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            return tuple(self._sound(name, one) for one in value)
        self._report(name, Code.SETTING_NOT_TEXT, f"`{name}` must be a list of texts: {example}")
        return ()

    def deck(self) -> str:
        """The name of the deck, with its placeholders."""
        deck = self.text("deck")
        self.problems += check_deck(deck, self.place("deck"))
        for name in _PLACEHOLDER.findall(deck):
            if name not in _PLACEHOLDERS:
                near = did_you_mean(name, _PLACEHOLDERS)
                self._report("deck", Code.DECK_NAME, f"`{{{name}}}` stands for nothing in `deck`; {near}")
        return deck

    def language(self) -> str:
        """The tag of the notes' language."""
        language, problems = read_language(self.text("lang"), self.place("lang"))
        self.problems += problems
        return language

    def tags(self) -> tuple[str, ...]:
        """The tags of every question."""
        here, value = self.place("tags"), self._values.get("tags", [])
        is_text = isinstance(value, str)
        texts = (self._sound("tags", str(value)),) if is_text else self.texts("tags", '`tags = ["net"]`')
        tags, problems = read_tags([(text, here) for text in texts], here, _as_list, is_text=is_text)
        self.problems += problems
        return tags

    def needs(self) -> tuple[Need, ...]:
        """The libraries that the examples import."""
        names = self.texts("needs", '`needs = ["numpy"]`')
        if not all(map(MODULE.fullmatch, names)):
            message = '`needs` lists the libraries that examples import, as in `needs = ["numpy"]`'
            self._report("needs", Code.BAD_NEED, message)
        return tuple(Need(name, self.place("needs")) for name in names if MODULE.fullmatch(name))

    def leave_out(self) -> tuple[Code, ...]:
        """The codes of errors whose questions make no card."""
        names = self.texts("leave-out", '`leave-out = ["picture-remote"]`')
        for name in names:
            if name not in CAN_LEAVE_OUT:
                near = did_you_mean(name, sorted(CAN_LEAVE_OUT), "docs/problems.md lists them")
                message = f"no error with the code `{shortened(name, 80)}` is in one question alone; {near}"
                if name in list(Code):
                    message = f"`{name}` is not an error of one question alone, so it cannot leave one out"
                self._report("leave-out", Code.LEAVE_OUT_UNKNOWN, message)
        return tuple(code for code in sorted(CAN_LEAVE_OUT) if code.value in names)

    def level(self) -> Level | None:
        """What a question is; None if that cannot be read."""
        value = self._values.get("question")
        if value is None:
            return DEFAULT_LEVEL
        if value in LEVELS:
            return Level(str(value), self.place("question"))
        valid = ", ".join(f'`"{level}"`' for level in LEVELS)
        message = f"`question` says what a question is and must be one of {valid}"
        self._report("question", Code.BAD_LEVEL, message)
        return None

    def answer(self) -> str | None:
        """Where an answer begins, as `DETAILS` or empty; None if that cannot be read."""
        value = self._values.get("answer", "")
        if value in ("", DETAILS):
            return str(value)
        message = f'`answer` says where an answer begins without `---`, and can only be `"{DETAILS}"`'
        self._report("answer", Code.BAD_LEVEL, message)
        return None

    def remote_pictures(self) -> str:
        """What becomes of a picture on the network, as `LINK` or empty."""
        value = self._values.get("remote-pictures", "")
        if value not in ("", LINK):
            message = f'`remote-pictures` can only be `"{LINK}"`, which makes links of them'
            self._report("remote-pictures", Code.BAD_LEVEL, message)
        return LINK if value == LINK else ""

    def flag(self, name: str) -> bool | None:
        """The value of a setting that is true or false; None if it is not set."""
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return value
        self._report(name, Code.SETTING_NOT_TEXT, f"`{name}` must be `true` or `false`, without quotes")
        return None

    def edit(self) -> str:
        """The address of the source of a question, or an empty text."""
        address = self.text("edit")
        fault = find_fault(address) if address else ""
        if fault:
            self._report("edit", Code.EDIT_ADDRESS, f'{fault}; an example: edit = "{EXAMPLE}"')
        return "" if fault else address

    def _sound(self, name: str, text: str) -> str:
        report: Callable[[str], Problem] = partial(forbidden_character, self.place(name))
        self.problems += map(report, find_forbidden(text).values())
        return text

    def _report(self, name: str, code: Code, message: str) -> None:
        self.problems.append(Problem(self.place(name), code, message))


def _as_list(tags: Sequence[str]) -> str:
    quoted = (f'"{tag}"' for tag in tags)
    return f"tags = [{', '.join(quoted)}]"


def _find_lines(text: str) -> dict[str, int]:
    """The line of each name, from 1; names in a text of several lines do not count."""
    bare = _TEXT.sub(lambda match: "\n" * match[0].count("\n") or match[0], text)
    found: dict[str, int] = {}
    for match in _NAME.finditer(bare):
        found.setdefault(match[1] or match[2] or match[3] or "", line_at(bare, match.start()) + 1)
    return found
