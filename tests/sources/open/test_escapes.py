"""Commands of LaTeX that a program has broken are known by what is left of them."""

import pytest

from deckgen.sources.open.escapes import find_broken


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("$\x08eta_1$ and \x07lpha", [r"\beta", r"\alpha"]),
        ("$\x0crac{1}{2} \x0barepsilon$", [r"\frac", r"\varepsilon"]),
        ("one\x0cor two", []),
        ("one\x0bspace", []),
        ("\x1b[0m", []),
        ("two\x08words", []),
    ],
)
def test_a_broken_command_is_known(line: str, commands: list[str]) -> None:
    assert [broken.command for broken in find_broken(line)] == commands
