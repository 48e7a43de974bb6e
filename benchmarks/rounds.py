"""Measures scenarios in rounds, so that a machine that becomes slower slows the floor and all of them."""

import sys
from collections.abc import Iterator, Sequence
from functools import cache, partial

from commands import Floor, run_floor
from processes import median_usage
from scenarios import Against, Bench, Pair, Scenario
from table import UNKNOWN, Row, ratio_row

Results = dict[str, list[Pair]]
"""By the name of a scenario, what each round has measured; nothing where deckgen lacks the option."""


def measure_rounds(bench: Bench, scenarios: Sequence[Scenario], rounds: int) -> Results:
    """Measure in each round the floor loop, if a scenario is held against it, and then each scenario."""
    results: Results = {scenario.name: [] for scenario in scenarios}
    for number in range(1, rounds + 1):
        loop = cache(partial(run_floor, Floor.LOOP, bench.project))
        for scenario in scenarios:
            if bench.deckgen.has_jobs or not scenario.needs_jobs:
                say(f"round {number} of {rounds}: {scenario.title}")
                results[scenario.name].append(scenario.measure(bench, loop))
    return results


def rows_of_rounds(scenarios: Sequence[Scenario], results: Results) -> Iterator[Row]:
    """The floors, and a row for each scenario."""
    for title, is_click in (("floor loop", False), ("`import click`", True)):
        floors = [
            [pair.floor for pair in results[scenario.name]]
            for scenario in scenarios
            if (scenario.against is Against.CLICK) is is_click and results[scenario.name]
        ]
        if floors:
            yield ratio_row(title, median_usage(floors[0]), 1, None, UNKNOWN)
    for scenario in scenarios:
        yield scenario.row(results[scenario.name])


def median_cpu(results: Results, name: str) -> float | None:
    """The median of a scenario's CPU time, if it was measured."""
    costs = [pair.cost for pair in results.get(name, ())]
    return median_usage(costs).cpu if costs else None


def say(words: str) -> None:
    """Tell who waits what is measured."""
    print(words, file=sys.stderr, flush=True)
