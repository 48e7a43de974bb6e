"""Pairs of packages, an old and a new one, each for one thing that an author may do between two builds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from deckgen.apkg.read import decode_apkg
from deckgen.diff.compare import compare
from deckgen.diff.values import Diff
from deckgen.values.document import Kind
from deckgen.values.note import Media, Note, Template, TimedNoteType
from deckgen.values.text import Html, Timestamp
from tests.support.making import MONDAY, NOTE_TYPES, encode_apkg, note

LATER = Timestamp(MONDAY + 60)


@dataclass(frozen=True)
class Contents:
    """What is packed into one of the packages."""

    notes: tuple[Note, ...]
    note_types: Mapping[Kind, TimedNoteType] = field(default_factory=lambda: NOTE_TYPES)
    descriptions: Mapping[str, Html] = field(default_factory=dict)

    @property
    def encoded(self) -> bytes:
        return encode_apkg(self.notes, self.note_types, self.descriptions)


@dataclass(frozen=True)
class Scenario:
    old: Contents
    new: Contents

    @property
    def diff(self) -> Diff:
        return compare(decode_apkg(self.old.encoded), decode_apkg(self.new.encoded))


def _pair(*old: Note, then: tuple[Note, ...]) -> Scenario:
    """Packages that have a note in common besides these."""
    return Scenario(Contents((*old, note("other"))), Contents((*then, note("other"))))


def cloze(key: str, *numbers: int, modified: int = MONDAY, deck: str = "大模型面试") -> Note:
    text = "<p>" + ", ".join(f"{{{{c{number}::word {number}}}}}" for number in numbers) + "</p>"
    ordinals = tuple(number - 1 for number in sorted(numbers))
    title = "<p>LoRA 的前向公式</p>"
    return note(key, text, title, kind=Kind.CLOZE, ordinals=ordinals, modified=modified, deck=deck)


def restyled(kind: Kind, css: str, modified: int = LATER) -> dict[Kind, TimedNoteType]:
    timed = NOTE_TYPES[kind]
    return NOTE_TYPES | {
        kind: TimedNoteType(replace(timed.note_type, css=css), Timestamp(modified)),
    }


def with_another_card_type() -> dict[Kind, TimedNoteType]:
    ours = NOTE_TYPES[Kind.BASIC].note_type
    added = Template("Backwards", 77, "{{Answer}}", "{{Question}}")
    return NOTE_TYPES | {
        Kind.BASIC: TimedNoteType(replace(ours, templates=(*ours.templates, added)), LATER),
    }


def _with_fields_swapped() -> dict[Kind, TimedNoteType]:
    ours = NOTE_TYPES[Kind.BASIC].note_type
    first, second, *others = ours.fields
    return NOTE_TYPES | {Kind.BASIC: TimedNoteType(replace(ours, fields=(second, first, *others)), LATER)}


def _with_a_field_renamed() -> dict[Kind, TimedNoteType]:
    ours = NOTE_TYPES[Kind.BASIC].note_type
    fields = (replace(ours.fields[0], name="Frage"), *ours.fields[1:])
    templates = tuple(
        replace(
            template,
            front=template.front.replace("{{Question}}", "{{Frage}}"),
            back=template.back.replace("{{Question}}", "{{Frage}}"),
        )
        for template in ours.templates
    )
    return NOTE_TYPES | {Kind.BASIC: TimedNoteType(replace(ours, fields=fields, templates=templates), LATER)}


_TENSOR = "<p>形状为 (22, 1) 的张量减去形状为 (12, 1) 的张量,结果是什么形状?</p>"
_WRONG = "<p>结果的形状是 (22, 12)。从右边对齐,然后逐维广播。</p>"
_RIGHT = "<p><strong>没有结果:会报错。</strong>从右边对齐,22 ≠ 12,而且都不是 1。</p>"
_LONG = "".join(f"<p>Paragraph {number} says what it says, as it always did.</p>" for number in range(20))

SCENARIOS: dict[str, Scenario] = {
    "answer-edited": _pair(
        note("tensor", _TENSOR, _WRONG), then=(note("tensor", _TENSOR, _RIGHT, modified=LATER),)
    ),
    "one-word-of-a-long-answer-edited": _pair(
        note("long", "", _LONG),
        then=(note("long", "", _LONG.replace("10 says", "10 shows"), modified=LATER),),
    ),
    "code-edited": _pair(
        note("code", "", "<pre><code>x = f(a)\nprint(x)</code></pre>"),
        then=(
            note("code", "", "<pre><code>x = f(a)\ny = g(x, axis=1)\nprint(x)</code></pre>", modified=LATER),
        ),
    ),
    "only-formatting-edited": _pair(
        note("bold", "", "<p>so</p>"), then=(note("bold", "", "<p><b>so</b></p>", modified=LATER),)
    ),
    "two-new": _pair(then=(note("attention", "<p>What is attention?</p>"), cloze("lora", 1, 2))),
    "two-removed": _pair(note("gru", "<p>What was a GRU?</p>"), note("lstm"), then=()),
    "retagged": _pair(
        note("tensor", tags=("numpy", "old")), then=(note("tensor", tags=("数学", "numpy"), modified=LATER),)
    ),
    "kind-changed": _pair(note("tensor"), then=(note("tensor", kind=Kind.TYPED, modified=LATER),)),
    "cloze-added": _pair(cloze("lora", 1, 3), then=(cloze("lora", 1, 2, 3, modified=LATER),)),
    "cloze-removed": _pair(cloze("lora", 1, 2, 3), then=(cloze("lora", 1, 3, modified=LATER),)),
    "cloze-added-without-a-newer-time": _pair(cloze("lora", 1), then=(cloze("lora", 1, 2),)),
    "card-back-to-front-gone": _pair(
        note("pair", kind=Kind.REVERSED, ordinals=(0, 1)),
        then=(note("pair", kind=Kind.REVERSED, ordinals=(0,), modified=LATER),),
    ),
    "edited-without-a-newer-time": _pair(
        note("tensor", "", _WRONG, modified=LATER), then=(note("tensor", "", _RIGHT, modified=MONDAY),)
    ),
    "newer-time-without-an-edit": _pair(note("tensor"), then=(note("tensor", modified=LATER),)),
    "moved-to-another-deck": _pair(
        note("tensor", deck="大模型面试::数学"),
        cloze("lora", 1, deck="大模型面试::数学"),
        then=(
            note("tensor", deck="大模型面试::张量"),
            cloze("lora", 1, 2, modified=LATER, deck="大模型面试::张量"),
        ),
    ),
    "style-changed": Scenario(
        Contents((note("tensor"),)),
        Contents((note("tensor"),), restyled(Kind.BASIC, ".card { color: navy }")),
    ),
    "style-changed-without-a-newer-time": Scenario(
        Contents((note("tensor"),)),
        Contents((note("tensor"),), restyled(Kind.BASIC, ".card { color: navy }", MONDAY)),
    ),
    "card-type-added": Scenario(
        Contents((note("tensor"), note("same"))),
        Contents(
            (
                note("tensor", "", _RIGHT, ordinals=(0, 1), modified=LATER),
                note("same"),
                note("new", ordinals=(0, 1)),
            ),
            with_another_card_type(),
        ),
    ),
    "fields-reordered": Scenario(
        Contents((note("tensor"),)), Contents((note("tensor"), note("new")), _with_fields_swapped())
    ),
    "field-renamed": Scenario(
        Contents((note("tensor"),)),
        Contents((note("tensor", _TENSOR, modified=LATER),), _with_a_field_renamed()),
    ),
    "descriptions-changed": Scenario(
        Contents(
            (note("a", deck="A::B"), note("c", deck="C")),
            descriptions={"A": Html("of 2024"), "C": Html("kept"), "A::B": Html("same")},
        ),
        Contents(
            (note("a", deck="A::B"), note("c", deck="C"), note("d", deck="D")),
            descriptions={"A": Html("of 2025"), "A::B": Html("same"), "D": Html("new"), "E": Html("unused")},
        ),
    ),
    "picture-added": _pair(
        note("tensor"),
        then=(
            note("tensor", "", '<img src="a.svg" alt="axes">', media=(Media("a.svg", b"1"),), modified=LATER),
        ),
    ),
    "nothing": _pair(note("tensor", tags=("x",)), then=(note("tensor", tags=("x",)),)),
}

RENAMING = "field-renamed"
"""Anki before 23.10 does not follow this one."""


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw two packages that have much in common."""
    return Scenario(draw(_contents()), draw(_contents()))


@st.composite
def _contents(draw: st.DrawFn) -> Contents:
    notes = []
    for key in draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)):
        modified = MONDAY + draw(st.integers(0, 2))
        deck = draw(st.sampled_from(["A", "A::B", "C"]))
        kind = draw(st.sampled_from([Kind.BASIC, Kind.BASIC, Kind.CLOZE, Kind.CLOZE, Kind.REVERSED]))
        if kind is Kind.CLOZE:
            numbers = draw(st.sets(st.integers(1, 4), min_size=1))
            notes.append(cloze(key, *sorted(numbers), modified=modified, deck=deck))
            continue
        notes.append(
            note(
                key,
                draw(st.sampled_from(["<p>one</p>", "<p>two</p>", "<p>一二三</p>"])),
                kind=kind,
                ordinals=draw(st.sampled_from([(0,), (0, 1)])) if kind is Kind.REVERSED else (0,),
                tags=tuple(draw(st.sets(st.sampled_from(["x", "y::z"])))),
                modified=modified,
                deck=deck,
            )
        )
    types = draw(
        st.sampled_from(
            [
                NOTE_TYPES,
                restyled(Kind.BASIC, "a"),
                restyled(Kind.CLOZE, "b", LATER + 1),
                with_another_card_type(),
            ]
        )
    )
    names = st.sampled_from(["A", "A::B", "C"])
    descriptions = draw(st.dictionaries(names, st.sampled_from(["", "one", "two"]).map(Html), max_size=2))
    return Contents(tuple(notes), types, descriptions)
