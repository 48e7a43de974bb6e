"""Finds code in the line that opens a fence, after the name of the language, where a card leaves it out."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.misread.code_comments import is_code
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.wording import shortened

_LINE = re.compile(r"(?P<language>[A-Za-z][\w+#-]*)[ \t]+(?P<code>\S.*)")
_ATTRIBUTES = re.compile(
    r"\{[^{}]*\}|[\w-]+=(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|[^\s\"'{}]+)|/[^/\s]+/|\[[^\[\]]*\]"
)
_SQL = re.compile(
    r"(?:SELECT|CREATE|INSERT|UPDATE|DELETE|ALTER|DROP|WITH|EXPLAIN|GRANT|BEGIN|MERGE)[ ](?=\S)",
    re.IGNORECASE,
)


def split_info(info: str) -> tuple[str, str]:
    """The language and the code after it; both are empty if there is none, or only attributes."""
    match = _LINE.fullmatch(info.strip())
    if match is None:
        return "", ""
    code = match["code"]
    is_sql = "sql" in match["language"].lower() and _SQL.match(code)
    left = " ".join(_ATTRIBUTES.sub(" ", code).split())
    return (match["language"], code) if is_sql or (is_code(code) and is_code(left)) else ("", "")


def check_code_behind_language(tokens: Sequence[Token]) -> Iterator[tuple[int, Code, str]]:
    """Each such fence: its line, counted from 1, a code and a message."""
    for token in tokens:
        if token.type == "fence" and token.map and (language := split_info(token.info)[0]):
            code = shortened(split_info(token.info)[1], 60)
            message = (
                f"`{code}` is in the line that opens the fence, and a card leaves it out; "
                f"leave {token.markup}{language} alone in this line, and write the code below it"
            )
            yield token.map[0] + 1, Code.FENCE_NOT_UNDERSTOOD, message
