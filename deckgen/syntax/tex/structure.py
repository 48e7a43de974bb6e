r"""Judges the commands that are TeX's grammar: environments, `\left`, fractions by `\over`, definitions."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.syntax.tex.commands import Command, known
from deckgen.syntax.tex.frame import RIGHT, Frame
from deckgen.syntax.tex.parts import RedError, UnclearError, after_space, find_name, is_length
from deckgen.syntax.tex.state import State

_OTHER_LANGUAGES = frozenset(("CD", "prooftree", "empheq"))
_NAME = re.compile(r"\s*\\?([A-Za-z]+|.)\s*", re.DOTALL)
_TEMPLATE = re.compile(r"[^{]*")


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
    state.arguments(name, "D")
    state.frames.append(Frame(RIGHT))


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


def _newcommand(state: State, name: str) -> None:
    defined, count, default, text = state.arguments(name, "r")[0], *_options(state, name), ""
    text = state.arguments(name, "r")[0]
    state.definitions.commands[_named(defined)] = Command(text=text, arity=count, default=default)


def _options(state: State, name: str) -> tuple[int, str | None]:
    count = state.brackets(name)
    if count is not None and not count.strip().isdecimal():
        raise RedError(f"`{name}` needs a number in `[{count}]`")
    return int(count or 0), state.brackets(name)


def _named(text: str) -> str:
    match = _NAME.fullmatch(text)
    if match is None:
        raise RedError(f"`{text}` cannot be the name of a command")
    return f"\\{match[1]}"


def _command_after(state: State, name: str) -> str:
    state.at = after_space(state.tex, state.at)
    if not state.tex.startswith("\\", state.at):
        raise RedError(f"`{name}` needs the name of a command")
    found, state.at = find_name(state.tex, state.at)
    return found


def _def(state: State, name: str) -> None:
    defined = _command_after(state, name)
    match = _TEMPLATE.match(state.tex, state.at)
    parameters = match[0].strip() if match else ""
    state.at = match.end() if match else state.at
    if state.at >= len(state.tex):
        raise RedError(f"`{name}{defined}` has no text in braces")
    text = state.arguments(name, "r")[0]
    count = parameters.count("#")
    is_plain = parameters == "".join(f"#{number}" for number in range(1, count + 1))
    state.definitions.commands[defined] = Command(text=text, arity=count) if is_plain else Command("?")


def _let(state: State, name: str) -> None:
    defined = _command_after(state, name)
    state.at = after_space(state.tex, state.at)
    if state.skip("="):
        state.at = after_space(state.tex, state.at)
    if not state.tex.startswith("\\", state.at):
        raise UnclearError
    other, state.at = find_name(state.tex, state.at)
    if other in STRUCTURE:
        raise UnclearError
    state.definitions.commands[defined] = state.definitions.command(other)


def _operator(state: State, name: str) -> None:
    _, defined, text = state.arguments(name, "*rr")
    state.definitions.commands[_named(defined)] = Command(text=f"\\operatorname{{{text}}}")


def _other_command(state: State, name: str) -> None:
    defined = state.arguments(name, known().commands[name].letters)[0]
    state.definitions.commands[_named(defined)] = Command("?")


def _environment(state: State, name: str) -> None:
    state.definitions.environments.add(state.arguments(name, "r")[0])
    _options(state, name)
    state.arguments(name, "rr")


def _require(state: State, name: str) -> None:
    state.definitions.require(state.arguments(name, "r")[0].strip())


def _label(state: State, name: str) -> None:
    state.definitions.label(state.arguments(name, "r")[0])


_PAIRED = tuple(f"\\DeclarePairedDelimiter{end}" for end in ("", "X", "XPP", "s", "sX", "sXPP"))

STRUCTURE: Mapping[str, Callable[[State, str], None]] = MappingProxyType(
    {
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
        **dict.fromkeys((r"\newcommand", r"\renewcommand"), _newcommand),
        r"\def": _def,
        r"\let": _let,
        r"\DeclareMathOperator": _operator,
        **dict.fromkeys((*_PAIRED, r"\Newextarrow"), _other_command),
        **dict.fromkeys((r"\newenvironment", r"\renewenvironment"), _environment),
        r"\require": _require,
        r"\label": _label,
    }
)
"""How to read on after each of these commands."""
