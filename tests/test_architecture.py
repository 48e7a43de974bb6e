"""docs/architecture.md shows the rooms as pyproject.toml and the files have them, and names what is there."""

import re
from functools import cache
from importlib.metadata import packages_distributions
from itertools import pairwise

import pytest

from tests.support import ROOT
from tests.support.contracts import LAYERS, PROTECTED, floors

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
TITLES = {
    "deckgen": "## Rooms",
    "deckgen.sources": "### Rooms in `sources/`",
    "deckgen.checks": "### Rooms in `checks/`",
    "deckgen.pages": "### Rooms in `pages/`",
    "deckgen.project": "### Rooms in `project/`",
}
BASES = (ROOT / "deckgen", ROOT)
"""What a path on the page is relative to."""
PLACEHOLDER = "CODE"
"""Stands in a path for a name that a reader chooses."""


def section(container: str) -> str:
    """The part of the page that shows the rooms in this package."""
    _, found, rest = PAGE.partition(f"\n{TITLES[container]}\n")
    assert found
    return re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]


def table(container: str) -> dict[str, list[str]]:
    """For each room in the table, as it is written there, its libraries in lower case."""
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \|([^|]*)\|$", section(container), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "a room has two rows"
    libraries = {room: re.sub(r" \([^)]*\)", "", cell).lower().strip() for room, cell in rows}
    return {room: cell.split(", ") if cell else [] for room, cell in libraries.items()}


def picture(container: str) -> list[list[str]]:
    """The rooms in the Mermaid flowchart, a list for each floor, in the order of its arrows."""
    source = re.search(r"^```mermaid\n(.*?)^```$", section(container), re.MULTILINE | re.DOTALL)
    assert source
    found: dict[str, list[str]] = {}
    chains: list[list[str]] = []
    open_floor = ""
    for line in map(str.strip, source[1].splitlines()):
        if room := re.fullmatch(r'(\w+)\["([^"]+)"\]', line):
            found.setdefault(open_floor or room[1], []).append(room[2])
        elif floor := re.fullmatch(r'subgraph (\w+)\[" "\]', line):
            open_floor = floor[1]
        elif line == "end":
            open_floor = ""
        elif "-->" in line:
            chains.append(line.split(" --> "))
        else:
            assert re.fullmatch(r"%%\{.*\}%%|flowchart (?:TB|LR)|direction TB", line), line
    assert all(upper[-1] == lower[0] for upper, lower in pairwise(chains)), "the arrows have a gap"
    order = [chains[0][0], *(name for chain in chains for name in chain[1:])]
    assert sorted(order) == sorted(found), "each floor has one place in the row of arrows"
    return [found[name] for name in order]


def module(room: str) -> str:
    return room.removesuffix("/").removesuffix(".py")


def on_disk(container: str) -> set[str]:
    """The rooms that there are, as the page writes them."""
    folder = ROOT / container.replace(".", "/")
    files = {path.name for path in folder.glob("*.py") if path.name != "__init__.py"}
    others = (path.relative_to(folder).parts for path in folder.rglob("*") if path.is_file())
    return files | {f"{parts[0]}/" for parts in others if len(parts) > 1 and "__pycache__" not in parts}


@cache
def distribution(library: str) -> str:
    """What pip calls a library, in lower case."""
    return packages_distributions()[library][0].lower().replace("_", "-")


def homes(name: str) -> list[str]:
    """The libraries that some module of this room may import."""
    return sorted(
        distribution(library)
        for contract in PROTECTED
        if any(f"{importer}.".startswith(f"{name}.") for importer in contract["allowed_importers"])
        for library in contract["protected_modules"]
    )


def test_every_list_of_layers_has_its_section() -> None:
    assert LAYERS.keys() == TITLES.keys()


@pytest.mark.parametrize("container", TITLES)
def test_the_picture_has_each_room_on_its_floor(container: str) -> None:
    shown = [[module(room) for room in floor] for floor in picture(container)]
    assert shown == floors(container)


@pytest.mark.parametrize("container", TITLES)
def test_the_table_and_the_picture_name_the_rooms_that_there_are(container: str) -> None:
    assert set(table(container)) == on_disk(container)
    # A folder without a module in it has no floor.
    drawn = [room for floor in picture(container) for room in floor]
    assert [room for room in table(container) if room != "starter/"] == drawn


@pytest.mark.parametrize("container", TITLES)
def test_the_table_names_the_libraries_that_the_contracts_allow(container: str) -> None:
    assert table(container) == {room: homes(f"{container}.{module(room)}") for room in table(container)}


def test_every_path_on_the_page_exists() -> None:
    names = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", PAGE))
    paths = {name.partition(PLACEHOLDER)[0] for name in names if re.search(r"\w/\w|\.py$", name)}
    compared = {room for container in TITLES for room in table(container)}
    assert [p for p in paths - compared if not any((base / p).exists() for base in BASES)] == []


def test_every_name_on_the_page_is_in_its_file() -> None:
    for name, path in re.findall(r"`(\w+)`\s+in\s+`([\w/]+\.py)`", PAGE):
        file = next(base / path for base in BASES if (base / path).exists())
        assert re.search(rf"^(?:def |class )?{name}\b", file.read_text("utf-8"), re.MULTILINE), (name, path)


def test_the_page_is_wrapped() -> None:
    assert [line for line in PAGE.splitlines() if len(line) > 110] == []
