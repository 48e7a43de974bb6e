"""What `leave-out` in package.toml leaves out, and that learners keep it."""

from pathlib import Path

from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project
from deckgen.values.text import Guid, QuestionKey, Timestamp
from tests.support import write_project

REMOTE = "![a](https://example.org/a.png)"
SETTINGS = 'leave-out = ["picture-remote", "duplicate-question", "empty-answer", "picture-missing"]\n'


def _build(root: Path, text: str, at: int = 1_700_000_000) -> Built:
    write_project(root, {"net.md": text, "net.package.toml": SETTINGS})
    return build_project(Project(root), (), now=Timestamp(at))


def _live(built: Built) -> dict[QuestionKey, tuple[Guid, str, Timestamp]]:
    lines = (line for line in built.compilation.ledger.notes if not line.retired)
    return {line.key: (line.guid, line.digest, line.modified) for line in lines}


def _ask(*answers: str, heading: str = "What is number {}?") -> str:
    return "".join(f"## {heading.format(n)}\n\n{answer}\n\n" for n, answer in enumerate(answers))


def _codes(built: Built) -> list[str]:
    return [f"{one.location.line} {one.code}" for one in built.problems]


def test_only_the_question_with_the_error_makes_no_card(tmp_path: Path) -> None:
    built = _build(tmp_path, _ask("A.", REMOTE, "", "![b](b.png)", "E."))
    [package] = built.compilation.packages
    assert _codes(built) == ["5 left-out", "9 left-out", "13 left-out"]
    assert [note.key for note in package.contents.notes()] == ["what-is-number-0", "what-is-number-4"]  # type: ignore[union-attr]
    assert built.problems[0].message == ("left out: What is number 1?; because of `picture-remote` in line 7")


def test_a_question_that_is_left_out_keeps_its_note_as_it_is(tmp_path: Path) -> None:
    before = _build(tmp_path, _ask("A.", "B.", "C.", "D.", "E."))
    without = _build(tmp_path, _ask("A.", *[REMOTE] * 4), 1_700_000_100)
    assert _live(without) == _live(before)
    assert not any(one.removed for package in without.compilation.packages for one in package.decisions)
    again = _build(tmp_path, _ask("A.", "B.", "C.", "D.", "Else."), 1_700_000_200)
    assert [guid for guid, _, _ in _live(again).values()] == [guid for guid, _, _ in _live(before).values()]
    changed = [key for key, line in _live(again).items() if line != _live(before)[key]]
    assert changed == ["what-is-number-4"]


def test_a_reworded_question_that_is_left_out_keeps_what_may_be_its_note(tmp_path: Path) -> None:
    text = "## How does a client open a connection of TCP?\n\nWith a handshake.\n\n"
    before = _build(tmp_path, text + _ask("A."))
    reworded = text.replace("a client open", "the client open up").replace("With", f"{REMOTE} With")
    without = _build(tmp_path, reworded + _ask("A."), 1_700_000_100)
    assert [problem.code for problem in without.problems] == ["left-out"]
    assert _live(without) == _live(before)


def test_a_question_that_was_deleted_is_removed_all_the_same(tmp_path: Path) -> None:
    _build(tmp_path, _ask("A.", "B.", "C."))
    built = _build(tmp_path, _ask("A.", REMOTE), 1_700_000_100)
    assert [*_live(built)] == ["what-is-number-0", "what-is-number-1"]


def test_the_second_of_two_questions_is_built_if_the_first_is_left_out(tmp_path: Path) -> None:
    built = _build(tmp_path, _ask(REMOTE, "B.", "C.", heading="What is it?"))
    assert _codes(built) == ["1 left-out", "9 left-out"]


def test_other_errors_of_the_question_still_stop_the_package(tmp_path: Path) -> None:
    built = _build(tmp_path, _ask(f"{REMOTE}\n\n<script>", "B."))
    assert _codes(built) == ["1 left-out", "5 html-not-allowed"]
    assert built.compilation.packages[0].contents is None


def test_a_description_is_left_out_too(tmp_path: Path) -> None:
    built = _build(tmp_path, f"# Net\n\nAll of it. {REMOTE}\n\n" + _ask("A."))
    [package] = built.compilation.packages
    assert [one.message for one in built.problems] == [
        "left out: the description of the deck; because of `picture-remote` in line 3"
    ]
    assert package.contents
    assert [*package.contents.decks.values()] == [""]


def test_a_package_without_any_other_question_is_empty(tmp_path: Path) -> None:
    built = _build(tmp_path, _ask(REMOTE))
    assert _codes(built) == ["1 left-out"]
    assert built.compilation.packages[0].notes == 0


def test_pictures_on_the_network_become_links(tmp_path: Path) -> None:
    pictures = f"[{REMOTE}](https://b.org) ![](http://c.org/d/e.png?f=1)"
    text = f"## A?\n\n{pictures}\n\n![g](//h.org/i.png)\n\n## J?\n\nK.\n"
    write_project(tmp_path, {"net.md": text, "net.package.toml": f'remote-pictures = "link"\n{SETTINGS}'})
    built = build_project(Project(tmp_path), (), now=Timestamp(1))
    assert _codes(built) == ["1 left-out"]
    write_project(tmp_path, {"net.md": text.replace("![g](//h.org/i.png)", "")})
    built = build_project(Project(tmp_path), (), now=Timestamp(1))
    assert [one.message for one in built.problems] == [
        "2 pictures in 1 file are links on their cards, to be opened in a browser"
    ]
    [contents] = [package.contents for package in built.compilation.packages]
    assert contents
    answer = next(iter(contents.notes())).fields[1]
    assert answer.count("<a ") == 2
    assert '<a href="http://c.org/d/e.png?f=1"' in answer
    assert ">e.png</a>" in answer
