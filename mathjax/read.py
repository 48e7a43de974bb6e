"""Reads from Anki's MathJax what it knows, or checks that the list in deckgen is current."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, cast

from mathjax import page
from mathjax.calls import Call, find_calls, find_notes

DATA = Path(__file__).resolve().parent.parent / "deckgen/syntax/tex/mathjax.txt"

_TITLE = "MathJax {} as Anki configures it. mathjax/read.py writes this list; mathjax/README.md explains it."
_ONLY_IN_PROOFS = "Proof commands only"
_PROOFS = r"\begin{prooftree}\end{prooftree}"
_NESTED = "Erroneous nesting"

Entry = tuple[str, list[str | int | None]]
"""Whether a name is a symbol, a macro, a matrix or a function, and what its handler is given."""


class Names(TypedDict):
    """What `ask.js` answers to `names`."""

    version: str
    macro: dict[str, Entry]
    environment: dict[str, Entry]
    delimiter: dict[str, Entry]
    packages: list[str]
    used: list[str]
    options: list[str]


def main() -> int:
    """Write the list, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if the list is not current")
    check = parser.parse_args().check
    try:
        with page.MathJax() as mathjax:
            found = read(mathjax)
    except page.MissingError as missing:
        parser.error(str(missing))
    if not check:
        DATA.write_text(found, encoding="utf-8", newline="\n")
        print(DATA)
    elif found != DATA.read_text(encoding="utf-8"):
        print(f"{DATA.name} is not what Anki's MathJax knows; run python -m mathjax.read", file=sys.stderr)
        return 1
    return 0


def read(mathjax: page.MathJax) -> str:
    """The list as Anki's MathJax has it now."""
    names = cast("Names", mathjax.ask("names"))
    sections = {
        "commands": _commands(mathjax, {f"\\{name}": entry for name, entry in names["macro"].items()}),
        "environments": sorted(_environments(mathjax, names["environment"])),
        "delimiters": sorted(names["delimiter"]),
        "options": sorted(names["options"]),
        "packages": _packages(mathjax, names),
    }
    lines = [line for title, rows in sections.items() for line in (f"# {title}", *rows)]
    return "\n".join((f"# {_TITLE.format(names['version'])}", *lines, ""))


def _commands(mathjax: page.MathJax, entries: Mapping[str, Entry]) -> Iterator[str]:
    calls = {command: Call(command) for command, (kind, _) in entries.items() if kind == "symbol"}
    calls |= {c: Call(c, "M", ("{p}",)) for c, (kind, _) in entries.items() if kind == "matrix"}
    functions = [command for command, (kind, _) in entries.items() if kind == "function"]
    calls |= find_calls(mathjax, dict.fromkeys(functions, ""))
    notes = find_notes(mathjax, calls.values())
    odd = [command for command in functions if command not in calls]
    fails = mathjax.verdicts([[f"{command}{{p}}{{q}}{{r}}"] for command in odd])
    broken = {c for c, [red] in zip(odd, fails, strict=True) if red and red.startswith(page.EXCEPTION)}
    reds = dict(zip(odd, mathjax.verdicts([[command] for command in odd]), strict=True))
    for command, (kind, given) in sorted(entries.items()):
        if kind == "macro":
            yield _row(command, _replacement(given))
        elif command in calls:
            call = calls[command]
            yield _row(command, call.letters, notes.get(command, ""), call.place)
        else:
            in_proofs = (reds[command][0] or "").startswith(_ONLY_IN_PROOFS)
            yield _row(command, "?", "x" if command in broken else "", _PROOFS if in_proofs else "")


def _replacement(given: Sequence[str | int | None]) -> str:
    """What replaces a macro, after the number of its arguments and what stands for one in brackets."""
    text, arity, default = (*given, None, None)[:3]
    return f"{arity or 0}{'' if default is None else f'[{default}]'}={text}"


def _environments(mathjax: page.MathJax, names: Iterable[str]) -> Iterator[str]:
    ends = {rf"\begin{{{name}}}": rf"a\end{{{name}}}" for name in names}
    calls = find_calls(mathjax, ends)
    notes = find_notes(mathjax, calls.values())
    cells = [call._replace(after=f"a&b{call.after}") for call in calls.values()]
    nested = [call._replace(within=r"\begin{align}%s\end{align}") for call in calls.values()]
    reds = iter(
        mathjax.verdicts([[call.written()] for pair in zip(cells, nested, strict=True) for call in pair])
    )
    for (command, call), [in_cells], [in_align] in zip(calls.items(), reds, reds, strict=True):
        is_numbered = (in_align or "").startswith(_NESTED)
        letters = notes[command] + ("" if in_cells else "c") + ("e" if is_numbered else "")
        yield _row(command.removeprefix(r"\begin{").removesuffix("}"), call.letters, letters)


def _packages(mathjax: page.MathJax, names: Names) -> Iterator[str]:
    found = sorted(names["packages"])
    reds = mathjax.verdicts([[rf"\require{{{name}}}"] for name in found])
    for name, red in zip(found, reds, strict=True):
        if red == [None]:
            yield _row(name, "here" if name in names["used"] else "")


def _row(*cells: str) -> str:
    return "\t".join(cells).rstrip("\t")


if __name__ == "__main__":
    sys.exit(main())
