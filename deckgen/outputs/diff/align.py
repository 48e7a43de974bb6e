"""Find the longest sequence of words that two texts have in common, in a time that is known beforehand."""

from collections.abc import Sequence


def align(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the common words in both texts, in order.

    Heikki Hyyrö's bit-parallel algorithm of 2004: a row of the classic table is one integer, with a bit for
    each old word, so that time and memory are one length times the other over 64, whatever the words are.
    difflib takes cubic time where words repeat, or leaves the repeated ones out.
    """
    everywhere = (1 << len(old)) - 1
    wanted, places = set(new), dict[str, int]()
    for place, word in enumerate(old):
        if word in wanted:
            places[word] = places.get(word, 0) | 1 << place
    row, rows = everywhere, []
    for word in new:
        met = row & places.get(word, 0)
        row = (row + met | row - met) & everywhere
        rows.append(row)
    return _walk_back(rows, len(old))


def _walk_back(rows: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Follow the table from its end: a cleared bit says that the common sequence grew there."""
    common: list[tuple[int, int]] = []
    row, column = len(rows), columns
    while row and column:
        if rows[row - 1] >> column - 1 & 1:
            column -= 1
            continue
        row -= 1
        if row == 0 or rows[row - 1] >> column - 1 & 1:
            column -= 1
            common.append((column, row))
    common.reverse()
    return common
