"""What is said of a publish that is over."""

from deckgen.apkg.held import Held
from deckgen.project.publish.publish import Outcome, Plan, Retire
from deckgen.publish.plan import plan_delivery
from deckgen.publish.values import Known
from deckgen.reports.publish import render_outcome
from deckgen.reports.styled import as_text
from deckgen.values.text import Guid, Html
from tests.support.holding import hold, known_from, packed
from tests.support.making import note

NEW = Plan((plan_delivery("nets", packed(note("gru"), note("lstm")), Held(), Known()),), Retire.NOTHING)
DECK = "大模型面试::数学基础"
EMPTY = Plan((), Retire.NOTHING)


def _said(plan: Plan, outcome: Outcome) -> str:
    return as_text(render_outcome(plan, outcome, "Anki"))


def test_notes_that_did_not_arrive_are_named_by_their_keys() -> None:
    said = _said(NEW, Outcome("/b.colpkg", missing=(Guid("guid-gru"),)))
    assert "! 1 note did not get the text of the package: gru; publish again" in said


def test_damage_after_an_import_and_damage_that_was_there_are_mended_in_other_ways() -> None:
    assert "is damaged: malformed; go back to the backup" in _said(
        NEW, Outcome("/b.colpkg", fault="malformed")
    )
    assert "is damaged: malformed; start Anki, choose Tools > Check Database" in _said(
        EMPTY, Outcome(fault="malformed")
    )


def test_that_an_interrupted_publish_is_complete_is_said() -> None:
    said = _said(EMPTY, Outcome("/b.colpkg", left_to_do=("sync on the phone",)))
    assert (
        "An earlier publish, which was interrupted, is complete now.\nBackup: /b.colpkg.\nLeft to do: sync"
        in said
    )


def test_what_is_brought_besides_notes_is_said_where_no_note_is() -> None:
    old, new = (packed(note("gru"), descriptions={DECK: Html(text)}) for text in ("old", "new"))
    plan = Plan((plan_delivery("nets", new, hold(old), known_from(old)),), Retire.NOTHING)
    assert _said(plan, Outcome("/b.colpkg")).startswith("Brought to Anki: no notes, but deck descriptions.")


def test_where_nothing_was_done_nothing_is_left_to_do() -> None:
    said = _said(EMPTY, Outcome(left_to_do=("sync on the phone",)))
    assert said == "Nothing to bring: Anki holds all of it already."
