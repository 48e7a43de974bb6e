"""A page that says what the errata hold to be wrong is told so, at the line of each claim."""

import json
from pathlib import Path

import pytest

from deckgen.project.folder import ProjectError
from deckgen.project.ingest import Wishes, ingest_pages
from tests.support import deckgen
from tests.world.deck.test_errata import FOLDER, WRONG

ERRATUM = """[[erratum]]
key = "stack"
claim = "a stack is first in, first out"
why = "that is a queue"
reference = "https://example.org"
patterns = ['stack is first in']
"""
PAGE = (
    "## 1. What is a stack?\n\nMany say:\n\n- a **stack** is first in, first out.\n\n## 2. Why?\n\nBecause.\n"
)


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("errata", "arguments"),
    [
        ("source/p/errata.toml", ("-o", "source/p/page.md")),
        ("source/page.errata.toml", ("-o", "source/page.md")),
        ("known.toml", ("-o", "page.md", "--errata", "known.toml")),
    ],
)
def test_the_report_names_the_claim_in_the_page_and_in_the_source(
    tmp_path: Path, errata: str, arguments: tuple[str, ...]
) -> None:
    _write(tmp_path, {"raw.md": PAGE, errata: ERRATUM})
    ran = deckgen("ingest", "raw.md", *arguments, "--report", "report.txt", cwd=tmp_path)
    assert ran.returncode == 0
    output = arguments[1]
    line = (
        (tmp_path / output)
        .read_text(encoding="utf-8")
        .splitlines()
        .index("- a **stack** is first in, first out.")
    )
    wanted = (
        "raw.md:5: warning: the page says `stack is first in`, which is wrong: that is a queue "
        f"({errata}:1) [known-wrong] -> {output}:{line + 1}"
    )
    assert wanted in ran.stderr.splitlines()
    assert wanted in (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines()


def test_without_errata_nothing_is_known_to_be_wrong(tmp_path: Path) -> None:
    _write(tmp_path, {"raw.md": PAGE})
    ran = deckgen("ingest", "raw.md", "-o", "source/page.md", "--json", cwd=tmp_path)
    assert [w["code"] for w in json.loads(ran.stdout)["pages"][0]["warnings"]] == []


@pytest.mark.parametrize("text", ["[[erratum", "[[erratum]]\nkey = 'x'\n", None])
def test_errata_that_cannot_be_read_are_named_and_nothing_is_written(
    tmp_path: Path, text: str | None
) -> None:
    _write(tmp_path, {"raw.md": PAGE, **({"known.toml": text} if text else {})})
    ran = deckgen("ingest", "raw.md", "-o", "page.md", "--errata", "known.toml", cwd=tmp_path)
    assert ran.returncode == 2
    assert "known.toml" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "page.md").exists()


def test_only_the_first_warnings_are_printed(tmp_path: Path) -> None:
    page = "".join(f"问题{n}：What is {n}?\n\nA stack is first in, first out.\n\n" for n in range(1, 31))
    _write(tmp_path, {"page.txt": page, "known.toml": ERRATUM})
    ran = deckgen("ingest", "page.txt", "-o", "page.md", "--errata", "known.toml", cwd=tmp_path)
    assert ran.stderr.count("[known-wrong] -> page.md:") == 20
    assert "… 10 more [known-wrong]; `--report FILE` lists all of them" in ran.stderr


def test_the_errata_of_the_deck_find_what_the_page_had_wrong(tmp_path: Path) -> None:
    """A page in the manner of the deck's own; `check` finds the same lines in the source."""
    claims = {key: texts[1] for key, texts in WRONG.items()}
    page = "".join(f"问题{n}：第 {n} 题是什么？\n\n{text}。\n\n" for n, text in enumerate(claims.values(), 1))
    errata = (FOLDER / "errata.toml").read_text(encoding="utf-8")
    _write(tmp_path, {"page.txt": page, "source/p/errata.toml": errata})
    output = tmp_path / "source/p/page.md"
    (outcome,) = ingest_pages([str(tmp_path / "page.txt")], str(output), Wishes())
    assert outcome.ingested is not None
    warned = [w for w in outcome.ingested.report.warned if w.code == "known-wrong"]
    lines = page.splitlines()
    assert {lines[w.line - 1] for w in warned} == {f"{text}。" for text in claims.values()}
    checked = json.loads(deckgen("check", "--json", cwd=tmp_path).stdout)
    found = {p["line"] for p in checked["problems"] if p["code"] == "erratum-claimed"}
    assert found == {w.source_line for w in warned}
    assert len(found) == len(WRONG) >= 12


def test_an_errata_file_that_is_a_folder_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "known.toml").mkdir()
    _write(tmp_path, {"raw.md": PAGE})
    with pytest.raises(ProjectError, match=r"known\.toml"):
        ingest_pages([str(tmp_path / "raw.md")], "", Wishes(errata=tmp_path / "known.toml"))


RULE = """[[erratum]]
key = "kernel"
claim = "核函数把数据映射到高维空间"
why = "它直接给出内积"
reference = "https://example.org"
asks = '核函数.*映射'
says = '内积'
never = '\\n会'
patterns = ['核函数.{0,8}映射到高维(?!.{0,6}吗)']
"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("问题1：核函数要映射吗？\n\n不用。\n\n它直接给出内积。\n", []),
        (
            "问题1：核函数要映射吗？\n\n要的。\n\n先映射再说。\n",
            [(3, "which does not match `内积` of `says`")],
        ),
        (
            "问题1：核函数要映射吗？\n\n会的，然后求内积。\n",
            [(3, "answers `会`, which matches `never`: 它直接给出内积 (e.toml:1)")],
        ),
        ("问题1：核函数怎样映射到高维？\n\n直接给出内积。\n", [(1, "the page says `核函数怎样映射到高维`")]),
        (
            "问题1：SVM 是什么？\n\n核函数从不映射到高维。\n\n- 核函数映射到高维。\n",
            [(5, "the page says `核函数映射到高维`")],
        ),
        (
            "问题1：核函数会把数据映射到高维吗？\n\n会。\n\n给出内积。\n",
            [(3, "the page says `核函数会把数据映射到高维`")],
        ),
        ("问题1：显存够吗？\n\n不够。\n", []),
    ],
)
def test_a_page_is_held_by_question_and_answer(
    tmp_path: Path, page: str, expected: list[tuple[int, str]]
) -> None:
    _write(tmp_path, {"page.txt": page + "\n问题2：还有吗？\n\n没有。\n", "e.toml": RULE})
    wishes = Wishes(errata=tmp_path / "e.toml")
    (outcome,) = ingest_pages([str(tmp_path / "page.txt")], str(tmp_path / "page.md"), wishes)
    assert outcome.ingested is not None
    warned = [w for w in outcome.ingested.report.warned if w.code == "known-wrong"]
    assert [w.line for w in warned] == [line for line, _ in expected]
    for warning, (_, words) in zip(warned, expected, strict=True):
        assert words in warning.message.replace(f"{tmp_path}/", "")
    markdown = outcome.ingested.markdown.split("\n")
    lines = page.split("\n")
    for warning in warned:
        assert lines[warning.line - 1].removeprefix("问题1：") in markdown[warning.source_line - 1]
