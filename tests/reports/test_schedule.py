"""`deckgen cron`: a line that cron reads as it is meant, and what it says where cron cannot."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.reports.schedule import (
    Command,
    ScheduleError,
    own_command,
    parse_interval,
    render_crontab_line,
    render_units,
    unit_name,
)
from tests.support import ROOT, deckgen, write_project

PATHS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\n\r\\\0"), min_size=1, max_size=40
)


def _as_cron_reads(line: str) -> str:
    """The shell command in a crontab line, by the rules of crontab(5)."""
    command = line.split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command), "cron would end the command here"
    return command.replace(r"\%", "%")


@given(st.lists(PATHS, min_size=1, max_size=5))
def test_cron_and_the_shell_give_every_word_back(words: list[str]) -> None:
    line = render_crontab_line(15, Command(tuple(words), {}))
    assert shlex.split(_as_cron_reads(line)) == words


@pytest.mark.parametrize(
    ("every", "fields"),
    [
        ("1m", "* * * * *"),
        ("5m", "*/5 * * * *"),
        ("15 min", "*/15 * * * *"),
        ("60m", "0 * * * *"),
        ("1h", "0 * * * *"),
        ("6h", "0 */6 * * *"),
        ("1d", "0 4 * * *"),
        ("24H", "0 4 * * *"),
        ("7d", "0 4 * * 1"),
        ("1w", "0 4 * * 1"),
    ],
)
def test_an_interval_becomes_the_fields_of_a_crontab(every: str, fields: str) -> None:
    assert render_crontab_line(parse_interval(every), Command(("x",), {})) == f"{fields} x"


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("7m", "cron cannot run every 7m; the nearest possible is 6m"),
        ("45m", "cron cannot run every 45m; the nearest possible is 1h"),
        ("90m", "cron cannot run every 90m; the nearest possible is 2h"),
        ("5h", "cron cannot run every 5h; the nearest possible is 6h"),
        ("2d", "cron cannot run every 2d; the nearest possible is 1d"),
        ("0m", "cron cannot run every 0m; the nearest possible is 1m"),
        ("30s", "`30s` is not an interval; write it as 15m, 1h, 1d or 1w"),
        ("soon", "`soon` is not an interval; write it as 15m, 1h, 1d or 1w"),
    ],
)
def test_what_cron_cannot_do_is_said_with_the_nearest_that_it_can(every: str, said: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        parse_interval(every)
    assert str(raised.value) == said


@pytest.mark.parametrize("path", ["/a\nb", "/a\\b", "/" + "long/" * 300])
def test_a_path_that_cron_would_spoil_is_refused(path: str) -> None:
    with pytest.raises(ScheduleError, match="cron"):
        render_crontab_line(15, Command(("deckgen", path), {}))


def test_a_service_quotes_by_the_rules_of_systemd() -> None:
    command = Command(("/my venv/deckgen", "--project", '/50% "of" $HOME'), {"PYTHONPATH": "/a b"})
    service = render_units(15, command, "/50% of")
    assert '\nEnvironment="PYTHONPATH=/a b"\n' in service
    assert '\nExecStart="/my venv/deckgen" --project "/50%% \\"of\\" $$HOME"\n' in service
    assert "\nDescription=deckgen build of /50%% of\n" in service


@pytest.mark.parametrize(
    ("every", "calendar"),
    [("15m", "*:0/15"), ("1h", "0/1:00"), ("6h", "0/6:00"), ("1d", "*-*-* 04:00"), ("1w", "Mon *-*-* 04:00")],
)
def test_a_timer_runs_when_the_crontab_line_would(every: str, calendar: str) -> None:
    assert f"\nOnCalendar={calendar}\n" in render_units(parse_interval(every), Command(("x",), {}), "/p")


def test_units_are_named_after_the_folder() -> None:
    assert unit_name("/home/ann/my decks") == "deckgen-my-decks"
    assert unit_name("/home/ann/面试") == "deckgen-project"


def test_the_script_is_named_where_there_is_one_and_else_the_module() -> None:
    def words(started_as: str, *, installed: bool) -> str:
        command = own_command(
            started_as, "/v/python", package_folder="/src", installed=installed, arguments=["build"]
        )
        return " ".join([*(f"{n}={v}" for n, v in command.variables.items()), *command.words])

    assert words("/v/deckgen", installed=True) == "/v/deckgen build"
    assert words("/src/deckgen/__main__.py", installed=True) == "/v/python -P -m deckgen build"
    assert words("/v/deckgen", installed=False) == "PYTHONPATH=/src /v/python -P -m deckgen build"


def test_the_line_builds_the_project_in_the_bare_environment_of_cron(tmp_path: Path) -> None:
    project = write_project(tmp_path / "my 50% 牌组", {"p.md": "## 问题？\n\n答案。\n"})
    home = tmp_path / "home"
    home.mkdir()
    # Cron starts at home, and what lies there must not be taken for a module of Python's.
    (home / "json.py").write_text("raise SystemExit('the wrong json')")
    line = deckgen("cron", cwd=project).stdout.rstrip("\n")
    bare = {"HOME": str(home), "LOGNAME": "ann", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    ran = subprocess.run(
        ["/bin/sh", "-c", _as_cron_reads(line)],
        cwd=home,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (project / "decks/p.apkg").exists()
    (project / "source/p.md").write_text("## 问题？\n\n```\n", encoding="utf-8")
    ran = subprocess.run(
        ["/bin/sh", "-c", _as_cron_reads(line)], cwd=home, env=bare, capture_output=True, check=False
    )
    assert ran.returncode == 1
    assert "source/p.md:3: error: the fence is not closed" in ran.stderr.decode()


def test_the_command_prints_the_line_alone_and_its_help_beside(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {"p.md": "## Q\n\na\n"})
    ran = deckgen("cron", "--every", "1h", cwd=project / "source")

    assert ran.stdout.startswith(f"0 * * * * PYTHONPATH={shlex.quote(str(ROOT))} ")
    assert ran.stdout.endswith(f"{sys.executable} -P -m deckgen build --quiet --project {project}\n")
    assert ran.stderr.startswith(
        "# Builds every 1h. To install it, run `crontab -e` and add the line above.\n"
    )


def test_the_line_of_a_publish_names_its_target_wherever_cron_starts(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {"p.md": "## Q\n\na\n"})
    (project / "collection.anki2").touch()
    for to, named in (("collection.anki2", str(project / "collection.anki2")), ("https://h/", "https://h/")):
        ran = deckgen("cron", "--publish", "--to", to, cwd=project)
        assert ran.stdout.endswith(f" publish --quiet --yes --project {project} --to {named}\n")
        assert "# It prints problems, and one line when something was brought, and cron" in ran.stderr
    units = deckgen("cron", "--publish", "--systemd", cwd=project).stdout
    assert f"Description=deckgen publish of {project}, every 15m" in units
    assert f"deckgen publish --quiet --yes --project {project}\n" in units


def test_cron_warns_about_what_the_target_of_a_publish_lacks(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {"p.md": "## Q\n\na\n"})
    (tmp_path / "there").mkdir()
    (tmp_path / "there/collection.anki2").touch()
    home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHON_KEYRING_BACKEND": _NO_KEYRING}

    def run(*to: str) -> subprocess.CompletedProcess[str]:
        return deckgen("cron", "--publish", *to, cwd=project, **home)

    assert run("--to", "../there").stdout.endswith(f" --to {tmp_path}/there/collection.anki2\n")
    gone = run("--to", "../gone")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "../gone" in gone.stderr
    assert (
        "nobody is logged in to https://h/; run `deckgen publish --login" in run("--to", "https://h").stderr
    )
    assert "neither --to nor your settings say where the packages go: each run will use" in run().stderr
    (tmp_path / "config/deckgen").mkdir(parents=True)
    (tmp_path / "config/deckgen/settings.toml").write_text('to = "anki"\n')
    assert "neither --to" not in run().stderr


def test_the_line_of_a_publish_has_the_variables_that_say_where_things_are(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {"p.md": "## Q\n\na\n"})
    surroundings = {
        "XDG_CONFIG_HOME": str(tmp_path / "my config"),
        "DECKGEN_ANKI_ADDRESS": "127.0.0.1:9999",
        "DECKGEN_ANKI_KEY": "secret",
    }
    ran = deckgen("cron", "--publish", "--to", "anki", cwd=project, **surroundings)
    assert f" DECKGEN_ANKI_ADDRESS=127.0.0.1:9999 XDG_CONFIG_HOME='{tmp_path}/my config' " in ran.stdout
    assert "cron does not know DECKGEN_ANKI_KEY" in ran.stderr
    units = deckgen("cron", "--publish", "--to", "anki", "--systemd", cwd=project, **surroundings).stdout
    assert "Environment=DECKGEN_ANKI_ADDRESS=127.0.0.1:9999\n" in units
    assert "secret" not in ran.stdout + units
    assert "XDG_CONFIG_HOME" not in deckgen("cron", cwd=project, **surroundings).stdout


_NO_KEYRING = "keyring.backends.fail.Keyring"


def test_a_build_has_no_target(tmp_path: Path) -> None:
    ran = deckgen("cron", "--to", "x", cwd=write_project(tmp_path, {"p.md": "## Q\n\na\n"}))
    assert ran.returncode == 2
    assert "a build has no target; add --publish" in ran.stderr


def test_systemd_units_come_with_their_file_names(tmp_path: Path) -> None:
    project = write_project(tmp_path / "my decks", {"p.md": "## Q\n\na\n"})
    printed = deckgen("cron", "--systemd", cwd=project).stdout
    assert "# ~/.config/systemd/user/deckgen-my-decks.service\n[Unit]\n" in printed
    assert "# ~/.config/systemd/user/deckgen-my-decks.timer\n[Unit]\n" in printed
    assert "enable --now deckgen-my-decks.timer\n" in printed


def test_what_cron_cannot_do_is_wrong_usage(tmp_path: Path) -> None:
    ran = deckgen("cron", "--every", "7m", cwd=write_project(tmp_path, {"p.md": "## Q\n\na\n"}))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "deckgen: cron cannot run every 7m; the nearest possible is 6m\n"
