"""Options and fixtures that every test may use."""

import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from anki.collection import Collection

# A commit gives the same result on every machine; DECKGEN_MANY asks for new examples.
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("many", settings.get_profile("same"), derandomize=False, max_examples=2_000)
settings.load_profile("many" if os.environ.get("DECKGEN_MANY") else "same")


# A shell ignores Ctrl-C in what it starts in the background, and each process hands that on to its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


LEFT_OUT = "deckgen/left-out"
"""Where pytest's cache has the ids of the tests that the last run skipped."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write what came out as what is expected")
    parser.addoption(
        "--left-out",
        action="store_true",
        help="run only the tests that the last run skipped",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: some tests wait for time limits and watched files."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_LeftOut(config))


class _LeftOut:
    """Remembers what a run skips, so that `--left-out` can run it when the machine has what it needs."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._skipped: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self._skipped.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        cache = getattr(self._config, "cache", None)  # absent with `-p no:cacheprovider`
        if cache is not None and not self._config.getoption("--left-out"):
            cache.set(LEFT_OUT, sorted(self._skipped))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--left-out"):
        return
    assert config.cache is not None, "--left-out needs pytest's cache"
    skipped = config.cache.get(LEFT_OUT, None)
    if skipped is None:
        raise pytest.UsageError("--left-out finds no earlier run; run pytest without it first")
    chosen = [item for item in items if item.nodeid in skipped]
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in skipped])
    items[:] = chosen


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    update = bool(request.config.getoption("--update-cases"))
    if update and os.environ.get("CI"):
        pytest.fail("CI never updates what is expected")
    return update


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Collection"]:
    """An empty collection of the real Anki."""
    opened = pytest.importorskip("anki.collection").Collection(
        str(tmp_path_factory.mktemp("anki") / "collection.anki2")
    )
    yield opened
    opened.close()
