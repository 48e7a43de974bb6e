"""One odd file never stops the others, whatever it is, wherever it is, and whichever command finds it."""

import errno
import fcntl
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.cli.group import COMMANDS
from tests.support import ROOT, forked, without_rights_of_root, write_project
from tests.support.small_worlds import read_only, why_there_can_be_none, world

pytestmark = pytest.mark.thorough

PATIENCE = 30
"""Seconds until a command counts as hanging; on an idle machine it takes half of one."""

ALLOWED_MEMORY, LARGE = 1 << 30, 3 << 30
"""Bytes: a file of the second size cannot be read by a process of the first."""

# Runs each command as the shell would, with little memory, one after the other.
DRIVER = """
import sys
from tests.project.test_odd_files import allow_little_memory
allow_little_memory()
from deckgen.__main__ import main
for command in sys.argv[1:]:
    print("$", command, flush=True)
    try:
        main(command.split("\\t"))
        print("exit 0", flush=True)
    except SystemExit as left:
        print("exit", left.code or 0, flush=True)
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'
PAGE = "<html><body><h2>1. What is one?</h2><p>A.</p><h2>2. What is two?</h2><p>B.</p></body></html>"


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the whole path may be longer than a socket's can be
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _nowhere(path: Path) -> None:
    path.symlink_to("/nowhere/at/all")


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGE)


def _folder(path: Path) -> None:
    path.mkdir()


Make = Callable[[Path], None]
ODD: Mapping[str, Make] = {
    "pipe": _pipe,
    "socket": _socket,
    "device": _device,
    "circle": _circle,
    "nowhere": _nowhere,
    "large": _large,
    "folder": _folder,
}

ODD_PLACES = {
    "a.md": "source/a.md:1: error: the file cannot be read: ",
    "b/1.md": "source/b/1.md:1: error: the file cannot be read: ",
    "c.errata.toml": "source/c.errata.toml:1: error: the file cannot be read: ",
    "d/errata.toml": "source/d/errata.toml:1: error: the file cannot be read: ",
    "e.svg": "source/e.md:3: error: `e.svg` cannot be read: ",
    "../decks/f.apkg": "decks/f.apkg:1: error: the package cannot be written here: ",
}
"""Files of the packages a to f, and what is said of them where they are odd; good is beside them."""

QUESTIONS = {
    name: f"## Question {name} {{#k-{number}}}\n\n`{name}`\n\n"
    for number, name in enumerate(
        ("good.md", "a.md", "b/1.md", "c.md", "d/1.md", "e.md", "f.md", "x.md", "n/1.md")
    )
}
FILES = {
    **QUESTIONS,
    "c.errata.toml": "",
    "d/errata.toml": "",
    "e.md": "## Question e {#e}\n\n![e](e.svg)\n",
    "e.svg": SVG,
    "x.md": f"{QUESTIONS['x.md']}![p](x.svg)\n\n```pycon\n>>> 1\n1\n```\n",
    "x.svg": SVG,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built, with a page, and an old package."""
    project = write_project(tmp_path_factory.mktemp("built"), FILES)
    assert _run(project, "build", "check")["build"][0] == 0
    shutil.copytree(project / "decks", project / "old")
    (project / "page.html").write_text(PAGE)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, in which the package good must be built."""
    shutil.copytree(built, tmp_path / "p")
    (tmp_path / "p/decks/good.apkg").unlink()
    return tmp_path / "p"


def allow_little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ALLOWED_MEMORY, ALLOWED_MEMORY))


def _run(
    project: Path,
    *commands: str,
    wrap: Sequence[str] = (),
    prepare: Callable[[], None] = allow_little_memory,
    **environment: str,
) -> dict[str, tuple[int, str]]:
    """The exit code of each command and what it said; it must end, and never by a bug of deckgen."""
    its = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **environment}
    if wrap or environment:
        return _run_by_driver(project, commands, wrap, its)
    said = {}
    for command in commands:
        ran = forked.run(command.split(), cwd=project, stdin="", environment=its, prepare=prepare)
        _expect_no_bug(text := ran.stdout + ran.stderr)
        assert ran.returncode in {0, 1, 2}, text
        said[command] = ran.returncode, text
    return said


def _run_by_driver(
    project: Path, commands: Sequence[str], wrap: Sequence[str], environment: Mapping[str, str]
) -> dict[str, tuple[int, str]]:
    ran = subprocess.run(
        [*wrap, sys.executable, "-c", DRIVER, *("\t".join(command.split()) for command in commands)],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
        check=False,
    )
    _expect_no_bug(said := ran.stdout.decode(errors="backslashreplace"))
    parts = re.findall(r"^\$ (.*)\n((?:.*\n)*?)exit (\d+)\n", said, re.MULTILINE)
    assert len(parts) == len(commands), said
    assert {int(code) for _, _, code in parts} <= {0, 1, 2}, said
    return {command: (int(code), text) for command, (_, text, code) in zip(commands, parts, strict=True)}


def _expect_no_bug(said: str) -> None:
    assert "bug in deckgen" not in said
    assert "Traceback" not in said


def _put(make: Make, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    make(place)


EVERYWHERE = (
    "build --dry-run",
    "build --locked",
    "check",
    "test",
    "keys --dry-run",
    "fix --dry-run",
    "diff old/good.apkg",
    "cron",
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_files_are_problems_of_their_packages(project: Path, odd: str) -> None:
    expected = dict(ODD_PLACES)
    if odd == "folder":
        del expected["a.md"], expected["b/1.md"]  # a folder may be called so
    if odd == "large":
        del expected["../decks/f.apkg"]  # it is a file, and is replaced
    if odd == "large":
        expected |= {name: said.replace("the file cannot be read: ", "") for name, said in expected.items()}
        expected["e.svg"] = "source/e.md:3: error: `e.svg` is larger than 20 MiB; "
    if odd in ("device", "nowhere"):
        outside = "the file is a link that leads out of the project; "
        expected |= {
            name: said.replace("the file cannot be read: ", outside) for name, said in expected.items()
        }
        expected["e.svg"] = "source/e.md:3: error: `e.svg` is a link to outside the project; "
    for name in expected:
        _put(ODD[odd], project / "source" / name)
    said = _run(project, "build", *EVERYWHERE)
    assert (project / "decks/good.apkg").is_file()
    for command in (
        "build",
        "build --dry-run",
        "build --locked",
        "check",
        "keys --dry-run",
        "fix --dry-run",
        "test",
    ):
        code, text = said[command]
        lines = [line for line in text.splitlines() if ": error: " in line and "[stale]" not in line]
        wanted = [said for name, said in expected.items() if command != "test" or name != "e.svg"]
        assert code == 1, (command, text)
        assert len(lines) == len(wanted), text
        for start in wanted:
            [line] = [line for line in lines if line.startswith(start)]
            assert re.fullmatch(r".*; .* \[[a-z0-9-]+\]", line), line
    assert said["diff old/good.apkg"][0] == 0


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_ledger_is_said_and_no_identity_is_given(project: Path, odd: str) -> None:
    _put(ODD[odd], project / "source/ledger.json")
    for command, (code, text) in _run(project, "build", "fork", *EVERYWHERE).items():
        if command not in ("test", "cron"):
            assert code == 1, (command, text)
            assert "source/ledger.json:1: error: the ledger cannot be read: " in text
            assert "restore the last good one from git [ledger-damaged]" in text
    assert not (project / "decks/good.apkg").exists()


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd != "folder"])
def test_a_lost_ledger_beside_an_odd_package_ends_with_a_way_out(project: Path, odd: str) -> None:
    (project / "source/ledger.json").unlink()
    _put(ODD[odd], project / "decks/other.apkg")
    code, text = _run(project, "build")["build"]
    assert code == 2
    assert "decks/other.apkg" in text
    assert "or move this package away" in text


@pytest.mark.parametrize("odd", ODD)
def test_odd_files_that_are_no_sources_are_not_looked_into(project: Path, odd: str) -> None:
    for name in ("unused.svg", "notes.txt", "n/unused.png", "n/notes.txt"):
        _put(ODD[odd], project / "source" / name)
    said = _run(project, "build", "build --locked", "check")
    assert [code for code, _ in said.values()] == [0, 0, 0]
    assert (project / "decks/good.apkg").is_file()


@pytest.mark.parametrize("places", ["", "lock", "manifest cache ledger.json 0.apkg"])
@pytest.mark.parametrize("odd", ODD)
def test_odd_files_in_the_state_are_said_or_do_no_harm(project: Path, odd: str, places: str) -> None:
    state = project / ".deckgen"
    for place in places.split() or [""]:
        _put(ODD[odd], state / place)
    said = _run(project, "build", "check", "build --dry-run")
    code, text = said["build"]
    assert said["check"][0] == 0
    assert (code == 0) == (project / "decks/good.apkg").is_file()
    if code:
        assert code == 2
        assert f"{state}" in text
        assert "; " in text


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_argument_is_said(project: Path, odd: str) -> None:
    _put(ODD[odd], project / "odd")
    commands = [
        *(
            "inspect odd",
            "inspect odd --json",
            "diff odd",
            "diff odd old/good.apkg",
            "diff old/good.apkg odd",
        ),
        *("ingest odd", "ingest odd -o out.md", "ingest page.html --errata odd"),
        "ingest page.html -o odd",
        "new odd",
        *("publish --yes --to odd", "pull --from odd"),
    ]
    if odd == "folder":
        (project / "odd/one").write_text("")
    else:
        commands += ["build --project odd", "watch --project odd", "release --project odd"]
        if odd != "nowhere":  # where a link leads to nothing, the site is made there
            commands += ["preview --project odd", "preview --output odd"]
    for command, (code, text) in _run(project, *commands).items():
        if (odd, command) == ("folder", "ingest page.html -o odd"):
            assert code == 0
        else:
            assert code == 2, (command, text)
            assert "odd" in text
    assert not (project / "out.md").exists()


@pytest.mark.parametrize("odd", [name for name in ODD if name not in ("device", "folder")])
def test_an_odd_page_does_not_stop_the_others(project: Path, odd: str) -> None:
    (project / "pages").mkdir()
    for name in ("1.html", "3.html"):
        (project / "pages" / name).write_text(PAGE)
    _put(ODD[odd], project / "pages/2.html")
    code, text = _run(project, "ingest pages -o out/")["ingest pages -o out/"]
    assert code == 1
    assert "pages/2.html cannot be read: " in text
    assert sorted(path.name for path in (project / "out").glob("*.md")) == ["1.md", "3.md"]


def test_every_command_is_attacked() -> None:
    """A new command must find its place in the tests above."""
    assert set(COMMANDS) == {
        *("build", "check", "fix", "test", "keys", "diff", "cron"),
        *("inspect", "ingest", "new", "fork", "watch", "preview", "publish", "pull", "release"),
    }


# Names


NOT_UTF_8 = os.fsdecode(b"caf\xe9")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"{NOT_UTF_8}.md", r"source/caf\xe9.md"),
        (f"{NOT_UTF_8}/1.md", r"source/caf\xe9"),
        (f"n/{NOT_UTF_8}.md", r"source/n/caf\xe9.md"),
        (f"n/{NOT_UTF_8}/2.md", r"source/n/caf\xe9"),
        (f"{NOT_UTF_8}.errata.toml", r"source/caf\xe9.errata.toml"),
    ],
)
def test_a_name_that_is_not_utf_8_is_a_problem(project: Path, name: str, shown: str) -> None:
    path = project / "source" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("## Five {#five}\n\nfifth\n")
    said = _run(project, "build", "build --json", "check --json", "check --format\tgithub", *EVERYWHERE)
    assert (project / "decks/good.apkg").is_file()
    for command in ("build", "build --dry-run", "build --locked", "check", "keys --dry-run", "fix --dry-run"):
        assert said[command][0] == 1
        assert (
            f"{shown}:1: error: the name of the file cannot be decoded; give it another name [not-utf-8]"
            in said[command][1]
        )
    for command in ("build --json", "check --json"):
        assert shown in [problem["path"] for problem in json.loads(said[command][1])["problems"]]


def test_other_names_that_are_not_utf_8_do_no_harm(project: Path) -> None:
    shutil.copytree(project / "decks", project / NOT_UTF_8)
    (project / "source" / f"{NOT_UTF_8}.svg").write_text(SVG)
    (project / "source/n" / f"{NOT_UTF_8}.svg").write_text(SVG)
    shutil.copy(project / "decks/x.apkg", project / "decks" / f"{NOT_UTF_8}.apkg")
    said = _run(project, "build", "build", *EVERYWHERE)
    assert said["build"][0] == 0
    (project / "source/ledger.json").unlink()
    assert _run(project, "build")["build"][0] == 0


def test_a_project_in_a_folder_that_is_not_utf_8_is_built(project: Path, tmp_path: Path) -> None:
    there = tmp_path / NOT_UTF_8
    project.rename(there)
    said = _run(there, "build", "check", "test", "build --dry-run", "diff old/good.apkg --json", "cron")
    assert said["build"][0] == 0
    assert (there / "decks/good.apkg").is_file()
    assert said["cron"][0] == 2  # what it prints could not be read again


@pytest.mark.parametrize("bytes_in_name", [200, 230, 240, 247, 248, 250, 252])
def test_a_package_with_a_long_name_is_built_or_said(project: Path, bytes_in_name: int) -> None:
    (project / "source" / f"{'n' * bytes_in_name}.md").write_text("## Five\n\nfifth\n")
    said = _run(project, "build", *EVERYWHERE, "keys", "fix", "check")
    assert (project / "decks/good.apkg").is_file()
    fits = bytes_in_name + len(".apkg") <= 255
    assert said["build"][0] == (0 if fits else 1)
    if not fits:
        assert "the package cannot be written here: File name too long" in said["build"][1]
        assert "[package-unwritable]" in said["build"][1]


@pytest.mark.parametrize("encoding", ["", "latin-1"])
def test_a_locale_without_utf_8_stops_only_names_that_it_cannot_read(project: Path, encoding: str) -> None:
    (project / "source/大模型.md").write_text("## 一 {#one}\n\n😀\n", encoding="utf-8")
    assert _run(project, "build")["build"][0] == 0
    (project / "decks/good.apkg").unlink()
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONIOENCODING": encoding}
    said = _run(project, "build", "check --json", "inspect decks/n.apkg", *EVERYWHERE, **plain)
    assert said["build"][0] == 1
    assert "run deckgen with PYTHONUTF8=1 [not-utf-8]" in said["build"][1]
    assert (project / "decks/good.apkg").is_file()
    assert any("大模型" in problem["path"] for problem in json.loads(said["check --json"][1])["problems"])
    assert _run(project, "build --locked")["build --locked"][0] == 0


# Rights, locks and watching


@pytest.mark.parametrize("place", ["source/n", "source/n/1.md", "source/x.svg", "decks/x.apkg"])
def test_what_nobody_may_read_is_the_problem_of_its_package(project: Path, place: str) -> None:
    (project / place).chmod(0)
    try:
        said = _run(project, "build", *EVERYWHERE, wrap=without_rights_of_root())
    finally:
        (project / place).chmod(0o700)
    assert (project / "decks/good.apkg").is_file() or place == "decks/x.apkg"
    if place.startswith("source"):
        for command in ("build", "build --dry-run", "build --locked", "check"):
            assert said[command][0] == 1
            assert "Permission denied" in said[command][1]


def test_a_project_that_cannot_be_written_is_still_read(project: Path) -> None:
    assert _run(project, "build")["build"][0] == 0
    shutil.rmtree(project / ".deckgen")
    wrap = without_rights_of_root()
    folders = [project, project / "source", project / "decks"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        said = _run(project, *EVERYWHERE, "build", wrap=wrap)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert {command: code for command, (code, _) in said.items()} == dict.fromkeys((*EVERYWHERE, "build"), 0)
    assert not (project / ".deckgen").exists()


def test_a_project_on_a_read_only_disk_is_still_read(project: Path) -> None:
    if reason := why_there_can_be_none():
        pytest.skip(f"NOT TESTED WITH A READ-ONLY DISK: {reason}")
    assert _run(project, "build")["build"][0] == 0
    with world(read_only(project)) as there:
        wrap = (*there.enter(), "env", "-C", str(project))
        said = _run(project, *EVERYWHERE, wrap=wrap)
        assert {code for code, _ in said.values()} == {0}
        (project / "source/good.md").write_text("## One {#one}\n\nanother\n")
        code, text = _run(project, "build", wrap=wrap)["build"]
    assert code == 2
    assert "cannot be written: Read-only file system; its old content stands" in text


def _refuse_locks(folder: Path, error: int) -> None:
    flock = fcntl.flock

    def refuse(descriptor: int, how: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(folder):
            raise OSError(error, os.strerror(error))
        flock(descriptor, how)

    fcntl.flock = refuse


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_file_system_without_locks_is_built_on(project: Path, error: int) -> None:
    said = _run(project, "build", "keys --dry-run", prepare=partial(_refuse_locks, project, error))
    assert [code for code, _ in said.values()] == [0, 0]
    assert (project / "decks/good.apkg").is_file()


def test_watch_looks_for_changes_where_the_system_reports_none(project: Path) -> None:
    wrap = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    limit = "echo 0 > /proc/sys/user/max_inotify_instances"
    if not shutil.which("unshare") or subprocess.run([*wrap, limit], check=False).returncode:
        pytest.skip("NOT TESTED AT THE LIMITS OF INOTIFY: no user namespace can be made here")
    watching = subprocess.Popen(
        [*wrap, f'{limit} && exec "$0" -m deckgen watch', sys.executable],
        cwd=project,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    killing = threading.Timer(PATIENCE, watching.kill)
    killing.start()
    try:
        assert watching.stdout
        said = []
        for line in watching.stdout:
            said.append(line)
            if "good: 1 unchanged; written to" in line:
                (project / "source/good.md").write_text(f"{QUESTIONS['good.md']}more\n")
            if "good: 1 changed" in line:
                break
        assert any("the system reports no changes here" in line for line in said), said
        assert "good: 1 changed; written to decks/good.apkg" in said[-1]
    finally:
        killing.cancel()
        watching.kill()
        watching.communicate()


# Links


def test_links_are_followed_and_kept(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    links = [project / "source/ledger.json", project / "decks/good.apkg", project / "decks/n.apkg"]
    for link in links:
        if link.exists():
            link.rename(elsewhere / link.name)
        link.symlink_to(elsewhere / link.name)
    (project / "source/good.md").write_text("## One {#one}\n\nanother\n\n## New\n\nnew\n")
    (project / "source/good.md").rename(project / "good.md")
    (project / "source/good.md").symlink_to("../good.md")
    said = _run(project, "build", "build --locked", "keys", "fix")
    assert {code for code, _ in said.values()} == {0}
    assert all(link.is_symlink() for link in (*links, project / "source/good.md"))
    assert (project / "good.md").read_text() == "## One {#one}\n\nanother\n\n## New {#new}\n\nnew\n"
    assert len(decode_apkg((elsewhere / "good.apkg").read_bytes()).notes) == 2
    assert "another" in (elsewhere / "ledger.json").read_text()
    assert [path.name for path in elsewhere.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("option", ["ingest page.html --report", "diff old/good.apkg --html"])
def test_a_report_goes_through_a_link_and_into_a_pipe(project: Path, option: str) -> None:
    (project / "true").write_text("old")
    (project / "link").symlink_to("true")
    (project / "pipe").mkfifo() if hasattr(Path, "mkfifo") else os.mkfifo(project / "pipe")
    said = _run(project, f"{option} link", f"{option} pipe", f"{option} /dev/null", f"{option} /dev/full")
    assert said[f"{option} link"][0] == 0
    assert (project / "link").is_symlink()
    report = (project / "true").read_bytes()
    assert report != b"old"
    assert said[f"{option} pipe"][0] == 2
    assert "pipe cannot be written: nothing reads this pipe; give a file" in said[f"{option} pipe"][1]
    assert said[f"{option} /dev/null"][0] == 0
    assert Path("/dev/null").is_char_device()
    assert said[f"{option} /dev/full"][0] == 2
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append((project / "pipe").read_bytes()))
    reading.start()
    while _run(project, f"{option} pipe")[f"{option} pipe"][0]:
        pass
    reading.join(PATIENCE)
    assert read == [report]


# Copies that programs for syncing leave


SAME, OTHER = QUESTIONS["good.md"], "## Something else {#else}\n\nother\n"


@pytest.mark.parametrize(
    "name",
    [
        "good (Ann's conflicted copy 2026-05-01).md",  # Dropbox
        "good (Ann's MacBook Pro (2)'s conflicted copy 2026-05-01).md",
        "good (conflicted copy 2026-05-01 093612).md",  # Nextcloud, ownCloud, OpenCloud
        "good_conflict-20260501-093612.md",  # older ownCloud
        "good.sync-conflict-20260501-093612-ABCDEFG.md",  # Syncthing
        "good.Conflict.md",  # Resilio Sync
        "good (SFConflict ann@example.com 2026-05-01-09-36-12).md",  # Seafile
        "good_Ann-PC_May-01-0936-2026_Conflict.md",  # Synology Drive
        "good-DESKTOP-4F2K1L.md",  # OneDrive
        "good (1).md",  # Google Drive
        "good 2.md",  # iCloud
        "n/1 (conflicted copy 2026-05-01 093612).md",
        "ledger (conflicted copy 2026-05-01 093612).json",
        "ledger.sync-conflict-20260501-093612-ABCDEFG.json",
        "ledger 2.json",
        "c.errata (1).toml",
        "n (conflicted copy 2026-05-01 093612)/1.md",
    ],
)
def test_a_copy_of_a_program_for_syncing_is_no_second_deck(project: Path, name: str) -> None:
    copy = project / "source" / name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(SAME)
    decks = {path.name for path in (project / "decks").iterdir()}
    said = _run(project, "build", "check", "keys --dry-run", "fix --dry-run")
    place = f"source/{name.removesuffix('/1.md')}"
    for code, text in said.values():
        assert code == 1
        assert re.search(rf"^{re.escape(place)}:1: error: this .* copy of `[a-z1.]+`", text, re.MULTILINE), (
            text
        )
        assert "[conflicted-copy]" in text
    assert (project / "decks/good.apkg").is_file()
    assert {path.name for path in (project / "decks").iterdir()} == decks | {"good.apkg"}


@pytest.mark.parametrize(
    "name", ["good 2.md", "good (1).md", "good-Advanced.md", "good-conflict.md", "bad (1).md", "good 2/1.md"]
)
def test_a_file_that_an_author_may_call_so_is_a_package(project: Path, name: str) -> None:
    path = project / "source" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(OTHER)
    assert _run(project, "build")["build"][0] == (1 if "conflict" in name else 0)


# Names composed in two ways, and line ends


@pytest.mark.parametrize(("on_disk", "written"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_may_be_composed_in_two_ways(project: Path, on_disk: str, written: str) -> None:
    def disk(name: str) -> str:
        return unicodedata.normalize(on_disk, name)  # type: ignore[arg-type]

    folder = project / "source/n" / disk("bildér")
    folder.mkdir()
    (folder / disk("é.svg")).write_text(SVG)
    picture = unicodedata.normalize(written, "bildér/é.svg")  # type: ignore[arg-type]
    (project / "source/n/1.md").write_text(
        f"## Three {{#three}}\n\n![p]({picture}) [l]({picture})\n", "utf-8"
    )
    (project / "source" / disk("é.md")).write_text(SAME, "utf-8")
    said = _run(project, "build", "build", "check", f"build {disk('é')}")
    assert {code for code, _ in said.values()} == {0}, said
    assert not re.search("picture-unused|link-dead", said["check"][1])
    name = unicodedata.normalize("NFC", "é")
    assert (project / f"decks/{name}.apkg").is_file()


def test_a_source_that_changes_how_its_name_is_composed_keeps_its_notes(project: Path) -> None:
    for form in ("NFC", "NFD"):
        path = project / "source" / unicodedata.normalize(form, "é.md")  # type: ignore[arg-type]
        path.write_text("## Six\n\nsixth\n")
        assert _run(project, "build")["build"][0] == 0
        path.unlink()
        if form == "NFC":
            before = (project / "source/ledger.json").read_bytes()
    assert (project / "source/ledger.json").read_bytes() == before


def test_line_ends_of_an_svg_change_no_package(project: Path) -> None:
    assert _run(project, "build")["build"][0] == 0
    before = {path: path.read_bytes() for path in (project / "decks").iterdir()}
    drawing = project / "source/x.svg"
    drawing.write_bytes(SVG.replace("\n", "\r\n").encode())
    assert _run(project, "build --locked", "build")["build --locked"][0] == 0
    assert {path: path.read_bytes() for path in (project / "decks").iterdir()} == before
