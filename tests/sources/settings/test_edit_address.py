"""An address of `edit` leads from each card to its own source, and stays when lines move."""

import pytest

from deckgen.sources.settings.edit_address import EXAMPLE, find_fault


@pytest.mark.parametrize(
    "address",
    [
        EXAMPLE,
        "https://gitlab.com/me/decks/-/edit/main/{path}#L{line}",
        "https://codeberg.org/me/decks/src/branch/main/{path}#L{line}",
        "https://github.com/search?type=code&q=repo%3Ame%2Fdecks+{key}",
        "https://github.com/me/decks/blob/main/{path}#:~:text={key}",
        "HTTPS://localhost:8443/{path}",
    ],
)
def test_right_addresses(address: str) -> None:
    assert find_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://github.com/me/decks", "needs `{path}` or `{key}`"),
        ("https://github.com/me/decks#L{line}", "needs `{path}` or `{key}`"),
        ("https://x.org/{file}#L{line}", "`{file}` stands for nothing"),
        ("https://x.org/{Path}", "did you mean `path`"),
        ("https://x.org/{}", "`{}` stands for nothing"),
        ("https://x.org/{path", "belongs to no placeholder"),
        ("https://x.org/{{path}}", "belongs to no placeholder"),
        ("https://x.org/{path}?line={line}", "only stand after a `#`"),
        ("https://{key}.org/", "the name of the server"),
        ("http://x.org/{path}", "begins with `https://`"),
        ("vscode://file/{path}", "begins with `https://`"),
        ("javascript:alert({line})", "begins with `https://`"),
        ("{path}", "begins with `https://`"),
        ("https:///{path}", "begins with `https://`"),
        ("https://[x/{path}", "not an address"),
        ("https://x.org/{path} y", "cannot have the character"),
        ('https://x.org/{path}"onclick="', "cannot have the character"),
    ],
)
def test_wrong_addresses(address: str, fault: str) -> None:
    assert fault in find_fault(address)
