"""Find a project and name its parts, without slow imports."""

import os

SOURCE, DECKS, STATE, LEDGER, SHIPPED = "source", "decks", ".deckgen", "ledger.json", "shipped"
PROJECT_TOML = "deckgen.toml"
SETTINGS_IN_ROOT = (PROJECT_TOML, "package.toml")
"""The settings of a project, and a name that an author may give them by mistake."""
ERRATA = "errata.toml"
"""The errata of a package, beside its sources."""
STYLE = "style.css"
"""The style of a project, beside its settings."""


def find_root(start: str) -> str | None:
    """The nearest folder, from this one upwards, that has a folder `source`."""
    folder = os.path.abspath(start)
    while True:
        if os.path.basename(folder) != SOURCE and os.path.isdir(os.path.join(folder, SOURCE)):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
