"""What Anki's MathJax said about public commands and formulas, and where these come from.

The commands are those that stand in KaTeX's docs (`supported.md`, `support_table.md`), in unicode-math's
`unicode-math-table.tex`, in MathJax's docs on TeX and in pylatexenc's tables; the formulas are those of
KaTeX's docs (MIT licence). All four were read on 2026-11-27, as they stood in their repositories.
"""

import json
from pathlib import Path

USES = (
    "%s",
    "%s{a}",
    "%s{a}{b}",
    "%s{a}{b}{c}",
    r"\left(%s\right)",
    r"\left(%s{a}\right)",
    r"\left(%s{a}{b}\right)",
)
"""The formulas in which each command was tried."""

COMMANDS = Path(__file__).parent / "commands.txt"
"""Each command with a mark for each use: `.` if MathJax shows it, `R` if it shows something in red."""

FORMULAS = Path(__file__).parent / "formulas.txt"
"""For each formula a row of JSON: the formula, and what MathJax says about it in red."""


def read_commands() -> dict[str, str]:
    """Each command with its marks."""
    return dict(line.split("\t") for line in COMMANDS.read_text(encoding="utf-8").splitlines())


def read_formulas() -> dict[str, str | None]:
    """Each formula with what MathJax says."""
    return dict(map(json.loads, FORMULAS.read_text(encoding="utf-8").splitlines()))


def in_use(command: str) -> list[str]:
    """The formulas in which a command was tried."""
    return [use.replace("%s", command) for use in USES]


def write_commands(marks: dict[str, str]) -> str:
    """The file for these marks."""
    return "".join(f"{command}\t{row}\n" for command, row in sorted(marks.items()))


def write_formulas(said: dict[str, str | None]) -> str:
    """The file for these formulas."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in said.items())
