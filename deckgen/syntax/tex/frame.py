"""Remembers what is open at a place in a formula, and what the next `^` or `_` would belong to."""

from dataclasses import dataclass

from deckgen.syntax.tex.parts import RedError, unclosed

RIGHT = r"\right"
"""The end of a frame that `\\left` began."""


@dataclass(slots=True)
class Frame:
    r"""Something that is open: the formula itself, a brace, a `\left`, an environment."""

    end: str = ""
    cells: bool = False
    is_numbered: bool = False
    begun: str = ""
    """For a message what begins it, with what follows."""
    notes: str = ""
    """Of what came last, as in the list of commands; `g` for a group."""
    _is_there: bool = False
    _above: bool = False
    _below: bool = False
    _primed: bool = False
    _awaits: str = ""
    _over: bool = False

    def put(self, notes: str = "") -> None:
        """Something that is shown comes; it is what the next `^` belongs to."""
        if "t" in notes:
            if "k" not in notes:
                self._forget()
        elif self._awaits:
            self.check_script(notes)
            self._awaits = ""
        else:
            self._is_there, self._primed = True, False
            self._above, self._below, self.notes = "u" in notes, "d" in notes, notes

    def check_script(self, notes: str) -> None:
        """Whether something with these notes may come here, if a script is awaited."""
        if self._awaits and "n" in notes:
            raise RedError(f"what follows `{self._awaits}` needs braces around it")

    def script(self, sign: str) -> None:
        """A `^` or `_` comes."""
        self.settle()
        if not self._is_there:
            self.put()
        is_above = sign == "^"
        if self._primed:
            # MathJax makes a superscript of the prime when a subscript comes.
            self._primed, self._above = False, self._above or not is_above
        if (self._above and "U" not in self.notes) if is_above else (self._below and "D" not in self.notes):
            name = "superscripts" if is_above else "subscripts"
            raise RedError(f"two {name} follow one another; put braces around one")
        self._above, self._below = self._above or is_above, self._below or not is_above
        self._awaits = sign

    def prime(self) -> None:
        """One or several `'` come."""
        if self._is_there and self._above:
            raise RedError("a `'` follows a superscript; put braces around what it belongs to")
        if "q" in self.notes:
            raise RedError("a `'` follows something that cannot have one")
        if not self._is_there or self._awaits:
            self.put()
        self._primed = True

    def fraction(self, name: str) -> None:
        r"""A command such as `\over` comes."""
        if self._over:
            raise RedError(f"`{name}` is the second of its kind; put braces around one fraction")
        self.settle()
        self._forget()
        self._over = True

    def part(self) -> None:
        """A cell or a line ends."""
        self.settle()
        self._forget()
        self._over = False

    def settle(self) -> None:
        """Nothing may be missing here."""
        if self._awaits:
            raise RedError(f"`{self._awaits}` has nothing after it")

    def close(self, end: str) -> None:
        r"""Something ends: `}`, `\right`, an environment, or with "" the formula."""
        if self.end == end:
            self.settle()
            return
        match self.end:
            case "":
                begun = {"}": "`{`", RIGHT: r"`\left`"}.get(end, f"`\\begin{{{end}}}`")
                shown = end if end in ("}", RIGHT) else f"\\end{{{end}}}"
                raise RedError(f"a `{shown}` has no {begun}")
            case "}":
                raise RedError(unclosed(self.begun))
            case r"\right":
                raise RedError(
                    f"`{self.begun}` has no `\\right`; write `\\right` before the bracket that ends it, "
                    "or `\\right.` if none does"
                )
            case name:
                instead = "" if end in ("", "}", RIGHT) else f", but an `\\end{{{end}}}`"
                raise RedError(f"`\\begin{{{name}}}` has no `\\end{{{name}}}`{instead}")

    def _forget(self) -> None:
        self._is_there = self._above = self._below = self._primed = False
        self.notes = ""
