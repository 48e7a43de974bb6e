"""What `deckgen test` found."""

from dataclasses import asdict

from deckgen.project.examples.examine import Examined
from deckgen.project.examples.run import Isolation
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.styled import Line, plain
from deckgen.values.wording import counted


def render_tests(tested: Examined) -> list[Line]:
    """The number of examples, how many passed, what isolated them, and the sources that were updated."""
    lines = [plain(f"updated {path}") for path in tested.updated]
    if not tested.examples:
        return [*lines, plain("The sources have no examples; write one as a fence ```pycon with `>>>`.")]
    count = f"{counted(tested.examples, 'example')} in {counted(tested.files, 'file')}"
    passed = "all as written" if tested.passed == tested.examples else f"{tested.passed:,} as written"
    excused = f", {counted(tested.excused, 'fence')} excused" if tested.excused else ""
    lines.append(plain(f"{count}: {passed}{excused}."))
    if tested.protection:
        lines.append(plain(f"Isolated by the kernel: {', '.join(tested.protection)}."))
    return lines


def render_warning(isolation: Isolation) -> Line:
    """What an author should know where the kernel does not isolate examples."""
    why = (
        f": this system cannot isolate the examples ({isolation.why}): only mistakes are stopped, so "
        "test only sources that you would run yourself"
    )
    return ("warning", "warning"), (why, "plain")


def tests_to_json(tested: Examined) -> dict[str, Json]:
    """The outcome as JSON, with the whole expected output and the whole output of each failure."""
    failures = [
        {
            **problems_to_json([failure.problem])[0],
            "code_run": failure.example.code,
            "expected": failure.example.expected,
            "got": failure.got,
        }
        for failure in tested.failures
    ]
    return {**asdict(tested), "failures": failures, "problems": problems_to_json(tested.problems)}
