"""What a reader keeps in mind: brackets and a cloze it has begun, and where backticks stand."""

import re

_BACKTICKS = re.compile(r"`+")


class BacktickRuns:
    """All runs of backticks in a text, looked up once for all code spans."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[int, list[int]] | None = None

    def find(self, position: int, length: int) -> int | None:
        """Where the next run of just this length begins; positions must not go back."""
        if self._starts is None:
            self._starts = {}
            for match in reversed(list(_BACKTICKS.finditer(self._text))):
                self._starts.setdefault(len(match[0]), []).append(match.start())
        starts = self._starts.get(length, [])
        while starts and starts[-1] < position:
            starts.pop()
        return starts[-1] if starts else None


class Bracket:
    """A `[` or `![` that may turn out to begin a link or picture."""

    __slots__ = ("active", "end", "has_bracket_after", "height", "index", "is_picture", "position")

    def __init__(self, index: int, height: int, position: int, *, is_picture: bool) -> None:
        self.index = index
        self.height = height
        self.position = position
        self.end = position + (2 if is_picture else 1)
        self.is_picture = is_picture
        self.active = True
        self.has_bracket_after = False


class Cloze:
    """A cloze that is being read; brackets and delimiters in it have nothing to do with those before it."""

    __slots__ = ("brackets", "depth", "height", "hints", "index", "number", "position")

    def __init__(self, number: int, position: int, index: int, height: int, brackets: int) -> None:
        self.number = number
        self.position = position
        self.index = index
        self.height = height
        self.brackets = brackets
        self.depth = 0
        self.hints: list[int] = []

    def forget_hints(self, index: int) -> None:
        """Leave alone the `::` from a part on, since a link or picture now holds them."""
        while self.hints and self.hints[-1] >= index:
            self.hints.pop()
