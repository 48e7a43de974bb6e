"""Read the errata of a package from `[[erratum]]` tables in TOML."""

import re
import tomllib

from deckgen.sources.decode import decode_source
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey

NAMES = ("key", "claim", "why", "reference", "patterns")
_NEEDED = ("key", "claim", "why", "patterns")
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*erratum[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)
_DEEP_KEY = re.compile(r"^[ \t]*\[{0,2}(?:[\w \t-]+\.){100}", re.MULTILINE)
"""tomllib takes seconds for keys of many parts."""
_LINE = re.compile(r"at line (\d+)")


def parse_errata(path: str, content: bytes) -> tuple[tuple[Erratum, ...], tuple[Problem, ...]]:
    """The errata of a file, and what is wrong with their form."""
    text, problems = decode_source(path, content)
    if problems:
        return (), problems
    if deep := _DEEP_KEY.search(text):
        message = "this is not TOML for errata: a key has more than 100 parts; write `[[erratum]]` tables"
        return (), (Problem(Location(path, line_at(text, deep.start()) + 1), Code.ERRATA_NOT_TOML, message),)
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _LINE.search(str(error))
        message = f"this is not TOML: {_LINE.sub('here', str(error))}; write a pattern in 'single quotes'"
        return (), (Problem(Location(path, int(match[1]) if match else 1), Code.ERRATA_NOT_TOML, message),)
    found = [
        Problem(Location(path, 1), Code.ERRATA_SETTING, f"`{name}` is unknown; write `[[erratum]]` tables")
        for name in read
        if name != "erratum"
    ]
    tables = read.get("erratum", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        message = "an erratum is a table; write `[[erratum]]` above each"
        return (), (*found, Problem(Location(path, 1), Code.ERRATA_SETTING, message))
    heads = [line_at(text, match.start()) + 1 for match in _HEAD.finditer(text)]
    errata = []
    for number, table in enumerate(tables):
        # If a text contains such a line too, the lines are not known.
        here = Location(path, heads[number] if len(heads) == len(tables) else 1)
        erratum, faults = _read_table(here, table)
        found += (Problem(here, Code.ERRATA_SETTING, fault) for fault in faults)
        if erratum is not None:
            errata.append(erratum)
    return tuple(errata), tuple(found)


def _read_table(here: Location, table: dict[str, object]) -> tuple[Erratum | None, list[str]]:
    faults = [
        f"an erratum has no setting `{name}`; {did_you_mean(name, NAMES)}"
        for name in table
        if name not in NAMES
    ]
    faults += [f"the erratum has no `{name}`; write it" for name in _NEEDED if not table.get(name)]
    texts: dict[str, str] = {}
    for name in ("key", "claim", "why", "reference"):
        value = table.get(name, "")
        if isinstance(value, str):
            texts[name] = value.strip()
        else:
            faults.append(f"`{name}` must be one text; put it in quotes")
    patterns = table.get("patterns", [])
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        faults.append("`patterns` must be a list of texts: `patterns = ['…']`")
        patterns = []
    if len(texts) < 4 or not texts["key"] or not patterns:
        return None, faults
    key = QuestionKey(texts.pop("key"))
    return Erratum(location=here, key=key, patterns=tuple(map(str, patterns)), **texts), faults
