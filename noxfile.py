"""The tests in the real Anki, under the versions that learners still have; `tests` holds the newest."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"


@nox.session
@nox.parametrize("version", ["24.11", "23.10", "2.1.66"], ids=["24.11", "23.10", "2.1.66"])
def anki(session: nox.Session, version: str) -> None:
    """Import our packages into this version of Anki; each has wheels for every Python from 3.9 on."""
    # Not the extra `test`, which wants the newest Anki.
    session.install("-e", ".", f"anki=={version}", "hypothesis>=6.115", "pytest>=8.3", "pytest-xdist>=3.6")
    tests = ["tests/world/anki"]
    if version != "2.1.66":  # whose library syncs in another way
        tests.append("tests/targets/test_mirror.py")
    # A missing anki fails instead of being skipped.
    session.run(
        "pytest", "-q", "-n", "auto", "-m", "not desktop", *tests, *session.posargs, env={"CI": "true"}
    )
