r"""Judges the commands that change what MathJax knows: definitions, labels, colours, `\require`."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.syntax.tex.commands import Command, known
from deckgen.syntax.tex.parts import RedError, UnclearError, after_space, find_name
from deckgen.syntax.tex.state import State

_NAME = re.compile(r"\s*\\?([A-Za-z]+|.)\s*", re.DOTALL)
_TEMPLATE = re.compile(r"[^{]*")
_STRANGE = Command("?")
_COLOR_MODELS = ("rgb", "RGB", "gray", "named")
_PAIRED = tuple(f"\\DeclarePairedDelimiter{end}" for end in ("", "X", "XPP", "s", "sX", "sXPP"))


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
        state.definitions.commands[defined] = Command()
        state.at += 1
        return
    other, state.at = find_name(state.tex, state.at)
    if known().commands.get(other, _STRANGE).letters == "?" and other not in state.definitions.commands:
        raise UnclearError
    state.definitions.commands[defined] = state.definitions.command(other)


def _operator(state: State, name: str) -> None:
    _, defined, text = state.arguments(name, "*rr")
    state.definitions.commands[_named(defined)] = Command(text=f"\\operatorname{{{text}}}")


def _other_command(state: State, name: str) -> None:
    defined = state.arguments(name, known().commands[name].letters)[0]
    if name == r"\Newextarrow" and not defined.strip().startswith("\\"):
        raise RedError(f"`{name}` needs the name of a command")
    state.definitions.commands[_named(defined)] = Command("?")


def _environment(state: State, name: str) -> None:
    state.definitions.environments.add(state.arguments(name, "r")[0])
    _options(state, name)
    state.arguments(name, "rr")


def _require(state: State, name: str) -> None:
    state.definitions.require(state.arguments(name, "r")[0].strip())


def _label(state: State, name: str) -> None:
    state.definitions.label(state.arguments(name, "r")[0])


def _definecolor(state: State, name: str) -> None:
    _, model, _ = state.arguments(name, "rrr")
    if model not in _COLOR_MODELS:
        raise RedError(f"`{name}` knows no colour model `{model}`; write `rgb`, `RGB`, `gray` or `named`")


def _new_tag_form(state: State, name: str) -> None:
    state.definitions.tag_forms.add(state.arguments(name, known().commands[name].letters)[0])


def _tag_form(state: State, name: str) -> None:
    form = state.arguments(name, "r")[0]
    if form and form not in state.definitions.tag_forms:
        raise RedError(f"`{name}` needs a form that `\\newtagform` defined, and `{form}` is not one")


def _options_set(state: State, name: str) -> None:
    for option in state.arguments(name, "r")[0].split(","):
        key = option.partition("=")[0].strip()
        if key and key not in known().options:
            raise RedError(f"`{name}` has no option `{key}`")


DEFINING: Mapping[str, Callable[[State, str], None]] = MappingProxyType(
    {
        **dict.fromkeys((r"\newcommand", r"\renewcommand"), _newcommand),
        r"\def": _def,
        r"\let": _let,
        r"\DeclareMathOperator": _operator,
        **dict.fromkeys((*_PAIRED, r"\Newextarrow"), _other_command),
        **dict.fromkeys((r"\newenvironment", r"\renewenvironment"), _environment),
        r"\require": _require,
        r"\label": _label,
        r"\definecolor": _definecolor,
        **dict.fromkeys((r"\newtagform", r"\renewtagform"), _new_tag_form),
        r"\usetagform": _tag_form,
        r"\mathtoolsset": _options_set,
    }
)
"""How to read on after each of these commands."""
