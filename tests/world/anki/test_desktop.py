"""Publishing into the real Anki desktop by the real add-on AnkiConnect.

It runs where ANKI_DESKTOP_PYTHON and ANKICONNECT_PLUGIN say where these are (see desktop.py).
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT, deckgen, leave_out, write_project
from tests.world.anki.desktop import IS_THERE, Desktop, run_desktop

pytestmark = pytest.mark.desktop

BEFORE = """\
# T

## What is a tensor? {#tensor}

An array of numbers.

## What was a GRU? {#gru}

A gate.

## What is ReLU? {#relu .activation}

The larger of 0 and x.
"""
AFTER = (
    BEFORE.replace("An array", "A block").replace("A gate.", "A gated unit.").partition("## What is ReLU")[0]
)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    if not IS_THERE:
        leave_out("Anki's desktop with AnkiConnect; see tests/world/anki/desktop.py")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with run_desktop(tmp_path, port) as running:
        yield running


def _never_sync(folder: Path) -> None:
    settings = folder / "config/deckgen/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[anki]\nsync = false\n")  # there is no account


def _surroundings(desktop: Desktop, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "DECKGEN_ANKI_ADDRESS": desktop.address,
        "PYTHONPATH": str(ROOT),
    }


def _run(desktop: Desktop, folder: Path, *arguments: str) -> str:
    """Run deckgen for this Anki, and return what it says."""
    command = [sys.executable, "-m", "deckgen", *arguments]
    ran = subprocess.run(
        command,
        cwd=folder / "project",
        env=_surroundings(desktop, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _publish(desktop: Desktop, folder: Path, *arguments: str) -> str:
    """Publish, and click in Anki when that is asked for."""
    command = [sys.executable, "-m", "deckgen", "publish", "--yes", *arguments]
    with subprocess.Popen(
        command,
        cwd=folder / "project",
        env=_surroundings(desktop, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as publish:
        assert publish.stderr
        assert publish.stdout
        assert "In Anki, click Import" in publish.stderr.readline()
        time.sleep(5)
        desktop.click_import()
        said = publish.stdout.read()
        assert publish.wait(60) == 0, publish.stderr.read()
    return said


EDITED = r"""\
# E

## The forward pass of LoRA {#formula}

It is $h = W_0x + {{c1::\frac{\alpha}{r}}}\,{{c2::BA}}\,x$.

## A dictionary in a dictionary {#code}

{{c1::`{"a": {"b": 1}}`}} is of type {{c2::std\::map}}.

## What is in a note? {#all}

| a | b |
|---|---|
| `x` | **y** |

- [x] done $\frac{a}{b_{c}}$ {{x}}

```python
x = {"a": {"b": 1}}
```
"""


def test_a_note_that_is_opened_in_the_editor_stays_as_it_is(desktop: Desktop, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {"edited.md": EDITED})
    assert deckgen("build", cwd=project).returncode == 0
    desktop.ask("importPackage", path=str(project / "decks/edited.apkg"))
    for key in ("formula", "code", "all"):
        (note,) = desktop.ask("findNotes", query=f"Key:{key}")
        before = desktop.ask("notesInfo", notes=[note])
        desktop.ask("guiBrowse", query=f"nid:{note}")
        time.sleep(5)
        desktop.click_into_editor()
        desktop.press("z")
        after = desktop.ask("notesInfo", notes=[note])
        fields = ([field["value"] for field in one[0]["fields"].values()] for one in (before, after))
        changed = [(was, now) for was, now in zip(*fields, strict=True) if was != now]
        assert [len(now) - len(was) for was, now in changed] == [len("z")]
        desktop.press("Escape")


TYPED_INTO = """\
# E

## What opens? {#line}

The gate opens slowly.

It closes.

It rests.

## What does it print? {#code}

```python
x = 1
y = 2
```
"""
"""Both answers reach down to where a test clicks."""


def test_what_is_typed_into_the_editor_is_taken_over_as_it_is(desktop: Desktop, tmp_path: Path) -> None:
    _never_sync(tmp_path)
    project = write_project(tmp_path / "project", {"edited.md": TYPED_INTO})
    assert "2 new" in _publish(desktop, tmp_path)
    for key, text in (("line", "My line."), ("code", "z = 3")):
        (note,) = desktop.ask("findNotes", query=f"Key:{key}")
        desktop.ask("guiBrowse", query=f"nid:{note}")
        time.sleep(5)
        desktop.click_into_editor()
        desktop.press("ctrl+Home")
        desktop.press("End")
        desktop.press("Return")
        desktop.type(text)
        desktop.press("Escape")
    pulled = _run(desktop, tmp_path, "pull")
    assert "git apply source/edited.md.patch" in pulled
    assert "by hand" not in pulled
    subprocess.run(["git", "apply", "source/edited.md.patch"], cwd=project, check=True)
    source = (project / "source/edited.md").read_text(encoding="utf-8")
    assert source == TYPED_INTO.replace("slowly.\n", "slowly.\n\nMy line.\n").replace(
        "x = 1\n", "x = 1\nz = 3\n"
    )
    planned = _run(desktop, tmp_path, "publish", "--dry-run")
    assert "2 changed" in planned
    assert planned.count("only its formatting changes") == 2


def test_edits_arrive_and_what_is_the_learners_stays(desktop: Desktop, tmp_path: Path) -> None:
    _never_sync(tmp_path)
    write_project(tmp_path / "project", {"nets.md": BEFORE})
    assert "3 new" in _publish(desktop, tmp_path)

    notes = {key: desktop.ask("findNotes", query=f"Key:{key}")[0] for key in ("tensor", "gru", "relu")}
    cards = {key: desktop.ask("findCards", query=f"Key:{key}")[0] for key in notes}
    desktop.ask("answerCards", answers=[{"cardId": card, "ease": 4} for card in cards.values()])
    desktop.ask("updateNoteFields", note={"id": notes["gru"], "fields": {"Answer": "My own words."}})
    desktop.ask("addTags", notes=[notes["tensor"]], tags="mine marked")
    before = [desktop.ask("cardsInfo", cards=[card])[0]["interval"] for card in cards.values()]

    write_project(tmp_path / "project", {"nets.md": AFTER})
    assert "1 updated, 1 suspended; not brought: 1 held back" in _publish(desktop, tmp_path, "--retire")

    found = dict(zip(notes, desktop.ask("notesInfo", notes=[*notes.values()]), strict=True))
    assert "A block of numbers" in found["tensor"]["fields"]["Answer"]["value"]
    assert set(found["tensor"]["tags"]) == {"mine", "marked"}
    assert found["gru"]["fields"]["Answer"]["value"] == "My own words."
    assert found["relu"]["tags"] == ["activation", "deckgen::retired"]
    held = desktop.ask("cardsInfo", cards=[*cards.values()])
    assert [card["reps"] for card in held] == [1, 1, 1]
    assert [card["interval"] for card in held] == before
    assert held[2]["queue"] == -1
