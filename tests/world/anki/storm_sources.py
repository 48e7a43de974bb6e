"""The sources of the storm as their author sees them: which question is which, whatever its text becomes.

Each heading has `source="q17"`, so the number of a question goes wherever git and the author take its line.
It is in a field of the note too, so Anki says which question a guid belongs to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

_HEADING = re.compile(r'## (?P<text>.*) \{(?P<attributes>[^{}]*source="q(?P<number>\d+)")\}')

FAULTS = ("```python", "![lost](lost.svg)", "<<<<<<< HEAD", "$$ x", "### below {#below}")
"""Lines that are errors at the end of an answer; the open fence hides all later questions of its file."""

_SYLLABLES = tuple(
    re.findall(
        r"[a-z]+", "ba ce di fo gu hy ja ke li mo nu pa qui re so tu va we xi zo bri cla dro fle gra plo"
    )
)
_HAN = "张量形状矩阵梯度模型训练权重损失函数归一层池化卷积向量采样步长缓存注意力头残差网络参数学习率批次"
LANGUAGES = ("C", "C++", "C#", "Go", "R")
OPERATORS = ("<", ">", "<=", "==", "-", "+")
NEGATIONS = ("never", "not", "also", "also")
_SHORT_ANSWERS = ("yes", "no", "`(12,)`", "`(12, 1)`", "3", "能", "不能")
_SHARED_ANSWERS = (
    "It depends on the order of the two dimensions.",
    "因为两个维度不同,所以结果不能广播到一起。",
)
_BEGINNING = "When the first forty letters of it are all equal"


@dataclass
class Question:
    """One `##` heading with its body; two questions of one text have different numbers."""

    number: int
    text: str
    body: str
    key: str = ""
    kind: str = "basic"
    tags: tuple[str, ...] = ()
    was: str = ""

    def render(self) -> str:
        parts = [f"#{self.key}"] * bool(self.key)
        parts += [f".{tag}" for tag in self.tags]
        parts += [f"kind={self.kind}"] * (self.kind not in ("basic", "cloze"))
        parts += [f"was={self.was}"] * bool(self.was)
        attributes = " ".join([*parts, f'source="q{self.number}"'])
        return f"## {self.text} {{{attributes}}}\n\n{self.body}\n"


@dataclass
class Source:
    """One file of a package."""

    path: Path
    deck: str
    tags: tuple[str, ...] = ("course",)
    questions: list[Question] = field(default_factory=list)

    def render(self) -> str:
        front = f"---\ndeck: {self.deck}\ntags: [{', '.join(self.tags)}]\n---\n\n"
        return front + "\n".join(question.render() for question in self.questions)

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.render(), encoding="utf-8")


def read_source(path: Path) -> Source:
    """The file as it stands, however git has merged it; a line that begins with `##` is a question."""
    head, *parts = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    deck = re.search(r"^deck: (.*)$", head, re.MULTILINE)
    tags = re.search(r"^tags: \[(.*)\]$", head, re.MULTILINE)
    source = Source(path, deck[1] if deck else "Lost", tuple(tags[1].split(", ")) if tags else ())
    for part in parts:
        line, _, body = part.partition("\n")
        found = _HEADING.fullmatch(line)
        assert found, f"{path}: {line}"
        words = found["attributes"].split()
        values = dict(word.split("=", 1) for word in words if "=" in word)
        is_cloze = "{{c" in body
        question = Question(
            number=int(found["number"]),
            text=found["text"],
            body=body.strip("\n"),
            key=next((word[1:] for word in words if word.startswith("#")), ""),
            kind="cloze" if is_cloze else values.get("kind", "basic"),
            tags=tuple(word[1:] for word in words if word.startswith(".")),
            was=values.get("was", ""),
        )
        source.questions.append(question)
    return source


def read_sources(root: Path) -> dict[str, list[Source]]:
    """The files of each package, in order."""
    packages: dict[str, list[Source]] = {}
    for path in sorted((root / "source").rglob("*.md")):
        name = path.relative_to(root / "source").parts[0].removesuffix(".md")
        packages.setdefault(name, []).append(read_source(path))
    return packages


def has_fault(source: Source) -> bool:
    return any(line in FAULTS for question in source.questions for line in question.body.split("\n"))


def mend(source: Source) -> None:
    for question in source.questions:
        lines = question.body.split("\n")
        question.body = "\n".join(line for line in lines if line not in FAULTS).strip("\n")


class Words:
    """Texts of a seed: of questions that have nothing in common, and of those that are easily confused."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4)))

    def words(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count))

    def _han(self, count: int) -> str:
        return "".join(self.random.choices(_HAN, k=count))

    def question(self) -> str:
        r = self.random
        return r.choice(
            (
                lambda: f"{self.words(r.randint(3, 7))}?",
                lambda: f"{self.words(2)} ({r.randint(2, 30)}, {r.randint(1, 9)}) {self.words(2)}?",
                lambda: f"{self.words(2)} `{r.choice('xyz')} {r.choice(OPERATORS)} {r.randint(0, 3)}`?",
                lambda: f"{self.words(2)} {r.choice(NEGATIONS)} {self.words(2)}?",
                lambda: f"{self._han(r.randint(6, 14))}{r.choice(('能', '不能', '会'))}{self._han(4)}?",
                lambda: f"{self.words(1)} {r.choice(LANGUAGES)}",
                lambda: f"{_BEGINNING}, {self.words(r.randint(1, 3))}?",
            )
        )()

    def answer(self) -> str:
        r = self.random
        return r.choice(
            (
                lambda: r.choice(_SHORT_ANSWERS),
                lambda: r.choice(_SHARED_ANSWERS),
                lambda: f"{self.words(r.randint(3, 12))}.",
                lambda: f"{self.words(5)}.\n\n{self.words(4)}.",
                lambda: f"{self.words(4)}.\n\n---\n\n{self.words(5)}.",
            )
        )()

    def cloze(self) -> str:
        count = self.random.randint(1, 3)
        return " ".join(f"{self.words(2)} {{{{c{n}::{self.word()}}}}}" for n in range(1, count + 1)) + "."

    def reword(self, text: str) -> str:
        """A word more, a word less, or another word."""
        words = text.split(" ")
        place = self.random.randrange(len(words))
        how = self.random.randrange(3)
        if how == 0 or len(words) < 3:
            words.insert(place, self.word())
        elif how == 1:
            del words[place]
        else:
            words[place] = self.word()
        return " ".join(words)

    def turn(self, text: str) -> str:
        """The same text with another number, sign, negation, bracket or term."""
        turns = [
            (r"\d+", lambda found: str(int(found[0]) + self.random.randint(1, 9))),
            (r"(?<=[xyz] )[<>=+-]+", lambda _: self.random.choice(OPERATORS)),
            (r"\b(never|not|also)\b", lambda found: "also" if found[0] != "also" else "never"),
            (r"不能|能|会", lambda found: {"不能": "能", "能": "不能", "会": "不会"}[found[0]]),
            (r"(?<= )(C\+\+|C#|C|Go|R)$", lambda _: self.random.choice(LANGUAGES)),
            (r", 1\)", lambda _: ",)"),
        ]
        possible = [(old, new) for old, new in turns if re.search(old, text)]
        if not possible:
            return f"not {text}"
        old, new = self.random.choice(possible)
        turned = re.sub(old, new, text, count=1)
        return turned if turned != text else self.turn(text)


def positions(packages: dict[str, list[Source]]) -> Iterator[tuple[str, Source, Question]]:
    for name, sources in packages.items():
        for source in sources:
            for question in source.questions:
                yield name, source, question
