"""The two ways in which packages come into a collection: File > Import, and `deckgen publish`."""

from collections.abc import Sequence
from enum import StrEnum

from deckgen.diff.values import Arrival
from deckgen.project.folder import Project
from deckgen.project.publish.packages import read_published
from deckgen.project.publish.publish import Plan, publish
from deckgen.targets.closed import open_closed
from tests.world.anki.adapter import Anki, Imported


class Way(StrEnum):
    IMPORT = "import"
    PUBLISH = "publish"


def deliver(anki: Anki, project: Project, names: Sequence[str], way: Way) -> list[Imported]:
    """Bring these packages into the collection, and say what became of the notes of each."""
    if way is Way.IMPORT:
        return [anki.import_package(project.package_path(name)) for name in names]
    if not names:
        return []
    shown: list[Plan] = []

    def agree(plan: Plan) -> bool:
        shown.append(plan)
        return True

    published = read_published(project, names)
    with anki.closed(), open_closed(anki.path) as target:
        outcome = publish(project, published, target, agree=agree)
    assert outcome
    assert (outcome.missing, outcome.fault) == ((), "")
    return [_count(shown[0], name, len(published.packages[name].notes)) for name in names]


def _count(plan: Plan, name: str, notes: int) -> Imported:
    (delivery,) = (one for one in plan.deliveries if one.package == name)
    assert delivery.edits == (), "nobody has edited anything"
    new, refused = len(delivery.diff.of(Arrival.NEW)), delivery.refused()
    return Imported(new, len(delivery.expected) - new, notes - len(delivery.expected) - refused, refused)
