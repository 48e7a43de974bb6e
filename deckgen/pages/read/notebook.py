"""Reads a Jupyter notebook: its Markdown, its code and what the code printed, cell by cell.

The format is described at nbformat.readthedocs.io, "The notebook file format".
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from deckgen.pages.open.characters import mend_characters
from deckgen.pages.open.decode import PageError
from deckgen.pages.page import Block, Dropped, Page, PageKind, Shape, Warned
from deckgen.pages.read.markdown.read_markdown import read_markdown

_CELLS = re.compile(r'"cells"\s*:\s*\[')
_SOURCE = re.compile(r'"source"\s*:\s*(?P<list>\[\s*)?')
_BETWEEN = re.compile(r"[\s,]*")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_OLD = "is a notebook of an old format; convert it with `jupyter nbconvert --to notebook --inplace`"


def read_notebook(text: str, address: str = "") -> Page:
    """The blocks of the cells in order; pictures among the outputs are left out.

    Raises:
        PageError: the text is not JSON, or not a notebook of format 4; the message goes on after a name.
    """
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is a damaged notebook: {error.msg} in line {error.lineno}; save it again in Jupyter"
        raise PageError(message) from None
    except (ValueError, RecursionError):
        raise PageError("is a damaged notebook; save it again in Jupyter") from None
    if isinstance(notebook, dict) and "worksheets" in notebook:
        raise PageError(_OLD)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise PageError("is JSON, but not a notebook; give a page")
    reader = _Reader(_language(notebook), address)
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    lines = _find_lines(text, cells)
    blocks = tuple(
        block for cell, place in zip(cells, lines, strict=True) for block in reader.read(cell, *place)
    )
    title = next((b.text for b in blocks if b.shape is Shape.HEADING and b.level == 1), "")
    return Page(PageKind.NOTEBOOK, blocks, tuple(reader.dropped), tuple(reader.warned), title, address)


def _language(notebook: dict[str, Any]) -> str:
    """The language of the kernel, which runs all code cells."""
    metadata = notebook.get("metadata")
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        found = metadata.get(name) if isinstance(metadata, dict) else None
        language = found.get(key) if isinstance(found, dict) else None
        if isinstance(language, str) and language:
            return language.lower()
    return ""


def _find_lines(text: str, cells: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """For each cell the line of the file where its text begins, and how many lines each of its lines takes.

    Jupyter writes each line of a cell on a line of the file; another program may write all on one.
    """
    decoder = json.JSONDecoder()
    opening = _CELLS.search(text)
    at, line = opening.end() if opening else len(text), 1
    counted = 0
    for cell in cells:
        try:
            between = _BETWEEN.match(text, at)
            at = between.end() if between else at
            found, end = decoder.raw_decode(text, at)
        except ValueError:
            found, end = None, at
        if found != cell:
            # "cells" is also the name of something else, so the lines are not known.
            yield line, 0
            continue
        source = _SOURCE.search(text, at, end)
        begin = source.end() if source else at
        line += text.count("\n", counted, begin)
        counted = begin
        yield line, int(bool(source and source["list"] and "\n" in source["list"]))
        at = end


class _Reader:
    """Reads one cell after the other."""

    def __init__(self, language: str, address: str) -> None:
        self._language, self._address = language, address
        self.dropped: list[Dropped] = []
        self.warned: list[Warned] = []

    def read(self, cell: dict[str, Any], line: int, step: int) -> Iterator[Block]:
        source = mend_characters(_joined(cell.get("source")))
        match cell.get("cell_type"):
            case "markdown":
                yield from self._markdown(source, line, step)
            case "code":
                yield _code(source, line, self._language)
                yield from self._outputs(cell.get("outputs"), line)
            case _:
                self.dropped.append(Dropped(line, source, "a raw cell of a notebook"))

    def _markdown(self, source: str, line: int, step: int) -> Iterator[Block]:
        page = read_markdown(source, self._address).mapped(lambda own: line + (own - 1) * step)
        self.dropped += page.dropped
        self.warned += page.warned
        yield from page.blocks

    def _outputs(self, outputs: object, line: int) -> Iterator[Block]:
        """What the code printed; each output has the line of its code."""
        listed = outputs if isinstance(outputs, list) else []
        for output in (each for each in listed if isinstance(each, dict)):
            data = output.get("data")
            shown = {**(data if isinstance(data, dict) else {}), "stream": output.get("text")}
            if output.get("output_type") == "error":
                traceback = output.get("traceback")
                shown["stream"] = "\n".join(map(str, traceback)) if isinstance(traceback, list) else None
            text = _joined(shown.get("stream")) or _joined(shown.get("text/plain"))
            text = mend_characters(_COLOURS.sub("", text)).rstrip()
            pictures = [name for name in shown if name.startswith("image/")]
            if pictures:
                self.dropped.append(
                    Dropped(line, text or pictures[0], "stands for a picture among the outputs")
                )
                message = "a picture among the outputs of a cell is left out; add it by hand"
                self.warned.append(Warned(line, "picture-lost", message))
            elif text.strip():
                yield _code(text, line, "")


def _code(text: str, line: int, language: str) -> Block:
    return Block(Shape.CODE, line, text.strip("\n"), text.strip("\n"), info=language)


def _joined(lines: object) -> str:
    """A text that the format allows as one string or as a list of lines."""
    if isinstance(lines, list):
        return "".join(line for line in lines if isinstance(line, str))
    return lines if isinstance(lines, str) else ""
