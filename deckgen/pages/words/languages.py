"""Lists the names that pages give to languages, and guesses the language of code without a name."""

import re

from deckgen.pages.words.sites import part_words

LANGUAGES = frozenset(
    part_words("""
    bash c cpp c++ csharp cs css dart diff docker dockerfile go golang gradle graphql groovy haskell
    html http ini java javascript js json jsx julia kotlin latex lua makefile markdown matlab mysql
    nginx objectivec perl php plaintext powershell protobuf python py python3 r ruby rust scala scss
    sh shell sql swift text toml ts tsx typescript vim vue xml yaml yml pycon console
    """)
)

_SIGNS = (
    ("python", r"^\s*(?:def |import |from \w+ import|print\(|class \w+.*:$)"),
    ("cpp", r"^\s*(?:#include|int main|std::)"),
    ("sql", r"^\s*(?:SELECT|INSERT|CREATE|UPDATE)\b"),
    ("javascript", r"^\s*(?:const|let|var|function)\b|console\.log"),
    ("java", r"^\s*(?:public|private)\b|System\.out"),
)


def guess_language(code: str) -> str:
    """The language of code without a name, if its words show it; else empty."""
    return next((name for name, signs in _SIGNS if re.search(signs, code, re.MULTILINE)), "")
