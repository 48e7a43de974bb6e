"""The group of all commands, which handles the errors that a command does not handle."""

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from deckgen import __version__
from deckgen.cli.help import with_shared_options
from deckgen.cli.say import Shown, say, say_of_deckgen, say_traceback, say_whole
from deckgen.values.error import BusyError, DeckgenError

if TYPE_CHECKING:
    from deckgen.reports.as_json import Json

JSON_ASKED = "deckgen.json"
"""Set in the meta of click's context, which all commands share, if the result is to be JSON."""

EXIT_PROBLEMS, EXIT_USAGE, EXIT_BUSY, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 70, 130


# In the order in which a new user needs them. Each is in the module of its name.
COMMANDS = {
    "new": "Make a project that builds at once.",
    "ingest": "Make Q&A Markdown from pages of interview questions.",
    "keys": "Write missing keys into the sources.",
    "fix": "Rewrite what has one meaning into deckgen's Markdown.",
    "check": "Show every problem in the sources, and advice.",
    "test": "Run the examples in the answers.",
    "preview": "Show every card in the browser.",
    "build": "Compile source/ into decks/*.apkg.",
    "publish": "Bring what changed into Anki.",
    "pull": "Write what a learner changed as a patch.",
    "diff": "Show what an import will change.",
    "inspect": "Show what a package holds.",
    "release": "Write what a release needs.",
    "watch": "Build on every save in source/.",
    "fork": "Give a copy of a project an identity of its own.",
    "cron": "Print a crontab line or systemd units.",
}


class _Commands(click.Group):
    """Imports only the command that is called, and turns errors into messages and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"deckgen.cli.{cmd_name}"), cmd_name)
        return with_shared_options(command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS, 1):
                raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.ClickException as error:
            raise Shown(error) from None

    def invoke(self, ctx: click.Context) -> object:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # What the terminal's encoding lacks, or a name that is not UTF-8, is printed with escapes.
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except BusyError as error:
            _fail(ctx, str(error), EXIT_BUSY)
        except DeckgenError as error:
            _fail(ctx, str(error), EXIT_USAGE)
        except ModuleNotFoundError as error:
            if (error.name or "deckgen").partition(".")[0] == "deckgen":
                _fail_by_bug(ctx, error)
            from deckgen.project.installation import command_to_repair

            message = f"the library {error.name} is missing; run `{command_to_repair()}`"
            _fail(ctx, message, EXIT_USAGE)
        except click.ClickException as error:
            _print_as_json(ctx, error.format_message())
            raise Shown(error) from None
        except (click.Abort, KeyboardInterrupt):
            say("\nAborted!", err=True)
            ctx.exit(EXIT_INTERRUPTED)
        except (click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            _fail_by_bug(ctx, error)


@with_shared_options
@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deckgen")
def main() -> None:
    """Compile Q&A Markdown into Anki packages that can be imported again and again.

    \b
    Examples:
      deckgen new my-deck          a project to begin with
      deckgen preview              every card in the browser, while you write
      deckgen build                source/*.md becomes decks/*.apkg
      deckgen publish              what changed goes into Anki
      deckgen inspect FILE.apkg    what a package holds
      deckgen diff FILE.apkg       what the next import will change

    Exit codes: 0 fine, 1 problems in the sources, 2 wrong usage or no readable project, 3 another build
    is running, 130 interrupted by Ctrl-C.
    """


def _fail(ctx: click.Context, message: str, code: int) -> NoReturn:
    say_of_deckgen(message)
    _print_as_json(ctx, message)
    ctx.exit(code)


def _fail_by_bug(ctx: click.Context, error: Exception) -> NoReturn:
    report_bug(error)
    _print_as_json(ctx, f"this is a bug in deckgen: {type(error).__name__}: {error}")
    ctx.exit(EXIT_BUG)


def _print_as_json(ctx: click.Context, message: str) -> None:
    if ctx.meta.get(JSON_ASKED):
        print_json({"error": message})


def print_json(value: "Json") -> None:
    """Print a result, or the error instead of a result, for programs."""
    import json

    is_utf8 = (sys.stdout.encoding or "").lower().replace("_", "-") == "utf-8"
    say_whole(json.dumps(value, ensure_ascii=not is_utf8, indent=2))


def report_bug(error: Exception) -> None:
    """Say that deckgen itself is wrong, and where; print the traceback only if DECKGEN_DEBUG is set."""
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119  # pathlib is slow to import
    say_of_deckgen(f"this is a bug in deckgen: {type(error).__name__}: {error} ({place})")
    say("Please report it with the source that causes it. DECKGEN_DEBUG=1 shows the traceback.", err=True)
    if os.environ.get("DECKGEN_DEBUG"):
        say_traceback(error)
