"""Checks the style of a project: it must be CSS, must load nothing, and must hide nothing that a card shows.

What a browser makes of wrong CSS is defined by https://www.w3.org/TR/css-syntax-3/: it skips it silently.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from deckgen.checks.styles.css_hides import Hider, find_hidden
from deckgen.sources.open.decode import decode_source
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

MAX_STYLE_BYTES = 256 * 1024
"""Anki copies the style into each note type, and each device of a learner gets them all at a change."""

_MOST_PROBLEMS = 20
_END = "deckgen-end"
_WITH_RULES = ("media", "supports", "layer", "container", "scope", "starting-style")
_WITH_DECLARATIONS = (
    "font-face",
    "page",
    "property",
    "counter-style",
    "font-palette-values",
    "view-transition",
)
_FETCHING = ("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade")
"""Functions whose texts are addresses (https://www.w3.org/TR/css-values-4/#urls and css-images-4)."""
_WITHOUT_NETWORK = re.compile(r"\s*(?:data:|#|\Z)", re.IGNORECASE)
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_OLD_FILTER = "progid:"
"""With `filter: progid:…` old styles speak to Internet Explorer; all others skip it."""
_TAG = re.compile(r"</?style|<script|<!--", re.IGNORECASE)
_NO_RULE = "this is neither `property: value;` nor a rule `selector { … }`"
_FAULTS = {
    "bad-string": "a text in quotes does not end on its line",
    "bad-url": "the address in `url(…)` has no `)`, or has a space or a quote; put it in quotes",
    "eof-in-string": "a text in quotes has no end",
    "eof-in-url": "`url(` has no `)`",
}


def check_style(path: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a style, and what is wrong with it, at most 20 problems."""
    text, problems = decode_source(path, content)
    if problems:
        return "", problems
    try:
        found = (*_check_text(path, text), *sorted(_check_rules(path, text), key=_place))
    except RecursionError:
        message = "brackets are nested too deep to be read; a style needs a few levels"
        return "", (Problem(Location(path, 1), Code.CSS_MALFORMED, message),)
    return text, tuple(dict.fromkeys(found))[:_MOST_PROBLEMS]


def _place(problem: Problem) -> Location:
    return problem.location


def _check_text(path: str, text: str) -> Iterator[Problem]:
    if tag := _TAG.search(text):
        message = f"Anki puts the style into a page, where `{tag[0]}` would end it; delete it"
        yield Problem(Location(path, line_at(text, tag.start()) + 1), Code.CSS_MALFORMED, message)


def _check_rules(path: str, text: str) -> Iterator[Problem]:
    rules = tinycss2.parse_stylesheet(f"{text}\n.{_END}{{}}", skip_comments=True, skip_whitespace=True)
    is_whole = bool(rules) and _is_end(rules[-1])
    walk = _Walk(path)
    walk.rules(rules[:-1] if is_whole else rules)
    yield from walk.problems
    if not is_whole and not any(problem.code is Code.CSS_MALFORMED for problem in walk.problems):
        yield _without_end(path, text, rules)
    for line, selector, declaration, hidden in find_hidden(walk.hiders):
        message = (
            f"`{shortened(selector, 60)} {{ {declaration} }}` hides {hidden}, which a card must show; "
            "name a smaller part, or delete the rule"
        )
        yield Problem(Location(path, line), Code.CSS_HIDES, message)


def _is_end(rule: Node) -> bool:
    return isinstance(rule, QualifiedRule) and tinycss2.serialize(rule.prelude).strip() == f".{_END}"


def _without_end(path: str, text: str, rules: Sequence[Node]) -> Problem:
    """The problem of a text whose last part goes on after its end."""
    comment = text.rfind("/*")
    if comment >= 0 and "*/" not in text[comment:]:
        message = "the comment has no end; write `*/`"
        return Problem(Location(path, line_at(text, comment) + 1), Code.CSS_MALFORMED, message)
    last = rules[-1]
    if isinstance(last, QualifiedRule) and _END in tinycss2.serialize(last.prelude):
        return Problem(Location(path, last.source_line), Code.CSS_MALFORMED, _NO_RULE)
    message = "what begins here has no end; write the missing `}` or `)`"
    return Problem(Location(path, _open_line(last)), Code.CSS_MALFORMED, message)


def _open_line(node: Node) -> int:
    """The line of the innermost part that swallows the end of the text."""
    inner = getattr(node, "content", None) or getattr(node, "arguments", None) or ()
    has_parts = (part for part in inner if part.type.endswith(("block", "function")))
    return next((_open_line(part) for part in has_parts if _END in _serialized(part)), node.source_line)


def _serialized(node: Node) -> str:
    return "" if node.type == "error" else str(node.serialize())


class _Walk:
    """Goes through the rules, and collects problems and all declarations."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.problems: list[Problem] = []
        self.hiders: list[Hider] = []

    def rules(self, nodes: Iterable[Node], within: str = "") -> None:
        """Rules and, in a rule, its declarations; `within` is the selector of the rule around them."""
        for node in nodes:
            if isinstance(node, QualifiedRule):
                self._qualified(node, within)
            elif isinstance(node, AtRule):
                self._at_rule(node, within)
            elif isinstance(node, Declaration):
                self._declaration(node, within)
            elif node.type == "error":
                self._report(node, _NO_RULE)

    def _qualified(self, rule: QualifiedRule, within: str) -> None:
        if self._tokens(rule.prelude):
            return
        selector = tinycss2.serialize(rule.prelude).strip()
        if not selector or ";" in rule.prelude:
            self._report(
                rule, "there is no selector before the `{`; write rules like `.card { color: red; }`"
            )
            return
        if within:
            around = f":is({within})"
            selector = selector.replace("&", around) if "&" in selector else f"{around} :is({selector})"
        self.rules(_contents(rule.content), selector)

    def _at_rule(self, rule: AtRule, within: str) -> None:
        name = rule.lower_at_keyword
        if name == "import":
            message = "a style cannot import another one, since a card loads nothing; copy its rules to here"
            self._report(rule, message, Code.CSS_LOADS)
            return
        # No address in the head of another rule is loaded.
        if rule.content is None or any(token.type == "error" for token in rule.prelude):
            return
        if name in _WITH_RULES:
            self.rules(_contents(rule.content), within)
        elif name in _WITH_DECLARATIONS:
            self.rules(_contents(rule.content))
        else:
            self._tokens(rule.content)

    def _declaration(self, node: Declaration, within: str) -> None:
        if self._tokens(node.value):
            return
        value = tinycss2.serialize(node.value).strip().lower()
        is_free = node.name.startswith("--") or value.startswith(_OLD_FILTER)
        if ":" in node.value and not is_free:
            self._report(node, f"a `;` is missing after the value of `{shortened(node.name, 40)}`")
        elif within:
            self.hiders.append(Hider(node.source_line, within, node.lower_name, value))

    def _tokens(self, tokens: Iterable[Node], function: str = "") -> bool:
        """Report wrong tokens and addresses that would be loaded; whether there was a wrong token."""
        is_wrong = False
        for token in tokens:
            if token.type == "error":
                fault = _FAULTS.get(token.kind, f"this `{token.kind}` closes nothing; delete it")
                self._report(token, fault)
                is_wrong = True
            elif token.type == "url" or (token.type == "string" and function in _FETCHING):
                self._address(token)
            elif token.type == "function":
                is_wrong |= self._tokens(token.arguments, token.lower_name)
            elif token.type.endswith("block"):
                is_wrong |= self._tokens(token.content)
        return is_wrong

    def _address(self, token: Node) -> None:
        if not _WITHOUT_NETWORK.match(token.value):
            why = "a card must work offline, and no server must learn of it"
            if not _REMOTE.match(token.value):
                why = "a package has no files but those that notes show"
            message = (
                f"`{shortened(token.value, 60)}` cannot be loaded: {why}; write it as an address `data:…`"
            )
            self._report(token, message, Code.CSS_LOADS)

    def _report(self, node: Node, message: str, code: Code = Code.CSS_MALFORMED) -> None:
        self.problems.append(Problem(Location(self._path, node.source_line), code, message))


def _contents(content: Iterable[Node]) -> list[Node]:
    return list(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))
