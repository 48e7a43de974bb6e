"""Places the pictures of questions, and says which were not found and what was lost with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from deckgen.pages.open.addresses import join_address
from deckgen.pages.page import Block, Dropped, Warned
from deckgen.pages.questions import Found
from deckgen.pages.write.pictures import PICTURE_LABEL, Picture, find_pictures, is_remote
from deckgen.pages.write.write_source import render_blocks
from deckgen.values.characters import has_han

PictureNamer = Callable[[str, bytes | None], str]
"""Returns the name under which a picture is stored beside the source, or nothing if it cannot be stored.
The first argument is its address; the second is the picture itself, if the page contains it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The questions, where each picture is now, the warnings, and the texts of pictures that are nowhere."""

    questions: tuple[Found, ...]
    pictures: Mapping[str, str]
    warned: tuple[Warned, ...]
    dropped: tuple[Dropped, ...]


def place_all(
    questions: tuple[Found, ...],
    references: Sequence[Block],
    address: str,
    files: Mapping[str, bytes],
    place: PictureNamer,
) -> Placed:
    """Place all pictures; `files` are the pictures that the page contains, by their addresses."""
    of_questions = [find_pictures((*question.prompt, *question.answer)) for question in questions]
    shown = [*chain.from_iterable(of_questions), *find_pictures(references)]
    pictures = _place(shown, address, files, place)
    pictures[PICTURE_LABEL] = "图" if any(has_han(question.text) for question in questions) else "picture"
    kept, emptied = _without_lost_answers(questions, of_questions, pictures)
    warned = (*emptied, *_lost_pictures(shown, pictures))
    return Placed(kept, pictures, warned, tuple(_texts_of_lost(shown, pictures)))


def _place(
    shown: Sequence[Picture], address: str, files: Mapping[str, bytes], place: PictureNamer
) -> dict[str, str]:
    """Where each picture is now: beside the source, on the web where it was, or nowhere."""
    placed: dict[str, str] = {}
    for written in dict.fromkeys(picture.address for picture in shown):
        whole = join_address(address, written)
        content = files.get(whole, files.get(written))
        name = place(written, content) or (place(whole, content) if whole != written else "")
        placed[written] = name or (whole if is_remote(whole) else "")
    return placed


def _without_lost_answers(
    found: tuple[Found, ...], shown: Sequence[Sequence[Picture]], pictures: Mapping[str, str]
) -> tuple[tuple[Found, ...], list[Warned]]:
    """Mark the questions as unanswered whose whole answer is a picture that is missing."""
    kept, warned = [], []
    for question, inside in zip(found, shown, strict=True):
        lost = not question.is_cloze and any(not pictures[picture.address] for picture in inside)
        if lost and not any(line.strip() for line in render_blocks(question.answer, pictures)):
            warned.append(Warned(question.line, "unanswered", f"no answer to: {question.text[:60]}"))
            kept.append(replace(question, is_answered=False))
        else:
            kept.append(question)
    return tuple(kept), warned


def _lost_pictures(shown: Sequence[Picture], pictures: Mapping[str, str]) -> Iterator[Warned]:
    for address, _, line in shown:
        now = pictures[address]
        if is_remote(now):
            message = f"a picture is only a link: {now}; --pictures fetches it"
            yield Warned(line, "picture-lost", message)
        elif not now:
            yield Warned(line, "picture-lost", f"a picture was not found: {address}; add it by hand")


def _texts_of_lost(shown: Sequence[Picture], pictures: Mapping[str, str]) -> Iterator[Dropped]:
    for address, text, line in shown:
        if text and not pictures[address]:
            yield Dropped(line, text, "the text of a picture that was not found")
