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
from deckgen.values.codes import Code, Severity
from deckgen.values.error import DeckgenError
from deckgen.values.wording import counted

MOST_NAMES = 8
"""So many of the packages that did not change are named."""

NEXT_STEP = "Next: in Anki, File > Import, and choose the package. Reviews are kept."


def render_build(project: Project, built: Built, *, dry_run: bool) -> str:
    """The summary of a build, one paragraph per package, and one line for all that did not change."""
    unchanged: list[CompiledPackage] = []
    paragraphs = []
    for package in built.compilation.packages:
        if _is_unchanged(project, built, package):
            unchanged.append(package)
        else:
            paragraphs.append(_render_package(project, built, package, dry_run))
    gone: dict[str, list[Decision]] = {}
    for decision in built.compilation.gone:
        gone.setdefault(decision.package, []).append(decision)
    if unchanged:
        paragraphs.append([_render_unchanged_packages(project, built, unchanged)])
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
    one, s = ("one", "") if missing == 1 else ("them", "s")
    advice = f"`deckgen keys` writes {one}, and then you can reword the question{s}"
    return f"{counted(missing, 'question')} without a key; {advice}"


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
    output = built.output._replace(written=frozenset(), differing=())
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
        *_left_out(package),
        *(f"  {d.location}: {d.remark}" for d in package.decisions if d.remark),
        *_removed(package.decisions, built.compilation.ledger),
        *_say_reworded(package.decisions),
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


def _left_out(package: CompiledPackage) -> list[str]:
    count = sum(problem.code is Code.LEFT_OUT for problem in package.problems)
    return [f"  {count:,} left out because of their errors"] if count else []


def _is_unchanged(project: Project, built: Built, package: CompiledPackage) -> bool:
    """Whether there is nothing to say of a package but its size."""
    return (
        package.contents is not None
        and package.name not in built.output.written
        and project.relative(project.package_path(package.name)) not in built.output.differing
        and not any(d.remark or d.removed or d.fate is not Fate.UNCHANGED for d in package.decisions)
    )


def _render_unchanged_packages(project: Project, built: Built, packages: Sequence[CompiledPackage]) -> str:
    notes, cards = sum(package.notes for package in packages), sum(package.cards for package in packages)
    counts = f"{counted(notes, 'unchanged note')}, {counted(cards, 'card')}"
    left_out = sum(problem.code is Code.LEFT_OUT for package in packages for problem in package.problems)
    counts += f", {left_out:,} left out" if left_out else ""
    if len(packages) == 1:
        path = project.relative(project.package_path(packages[0].name))
        size = f"{built.output.sizes[packages[0].name] / 1024:.0f} KiB"
        return f"{packages[0].name}  {counts}; {path} is up to date ({size})"
    names = [package.name for package in packages]
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return f"{len(names):,} packages  {counts}; up to date: {', '.join(names[:MOST_NAMES])}{more}"


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


def _say_reworded(decisions: Sequence[Decision]) -> list[str]:
    """How a new question keeps the reviews of a removed one; only an author knows whether it is the same."""
    old = [decision.removed.key for decision in decisions if decision.removed]
    # A new note with a remark is of another kind than the old one, which no `was=` can follow.
    new = [str(d.location) for d in decisions if d.fate is Fate.NEW and d.location and not d.remark]
    if not (old and new):
        return []
    places = ", ".join(new[:MOST_NAMES]) + (", …" if len(new) > MOST_NAMES else "")
    key, which = (old[0], "this question") if len(old) == 1 else ("KEY", "one of these, KEY,")
    return [
        f"  if a new question ({places}) is {which} in other words, end its heading with",
        f"  {{#{key} was={key}}} and build again, and it keeps the reviews",
    ]


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
