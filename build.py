"""What cron calls: `python build.py` is `deckgen build` for the project this file lies in."""

import sys
from pathlib import Path

from deckgen.__main__ import main

if __name__ == "__main__":
    main(["build", "--project", str(Path(__file__).parent), *sys.argv[1:]])
