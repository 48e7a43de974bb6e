"""A random author and a learner with the real Anki, and what must hold after whatever they do.

The author knows which question is which and does what deckgen's messages say. Nothing here asks deckgen what
an identity is: a note belongs to the question whose number it carries.
"""

import html
import json
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from rapidfuzz import fuzz

from deckgen.apkg.packed import PackedNote
from deckgen.apkg.read import decode_apkg
from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project
from deckgen.project.keys import add_keys
from deckgen.values.codes import Code, Severity
from deckgen.values.problem import Problem
from deckgen.values.text import Timestamp
from tests.world.anki.adapter import Anki
from tests.world.anki.storm_sources import (
    FAULTS,
    Question,
    Source,
    Words,
    has_fault,
    mend,
    positions,
    read_sources,
)

MOST_ROUNDS = 8
"""Builds that an author needs at most until each message is answered."""

UNLIKE = 0.55
"""deckgen may take a question without a key for a new one without asking if its text is less alike."""

_NUMBER = re.compile(r"(?:<[^>]*>)*q(\d+)(?:<[^>]*>)*")
"""What the field Source shows, within its element with the language."""
_ASKED = re.compile(r"`(?P<key>[^`]+)`(?: of `(?P<package>[^`]+)`)? \(")
_KEEP = re.compile(r"`\{#(?P<key>[^ }]+)(?: was=(?P<was>[^ }]+))?\}`")
_RESTORE = re.compile(r"`(git checkout [^`]+)`")
_YOUNGER = re.compile(r"delete the line of (\S+),")
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")

PROMISES = (
    "keyed histories lost",
    "keyed histories moved",
    "keyless histories moved",
    "keyless histories lost without a question",
    "edits left behind",
    "reviews changed",
    "a guid twice",
    "questions without end",
    "a package is held back for nothing",
    "an error for nothing",
    "a lost ledger without a way out",
)
"""What must never be; each name is the one of its count in the figures."""

Owner = tuple[int, str]
"""A question and its kind: another kind is another note by design."""


class Violation(AssertionError):  # noqa: N818  # a promise was not kept
    """A promise that did not hold; `promise` is its name in the figures."""

    def __init__(self, promise: str, message: str) -> None:
        super().__init__(f"{promise}: {message}")
        self.promise = promise


@dataclass(frozen=True)
class Shipped:
    """A question as it was when its package was last written."""

    guid: str
    package: str
    question: Question


@dataclass
class Storm:
    """One project under a random author, and one learner who imports its packages."""

    seed: int
    root: Path
    anki: Anki
    figures: Counter[str]
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(f"storm {self.seed}")  # noqa: S311  # it has to be the same each time
        self.words = Words(self.random)
        self.number = self.step = 0
        # Anki up to 24.11 gives an updated note the time of the import, so builds happen after now.
        self.now = int(time.time()) + 864_000
        self.has_git = self.random.random() < 0.75
        self.owners: dict[str, Owner] = {}
        self.last: dict[Owner, Shipped] = {}
        self.was_gone: set[int] = set()
        self.excused: set[Owner] = set()
        self.asked_now: set[int] = set()
        self.built: dict[str, bytes] = {}
        self.imported: dict[str, bytes] = {}
        self.commits: list[str] = []
        self.deleted: list[Question] = []
        self.progress: dict[int, list[object]] = {}
        self._begin()

    # The project

    def _begin(self) -> None:
        (self.root / "source").mkdir(parents=True)
        ledger = {"version": 2, "project": f"storm-{self.seed}", "note_types": [{}], "notes": [{}]}
        (self.root / "source/ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
        for name in self.random.sample(
            ("algebra", "biology", "chemistry", "drama"), self.random.randint(2, 4)
        ):
            parts = self.random.randint(0, 2)
            paths = [f"{name}/{n}.md" for n in range(1, parts + 1)] or [f"{name}.md"]
            for n, path in enumerate(paths):
                source = Source(self.root / "source" / path, f"{name.title()}::{n}")
                source.questions = [self._new_question() for _ in range(self.random.randint(2, 6))]
                source.write()
        if self.has_git:
            self._git("init", "-q", "-b", "main")
            ignored = ".deckgen/\n" + "decks/\n" * self.random.choice((0, 1))
            (self.root / ".gitignore").write_text(ignored, encoding="utf-8")
        self.build()
        self.study()
        self.commit()

    def packages(self) -> dict[str, list[Source]]:
        return read_sources(self.root)

    def _sources(self) -> list[Source]:
        return [source for sources in self.packages().values() for source in sources]

    def _new_question(self, key: str | None = None) -> Question:
        self.number += 1
        r = self.random
        is_cloze = r.random() < 0.15
        return Question(
            number=self.number,
            text=self.words.words(3) if is_cloze else self.words.question(),
            body=self.words.cloze() if is_cloze else self.words.answer(),
            key=(f"k{self.number}" if r.random() < 0.5 else "") if key is None else key,
            kind="cloze" if is_cloze else r.choice(("basic", "basic", "basic", "reversed")),
        )

    def _git(self, *arguments: str, check: bool = True) -> str:
        command = [
            "git",
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.c",
            "-c",
            "core.autocrlf=false",
            *arguments,
        ]
        ran = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 or not check, f"{command}: {ran.stdout}{ran.stderr}"
        return ran.stdout.strip()

    def commit(self) -> None:
        if self.has_git:
            self._git("add", "-A")
            self._git("commit", "-q", "--allow-empty", "-m", "x")

    def ledger(self) -> list[dict[str, str]]:
        path = self.root / "source/ledger.json"
        return [line for line in json.loads(path.read_text(encoding="utf-8"))["notes"] if line]

    # Building

    def build(self, *names: str) -> None:
        """Build as an author does, who answers each question of deckgen and builds again."""
        self.asked_now = set()
        allow = False
        asked: list[str] = []
        for _ in range(MOST_ROUNDS):
            known = {line["guid"]: line for line in self._ledger_or_nothing()}
            built = build_project(
                Project(self.root), names, now=Timestamp(self.now), allow_removals=allow, jobs=1
            )
            self.figures["builds"] += 1
            problems = [one for one in built.problems if one.severity is Severity.ERROR]
            had_fault = any(map(has_fault, self._sources()))
            answers = [self._answer(problem, known) for problem in problems]
            if not (had_fault or all(answers)):
                raise Violation("an error for nothing", "\n".join(map(str, problems)))
            asked = [str(p) for p, answer in zip(problems, answers, strict=True) if answer]
            if built.remark:
                self.log.append(f"      {built.remark}")
            if "recovered" in built.remark:
                self._forget_what_no_package_has()
            self._check_written(built)
            if not any(answers):
                break
            allow = allow or "allow" in answers
            if "all" in answers:
                names = ()
        else:
            raise Violation("questions without end", "\n".join(asked))
        self._check_all_are_written(built, names)

    def _ledger_or_nothing(self) -> list[dict[str, str]]:
        try:
            return self.ledger()
        except (FileNotFoundError, ValueError):
            return []

    def _answer(self, problem: Problem, known: dict[str, dict[str, str]]) -> str:
        """Do what the message says; empty if the author leaves an error for later."""
        packages = self.packages()
        at = next(
            (
                (name, source, question)
                for name, source, question in positions(packages)
                if source.path == self.root / problem.location.path
                and _line(source, question) == problem.location.line
            ),
            None,
        )
        code, message = problem.code, problem.message
        done = ""
        if code is Code.UNCERTAIN_QUESTION and at:
            done = self._say_which(*at, message, known)
        elif code is Code.WAITS_FOR_PACKAGE:
            done = self._mend_what_is_waited_for(packages, message)
        elif code is Code.MANY_REMOVALS:
            done = "allow"
        elif code is Code.WAS_UNKNOWN and at:
            at[2].was = ""
            at[1].write()
            done = "no was"
        elif code in (Code.DUPLICATE_KEY, Code.DUPLICATE_QUESTION) and at:
            at[1].questions.remove(at[2])
            at[1].write()
            self.was_gone.add(at[2].number)
            done = "drop the copy"
        elif code is Code.NO_QUESTIONS:
            (self.root / problem.location.path).unlink()
            done = "delete the file"
        elif code is Code.LEDGER_LOST:
            done = self._restore_the_ledger(message)
        elif code is Code.LEDGER_DAMAGED:
            done = self._mend_the_ledger(message)
        if done:
            self.figures[f"asked {code}"] += 1
            self.log.append(f"      {problem.location}: {message} [{code}] -> {done}")
        return done

    def _say_which(
        self, name: str, source: Source, question: Question, message: str, known: dict[str, dict[str, str]]
    ) -> str:
        self.asked_now.add(question.number)
        asked, keep = _ASKED.search(message), _KEEP.search(message)
        assert asked, message
        assert keep, message
        place = (asked["package"] or name, asked["key"], question.kind)
        guid = next(
            (g for g, line in known.items() if (line["package"], line["key"], line["kind"]) == place), ""
        )
        if self.owners.get(guid) == (question.number, question.kind):
            question.key, question.was = keep["key"], keep["was"] or ""
            done = f"keep by {keep[0]}"
        else:
            own = f"own-{question.number}"
            question.key, question.was = own if question.key != own else f"{own}-{self.figures['builds']}", ""
            done = f"begin anew by {question.key}"
        source.write()
        return done

    def _mend_what_is_waited_for(self, packages: dict[str, list[Source]], message: str) -> str:
        asked = re.search(r" of `([^`]+)`", message)
        assert asked, message
        broken = [source for source in packages.get(asked[1], ()) if has_fault(source)]
        for source in broken:
            mend(source)
            source.write()
        # A package may wait for another one that has a question to its author.
        return f"mend {asked[1]}" if broken else "all"

    def _restore_the_ledger(self, message: str) -> str:
        command = _RESTORE.search(message)
        if not command:
            raise Violation("a lost ledger without a way out", message)
        subprocess.run(command[1].split(), cwd=self.root, check=True, capture_output=True)
        return command[1]

    def _mend_the_ledger(self, message: str) -> str:
        path = self.root / "source/ledger.json"
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if younger := _YOUNGER.search(message):
            self.excused |= {self.owners[younger[1]]} if younger[1] in self.owners else set()
            kept = [row for row in rows if f'"guid": "{younger[1]}"' not in row]
        else:
            kept = [row for row in rows if not row.startswith(_MARKS)]
        assert len(kept) < len(rows), message
        path.write_text("".join(kept), encoding="utf-8")
        return "mend the ledger"

    def _forget_what_no_package_has(self) -> None:
        packed = {note.guid for path in self._standing() for note in decode_apkg(path.read_bytes()).notes}
        self.last = {owner: one for owner, one in self.last.items() if one.guid in packed}

    def _standing(self) -> list[Path]:
        return sorted((self.root / "decks").glob("*.apkg"))

    # What must hold after a build

    def _check_written(self, built: Built) -> None:
        packages = self.packages()
        entries = {(name, question.number): question for name, _, question in positions(packages)}
        written = [one.name for one in built.compilation.packages if one.contents is not None]
        found: dict[str, tuple[str, Question, Owner]] = {}
        for name in written:
            self.built[name] = (self.root / f"decks/{name}.apkg").read_bytes()
            for note in decode_apkg(self.built[name]).notes:
                owner = _owner(note)
                question = entries.get((name, owner[0]))
                if question is None or _plain(question.text) not in _plain(" ".join(note.fields)):
                    raise Violation("edits left behind", f"{name} has {note.fields}, the source {question}")
                if note.guid in found:
                    raise Violation("a guid twice", f"{note.guid} belongs to {owner} and {found[note.guid]}")
                found[note.guid] = (name, replace(question), owner)
        self._excuse_equal_ones(found)
        for guid, one in found.items():
            self._check_history(guid, *one)
        if written and not any(one.contents is None for one in built.compilation.packages):
            self.was_gone |= {number for number, _ in self.last} - {number for _, number in entries}

    def _excuse_equal_ones(self, found: dict[str, tuple[str, Question, Owner]]) -> None:
        """Of two questions that are equal to the letter, either may have the history of the other."""
        for guid, (_, question, owner) in found.items():
            known = self.owners.get(guid, owner)
            if known != owner and _is_equal(self.last[known].question, question):
                self.excused |= {owner, known}
                self.owners[guid] = owner
                self.figures["equal questions exchanged"] += 1

    def _check_history(self, guid: str, name: str, question: Question, owner: Owner) -> None:
        before, is_new = self.last.get(owner), guid not in self.owners
        was_owned_by = self.owners.setdefault(guid, owner)
        told = f"{owner} of {name}, {question}, had {before}, has {guid}"
        if was_owned_by != owner:
            kind = "keyed" if question.key else "keyless"
            other = self.last[was_owned_by]
            raise Violation(f"{kind} histories moved", f"{told}, which is that of {was_owned_by}, {other}")
        if before and is_new and owner not in self.excused:
            self._count_new_guid(before, question, owner, told)
        self.excused.discard(owner)
        self.was_gone.discard(owner[0])
        self.last[owner] = Shipped(guid, name, question)

    def _count_new_guid(self, before: Shipped, question: Question, owner: Owner, told: str) -> None:
        known = before.question
        alike = fuzz.ratio(_plain(known.text), _plain(question.text)) / 100
        has_own_key = question.key not in ("", known.key) and not question.was
        if owner[0] in self.asked_now and not known.key:
            self.figures["keyless, begun anew after a question"] += 1
        elif has_own_key and known.text != question.text:
            self.figures["keyless, with a new key and a new text"] += 1
        elif known.key and question.key:
            raise Violation("keyed histories lost", told)
        elif owner[0] in self.was_gone and known.text != question.text:
            self.figures["keyless, brought back with another text"] += 1
        elif alike >= UNLIKE:
            raise Violation("keyless histories lost without a question", f"{told}; {alike:.0%} alike")
        else:
            self.figures["keyless, rewritten as new"] += 1

    def _check_all_are_written(self, built: Built, names: tuple[str, ...]) -> None:
        failed = {one.name for one in built.compilation.packages if one.contents is None}
        for name, sources in self.packages().items():
            if name in failed and (not names or name in names) and not any(map(has_fault, sources)):
                raise Violation("a package is held back for nothing", f"{name}: {built.problems}")

    # The learner

    def study(self) -> None:
        """Import what changed, or all that stands, and answer each new card."""
        found = {path.stem: path.read_bytes() for path in self._standing()}
        takes_all = self.random.random() < 0.2
        names = [name for name in found if takes_all or found[name] != self.imported.get(name)]
        self.random.shuffle(names)
        for name in names:
            self.anki.import_package(self.root / f"decks/{name}.apkg")
            self.figures["imports"] += 1
            self.imported[name] = found[name]
            self._check_import(name, found[name])
        for id_ in self.anki.collection.db.list("SELECT id FROM cards WHERE reps = 0"):
            card = self.anki.collection.get_card(id_)
            card.start_timer()
            self.anki.collection.sched.answerCard(card, 4)
        self.progress = self._progress()

    def _progress(self) -> dict[int, list[object]]:
        db = self.anki.collection.db
        cards = db.all("SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses FROM cards")
        found: dict[int, list[object]] = {card[0]: list(card) for card in cards}
        for review in db.all(
            "SELECT cid, id, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"
        ):
            found[review[0]].append(tuple(review))
        return found

    def _check_import(self, name: str, content: bytes) -> None:
        db = self.anki.collection.db
        if twice := db.list("SELECT guid FROM notes GROUP BY guid HAVING count() > 1"):
            raise Violation("a guid twice", f"in the collection: {twice}")
        now = self._progress()
        for card, progress in self.progress.items():
            if now.get(card) != progress:
                raise Violation("reviews changed", f"{card} had {progress}, has {now.get(card)}")
        if content != self.built.get(name):
            return  # an older one, which git or a held-back package has left
        for note in decode_apkg(content).notes:
            if self.last[_owner(note)].package == name:
                fields, tags = db.first("SELECT flds, tags FROM notes WHERE guid = ?", note.guid)
                if tuple(fields.split("\x1f")) != note.fields or set(tags.split()) != set(note.tags):
                    raise Violation("edits left behind", f"Anki has {fields} {tags}, {name} has {note}")

    # What an author does; each edit says what it was, or nothing if there was nothing to edit

    def run(self, edits: int, only: Container[int] | None = None) -> None:
        """Do so many edits, or `only` those with these numbers, with builds and imports between them."""
        for step in range(1, edits + 1):
            self.step = step
            self.random.seed(f"storm {self.seed} {step}")
            edit = self.random.choice(EDITS)
            builds = self.random.random() < 0.55
            imports = self.random.random() < 0.85
            self.now += self.random.choice((0, 1, 60, 5_000, 100_000))
            if only is not None and step not in only:
                continue
            self._do(edit)
            if builds:
                names = [*self.packages()]
                chosen = self.random.sample(names, 1) if self.random.random() < 0.15 else ()
                self.build_and_study(*chosen, imports=imports)
        for sources in self.packages().values():
            for source in sources:
                mend(source)
                source.write()
        self.build_and_study()

    def build_and_study(self, *names: str, imports: bool = True) -> None:
        self.log.append(f"     build {' '.join(names)} at {self.now}{' and import' * imports}")
        self.build(*names)
        if imports:
            self.study()
        if self.random.random() < 0.5:
            self.commit()

    def _any(self, fits: Callable[[Question], object] = bool) -> tuple[str, Source, Question] | None:
        found = [one for one in positions(self.packages()) if fits(one[2])]
        return self.random.choice(found) if found else None

    def _change(self, change: Callable[[Question], object], fits: Callable[[Question], object] = bool) -> str:
        found = self._any(fits)
        if not found:
            return ""
        name, source, question = found
        before = question.render()
        change(question)
        source.write()
        after = question.render()
        return f"{name} {before!r} -> {after!r}" if before != after else ""

    def _edit_answer(self) -> str:
        def change(question: Question) -> None:
            is_whole = self.random.random() < 0.4
            question.body = self.words.answer() if is_whole else f"{question.body} {self.words.word()}"

        return self._change(change, lambda question: question.kind != "cloze" and not _broken(question))

    def _reword_question(self) -> str:
        return self._change(lambda q: setattr(q, "text", self.words.reword(q.text)))

    def _turn_question(self) -> str:
        return self._change(lambda q: setattr(q, "text", self.words.turn(q.text)))

    def _rewrite_question(self) -> str:
        def change(question: Question) -> None:
            question.text = self.words.question()
            if question.kind != "cloze" and not _broken(question) and self.random.random() < 0.5:
                question.body = self.words.answer()

        return self._change(change)

    def _replace_by_a_like_one(self) -> str:
        """Delete a question and write another one that looks like it."""

        def change(question: Question) -> None:
            self.deleted.append(replace(question))
            self.number += 1
            question.number, question.was = self.number, ""
            question.key = f"k{self.number}" if question.key else ""
            if self.random.random() < 0.5:
                question.text = self.words.turn(question.text)
            else:
                question.text = self.words.reword(question.text)
                # With the answer of the old one it would be the old one, reworded.
                question.body = self._other_body(question)

        return self._change(change, lambda question: not _broken(question))

    def _other_body(self, question: Question) -> str:
        body = self.words.cloze() if _cloze(question) else self.words.answer()
        return body if body != question.body else self._other_body(question)

    def _tag(self) -> str:
        return self._change(lambda q: setattr(q, "tags", () if q.tags else (self.words.word(),)))

    def _change_front_matter(self) -> str:
        found = self._any()
        if not found:
            return ""
        source = found[1]
        if self.random.random() < 0.5:
            source.deck = f"{source.deck.split('::')[0]}::{self.words.word()}"
        else:
            source.tags = ("course", self.words.word())
        source.write()
        return f"{source.path.name} {source.deck} {source.tags}"

    def _add(self) -> str:
        found = self._any()
        if not found:
            return ""
        name, source, _ = found
        question = self._new_question()
        source.questions.insert(self.random.randint(0, len(source.questions)), question)
        source.write()
        return f"{name} {question.render()!r}"

    def _add_confused(self) -> str:
        """A question whose made key, or whose answer, is that of another one."""
        found = self._any(lambda question: question.kind != "cloze")
        if not found:
            return ""
        name, source, question = found
        like = self._new_question(key="")
        like.text, like.kind = self.words.turn(question.text), question.kind
        like.body = self.words.answer()
        if self.random.random() < 0.5 and not _broken(question):
            like.body = question.body
        source.questions.insert(self.random.randint(0, len(source.questions)), like)
        source.write()
        return f"{name} {like.render()!r}"

    def _remove(self) -> str:
        found = self._any()
        if not found or len(found[1].questions) < 2:
            return ""
        name, source, question = found
        source.questions.remove(question)
        source.write()
        self.deleted.append(question)
        return f"{name} {question.render()!r}"

    def _bring_back(self) -> str:
        found = self._any()
        present = {question.number for _, _, question in positions(self.packages())}
        keys = self._keys()
        gone = [q for q in self.deleted if q.number not in present and (not q.key or q.key not in keys)]
        if not found or not gone:
            return ""
        question = self.random.choice(gone)
        mend_question = Source(Path(), "", questions=[question])
        mend(mend_question)
        found[1].questions.append(question)
        found[1].write()
        return f"{found[0]} {question.render()!r}"

    def _reorder(self) -> str:
        found = self._any()
        if not found:
            return ""
        self.random.shuffle(found[1].questions)
        found[1].write()
        return f"{found[0]} {found[1].path.name}"

    def _write_key(self) -> str:
        def change(question: Question) -> None:
            question.key = f"w{question.number}-{self.words.word()}"

        return self._change(change, lambda question: not question.key)

    def _write_all_keys(self) -> str:
        added = add_keys(Project(self.root), ())
        return " ".join(key.key for key in added.added)

    def _rename_key(self) -> str:
        def change(question: Question) -> None:
            question.key, question.was = f"r{question.number}-{self.words.word()}", question.key

        built = {one.question.key for one in self.last.values()}
        return self._change(change, lambda q: q.key in built and q.key and not q.was)

    def _drop_key(self) -> str:
        def change(question: Question) -> None:
            question.key = question.was = ""

        return self._change(change, lambda question: question.key)

    def _drop_was(self) -> str:
        built = {(owner[0], one.question.key) for owner, one in self.last.items()}
        return self._change(lambda q: setattr(q, "was", ""), lambda q: q.was and (q.number, q.key) in built)

    def _move(self) -> str:
        return self._move_some(1)

    def _move_many(self) -> str:
        return self._move_some(self.random.randint(3, 6))

    def _move_some(self, count: int) -> str:
        """Move questions to another file, perhaps of another package, and perhaps with an edit."""
        packages = self.packages()
        files = [(name, source) for name, sources in packages.items() for source in sources]
        if len(files) < 2:
            return ""
        (old, source), (new, target) = self.random.sample(files, 2)
        taken = {question.key for one in packages[new] for question in one.questions if question.key}
        taken_texts = {_plain(question.text) for one in packages[new] for question in one.questions}
        moved = []
        for question in self.random.sample(source.questions, min(count, len(source.questions))):
            is_free = old == new or (question.key not in taken and _plain(question.text) not in taken_texts)
            if is_free and len(source.questions) > 1:
                source.questions.remove(question)
                target.questions.insert(self.random.randint(0, len(target.questions)), question)
                moved.append(question.number)
                if self.random.random() < 0.2:
                    question.text = self.words.reword(question.text)
                if self.random.random() < 0.1 and not (_cloze(question) or _broken(question)):
                    question.body = self.words.answer()
        source.write()
        target.write()
        return f"{moved} from {old} {source.path.name} to {new} {target.path.name}" if moved else ""

    def _break(self) -> str:
        """An error, which the author mends in some later step."""
        return self._change(lambda q: setattr(q, "body", f"{q.body}\n\n{self.random.choice(FAULTS)}"))

    def _mend(self) -> str:
        broken = [one for sources in self.packages().values() for one in sources if has_fault(one)]
        for source in broken:
            mend(source)
            source.write()
        return " ".join(str(source.path.relative_to(self.root)) for source in broken)

    def _new_name(self) -> str:
        self.number += 1
        return f"pack{self.number}"

    def _place_of(self, name: str) -> Path:
        folder = self.root / "source" / name
        return folder if folder.is_dir() else folder.with_suffix(".md")

    def _rename_package(self) -> str:
        """With some questions deleted, added and reworded at once."""
        packages = self.packages()
        old, new = self.random.choice([*packages]), self._new_name()
        place = self._place_of(old)
        place.rename(place.with_name(new + place.suffix))
        said = []
        for source in self.packages()[new]:
            for question in [*source.questions]:
                luck = self.random.random()
                if luck < 0.2 and len(source.questions) > 1:
                    source.questions.remove(question)
                    self.deleted.append(question)
                    said.append(f"-{question.number}")
                elif luck < 0.3:
                    question.text = self.words.reword(question.text)
                    said.append(f"~{question.number}")
            if self.random.random() < 0.5:
                source.questions.append(self._new_question())
                said.append(f"+{self.number}")
            source.write()
        return f"{old} -> {new} {' '.join(said)}"

    def _swap_packages(self) -> str:
        packages = self.packages()
        if len(packages) < 2:
            return ""
        one, other = self.random.sample([*packages], 2)
        keys = [
            {question.key for source in packages[name] for question in source.questions}
            for name in (one, other)
        ]
        if (keys[0] & keys[1]) - {""}:
            return ""  # a written key in its package is the question that it names
        first, second, between = self._place_of(one), self._place_of(other), self.root / "between"
        first.rename(between)
        second.rename(second.with_name(one + second.suffix))
        between.rename(first.with_name(other + first.suffix))
        return f"{one} <-> {other}"

    def _split_package(self) -> str:
        """Into two, which are built one by one."""
        packages = self.packages()
        old = self.random.choice([*packages])
        questions = [question for source in packages[old] for question in source.questions]
        if len(questions) < 2:
            return ""
        self._delete_package(old)
        names = (self._new_name(), self.random.choice((old, self._new_name())))
        middle = self.random.randint(1, len(questions) - 1)
        for name, part in zip(names, (questions[:middle], questions[middle:]), strict=True):
            source = Source(self.root / "source" / f"{name}.md", f"Split::{name}", questions=part)
            source.write()
        for name in self.random.sample(names, 2):
            if name in self.packages():
                self.build_and_study(name)
        return f"{old} -> {' '.join(names)}"

    def _join_packages(self) -> str:
        packages = self.packages()
        if len(packages) < 3:
            return ""
        old, new = self.random.sample([*packages], 2)
        target = packages[new][-1]
        there = [question for source in packages[new] for question in source.questions]
        moved = [question for source in packages[old] for question in source.questions]
        keys, texts = {question.key for question in there}, {_plain(question.text) for question in there}
        if any((q.key and q.key in keys) or _plain(q.text) in texts for q in moved):
            return ""
        self._delete_package(old)
        target.questions += moved
        target.write()
        return f"{old} -> {new}"

    def _delete_package(self, name: str) -> None:
        place = self._place_of(name)
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()

    def _add_namesake(self) -> str:
        """A question of another package with the key of this one and nothing else in common."""
        found, other = self._any(lambda question: question.key), self._any()
        if not found or not other or other[0] == found[0]:
            return ""
        return self._add_with_key(other[0], other[1], found[2].key)

    def _reuse_key(self) -> str:
        """The key of a question that was removed."""
        keys = {line["key"] for line in self._ledger_or_nothing() if line.get("retired")}
        gone = [question.key for question in self.deleted if question.key in keys]
        found = self._any()
        if not gone or not found:
            return ""
        return self._add_with_key(found[0], found[1], self.random.choice(gone))

    def _add_with_key(self, name: str, source: Source, key: str) -> str:
        lines = {
            (line["package"], line["key"]) for line in self._ledger_or_nothing() if not line.get("retired")
        }
        if (name, key) in lines or key in {q.key for one in self.packages()[name] for q in one.questions}:
            return ""  # it would be the question that the key names
        namesakes = [one.question for one in self.last.values() if one.question.key == key]
        question = self._new_question(key=key)
        while any(_has_in_common(question, other) for other in namesakes):
            question = self._new_question(key=key)  # else it would be the question with this key, moved
        source.questions.append(question)
        source.write()
        return f"{name} {question.render()!r}"

    def _copy(self) -> str:
        """The same text and key in another package, while the first stays."""
        built = {(owner[0], one.package, one.question.text) for owner, one in self.last.items()}
        found, other = self._any(lambda question: not _broken(question)), self._any()
        if not found or not other or other[0] == found[0]:
            return ""
        if (found[2].number, found[0], found[2].text) not in built:
            return ""  # the copy could be the first of them that is ever built
        lines = {(line["package"], line["key"]) for line in self._ledger_or_nothing()}
        there = [question for source in self.packages()[other[0]] for question in source.questions]
        if (other[0], found[2].key) in lines or any(
            _plain(q.text) == _plain(found[2].text) or (q.key and q.key == found[2].key) for q in there
        ):
            return ""
        self.number += 1
        other[1].questions.append(replace(found[2], number=self.number, was=""))
        other[1].write()
        said = f"{found[0]} {found[2].number} -> {other[0]} {self.number}"
        # Else a later edit of the first could mean either of them.
        self.build_and_study()
        return said

    def _change_clozes(self) -> str:
        def change(question: Question) -> None:
            numbers = [int(n) for n in re.findall(r"\{\{c(\d+)::", question.body)]
            if self.random.random() < 0.5 and len(numbers) > 1:
                gone = self.random.choice(numbers)
                question.body = re.sub(rf"\{{\{{c{gone}::(.*?)\}}\}}", r"\1", question.body)
            else:
                added = f" {self.words.word()} {{{{c{max(numbers) + 1}::{self.words.word()}}}}}"
                first, _, rest = question.body.partition("\n")
                question.body = f"{first}{added}\n{rest}" if rest else first + added

        return self._change(change, _cloze)

    def _add_cloze_below_heading(self) -> str:
        """Another cloze under the heading of one, in another file of the package or another package."""
        found, other = self._any(_cloze), self._any()
        if not found or not other:
            return ""
        question = self._new_question()
        question.kind, question.text, question.body = "cloze", found[2].text, self.words.cloze()
        other[1].questions.append(question)
        other[1].write()
        return f"{other[0]} {question.render()!r}"

    def _change_kind(self) -> str:
        def change(question: Question) -> None:
            question.kind = "reversed" if question.kind == "basic" else "basic"

        return self._change(change, lambda question: question.kind != "cloze")

    # Git, clocks and lost files

    def _revert(self) -> str:
        if not self.has_git:
            return ""
        self.commit()
        if self._git("log", "-1", "--format=%p").count(" ") or not self._git("show", "--format="):
            return ""  # a merge or an empty commit
        self._git("revert", "--no-edit", "HEAD")
        self._settle()
        return "HEAD"

    def _older_commit(self) -> str:
        commits = self._git("rev-list", "HEAD").split() if self.has_git else []
        if len(commits) < 3:
            return ""
        self.commit()
        old = self.random.choice(commits[:6])
        how = self.random.choice(("checkout -q", "checkout -q OLD -- .", "reset -q --hard"))
        command = how.replace("OLD", old) if "OLD" in how else f"{how} {old}"
        self._git(*command.split())
        if how == "checkout -q":
            self.build_and_study()
            self._git("add", "-A")
            self._git("stash", "-q")
            self._git("checkout", "-q", "main")
        self._settle()
        return command

    def _stash(self) -> str:
        if not self.has_git:
            return ""
        self.commit()
        said = self._some_edits()
        self.build_and_study_uncommitted()
        self._git("add", "-A")
        if not self._git("status", "--porcelain"):
            return ""
        self._git("stash", "-q")
        if self.random.random() < 0.7:
            self.build_and_study_uncommitted()
            self.commit()
        self._git("stash", "pop", "-q", check=False)
        self._resolve("theirs")
        return said

    def _branches(self) -> str:
        """Two branches with builds at the same second, merged."""
        if not self.has_git:
            return ""
        self.commit()
        now = self.now
        self._git("checkout", "-q", "-B", "side")
        said = self._some_edits()
        self.build_and_study_uncommitted()
        self.commit()
        self._git("checkout", "-q", "main")
        self.now = now
        said += " | " + self._some_edits()
        self.build_and_study_uncommitted()
        self.commit()
        side = self.random.choice(("ours", "theirs"))
        base = self._git("merge-base", "main", "side")
        self._git("merge", "-q", "--no-commit", "--no-ff", "-X", side, "side", check=False)
        self._resolve(side, base)
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "merge")
        return f"{said} | merged with {side}"

    def _some_edits(self) -> str:
        done = []
        for _ in range(self.random.randint(1, 3)):
            done.append(self._do(self.random.choice(SIMPLE_EDITS)))
        return " ".join(done)

    def _do(self, edit: "Edit") -> str:
        """Make an edit, and its name, or nothing if there was nothing to edit."""
        said, name = edit(self), edit.__name__.strip("_")
        if not said:
            return ""
        self.figures["edits"] += 1
        self.figures[f"edit {name}"] += 1
        self.log.append(f"{self.step:4} {name}: {said}")
        return name

    def build_and_study_uncommitted(self) -> None:
        self.log.append(f"     build at {self.now}")
        self.build()
        if self.random.random() < 0.7:
            self.study()

    def _resolve(self, side: str, base: str = "") -> None:
        """As docs/identity.md says: in the ledger keep the lines of both sides."""
        unmerged = self._git("diff", "--name-only", "--diff-filter=U").splitlines()
        for name in unmerged:
            if name != "source/ledger.json":
                self._git("checkout", f"--{side}", "--", name, check=False)
        path = self.root / "source/ledger.json"
        if base:
            for number, commit in enumerate(("HEAD", base, "side")):
                content = self._git("show", f"{commit}:source/ledger.json", check=False)
                (self.root / f"side{number}").write_text(content + "\n", encoding="utf-8")
            merged = self._git("merge-file", "-p", "--union", "side0", "side1", "side2")
            path.write_text(merged + "\n", encoding="utf-8")
            for number in range(3):
                (self.root / f"side{number}").unlink()
        else:
            rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(row for row in rows if not row.startswith(_MARKS)), encoding="utf-8")
            self._git("add", "-A")
            self._git("reset", "-q")
            self._git("stash", "drop", "-q", check=False)
        self._settle()

    def _settle(self) -> None:
        """What an author sees at once after git: a question twice, an empty file, a folder beside a file."""
        for path in (self.root / "source").glob("*.md"):
            if path.with_suffix("").is_dir():
                path.rename(path.with_suffix("") / f"0-{path.name}")
        seen: set[int] = set()
        keys: set[tuple[str, str]] = set()
        texts: set[tuple[str, str]] = set()
        for name, sources in self.packages().items():
            for source in sources:
                kept = []
                for question in source.questions:
                    key, text = (name, question.key), (name, _plain(question.text))
                    if _cloze(question):
                        text = (name, question.render())  # many may stand under one heading
                    is_twice = question.number in seen or (question.key and key in keys) or text in texts
                    if not is_twice:
                        kept.append(question)
                        seen.add(question.number)
                        keys.add(key)
                        texts.add(text)
                if kept:
                    source.questions = kept
                    source.write()
                else:
                    source.path.unlink()

    def _keys(self) -> set[str]:
        return {question.key for _, _, question in positions(self.packages())}

    def _lose_the_ledger(self) -> str:
        self.build_and_study()
        self.commit()
        (self.root / "source/ledger.json").unlink()
        if self.random.random() < 0.3:
            shutil.rmtree(self.root / ".deckgen")
        return "ledger"

    def _back_up_or_restore(self) -> str:
        """The sources with their ledger, as a program for backups keeps them."""
        source, backup = self.root / "source", self.root.with_name("backup")
        if not backup.exists():
            self.build_and_study()
            shutil.copytree(source, backup)
            return "back up"
        shutil.rmtree(source)
        backup.rename(source)
        return "restore"

    def _delete_the_state(self) -> str:
        shutil.rmtree(self.root / ".deckgen", ignore_errors=True)
        return ".deckgen"

    def _delete_a_package_file(self) -> str:
        found = self._standing()
        if not found:
            return ""
        path = self.random.choice(found)
        path.unlink()
        return path.name

    def _set_the_clock_back(self) -> str:
        self.now -= self.random.randint(1, 100_000)
        return str(self.now)


def _line(source: Source, question: Question) -> int:
    """The line of the question's heading, from 1."""
    lines = source.path.read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if line.endswith(f'source="q{question.number}"}}'))


def _owner(note: PackedNote) -> Owner:
    found = _NUMBER.fullmatch(note.field("Source"))
    assert found, note
    return int(found[1]), note.note_type.name.removeprefix("deckgen ")


def _plain(text: str) -> str:
    """What a text says, without tags, code marks and spaces."""
    return re.sub(r"[\s`]", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def _is_equal(one: Question, other: Question) -> bool:
    return (one.text, one.body, one.kind) == (other.text, other.body, other.kind)


def _has_in_common(one: Question, other: Question) -> bool:
    return fuzz.ratio(_plain(one.text), _plain(other.text)) > 45 or one.body == other.body


def _broken(question: Question) -> bool:
    return any(line in FAULTS for line in question.body.split("\n"))


def _cloze(question: Question) -> bool:
    return question.kind == "cloze"


Edit = Callable[[Storm], str]

SIMPLE_EDITS: tuple[Edit, ...] = (
    Storm._edit_answer,
    Storm._reword_question,
    Storm._turn_question,
    Storm._rewrite_question,
    Storm._replace_by_a_like_one,
    Storm._tag,
    Storm._change_front_matter,
    Storm._add,
    Storm._add_confused,
    Storm._remove,
    Storm._bring_back,
    Storm._reorder,
    Storm._write_key,
    Storm._rename_key,
    Storm._drop_was,
    Storm._move,
    Storm._move_many,
    Storm._rename_package,
    Storm._change_clozes,
    Storm._change_kind,
)
"""Edits of sources, which may happen on a branch."""

EDITS: tuple[Edit, ...] = (
    *SIMPLE_EDITS,
    Storm._write_all_keys,
    Storm._drop_key,
    Storm._break,
    Storm._break,
    Storm._break,
    Storm._mend,
    Storm._swap_packages,
    Storm._split_package,
    Storm._join_packages,
    Storm._add_namesake,
    Storm._reuse_key,
    Storm._copy,
    Storm._add_cloze_below_heading,
    Storm._revert,
    Storm._older_commit,
    Storm._stash,
    Storm._branches,
    Storm._lose_the_ledger,
    Storm._back_up_or_restore,
    Storm._back_up_or_restore,
    Storm._delete_the_state,
    Storm._delete_a_package_file,
    Storm._set_the_clock_back,
)
