"""Says what `deckgen preview` has written."""

from pathlib import Path

from deckgen.project.site import Site
from deckgen.values.wording import counted


def render_site(folder: Path, site: Site) -> str:
    """One line about the static site in a folder."""
    changed = f"{counted(site.changed, 'file')} changed" if site.changed else "nothing changed"
    size = f"{counted(site.files, 'file')}, {site.size / 1024:,.0f} KiB"
    return f"{folder}: {size}; {changed}. Open index.html in it."
