"""The scenarios that are measured in rounds, each beside its floor, and what each may cost at most."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from commands import CLOCK, Deckgen, Floor, run_floor
from processes import Usage, median_usage
from project import Project
from table import UNKNOWN, Row, ratio_row

REPEATS = 15
"""How often a command that ends at once is run in each round."""


class Against(Enum):
    """What a scenario is a multiple of."""

    LOOP_CPU = "× floor loop, CPU"
    LOOP_WALL = "× floor loop, wall"
    CLICK = "× `import click`, CPU"


@dataclass(frozen=True, slots=True)
class Bench:
    """What a scenario is measured with."""

    deckgen: Deckgen
    project: Project


@dataclass(frozen=True, slots=True)
class Pair:
    """What a scenario cost, and what its floor cost in the same round."""

    cost: Usage
    floor: Usage

    def ratio(self, against: Against) -> float:
        """The scenario as a multiple of its floor."""
        if against is Against.LOOP_WALL:
            return self.cost.wall / self.floor.wall
        return self.cost.cpu / self.floor.cpu


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of the table: what makes the project ready for it, and what is then measured."""

    name: str
    title: str
    prepare: Callable[[Bench], object]
    run: Callable[[Bench], Usage]
    limit: float | None = None
    against: Against = Against.LOOP_CPU
    needs_jobs: bool = False

    def measure(self, bench: Bench) -> Pair:
        """Measure the floor and then this, many times by turns if it ends at once."""
        self.prepare(bench)
        repeats = REPEATS if self.against is Against.CLICK else 1
        turns = [(self._measure_floor(bench), self.run(bench)) for _ in range(repeats)]
        floors, costs = zip(*turns, strict=True)
        return Pair(median_usage(costs), median_usage(floors))

    def row(self, pairs: Sequence[Pair]) -> Row:
        """The medians of all rounds; the ratio is the median of the rounds' ratios."""
        if not pairs:
            return Row(
                self.title, limit=f"{self.limit:g}" if self.limit else UNKNOWN, against=self.against.value
            )
        cost = median_usage([pair.cost for pair in pairs])
        ratio = median(pair.ratio(self.against) for pair in pairs)
        return ratio_row(self.title, cost, ratio, self.limit, self.against.value)

    def _measure_floor(self, bench: Bench) -> Usage:
        if self.against is Against.CLICK:
            return bench.deckgen.import_click()
        return run_floor(Floor.LOOP, bench.project)


def _forget(bench: Bench) -> None:
    bench.project.forget()


def _have_built(bench: Bench) -> None:
    bench.deckgen.build(bench.project)


def _let_settle(bench: Bench) -> None:
    """Build, and again when no file is young any more."""
    _have_built(bench)
    time.sleep(CLOCK)
    _have_built(bench)


def _edit_one(bench: Bench) -> None:
    _have_built(bench)
    bench.project.edit(1)


def _edit_hundred(bench: Bench) -> None:
    _have_built(bench)
    bench.project.edit(100)


def _change_style(bench: Bench) -> None:
    _have_built(bench)
    bench.deckgen.change_style(f"after edit {next(bench.project.edits)}")


def _build(bench: Bench) -> Usage:
    return bench.deckgen.build(bench.project)


def _build_with(jobs: int) -> Callable[[Bench], Usage]:
    return lambda bench: bench.deckgen.build(bench.project, jobs=jobs)


def _check(bench: Bench) -> Usage:
    return bench.deckgen.check(bench.project)


def _help(bench: Bench) -> Usage:
    return bench.deckgen.help()


def _plain_genanki(bench: Bench) -> Usage:
    return run_floor(Floor.PLAIN_GENANKI, bench.project)


def _nothing(bench: Bench) -> None:
    """Some scenarios need no project that was built."""


# What needs a project that was built stands after what builds it.
SCENARIOS = (
    Scenario("genanki", "20 lines of genanki", _nothing, _plain_genanki),
    Scenario("check", "`check`, nothing remembered", _forget, _check, 0.6),
    Scenario("cold", "cold build, one process", _forget, _build_with(1), 1.1),
    Scenario(
        "cold-two",
        "cold build, two processes",
        _forget,
        _build_with(2),
        0.65,
        Against.LOOP_WALL,
        needs_jobs=True,
    ),
    Scenario("check-again", "`check` after a build", _have_built, _check, 0.2),
    Scenario("one-edit", "one edit", _edit_one, _build, 0.06),
    Scenario("edits", "100 edits in 100 files", _edit_hundred, _build, 0.12),
    Scenario("style", "only the style changed", _change_style, _build, 0.08),
    Scenario("unchanged", "nothing changed", _let_settle, _build, 0.5, Against.CLICK),
    Scenario("help", "`--help`", _nothing, _help, 1.25, Against.CLICK),
)
