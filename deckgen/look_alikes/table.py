"""The table of look-alikes: every construct that deckgen names, whose it is, and what to write instead."""

from deckgen.look_alikes.accidents import ACCIDENTS
from deckgen.look_alikes.blocks import BLOCKS
from deckgen.look_alikes.cards import CARDS
from deckgen.look_alikes.chatbots import CHATBOTS
from deckgen.look_alikes.clozes import CLOZES
from deckgen.look_alikes.documents import DOCUMENTS
from deckgen.look_alikes.encodings import ENCODINGS
from deckgen.look_alikes.formulas import FORMULAS
from deckgen.look_alikes.links import LINKS
from deckgen.look_alikes.look_alike import LookAlike
from deckgen.look_alikes.notes import NOTES
from deckgen.look_alikes.obsidian_to_anki import OBSIDIAN_TO_ANKI
from deckgen.look_alikes.pictures import PICTURES
from deckgen.look_alikes.question_marks import QUESTION_MARKS
from deckgen.look_alikes.sites import SITES
from deckgen.look_alikes.strings import STRINGS
from deckgen.look_alikes.structure import STRUCTURE
from deckgen.look_alikes.tables import TABLES

LOOK_ALIKES: tuple[LookAlike, ...] = (
    *STRUCTURE,
    *TABLES,
    *BLOCKS,
    *CARDS,
    *OBSIDIAN_TO_ANKI,
    *QUESTION_MARKS,
    *CLOZES,
    *STRINGS,
    *FORMULAS,
    *LINKS,
    *PICTURES,
    *NOTES,
    *SITES,
    *DOCUMENTS,
    *CHATBOTS,
    *ACCIDENTS,
    *ENCODINGS,
)
"""Every construct; of two that begin at the same place and are equally long, the first counts."""
