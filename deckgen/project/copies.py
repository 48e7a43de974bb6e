"""Recognises the copies that programs for syncing leave beside a file that was edited in two places."""

import re
from collections.abc import Collection
from pathlib import Path

from deckgen.project.look import read_file
from deckgen.sources.open.decode import MAX_SOURCE_BYTES

_SAYS_SO = re.compile(
    r"""
      \ ?\([^()]*(?:\([^()]*\))?[^()]*(?:conflict|konflikt|conflit|冲突|衝突|競合)[^()]*\)(?:\ ?\(\d+\))?
                              # Dropbox: "p (Ann's conflicted copy 2024-05-01).md"
                              # Nextcloud, ownCloud: "p (conflicted copy 2024-05-01 093612).md"
                              # Seafile: "p (SFConflict ann@example.com 2024-05-01-09-36-12).md"
    | [._-][^()]*conflict.*   # Syncthing: "p.sync-conflict-20240501-093612-ABCDEFG.md"
                              # Resilio: "p.Conflict.md"; Synology: "p_Ann-PC_May-01-0936-2024_Conflict.md"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COULD_BE = re.compile(
    r"""
      \ ?\(\d+\)              # Google Drive, and most downloads: "p (1).md"
    | \ \d+                   # iCloud: "p 2.md"
    | -[A-Z][\w-]*            # OneDrive: "p-DESKTOP-4F2K1L.md"
    """,
    re.VERBOSE,
)
_HEADING = re.compile(rb"^##[ \t]+(.*?)[ \t]*(?:\{[^{}]*\})?[ \t]*\r?$", re.MULTILINE)


def explain_copy(path: Path, beside: Collection[str]) -> str:
    """What to say of a file or a folder that is such a copy of one beside it; empty if it is not a copy."""
    suffix = path.suffix
    stem = path.name.removesuffix(suffix)
    for end in range(len(stem) - 1, 0, -1):
        original, added = stem[:end] + suffix, stem[end:]
        if original not in beside:
            continue
        if _SAYS_SO.fullmatch(added):
            return f"this is a copy of `{original}` from a program for syncing; {_ADVICE}"
        is_data = suffix in (".json", ".toml")
        if _COULD_BE.fullmatch(added) and (is_data or _asks_the_same(path, path.with_name(original))):
            return f"this looks like a copy of `{original}`; {_ADVICE}, or rename it if both are wanted"
    return ""


_ADVICE = "take over what only the copy has, and delete it"


def _asks_the_same(copy: Path, original: Path) -> bool:
    """Whether at least half of the questions of a file are in the other: an author may call one `p 2.md`."""
    try:
        mine, others = (set(_HEADING.findall(read_file(path, MAX_SOURCE_BYTES))) for path in (copy, original))
    except OSError:
        return False
    return bool(mine) and 2 * len(mine & others) >= len(mine)
