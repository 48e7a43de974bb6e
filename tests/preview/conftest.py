from collections.abc import Iterator

import pytest

from tests.support.preview_page import PreviewPage, open_preview_page


@pytest.fixture(scope="session")
def page() -> Iterator[PreviewPage]:
    """A page in Chromium with the scripts of a preview."""
    with open_preview_page() as opened:
        yield opened
