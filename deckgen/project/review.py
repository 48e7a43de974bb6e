"""Reviews the plan of one page: takes the labels that a person gives in the browser, and saves them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.pages.ingest import Ingested
from deckgen.pages.plan.plan_file import PlanError, read_plan, render_plan
from deckgen.pages.plan.rows import Label, Plan
from deckgen.project.folder import ProjectError, is_folder
from deckgen.project.ingest import Outcome, Wishes, find_page, ingest_found
from deckgen.project.labels import PLAN_SUFFIX, Labels
from deckgen.project.web import is_address


class LabelsError(Exception):
    """The labels are not one known letter for each row."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with the label of a row, counted from 0; with -1, with the plan as a whole."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page becomes under some labels, or why it becomes nothing."""

    ingested: Ingested | None = None
    faults: tuple[RowFault, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written; `failure` says why the source was not, and `diff` what would change in it."""

    plan_path: Path
    source: Path
    remark: str = ""
    failure: str = ""
    diff: str = ""


class Review:
    """One page, read once. Labels come in, and sources and plans come out; between calls nothing changes."""

    def __init__(self, page: str, source: Path, wishes: Wishes) -> None:
        """Read a page whose source goes to this file; its labels are those that ingest would take.

        Raises:
            ProjectError: the page cannot be read or has no plan.
        """
        _check(page, source)
        self.source = source
        self._found = find_page(page, source, wishes)
        self._wishes = wishes
        labels = Labels(self._found.name, source, wishes.plan_file, wishes.label_with)
        opened = self._look(labels)
        if opened.failure or opened.ingested is None:
            raise ProjectError(opened.failure)
        self.plan: Plan = opened.ingested.plan
        self.remark = labels.remark

    @property
    def name(self) -> str:
        """The name of the page in reports."""
        return self._found.name

    def look(self, letters: Sequence[str]) -> Looked:
        """What comes out of the page with these labels, one letter for each row; nothing is written.

        Raises:
            LabelsError: they are not.
        """
        text = self._render(letters)
        if faults := self._faults(text):
            return Looked(faults=faults)
        outcome = self._look(Labels(self.name, self.source, text=text))
        return Looked(outcome.ingested, failure=outcome.failure)

    def save(self, letters: Sequence[str]) -> Saved | Looked:
        """Write the plan and the source, as `--plan-file` does; nothing is written of what is at fault.

        The plan is also written where the source is not because somebody has edited it.

        Raises:
            LabelsError: they are not one letter for each row.
            ProjectError, OSError: a file cannot be written.
        """
        text = self._render(letters)
        if faults := self._faults(text):
            return Looked(faults=faults)
        labels = Labels(self.name, self.source, text=text)
        outcome = ingest_found(self._found, self._wishes, labels)
        if outcome.failure and outcome.ingested is None:
            return Looked(failure=outcome.failure)
        if outcome.failure:
            labels.remember(read_plan(text, self.plan))
        plan_path = self.source.with_suffix(PLAN_SUFFIX)
        return Saved(plan_path, self.source, outcome.remark, outcome.failure, outcome.diff)

    def _look(self, labels: Labels) -> Outcome:
        return ingest_found(replace(self._found, path=None), replace(self._wishes, plan=True), labels)

    def _render(self, letters: Sequence[str]) -> str:
        rows = self.plan.rows
        if len(letters) != len(rows):
            raise LabelsError(f"the page has {len(rows)} rows, and these are {len(letters)} labels")
        try:
            labelled = (replace(row, label=Label(at)) for row, at in zip(rows, letters, strict=True))
            return render_plan(replace(self.plan, rows=tuple(labelled)), self.name)
        except ValueError as error:
            raise LabelsError(str(error)) from None

    def _faults(self, text: str) -> tuple[RowFault, ...]:
        first = text.count("\n") - len(self.plan.rows) + 1
        try:
            read_plan(text, self.plan)
        except PlanError as error:
            return tuple(RowFault(max(-1, fault.line - first), fault.message) for fault in error.faults)
        return ()


def _check(page: str, source: Path) -> None:
    if page == "-":
        raise ProjectError("`--review` needs a page that it can read, not standard input; give a file")
    if not is_address(page) and is_folder(Path(page)):
        raise ProjectError(f"`--review` shows one page, and `{page}` is a folder; give one of its pages")
    if source.suffix != ".md" or is_folder(source):
        raise ProjectError("`--review` writes one source and its plan; give it with `-o SOURCE.md`")
