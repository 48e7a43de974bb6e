"""The folder tests/cases/check: for each code a source that has the problem, and one that has not.

A case holds `bad.md` and `good.md`, which become `source/case.md`, with `bad.errata.toml` or
`bad.package.toml` beside them where it is about errata or settings. `before.md` is built first. What cannot
stand in a Markdown file is made by `make.toml`, with `[[bad]]` and `[[good]]` (`recipes.py`), and is told in
words in `bad.txt` or `good.txt`.
`bad.css` becomes the style of the project, `before.css` that of its first build. `bad.epoch` is a time that
somebody asks for.
"""

from pathlib import Path

from deckgen.fix.rewriters import MENDED
from deckgen.project.build import build_project
from deckgen.project.check import check_project
from deckgen.project.examples.examine import run_project_examples
from deckgen.project.examples.run import Isolation, Limits
from deckgen.project.folder import Project
from deckgen.project.root import STYLE
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.text import Timestamp
from tests.support import CASES, ROOT
from tests.support.recipes import make_files

FOLDER = CASES / "check"
PAGE = ROOT / "docs/problems.md"

_HEAD = """# Problems

Every problem has a code, in brackets at the end of its line. `deckgen check` shows all of them; those that
another command finds say so. An error keeps a package from being written, a warning does not.

A warning may be meant. `<!-- allow: code reason -->` below a heading allows it for that question, and above
the first question for the whole file. It needs a reason, and is itself a problem once the warning is gone.
The errors `erratum-claimed` and `erratum-contradicted` can be allowed, too, each for one question; `deckgen
check` lists those that are.

Where a code says so, `deckgen fix` rewrites what has exactly one meaning ([fix.md](fix.md)). All other
problems need their author.

This page is made of `deckgen/values/codes.py` and `tests/cases/check/`; `pytest tests/values/test_codes.py
--update-cases` writes it.
"""


_MENDED = "`deckgen fix` mends it."


def find_problems(root: Path, case: Path, which: str) -> tuple[Problem, ...]:
    """All problems of the project that a case makes, by the command that finds its code."""
    (root / "source").mkdir(parents=True, exist_ok=True)
    project = Project(root)
    source = root / "source/case.md"
    if (case / "before.md").exists():
        source.write_bytes((case / "before.md").read_bytes())
        if (case / "before.css").exists():
            (root / STYLE).write_bytes((case / "before.css").read_bytes())
        build_project(project, (), now=Timestamp(1_700_000_000))
    (root / STYLE).unlink(missing_ok=True)
    for name, path in (
        (f"{which}.md", source),
        (f"{which}.css", root / STYLE),
        (f"{which}.errata.toml", source.with_suffix(".errata.toml")),
        (f"{which}.package.toml", source.with_suffix(".package.toml")),
    ):
        if (case / name).exists():
            path.write_bytes((case / name).read_bytes())
    if (case / "make.toml").exists():
        make_files(root, case / "make.toml", which)
    epoch = case / f"{which}.epoch"
    later = Timestamp(int(epoch.read_text()) if epoch.exists() else 1_700_000_001)
    match next(code for code in Code if code == case.name).command:
        case "deckgen build":
            return build_project(project, (), now=later, now_is_asked=epoch.exists()).problems
        case "deckgen build --locked":
            return build_project(project, (), now=later, write=False, locked=True).problems
        case "deckgen test":
            return run_project_examples(project, (), limits=Limits(20)).problems
        case "deckgen test --require-isolation":
            isolation = Isolation(landlock=False, why="the kernel has no Landlock" if which == "bad" else "")
            return run_project_examples(
                project, (), limits=Limits(20), isolation=isolation, require_isolation=True
            ).problems
        case command:
            return check_project(project, (), style=command == "deckgen check --style").problems


def render_page(shown: dict[str, str]) -> str:
    """The page of all codes; `shown` has the line that deckgen prints for each code's bad example."""
    return "\n".join([_HEAD, *(_render(code, shown[code]) for code in Code)])


def _render(code: Code, line: str) -> str:
    command = "" if code.command == "deckgen check" else f" Found by `{code.command}`."
    mended = f" {_MENDED}" if code in MENDED else ""
    rows = [f"## {code}", "", f"{code.what} *{code.severity.capitalize()}.*{command}{mended}", ""]
    rows += _example("Bad", code, "bad")
    rows += ["```text", line, "```", ""]
    return "\n".join([*rows, *_example("Good", code, "good")])


def _example(title: str, code: str, which: str) -> list[str]:
    case = FOLDER / code
    rows = []
    before = case / "before.md"
    if before.exists() and which == "bad":
        rows += _fenced("First built", "markdown", _shortened(before.read_text(encoding="utf-8")))
        if before.with_suffix(".css").exists():
            rows += _fenced("With the style", "css", before.with_suffix(".css").read_text(encoding="utf-8"))
    for name, language in (
        (f"{which}.txt", ""),
        (f"{which}.md", "markdown"),
        (f"{which}.css", "css"),
        (f"{which}.errata.toml", "toml"),
        (f"{which}.package.toml", "toml"),
    ):
        path = case / name
        if path.exists():
            text = path.read_text(encoding="utf-8")
            rows += (
                _fenced(title, language, _shortened(text)) if language else [f"{title}: {text.strip()}.", ""]
            )
    return rows


def _shortened(text: str) -> str:
    lines = [line if len(line) < 200 else f"{line[:199]}…" for line in text.rstrip("\n").split("\n")]
    return "\n".join(lines if len(lines) <= 20 else [*lines[:20], "…"])


def _fenced(title: str, language: str, text: str) -> list[str]:
    return [f"{title}:", "", f"````{language}", text, "````", ""]
