"""The commands: arguments in, exit code out."""

from deckgen.cli.background import cron, watch
from deckgen.cli.build import build, check, test
from deckgen.cli.group import main
from deckgen.cli.packages import diff, inspect
from deckgen.cli.sources import ingest, keys, new

__all__ = ["main"]

# In the order in which a new user meets them.
for _command in (new, ingest, keys, check, test, build, diff, inspect, watch, cron):
    main.add_command(_command)
