"""Times a function within this process."""

import time
from collections.abc import Callable


def shortest(run: Callable[[], object], times: int) -> float:
    """The shortest of several runs, in seconds: the one that other processes delayed least."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return min(taken)
