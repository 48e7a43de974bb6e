"""What a person sees on a real terminal, wide and narrow, and what a program sees instead."""

import json
import re
from pathlib import Path

import pytest

from deckgen.cli.group import COMMANDS
from deckgen.cli.say import STYLES
from deckgen.reports.columns import width
from tests.support import deckgen, on_terminal, write_project

pytestmark = pytest.mark.thorough

FAULTY = "## 什么是松弛操作？为什么之后距离只会变小？\n\n若有负权边，则<T>可能错误。\n\n## Q {#q}\n"
GOOD = "## What is a tree? {#tree}\n\nA connected graph.\n\n## What is a cycle? {#cycle}\n\nA closed walk.\n"
PROBLEM = re.compile(r"[^:]+:\d+: (?:error|warning): .+ \[[a-z-]+\]")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has problems in one of its packages."""
    return write_project(tmp_path, {"faulty.md": FAULTY, **{f"p{n}.md": GOOD for n in range(12)}})


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=" ".join)
def test_help_fits_and_says_all(tmp_path: Path, command: tuple[str, ...], columns: int) -> None:
    shown = on_terminal(*command, "--help", cwd=tmp_path, columns=columns)
    copied = {f"    {line.strip()}" for line in re.findall(r"^    (?:deckgen|git) .*", shown, re.MULTILINE)}
    long = [line for line in shown.splitlines() if width(line) > columns and line not in copied]
    assert long == []
    if columns == 80:
        assert max(map(width, shown.splitlines())) <= 80
    assert "..." not in re.sub(r"\w\]?\.\.\.", "", shown)
    assert "--color WHEN" in shown


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize(
    "command", ["build", "build --dry-run", "check", "test", "keys --dry-run", "fix --dry-run", "nothing"]
)
def test_no_row_is_wider_than_the_terminal(project: Path, command: str, columns: int) -> None:
    shown = on_terminal(*command.split(), cwd=project, columns=columns)
    assert [row for row in shown.splitlines() if width(row) > columns] == []


def test_a_pipe_and_a_dumb_terminal_get_one_line_per_problem(project: Path) -> None:
    piped = deckgen("check", cwd=project, COLUMNS="40").stderr.splitlines()
    *problems, count = piped
    assert len(problems) == len(json.loads(deckgen("check", "--json", cwd=project).stdout)["problems"])
    assert all(map(PROBLEM.fullmatch, problems)), problems
    assert "error" in count
    dumb = on_terminal("check", cwd=project, columns=40, TERM="dumb").splitlines()
    assert dumb[: len(piped)] == piped


def test_a_terminal_wraps_at_words_and_no_wider_than_can_be_read(project: Path) -> None:
    narrow, wide = (on_terminal("check", cwd=project, columns=columns) for columns in (40, 300))
    assert max(map(width, narrow.splitlines())) <= 40
    assert 40 < max(map(width, wide.splitlines())) <= 100
    assert narrow.split() != wide.splitlines()
    joined = [re.sub(r"\n? +", "", text) for text in (narrow, wide)]
    assert joined[0] == joined[1]
    assert max(map(width, on_terminal("check", cwd=project, COLUMNS="50").splitlines())) <= 50


def test_unchanged_packages_take_one_line_together_also_if_nothing_is_looked_at(tmp_path: Path) -> None:
    write_project(tmp_path, {f"p{n}.md": GOOD for n in range(12)})
    deckgen("build", cwd=tmp_path)
    piped = deckgen("build", cwd=tmp_path).stdout
    assert piped.count("\n") == 1
    assert piped.startswith("12 packages  24 unchanged notes, 24 cards; up to date: p0, p1, p10")
    shown = on_terminal("build", cwd=tmp_path, columns=40).splitlines()
    assert " ".join(row.removeprefix("  ") for row in shown) == piped.strip()
    assert max(map(width, shown)) <= 40


def test_what_is_removed_stands_out_and_its_search_can_be_copied(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": GOOD})
    deckgen("build", cwd=tmp_path)
    write_project(tmp_path, {"p.md": "## What is a tree? {#tree}\n\nA connected graph.\n"})
    shown = on_terminal("build", cwd=tmp_path, columns=20, NO_COLOR="")
    assert "\x1b[38;5;167m\x1b[1m  removed:\x1b[0m cycle\n" in shown
    assert "\x1b[38;5;167m\x1b[1m1\x1b[0m" in shown
    assert '\n"note:deckgen basic" Key:cycle\n' in shown


def test_a_misspelt_command_is_named() -> None:
    ran = deckgen("biuld", cwd=Path("/"))
    assert ran.returncode == 2
    assert "No such command 'biuld'. Did you mean 'build'?" in ran.stderr
    assert "Did you mean" not in deckgen("zzz", cwd=Path("/")).stderr


# Of the colour schemes of Windows Terminal and VS Code; those of GNOME, macOS and xterm are black or white.
BACKGROUNDS = {
    "Campbell": "0c0c0c",
    "PowerShell": "012456",
    "One Half Dark": "282c34",
    "One Half Light": "fafafa",
    "Solarized Dark": "002b36",
    "Solarized Light": "fdf6e3",
    "VS Code dark": "1e1e1e",
    "black": "000000",
    "white": "ffffff",
}


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_colour_is_readable_in_light_and_dark(background: str) -> None:
    for style, form in STYLES.items():
        if "fg" in form:
            assert _contrast(_rgb(form["fg"]), bytes.fromhex(BACKGROUNDS[background])) >= 3, style


def _rgb(colour: int) -> bytes:
    """A colour of the cube that begins at 16 (ECMA-48 leaves it to xterm, which all follow)."""
    assert 16 <= colour < 232, "the terminal's palette decides how the first 16 look"
    levels = (0, 95, 135, 175, 215, 255)
    return bytes(levels[(colour - 16) // place % 6] for place in (36, 6, 1))


def _contrast(one: bytes, other: bytes) -> float:
    """The contrast by WCAG 2.2."""
    light = sorted((_luminance(one), _luminance(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _luminance(rgb: bytes) -> float:
    parts = (part / 255 for part in rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
