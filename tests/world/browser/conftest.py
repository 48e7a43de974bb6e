"""The shipped deck, built from its sources by this deckgen, and a page in Chromium that shows its cards."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mathjax.page import MissingError, find_browser
from tests.support import ROOT, leave_out
from tests.support.card_page import CardPage, open_card_page
from tests.support.faces import render_faces
from tests.world.browser.cards import Cards, Faces, read_media


@pytest.fixture(scope="session")
def browser() -> str:
    """The program of a Chromium."""
    try:
        return find_browser()
    except MissingError as missing:
        leave_out(str(missing))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the shipped deck, as the next build will write it."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "source", project / "source")
    command = [sys.executable, "-m", "deckgen", "build", "-C", str(project)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return project / "decks/llm-interview.apkg"


@pytest.fixture(scope="session")
def faces(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Both sides of every card of the shipped deck."""
    return render_faces(package, tmp_path_factory.mktemp("anki"))


@pytest.fixture(scope="session")
def cards(package: Path) -> Iterator[Cards]:
    """A page in Chromium, with the pictures of the shipped deck."""
    try:
        page = Cards(read_media(package))
    except MissingError as missing:
        leave_out(str(missing))
    with page:
        yield page


@pytest.fixture(scope="module")
def page() -> Iterator[CardPage]:
    """A page in Chromium that shows one face after another."""
    with open_card_page() as found:
        yield found
