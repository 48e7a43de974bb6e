"""Tells people and machines what a build did."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deckgen.apkg.packed import UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.compilation.values import CompiledPackage
from deckgen.diff.compare import compare
from deckgen.identity.ledger import Decision, Fate
from deckgen.project.build import Built
from deckgen.project.check import Checked
from deckgen.project.examples.examine import Examined
from deckgen.project.folder import Project
from deckgen.project.keys import AddedKeys
from deckgen.reports.diff_wording import summarise
from deckgen.values.codes import Severity
from deckgen.values.problem import Problem, has_error

NEXT_STEP = "Next: in Anki, File > Import, and choose the package. Reviews are kept."


def render_build(project: Project, built: Built, *, dry_run: bool) -> str:
    """The summary of a build, a paragraph a package."""
    paragraphs = [_render_package(project, built, package, dry_run) for package in built.compilation.packages]
    gone: dict[str, list[Decision]] = {}
    for decision in built.compilation.gone:
        gone.setdefault(decision.package, []).append(decision)
    for name, decisions in gone.items():
        path = project.package_path(name)
        left = f"; {project.relative(path)} is left: delete it, or keep it" if path.exists() else ""
        paragraphs.append([f"{name}  has no sources any more{left}", *_removed(decisions)])
    if built.written:
        paragraphs.append([NEXT_STEP])
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def render_problem_count(problems: Sequence[Problem]) -> str:
    """The last line below a list of problems."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    parts = [_count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    return " and ".join(parts)


def build_to_json(project: Project, built: Built) -> dict[str, object]:
    """The same for machines."""
    packages = [
        {
            "name": package.name,
            "path": project.relative(project.package_path(package.name)),
            "notes": package.notes,
            "cards": package.cards,
            **{fate.value: package.count(fate) for fate in Fate},
            "bytes": built.sizes.get(package.name, 0),
            "failed": package.contents is None,
            "written": package.name in built.written,
        }
        for package in built.compilation.packages
    ]
    return {
        "packages": packages,
        "differing": list(built.differing),
        "problems": problems_to_json(built.problems),
    }


def render_brief(project: Project, built: Built, at: str) -> str:
    """A line for each package that changed or could not be built, or one for all, with the time of day."""
    rows = []
    for package in built.compilation.packages:
        fates = [f"{package.count(fate)} {fate.value}" for fate in Fate if package.count(fate)]
        if package.contents is None:
            rows.append(f"{package.name}: not built, the old package stands")
        elif package.name in built.written:
            path = project.relative(project.package_path(package.name))
            rows.append(f"{package.name}: {', '.join(fates)}; written to {path}")
    if not rows:
        rows.append("nothing to build" if built.problems else "up to date")
    return "\n".join(f"{at}  {row}" for row in rows)


def render_unchanged(project: Project, built: Built) -> str:
    """What the next build will say, if nothing changes until then."""
    packages = tuple(
        replace(package, decisions=tuple(map(_stays, filter(_is_kept, package.decisions))))
        for package in built.compilation.packages
    )
    unchanged = replace(built.compilation, packages=packages, gone=())
    return render_build(project, Built(unchanged, (), frozenset(), (), sizes=built.sizes), dry_run=False)


def _is_kept(decision: Decision) -> bool:
    return decision.fate is not Fate.REMOVED


def _stays(decision: Decision) -> Decision:
    return replace(decision, fate=Fate.UNCHANGED, remark="")


def render_check(checked: Checked) -> str:
    """What was checked."""
    counts = [_count(checked.notes, "note")]
    if checked.errata:
        counts.append(f"{checked.errata:,} {'erratum' if checked.errata == 1 else 'errata'} held")
    looked = "Checked" if checked.problems else "No problems in"
    return f"{looked} {_count(checked.files, 'file')}: {', '.join(counts)}."


def check_to_json(checked: Checked) -> dict[str, object]:
    """The same for machines."""
    return {
        "files": checked.files,
        "notes": checked.notes,
        "errata": checked.errata,
        "problems": problems_to_json(checked.problems),
    }


def render_annotation(problem: Problem) -> str:
    """A problem as a workflow of GitHub shows it beside its line."""
    path = _escaped(problem.location.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={problem.location.line},title={problem.code}"
    return f"::{problem.severity} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def render_keys(keys: AddedKeys, *, dry_run: bool) -> str:
    """Each key that was added, with the place and the question, and how many."""
    if not keys.added:
        return "Every question has its key." if not keys.problems else ""
    rows = [f"{key.location}: #{key.key}  {key.question}" for key in keys.added]
    files = len({key.location.path for key in keys.added})
    count = (
        f"{_count(len(keys.added), 'key')} {'missing' if dry_run else 'written'} in {_count(files, 'file')}"
    )
    return "\n".join([*rows, count])


def keys_to_json(keys: AddedKeys) -> dict[str, object]:
    """The same for machines."""
    added = [
        {
            "path": key.location.path,
            "line": key.location.line,
            "key": key.key,
            "question": key.question,
        }
        for key in keys.added
    ]
    return {"keys": added, "problems": problems_to_json(keys.problems)}


def render_tests(tested: Examined) -> str:
    """How many examples did what they say, and what was written."""
    lines = [f"updated {path}" for path in tested.updated]
    if not tested.examples:
        return "\n".join([*lines, "There is no example: a fence ```pycon with `>>>` is one."])
    count = _count(tested.examples, "example")
    files = _count(tested.files, "file")
    passed = "all as written" if tested.passed == tested.examples else f"{tested.passed:,} as written"
    excused = f", {_count(tested.excused, 'fence')} excused" if tested.excused else ""
    return "\n".join([*lines, f"{count} in {files}: {passed}{excused}."])


def tests_to_json(tested: Examined) -> dict[str, object]:
    """The same for machines, with the whole of what was expected and what came."""
    failures = [
        {
            **problems_to_json([failure.problem])[0],
            "code_run": failure.example.code,
            "expected": failure.example.expected,
            "got": failure.got,
        }
        for failure in tested.failures
    ]
    return {
        "examples": tested.examples,
        "passed": tested.passed,
        "excused": tested.excused,
        "files": tested.files,
        "updated": list(tested.updated),
        "failures": failures,
        "problems": problems_to_json(tested.problems),
    }


def problems_to_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Problems for machines, in the order of their places."""
    return [
        {
            "path": problem.location.path,
            "line": problem.location.line,
            "severity": problem.severity.value,
            "code": problem.code.value,
            "message": problem.message,
        }
        for problem in problems
    ]


def _render_package(project: Project, built: Built, package: CompiledPackage, dry_run: bool) -> list[str]:
    path = project.relative(project.package_path(package.name))
    if package.contents is None:
        errors = sum(problem.severity is Severity.ERROR for problem in package.problems)
        stands = "the old package stands" if (project.root / path).exists() else "there is no package yet"
        return [f"{package.name}  not built: {_count(errors, 'error')}; {stands}"]
    fates = [f"{package.count(fate)} {fate.value}" for fate in Fate if package.count(fate)]
    lines = [
        f"{package.name}  {_count(package.notes, 'note')}, {_count(package.cards, 'card')}",
        f"  {', '.join(fates)}",
        *(f"  {d.location}: {d.remark}" for d in package.decisions if d.remark),
        *_removed([decision for decision in package.decisions if decision.fate is Fate.REMOVED]),
    ]
    size = f"{built.sizes[package.name] / 1024:.0f} KiB"
    if package.name in built.written:
        return [*lines, f"  written to {path} ({size})"]
    if path in built.differing and dry_run:
        return [
            *lines,
            f"  would be written to {path} ({size})",
            *_foretell(project.root / path, built.unwritten.get(package.name)),
        ]
    return [*lines, f"  {path} is up to date ({size})"]


def _foretell(old: Path, new: bytes | None) -> list[str]:
    """The diff in a line, for learners who have the package that stands there."""
    if new is None or not old.exists():
        return []
    try:
        found = compare(decode_apkg(old.read_bytes()), decode_apkg(new))
    except (UnreadablePackage, OSError):
        return []
    return [f"  an import would bring: {summarise(found)}"]


def _removed(decisions: Sequence[Decision]) -> list[str]:
    if not decisions:
        return []
    search = " OR ".join(f"Key:{decision.key}" for decision in decisions)
    return [
        f"  removed: {', '.join(decision.key for decision in decisions)}",
        f"  they stay in Anki until you delete them; find them with  {search}",
    ]


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def failed(built: Built) -> bool:
    """Whether anything keeps the build from being whole."""
    return has_error(built.problems)
