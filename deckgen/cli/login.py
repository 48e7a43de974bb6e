"""Logs in to a sync server, and out, for the command `publish`."""

import sys

import click

from deckgen.cli.say import say, say_of_deckgen


def log_in(to: str | None) -> None:
    """Ask for user and password, or read them as two lines from a program, and keep what the server gives."""
    from deckgen.targets.account import log_in_to
    from deckgen.targets.server import is_open_to_all, parse_server

    url = parse_server(_named(to))
    if is_open_to_all(url):
        say_of_deckgen(f"{url} is not encrypted; whoever is on the network can read the password", "warning")
    user, password = _ask(url) if sys.stdin.isatty() else _read()
    say(f"Logged in to {url}; the login is kept in {log_in_to(url, user, password)}.")


def log_out(to: str | None) -> None:
    """Forget the login."""
    from deckgen.targets.account import log_out_of

    if log_out_of(_named(to)):
        say("Logged out; the copy of the collection on this machine is deleted.")
    else:
        say(f"Nobody was logged in to {to}.")


def _named(to: str | None) -> str:
    if not to:
        raise click.UsageError("say which sync server: --to https://HOST/")
    return to


def _ask(url: str) -> tuple[str, str]:
    user: str = click.prompt(f"User on {url}")
    password: str = click.prompt("Password", hide_input=True)
    return user, password


def _read() -> tuple[str, str]:
    lines = sys.stdin.read().splitlines()
    if len(lines) != 2:
        raise click.UsageError(
            "nobody can be asked here; give user and password as two lines on standard input"
        )
    return lines[0], lines[1]
