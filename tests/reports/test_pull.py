"""What is said of the patches that a pull wrote."""

import subprocess
from pathlib import Path

from deckgen.project.publish.pull import Pulled
from deckgen.reports.pull import render_pulled
from deckgen.reports.styled import as_text
from tests.support import git

_PATCH = """--- a/source/my 牌组's.md
+++ b/source/my 牌组's.md
@@ -1 +1 @@
-A gate.
+A gated unit.
"""


def test_the_command_that_takes_a_patch_over_runs_as_it_is_printed(tmp_path: Path) -> None:
    source = tmp_path / "source/my 牌组's.md"
    source.parent.mkdir()
    source.write_text("A gate.\n", encoding="utf-8")
    source.with_name(f"{source.name}.patch").write_text(_PATCH, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    path = f"source/{source.name}"
    pulled = Pulled(path, f"{path}.patch", ("gru",), _PATCH, ())
    command = as_text(render_pulled([pulled], "Anki", dry_run=False)).splitlines()[-1]
    subprocess.run(command, cwd=tmp_path, shell=True, check=True)  # noqa: S602  # as a person types it
    assert source.read_text(encoding="utf-8") == "A gated unit.\n"
