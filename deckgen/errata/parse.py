"""Read the errata of a package from `[[erratum]]` tables in TOML."""

import re
from collections.abc import Iterator

from deckgen.sources.settings.toml import parse_toml
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey

_TEXTS = ("key", "claim", "why", "reference", "unasked")
_RULE = ("asks", "says", "never")
NAMES = (*_TEXTS, *_RULE, "patterns")
_NEEDED = ("key", "claim", "why")
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*erratum[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)


def parse_errata(path: str, content: bytes) -> tuple[tuple[Erratum, ...], tuple[Problem, ...]]:
    """The errata of a file, and what is wrong with their form."""
    toml, problems = parse_toml(
        path,
        content,
        Code.ERRATA_NOT_TOML,
        what="`[[erratum]]` tables",
        advice="write a pattern in 'single quotes'",
    )
    if toml is None:
        return (), problems
    read, text = toml
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
    for name in _TEXTS:
        value = table.get(name, "")
        if isinstance(value, str):
            texts[name] = value.strip()
        else:
            faults.append(f"`{name}` must be one text; put it in quotes")
    lists: dict[str, tuple[str, ...]] = {}
    for name in (*_RULE, "patterns"):
        value = table.get(name, [])
        values = [value] if isinstance(value, str) and name in _RULE else value
        if isinstance(values, list) and all(isinstance(one, str) for one in values):
            lists[name] = tuple(map(str, values))
        else:
            what = "one text, or a list of texts" if name in _RULE else "a list of texts"
            faults.append(f"`{name}` must be {what}: `{name} = ['…']`")
    if len(texts) < len(_TEXTS) or not texts["key"] or len(lists) < len(_RULE) + 1:
        return None, faults
    faults += _find_gaps(**lists, unasked=texts["unasked"])
    if not lists["patterns"] and not lists["asks"]:
        return None, faults
    erratum = Erratum(
        location=here,
        key=QuestionKey(texts["key"]),
        claim=texts["claim"],
        why=texts["why"],
        reference=texts["reference"],
        unasked=texts["unasked"],
        **lists,
    )
    return erratum, faults


def _find_gaps(
    *,
    asks: tuple[str, ...],
    says: tuple[str, ...],
    never: tuple[str, ...],
    patterns: tuple[str, ...],
    unasked: str,
) -> Iterator[str]:
    """What the settings of an erratum lack together."""
    if asks and not (says or never):
        yield "the erratum has `asks` without `says` or `never`; write what a card that asks this must say"
    elif not asks and (says or never):
        yield "the erratum has `says` or `never` without `asks`; write which questions must be answered so"
    elif not asks and not patterns:
        yield "the erratum has neither `asks` and `says` nor `patterns`; write how the claim is found"
    if unasked and asks and says:
        yield "the erratum has `asks` and `says`, and `unasked`, which says why not; delete `unasked`"
