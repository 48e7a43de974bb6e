"""`deckgen test`: what examples print is held against what the source says, and no example can hurt."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deckgen.project.examples.examine import Examined, run_project_examples
from deckgen.project.examples.run import Limits
from deckgen.project.folder import Project
from tests.support import ROOT, deckgen, write_project

pytestmark = pytest.mark.thorough

SECONDS = 20.0


def source(*examples: str, front: str = "") -> str:
    """A source with a question for each of these fences."""
    asked = [f"## Question {n} {{#q{n}}}\n\n{example}\n" for n, example in enumerate(examples)]
    return front + "\n".join(asked)


def pycon(*lines: str) -> str:
    return "\n".join(["```pycon", *lines, "```"])


def run(folder: Path, text: str, *, seconds: float = SECONDS, update: bool = False) -> Examined:
    write_project(folder, {"p.md": text})
    return run_project_examples(Project(folder), (), limits=Limits(seconds), update=update)


def codes(tested: Examined) -> list[tuple[int, str]]:
    return [(problem.location.line, problem.code) for problem in tested.problems]


def test_what_is_true_passes(tmp_path: Path) -> None:
    text = source(
        pycon(">>> 1 + 1", "2", ">>> print('a\\n\\nb')", "a", "<BLANKLINE>", "b"),
        pycon(
            ">>> 1 / 0",
            "Traceback (most recent call last):",
            "    ...",
            "ZeroDivisionError: division by zero",
        ),
        pycon(">>> {'b', 'a'} == {'a', 'b'} # doctest: +NORMALIZE_WHITESPACE", "True"),
    )
    tested = run(tmp_path, text)
    assert (tested.problems, tested.examples, tested.passed) == ((), 4, 4)


def test_a_difference_is_told_at_its_line_with_both_outputs(tmp_path: Path) -> None:
    tested = run(tmp_path, source(pycon(">>> x = 1", ">>> x + 1", "3")))
    (problem,) = tested.problems
    assert str(problem).startswith("source/p.md:5: error: the example prints `2`, the source says `3`; ")
    assert (tested.failures[0].example.expected, tested.failures[0].got) == ("3\n", "2\n")


def test_the_examples_of_a_question_share_their_names_and_no_others(tmp_path: Path) -> None:
    text = source(
        pycon(">>> x = 1") + "\n\nThen:\n\n" + pycon(">>> x", "1"),
        pycon(">>> x", "1"),
    )
    assert codes(run(tmp_path, text)) == [(17, "example-differs")]


def test_white_space_at_line_ends_does_not_matter(tmp_path: Path) -> None:
    raises = (">>> raise ValueError('x ')", "Traceback (most recent call last):", "    ...", "ValueError: x")
    text = source(pycon(">>> print('a ')", "a", *raises, ">>> print('b')", "b   "))
    assert run(tmp_path, text).problems == ()


def test_examples_in_lists_and_quotes_and_clozes_run(tmp_path: Path) -> None:
    text = source(
        "- item\n\n  ```pycon\n  >>> 1\n  1\n  ```",
        "> ~~~pycon\n> >>> 2\n> 3\n> ~~~",
        "```pycon cloze\n>>> {{c1::1 + 1}}\n2\n```",
    )
    tested = run(tmp_path, text)
    assert (codes(tested), tested.examples) == ([(13, "example-differs")], 3)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("print(3)", []), ("print(4)", [(4, "example-differs")]), ("1/0", [(4, "example-differs")])],
)
def test_a_script_is_held_to_the_output_that_follows_it(
    tmp_path: Path, code: str, expected: list[tuple[int, str]]
) -> None:
    text = source(f"```python\n{code}\n```\n\nprints\n\n```text {{output}}\n3\n```")
    assert codes(run(tmp_path, text)) == expected


def test_a_script_without_an_output_is_only_shown(tmp_path: Path) -> None:
    assert run(tmp_path, source("```python\nthis is not Python\n```")).examples == 0


def test_an_output_without_a_script_is_a_problem(tmp_path: Path) -> None:
    assert codes(run(tmp_path, source("```text {output}\n3\n```"))) == [(3, "output-without-code")]


def test_an_excused_fence_is_counted_and_not_run(tmp_path: Path) -> None:
    tested = run(tmp_path, source("<!-- no-test: needs a GPU -->\n" + pycon(">>> 1 / 0", "0")))
    assert (tested.problems, tested.examples, tested.excused) == ((), 0, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- no-test -->\n" + pycon(">>> 1", "1"), [(3, "excuse-without-reason")]),
        ("<!-- no-test: late -->\n\ntext\n\n" + pycon(">>> 1", "1"), [(3, "excuse-unused")]),
        (pycon(">>> 1", "1") + "\n\n<!-- no-test: late -->", [(8, "excuse-unused")]),
        (pycon(">>> 1 # doctest: +SKIP", "2"), [(4, "example-skipped")]),
        (pycon(">>> 1 # doctest: +ELIPSIS", "1"), [(4, "example-directive")]),
        (pycon(">>> 1", "1", ">>>2", "2"), [(6, "example-malformed")]),
        (pycon("1 + 1"), [(3, "example-without-prompt")]),
    ],
)
def test_what_cannot_be_run_is_named_without_running(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    assert codes(run(tmp_path, source(text))) == expected
    ran = deckgen("check", cwd=tmp_path)
    assert [f"[{code}]" in ran.stderr for _, code in expected] == [True]


def test_a_misspelt_directive_gets_the_nearest_one(tmp_path: Path) -> None:
    (problem,) = run(tmp_path, source(pycon(">>> 1 # doctest: +ELIPSIS", "1"))).problems
    assert "did you mean `ELLIPSIS`?" in problem.message


def test_a_declared_library_that_is_missing_is_told_with_what_waits_for_it(tmp_path: Path) -> None:
    front = "---\nneeds: [no_such_library]\n---\n\n"
    text = source(pycon(">>> import no_such_library", ">>> 1", "2"), pycon(">>> 1", "1"), front=front)
    tested = run(tmp_path, text)
    assert (codes(tested), tested.passed) == ([(2, "library-missing")], 1)
    assert "2 examples of the file could not be run" in tested.problems[0].message


def test_a_missing_library_that_is_not_declared_says_so(tmp_path: Path) -> None:
    tested = run(tmp_path, source(pycon(">>> import no_such_library")))
    assert codes(tested) == [(4, "library-undeclared")]
    assert "needs: [no_such_library]" in tested.problems[0].message


def test_a_bad_need_is_a_problem(tmp_path: Path) -> None:
    text = source(pycon(">>> 1", "1"), front="---\nneeds: [numpy>=2]\n---\n\n")
    assert codes(run(tmp_path, text)) == [(2, "bad-need")]


HARM = {
    "hangs": ("while True: pass", "was still running|used up its time"),
    "sleeps": ("import time; time.sleep(60)", "was still running after"),
    "forks": ("import os; os.fork()", "may not start a process"),
    "starts-a-command": ("import subprocess; subprocess.run(['touch', 'x'])", "may not start a process"),
    "eats-memory": ("x = ' ' * 10**11", "MemoryError"),
    "prints-megabytes": ("print('x' * 10**8)", "more than 20,000 characters"),
    "prints-for-ever": ("while True: print('x' * 10**6)", "was still running|used up its time"),
    "calls-exit": ("exit()", "SystemExit"),
    "calls-os-exit": ("import os; os._exit(0)", "ended the whole process"),
    "kills-itself": ("import os; os.kill(os.getpid(), 9)", "was killed"),
    "kills-its-parent": ("import os; os.kill(os.getppid(), 9)", "may not send signals"),
    "kills-its-group": ("import os; os.killpg(0, 9)", "may not send signals"),
    "writes-a-file": ("open({outside!r}, 'w')", "may not write outside"),
    "removes-a-file": ("import os; os.remove({inside!r})", "may not change files outside"),
    "renames-a-file": ("import os; os.rename({inside!r}, 'x')", "may not change files outside"),
    "links-a-file": ("import os; os.symlink('x', {outside!r})", "may not change files outside"),
    "opens-a-socket": ("import socket; socket.create_connection(('127.0.0.1', 9))", "has no network"),
    "asks-for-a-name": ("import socket; socket.getaddrinfo('example.org', 80)", "has no network"),
    "fetches-a-page": ("import urllib.request as r; r.urlopen('http://127.0.0.1:9')", "has no network"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "was killed by SIGSEGV"),
    "never-ends-its-thread": ("import threading as t; t.Thread(target=t.Event().wait).start()", ""),
    "reads-input": ("input()", "EOFError"),
    "lies-about-the-rest": (
        "import os; [os.write(fd, b'nonsense\\n{\"number\": 99}\\n{\"done\": true}\\n') for fd in range(3, 9)"
        " if os.path.exists(f'/proc/self/fd/{fd}') and 'deleted' in os.readlink(f'/proc/self/fd/{fd}')]",
        "",
    ),
    "fills-the-report": (
        "[os.write(fd, b'x' * 10**6) for os in [__import__('os')] for fd in range(3, 9)"
        " if os.path.exists(f'/dev/fd/{fd}') and not os.fstat(fd).st_nlink for _ in range(99)]",
        "printed too much",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARM)
def test_a_bad_example_hurts_nobody(tmp_path: Path, name: str) -> None:
    code, says = HARM[name]
    inside, outside = tmp_path / "source/q.md", tmp_path / "written"
    filled = code.replace("{inside!r}", repr(str(inside))).replace("{outside!r}", repr(str(outside)))
    write_project(
        tmp_path, {"p.md": source(pycon(f">>> {filled}", "fine")), "q.md": source(pycon(">>> 1", "1"))}
    )
    before = sorted(path.name for path in tmp_path.rglob("*"))
    begun = time.monotonic()
    seconds = 2.0 if "still running" in says else SECONDS
    tested = run_project_examples(Project(tmp_path), (), limits=Limits(seconds))
    assert time.monotonic() - begun < seconds + 10
    assert tested.passed == 1, "the other file is tested all the same"
    assert tested.problems
    assert {problem.location.path for problem in tested.problems} == {"source/p.md"}
    assert any(word in tested.problems[0].message for word in says.split("|"))
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_what_an_example_starts_dies_with_it(tmp_path: Path) -> None:
    """Even where it goes round the guard: the whole process group is ended."""
    fork = "import ctypes, os; ctypes.CDLL(None).fork() or open('pid', 'w').write(str(os.getpid())) and []"
    mark = f"deckgen-stray-{os.getpid()}"
    code = f"{fork}; __import__('ctypes').CDLL(None).prctl(15, b'{mark[-15:]}'); __import__('time').sleep(60)"
    tested = run(tmp_path, source(pycon(f">>> {code}")), seconds=2.0)
    assert codes(tested) == [(4, "example-stopped")]
    deadline = time.monotonic() + 10
    while _running(mark[-15:]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _running(mark[-15:]) == []


def _running(name: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text().strip() == name:
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def test_an_example_may_write_in_its_own_folder_which_is_empty_and_its_home(tmp_path: Path) -> None:
    text = source(
        pycon(
            ">>> import os, tempfile, pathlib",
            ">>> os.listdir()",
            "[]",
            ">>> pathlib.Path('a').write_text('x')",
            "1",
            ">>> os.path.expanduser('~') == os.getcwd() == tempfile.gettempdir()",
            "True",
        )
    )
    assert run(tmp_path, text).problems == ()


def test_asyncio_works_without_a_network(tmp_path: Path) -> None:
    text = source(
        pycon(">>> import asyncio", ">>> async def main(): return 1", "", ">>> asyncio.run(main())", "1")
    )
    assert run(tmp_path, text.replace("return 1\n\n", "return 1\n...\n")).problems == ()


def test_update_writes_the_true_output_and_nothing_else(tmp_path: Path) -> None:
    text = source(
        pycon(">>> 1 + 1", "3", ">>> 5", "5", ">>> print('a\\n\\nb')", ">>> x = 1", "gone"),
        "- item\n\n  ```pycon\n  >>> [1,\n  ...  2]\n  [1]\n  ```",
        "> ```pycon\n> >>> print('a\\n\\nb')\n> c\n> ```",
        "```python\nprint(3)\n```\n\n```text {output}\n4\n5\n```",
        pycon(">>> int('x')", "Traceback (most recent call last):", "    ...", "ValueError: no"),
    ).replace("\n", "\r\n")
    path = tmp_path / "source/p.md"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    project, limits = Project(tmp_path), Limits(SECONDS)
    tested = run_project_examples(project, (), limits=limits, update=True)
    assert (tested.problems, tested.updated) == ((), ("source/p.md",))
    wanted = (
        text.replace("1 + 1\r\n3", "1 + 1\r\n2")
        .replace("b')\r\n>>> x", "b')\r\na\r\n<BLANKLINE>\r\nb\r\n>>> x")
        .replace("gone\r\n", "")
        .replace("  [1]", "  [1, 2]")
        .replace("> c", "> a\r\n> <BLANKLINE>\r\n> b")
        .replace("\r\n4\r\n5\r\n", "\r\n3\r\n")
        .replace("ValueError: no", "ValueError: invalid literal for int() with base 10: 'x'")
    )
    assert path.read_bytes().decode("utf-8-sig") == wanted
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    again = run_project_examples(project, (), limits=limits, update=True)
    assert (again.problems, again.updated) == ((), ())


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(pycon(">>> 1 / 0", "1"), id="an exception that nobody expected"),
        pytest.param(pycon(">>> print('```')", "x"), id="an output that would end the fence"),
        pytest.param(pycon(">>> print('>>> 1')", "x"), id="an output that looks like a prompt"),
        pytest.param("```pycon cloze\n>>> {{c1::1}}\n2\n```", id="a cloze in the fence"),
    ],
)
def test_update_leaves_what_it_cannot_write_and_says_so(tmp_path: Path, example: str) -> None:
    tested = run(tmp_path, source(example), update=True)
    assert (codes(tested), tested.updated) == ([(4, "example-differs")], ())
    assert (tmp_path / "source/p.md").read_text(encoding="utf-8") == source(example)


def test_update_says_that_an_output_is_never_the_same(tmp_path: Path) -> None:
    tested = run(tmp_path, source(pycon(">>> import time", ">>> time.time_ns()", "1")), update=True)
    assert codes(tested) == [(5, "example-differs")]


def test_the_command_prints_a_summary_and_ends_with_1_for_a_difference(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": source(pycon(">>> 1", "2", ">>> 2", "2"))})
    ran = deckgen("test", cwd=tmp_path)
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (1, "2 examples in 1 file: 1 as written.")
    found = json.loads(deckgen("test", "--json", cwd=tmp_path).stdout)
    assert (found["examples"], found["passed"], found["failures"][0]["got"]) == (2, 1, "1\n")
    assert deckgen("test", "--update", cwd=tmp_path).returncode == 0
    assert deckgen("test", cwd=tmp_path).stdout.startswith("2 examples in 1 file: all as written.\n")


def test_check_and_build_execute_nothing(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": source(pycon(f">>> open({str(tmp_path / 'x')!r}, 'w')"))})
    for command in ("check", "build"):
        assert deckgen(command, cwd=tmp_path).returncode == 0
    assert not (tmp_path / "x").exists()


def test_a_killed_test_leaves_no_process_behind(tmp_path: Path) -> None:
    mark = f"deckgenk{os.getpid()}"[:15]
    code = f"import ctypes, time; ctypes.CDLL(None).prctl(15, b'{mark}'); time.sleep(60)"
    write_project(tmp_path, {"p.md": source(pycon(f">>> {code}"))})
    arguments = [sys.executable, "-m", "deckgen", "test"]
    process = subprocess.Popen(arguments, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + 20
    while not _running(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _running(mark)
    process.kill()
    process.wait()
    while _running(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _running(mark) == []


def test_a_thousand_files_that_do_not_end_are_given_up(tmp_path: Path) -> None:
    hangs = source(pycon(">>> while True: pass"))
    write_project(tmp_path, {f"p/{n:04}.md": hangs for n in range(1000)})
    begun = time.monotonic()
    tested = run_project_examples(Project(tmp_path), (), limits=Limits(0.5))
    assert time.monotonic() - begun < 60
    assert codes(tested) == [(4, "example-stopped")] * 1000
    assert "was not run, because 20 other files" in tested.problems[-1].message


def test_a_thousand_files_are_tested(tmp_path: Path) -> None:
    bad = source(pycon(">>> import os; os._exit(0)"))
    files = {f"p/{n:04}.md": bad if n % 100 == 0 else source("no example") for n in range(1000)}
    write_project(tmp_path, files)
    tested = run_project_examples(Project(tmp_path), (), limits=Limits(SECONDS))
    assert codes(tested) == [(4, "example-stopped")] * 10
