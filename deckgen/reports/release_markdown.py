"""Writes plain text as Markdown that shows exactly this text, on GitHub and on AnkiWeb."""

import re

_SIGNS = re.compile(r"(https?://[^\s<>\"'`）)，。；、]+)|[\\`*\[\]<>|~#&]|(?<![^\W_])_|_(?![^\W_])")
_BEGINNING = re.compile(r"[-+=](?=\s|$|-|=)|(\d{1,9})(?=[.)](?:\s|$))")
_REFERENCES = re.compile(r"@(?=\w)|\\#(?=\d)|:(?=[a-z0-9_+-]+:)|(?<=\bGH)-(?=\d)")
"""What GitHub makes links and pictures of: people, issues and `:tada:`."""
_CODE_OR_FORMULA = re.compile(
    r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`) | \$(?![\s$])(?P<tex>[^$`]*[^\s$`])\$(?!\d)", re.VERBOSE
)
_SPACES = re.compile(r"\s+")


def as_markdown(text: str) -> str:
    """A text as a line of Markdown, with a backslash where a sign would be Markdown's."""
    return _escape_beginning(_escape(text.strip()))


def as_github(text: str) -> str:
    """A part of a line for GitHub, where no name of a person or an issue in it becomes a link."""
    return _REFERENCES.sub(r"\g<0><!-- -->", _escape(text)).replace("$", "<span>$</span>")


def title_as_github(title: str) -> str:
    """The title of a note as a line for GitHub, which shows its formulas and its code as such."""
    title = title.strip()
    pieces, end = list[str](), 0
    for match in _CODE_OR_FORMULA.finditer(title):
        pieces.append(as_github(title[end : match.start()]))
        pieces.append(f"$`{match['tex']}`$" if match["tex"] else _SPACES.sub(" ", match[0]))
        end = match.end()
    return _escape_beginning("".join((*pieces, as_github(title[end:]))))


def _escape(text: str) -> str:
    return _SIGNS.sub(lambda match: match[1] or f"\\{match[0]}", _SPACES.sub(" ", text))


def _escape_beginning(line: str) -> str:
    """Escape a line that would begin a list, a heading or a rule."""
    match = _BEGINNING.match(line)
    if not match:
        return line
    return f"{match[0]}\\{line[match.end() :]}" if match[1] else f"\\{line}"
