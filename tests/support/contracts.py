"""The contracts for import-linter in pyproject.toml."""

import tomllib

from tests.support import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]
PROTECTED = [contract for contract in CONTRACTS if contract["type"] == "protected"]
LAYERS = {contract["containers"][0]: contract for contract in CONTRACTS if contract["type"] == "layers"}
"""By the package whose modules they place."""


def floors(container: str) -> list[list[str]]:
    """The modules directly in this package, a list for each floor from the top."""
    return [floor.split(" | ") for floor in LAYERS[container]["layers"]]
