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
from deckgen.reports.styled import Line, Piece, Style, as_text, placed, plain
from deckgen.values.codes import Code, Severity
from deckgen.values.error import DeckgenError
from deckgen.values.wording import counted, shortened

MOST_NAMES = 8
"""How many unchanged packages are named."""

_INDENT: Piece = ("  ", "plain")

NEXT_STEP = "Next: in Anki, File > Import, and choose the package. Reviews are kept."


def render_build(project: Project, built: Built, *, dry_run: bool) -> list[Line]:
    """The summary of a build, one paragraph per package, and one line for all that did not change."""
    unchanged: list[CompiledPackage] = []
    paragraphs: list[list[Line]] = []
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
            [_titled(name, f"has no sources any more{left}"), *_removed(decisions, built.compilation.ledger)]
        )
    if waiting := built.compilation.waiting:
        count = (
            f"{counted(waiting, 'note')} that {'is' if waiting == 1 else 'are'} not in the sources any more"
        )
        paragraphs.append([plain(f"{count} may have moved: that is decided when all packages can be built")])
    if built.output.written:
        paragraphs.append([plain(NEXT_STEP)])
    return [line for lines in paragraphs for line in (plain(""), *lines)][1:]


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


def render_brief(project: Project, built: Built, at: str) -> list[Line]:
    """One line per package that changed or could not be built, or else one for all, with the time of day."""
    rows: list[Line] = []
    for package in built.compilation.packages:
        name: Line = ((package.name, "name"), (": ", "plain"))
        if package.contents is None:
            rows.append((*name, ("not built", "error"), (", the old package stays", "plain")))
        elif package.name in built.output.written:
            path = project.relative(project.package_path(package.name))
            rows.append((*name, *_count_fates(package), (f"; written to {path}", "plain")))
    if not rows:
        rows.append(plain("nothing to build" if built.problems else "up to date"))
    return [((f"{at}  ", "quiet"), *row) for row in rows]


def render_unchanged(project: Project, built: Built) -> str:
    """What the next build prints if nothing changes until then."""
    unchanged = replace(built.compilation, packages=tuple(map(_keep, built.compilation.packages)), gone=())
    output = built.output._replace(written=frozenset(), differing=())
    lines = render_build(project, replace(built, compilation=unchanged, output=output), dry_run=False)
    return printable(as_text(lines))


def _keep(package: CompiledPackage) -> CompiledPackage:
    """The package as the next build decides on it."""
    decisions = (decision for decision in package.decisions if decision.fate is not Fate.REMOVED)
    return replace(package, decisions=tuple(replace(d, fate=Fate.UNCHANGED, remark="") for d in decisions))


def _render_package(project: Project, built: Built, package: CompiledPackage, dry_run: bool) -> list[Line]:
    path = project.relative(project.package_path(package.name))
    if package.contents is None:
        errors = sum(problem.severity is Severity.ERROR for problem in package.problems)
        old = "the old package stays" if is_file(project.root / path) else "no package exists yet"
        why = f": {counted(errors, 'error')}; {old}"
        not_built: Line = ((package.name, "name"), ("  ", "plain"), ("not built", "error"), (why, "plain"))
        return [not_built]
    remarks = (placed(d.location, d.remark) for d in package.decisions if d.remark)
    lines: list[Line] = [
        _titled(package.name, f"{counted(package.notes, 'note')}, {counted(package.cards, 'card')}"),
        (_INDENT, *_count_fates(package)),
        *_left_out(package),
        *(((_INDENT, *remark)) for remark in remarks),
        *_removed(package.decisions, built.compilation.ledger),
        *_say_reworded(package.decisions),
    ]
    size = f"{built.output.sizes[package.name] / 1024:.0f} KiB"
    if package.name in built.output.written:
        return [*lines, plain(f"  written to {path} ({size})")]
    if path in built.output.differing and dry_run:
        return [
            *lines,
            plain(f"  would be written to {path} ({size})"),
            *_foretell(project.root / path, built.output.unwritten.get(package.name)),
        ]
    return [*lines, plain(f"  {path} is up to date ({size})")]


def _titled(name: str, text: str) -> Line:
    return (name, "name"), (f"  {text}", "plain")


def _left_out(package: CompiledPackage) -> list[Line]:
    count = sum(problem.code is Code.LEFT_OUT for problem in package.problems)
    line: Line = ((f"  {count:,} left out", "error"), (" because of their errors", "plain"))
    return [line] if count else []


def _is_unchanged(project: Project, built: Built, package: CompiledPackage) -> bool:
    """Whether there is nothing to say of a package but its size."""
    return (
        package.contents is not None
        and package.name not in built.output.written
        and project.relative(project.package_path(package.name)) not in built.output.differing
        and not any(d.remark or d.removed or d.fate is not Fate.UNCHANGED for d in package.decisions)
    )


def _render_unchanged_packages(project: Project, built: Built, packages: Sequence[CompiledPackage]) -> Line:
    notes, cards = sum(package.notes for package in packages), sum(package.cards for package in packages)
    counts = f"{counted(notes, 'unchanged note')}, {counted(cards, 'card')}"
    left_out = sum(problem.code is Code.LEFT_OUT for package in packages for problem in package.problems)
    counts += f", {left_out:,} left out" if left_out else ""
    if len(packages) == 1:
        path = project.relative(project.package_path(packages[0].name))
        size = f"{built.output.sizes[packages[0].name] / 1024:.0f} KiB"
        return plain(f"{packages[0].name}  {counts}; {path} is up to date ({size})")
    names = [package.name for package in packages]
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return plain(f"{len(names):,} packages  {counts}; up to date: {', '.join(names[:MOST_NAMES])}{more}")


_FATES: dict[Fate, Style] = {Fate.NEW: "added", Fate.REMOVED: "error"}


def _count_fates(package: CompiledPackage) -> Line:
    pieces: list[Piece] = []
    for fate in Fate:
        if count := package.count(fate):
            pieces += [(", ", "plain")] if pieces else []
            pieces.append((f"{count:,} {fate.value}", _FATES.get(fate, "plain")))
    return tuple(pieces)


def _foretell(old: Path, new: bytes | None) -> list[Line]:
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
    return [plain(f"  an import would bring: {summarise(found)}")]


def _say_reworded(decisions: Sequence[Decision]) -> list[Line]:
    """How a new question keeps the reviews of a removed one; only an author knows whether it is the same."""
    old = [decision.removed.key for decision in decisions if decision.removed]
    # A new note with a remark is of another kind than the old one, which no `was=` can follow.
    new = [str(d.location) for d in decisions if d.fate is Fate.NEW and d.location and not d.remark]
    if not (old and new):
        return []
    places = ", ".join(new[:MOST_NAMES]) + (", …" if len(new) > MOST_NAMES else "")
    key, which = (old[0], "this question") if len(old) == 1 else ("KEY", "one of these, KEY,")
    return [
        plain(f"  if a new question ({places}) is {which} in other words, end its heading with"),
        plain(f"  {{#{key} was={key}}} and build again, and it keeps the reviews"),
    ]


def _removed(decisions: Sequence[Decision], ledger: Ledger) -> list[Line]:
    lines = [decision.removed for decision in decisions if decision.removed]
    if not lines:
        return []
    search, unfound = search_removed(lines, ledger)
    rows: list[Line] = [(("  removed:", "error"), (f" {', '.join(line.key for line in lines)}", "plain"))]
    if search:
        # The search is alone on its line, so that it can be copied.
        rows += [plain("  they stay in Anki until you delete them; find them with"), ((search, "exact"),)]
    rows += (
        plain(
            f"  `{line.key}` stays in Anki, too; a note that you still have has its key, note type and deck, "
            f"so look at the text before you delete one: {shortened(' '.join(line.question.split()), 60)}"
        )
        for line in unfound
    )
    return rows
