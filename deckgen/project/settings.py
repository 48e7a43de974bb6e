"""Says where the settings and the style of a project belong, and which files settings leave out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from deckgen.project.folder import Project, readable
from deckgen.project.root import PROJECT_TOML, SOURCE, STYLE
from deckgen.sources.settings.from_toml import parse_settings
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.settings import NO_SETTINGS, PACKAGE_TOML, Settings
from deckgen.values.source import SourceFile

_A_NAME = re.compile(rf"(?:.+\.)?{re.escape(PACKAGE_TOML)}(?:\.txt)?|{re.escape(PROJECT_TOML)}(?:\.txt)?")

_OTHER_SUFFIXES = (".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn", ".mkdown", ".mdx", ".qmd", ".rmd")
"""What GitHub shows as Markdown, and what other programs make of it."""


def read_settings(found: SourceFile | Problem | None) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of a file, if there is one; they are None if the sources cannot be read by them."""
    if found is None:
        return NO_SETTINGS, ()
    return (None, (found,)) if isinstance(found, Problem) else parse_settings(found.path, found.content)


def find_misplaced_style(project: Project, path: Path) -> Problem | None:
    """The problem of a style that seems to be the project's, but is in `source/`."""
    if path.name.lower() not in (STYLE, f"{STYLE}.txt"):
        return None
    message = f"the style is not read from here; it belongs beside `{SOURCE}/`, as `{STYLE}`"
    return project.problem(path, Code.SETTINGS_MISPLACED, message)


def is_skipped(path: str, settings: Settings) -> bool:
    """Whether a pattern leaves out this file, whose path begins in the folder of its package."""
    name = unicodedata.normalize("NFC", f"/{readable(path)}")
    return any(fnmatchcase(name, f"*/{unicodedata.normalize('NFC', one)}") for one in settings.skip)


def find_misplaced(project: Project, paths: Sequence[Path], right: Path | None) -> Iterator[Problem]:
    """Files among these that seem to hold settings, but are not the one in the right place."""
    for path in paths:
        if path != right and _A_NAME.fullmatch(path.name.lower()):
            message = (
                f"settings are not read from here; those of a folder belong in "
                f"`{SOURCE}/NAME/{PACKAGE_TOML}`, those of `NAME.md` in `{SOURCE}/NAME.{PACKAGE_TOML}`, "
                f"and those of all packages in `{PROJECT_TOML}`, beside `{SOURCE}/`"
            )
            yield project.problem(path, Code.SETTINGS_MISPLACED, message)


def find_other_markdown(project: Project, path: Path) -> Problem | None:
    """The problem of a Markdown file whose name keeps it from being a source."""
    if path.suffix.lower() not in _OTHER_SUFFIXES:
        return None
    name = readable(path.with_suffix(".md").name)
    message = (
        f"only files whose names end in `.md` are sources; rename it to `{name}`, "
        f'or leave it out with `skip = ["*{path.suffix}"]` in {PACKAGE_TOML}'
    )
    return project.problem(path, Code.SOURCE_NOT_MD, message)
