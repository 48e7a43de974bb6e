"""Gets the labels of a page's plan: from a file, from a program, or from the plan beside the source."""

from dataclasses import dataclass, field
from pathlib import Path

from deckgen.pages.plan.plan_file import NEW, PlanError, PlanFault, read_plan, render_plan, take_over
from deckgen.pages.plan.rows import Plan
from deckgen.project.folder import ProjectError
from deckgen.project.label_program import SECONDS, run_program
from deckgen.project.replace import read_file, replace_file
from deckgen.values.wording import counted, shortened, visible

PLAN_SUFFIX = ".plan"
_MOST_SHOWN = 20
"""Faults of one plan: more of them would hide the first."""


@dataclass(slots=True)
class Labels:
    """Where the labels of one page come from."""

    page: str
    source: Path | None
    plan_file: Path | None = None
    command: str = ""
    seconds: float = SECONDS
    text: str = ""
    """The plan itself, if a person labels it in the browser; then nothing else is asked."""
    remark: str = ""
    _origin: str = field(default="", init=False)

    @property
    def _kept(self) -> Path | None:
        """The plan beside the source, or the plan that is to be written."""
        is_known = self.source is not None and self.source.suffix in (".md", PLAN_SUFFIX)
        return self.source.with_suffix(PLAN_SUFFIX) if self.source and is_known else None

    def give(self, guess: Plan) -> Plan:
        """The plan with its labels.

        Raises:
            PlanError: the labels do not fit the page.
            ProjectError: the plan cannot be read, or the program fails.
        """
        if self.text:
            self._origin = "the review"
            return read_plan(self.text, guess)
        if self.plan_file is None and not self.command:
            return self._remembered(guess)
        if self.plan_file is not None:
            content = read_file(self.plan_file)
            if content is None:
                raise ProjectError(f"{visible(str(self.plan_file))} does not exist; make it with `--plan -o`")
            self._origin = visible(str(self.plan_file))
            guess = read_plan(_decode(content), guess)
        if self.command:
            self._origin = f"the output of `{shortened(self.command, 40)}`"
            guess = read_plan(
                _decode(run_program(self.command, render_plan(guess, self.page), self.seconds)), guess
            )
        return guess

    def failure(self, error: PlanError) -> str:
        """The faults of a plan, one line for each."""
        lines = [
            f"{self._origin}:{fault.line}: error: {fault.message} [{fault.code}]" for fault in error.faults
        ]
        if len(lines) > _MOST_SHOWN:
            lines = [*lines[:_MOST_SHOWN], f"… and {counted(len(lines) - _MOST_SHOWN, 'more error')}"]
        return "\n".join(lines)

    def remember(self, plan: Plan) -> None:
        """Keep a plan that a person or a program made beside the source, for the next time."""
        if self._origin and self._kept is not None:
            replace_file(self._kept, render_plan(plan, self.page).encode())

    def _remembered(self, guess: Plan) -> Plan:
        content = read_file(self._kept) if self._kept else None
        if content is None:
            return guess
        self._origin = str(self._kept)
        plan, new = take_over(_decode(content), guess)
        if new == len(plan.rows):
            return plan
        self.remark = f"labelled by {self._kept}"
        if new:
            self.remark += f", except {counted(new, 'row')} that it marks `{NEW}`"
        return plan


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        fault = PlanFault(line, "plan-row", "this is not UTF-8; save the plan as UTF-8")
        raise PlanError([fault]) from None
