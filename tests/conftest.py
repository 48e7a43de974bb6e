"""Options and fixtures that every test may use."""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("everywhere"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")


# A shell ignores Ctrl-C in what it starts in the background, and each process hands that on to its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write what came out as what is expected")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    update = bool(request.config.getoption("--update-cases"))
    if update and os.environ.get("CI"):
        pytest.fail("CI never updates what is expected")
    return update
