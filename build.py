"""What cron calls: `python build.py` is `deckgen build` for the project this file lies in."""

import sys
from pathlib import Path

HERE = Path(__file__).absolute().parent

if __name__ == "__main__":
    try:
        from deckgen.cli.group import main
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("deckgen"):
            raise
        pythons = [HERE / ".venv/bin/python", HERE / ".venv/Scripts/python.exe"]
        python = next((f"run it with {python}" for python in pythons if python.exists()), None)
        advice = python or "run the first of the two commands in README.md, which installs the libraries"
        sys.exit(f"build.py: the library {missing.name} is missing; {advice}")
    main(["build", "--project", str(HERE), *sys.argv[1:]])
