"""Make a new project from the starter that is part of deckgen."""

from pathlib import Path
from string import Template

from deckgen.project.folder import ProjectError
from deckgen.project.installation import Origin

_NAMES = {"gitattributes": ".gitattributes", "github": ".github", "gitignore": ".gitignore"}
"""What begins with a dot in a project does not inside the package, where git would obey it."""

_HOOKS = ".pre-commit-config.yaml"
_NAMING_DECKGEN = (_HOOKS, "requirements.txt")
"""These say where deckgen can be installed from."""

FILL_IN = "FILL IN"
_NOT_PUBLIC = (
    f"# {FILL_IN} before you push: only this machine can install deckgen from the address below. Replace it\n"
    "# by the address of deckgen's repository on the web, with a commit that is there.\n"
)

_STARTER = Path(__file__).with_name("starter")


def create_project(folder: Path, origin: Origin) -> tuple[Path, ...]:
    """Write the starter into a new or empty folder, or an empty repository; the files written, in order."""
    try:
        if folder.exists() and (not folder.is_dir() or any(at.name != ".git" for at in folder.iterdir())):
            raise ProjectError(f"{folder} exists and is not an empty folder; choose another name")
        written = []
        names = _names(origin)
        for file in sorted(filter(Path.is_file, _STARTER.rglob("*"))):
            parts = [names.get(part, part) for part in file.relative_to(_STARTER).parts]
            if not all(parts):
                continue
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            content = file.read_bytes()
            path.write_bytes(_name_deckgen(content, origin) if path.name in _NAMING_DECKGEN else content)
            written.append(path)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}") from None
    return tuple(written)


def _names(origin: Origin) -> dict[str, str]:
    """The names in the starter that change in a project; an empty one is left out.

    pre-commit clones a repository. What only pip can install is a library of hooks of the project's own.
    """
    kind, other = ("repository", "requirement") if origin.repository else ("requirement", "repository")
    return _NAMES | {f"pre-commit-by-{kind}.yaml": _HOOKS, f"pre-commit-by-{other}.yaml": ""}


def _name_deckgen(template: bytes, origin: Origin) -> bytes:
    """The file with where deckgen can be installed from, and a mark where a person must say it."""
    return (
        Template(template.decode())
        .substitute(
            fill_in="" if origin.is_public else _NOT_PUBLIC,
            requirement=origin.requirement,
            repository=origin.repository,
            commit=origin.commit,
        )
        .encode()
    )
