"""Finds the profiles of Anki on this machine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

COLLECTION = "collection.anki2"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its name, with the file of its collection."""

    name: str
    collection: Path


def find_bases(system: str, home: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders in which Anki may keep profiles, on a system as `sys.platform` calls it."""
    if base := environment.get("ANKI_BASE"):
        return (home / base,)
    if system == "win32":
        return (home / environment.get("APPDATA", "AppData/Roaming") / "Anki2",)
    if system == "darwin":
        return (home / "Library/Application Support/Anki2",)
    return (
        home / environment.get("XDG_DATA_HOME", ".local/share") / "Anki2",
        home / ".var/app/net.ankiweb.Anki/data/Anki2",  # Flatpak
        home / "snap/anki-desktop/common",
        home / "snap/anki-ppd/common/anki",
    )


def find_profiles(bases: Iterable[Path]) -> tuple[Profile, ...]:
    """The profiles in these folders, by folder and name."""
    return tuple(
        Profile(path.parent.name, path) for base in bases for path in sorted(base.glob(f"*/{COLLECTION}"))
    )
