"""Cards of strangers: templates and fields of all kinds, as they are in public decks."""

from typing import NamedTuple


class CardType(NamedTuple):
    """Both templates, and the fields of a note: Text, Extra and Only."""

    front: str
    back: str
    fields: tuple[str, str, str]
    is_cloze: bool = False
    ordinal: int = 0


def _cloze(text: str, ordinal: int = 0, front: str = "{{cloze:Text}}", back: str = "") -> CardType:
    return CardType(front, back or f"{front}<br>{{{{Extra}}}}", (text, "extra", ""), True, ordinal)


def _plain(front: str, back: str = "{{FrontSide}}", *fields: str) -> CardType:
    text, extra, only = (*fields, *("a", "b", "")[len(fields) :])
    return CardType(front, back, (text, extra, only))


CARD_TYPES = {
    "question and answer": _plain("{{Text}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Extra}}"),
    "conditions": _plain("{{Text}}{{#Only}}x{{/Only}}{{^Only}}y{{#Extra}}z{{/Extra}}{{/Only}}"),
    "an empty field is one of blanks and lines": _plain("{{#Text}}t{{/Text}}{{Extra}}", "", " <br>\n</div>"),
    "what Anki adds": _plain("{{Text}}", "{{Deck}}|{{Subdeck}}|{{Card}}|{{Type}}|{{CardFlag}}|{{Tags}}"),
    "names with blanks": _plain("{{ Text }}{{# Extra }}{{ text:Extra }}{{/Extra}}"),
    "text": _plain("{{text:Text}}", "{{text:Extra}}", "<b>1 &lt; 2</b><!-- <i> -->", "a &nope; &amp;<p"),
    "hint": _plain("{{Text}}{{hint:Extra}}{{hint:Only}}"),
    "an add-on's filter ends the row": _plain(
        "{{Text}}", "{{text:mine:Extra}}{{mine:text:Extra}}", "a", "<b>b"
    ),
    "an add-on's field": _plain("{{Text}}{{mine:}}{{:}}"),
    "readings": _plain(
        "{{furigana:Text}}",
        "{{kana:Text}} {{kanji:Text}}",
        "日本[にほん]<b> 語[ご]</b> x[sound:a.mp3] [y]z[w]",
    ),
    "comments": _plain("{{Text}}<!-- {{Nope}} --><!-- open {{Extra}}"),
    "other braces": _plain("{{=<% %>=}}<%Text%>{{Text}}", "{{=<% %>=}} <%FrontSide%>"),
    "broken braces": _plain("{{{Text}}} {{Text}", "{{Text}}}} {{ {{Extra}} }}"),
    "sounds": _plain("{{Text}}[sound:b.mp3]", "{{FrontSide}}{{tts en_US:Extra}}", "a[sound:a.mp3]"),
    "to type": _plain("{{Text}}{{type:Extra}}", "{{type:nc:Extra}}{{type:mine:Extra}}"),
    "the front on the front": _plain("{{Text}}{{FrontSide}}{{text:FrontSide}}"),
    "a blank front": _plain("words {{Only}}", "{{Text}}"),
    "an unknown field": _plain("{{Nope}}"),
    "an unknown condition": _plain("{{Text}}{{#FrontSide}}x{{/FrontSide}}"),
    "a condition on a cloze": _plain("{{Text}}{{#c1}}1{{/c1}}{{#c7}}7{{/c7}}{{^c+7}}+{{/c+7}}"),
    "a condition that is not closed": _plain("{{Text}}{{#Extra}}"),
    "a wrong condition is closed": _plain("{{Text}}", "{{#Text}}{{#Extra}}{{/Text}}{{/Extra}}"),
    "a condition that is not open": _plain("{{Text}}{{/Extra}}"),
    "a mistake in what is hidden": _plain("{{Text}}{{#Only}}{{Nope}}{{/Only}}"),
    "signs alone": _plain("{{Text}}{{#}}"),
    "cloze": _cloze("a {{c1::b}} c {{c2::d}}"),
    "cloze with a hint": _cloze("a {{c1::b::h::i}} {{c1::c::}}"),
    "second cloze": _cloze("a {{c1::b}} c {{c2::d}}", 1),
    "missing cloze": _cloze("a {{c1::b}}", 2),
    "nested clozes": _cloze("a {{c1::b {{c2::c}} d::h}} e", 1),
    "nested clozes, the outer one": _cloze("a {{c1::b {{c2::c}} d::h}} e"),
    "one number twice": _cloze("{{c1::a}} {{c1::a}}", 0, "{{cloze:Text}}{{type:cloze:Text}}"),
    "several numbers": _cloze("{{c1,3::a}} {{c2,x::b}} {{c,::c}}", 2),
    "numbers out of range": _cloze("{{c0::a}}{{c70000::b}}{{c007::c}}{{c1::d}}", 6),
    "a cloze that is not closed": _cloze("a {{c1::b}} {{c2::c {{c1::d}}"),
    "braces without a cloze": _cloze("a }} {{c1::b}} {{x}} {{c1:c}}"),
    "clozes in clozes beyond ten": _cloze("{{c2::" * 12 + "x {{c1::y}}" + "}}" * 12 + " y"),
    "code in a cloze": _cloze("{{c1::<code>f(\"x\")\n&amp; 'y'</code>}}"),
    "cloze in a formula": _cloze(r"\(a {{c1::<b>x</b>}}\) \[{{c1::y::h}}\] {{c1::\(<i>z\]</i>}}"),
    "cloze alone": _cloze("{{c1::a}} b {{c1::c::h}}", 0, "{{cloze-only:Text}}"),
    "a condition on the card's cloze": _cloze(
        "{{c1::a}}{{c2::b}}", 1, "{{#c2}}2{{/c2}}{{^c1}}1{{/c1}}{{cloze:Text}}"
    ),
    "cloze in another filter": _cloze("{{c1::a}} <b>b</b>", 0, "{{text:cloze:Text}}{{cloze:text:Text}}"),
    "no cloze of this number in the field": _cloze("{{c1::a}}", 0, "x{{cloze:Extra}}"),
}
