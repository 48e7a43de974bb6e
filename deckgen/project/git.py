"""Runs git on the folder of a project."""

import subprocess

from deckgen.project.folder import Project


def git_text(project: Project, *arguments: str) -> str | None:
    """What git says, as text, or None if there is no git, no repository or no such thing."""
    content = git(project, *arguments)
    return None if content is None else content.decode("utf-8", "replace")


def git(project: Project, *arguments: str, said: str = "") -> bytes | None:
    """What git says, or None if there is no git, no repository or no such thing."""
    command = ("git", "-C", str(project.root), "--no-optional-locks", *arguments)
    try:
        ran = subprocess.run(command, input=said.encode(), capture_output=True, check=False)  # noqa: S603
    except OSError:
        return None
    return ran.stdout if ran.returncode == 0 else None
