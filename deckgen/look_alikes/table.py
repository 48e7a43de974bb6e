"""The table of look-alikes: every construct that deckgen names, whose it is, and what to write instead."""

from deckgen.look_alikes.accidents import ACCIDENTS
from deckgen.look_alikes.blocks import BLOCKS
from deckgen.look_alikes.cards import CARDS
from deckgen.look_alikes.chatbots import CHATBOTS
from deckgen.look_alikes.clozes import CLOZES
from deckgen.look_alikes.documents import DOCUMENTS
from deckgen.look_alikes.formulas import FORMULAS
from deckgen.look_alikes.links import LINKS
from deckgen.look_alikes.look_alike import LookAlike
from deckgen.look_alikes.notes import NOTES
from deckgen.look_alikes.question_marks import QUESTION_MARKS
from deckgen.look_alikes.sites import SITES
from deckgen.look_alikes.structure import STRUCTURE

LOOK_ALIKES: tuple[LookAlike, ...] = (
    *STRUCTURE,
    *BLOCKS,
    *CARDS,
    *QUESTION_MARKS,
    *CLOZES,
    *FORMULAS,
    *LINKS,
    *NOTES,
    *SITES,
    *DOCUMENTS,
    *CHATBOTS,
    *ACCIDENTS,
)
"""Every construct; of two that begin at the same place and are equally long, the first counts."""
