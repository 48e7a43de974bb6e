"""Says what only the author can decide about the identity of notes, and what learners would notice."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from deckgen.identity.following import Doubt, Following, Match, Reason
from deckgen.identity.notes import NoteLine, NoteSummary, free_key
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey
from deckgen.values.wording import counted, shortened

MOST_REMOVED, MOST_REMOVED_SHARE = 3, 0.2
"""If a package would lose more notes and a larger share, a folder was probably moved by mistake."""


def find_doubts(
    notes: Iterable[NoteSummary],
    following: Following,
    lines: Sequence[NoteLine],
    present: Container[tuple[str, QuestionKey]],
    held: Mapping[str, Problem],
) -> Iterator[tuple[str, Problem]]:
    """Questions that may be an old one, and those whose `was=` is not a key that is gone."""
    keys = [line.key for line in lines]
    known = set(keys)
    taken = {(line.package, line.key) for line in lines}
    for note in notes:
        if doubt := following.doubts.get(note):
            waits = doubt.reason is Reason.WAITS
            code = Code.WAITS_FOR_PACKAGE if waits else Code.UNCERTAIN_QUESTION
            message = _say_waiting(doubt, held[doubt.package]) if waits else _ask(note, doubt, taken, present)
            yield note.package, Problem(note.location, code, message)
        # A key that the ledger knows in another kind was renamed long ago.
        elif (
            note.was
            and note.key not in known
            and (message := _correct_was(note.was, note, following, keys, held))
        ):
            yield note.package, Problem(note.location, Code.WAS_UNKNOWN, message)


def _correct_was(
    was: QuestionKey,
    note: NoteSummary,
    following: Following,
    keys: Sequence[QuestionKey],
    held: Container[str],
) -> str:
    """What is wrong with a `was=`, and what to do; empty if it was followed, or may be later."""
    match = following.matches.get(note)
    if was not in keys:
        if was == note.key:
            return f"`was={was}` is the key that the question has, and it was never built; delete `was`"
        near = did_you_mean(was, keys[:200], "write the key that it had.")
        advice = f"{near} Or delete `was`" if keys else "delete `was`"
        return f"`was={was}` names no question that was ever built; {advice}"
    if note.package in held or (match and match.known.key == was):
        return ""
    if match:
        return (
            f"`was={was}` is not followed, since the question was built as `{match.known.key}` before; write "
            f"`{{#{was} was={was}}}` to give it the note of `{was}`, or delete `was`"
        )
    if not any(other.known.key == was for other in following.matches.values()):
        return ""  # The kind changed, too: the note is new, and `was` counts if the kind changes back.
    return f"`was={was}` names a question that is still there; give that another key, or delete `was`"


def _ask(
    note: NoteSummary, doubt: Doubt, taken: Container[object], present: Container[tuple[str, QuestionKey]]
) -> str:
    known = doubt.known
    place = f"`{known.key}`" if known.package == note.package else f"`{known.key}` of `{known.package}`"
    place = f"{place} ({shortened(' '.join(known.question.split()), 40)})"
    own, key = (known.package, known.key), note.key if note.key_is_written else known.key
    free = free_key(
        key,
        lambda key: (
            (note.package, key) != own
            and ((note.package, key) in taken or (key != note.key and (note.package, key) in present))
        ),
    )
    is_plain = (note.package, free) == own and not (known.retired or note.key_is_written)
    keep = f"{{#{free}}}" if is_plain else f"{{#{free} was={known.key}}}"
    if doubt.reason is Reason.NAMESAKE:
        return (
            f"this has the key of {place} and another text; write `{keep}` if it is the same question, "
            "or another key to begin anew"
        )
    asked = f"this may be {place} rewritten, or a new question"
    if doubt.reason is Reason.MANY:
        asked = f"too many questions were rewritten at once to compare them; {asked}"
    return f"{asked}; add `{keep}` to keep its history, or a key of its own to begin anew"


def _say_waiting(doubt: Doubt, reason: Problem) -> str:
    return (
        f"this may be `{doubt.known.key}` of `{doubt.package}`, which cannot be built because of "
        f"{reason.location} [{reason.code}]; correct that first, or give this question another key and text"
    )


def find_lost_prompts(pairs: Iterable[tuple[NoteSummary, NoteLine]]) -> Iterator[tuple[str, Problem]]:
    """Questions that had a prompt above a `---`, and have another rule in its place."""
    for note, line in pairs:
        if note.has_other_rule and "\n" in line.question and "\n" not in note.question:
            message = (
                "what stood above `---` is now part of the answer, since another rule is in its place; write "
                "`---` again, or delete the rule if that is meant"
            )
            yield note.package, Problem(note.location, Code.PROMPT_LOST, message)


def find_renumbered(pairs: Iterable[tuple[NoteSummary, NoteLine]]) -> Iterator[tuple[str, Problem]]:
    """Clozes that have a number under which learners know another one of the same note."""
    for note, line in pairs:
        before = dict(cloze.split(" ") for cloze in line.clozes)
        numbers = {digest: number for number, digest in before.items()}
        for number, digest in (cloze.split(" ") for cloze in note.clozes):
            old = numbers.get(digest, number)
            if before.get(number, digest) != digest and old != number:
                message = (
                    f"`c{number}` now hides what `c{old}` hid, so the reviews of c{number} would belong to "
                    "another text; keep the numbers of old clozes, and give new ones the next free number"
                )
                yield note.package, Problem(note.location, Code.CLOZE_RENUMBERED, message)


def find_new_packages(new: Mapping[str, Sequence[NoteSummary]], gone: int) -> Iterator[tuple[str, Problem]]:
    """The packages whose notes are all new, if other notes are `gone`: both may be the same notes."""
    if not gone:
        return
    for package, notes in new.items():
        are_new = (
            f"all {len(notes):,} notes of this package are" if notes[1:] else "the note of this package is"
        )
        are_gone = f"{counted(gone, 'other note')} {'is' if gone == 1 else 'are'} gone"
        message = (
            f"{are_new} new to every learner, and {are_gone} from the project; if these are the same, bring "
            "back the old sources or their ledger before you publish this package"
        )
        yield package, Problem(notes[0].location._replace(line=1), Code.NEW_PACKAGE, message)


def check_removals(
    known: Iterable[NoteLine], gone: Iterable[NoteLine], paths: Mapping[str, str]
) -> Iterator[tuple[str, Problem]]:
    """Each package that would lose more than a fifth of its notes, and more than three, at once.

    `paths` has the first source of each package that has sources.
    """
    removed: dict[str, list[QuestionKey]] = {}
    for line in gone:
        removed.setdefault(line.package, []).append(line.key)
    active = Counter(line.package for line in known if not line.retired)
    for package, keys in removed.items():
        if len(keys) > MOST_REMOVED and len(keys) > active[package] * MOST_REMOVED_SHARE:
            shown = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
            message = (
                f"{len(keys)} of {active[package]} notes would be removed ({shown}); bring their sources "
                "back, or build with --allow-removals if that is meant"
            )
            here = Location(paths.get(package, f"source/{package}"), 1)
            yield package, Problem(here, Code.MANY_REMOVALS, message)


def say_followed(note: NoteSummary, match: Match) -> str:
    """How a question was recognised, for its author."""
    before = match.known.key
    if match.known.package != note.package:
        before = QuestionKey(f"{match.known.package}: {before}")
    return f"`{before}` is recognised as `{note.key}` ({match.by}), and keeps its history"
