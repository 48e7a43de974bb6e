"""The commands: arguments in, exit code out."""

from deckgen.cli.build import build
from deckgen.cli.check import check
from deckgen.cli.cron import cron
from deckgen.cli.diff import diff
from deckgen.cli.group import main
from deckgen.cli.ingest import ingest
from deckgen.cli.inspect import inspect
from deckgen.cli.keys import keys
from deckgen.cli.new import new
from deckgen.cli.test import test
from deckgen.cli.watch import watch

__all__ = ["main"]

# In the order in which a new user needs them.
for _command in (new, ingest, keys, check, test, build, diff, inspect, watch, cron):
    main.add_command(_command)
