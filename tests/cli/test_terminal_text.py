"""File names and texts of sources reach a terminal, a real one too, without what it would obey."""

import json
import re
from pathlib import Path

import pytest

from deckgen.reports.printable import printable, printable_line
from tests.support import ROOT, deckgen, on_terminal, write_project

pytestmark = pytest.mark.thorough

EVIL = "x\x1b]0;owned\x07\x1b[31m\x9b2J\u202egpj.\u2066\u200f"
SHOWN = r"x\u001b]0;owned\u0007\u001b[31m\u009b2J\u202egpj.\u2066\u200f"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def on_a_terminal(*arguments: str, cwd: Path) -> str:
    """What a command writes to a terminal, without the colours that click writes."""
    return COLOURS.sub("", on_terminal(*arguments, cwd=cwd, NO_COLOR=""))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project where names of files, a deck, a picture and texts hold controls."""
    text = f"## A? {{#a}}\n\n![b]({EVIL}.png)\n\n## B? {{#{EVIL}}}\n\nb\n"
    sources = {
        f"{EVIL}.md": text,
        f"{EVIL}/a.md": f"---\n{EVIL}: a\n---\n## A?\n\n<x {EVIL}>\n",
        "good.md": f"---\ndeck: {EVIL[:-1]}\n---\n## A? {{#a}}\n\na\n",
        f"good-{EVIL}.md": "## A? {#a}\n\na\n",
    }
    root = write_project(tmp_path_factory.mktemp("project"), sources)
    (root / f"{EVIL}.html").write_text("<p>nothing</p>", encoding="utf-8")
    return root


def test_repeats_of_a_problem_are_summed_up_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    faults = "".join(f"## Is it {n}? {{#k{n}}}\n\nIt is <T{n}>.\n\n" for n in range(40))
    few = "".join(f"## Is it {n}? {{#k{n}}}\n\nIt is <T{n}>.\n\n" for n in range(6))
    write_project(
        tmp_path, {"a.md": faults, "b.md": few, "c.md": few, "d.md": few, "e.md": few, "f.md": "# T\n"}
    )
    shown = on_a_terminal("check", cwd=tmp_path)
    assert shown.count("[html-not-allowed]") == 21
    assert "… 44 more in 5 files [html-not-allowed]; `--json` lists all of them" in shown
    assert "source/f.md:1: error: the file has no question" in shown
    assert "65 errors" in shown
    assert deckgen("check", cwd=tmp_path).stderr.count("[html-not-allowed]") == 64
    assert len(json.loads(deckgen("check", "--json", cwd=tmp_path).stdout)["problems"]) == 65
    assert deckgen("check", "--format", "github", cwd=tmp_path).stdout.count("html-not-allowed") == 64


def test_one_problem_more_is_shown_in_place_of_a_line_that_says_so(tmp_path: Path) -> None:
    faults = "".join(f"## Is it {n}? {{#k{n}}}\n\nIt is <T{n}>.\n\n" for n in range(7))
    write_project(tmp_path, {"a.md": faults.partition("## Is it 6")[0]})
    assert on_a_terminal("check", cwd=tmp_path).count("error: `<T") == 6
    write_project(tmp_path, {"a.md": faults})
    assert "… 2 more in source/a.md" in on_a_terminal("check", cwd=tmp_path)


COMMANDS = (
    ("build",),
    ("build",),  # with nothing to do, it prints what the first one made
    ("build", EVIL),
    ("check",),
    ("check", "--format=github"),
    ("check", "--json"),
    ("test",),
    ("fix", "--diff"),
    ("fix", "--dry-run"),
    ("fix",),
    ("fix", EVIL),
    ("keys",),
    ("keys", "--check"),
    ("inspect", f"decks/good-{EVIL}.apkg"),
    ("inspect", f"{EVIL}.apkg"),
    ("diff", f"decks/good-{EVIL}.apkg"),
    ("ingest", f"{EVIL}.html"),
    ("ingest", f"{EVIL}.htm"),
    ("ingest", f"http://{EVIL}/"),
    ("new", EVIL),
    ("cron", "--project", EVIL),
    ("cron", "--every", EVIL),
    (f"--{EVIL}",),
    (EVIL,),
    ("build", f"--{EVIL}"),
    ("new", "a", EVIL),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).replace(EVIL, "EVIL"))
def test_no_command_hands_a_control_to_a_terminal(project: Path, command: tuple[str, ...]) -> None:
    written = on_a_terminal(*command, cwd=project)
    assert OBEYED.findall(written) == []
    assert "this is a bug" not in written
    run = deckgen(*command, cwd=project)
    data = run.stdout if command[0] == "cron" else ""  # another program reads that
    assert OBEYED.findall(run.stdout.removeprefix(data) + run.stderr) == []


def test_names_are_shown_escaped(project: Path) -> None:
    assert SHOWN in on_a_terminal("check", cwd=project)


def test_json_is_exact(project: Path) -> None:
    run = deckgen("check", "--json", cwd=project)
    paths = {problem["path"] for problem in json.loads(run.stdout)["problems"]}
    assert f"source/{EVIL}.md" in paths
    assert json.loads(on_a_terminal("check", "--json", cwd=project)) == json.loads(run.stdout)


def test_what_another_program_reads_is_exact(project: Path) -> None:
    (project / EVIL).mkdir(exist_ok=True)
    write_project(project / EVIL, {"a.md": "## A? {#a}\n\na\n"})
    assert EVIL in deckgen("cron", "--project", EVIL, cwd=project).stdout


@pytest.mark.parametrize(
    "text", ["中文，\u3000全角", "a\tb", "👩\u200d👩", "na\u00efve \u00a0", "می\u200cخواهم"]
)
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_an_escape_is_one_of_json() -> None:
    text = "".join(map(chr, range(0x3000))) + "\udc80\U000e0041"
    quoted = json.dumps(text, ensure_ascii=False)
    assert json.loads(printable(quoted)) == text
    assert printable_line("a\nb") == r"a\u000ab"


def test_commands_print_in_one_place() -> None:
    for path in (ROOT / "deckgen").rglob("*.py"):
        prints = re.search(r"click\.(?:echo|secho)\(|(?<![\w.])print\(", path.read_text("utf-8"))
        assert not prints or path.name in ("say.py", "__main__.py", "process.py"), path
