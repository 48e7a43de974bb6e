"""Reviews the plan of one page: takes the labels that a person gives in the browser, and saves them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock

from deckgen.pages.ingest import Ingested
from deckgen.pages.plan.plan_file import PlanError, read_plan, render_plan
from deckgen.pages.plan.rows import Label, Plan
from deckgen.project.claims import read_errata
from deckgen.project.folder import ProjectError, is_folder
from deckgen.project.found_page import find_page
from deckgen.project.ingest import (
    Outcome,
    Wishes,
    make_source,
    with_claims,
    write_source,
)
from deckgen.project.labels import PLAN_SUFFIX, Labels
from deckgen.project.pictures import PictureFolder
from deckgen.project.web import is_address

_DIGITS = 16
"""Hexadecimal digits of a digest: no two plans of one person share them by accident."""


class LabelsError(Exception):
    """The labels are not one known letter for each row."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with the label of a row, counted from 0; with -1, with the plan as a whole."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page becomes under some labels, or why it becomes nothing.

    `pictures` are contents by their paths beside the source.
    """

    ingested: Ingested | None = None
    faults: tuple[RowFault, ...] = ()
    failure: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """The plan that was written, and what ingest did with the source.

    Only here are claims compared with the errata: of 1,000 questions that takes seconds.
    """

    plan_path: Path
    outcome: Outcome


class Review:
    """One page, read once. Labels come in, and sources and plans come out; between calls nothing changes."""

    def __init__(self, page: str, source: Path, wishes: Wishes) -> None:
        """Read a page whose source goes to this file; its labels are those that ingest would take.

        Raises:
            ProjectError: the page cannot be read or has no plan.
        """
        _check(page, source)
        self.source = source
        self._found = find_page(page, source, allow_private=wishes.allow_private)
        self._wishes = wishes
        self._downloaded: dict[str, bytes | None] = {}
        self._saving = Lock()
        labels = Labels(self._found.name, source, wishes.plan_file, wishes.label_with)
        opened = make_source(self._found, replace(wishes, plan=True), labels, None)
        if opened.failure or opened.ingested is None:
            raise ProjectError(opened.failure)
        if wishes.errata:
            read_errata(wishes.errata)
        if not opened.ingested.plan.rows:
            raise ProjectError(f"{self.name} has no text to make a plan of")
        self.plan: Plan = opened.ingested.plan
        self.remark = labels.remark

    @property
    def name(self) -> str:
        """The name of the page in reports."""
        return self._found.name

    @cached_property
    def digest(self) -> str:
        """What the rows of this plan are known by, whatever their labels."""
        rows = "\n".join(f"{row.line} {row.text}" for row in self.plan.rows)
        return hashlib.sha256(f"{self.source}\n{rows}".encode("utf-8", "replace")).hexdigest()[:_DIGITS]

    def look(self, letters: Sequence[str]) -> Looked:
        """What comes out of the page with these labels, one letter for each row; nothing is written.

        Raises:
            LabelsError: they are not.
        """
        made = self._make(letters)
        if isinstance(made, Looked):
            return made
        outcome, pictures, _ = made
        return Looked(outcome.ingested, failure=outcome.failure, pictures=pictures.found)

    def save(self, letters: Sequence[str]) -> Saved | Looked:
        """Write the plan and the source, as `--plan-file` does; nothing is written of what is at fault.

        The plan is also written where the source is not because somebody has edited it.

        Raises:
            LabelsError: they are not one letter for each row.
            ProjectError, OSError: a file cannot be written.
        """
        with self._saving:
            made = self._make(letters)
            if isinstance(made, Looked):
                return made
            outcome, pictures, labels = made
            if outcome.failure or outcome.ingested is None:
                return Looked(failure=outcome.failure)
            outcome = write_source(with_claims(outcome, self._wishes), self._wishes, pictures, labels)
            if outcome.failure and outcome.ingested is not None:
                labels.remember(outcome.ingested.plan)
        return Saved(self.source.with_suffix(PLAN_SUFFIX), outcome)

    def _make(self, letters: Sequence[str]) -> Looked | tuple[Outcome, PictureFolder, Labels]:
        """The source with these labels and its pictures, as saving writes it."""
        text = self._render(letters)
        if faults := self._faults(text):
            return Looked(faults=faults)
        labels = Labels(self.name, self.source, text=text)
        pictures = self._found.pictures(self._wishes.fetcher, self._downloaded)
        return make_source(self._found, self._wishes, labels, pictures), pictures, labels

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
