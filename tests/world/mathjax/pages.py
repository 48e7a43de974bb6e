"""Pages in the browser with Anki's MathJax, which tests ask to convert formulas."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from mathjax.page import MathJax, MissingError
from tests.support import leave_out

Page = TypeVar("Page", bound=MathJax)


class MathML(MathJax):
    """Says which MathML MathJax makes of a formula."""

    def _get(self, path: str) -> tuple[bytes, str] | None:
        if path == "/ask.js":
            return Path(__file__).with_name("mathml.js").read_bytes(), "text/javascript"
        return super()._get(path)


@contextmanager
def opened(make: Callable[[], Page]) -> Iterator[Page]:
    """The page; without the browser or MathJax the test is left out."""
    try:
        page = make()
    except MissingError as missing:
        leave_out(str(missing))
    with page:
        yield page
