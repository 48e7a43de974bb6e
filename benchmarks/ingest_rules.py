"""Switches off each rule of `deckgen ingest`, one at a time, and prints which pages then change.

Run: python benchmarks/ingest_rules.py --pages FOLDER   (--help shows the options)
FOLDER has a folder for each real page: the page, and truth.json with its public `address`. Where somebody has
read the page, truth.json has its `questions` too; `also` gives other texts that may stand for a question, and
`unsure` lines that may be taken or left. Such pages are other people's and not in this repository; the table
of docs/ingest.md names them. Without --pages, only the cases of tests/cases/ingest are read. About a minute.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent))

from deckgen.pages.ingest import ingest
from deckgen.pages.plan import candidates, contents, doubt, groups, nested, noise, steps
from deckgen.pages.words import labels, markers, noise_rules

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/ingest.md"
BEGIN, END = "<!-- the rules: begin -->", "<!-- the rules: end -->"

HEAD = 24
"""Letters by which a question of the truth is recognised in a longer or a shorter title."""

SHOWN = 2
"""How many of the pages that need a rule the table names."""

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and what stands in its place while it is switched off."""

    where: str
    name: str
    module: ModuleType
    attribute: str
    instead: object


@dataclass(frozen=True, slots=True)
class Sample:
    """A page; a case has no address. `truth` are its questions, each with the texts that may stand for it."""

    name: str
    file: str
    content: bytes
    address: str = ""
    truth: tuple[tuple[str, ...], ...] | None = None
    unsure: tuple[str, ...] = ()


@dataclass(slots=True)
class Effect:
    """What changes while a rule is switched off: pages, questions of the truth, and lines that are none."""

    cases: int = 0
    pages: list[Sample] = field(default_factory=list)
    lost: int = 0
    gained: int = 0
    wrong: int = 0


_TABLES: tuple[tuple[str, ModuleType, str], ...] = (
    ("plan/steps.py", steps, "STEPS"),
    ("plan/groups.py", groups, "KEYS"),
    ("plan/doubt.py", doubt, "REASONS"),
    ("words/noise_rules.py", noise, "RULES"),
    ("words/markers.py", markers, "_PATTERNS"),
)
"""Each element of these is a rule."""

_REPLACED: tuple[tuple[str, ModuleType, str, object], ...] = (
    ("plan/candidates.py", candidates, "names_no_question", lambda text, title="": False),
    ("plan/candidates.py", candidates, "_asks_below", lambda blocks, at: False),
    ("plan/candidates.py", candidates, "_is_bare_number", lambda block: False),
    ("plan/candidates.py", candidates, "_lines_of_list", lambda blocks: iter(())),
    ("plan/candidates.py", candidates, "_with_bare_numbers", iter),
    ("plan/candidates.py", candidates, "_family_of_short_line", lambda block, title: ""),
    ("plan/candidates.py", candidates, "_names_group", lambda blocks, at, *, stops: False),
    ("plan/contents.py", contents, "find_contents", lambda blocks: frozenset()),
    ("plan/doubt.py", doubt, "_is_link", lambda block: False),
    ("plan/groups.py", groups, "without_inner_counts", list),
    ("plan/groups.py", groups, "of_asking_lists", lambda blocks, members: list(members)),
    ("plan/groups.py", groups, "_counting", lambda group: 0),
    ("plan/groups.py", groups, "_parts_reached", lambda blocks, groups: [1.0] * len(groups)),
    ("plan/nested.py", nested, "with_open_groups", list),
    ("plan/steps.py", steps, "without_entries", lambda sheet, chosen: (chosen, [])),
    ("plan/steps.py", steps, "_is_hollow", lambda sheet, heading, inner: False),
    ("plan/steps.py", steps, "_is_reworded", lambda entry, other: False),
    ("words/labels.py", labels, "answer_label", lambda text: 0),
    ("words/labels.py", labels, "mark_labels", list),
    ("words/labels.py", labels, "is_answer_summary", lambda text: False),
    ("words/labels.py", labels, "LABEL_IN_LINE", NEVER),
    ("words/markers.py", markers, "_ASKS_EN", NEVER),
    ("words/markers.py", markers, "_ASKS_ZH", NEVER),
    ("words/markers.py", markers, "_ASKS_OTHERS", NEVER),
    ("words/markers.py", markers, "_HINTS_ZH", NEVER),
    ("words/markers.py", markers, "_BEGINS_TASK", NEVER),
    ("words/noise_rules.py", noise_rules, "CLOSING", NEVER),
    ("words/noise_rules.py", noise_rules, "REFERENCES", NEVER),
)
"""Each of these functions and patterns is a rule; beside it is what stands for it."""


def rules() -> list[Rule]:
    """All rules, by the file in which they are."""
    found = [
        Rule(where, name.strip("_"), module, name, instead) for where, module, name, instead in _REPLACED
    ]
    for where, module, attribute in _TABLES:
        elements = getattr(module, attribute)
        for at, element in enumerate(elements):
            others = (*elements[:at], *elements[at + 1 :])
            found.append(Rule(where, _name(element), module, attribute, others))
    return sorted(found, key=attrgetter("where"))


def _name(element: object) -> str:
    if isinstance(element, tuple):  # a mark: its style, and its pattern
        return f"{element[0]} mark `{' '.join(element[1].pattern.split())[:24]}`"
    return str(getattr(element, "reason", "") or getattr(element, "__name__", element)).strip("_")


@contextmanager
def switched_off(rule: Rule) -> Iterator[None]:
    """Replace a rule wherever a module of ingest knows it, and put it back."""
    old = getattr(rule.module, rule.attribute)
    pages = [module for name, module in sys.modules.items() if name.startswith("deckgen.pages")]
    known = [(module, name) for module in pages for name, value in vars(module).items() if value is old]
    any_mark = markers._ANY_MARK
    try:
        for module, name in known:
            setattr(module, name, rule.instead)
        markers._ANY_MARK = re.compile("|".join(markers._scoped(pattern) for _, pattern in markers._PATTERNS))
        _forget(pages)
        yield
    finally:
        for module, name in known:
            setattr(module, name, old)
        markers._ANY_MARK = any_mark
        _forget(pages)


def _forget(modules: Sequence[ModuleType]) -> None:
    """Empty the caches: what they remember followed other rules."""
    for module in modules:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


Outcome = tuple[str, tuple[str, ...]]
"""The source that a page becomes, and the titles in it."""


def outcome(sample: Sample) -> Outcome:
    """What a page becomes with the rules as they are now."""
    ingested = ingest(sample.content, sample.file)
    return ingested.markdown, tuple(question.text for question in ingested.found)


def measure(samples: Sequence[Sample], rule: Rule, before: Mapping[str, Outcome]) -> Effect:
    """What changes on these pages without the rule; `before` is what they become with it."""
    effect = Effect()
    with switched_off(rule):
        after = {sample.name: outcome(sample) for sample in samples}
    for sample in samples:
        if after[sample.name] == before[sample.name]:
            continue
        if not sample.address:
            effect.cases += 1
            continue
        effect.pages.append(sample)
        if sample.truth is not None:
            was, wrong = score(sample, before[sample.name][1])
            now, more = score(sample, after[sample.name][1])
            effect.lost += max(0, was - now)
            effect.gained += max(0, now - was)
            effect.wrong += more - wrong
    return effect


def score(sample: Sample, titles: Sequence[str]) -> tuple[int, int]:
    """How many questions of the truth are among the titles, and how many titles are none."""
    left = [_bare(title) for title in titles]
    allowed = {_bare(text) for text in sample.unsure}
    found = 0
    for texts in sample.truth or ():
        words = [_bare(text) for text in texts]
        same = [t for t in left if t in words] or [
            t for t in left for w in words if min(len(t), len(w)) and t[:HEAD] == w[:HEAD]
        ]
        if same:
            left.remove(same[0])
            found += 1
        allowed.update(words)
    return found, sum(title not in allowed for title in left)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text).lower())


def read_cases(folder: Path) -> Iterator[Sample]:
    """The pages of tests/cases/ingest."""
    for case in sorted(folder.iterdir()):
        page = next(path for path in sorted(case.iterdir()) if path.stem == "page")
        yield Sample(case.name, page.name, page.read_bytes())


def read_pages(folder: Path) -> Iterator[Sample]:
    """The real pages of a folder."""
    for written in sorted(folder.glob("*/truth.json")):
        pages = [path for path in written.parent.iterdir() if path != written and path.is_file()]
        if len(pages) != 1:
            sys.exit(f"{written.parent}: put one page beside truth.json; there are {len(pages)}")
        truth = json.loads(written.read_text(encoding="utf-8"))
        also = truth.get("also", {})
        questions = truth.get("questions")
        unsure = tuple(truth.get("unsure", ()))
        texts = None if questions is None else tuple((q, *also.get(q, ())) for q in questions)
        page = pages[0]
        yield Sample(str(page), page.name, page.read_bytes(), truth["address"], texts, unsure)


def render_table(effects: Sequence[tuple[Rule, Effect]], samples: Sequence[Sample]) -> str:
    """What docs/ingest.md shows."""
    real = [sample for sample in samples if sample.address]
    truths = [sample.truth for sample in real if sample.truth is not None]
    lines = [
        f"{len(samples) - len(real)} cases and {len(real)} real pages; the questions of {len(truths)} pages "
        f"are known: {sum(map(len, truths)):,}.",
        "",
        "| rule | cases | pages | lost | won | wrong | pages that need it |",
        "|---|---|---|---|---|---|---|",
    ]
    where = ""
    for rule, effect in effects:
        if rule.where != where:
            where = rule.where
            lines.append(f"| **{where}** | | | | | | |")
        name = rule.name.replace("|", "\\|")
        shown = ", ".join(_link(page) for page in effect.pages[:SHOWN])
        numbers = (
            f"{effect.cases} | {len(effect.pages)} | {effect.lost} | {effect.gained} | {effect.wrong:+d}"
        )
        lines.append(f"| {name} | {numbers} | {shown} |")
    return "\n".join(lines)


def _link(page: Sample) -> str:
    owner = page.address.removeprefix("https://github.com/").split("/")[0]
    return f"[{owner}]({quote(page.address, safe=':/')})"


def main() -> None:
    """Measure the rules, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="real pages, each beside its truth.json")
    parser.add_argument("--only", default="", metavar="TEXT", help="rules whose file and name contain this")
    parser.add_argument("--write", action="store_true", help="put the table into docs/ingest.md")
    options = parser.parse_args()
    if options.pages and not options.pages.is_dir():
        parser.error(f"{options.pages} is not a folder")
    samples = [
        *read_cases(ROOT / "tests/cases/ingest"),
        *(read_pages(options.pages) if options.pages else ()),
    ]
    before = {sample.name: outcome(sample) for sample in samples}
    chosen = [rule for rule in rules() if options.only in f"{rule.where} {rule.name}"]
    effects = []
    for number, rule in enumerate(chosen, 1):
        print(f"\r{number} of {len(chosen)}", end="", file=sys.stderr, flush=True)
        effects.append((rule, measure(samples, rule, before)))
    print(file=sys.stderr)
    table = render_table(effects, samples)
    print(table)
    if options.write:
        head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
