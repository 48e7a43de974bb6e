"""`deckgen ingest` on files and folders: what it writes, and what it leaves alone."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.pictures import PictureFolder, picture_suffix
from tests.support import CASES, deckgen

PAGE = "问题1：什么是栈？\n\n后进先出。\n\n问题2：什么是队列？\n\n先进先出。\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def _page(folder: Path, text: str = PAGE) -> Path:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_becomes_a_source_that_builds(tmp_path: Path) -> None:
    page = CASES / "ingest/csdn-with-every-trap/page.html"
    (tmp_path / "source").mkdir()
    ran = deckgen("ingest", str(page), "-o", "source/llm.md", "--report", "report.txt", cwd=tmp_path)
    assert ran.returncode == 0
    assert "3 questions" in ran.stderr
    assert "dropped" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    built = deckgen("build", cwd=tmp_path)
    assert built.returncode == 0
    assert "3 notes" in built.stdout


def test_without_an_output_the_markdown_is_printed(tmp_path: Path) -> None:
    ran = deckgen("ingest", str(_page(tmp_path)), cwd=tmp_path)
    assert "## 什么是栈？ {#什么是栈}" in ran.stdout
    assert list(tmp_path.iterdir()) == [tmp_path / "page.txt"]


def test_json_has_the_whole_report(tmp_path: Path) -> None:
    ran = deckgen("ingest", str(_page(tmp_path)), "--json", cwd=tmp_path)
    (page,) = json.loads(ran.stdout)["pages"]
    assert [q["question"] for q in page["questions"]] == ["什么是栈？", "什么是队列？"]
    assert page["dropped"][0]["reason"] == "the mark of a question"


def test_a_folder_of_pages_becomes_a_folder_of_sources(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "a_files").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "a_files/c.txt"):
        (pages / name).write_text(PAGE, encoding="utf-8")
    outcomes = ingest_pages([str(pages)], f"{tmp_path}/source/p/", Wishes())
    assert [o.path.name for o in outcomes if o.path] == ["a.md", "b.md"]
    keys = [q.key for o in outcomes if o.ingested for q in o.ingested.report.taken]
    assert len(set(keys)) == 4


def test_an_edited_source_is_left_alone_and_the_difference_shown(tmp_path: Path) -> None:
    page, output = _page(tmp_path), tmp_path / "out.md"
    ingest_pages([str(page)], str(output), Wishes())
    edited = output.read_text(encoding="utf-8").replace("后进先出。", "后进先出,像一摞盘子。")
    output.write_text(edited, encoding="utf-8")
    (outcome,) = ingest_pages([str(page)], str(output), Wishes())
    assert "--merge" in outcome.failure
    assert "-后进先出,像一摞盘子。" in outcome.diff
    assert output.read_text(encoding="utf-8") == edited
    (forced,) = ingest_pages([str(page)], str(output), Wishes(force=True))
    assert not forced.failure
    assert "盘子" not in output.read_text(encoding="utf-8")


def test_an_untouched_source_takes_the_newer_page(tmp_path: Path) -> None:
    page, output = _page(tmp_path), tmp_path / "out.md"
    ingest_pages([str(page)], str(output), Wishes())
    _page(tmp_path, PAGE.replace("先进先出。", "先进先出,像排队。"))
    (outcome,) = ingest_pages([str(page)], str(output), Wishes())
    assert not outcome.failure
    assert "像排队" in output.read_text(encoding="utf-8")


def test_merge_updates_only_what_nobody_touched(tmp_path: Path) -> None:
    page, output = _page(tmp_path, PAGE + "\n问题3：什么是堆？\n\n完全二叉树。\n"), tmp_path / "out.md"
    ingest_pages([str(page)], str(output), Wishes())
    text = output.read_text(encoding="utf-8").replace("后进先出。", "我的答案。")
    start, end = text.index("## 什么是堆"), text.index("<!-- deckgen")
    output.write_text(text[:start] + text[end:], encoding="utf-8")
    _page(
        tmp_path,
        PAGE.replace("先进先出。", "像排队。")
        + "\n问题3：什么是堆？\n\n树。\n\n问题4：什么是图？\n\n点和边。\n",
    )
    (outcome,) = ingest_pages([str(page)], str(output), Wishes(merge=True))
    merged = output.read_text(encoding="utf-8")
    assert not outcome.failure
    assert "我的答案。" in merged, "edited by a person"
    assert "像排队。" in merged, "touched by nobody"
    assert "什么是堆" not in merged.split("<!-- deckgen")[0], "deleted by a person"
    assert "点和边。" in merged, "new on the page"
    ingest_pages([str(page)], str(output), Wishes(merge=True))
    assert output.read_text(encoding="utf-8") == merged


def test_pictures_come_from_the_saved_folder_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    saved = tmp_path / "saved"
    (saved / "page_files").mkdir(parents=True)
    (saved / "page_files/图 1.png").write_bytes(PNG)
    body = "<p>如图所示，一目了然，不必多说，看图就好。</p>"
    body += '<img src="./page_files/图%201.png"><img src="../secret.png">'
    page = saved / "page.html"
    page.write_text(f"<article><h2>什么是卷积？</h2>{body}</article>", encoding="utf-8")
    (outcome,) = ingest_pages([str(page)], str(tmp_path / "source/out.md"), Wishes())
    written = [path.name for path in (tmp_path / "source/images").iterdir()]
    assert len(written) == 1
    assert f"![](images/{written[0]})" in (tmp_path / "source/out.md").read_text(encoding="utf-8")
    assert outcome.ingested
    assert [w.code for w in outcome.ingested.report.warned] == ["picture-lost"]


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg><script>x</script></svg>",
        b'<svg onload="x()"></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b"<svg><a href='javascript:x'/></svg>",
    ],
)
def test_a_drawing_that_acts_is_no_picture(svg: bytes) -> None:
    assert picture_suffix(svg) == ""
    assert picture_suffix(b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>") == ".svg"


def test_names_of_pictures_are_safe(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path)
    name = folder.place("https://example.com/..%2f..%2fa\x1b[31m b.png", PNG)
    assert name.startswith("images/")
    assert name.removeprefix("images/").replace("-", "").replace(".", "").isalnum()


def test_a_name_with_control_characters_is_shown_without_them(tmp_path: Path) -> None:
    page = tmp_path / "a\x1b[31mb.txt"
    page.write_text(PAGE, encoding="utf-8")
    ran = deckgen("ingest", page.name, "-o", "out/", cwd=tmp_path)
    assert ran.returncode == 0
    assert "\x1b" not in ran.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a-31mb.md"]


QUESTIONS = ("What is a stack?", "What is a queue?", "What is a tree?", "Why?", "什么是栈？", "什么是队列？")


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=4), min_size=2, max_size=4), st.data()
)
def test_keys_of_a_package_never_collide(pages: list[list[str]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        output = f"{folder}/source/p/"
        # Some pages come in one run, others one by one, and some of them again.
        for number, questions in enumerate(pages):
            text = "".join(f"## {each}\n\nAnswer {number} to it.\n\n" for each in questions)
            Path(folder, f"{number}.md").write_text(f"# Interview questions\n\n{text}", encoding="utf-8")
        for run in data.draw(st.lists(st.lists(st.sampled_from(range(len(pages))), min_size=1), max_size=3)):
            ingest_pages([f"{folder}/{number}.md" for number in run], output, Wishes())
        ingest_pages([f"{folder}/{number}.md" for number in range(len(pages))], output, Wishes())
        written = {path: path.read_text(encoding="utf-8") for path in Path(output).iterdir()}
        keys = [
            key for text in written.values() for key in re.findall(r"^## .*\{#([^ }]+)", text, re.MULTILINE)
        ]
        assert len(keys) == sum(map(len, map(set, pages)))
        assert len(set(keys)) == len(keys)
        # Once every source is there, the next run changes nothing.
        again = ingest_pages([f"{folder}/{number}.md" for number in range(len(pages))], output, Wishes())
        assert {outcome.remark for outcome in again} == {"unchanged"}


def test_keys_of_sources_that_are_already_there_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "source/p/part").mkdir(parents=True)
    (tmp_path / "source/p/part/old.md").write_text("# T\n\n## Old? {#什么是栈}\n\nYes.\n", encoding="utf-8")
    (tmp_path / "source/p/loose.md").write_text("# T\n\n## 什么是队列？\n\n先进先出。\n", encoding="utf-8")
    (outcome,) = ingest_pages([str(_page(tmp_path))], f"{tmp_path}/source/p/new.md", Wishes())
    assert outcome.ingested
    assert not {taken.key for taken in outcome.ingested.report.taken} & {"什么是栈", "什么是队列"}


def test_a_folder_where_each_file_is_one_question(tmp_path: Path) -> None:
    pages = tmp_path / "Operating Systems"
    pages.mkdir()
    (pages / "deadlock.md").write_text(
        "# What is a deadlock?\n\n## Example\n\nTwo locks.\n", encoding="utf-8"
    )
    (pages / "fork.md").write_text("---\ntitle: How does fork work?\n---\n\nIt copies.\n", encoding="utf-8")
    for name in ("zombie", "orphan"):
        (pages / name).mkdir()
        (pages / name / "en.md").write_text(
            f"### What is a process like {name}?\n\n#### Answer\n\nA process.\n"
        )
    outcomes = ingest_pages([str(pages)], f"{tmp_path}/source/os/", Wishes())
    assert [o.path.name for o in outcomes if o.path] == ["deadlock.md", "fork.md", "en.md", "zombie-en.md"]
    for outcome in outcomes:
        assert outcome.ingested
        assert len(outcome.ingested.report.taken) == 1
        assert "deck: Operating Systems\n" in outcome.ingested.markdown
    assert "### Example" in (tmp_path / "source/os/deadlock.md").read_text(encoding="utf-8")
