r"""Judges the commands that are TeX's grammar: environments, `\left`, fractions by `\over` and the like."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.syntax.tex.commands import known
from deckgen.syntax.tex.defining import DEFINING
from deckgen.syntax.tex.frame import RIGHT, Frame
from deckgen.syntax.tex.parts import RedError, UnclearError, after_space, is_length
from deckgen.syntax.tex.state import State

_OTHER_LANGUAGES = frozenset(("CD", "prooftree", "empheq"))


def _begin(state: State, name: str) -> None:
    environment = state.arguments(name, "r")[0]
    command = state.definitions.environment(environment)
    if environment in _OTHER_LANGUAGES:
        raise UnclearError
    if "e" in command.notes and any(frame.is_numbered for frame in state.frames):
        raise RedError(
            f"`{environment}` stands within a displayed environment; write `aligned` or `gathered`"
        )
    state.frame.check_script(command.notes)
    state.arguments(f"\\begin{{{environment}}}", command.letters)
    state.frames.append(Frame(environment, cells="c" in command.notes, is_numbered="e" in command.notes))


def _end(state: State, name: str) -> None:
    state.close(state.arguments(name, "r")[0])


def _left(state: State, name: str) -> None:
    [delimiter] = state.arguments(name, "D")
    state.frames.append(Frame(RIGHT, begun=name + delimiter))


def _right(state: State, name: str) -> None:
    state.arguments(name, "D")
    state.close(RIGHT)


def _middle(state: State, name: str) -> None:
    state.arguments(name, "D")
    if state.frame.end != RIGHT:
        raise RedError(r"a `\middle` stands outside `\left` and `\right`")
    state.frame.settle()
    state.frame.put("t")


def _over(state: State, name: str) -> None:
    state.arguments(name, known().commands[name].letters)
    state.frame.fraction(name)


def _limits(state: State, name: str) -> None:
    if "g" in state.frame.notes:
        raise UnclearError
    if "o" not in state.frame.notes:
        raise RedError(f"`{name}` does not follow an operator such as `\\sum`")


def _line(state: State, name: str) -> None:
    state.skip("*")
    if state.tex.startswith("[", state.at):
        text = state.brackets(name)
        if text and not is_length(text):
            raise RedError(f"`[{text}]` after `{name}` is not a length; write `{name}{{}}[{text}]`")
    state.frame.part()
    state.tagged = False


def _root(state: State, name: str) -> None:
    end = r"\of" if name == r"\root" else r"\over"
    inside, found, rest = state.tex[state.at :].partition(end)
    if not found:
        raise RedError(f"`{name}` has no `{end}`")
    if "{" in inside:
        raise UnclearError
    state.judge("m", inside)
    state.tex, state.at = rest, 0
    state.arguments(end, "m")
    state.frame.put("g")


def _adjustlimits(state: State, name: str) -> None:
    if state.tex.count("_", state.at) < 2:
        raise RedError(f"`{name}` needs two operators with a subscript each")
    raise UnclearError


def _number(state: State, name: str) -> None:
    if state.brackets(name) is not None:
        state.brackets(name)
    number = state.arguments(name, "r")[0]
    if not _IS_NUMBER.fullmatch(number.strip()):
        raise RedError(f"`{name}` needs a number, and `{number}` is not one")
    state.frame.put()


def _token(state: State, name: str) -> None:
    kind = state.arguments(name, "rot")[0]
    if kind not in _TOKENS:
        raise RedError(f"`{name}` knows no element `{kind}`")
    state.frame.put()


def _toggle(state: State, name: str) -> None:
    while True:
        state.at = after_space(state.tex, state.at)
        if state.skip(r"\endtoggle"):
            state.frame.put("g")
            return
        state.arguments(name, "m")


def _tag(state: State, name: str) -> None:
    state.arguments(name, "*t")
    if state.tagged:
        raise RedError(f"`{name}` stands twice in a line")
    state.tagged = True


def _sqrt(state: State, name: str) -> None:
    state.arguments(name, "O")
    state.at = after_space(state.tex, state.at)
    # MathJax lets this one command stand without braces.
    if re.match(r"\\frac(?![A-Za-z])", state.tex[state.at : state.at + 6]):
        state.at += len(r"\frac")
        state.arguments(r"\frac", "mm")
    else:
        state.arguments(name, "m")
    state.frame.put()


def _verb(state: State, name: str) -> None:
    state.at = after_space(state.tex, state.at)
    sign = state.tex[state.at : state.at + 1]
    end = state.tex.find(sign, state.at + 1) if sign else -1
    if end < 0:
        raise RedError(f"`{name}` needs the same sign before and after its text, as in `{name}|…|`")
    state.at = end + 1
    state.frame.put("g")


_IS_NUMBER = re.compile(r"x[0-9A-Fa-f]+|[-+]?\d*\.?\d+")
_TOKENS = ("mi", "mn", "mo", "ms", "mtext", "mspace")

STRUCTURE: Mapping[str, Callable[[State, str], None]] = MappingProxyType(
    {
        **DEFINING,
        r"\begin": _begin,
        r"\end": _end,
        r"\left": _left,
        r"\right": _right,
        r"\middle": _middle,
        **dict.fromkeys((r"\over", r"\atop", r"\choose", r"\brace", r"\brack", r"\above"), _over),
        **dict.fromkeys((r"\overwithdelims", r"\atopwithdelims", r"\abovewithdelims"), _over),
        **dict.fromkeys((r"\limits", r"\nolimits"), _limits),
        **dict.fromkeys((r"\root", r"\buildrel"), _root),
        "\\\\": _line,
        r"\adjustlimits": _adjustlimits,
        **dict.fromkeys((r"\unicode", r"\xmathstrut"), _number),
        r"\mmlToken": _token,
        r"\sqrt": _sqrt,
        r"\tag": _tag,
        r"\toggle": _toggle,
        r"\verb": _verb,
    }
)
"""How to read on after each of these commands."""
