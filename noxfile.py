"""The tests in the real Anki, under the versions that learners still have; `tests` holds the newest."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"

ON_THE_PHONE = "test_an_edit_arrives_on_the_phone_which_has_reviewed_in_between"
LONG = "test_nothing_is_lost_in_any_life"


@nox.session
@nox.parametrize("version", ["24.11", "23.10", "2.1.66"], ids=["24.11", "23.10", "2.1.66"])
def anki(session: nox.Session, version: str) -> None:
    """Import our packages into this version of Anki; each has wheels for every Python from 3.9 on."""
    # Not the extra `test`, which wants the newest Anki.
    session.install("-e", ".", f"anki=={version}", "hypothesis>=6.115", "pytest>=8.3", "pytest-xdist>=3.6")
    tests = ["tests/world/anki"]
    if version != "2.1.66":  # whose library syncs in another way
        tests.append(f"tests/targets/test_mirror.py::{ON_THE_PHONE}")
    # The short random histories are enough here. A missing anki fails instead of being skipped.
    chosen = ["-m", "not desktop", "--deselect", f"tests/world/anki/test_publish_model.py::{LONG}"]
    session.run("pytest", "-q", "-n", "auto", *chosen, *tests, *session.posargs, env={"CI": "true"})
