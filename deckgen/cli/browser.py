"""The options of a command that shows a page in the browser, and how the browser is opened."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from deckgen.cli.say import say_of_deckgen

DEFAULT_PORT = 8642
_Command = Callable[..., Any]


def browser_options(function: _Command) -> _Command:
    """`--port` and `--open/--no-open`."""
    return _port(_opens(function))


_port = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port of the page in the browser; the next one that is free if it is taken.",
)
_opens = click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Whether to open the page in the browser; by default where there is a screen.",
)


def show(address: str, opens: bool | None) -> None:
    """Open a page in the browser, if that is wanted, or if there is a screen."""
    if opens or (opens is None and _has_screen()):
        _open_browser(address)


def warn(message: str) -> None:
    """Print a warning; the command goes on."""
    say_of_deckgen(message, "warning")


def _has_screen() -> bool:
    """Whether a browser would open in a window: on a server, one would take the terminal."""
    is_window_system = sys.platform in ("darwin", "win32")
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.stdout.isatty() and bool(is_window_system or has_display)


def _open_browser(address: str) -> None:
    import webbrowser
    from threading import Thread

    def open_it() -> None:
        try:
            is_open = webbrowser.open(address)
        except webbrowser.Error:
            is_open = False
        if not is_open:
            warn(f"no browser was found; open {address} yourself")

    # A browser that runs in the terminal ends only when it is closed.
    Thread(target=open_it, daemon=True).start()
