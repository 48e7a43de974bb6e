"""A true sentence that an erratum reports can be allowed with a reason, and every such use is listed."""

import json
from pathlib import Path

import pytest

from deckgen.project.build import build_project
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.text import Timestamp
from tests.errata.test_check import GOOD, toml
from tests.support import deckgen, write_project

ASKS = {**GOOD, "asks": "1 \\+ 1", "says": "Two", "unasked": ""}
CLAIMED = "<!-- allow: erratum-claimed it is counted from zero -->"
CONTRADICTED = "<!-- allow: erratum-contradicted it is in base two -->"
SUM = "## What is 1 + 1? {#sum}\n\nTwo.\n\n```pycon\n>>> 1 + 1\n2\n```\n"


def project(root: Path, text: str, **files: str) -> Project:
    others = {f"p/{name}.md": content for name, content in files.items()}
    write_project(root, {"p/a.md": text, "p/errata.toml": toml(**ASKS), **others})
    return Project(root)


def codes(project: Project) -> list[tuple[int, str]]:
    return [(p.location.line, str(p.code)) for p in check_project(project, ()).problems]


def test_an_allowed_claim_is_built_and_listed(tmp_path: Path) -> None:
    found = project(tmp_path, f"{SUM}\n## Which one? {{#which}}\n\n{CLAIMED}\n\nSay: it is three.\n")
    assert codes(found) == []
    built = build_project(found, (), now=Timestamp(1_700_000_000))
    assert built.problems == ()
    assert (tmp_path / "decks/p.apkg").exists()
    ran = deckgen("check", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [
        "source/p/a.md:12: allowed erratum-claimed: it is counted from zero",
        "No problems in 1 file: 2 notes, 1 erratum held.",
    ]
    assert json.loads(deckgen("check", "--json", cwd=tmp_path).stdout)["allowed"] == [
        {
            "path": "source/p/a.md",
            "line": 12,
            "code": "erratum-claimed",
            "reason": "it is counted from zero",
        }
    ]
    assert deckgen("check", "--strict", cwd=tmp_path).returncode == 0


def test_an_allowed_contradiction_is_built_and_listed(tmp_path: Path) -> None:
    found = project(tmp_path, f"{SUM}\n## Write 1 + 1. {{#again}}\n\n10\n\n{CONTRADICTED}\n")
    assert codes(found) == []
    assert build_project(found, (), now=Timestamp(1_700_000_000)).problems == ()
    (allowed,) = check_project(found, ()).allowed
    assert (allowed.location.line, allowed.code, allowed.reason) == (
        14,
        "erratum-contradicted",
        "it is in base two",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{CLAIMED}\n\n{SUM}\nit is three\n", [(1, "allow-unused"), (12, "erratum-claimed")]),
        (
            f"{SUM}\n{CLAIMED}\n\n## Again? {{#again}}\n\nit is three\n",
            [(10, "allow-unused"), (14, "erratum-claimed")],
        ),
        (f"{SUM}\n{CONTRADICTED}\n\nit is three\n", [(10, "allow-unused"), (12, "erratum-claimed")]),
        (f"{SUM}\n<!-- allow: erratum-claimed -->\n", [(10, "allow-without-reason")]),
        (f"{SUM}\n{CLAIMED}\n", [(10, "allow-unused")]),
        (f"{SUM}\n<!-- allow: erratum-wide-pattern it is -->\n", [(10, "allow-unknown")]),
    ],
)
def test_an_error_is_allowed_only_where_it_is(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    found = codes(project(tmp_path, text))
    # As long as there is an error, nobody knows what is unused.
    has_error = any(code == "erratum-claimed" for _, code in expected)
    assert found == [one for one in expected if not (has_error and one[1] == "allow-unused")]


@pytest.mark.parametrize(
    "head",
    [
        "---\ndeck: Sums::it is three\n---\n",
        "# it is three\n",
        "---\ntags: [it-is-three]\n---\n",
        "It is three.\n",
    ],
)
def test_what_stands_above_the_first_question_is_read_and_can_be_allowed(tmp_path: Path, head: str) -> None:
    errata = {**ASKS, "patterns": ["it[ -]is[ -]three"]}
    line = 2 if head.startswith("---") else 1
    write_project(tmp_path, {"p/a.md": f"{head}\n{SUM}", "p/errata.toml": toml(**errata)})
    assert codes(Project(tmp_path)) == [(line, "erratum-claimed")]
    write_project(tmp_path, {"p/a.md": f"{head}\n{CLAIMED}\n\n{SUM}"})
    assert codes(Project(tmp_path)) == []


def test_tags_of_a_question_and_alternative_texts_are_read(tmp_path: Path) -> None:
    errata = {**ASKS, "patterns": ["it[ -]is[ -]three"]}
    text = (
        f"{SUM}\n## Again? {{#again .it-is-three}}\n\nNo.\n\n## Picture? {{#p}}\n\n![so it is three](x.svg)\n"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    write_project(tmp_path, {"p/a.md": text, "p/x.svg": svg, "p/errata.toml": toml(**errata)})
    problems = check_project(Project(tmp_path), ()).problems
    assert [(p.location.line, p.code) for p in problems] == [(10, "erratum-claimed"), (16, "erratum-claimed")]
    assert problems[0].message.startswith("the tag says `it-is-three`, which is wrong: it is two")


def test_an_allowed_error_of_one_package_does_not_hold_back_another(tmp_path: Path) -> None:
    files = {
        "p/a.md": f"{SUM}\n{CLAIMED}\n\nit is three\n",
        "q.md": "## Q {#q}\n\nA\n",
        "p/errata.toml": toml(**ASKS),
    }
    write_project(tmp_path, files)
    built = build_project(Project(tmp_path), (), now=Timestamp(1_700_000_000))
    assert built.problems == ()
    assert sorted(path.name for path in (tmp_path / "decks").iterdir()) == ["p.apkg", "q.apkg"]
    # Both are known, so a question may move.
    write_project(tmp_path, {"p/a.md": f"{SUM}\n{CLAIMED}\n\nit is three\n\n## R {{#r}}\n\nB\n"})
    assert build_project(Project(tmp_path), (), now=Timestamp(1_700_000_100)).problems == ()
