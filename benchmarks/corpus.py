"""The notes that the benchmarks are taken with: written as a project, and read again by the floors.

A note has a key, a question and an answer of 98 words. Half of the answers have a fence of six lines of
Python, a fifth have a formula, a third have a list. A third of the files are in Chinese. The texts are drawn
at random, with the same seed for each file, so that no two notes are alike and every run has the same ones.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import NamedTuple


class SourceNote(NamedTuple):
    """A question of a source as the floors see it: Markdown, nothing checked."""

    key: str
    question: str
    answer: str


def make_project(project: Path, notes: int, files: int) -> None:
    """Write so many notes into so many files of one package."""
    folder = project / "source/big"
    folder.mkdir(parents=True)
    for number in range(files):
        text = _file(number, range(number * notes // files, (number + 1) * notes // files))
        source_path(project, number).write_text(text, encoding="utf-8")


def source_path(project: Path, number: int) -> Path:
    """The path of a file of the project."""
    return project / f"source/big/{number:05}.md"


def edit_note(path: Path, words: str) -> None:
    """Put these words at the beginning of the first answer in a file."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(## .*\n\n)", rf"\g<1>{words} ", text, count=1), encoding="utf-8")


def read_notes(source: Path) -> Iterator[SourceNote]:
    """Read the notes again, in the order of the files, by splitting at headings and nothing else."""
    for path in sorted(source.rglob("*.md")):
        _, *parts = path.read_text(encoding="utf-8").split("\n## ")
        for part in parts:
            heading, _, answer = part.partition("\n")
            question, _, key = heading.rpartition(" {#")
            yield SourceNote(key.rstrip("}"), question, answer)


@dataclass(frozen=True, slots=True)
class _Language:
    words: tuple[str, ...]
    between: str
    comma: str
    stop: str
    ask: str


def _words(language: str) -> tuple[str, ...]:
    path = Path(__file__).with_name(f"words_{language}.txt")
    return tuple(path.read_text(encoding="utf-8").split())


_ENGLISH = _Language(
    _words("english"),
    " ",
    ", ",
    ". ",
    "Why does the {}?",
)
_CHINESE = _Language(
    _words("chinese"),
    "",
    "，",
    "。",
    "为什么{}？",
)

_FORMULAS = (
    "$x_{{{0}}}^2 + \\frac{{a}}{{b}}$",
    "$\\sum_{{i=1}}^{{{0}}} w_i x_i$",
    "$O({0} n \\log n)$",
    "$\\|v\\|_2 \\le {0}$",
)
_DISPLAYED = (
    "\n$$\n\\mathcal{{L}}(\\theta) = -\\frac{{1}}{{{0}}} \\sum_i \\log p_\\theta(y_i \\mid x_i)\n$$\n"
)

_FENCES = (
    """
def {a}_{b}({c}, limit={n}):
    total = 0
    for {d} in {c}:
        if {d} > limit:
            total += {d} * {m}
    return total
""",
    """
class {A}{B}:
    def __init__(self, {c}="{d}"):
        self.{c} = {c}  # {a} and {b}

    def {a}(self):
        return f"{{self.{c}}}: {n}"
""",
    """
{a} = {{"{b}": {n}, "{c}": [{m}, None]}}
try:
    {d} = sorted({a}, key=lambda {c}: -len({c}))[:{m}]
except (KeyError, TypeError) as error:
    print("{b}", error)
print({a}["{c}"], {d})
""",
    """
@staticmethod
async def {a}(*{b}, **{c}):
    assert {n} <= len({b}) < {n} + {m}, "too many"
    while {b} and not {c}.get("{d}"):
        {c} |= {{"{d}": await {b}[0]}}
    return [{d} for {d} in {b} if {d} % {m} == 0]
""",
)


def _file(number: int, notes: range) -> str:
    chance = random.Random(number)  # noqa: S311  # a benchmark wants the same texts each time
    language = _CHINESE if number % 3 == 2 else _ENGLISH
    title = f"# {_sentence(chance, language, 3)} {number}\n"
    return "\n".join([title, *(_note(chance, language, note) for note in notes)])


def _note(chance: random.Random, language: _Language, number: int) -> str:
    question = language.ask.format(language.between.join(_subject(chance, language)))
    parts = [_prose(chance, language, has_list=number % 3 == 0)]
    if number % 2:
        parts.append(f"\n```python{_code(chance)}```\n")
    if number % 5 == 0:
        parts.append(_formula(chance, language))
    return f"## {question} {{#q{number}}}\n\n{''.join(parts)}"


def _subject(chance: random.Random, language: _Language) -> list[str]:
    """Eight words to ask about; half of the Chinese questions name something in English, as real ones do."""
    words = chance.sample(language.words, 8)
    return (
        [f" {chance.choice(_NAMES)} ", *words[1:]]
        if language is _CHINESE and chance.random() < 0.5
        else words
    )


def _prose(chance: random.Random, language: _Language, *, has_list: bool) -> str:
    """An answer's 98 words: two paragraphs, or one and a list."""
    head = [_marked(chance, language, 14), _sentence(chance, language, 18), _sentence(chance, language, 16)]
    if has_list:
        items = (_marked(chance, language, length) for length in (12, 18, 20))
        tail = "".join(f"- {item}\n" for item in items)
    else:
        sentences = (_sentence(chance, language, 28), _marked(chance, language, 22))
        tail = f"{_join(language, sentences)}\n"
    return f"{_join(language, head)}\n\n{tail}"


def _join(language: _Language, sentences: Sequence[str]) -> str:
    return language.stop.join(sentences) + language.stop.strip()


def _sentence(chance: random.Random, language: _Language, length: int) -> str:
    words = chance.choices(language.words, k=length)
    comma = length // 2
    text = language.between.join(words[:comma]) + language.comma + language.between.join(words[comma:])
    return text[0].upper() + text[1:]


def _marked(chance: random.Random, language: _Language, length: int) -> str:
    """A sentence with something in bold and a name in code."""
    start, rest = _sentence(chance, language, 4), _sentence(chance, language, length - 5)
    name = f"{chance.choice(_ENGLISH.words)}_{chance.randrange(1000)}"
    return f"**{start}**{language.comma}`{name}` {rest}"


def _code(chance: random.Random) -> str:
    a, b, c, d = chance.sample(_NAMES, 4)
    names = {"a": a, "b": b, "c": c, "d": d, "A": a.title(), "B": b.title()}
    return chance.choice(_FENCES).format(**names, n=chance.randrange(2, 1000), m=chance.randrange(2, 20))


def _formula(chance: random.Random, language: _Language) -> str:
    if chance.random() < 0.3:
        return _DISPLAYED.format(chance.randrange(2, 1000))
    formula = chance.choice(_FORMULAS).format(chance.randrange(2, 1000))
    return f"\n{_sentence(chance, language, 2)} {formula}{language.stop.strip()}\n"


_NAMES = tuple(word for word in _ENGLISH.words if len(word) > 3 and word != "limit" and not iskeyword(word))
