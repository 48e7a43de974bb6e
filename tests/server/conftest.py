from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.preview_server import PreviewServer, review
from tests.support.reviewing import PAGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with review(folder, "page.md", "-o", "source/x.md") as running:
        yield running
