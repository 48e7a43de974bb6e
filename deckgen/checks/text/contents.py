"""Finds formulas, code and pictures that a learner would not see as the author meant them."""

import re
from collections.abc import Callable, Iterator, Mapping

from deckgen.checks.findings import Places, warn
from deckgen.checks.unit import Unit
from deckgen.look_alikes.formulas import DIAGRAMS
from deckgen.syntax.html_text import find_formulas
from deckgen.syntax.tex.clozes import as_written, show_clozes, with_braces
from deckgen.syntax.tex.definitions import Definitions
from deckgen.syntax.tex.fault import find_fault
from deckgen.syntax.tex.slips import find_comment, find_slips
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

KnowsLanguage = Callable[[str], bool]

_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"""\balt=(["'])(?!\s*\1)""")
_EMPTY = "![]"
_COMMON = (
    *("python", "pycon", "text", "bash", "console", "c", "cpp", "java", "javascript", "typescript", "json"),
    *("yaml", "toml", "sql", "rust", "go", "html", "css", "xml", "diff", "markdown", "latex", "dockerfile"),
    *("kotlin", "swift", "ruby", "php", "scala", "haskell", "lua", "cuda", "makefile", "powershell"),
    "csharp",
)
_DIRECTIVE = re.compile(
    r"\{(?:math|note|tip|hint|warning|important|caution|danger|admonition|figure|image)\}"
)
"""What is named as another program's."""

_GONE = "; on a card the braces of a cloze are gone, so put further ones around it"
_NO_CODE = DIAGRAMS | {"math", "plain", "plaintext", "txt"}
"""What needs no colours; a diagram is another problem."""


def check_formulas(
    question: Question, note: NoteBody, elsewhere: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Formulas that Anki's MathJax would show in red, or differently from how they look.

    A later one may use what an earlier one of the note defines, but not what is defined `elsewhere`.
    """
    places = Places(question)
    definitions = Definitions(elsewhere or {})
    for tex in dict.fromkeys(find_formulas("\n".join(note.fields[:-2]))):
        first = as_written(tex).strip().split("\n")[0]
        here = places.next(first[:20])
        for code, fault in _faults(tex, definitions):
            yield Problem(here, code, f"in the formula `{shortened(first, 40)}` {fault}")


def _faults(tex: str, definitions: Definitions) -> Iterator[tuple[Code, str]]:
    """What is wrong with a formula; of a `%` that hides a part of it, only that."""
    if comment := find_comment(tex):
        yield Code.FORMULA_MISREAD, comment
        return
    in_braces = with_braces(tex)
    for shown in show_clozes(tex):
        if fault := find_fault(shown, definitions):
            yield Code.FORMULA_INVALID, fault + ("" if find_fault(in_braces, definitions) else _GONE)
            break
    for slip in find_slips(show_clozes(tex)[0]):
        yield Code.FORMULA_MISREAD, slip + (_GONE if slip not in find_slips(in_braces) else "")


def check_languages(unit: Unit, knows: KnowsLanguage) -> Iterator[Problem]:
    """Fences in a language that cannot be highlighted, mostly because its name is misspelt."""
    for token in unit.tokens:
        name = token.info.split()[0].lower() if token.type == "fence" and token.info.split() else ""
        if name and token.map and name not in _NO_CODE and not _DIRECTIVE.match(name) and not knows(name):
            near = did_you_mean(name, _COMMON, "write `text` if it is not code")
            here = Location(unit.document.path, token.map[0] + 1)
            message = f"no language is called `{name}`, so nothing is highlighted; {near}"
            yield Problem(here, Code.UNKNOWN_LANGUAGE, message)


def check_alternatives(question: Question, note: NoteBody) -> Iterator[Problem]:
    """Pictures without a text for readers who do not see them."""
    if not all(map(_ALT.search, _IMAGE.findall("".join(note.fields)))):
        is_markdown = any(
            _EMPTY in passage.text for passage in (question.prompt, question.answer, question.hint)
        )
        where = "`![…]`" if is_markdown else '`alt="…"`'
        message = f"the picture has no text; say in {where} what it shows"
        yield warn(question, _EMPTY if is_markdown else "<img", Code.PICTURE_WITHOUT_TEXT, message)
