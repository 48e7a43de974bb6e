"""`deckgen test --mutants`: mistakes in answers are made, and those that nothing catches are listed."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deckgen.cli.group import main
from deckgen.project.examples import mutants as trying
from deckgen.project.examples.examine import run_project_examples
from deckgen.project.examples.mutants import Catch, Mutated, Tried, try_mutants
from deckgen.project.examples.run import Limits
from deckgen.project.folder import Project
from deckgen.reports.mutants import MOST_SHOWN, caught_percent, render_mutants
from deckgen.reports.styled import as_text
from tests.support import deckgen, write_project

pytestmark = pytest.mark.thorough

HELD = """\
## What is 6 times 7? {#product}

42, which is more than 6.

```pycon {answer}
>>> 6 * 7
42
```
"""
TYPED = """\
## How many bits has a byte? {#bits kind=typed}

8

```pycon
>>> (255).bit_length()
8
```
"""
CLAIMED = """\
## 会复制数据吗? {#copy}

不会。

It shares
them, and needs 5 ms.
"""
ERRATA = """\
[[erratum]]
key = "copy"
claim = "会复制数据吗?\\n会。"
why = "it is a view"
reference = "https://example.com"
patterns = ['复制数据吗[??]\\n会']
"""
CLOZE = "## Sizes {#sizes}\n\nThe product of 5 and 5 is {{c1::25}}.\n"


def run(folder: Path, sources: dict[str, str]) -> Mutated:
    project = Project(write_project(folder, sources))
    return try_mutants(project, (), run_project_examples(project, (), limits=Limits(20.0)))


def tried(mutated: Mutated) -> dict[str, Tried]:
    return {f"{m.was} → {m.now}": m for lead in mutated.leads for m in lead.mutants}


def test_an_example_catches_what_its_output_does_not_say(tmp_path: Path) -> None:
    found = tried(run(tmp_path, {"p.md": HELD}))
    assert found["42 → 43"].caught_by is Catch.EXAMPLE
    assert found["42 → 420"].caught_by is Catch.EXAMPLE
    assert found["more → less"].caught_by is None
    assert (found["more → less"].location, found["more → less"].key) == (("source/p.md", 3), "product")


def test_a_typed_answer_is_held_by_any_example(tmp_path: Path) -> None:
    found = tried(run(tmp_path, {"p.md": TYPED}))
    assert {mutant.caught_by for mutant in found.values()} == {Catch.EXAMPLE}


def test_an_erratum_catches_what_is_known_to_be_wrong(tmp_path: Path) -> None:
    found = tried(run(tmp_path, {"p/p.md": CLAIMED, "p/errata.toml": ERRATA}))
    assert found["不会 → 会"].caught_by is Catch.ERRATUM


def test_an_erratum_catches_what_does_not_say_what_is_right(tmp_path: Path) -> None:
    errata = ERRATA[: ERRATA.index("patterns")] + "asks = '复制'\nsays = '^不会'\n"
    found = tried(run(tmp_path, {"p/p.md": CLAIMED, "p/errata.toml": errata}))
    assert found["不会 → 会"].caught_by is Catch.ERRATUM


def test_an_erratum_holds_every_card_of_the_package(tmp_path: Path) -> None:
    errata = ERRATA[: ERRATA.index("patterns")] + "asks = '复制|bits'\nsays = '8|不会'\n"
    found = tried(run(tmp_path, {"p/p.md": CLAIMED, "p/q.md": TYPED, "p/errata.toml": errata}))
    assert found["不会 → 会"].caught_by is Catch.ERRATUM


def test_without_errata_and_examples_all_survive(tmp_path: Path) -> None:
    mutated = run(tmp_path, {"p.md": CLAIMED})
    assert {mutant.caught_by for mutant in tried(mutated).values()} == {None}
    assert caught_percent(mutated) == 0


def test_a_mutant_is_at_the_line_of_the_change(tmp_path: Path) -> None:
    text = "## Time? {#time}\n\nIt shares\nthem, and needs 5 ms\nor 5 s.\n"
    found = run(tmp_path, {"p.md": text}).leads[0].mutants
    lines = {(mutant.was, mutant.now): mutant.location.line for mutant in found}
    assert lines["5 ms", "5 s"] == 4
    assert lines["5 s", "6 s"] == 5


def test_a_mutant_of_a_cloze_is_at_its_text(tmp_path: Path) -> None:
    found = tried(run(tmp_path, {"p.md": CLOZE}))
    assert found["25 → 26"].location.line == 3


def test_an_answer_that_an_erratum_reports_anyway_is_not_judged(tmp_path: Path) -> None:
    errata = ERRATA[: ERRATA.index("patterns")] + "asks = '复制|6 times'\nsays = '7'\n"
    mutated = run(tmp_path, {"p/p.md": CLAIMED, "p/q.md": HELD, "p/errata.toml": errata})
    why = "an erratum reports the answer as it is: run `deckgen check`"
    assert [(one.key, one.why) for one in mutated.unjudged] == [("copy", why)]
    # The example can judge, and an erratum cannot, although it would report a mutant.
    assert {mutant.caught_by for mutant in tried(mutated).values()} == {Catch.EXAMPLE, None}


def test_a_lead_of_64_kib_is_named_and_not_judged(tmp_path: Path) -> None:
    begun = time.monotonic()
    mutated = run(tmp_path, {"p.md": f"{HELD}\n## Long? {{#long}}\n\n{'不会 12 大于 (1, 2) ' * 2500}\n"})
    assert time.monotonic() - begun < 20
    assert [(one.key, one.why) for one in mutated.unjudged] == [
        ("long", "the lead has more than 2,000 characters")
    ]
    assert "source/p.md:12: not judged: long: the lead has more" in as_text(render_mutants(mutated))


def test_a_question_whose_library_is_missing_is_not_judged(tmp_path: Path) -> None:
    needs = "---\nneeds: [deckgen_no_such_library]\n---\n\n"
    other = HELD.replace("product", "other").replace(">>> 6", ">>> import deckgen_no_such_library\n>>> 6")
    mutated = run(tmp_path, {"p.md": f"{needs}{HELD}\n{other}\n{CLAIMED}"})
    assert [one.key for one in mutated.unjudged] == ["other"]
    assert [lead.key for lead in mutated.leads] == ["product", "copy"]
    assert not mutated.is_refused
    ran = deckgen("test", "--mutants", cwd=tmp_path)
    assert ran.returncode == 1
    assert "[library-missing]" in ran.stderr
    assert "not judged: other: the example that holds the answer was not run" in ran.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HELD.replace("\n42\n```", "\n41\n```"), "example-differs"),
        (HELD.replace("6 * 7", "6 * 8"), "example-differs"),
        (HELD.replace("42, which", "43, which"), "answer-contradicted"),
        ("# Only a title\n", "no-questions"),
    ],
)
def test_sources_with_an_error_are_refused_and_the_errors_listed(
    tmp_path: Path, text: str, code: str
) -> None:
    write_project(tmp_path, {"p.md": text})
    ran = deckgen("test", "--mutants", cwd=tmp_path)
    assert ran.returncode == 1
    assert "No mutants were made: correct the errors first." in ran.stdout
    assert f"[{code}]" in ran.stderr
    assert "survives" not in ran.stdout


def test_errata_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/p.md": HELD, "p/errata.toml": "[[erratum]\n"})
    ran = deckgen("test", "--mutants", cwd=tmp_path)
    assert ran.returncode == 1
    assert "[errata-not-toml]" in ran.stderr
    assert "No mutants were made" in ran.stdout


def test_nothing_is_written(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": HELD})
    assert deckgen("test", "--mutants", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.rglob("*")] == ["source", "p.md"]
    assert (tmp_path / "source/p.md").read_text("utf-8") == HELD


def test_the_command_lists_what_survives_and_the_shares(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": f"{HELD}\n{TYPED}"})
    ran = deckgen("test", "--mutants", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "source/p.md:3: survives: comparison more → less (product)\n" in ran.stdout
    number = next(line for line in ran.stdout.splitlines() if line.startswith("number"))
    assert number.split()[1:] == ["17", "16", "0", "1", "94.1%"]
    assert "Caught: 84.2%, 16 of 19 mutants in 2 answers." in ran.stdout


def test_json_has_every_mutant(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": HELD})
    ran = deckgen("test", "--mutants", "--json", cwd=tmp_path)
    found = json.loads(ran.stdout)
    assert found["passed"] == 1
    outcome = found["mutants"]
    assert outcome["total"]["made"] == len(outcome["mutants"])
    assert outcome["total"]["survived"] == sum(one["caught_by"] is None for one in outcome["mutants"])
    assert outcome["definite"]["leads"] == 1
    assert {
        "path": "source/p.md",
        "line": 3,
        "key": "product",
        "class": "number",
        "was": "42",
        "now": "43",
        "caught_by": "example",
    } in outcome["mutants"]


def test_a_long_list_is_cut_and_each_answer_is_in_it(tmp_path: Path) -> None:
    text = "".join(f"## Q{n}? {{#q{n}}}\n\n不会大于 {n + 100}。\n\n" for n in range(30))
    write_project(tmp_path, {"p.md": text})
    ran = deckgen("test", "--mutants", cwd=tmp_path)
    lines = [line for line in ran.stdout.splitlines() if ": survives: " in line]
    assert len(lines) == MOST_SHOWN
    assert len({line.rpartition("(")[2] for line in lines}) == 30
    assert "more; `--json` lists all" in ran.stdout


@pytest.mark.parametrize(("share", "code"), [("84", 0), ("84.2", 0), ("85", 1), ("100", 1), ("0", 0)])
def test_a_share_can_be_demanded(tmp_path: Path, share: str, code: int) -> None:
    write_project(tmp_path, {"p.md": f"{HELD}\n{TYPED}"})
    ran = deckgen("test", "--mutants", "--at-least", share, cwd=tmp_path)
    assert ran.returncode == code
    assert ("84.2% of the mutants are caught, less than" in ran.stderr) is bool(code)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mutants", "--update"), "--mutants writes nothing"),
        (("--at-least", "50"), "add --mutants"),
        (("--mutants", "--at-least", "101"), "101"),
        (("--mutants", "q"), "the package `q` does not exist"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_project(tmp_path, {"p.md": HELD})
    ran = deckgen("test", *words, cwd=tmp_path)
    assert ran.returncode == 2
    assert said in ran.stderr
    ran = deckgen("test", "--json", *words, cwd=tmp_path)
    assert (ran.returncode, said in json.loads(ran.stdout)["error"]) == (2, True)


def test_a_project_without_answers(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    ran = deckgen("test", "--mutants", "--at-least", "100", cwd=tmp_path)
    assert ran.stdout.endswith("\nNo answer was tried.\n")
    assert ran.returncode == 0


def test_answers_without_mutants(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## V? {#v kind=typed}\n\nvariational\n"})
    ran = deckgen("test", "--mutants", "--at-least", "100", cwd=tmp_path)
    assert ran.stdout.endswith("\n1 answer without a mutant.\n")
    assert ran.returncode == 0


def test_a_name_chooses_a_package(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": HELD, "q.md": TYPED})
    ran = deckgen("test", "--mutants", "q", cwd=tmp_path)
    assert "product" not in ran.stdout
    assert "source/q.md" in ran.stdout


def test_mutants_of_which_there_is_no_time_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "SECONDS_PER_LEAD", -1.0)
    mutated = run(tmp_path, {"p.md": HELD})
    assert mutated.leads[0].mutants == ()
    assert f"{mutated.leads[0].late} mutants not tried: their leads took too long." in as_text(
        render_mutants(mutated)
    )


def test_an_interruption_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    write_project(tmp_path, {"p.md": HELD})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(trying, "make_mutants", interrupt)
    with pytest.raises(SystemExit) as ended:
        main(["test", "--mutants"])
    assert ended.value.code == 130
    assert [path.name for path in tmp_path.rglob("*")] == ["source", "p.md"]


def test_an_interruption_of_the_examples_ends_it(tmp_path: Path) -> None:
    slow = HELD.replace(">>> 6 * 7", ">>> import time; time.sleep(60)\n>>> 6 * 7")
    write_project(tmp_path, {"p.md": slow})
    command = [sys.executable, "-m", "deckgen", "test", "--mutants"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err.strip()) == (b"", b"Aborted!")
