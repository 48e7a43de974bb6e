"""A page in Chromium with the scripts of a preview, and a server that counts what is asked of it."""

from pathlib import Path

from mathjax.page import MathJax, MissingError
from tests.support import leave_out

_SCRIPT = Path(__file__).with_name("preview_page.js")
_ASSETS = Path(__file__).parents[2] / "deckgen/preview/assets"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' data:; font-src 'self' data:; base-uri 'self'; "
    "form-action 'none'; frame-src 'none'"
)
"""What the page of a preview allows, which a frame with `srcdoc` inherits; only tests need `unsafe-eval`."""
_PAGE = """<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<script src="/assets/frame.js"></script><script src="/assets/typed.js"></script>
<body><script type="module" src="/preview_page.js"></script>
"""
_OURS = ("/question", "/answer", "/answer.js", "/preview_page.js", "/", "/favicon.ico")


class PreviewPage(MathJax):
    """The page, open while the context lasts; `requests` are the paths that something else asked for."""

    def __init__(self, policy: str = POLICY) -> None:
        super().__init__()
        self._policy = policy
        self.requests: list[str] = []

    @property
    def port(self) -> int:
        """Where the server of the page listens."""
        return int(self._server.server_port)

    def _get(self, path: str) -> tuple[bytes, str] | None:
        if path == "/":
            return (_PAGE % self._policy).encode(), "text/html"
        if path == "/preview_page.js":
            return _SCRIPT.read_bytes(), "text/javascript"
        if path.startswith("/assets/"):
            return (_ASSETS / Path(path).name).read_bytes(), "text/javascript"
        if path not in _OURS:
            self.requests.append(path)
        return super()._get(path)


def open_preview_page(policy: str = POLICY) -> PreviewPage:
    """A page for tests, which are skipped, or in CI fail, where there is no Chromium."""
    try:
        return PreviewPage(policy)
    except MissingError as missing:
        leave_out(str(missing))
