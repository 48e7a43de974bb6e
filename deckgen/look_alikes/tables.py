"""Lists tables that are written a little wrong, so that GitHub shows them as text.

Source: GitHub's specification of its Markdown ("Tables").
"""

import re
from collections.abc import Sequence

from deckgen.look_alikes.advice import advise_bar
from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.rows import LOST, find_cells
from deckgen.values.codes import Code

_SEPARATOR = r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$"


_ODD_SEPARATOR = r"\|(?=[|+:： \t]*[-—–‒―−－─━═=_])[-—–‒―−－─━═=_+|:： \t]*+$"
"""A line of dashes and bars, as Chinese keyboards and Org mode also write it."""

_DASHES = re.compile(r"[-—–‒―−－─━═=_]+")
_FRAME = r"(?:\+[-=+]{3,}|-{2,}(?:\+-{2,})+|[┌╔┏╭├╠][─━═┬╦╤┳┼╬╪┴┐╗┤╣┓╮]{2,})[ \t]*$"


def _begins_table(match: Match) -> bool:
    """Whether the line above is not a row, so that a table is found once."""
    return not match.line_above.lstrip(" \t>").startswith("|")


def _is_odd_separator(match: Match) -> bool:
    above = match.line_above.lstrip(" \t>")
    is_row = above.startswith("|") and not re.match(_ODD_SEPARATOR, above)
    return is_row and not re.match(_SEPARATOR, match["it"])


def _ascii_separator(match: Match) -> str | None:
    if match.before:
        return None
    columns = len(find_cells(match.line_above))
    parts = re.split(r"[|+]", match["it"].strip().strip("|"))
    cells = [_DASHES.sub("---", part.strip()).replace("：", ":") for part in parts]
    is_plain = len(cells) == columns and all(re.fullmatch(":?---:?", cell) for cell in cells)
    return f"|{'|'.join(cells if is_plain else ['---'] * columns)}|"


def _in_fence(match: Match) -> str | None:
    """The table in a fence, if it stands at the margin and no cell has Markdown."""
    has_markdown = re.search(r"[`$*=\\\x02]", match.found[0])
    return None if match.before or has_markdown else f"```text\n{match['it']}\n```"


def _with_separator(match: Match) -> str | None:
    rows = match["it"].split("\n")
    columns = {len(find_cells(row)) for row in rows}
    if match.before or len(columns) > 1:
        return None
    return "\n".join((rows[0], "|" + "---|" * columns.pop(), *rows[1:]))


def _separator(match: Match) -> str | None:
    above = match.line_above
    if not above.strip().startswith("|") or match.before:
        return None
    columns = len(find_cells(above))
    cells = [cell.strip() for cell in match["it"].strip().strip("|").split("|")]
    return f"|{'|'.join((*cells, *['---'] * columns)[:columns])}|"


def _cells(match: Match) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("\t")] for row in match["it"].rstrip().split("\n")]


def _has_columns(match: Match) -> bool:
    rows = _cells(match)
    return all(len(row) == len(rows[0]) > 2 for row in rows) and not match["it"].count("|")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table_of_tabs(match: Match) -> str | None:
    head, *rows = _cells(match)
    return None if match.before else "\n".join((_row(head), "|" + "---|" * len(head), *map(_row, rows)))


def _advise_table(match: Match) -> str:
    head, first, *_ = _cells(match)
    return f"write a table: `{_row(head)}`, below it `|{'---|' * len(head)}`, then `{_row(first)}` and so on"


TABLES = (
    LookAlike(
        name="cells-lost",
        owner="GitHub",
        code=Code.TABLE_CELLS_LOST,
        example="| a | b |\n|---|---|\n| 1 || 2 |",
        what="is in more cells than the header has, and GitHub and a card leave it out",
        advice="write `\\|` for a `|` that parts no cells, or give the header another cell",
        advise=advise_bar,
        signs=(LOST,),
        pattern=re.compile(f"{LOST}+"),
    ),
    LookAlike(
        name="table-in-frame",
        owner="MySQL, PostgreSQL, Pandoc",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+",
        what="begins a table as a console prints it, and a card shows it as one paragraph",
        advice="put the whole table in a fence, with a line ``` above and below it, "
        "or write a table of Markdown, with `|` between the cells and one line `|---|---|`, below the header",
        signs=("+-", "+=", *"┌╔┏╭"),
        pattern=re.compile(
            rf"^\0*+(?P<it>(?:[^\n|\0]*\|[^\n]*\n\0*+)?{_FRAME}"
            rf"(?:\n\0*+(?:[│║┃├╠╚└┗╰][^\n]*|[^\n|\0]*\|[^\n]*|{_FRAME}))++)",
            re.MULTILINE,
        ),
        holds=_begins_table,
        rewrite=_in_fence,
    ),
    LookAlike(
        name="separator-of-other-signs",
        owner="Chinese keyboards, Org mode",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="| a | b |\n|——|——|\n| 1 | 2 |",
        what="makes no table, because only hyphens and `|` make the line below its header",
        advice="write `|---|---|` in its place",
        signs=("|",),
        pattern=re.compile(rf"^\0*(?P<it>{_ODD_SEPARATOR})", re.MULTILINE),
        holds=_is_odd_separator,
        rewrite=_ascii_separator,
        advise=lambda match: f"write `|{'---|' * len(find_cells(match.line_above))}` in its place",
    ),
    LookAlike(
        name="table-without-separator",
        owner="Markdown",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="| a | b |\n| 1 | 2 |",
        what="looks like a row of a table, but no line `|---|---|` follows",
        advice="write one below the header",
        signs=("|\n",),
        pattern=re.compile(
            rf"^\0*(?P<it>\|[^\n|]+\|[^\n]*\|[ \t]*(?:\n(?!\0*{_ODD_SEPARATOR})\0*\|[^\n]*\|[ \t]*$)++)",
            re.MULTILINE,
        ),
        holds=lambda match: _begins_table(match) and not re.match(_ODD_SEPARATOR, match.line.lstrip(" \t>")),
        rewrite=_with_separator,
    ),
    LookAlike(
        name="separator-differs",
        owner="GitHub",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="| a | b | c |\n|---|---|\n| 1 | 2 | 3 |",
        what="makes no table, because the line above has another number of cells",
        advice="write as many `---` as the header has cells",
        signs=("|",),
        pattern=re.compile(rf"^\0*(?P<it>{_SEPARATOR})", re.MULTILINE),
        holds=lambda match: "|" in match.line_above,
        rewrite=_separator,
    ),
    LookAlike(
        name="table-of-tabs",
        owner="Excel, Word",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="Element\tSymbol\tNumber\nHelium\tHe\t2",
        what="has tabs between its cells, which make no table, and all rows are shown as one paragraph",
        advice="write a table with `|` between the cells, and a line `|---|---|---|` below the header",
        signs=("\t",),
        pattern=re.compile(
            r"^(?P<it>[^\s|\0][^\n\t\0]*\t[^\n\t]*\t[^\n]*(?:\n[^\s|\0][^\n\t\0]*\t[^\n\t]*\t[^\n]*)+)$",
            re.MULTILINE,
        ),
        holds=_has_columns,
        rewrite=_table_of_tabs,
        advise=_advise_table,
    ),
    LookAlike(
        name="wide-table",
        owner="Chinese keyboards",
        code=Code.TABLE_NOT_UNDERSTOOD,
        example="｜甲｜乙｜\n｜一｜二｜",
        what="has full-width `｜`, which make no table",
        advice="write ASCII `|`, and a line `|---|---|` below the header",
        signs=("｜\n",),
        pattern=re.compile(r"^\0*(?P<it>｜[^\n]*｜[ \t]*(?:\n\0*｜[^\n]*｜[ \t]*$)+)", re.MULTILINE),
    ),
)
"""Tables."""
