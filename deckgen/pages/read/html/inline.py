"""Turns the inline elements of HTML into Markdown."""

import re

from deckgen.html_to_markdown.escape import EM, code_span, escape_text, formula
from deckgen.pages.open.addresses import escape_address, join_address
from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import Warned
from deckgen.pages.read.html.dom import (
    Element,
    has_class,
    is_noise,
    line_of,
    picture_address,
    tells,
    text_of,
    whole_text,
)
from deckgen.pages.read.html.math import find_formula
from deckgen.pages.read.html.questions_of_html import is_question_button
from deckgen.pages.read.html.run import MARK, Reading, Run

_MAX_DEPTH = 60
_NEAR = 6
"""How many elements before a picture are looked at for text: the paragraphs and pictures just above it."""
_SHOWN = 40
_PUNCTUATION = re.compile(r"[\s!-/:-@\[-`{-~，。：；、！？（）《》“”‘’…—]")


def add_inline(run: Run, element: Element, reading: Reading, depth: int = 0) -> None:  # noqa: PLR0912 - one for each tag
    """Add an element, without its tail."""
    tag = element.tag
    if not isinstance(tag, str):
        return
    telling = tells(element)
    if telling and is_noise(element) and not is_question_button(element):
        reading.drop(element, text_of(element), "a control of the site")
        return
    found = find_formula(element) if telling else None
    if found is not None:
        if not found.tex:
            message = f"the formula `{found.seen[:60]}` has lost its TeX"
            reading.warned.append(Warned(line_of(element), "formula-lost", message))
            run.add_text(found.seen)
            return
        reading.drop(element, found.repeated, "a repetition of the formula")
        before = run.text[-1][-1:] if run.text and run.text[-1] != MARK else ""
        after = (element.tail or "")[:1]
        run.add_mark(formula(found.tex, display=found.display, before=before, after=after))
        return
    if depth > _MAX_DEPTH:
        run.add_text(text_of(element))
        return
    match tag:
        case "br":
            run.add_mark("\n")
        case "img":
            _add_picture(run, element, reading)
        case "code" | "tt" | "kbd" | "samp" | "var" if next(element.iter("img"), None) is None:
            run.add_mark(code_span(unescape_again(whole_text(element))))
        case "svg" | "canvas" | "video" | "audio" | "math":
            reading.drop(element, text_of(element), f"inside <{tag}>")
        case "input":
            pass
        case "b" | "strong" | "th":
            _add_wrapped(run, element, reading, depth, "**")
        case "em" | "i" | "cite" | "dfn" if (element.text or "").strip() or len(element):
            _add_emphasis(run, element, reading, depth)
        case "del" | "s" | "strike":
            _add_wrapped(run, element, reading, depth, "~~")
        case "sub" | "sup":
            inner = inline_markdown(element, reading, depth)
            run.add_mark(f"<{tag}>{inner}</{tag}>" if inner else "")
        case "label":
            # The names of tabs stand apart by their style.
            add_children(run, element, reading, depth)
            run.add_text(" ")
        case "a":
            _add_link(run, element, reading, depth)
        case _:
            add_children(run, element, reading, depth)


def add_children(run: Run, element: Element, reading: Reading, depth: int = 0) -> None:
    """Add the text and the children of an element."""
    run.add_text(element.text)
    for child in element:
        add_inline(run, child, reading, depth + 1)
        run.add_text(child.tail)


def inline_markdown(element: Element, reading: Reading, depth: int = 0) -> str:
    """The content of an element as lines of Markdown."""
    run = Run()
    add_children(run, element, reading, depth)
    return run.markdown()


def _add_wrapped(run: Run, element: Element, reading: Reading, depth: int, mark: str) -> None:
    inner = inline_markdown(element, reading, depth)
    if not inner:
        return
    if "\n" in inner or mark in inner:
        run.add_mark(
            "\n".join(
                line if mark in line or not line.strip() else f"{mark}{line.strip()}{mark}"
                for line in inner.split("\n")
            )
        )
        return
    if run.ends_with(mark):
        run.extend_mark(mark, _gap(element) + inner)
        return
    # `**x：**y` is not bold in CommonMark: the mark must not stand between a sign and a letter.
    trailing = ""
    after = (element.tail or "")[:1]
    if after and not _PUNCTUATION.match(after):
        while inner and inner[-1] in "：:，。、；;,！？ " and not inner.endswith("\\"):
            inner, trailing = inner[:-1], inner[-1] + trailing
        if inner and (_PUNCTUATION.match(inner[-1]) or inner[-1] in "`$)"):
            trailing += " "
    before = run.text[-1][-1:] if run.text else ""
    if before and inner and not _PUNCTUATION.match(before) and _PUNCTUATION.match(inner[0]):
        run.add_text(" ")
    if not trailing and after and whole_text(element)[-1:].isspace():
        trailing = " "
    if inner:
        run.add_mark(f"{mark}{inner}{mark}")
    if trailing:
        run.add_mark(trailing)


def _gap(element: Element) -> str:
    """The blank between an element and the one before it."""
    before = element.getprevious()
    text = "" if before is None else whole_text(before)[-1:]
    return " " if text.isspace() or whole_text(element)[:1].isspace() else ""


def _add_emphasis(run: Run, element: Element, reading: Reading, depth: int) -> None:
    """Add emphasis, or what was a `_` of a formula; which it was is decided with the whole line."""
    before = "".join(run.text[-2:])[-1:]
    inner = text_of(element)
    after = (element.tail or "")[:1]
    if before.isdigit() and (after.isdigit() or inner[:1].isdigit()):
        message = f"the page shows `{inner[:40]}` in italics between digits: it may have lost two `*`"
        reading.warned.append(Warned(line_of(element), "damaged-shape", message))
        add_children(run, element, reading, depth)
        return
    run.add_text(EM)
    add_children(run, element, reading, depth)
    run.add_text(EM)


def _add_link(run: Run, element: Element, reading: Reading, depth: int) -> None:
    address = (element.get("href") or "").strip()
    target = join_address(reading.address, address) if address else ""
    if not target.lower().startswith(("http://", "https://", "mailto:")):
        reading.drop_address(line_of(element), address)
        add_children(run, element, reading, depth)
        return
    inside = Run()
    add_children(inside, element, reading, depth)
    inner = inside.markdown()
    if "\n" in inner or "![" in inner:
        reading.drop_address(line_of(element), address)
        run.add_run(inside)
        return
    if not inner:
        return
    target = escape_address(target, "()\\")
    shown = text_of(element)
    run.add_mark(shown if shown == target and shown.startswith("http") else f"[{inner}]({target})")


def _add_picture(run: Run, element: Element, reading: Reading) -> None:
    source = re.sub(r"#pic_\w+.*$", "", picture_address(element))
    alt = " ".join((element.get("alt") or "").split())
    if alt in ("在这里插入图片描述", "image.png", "img", "image", "图片") or has_class(
        element, "lazy-placeholder"
    ):
        alt = ""
    if not source:
        where = f"({alt})" if alt else _text_before(element)
        message = f"a picture {f'{where} ' if where else ''}has no address that can be used"
        reading.warned.append(Warned(line_of(element), "picture-lost", message))
        return
    source = escape_address(source, "()\\")
    run.add_mark(f"![{escape_text(alt.replace('[', '(').replace(']', ')'))}]({source})")


def _text_before(element: Element) -> str:
    """The end of the text before an element: in a page on one line, its line would not lead there."""
    for _ in range(_NEAR):
        before = element.getprevious()
        parent = element.getparent()
        if parent is None:
            break
        text = (before.tail if before is not None else parent.text) or ""
        text = " ".join(text.split()) or (text_of(before) if before is not None else "")
        if text:
            return f"after “{text[-_SHOWN:]}”"
        element = before if before is not None else parent
    return ""
