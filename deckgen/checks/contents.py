"""Finds formulas, code and pictures that a learner would not see as the author meant them."""

import re
from collections.abc import Callable, Iterator

from deckgen.checks.findings import Places, warn
from deckgen.checks.unit import Unit
from deckgen.look_alikes.formulas import DIAGRAMS
from deckgen.syntax.html_text import find_formulas
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import DocumentOutline, Found, NoteBody, at
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

KnowsLanguage = Callable[[str], bool]

_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"""\balt=(["'])(?!\s*\1)""")
_COMMON = (
    *("python", "pycon", "text", "bash", "console", "c", "cpp", "java", "javascript", "typescript", "json"),
    *("yaml", "toml", "sql", "rust", "go", "html", "css", "xml", "diff", "markdown", "latex", "dockerfile"),
    *("kotlin", "swift", "ruby", "php", "scala", "haskell", "lua", "cuda", "makefile", "powershell"),
    "csharp",
)
_NO_CODE = DIAGRAMS | {"math", "plain", "plaintext", "txt"}
"""What needs no colours; a diagram is another problem."""


def find_tex(question: Question, note: NoteBody) -> Iterator[Found]:
    """The TeX of each formula of a note."""
    places = Places(question)
    for tex in dict.fromkeys(find_formulas("\n".join(note.fields[:-2]))):
        yield Found(places.next(_first_line(tex)[:20]).line, tex)


def check_tex(document: DocumentOutline) -> Iterator[Problem]:
    """Formulas that MathJax would show in red."""
    from deckgen.syntax.tex import find_fault  # noqa: PLC0415  # slow to import, and a build does not need it

    for part, place in document.placed():
        for line, tex in part.formulas:
            if fault := find_fault(tex):
                shown = shortened(_first_line(tex), 40)
                yield Problem(at(place, line), Code.FORMULA_INVALID, f"in the formula `{shown}` {fault}")


def _first_line(tex: str) -> str:
    return tex.strip().split("\n")[0]


def check_languages(unit: Unit, knows: KnowsLanguage) -> Iterator[Problem]:
    """Fences in a language that cannot be highlighted, mostly because its name is misspelt."""
    for token in unit.tokens:
        name = token.info.split()[0].lower() if token.type == "fence" and token.info.split() else ""
        if name and token.map and name not in _NO_CODE and not knows(name):
            near = did_you_mean(name, _COMMON, "write `text` if it is not code")
            here = Location(unit.document.path, token.map[0] + 1)
            message = f"no language is called `{name}`, so nothing is highlighted; {near}"
            yield Problem(here, Code.UNKNOWN_LANGUAGE, message)


def check_alternatives(question: Question, note: NoteBody) -> Iterator[Problem]:
    """Pictures without a text for readers who do not see them."""
    if not all(map(_ALT.search, _IMAGE.findall("".join(note.fields)))):
        message = "the picture has no text; say in `![…]` what it shows"
        yield warn(question, "![](", Code.PICTURE_WITHOUT_TEXT, message)
