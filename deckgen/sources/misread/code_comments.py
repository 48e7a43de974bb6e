"""Finds code without a fence, whose comments are read as headings."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.questions.headings import Heading
from deckgen.syntax.attribute_advice import KEYED
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import quoted

_CODE = re.compile(
    r"""
    [ \t]* (?:
        [A-Za-z_][\w.]* (?: \[ [^\]]* \] | , [ ]* [A-Za-z_]\w* )* [ ]* [-+*/|&]? = (?!=) [ ]* \S
        | [A-Za-z_][\w.]* \( .* [)({,] $
        | import [ ] [\w.]+ (?: [ ] as [ ] \w+ | [ ]*,.* )? ;? $
        | from [ ] [\w.]+ [ ] import [ ]
        | (?: def | func | function | fn ) [ ] \w+ \(
        | (?: class | struct ) [ ] \w+ .* [:{] $
        | (?: const | let | var ) [ ] \w+ [ ]* [=:]
        | return \b .* [\w)\]}'"] $
        | (?: for | if | while | with | try | else | elif | except ) \b .* [:{] $
        | \$ [ ] \S
        | (?: sudo | apt(?:-get)? | pip3? | npm | yarn | brew | git | docker | kubectl | conda | cd | export
            | curl | wget | mkdir | python3? | go | cargo | chmod | echo | pnpm | npx | uv | poetry | rm | cp
            | mv | ls | chown | ssh | scp | rsync | tar | unzip | gcc | g\+\+ | cmake | mvn | gradle
            | systemctl | terraform | helm | ansible | psql | grep | sed | awk | alias ) [ ] [\w./"'~$-]
        | (?: source | \. | cat | find | make | node | java | set | touch | test | kill | less | vim | nano
            | head | tail | mount | service | ruby | bash | sh ) [ ] (?! \S*[.]$ ) \S*[./~$=-]\S*
        | \S+ [ ] --?[A-Za-z]
        | .* [;{}] $
    )
    """,
    re.VERBOSE,
)
_BUTTON = re.compile(r"(?P<language>[A-Za-z+#]*?)(?:Copy(?: code|Edit)?|复制(?:代码)?)[ \t]*$")
_LANGUAGE = re.compile(r"[A-Za-z][\w+#]*[ \t]*$")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_PROSE = re.compile(r"[，。；：？！]|[.?!]$|`|\*\*")
_KEYED = re.compile(KEYED)
_ASKS = re.compile(r"[?？]")


def check_code_comments(
    path: str, lines: Sequence[str], headings: Sequence[Heading], depth: int
) -> Iterator[tuple[Problem, Sequence[Heading]]]:
    """Code below the first question whose comments are headings, with these; `depth` is that of questions.

    One such heading is enough where it has code above and below, or is above the level of questions; without
    that there must be two.
    """
    for run in _runs(lines, headings, depth):
        first, last = run[0].start, run[-1].end
        while is_code(lines[first - 1]):
            first -= 1
        while last < len(lines) and lines[last].strip() and not lines[last].startswith("#"):
            last += 1
        if len(run) > 1 or first < run[0].start or run[0].level < depth:
            message = (
                f"this looks like code, and its comment {quoted(lines[run[0].start])} is read as a heading; "
                f"write a line {_opening(lines, first)}, and a line ``` below line {last}"
            )
            yield Problem(Location(path, first + 1), Code.CODE_WITHOUT_FENCE, message), run


def _opening(lines: Sequence[str], first: int) -> str:
    """What begins the fence of code, and where: a chatbot's button above it has taken its place."""
    button = _BUTTON.match(lines[first - 1])
    if not button:
        return f"``` above line {first + 1}"
    if not button["language"] and _LANGUAGE.match(lines[first - 2]):
        return f"```{lines[first - 2].strip()} in place of lines {first - 1} and {first}"
    return f"```{button['language']} in place of line {first}"


def _runs(lines: Sequence[str], headings: Sequence[Heading], depth: int) -> Iterator[list[Heading]]:
    """The headings below a question that are probably comments, together where only code parts them."""
    run: list[Heading] = []
    below_question = False
    for heading in headings:
        is_comment = below_question and _is_comment(lines, heading)
        if run and not (is_comment and _is_whole(lines[run[-1].end : heading.start])):
            yield run
            run = []
        if is_comment:
            run.append(heading)
        below_question = below_question or heading.level == depth
    if run:
        yield run


def _is_whole(lines: Sequence[str]) -> bool:
    """Whether these lines are of one piece of code: without a blank line, or all of them code or indented."""
    return all(line.strip() for line in lines) or all(
        not line.strip() or line.startswith((" ", "\t")) or is_code(line) for line in lines
    )


def _is_comment(lines: Sequence[str], heading: Heading) -> bool:
    below = lines[heading.end] if heading.end < len(lines) else ""
    return is_code(below) and not _ASKS.search(heading.text) and not _KEYED.search(heading.text)


def is_code(line: str) -> bool:
    """Whether a line is probably code and no text."""
    line = line.rstrip()
    return bool(_CODE.match(line)) and not _PROSE.search(_STRING.sub("", line))
