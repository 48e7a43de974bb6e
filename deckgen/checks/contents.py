"""Finds formulas, code and pictures that a learner would not see as meant."""

import re
from collections.abc import Callable, Iterator, Mapping

from deckgen.checks.findings import warn
from deckgen.syntax.html_text import find_formulas
from deckgen.syntax.tex import find_fault
from deckgen.values.codes import Code
from deckgen.values.document import Package
from deckgen.values.nearest import did_you_mean
from deckgen.values.note import Note
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey

KnowsLanguage = Callable[[str], bool]

_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"""\balt=(["'])(?!\s*\1)""")
_COMMON = (
    *("python", "pycon", "text", "bash", "console", "c", "cpp", "java", "javascript", "typescript", "json"),
    *("yaml", "toml", "sql", "rust", "go", "html", "css", "xml", "diff", "markdown", "latex", "dockerfile"),
    *(
        "kotlin",
        "swift",
        "ruby",
        "php",
        "scala",
        "haskell",
        "lua",
        "cuda",
        "makefile",
        "powershell",
        "csharp",
    ),
)
# GitHub draws these; there is no colour to give them.
_NO_CODE = frozenset(("math", "mermaid", "geojson", "topojson", "stl", "plain", "plaintext", "txt"))


def check_tex(package: Package, notes: Mapping[QuestionKey, Note]) -> Iterator[Problem]:
    """Formulas that MathJax would show in red."""
    for question in package.questions:
        note = notes.get(question.key)
        for tex in dict.fromkeys(find_formulas("\n".join(note.fields[:-2])) if note else ()):
            fault = find_fault(tex)
            if fault:
                line = tex.strip().split("\n")[0]
                shown = line if len(line) <= 40 else f"{line[:39]}…"
                yield warn(question, line[:20], Code.FORMULA_INVALID, f"in the formula `{shown}` {fault}")


def check_languages(package: Package, knows: KnowsLanguage) -> Iterator[Problem]:
    """Fences in a language that nobody can highlight: mostly it is misspelt."""
    for document in package.documents:
        passages = [document.description]
        for question in document.questions:
            passages += (question.prompt, question.answer, question.hint)
        for passage in passages:
            for token in passage.tokens:
                name = token.info.split()[0].lower() if token.type == "fence" and token.info.split() else ""
                if name and token.map and name not in _NO_CODE and not knows(name):
                    advice = did_you_mean(name, _COMMON)
                    near = advice if advice.startswith("did") else "write `text` if it is no code"
                    here = Location(document.path, token.map[0] + 1)
                    message = f"no language is called `{name}`, so nothing is highlighted; {near}"
                    yield Problem(here, Code.UNKNOWN_LANGUAGE, message)


def check_alternatives(package: Package, notes: Mapping[QuestionKey, Note]) -> Iterator[Problem]:
    """Pictures that say nothing to who cannot see them, or where they do not load."""
    for question in package.questions:
        note = notes.get(question.key)
        for image in _IMAGE.findall("".join(note.fields)) if note else ():
            if not _ALT.search(image):
                message = "the picture has no text; say in `![…]` what it shows"
                yield warn(question, "![](", Code.PICTURE_WITHOUT_TEXT, message)
