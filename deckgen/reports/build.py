"""What `deckgen build` and `deckgen watch` did."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deckgen.compilation.values import CompiledPackage
from deckgen.identity.identify import Decision, Fate
from deckgen.identity.ledger import Ledger
from deckgen.project.build import Built
from deckgen.project.folder import Project, is_file
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.printable import printable
from deckgen.reports.search import search_removed
from deckgen.values.codes import Severity
from deckgen.values.error import DeckgenError
from deckgen.values.wording import counted

NEXT_STEP = "Next: in Anki, File > Import, and choose the package. Reviews are kept."


def render_build(project: Project, built: Built, *, dry_run: bool) -> str:
    """The summary of a build, one paragraph per package."""
    paragraphs = [_render_package(project, built, package, dry_run) for package in built.compilation.packages]
    gone: dict[str, list[Decision]] = {}
    for decision in built.compilation.gone:
        gone.setdefault(decision.package, []).append(decision)
    for name, decisions in gone.items():
        path = project.package_path(name)
        left = f"; {project.relative(path)} is left: delete it, or keep it" if is_file(path) else ""
        paragraphs.append(
            [f"{name}  has no sources any more{left}", *_removed(decisions, built.compilation.ledger)]
        )
    if waiting := built.compilation.waiting:
        count = (
            f"{counted(waiting, 'note')} that {'is' if waiting == 1 else 'are'} not in the sources any more"
        )
        paragraphs.append([f"{count} may have moved: that is decided when all packages can be built"])
    if built.output.written:
        paragraphs.append([NEXT_STEP])
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def render_offer(missing: int) -> str:
    """The way to keys, for somebody whose project has questions without one."""
    return f"{counted(missing, 'question')} without a key; `deckgen keys` writes it, so you can reword them"


def build_to_json(project: Project, built: Built) -> dict[str, Json]:
    """The summary of a build as JSON."""
    packages: list[Json] = [
        {
            "name": package.name,
            "path": project.relative(project.package_path(package.name)),
            "notes": package.notes,
            "cards": package.cards,
            **{fate.value: package.count(fate) for fate in Fate},
            "bytes": built.output.sizes.get(package.name, 0),
            "failed": package.contents is None,
            "written": package.name in built.output.written,
        }
        for package in built.compilation.packages
    ]
    return {
        "packages": packages,
        "differing": list(built.output.differing),
        "problems": problems_to_json(built.problems),
    }


def render_brief(project: Project, built: Built, at: str) -> str:
    """One line per package that changed or could not be built, or else one for all, with the time of day."""
    rows = []
    for package in built.compilation.packages:
        if package.contents is None:
            rows.append(f"{package.name}: not built, the old package stays")
        elif package.name in built.output.written:
            path = project.relative(project.package_path(package.name))
            rows.append(f"{package.name}: {_count_fates(package)}; written to {path}")
    if not rows:
        rows.append("nothing to build" if built.problems else "up to date")
    return "\n".join(f"{at}  {row}" for row in rows)


def render_unchanged(project: Project, built: Built) -> str:
    """What the next build prints if nothing changes until then."""
    unchanged = replace(built.compilation, packages=tuple(map(_keep, built.compilation.packages)), gone=())
    output = built.output._replace(written=frozenset())
    text = render_build(project, replace(built, compilation=unchanged, output=output), dry_run=False)
    return printable(text)


def _keep(package: CompiledPackage) -> CompiledPackage:
    """The package as the next build decides on it."""
    decisions = (decision for decision in package.decisions if decision.fate is not Fate.REMOVED)
    return replace(package, decisions=tuple(replace(d, fate=Fate.UNCHANGED, remark="") for d in decisions))


def _render_package(project: Project, built: Built, package: CompiledPackage, dry_run: bool) -> list[str]:
    path = project.relative(project.package_path(package.name))
    if package.contents is None:
        errors = sum(problem.severity is Severity.ERROR for problem in package.problems)
        old = "the old package stays" if is_file(project.root / path) else "no package exists yet"
        return [f"{package.name}  not built: {counted(errors, 'error')}; {old}"]
    lines = [
        f"{package.name}  {counted(package.notes, 'note')}, {counted(package.cards, 'card')}",
        f"  {_count_fates(package)}",
        *(f"  {d.location}: {d.remark}" for d in package.decisions if d.remark),
        *_removed(package.decisions, built.compilation.ledger),
    ]
    size = f"{built.output.sizes[package.name] / 1024:.0f} KiB"
    if package.name in built.output.written:
        return [*lines, f"  written to {path} ({size})"]
    if path in built.output.differing and dry_run:
        return [
            *lines,
            f"  would be written to {path} ({size})",
            *_foretell(project.root / path, built.output.unwritten.get(package.name)),
        ]
    return [*lines, f"  {path} is up to date ({size})"]


def _count_fates(package: CompiledPackage) -> str:
    return ", ".join(f"{package.count(fate)} {fate.value}" for fate in Fate if package.count(fate))


def _foretell(old: Path, new: bytes | None) -> list[str]:
    """The diff in one line, for learners who have the old package."""
    if new is None or not is_file(old):
        return []
    from deckgen.apkg.read import decode_apkg  # noqa: PLC0415  # all this only where nothing is written
    from deckgen.diff.compare import compare  # noqa: PLC0415
    from deckgen.project.package import read_package  # noqa: PLC0415
    from deckgen.reports.diff_wording import summarise  # noqa: PLC0415

    try:
        found = compare(read_package(old), decode_apkg(new))
    except DeckgenError:
        return []
    return [f"  an import would bring: {summarise(found)}"]


def _removed(decisions: Sequence[Decision], ledger: Ledger) -> list[str]:
    lines = [decision.removed for decision in decisions if decision.removed]
    if not lines:
        return []
    search, unfound = search_removed(lines, ledger)
    rows = [f"  removed: {', '.join(line.key for line in lines)}"]
    if search:
        # The search is alone on its line, so that it can be copied.
        rows += ["  they stay in Anki until you delete them; find them with", search]
    rows += (
        f"  `{line.key}` stays in Anki, too; a note that you still have has its key, note type and deck, so "
        f"look at the text before you delete one: {' '.join(line.question.split())[:60]}"
        for line in unfound
    )
    return rows
