"""Run probes as `deckgen test` runs examples, or without any protection, and print what each said.

It is a process of its own, which a probe may try to kill. Its input is a mode and a list of codes, as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from deckgen.project.examples.run import Isolation, Job, Limits, run_jobs
from deckgen.values.example import Example, ExampleKind
from deckgen.values.problem import Location

MODES = {
    "namespaces": Isolation(),
    "landlock": Isolation(namespaces=False),
    "hook": Isolation(landlock=False, namespaces=False),
}


def main() -> None:
    mode, codes = json.load(sys.stdin)
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    _run_all(mode, codes)
    if resource.getrlimit(resource.RLIMIT_NOFILE) != limit:
        sys.exit("a probe changed the limits of this process")


def _run_all(mode: str, codes: list[str]) -> None:
    if mode == "bare":
        with ThreadPoolExecutor() as pool:
            print(json.dumps(list(pool.map(_run, codes))))
        return
    examples = [Example(Location("p.md", 1), ExampleKind.SCRIPT, code, "", 1, 1, False) for code in codes]
    runs = run_jobs([Job(((each,),)) for each in examples], Limits(20), MODES[mode], lambda done, total: None)
    print(json.dumps([f"{run.protection} {run.stopped} {run.outcomes}" for run in runs]))


def _run(code: str) -> str:
    with tempfile.TemporaryDirectory(prefix="deckgen-", ignore_cleanup_errors=True) as folder:
        arguments = [sys.executable, "-"]
        ran = subprocess.run(
            arguments, cwd=folder, input=code, capture_output=True, text=True, timeout=60, check=False
        )
    return f"{ran.stdout} {ran.stderr} {ran.returncode}"


if __name__ == "__main__":
    main()
