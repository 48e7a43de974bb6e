"""Values as JSON, for programs."""

from collections.abc import Mapping, Sequence

from deckgen.values.problem import Problem

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | None


def problems_to_json(problems: Sequence[Problem]) -> list[dict[str, Json]]:
    """Problems as JSON, in the order in which they are given."""
    return [
        {
            **problem.location._asdict(),
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
        }
        for problem in problems
    ]
