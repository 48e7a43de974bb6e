"""What stands at the foot of a back: the tags and the link to the source, if settings want them."""

import pytest

from deckgen.identity.digest import digest_note
from deckgen.render.foot import finish_note
from deckgen.values.document import Kind
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Location
from deckgen.values.settings import NO_SETTINGS, Settings
from deckgen.values.text import Html, QuestionKey

GITHUB = "https://github.com/me/decks/edit/main/{path}#L{line}"


def _source(
    settings: Settings,
    *,
    source: str = "a book",
    tags: tuple[str, ...] = ("net", "net::tcp"),
    path: str = "source/course.md",
    line: int = 7,
    key: str = "ack",
) -> str:
    fields = tuple(Html(text) for text in ("Q", "A", "", "", source, "old"))
    body = NoteBody(fields, tags, (0,), ())
    finished = finish_note(body, settings, QuestionKey(key), Location(path, line))
    assert (*finished.fields[:4], finished.fields[5]) == ("Q", "A", "", "", key)
    return finished.fields[4]


def test_nothing_is_added_unless_a_setting_wants_it() -> None:
    assert _source(NO_SETTINGS) == "a book"
    assert _source(Settings(show_tags=False)) == "a book"


def test_tags_are_paths_before_the_source() -> None:
    assert _source(Settings(show_tags=True)) == '<span class="tags">net · net › tcp</span> a book'
    assert _source(Settings(show_tags=True), tags=()) == "a book"
    # What Anki or a browser would interpret stays text.
    assert "<b>" not in _source(Settings(show_tags=True), tags=("<b>", "[sound:x]", "{{a}}"))
    assert "{{" not in _source(Settings(show_tags=True), tags=("{{a}}",))


@pytest.mark.parametrize(
    ("address", "href"),
    [
        (GITHUB, "https://github.com/me/decks/edit/main/source/course.md#L7"),
        ("https://x.org/{path}?plain=1#L{line}-{line}", "https://x.org/source/course.md?plain=1#L7-7"),
        ("https://x.org/?a=b&q={key}", "https://x.org/?a=b&amp;q=ack"),
    ],
)
def test_placeholders_are_filled(address: str, href: str) -> None:
    host = href.split("/")[2]
    link = f'<a class="edit" href="{href}" rel="noopener noreferrer" aria-label="{host}">✎</a>'
    assert _source(Settings(edit=address)) == f"a book {link}"
    assert _source(Settings(edit=address), source="") == link


def test_a_path_and_a_key_are_escaped_in_the_address() -> None:
    shown = _source(
        Settings(edit="https://x.org/{path}?q={key}"), path='source/数学 "a" {path} #1?.md', key="c-d=e/f"
    )
    assert (
        'href="https://x.org/source/%E6%95%B0%E5%AD%A6%20%22a%22%20%7Bpath%7D%20%231%3F.md?q=c%2Dd%3De%2Ff"'
        in shown
    )


def _digest(settings: Settings, **changes: object) -> str:
    return digest_note(Kind.BASIC, [_source(settings, **changes)], ())  # type: ignore[arg-type]  # as given


def test_a_note_is_the_same_whatever_its_line_is_and_another_in_another_file() -> None:
    settings = Settings(edit=GITHUB)
    assert _digest(settings, line=7) == _digest(settings, line=1234)
    assert _digest(settings) != _digest(NO_SETTINGS)
    assert _digest(settings) != _digest(settings, path="source/course2.md")
    assert _digest(settings, source="see #L7") != _digest(settings, source="see #L8")
