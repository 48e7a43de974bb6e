"""Find the examples that `deckgen test` runs, and what keeps others from being run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckgen.syntax.cloze_marks import split_clozes
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.values.codes import Code
from deckgen.values.document import Document, Question
from deckgen.values.example import Example, ExampleKind, Exercise
from deckgen.values.nearest import did_you_mean
from deckgen.values.passage import Passage, Token
from deckgen.values.problem import Location, Problem

_EXCUSE = re.compile(r"\s*<!--\s*no-test\b:?(?P<reason>.*?)-->\s*", re.DOTALL)
_DIRECTIVE = re.compile(r"line (\d+) of the doctest for \S+ has an invalid option: '(.*)'")
_RUNNABLE = (["pycon"], ["python"])
_END = Token("end", "", -1)
_DOCTEST_LINE = re.compile(r"^line (\d+) of the (?:doc(?:test|string)) (?:for \S+ )?(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoundExamples:
    """The examples of a document by question, how many fences are excused, and what cannot be run."""

    exercises: tuple[Exercise, ...]
    excused: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Fence:
    language: str
    is_output: bool
    is_answer: bool
    code: str
    line: int
    is_plain: bool
    excuse: str | None


def find_examples(document: Document) -> FoundExamples:
    """The examples of all parts of a document: its description, and each question."""
    found = [find_part_examples(document, question) for question in (None, *document.questions)]
    return FoundExamples(
        tuple(exercise for part in found for exercise in part.exercises),
        sum(part.excused for part in found),
        tuple(problem for part in found for problem in part.problems),
    )


def find_part_examples(document: Document, question: Question | None) -> FoundExamples:
    """The `pycon` fences of a question or the description, and the `python` fences that an output follows."""
    problems: list[Problem] = []
    examples: list[Example] = []
    excused = 0
    passages = (question.prompt, question.answer, question.hint) if question else (document.description,)
    for passage in passages:
        fences = list(_fences(document.path, passage, problems))
        excused += sum(fence.excuse is not None for fence in fences)
        examples += _examples(document.path, fences, problems)
    answers = [example for example in examples if example.is_answer]
    for example in answers[1:]:
        message = "another example of the question is marked as its `{answer}`; mark only one"
        problems.append(Problem(example.location, Code.ANSWER_TWICE, message))
    if answers and question is None:
        message = "the description asks nothing, so no example can be its `{answer}`; delete the mark"
        problems.append(Problem(answers[0].location, Code.ANSWER_WITHOUT_OUTPUT, message))
    exercises = (tuple(examples),) if examples else ()
    return FoundExamples(exercises, excused, tuple(problems))


def _fences(path: str, passage: Passage, problems: list[Problem]) -> Iterator[_Fence]:
    """The fences that are run, those that hold an output, and the scripts before them."""
    if "```" not in passage.text and "~~~" not in passage.text and "no-test" not in passage.text:
        return
    excuse: str | None = None
    line = 0
    for token in (*passage.tokens, _END):
        if excuse is not None and not (token.type == "fence" and token.info.split()[:1] in _RUNNABLE):
            message = "`no-test` must be right above a `pycon` or `python` fence; move or delete it"
            problems.append(Problem(Location(path, line), Code.EXCUSE_UNUSED, message))
            excuse = None
        if token.map is None or token.nesting < 0:
            continue
        if token.type == "html_block" and (match := _EXCUSE.fullmatch(token.content)):
            line, excuse = token.map[0] + 1, match["reason"].strip()
            if not excuse:
                message = "say why this is not run: `<!-- no-test: reason -->`"
                problems.append(Problem(Location(path, line), Code.EXCUSE_WITHOUT_REASON, message))
        elif token.type == "fence":
            words = token.info.split()
            plain = not is_cloze_fence(token.info)
            yield _Fence(
                language=words[0].lower() if words else "",
                is_output="{output}" in words[1:],
                is_answer="{answer}" in words[1:],
                code=token.content if plain else _without_clozes(token.content),
                line=token.map[0] + 1,
                is_plain=plain,
                excuse=excuse,
            )
            excuse = None


def _without_clozes(content: str) -> str:
    pieces, _ = split_clozes(content, 0, is_formula=False)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _examples(path: str, fences: Sequence[_Fence], problems: list[Problem]) -> Iterator[Example]:
    before: _Fence | None = None
    for fence in fences:
        examples: list[Example] = []
        if fence.language == "pycon" and fence.excuse is None:
            examples = list(_prompt_examples(path, fence, problems))
        elif fence.is_output:
            if before is None or before.language != "python":
                message = "an `{output}` must follow the `python` fence that prints it; add that fence"
                problems.append(Problem(Location(path, fence.line), Code.OUTPUT_WITHOUT_CODE, message))
            elif before.excuse is None:
                examples = [_script_example(path, before, fence)]
        yield from _mark_answer(path, fence, examples, problems) if fence.is_answer else examples
        before = fence


def _mark_answer(
    path: str, fence: _Fence, examples: Sequence[Example], problems: list[Problem]
) -> list[Example]:
    """The examples of a fence marked `{answer}`, of which the last one with an output is the answer."""
    import doctest  # noqa: PLC0415  # slow to import, and many builds need none of it

    speaking = [number for number, one in enumerate(examples) if one.expected.strip() or one.error]
    if not speaking:
        message = (
            "this is marked as the `{answer}`, but it has no output to compare; mark a `pycon` fence that "
            "ends with an output, or a fence `text {output}`"
        )
        problems.append(Problem(Location(path, fence.line), Code.ANSWER_WITHOUT_OUTPUT, message))
        return list(examples)
    last = examples[speaking[-1]]
    if last.flags & doctest.ELLIPSIS and "..." in last.expected:
        message = "the output that is the `{answer}` has `...` in it; print what does not vary"
        problems.append(Problem(last.location, Code.ANSWER_VARIES, message))
        return list(examples)
    marked = replace(last, is_answer=True)
    return [marked if one is last else one for one in examples]


def _script_example(path: str, code: _Fence, output: _Fence) -> Example:
    first = output.line + 1
    return Example(
        location=Location(path, code.line + 1),
        kind=ExampleKind.SCRIPT,
        code=code.code,
        expected=output.code,
        first=first,
        end=first + output.code.count("\n"),
        is_writable=output.is_plain,
    )


def _prompt_examples(path: str, fence: _Fence, problems: list[Problem]) -> Iterator[Example]:
    import doctest  # noqa: PLC0415  # slow to import, and many builds need none of it

    try:
        found = doctest.DocTestParser().get_examples(fence.code, "example")
    except ValueError as error:
        problems.append(_malformed(path, fence, str(error)))
        return
    if not found:
        message = "a `pycon` fence without `>>>`; write the prompt, or call the fence `text`"
        problems.append(Problem(Location(path, fence.line), Code.EXAMPLE_WITHOUT_PROMPT, message))
    for example in found:
        line = fence.line + 1 + example.lineno
        first = line + example.source.count("\n")
        if example.options.get(doctest.SKIP):
            message = "`+SKIP` hides that this is not run; write `<!-- no-test: reason -->` above the fence"
            problems.append(Problem(Location(path, line), Code.EXAMPLE_SKIPPED, message))
            continue
        yield Example(
            location=Location(path, line),
            kind=ExampleKind.PROMPT,
            code=example.source,
            expected=example.want,
            first=first,
            end=first + example.want.count("\n"),
            is_writable=fence.is_plain,
            flags=sum(flag for flag, on in example.options.items() if on),
            error=example.exc_msg,
        )


def _malformed(path: str, fence: _Fence, error: str) -> Problem:
    directive = _DIRECTIVE.match(error)
    if directive:
        name = directive[2].lstrip("+-")
        near = did_you_mean(name, ["ellipsis", "normalize_whitespace", "ignore_exception_detail"])
        advice = re.sub(r"`\w+`", lambda match: match[0].upper(), near)
        message = f"doctest has no directive `{name}`; {advice}"
        return Problem(Location(path, fence.line + int(directive[1])), Code.EXAMPLE_DIRECTIVE, message)
    match = _DOCTEST_LINE.match(error)
    line = fence.line + (int(match[1]) if match else 0)
    reason = " ".join((match[2] if match else error).split())[:120]
    advice = "write a space after each `>>>` and `...`, and begin the lines of an example in one column"
    return Problem(
        Location(path, line), Code.EXAMPLE_MALFORMED, f"doctest cannot read this: {reason}; {advice}"
    )
