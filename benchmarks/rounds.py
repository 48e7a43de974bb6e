"""Measures scenarios in rounds, so that a machine that becomes slower slows a scenario and its floor."""

import sys
from collections.abc import Iterator, Sequence

from processes import median_usage
from scenarios import Against, Bench, Pair, Scenario
from table import UNKNOWN, Row, ratio_row

Results = dict[str, list[Pair]]
"""By the name of a scenario, what each round has measured; nothing where deckgen lacks the option."""


def measure_rounds(bench: Bench, scenarios: Sequence[Scenario], rounds: int) -> Results:
    """Measure every scenario once in each round, and right before it its floor."""
    results: Results = {scenario.name: [] for scenario in scenarios}
    for number in range(1, rounds + 1):
        for scenario in scenarios:
            if bench.deckgen.has_jobs or not scenario.needs_jobs:
                say(f"round {number} of {rounds}: {scenario.title}")
                results[scenario.name].append(scenario.measure(bench))
    return results


def rows_of_rounds(scenarios: Sequence[Scenario], results: Results) -> Iterator[Row]:
    """The floors, and a row for each scenario."""
    for title, of_click in (("floor loop", False), ("`import click`", True)):
        chosen = [one for one in scenarios if (one.against is Against.CLICK) is of_click]
        floors = [pair.floor for scenario in chosen for pair in results[scenario.name]]
        if floors:
            yield ratio_row(title, median_usage(floors), 1, None, UNKNOWN)
    for scenario in scenarios:
        yield scenario.row(results[scenario.name])


def median_cpu(results: Results, name: str) -> float | None:
    """The median of a scenario's CPU time, if it was measured."""
    costs = [pair.cost for pair in results.get(name, ())]
    return median_usage(costs).cpu if costs else None


def say(words: str) -> None:
    """Tell who waits what is measured."""
    print(words, file=sys.stderr, flush=True)
