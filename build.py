"""What cron calls: `python build.py` is `deckgen build` for the project this file lies in."""

import sys
from pathlib import Path

HERE = Path(__file__).absolute().parent

if __name__ == "__main__":
    try:
        from deckgen.cli import main
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("deckgen"):
            raise
        sys.exit(f"build.py: the library {missing.name} is missing; run it with {HERE}/.venv/bin/python")
    main(["build", "--project", str(HERE), *sys.argv[1:]])
