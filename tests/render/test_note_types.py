"""The note types: frozen for ever in shape, and complete on both sides of every card."""

import hashlib
import re
import time
import tomllib

import pytest
from anki.collection import Collection
from anki.models import NotetypeDict
from anki.notes import Note as AnkiNote

from deckgen.identity.digest import digest_note_type
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import NoteType
from tests.support import ROOT
from tests.support.questions import note

SHIPPED = {
    # Every line here is in learners' collections already. Anki knows a note type by its id and compares its
    # fields and templates by theirs, in order: were one number, or their order or count, to change, Anki
    # would make a copy of the note type for new notes and never again update the notes a learner has.
    Kind.BASIC: (
        ("deckgen basic", 1755863361310),
        (
            ("Question", 4937099586265744),
            ("Answer", 4238220247908509),
            ("Extra", 5037718355291809),
            ("Hint", 271044680883106),
            ("Source", 1076855159474854),
            ("Key", 5535195399102632),
        ),
        (("Question → Answer", 7114209666168423),),
    ),
    Kind.REVERSED: (
        ("deckgen reversed", 1723559093227),
        (
            ("Question", 2296809689793463),
            ("Answer", 6745400469674808),
            ("Extra", 145385032700088),
            ("Hint", 2622552746992827),
            ("Source", 6063282230889027),
            ("Key", 1308802086677444),
        ),
        (("Question → Answer", 3170655572714230), ("Answer → Question", 779495867446775)),
    ),
    Kind.TYPED: (
        ("deckgen typed", 1726581908235),
        (
            ("Question", 7287222885835973),
            ("Answer", 8763991741776581),
            ("Extra", 3491688639886665),
            ("Hint", 1312450234999626),
            ("Source", 6784408669358802),
            ("Key", 6581971341971156),
        ),
        (("Type the answer", 6057080692900473),),
    ),
    Kind.CLOZE: (
        ("deckgen cloze", 1701381041111),
        (
            ("Text", 6383745642228822),
            ("Question", 8647683823616600),
            ("Extra", 6814953567143386),
            ("Hint", 6889717763647834),
            ("Source", 4408479989374813),
            ("Key", 7331913899415522),
        ),
        (("Cloze", 7998695227156347),),
    ),
}

VERSION = ROOT / "deckgen/render/note_types/version.toml"
NOTE_TYPES = [load_note_type(kind) for kind in Kind]
BY_KIND = pytest.mark.parametrize("note_type", NOTE_TYPES, ids=[note_type.kind for note_type in NOTE_TYPES])


@BY_KIND
def test_ids_names_and_order_are_those_that_were_shipped(note_type: NoteType) -> None:
    name, fields, templates = SHIPPED[note_type.kind]
    assert (note_type.name, note_type.id) == name
    assert tuple((field.name, field.id) for field in note_type.fields) == fields
    assert tuple((template.name, template.id) for template in note_type.templates) == templates


def test_the_version_is_the_time_since_when_they_look_as_they_do(update_cases: bool) -> None:
    digests = [digest_note_type(one.name, one.fields, one.templates, one.css) for one in NOTE_TYPES]
    now = hashlib.sha256("".join(digests).encode()).hexdigest()[:20]
    known = tomllib.loads(VERSION.read_text(encoding="utf-8"))
    if update_cases and known["digest"] != now:
        comment, _, _ = VERSION.read_text(encoding="utf-8").partition("\n\n")
        later = max(int(time.time()), known["time"] + 1)
        VERSION.write_text(f'{comment}\n\ntime = {later}\ndigest = "{now}"\n', encoding="utf-8")
    advice = "the look has changed: run this file with --update-cases, or learners would not get it"
    assert tomllib.loads(VERSION.read_text(encoding="utf-8"))["digest"] == now, advice


def test_every_id_is_its_own_and_exact_in_any_program() -> None:
    ids = [note_type.id for note_type in NOTE_TYPES]
    ids += [part.id for note_type in NOTE_TYPES for part in note_type.fields]
    ids += [template.id for note_type in NOTE_TYPES for template in note_type.templates]
    assert len(set(ids)) == len(ids)
    # Beyond 2^53 a program that keeps numbers as JavaScript does would round them.
    assert all(2**31 < number < 2**53 for number in ids)


@BY_KIND
def test_templates_name_only_fields_that_exist(note_type: NoteType) -> None:
    known = {field.name for field in note_type.fields} | {"Subdeck", "FrontSide"}
    for template in note_type.templates:
        for side in (template.front, template.back):
            named = re.findall(r"\{\{[#^/]?(?:\w+:)*(\w+)\}\}", side)
            assert len(named) == side.count("{{")
            assert set(named) <= known
        assert "{{FrontSide}}" not in template.front


@BY_KIND
def test_a_template_runs_no_script_and_loads_nothing(note_type: NoteType) -> None:
    sides = "".join(template.front + template.back for template in note_type.templates)
    assert not re.search(r"<script|\bon\w+\s*=|src\s*=|javascript:|<link", sides, re.IGNORECASE)


def _add_to_anki(collection: Collection, note_type: NoteType) -> NotetypeDict:
    stored = collection.models.by_name(note_type.name)
    if stored is not None:
        return stored
    made = collection.models.new(note_type.name)
    made["type"] = int(note_type.is_cloze)
    made["css"] = note_type.css
    for field in note_type.fields:
        collection.models.add_field(made, collection.models.new_field(field.name))
    for template in note_type.templates:
        new = collection.models.new_template(template.name)
        new["qfmt"], new["afmt"] = template.front, template.back
        collection.models.add_template(made, new)
    collection.models.add_dict(made)
    return _add_to_anki(collection, note_type)


def _note(collection: Collection, note_type: NoteType, **fields: str) -> AnkiNote:
    """A note in Anki with `<p>THE-FIELD</p>` in each field, unless said otherwise."""
    note = collection.new_note(_add_to_anki(collection, note_type))
    for field in note_type.fields:
        note[field.name] = f"<p>THE-{field.name.upper()}</p>"
    if note_type.is_cloze:
        note["Text"] = "<p>{{c1::THE-ANSWER}} and {{c2::THE-REST}}</p>"
    for name, value in fields.items():
        note[name] = value
    deck = collection.decks.id("Parent::Child")
    assert deck is not None
    collection.add_note(note, deck)
    return note


def _faces(note: AnkiNote) -> list[tuple[str, str]]:
    """Front and back of each card, without the style."""
    sides = [(card.question(), card.answer()) for card in note.cards()]
    return [(front.split("</style>")[1], back.split("</style>")[1]) for front, back in sides]


@BY_KIND
def test_anki_makes_a_card_of_every_template(collection: Collection, note_type: NoteType) -> None:
    cards = _faces(_note(collection, note_type))
    assert len(cards) == (2 if note_type.is_cloze else len(note_type.templates))
    for front, back in cards:
        assert "{{" not in front + back
        assert "Child" in front
        assert "Parent" not in front
        assert "THE-KEY" in back


@BY_KIND
def test_the_answer_is_never_on_the_front(collection: Collection, note_type: NoteType) -> None:
    (front, back), *others = _faces(_note(collection, note_type))
    for hidden in ("THE-ANSWER", "THE-EXTRA", "THE-SOURCE", "THE-KEY"):
        assert hidden not in front
        assert hidden in back
    if note_type.kind is Kind.REVERSED:
        [(front, back)] = others
        assert "THE-ANSWER" in front
        # A hint was written for the question: on its answer it would give the question away.
        assert not re.search("THE-QUESTION|THE-HINT|THE-EXTRA", front)
        assert "THE-QUESTION" in back


@BY_KIND
def test_what_is_empty_leaves_no_trace(collection: Collection, note_type: NoteType) -> None:
    full, *_ = _faces(_note(collection, note_type))
    bare, *_ = _faces(_note(collection, note_type, Hint="", Extra="", Source=""))
    for name in ("hint", "extra", "source"):
        assert f'class="{name}"' in "".join(full)
        assert f'class="{name}"' not in "".join(bare)


@BY_KIND
def test_the_hint_waits_for_a_button_that_needs_no_script(
    collection: Collection, note_type: NoteType
) -> None:
    (front, _), *_ = _faces(_note(collection, note_type))
    assert re.search(r'<details class="hint"><summary[^>]*>.*>Hint<.*</summary>.*THE-HINT.*</details>', front)


@BY_KIND
def test_a_search_for_the_key_finds_the_note_in_its_language(
    collection: Collection, note_type: NoteType
) -> None:
    """A field that is searched for as a whole must hold the key and nothing else, no element around it."""
    text = "{{c1::甲}}" if note_type.is_cloze else "甲"
    made = note(text, heading="什么？", kind=note_type.kind)
    fields = dict(zip((field.name for field in note_type.fields), made.fields, strict=True))
    for name, html in fields.items():
        assert html.startswith(("<div lang=", "<span lang=")) is (bool(html) and name != "Key")
    key = f"key-of-{note_type.kind}"
    stored = _note(collection, note_type, **{**fields, "Key": key})
    assert collection.find_notes(f"Key:{key}") == [stored.id]
    assert collection.find_notes(f'"note:{note_type.name}" Key:{key}') == [stored.id]


def test_the_typed_answer_is_asked_for_and_stands_below_the_comparison(collection: Collection) -> None:
    [(front, back)] = _faces(_note(collection, load_note_type(Kind.TYPED)))
    assert "[[type:Answer]]" in front
    assert back.index("[[type:Answer]]") < back.index("THE-ANSWER") < back.index("THE-EXTRA")
