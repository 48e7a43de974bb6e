"""A look-alike is found at its place in the source, and not in code, formulas, tags or escaped text."""

import pytest

from deckgen.look_alikes.find import find_in_source
from deckgen.look_alikes.look_alike import Match
from deckgen.look_alikes.table import LOOK_ALIKES


@pytest.mark.parametrize(
    "text",
    [
        "# [[a]]",
        "## Why [[a]]? {#key .tag}",
        "b\n  c [[a]]",
        "> b\n> > c\n> > [[a]]",
        "1. b\n\n   - [ ] [[a]]",
        "> [!NOTE]\n> [[a]]",
        "> [!HINT]\n> [[a]]",
        "|b|c|\n|-|-|\n|d|e \\| [[a]]|",
        "b [c](d) ![e](f) `[[g]]` $[[h]]$ <i title='[[j]]'> [[a]]",
        "a\\\\[[a]]",
        "<div>\n[[a]]\n</div>",
        "[^1]\n\n[^1]: [[a]]",
        "*b* **[[a]]**",
        "中 🂡 [[a]]",
    ],
)
def test_the_place_is_that_in_the_source(text: str) -> None:
    for number, before in enumerate(("", "b\n\n", "---\ndeck: '[[a]]'\n---\n")):
        source = before + text
        (sighting,) = find_in_source(source, 3 if number == 2 else 0)
        assert sighting.text == source[sighting.start : sighting.end] == "[[a]]"
        assert sighting.start == source.rindex("[[a]]")
        assert sighting.line == source.count("\n", 0, sighting.start) + 1


@pytest.mark.parametrize(
    "text",
    [
        "`[[a]]`",
        "```\n[[a]]\n```",
        "    [[a]]",
        "$[[a]]$",
        "$$\n[[a]]\n$$",
        "<!-- [[a]] -->",
        "<!--\n[[a]]\n-->",
        "<b title='[[a]]'>",
        "<pre>\n[[a]]\n</pre>",
        r"\[[a]]",
        r"\\\[[a]]",
        "[[a]](https://b.example)",
        "[[a]]\n\n[a]: https://b.example",
        "[b](<[[a]]>)",
        "![[[a]]](b.png)",
        "https://b.example/[[a]]",
        "## Why? {#key source='[[a]]'}",
    ],
)
def test_what_is_not_text_is_not_searched(text: str) -> None:
    assert find_in_source(text) == []


def test_a_cell_with_an_escaped_pipe_has_its_place() -> None:
    (sighting,) = find_in_source("|a|\n|-|\n|b \\| [[c\\|d]]|")
    assert (sighting.text, sighting.new) == (r"[[c\|d]]", "d")


@pytest.mark.parametrize("construct", LOOK_ALIKES, ids=lambda construct: construct.name)
def test_the_example_of_a_construct_is_found(construct: object) -> None:
    assert construct in [sighting.construct for sighting in find_in_source(construct.example)]  # type: ignore[attr-defined]


def test_names_are_unique() -> None:
    names = [construct.name for construct in LOOK_ALIKES]
    assert len(names) == len(set(names))


def test_a_group_that_took_no_part_is_empty() -> None:
    pattern = next(construct.pattern for construct in LOOK_ALIKES if construct.name == "wiki-link")
    found = pattern.search("[[a]]")
    assert found
    assert Match(found, "[[a]]")["words"] == ""
