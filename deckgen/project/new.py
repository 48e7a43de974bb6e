"""Make a new project from the starter that is part of deckgen."""

from pathlib import Path

from deckgen.project.folder import ProjectError

_STARTER = Path(__file__).with_name("starter")


def create_project(folder: Path) -> tuple[Path, ...]:
    """Write the starter into a new or empty folder; the files written, in order."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError(f"{folder} exists and is not an empty folder; choose another name")
        written = []
        for file in sorted(filter(Path.is_file, _STARTER.rglob("*"))):
            # Git would apply a `.gitignore` inside the package to the package itself.
            name = ".gitignore" if file.name == "gitignore" else file.name
            path = folder / file.parent.relative_to(_STARTER) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read_bytes())
            written.append(path)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}") from None
    return tuple(written)
