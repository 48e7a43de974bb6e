"""Makes the files of a release, and says what they are."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from deckgen.diff.release import Changes
from deckgen.project.release import Release, ReleasedPackage
from deckgen.project.replace_folder import CHECKSUMS
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.release_changelog import count_cards, licence_name, render_changelog
from deckgen.reports.release_sharing import describe_deck, render_sharing
from deckgen.reports.styled import Line, plain
from deckgen.values.wording import counted

CHANGELOG = "CHANGELOG.md"

_KINDS = ("new", "corrected", "reformatted", "moved", "retired", "kept_back")
_KEPT_ON_GITHUB = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def make_files(release: Release) -> dict[str, bytes]:
    """The files of a release by name; the last has the checksums of the others."""
    licence = release.licence
    files = {f"{package.name}.apkg": package.content for package in release.packages}
    for package in release.packages:
        files[f"{package.name}.ankiweb.txt"] = render_sharing(describe_deck(package, licence)).encode()
    files[CHANGELOG] = render_changelog(release).encode()
    if licence:
        files[licence.file] = licence.content
    return files | {CHECKSUMS: "".join(map(_checksum, files.items())).encode()}


def list_remarks(release: Release) -> Iterator[str]:
    """What an author should know before the release goes out."""
    yield from release.remarks
    if not release.licence:
        yield "no licence: nobody may pass the packages on; put a LICENSE beside source/"
    for package in release.packages:
        if package.changes and package.changes.kept_back:
            number = counted(len(package.changes.kept_back), "note")
            reason = f"will not reach those who have {release.since}; `deckgen diff` says why"
            yield f"{package.name}.apkg: {number} {reason}"
        if not _KEPT_ON_GITHUB.fullmatch(package.name):
            yield (
                f"{package.name}.apkg: GitHub renames files if the name has more than ASCII letters, digits, "
                f"`.`, `-` and `_`; {CHECKSUMS} then names a file that is not there"
            )


def render_release(release: Release, folder: Path, files: Mapping[str, bytes]) -> Iterator[Line]:
    """What was written, and the next step."""
    yield ((f"{folder}: ", "heading"), (counted(len(files), "file"), "plain"))
    for package in release.packages:
        notes = package.packed.notes
        shown = f"{counted(len(notes), 'note')}, {counted(count_cards(notes), 'card')}; "
        yield ((f"  {package.name}.apkg  ", "name"), (shown + _counts(package, release), "plain"))
    for name, _ in release.dropped:
        yield plain(f"  {name}.apkg is not released any more")
    yield plain(f"Read {folder / CHANGELOG}, then: gh release create TAG {folder}/* -F {folder / CHANGELOG}")


def release_to_json(release: Release, folder: Path | None, files: Mapping[str, bytes]) -> dict[str, Json]:
    """What was written as JSON; `since` is null for a first release, and `licence` without one."""
    return {
        "folder": str(folder) if folder else None,
        "since": release.since or None,
        "packages": [
            {
                "name": package.name,
                "notes": len(package.packed.notes),
                "cards": count_cards(package.packed.notes),
                "is_new": package.is_new,
                **{kind: len(getattr(package.changes or Changes(), kind)) for kind in _KINDS},
                "ankiweb": asdict(describe_deck(package, release.licence)),
            }
            for package in release.packages
        ],
        "dropped": [name for name, _ in release.dropped],
        "licence": licence_name(release.licence.content) if release.licence else None,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
        "remarks": [*list_remarks(release)],
        "problems": problems_to_json(release.problems),
    }


def _checksum(file: tuple[str, bytes]) -> str:
    name, content = file
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _counts(package: ReleasedPackage, release: Release) -> str:
    if not release.since or package.is_new:
        return "first release"
    changes = package.changes or Changes()
    found = [
        f"{len(notes):,} {kind.replace('_', ' ')}" for kind in _KINDS if (notes := getattr(changes, kind))
    ]
    return f"since {release.since}: {', '.join(found) or 'nothing changed'}"
