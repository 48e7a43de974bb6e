"""Collects the link targets and footnotes that a document defines."""

from collections.abc import Sequence

from markdown_it.common.utils import normalizeReference

from deckgen.values.passage import NO_DEFINITIONS, Definitions, Target, Token


def find_definitions(tokens: Sequence[Token]) -> Definitions:
    """The definitions of these blocks; the first one of a label counts."""
    references: dict[str, Target] = {}
    footnotes: dict[str, tuple[Token, ...]] = {}
    begun: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "definition":
            references.setdefault(token.meta["id"], {"href": token.meta["url"], "title": token.meta["title"]})
        elif token.type == "footnote_reference_open":
            begun.append(index)
        elif token.type == "footnote_reference_close":
            start = begun.pop()
            label = normalizeReference(tokens[start].meta["label"])
            footnotes.setdefault(label, tuple(tokens[start + 1 : index]))
    return Definitions(references, footnotes) if references or footnotes else NO_DEFINITIONS


def normalise_label(label: str) -> str:
    """The form in which labels are compared: case and white space do not matter."""
    return normalizeReference(label)
