"""The page that each module of this folder opens once."""

from collections.abc import Iterator

import pytest

from mathjax.page import MathJax
from tests.world.mathjax.pages import MathML, opened


@pytest.fixture(scope="module")
def mathjax() -> Iterator[MathJax]:
    with opened(MathJax) as page:
        yield page


@pytest.fixture(scope="module")
def mathml() -> Iterator[MathML]:
    with opened(MathML) as page:
        yield page
