"""Writes plain text as Markdown that shows exactly this text, and formulas as deckgen reads them."""

import re
from string import ascii_letters, digits

from deckgen.html_to_markdown.verbatim import find_verbatim, verbatim_pattern
from deckgen.syntax.marked_text import BEFORE_ESCAPES, without_marks
from deckgen.syntax.shortcodes import find_emoji

_SPECIAL = re.compile(
    r"""
    (?P<address> https?://[^\s<>"'`）)，。；、]+ )
    | (?P<sign> [\\`*] )
    | (?P<line> (?<![^\W_])_ | _(?![^\W_]) )
    | (?P<tilde> ~~ )
    | (?P<bracket> \[(?=(?:[^\[\]\n]|\[[^\[\]\n]{0,999}\]|\[){0,999}+\][(\[:]) | \[(?=[!^]) )
    | (?P<angle> <(?=[A-Za-z/!?]) )
    | (?P<entity> &(?=\#?\w+;) )
    | (?P<key> \{(?=\#) )
    | (?P<dollar> \$ )
    | (?P<equals> == )
    | (?P<colon> : (?=[a-z0-9_+-]+:) )
    """,
    re.VERBOSE,
)
_AFTER_MONEY = frozenset(ascii_letters + digits)
_BEFORE_MONEY = _AFTER_MONEY | frozenset("$\\")
_LINE_START = re.compile(r"(\#{1,}|[-+>=]|＃)(?=\s|$|\#|\w|-|=|>)|(\d{1,9})([.)])(?=\s|$)")
_FORMULA = re.compile(
    r"""
    (?<!\\) \$\$ (?!\s*[,，。;；、]) (?P<display> [^$]+? ) \$\$
    | \\\[ (?P<bracket> (?:(?!\\\[).)+? ) \\\]
    | \\\( (?P<paren> (?:(?!\\\().)+? ) \\\)
    | \[\$\] (?P<anki> [^\[\]]+ ) \[/\$\]
    | \[\$\$\] (?P<display_of_anki> [^\[\]]+ ) \[/\$\$\]
    | (?<![A-Za-z0-9$\\]) \$ (?P<inline> [^\s$] (?:[^$\n]*[^\s$\\])? ) \$ (?![A-Za-z0-9$])
    """,
    re.VERBOSE | re.DOTALL,
)
_LIKE_TEX = re.compile(
    r"[\\^_{}=<>|+*/]|^[A-Za-z]'?$|^[A-Za-z]\([A-Za-z, ]+\)$|^\d+(?:\.\d+)?%?$|^[A-Za-z] ?[-,] ?[A-Za-z]$"
)
EM = "\ue0ff"
"""Stands for a mark of emphasis until it is known whether the mark was a `_` of a formula."""
_SIGNS = re.compile(rf"[\\`*_~\[<&{{${EM}]|==|:[a-z0-9_+-]+:")
_VERBATIM = verbatim_pattern(
    r"(?<!\\)\$\$[^$]+\$\$|(?<![A-Za-z0-9$\\])\$(?=[^\s$])[^$]*[^\s$\\]\$(?![A-Za-z0-9$])"
)
_LINK = re.compile(
    r"(?<!\\)!?\[((?:[^\[\]\\]++|\\.|\[[^\[\]]*+\])*+)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"
)
_LINKED_PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = re.compile(r"(?<!\\)<(https?://[^<>]*)>")
_TAG = re.compile(r"(?<!\\)</?[A-Za-z][^<>]*>")
_MARK = re.compile(r"(?<!\\)(?:\*\*?\*?|~~)|(?<![\w\\])__?(?=\S)|(?<=\S)(?<!\\)__?(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = re.compile("\ue0fe(\\d+)\ue0fe")


def escape_text(text: str) -> str:
    """Escape text for a place within a line of Markdown; its formulas stay formulas."""
    if not _SIGNS.search(text):
        return text
    if "$" not in text and "\\" not in text:
        return _escape(text).replace(EM, "*")
    pieces, end = [], 0
    for match in _FORMULA.finditer(text):
        tex = next(filter(None, match.groups()))
        shown = tex.replace(EM, "_")
        if not shown.strip() or (match["inline"] and not _LIKE_TEX.search(shown)):
            continue
        before = text[end : match.start()]
        pieces.append(_escape(before))
        display = bool(match["display"] or match["bracket"] or match["display_of_anki"])
        pieces.append(
            formula(shown, display=display, before=before[-1:], after=text[match.end() : match.end() + 1])
        )
        end = match.end()
    pieces.append(_escape(text[end:]))
    return "".join(pieces).replace(EM, "*")


def formula(tex: str, *, display: bool, before: str = "", after: str = "") -> str:
    """A formula between dollar signs, with a blank where the next character would make the sign money."""
    tex = " ".join(tex.replace("\\$", "$").replace("$", r"\$").split())
    if not tex:
        return ""
    if display:
        return f"\n$${tex}$$\n"
    left = " " if before and before in _BEFORE_MONEY else ""
    right = " " if after and after in _AFTER_MONEY else ""
    return f"{left}${tex}${right}"


def escape_line(line: str) -> str:
    """Escape a line of a paragraph where it would otherwise begin a block of another kind."""
    match = _LINE_START.match(line)
    if not match:
        return line if not line.startswith(("|", "~~~")) else "\\" + line
    if match[2]:
        return f"{match[2]}\\{line[match.start(3) :]}"
    if line.startswith("＃"):
        return "\\#" + line[1:]
    if line[0] in "-+" and not re.match(r"[-+](?:\s|$)|-{2,}\s*$", line):
        return line
    return "\\" + line


def code_span(text: str) -> str:
    """Code as a span within a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


_SIGNS_AT_END = re.compile(r"(?<![：:，,。；;、！!？?])[：:，,。；;、！!？?]+$")


def mend_bold(markdown: str) -> str:
    """Move signs out of the end of bold text: in CommonMark `**x**：y` is bold, `**x：**y` is not."""
    markdown = re.sub(r"\\\*\\\*([：:，。；、])\\\*\\\*", r"\1", markdown)
    parts = markdown.split("**")
    if len(parts) % 2 == 0 or "`" in "".join(parts[1::2]) or "***" in markdown:
        return markdown
    for at in range(1, len(parts), 2):
        bold, after = parts[at], parts[at + 1]
        if not after[:1].isalnum() or bold[:1].isspace():
            continue
        signs = _SIGNS_AT_END.search(bold)
        if signs and signs.start():
            parts[at], parts[at + 1] = bold[: signs.start()], signs[0] + after
        elif bold[-1:] in '）)】」》”"':
            parts[at + 1] = " " + after
    return "**".join(parts)


def strip_markdown(markdown: str) -> str:
    """What a reader sees of a line of Markdown."""
    if not _MARKED.search(markdown):
        return markdown.strip()
    text, kept = _take_verbatim(markdown) if "`" in markdown or "$" in markdown else (markdown, [])
    if "](" in text:
        if "[![" in text:
            text = _LINKED_PICTURE.sub(r"\1", text)
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", _ADDRESS.sub(r"\1", text))
    if "*" in text or "_" in text or "~" in text:
        text = _MARK.sub("", text)
    text = without_marks(text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if kept:
        text = _KEPT.sub(lambda match: kept[int(match[1])], text)
    return text.strip()


def _take_verbatim(markdown: str) -> tuple[str, list[str]]:
    """The text with a sign in place of each code span and formula, and these as a reader sees them."""
    split = markdown.split("`")
    if len(split) % 2 and "" not in split[1:-1] and "$" not in markdown and "\\" not in markdown:
        # The usual case: all code is between single backticks.
        kept = [code.strip() for code in split[1::2]]
        split[1::2] = [f"\ue0fe{number}\ue0fe" for number in range(len(kept))]
        return "".join(split), kept
    pieces, kept, end = list[str](), [], 0
    for start, stop in find_verbatim(_VERBATIM, markdown):
        pieces += (markdown[end:start], f"\ue0fe{len(kept)}\ue0fe")
        piece, end = markdown[start:stop], stop
        kept.append(piece.strip("`").strip() if piece.startswith("`") else piece)
    return "".join([*pieces, markdown[end:]]), kept


_MARKED = re.compile(r"[`*_\[\]<\\~$]|==")


def _escape(text: str) -> str:
    return _SPECIAL.sub(_escape_sign, text)


def _escape_sign(match: re.Match[str]) -> str:
    found, text = match[0], match.string
    if (
        match["address"]
        or (match["equals"] and not BEFORE_ESCAPES.match(text, match.start()))
        or (match["colon"] and not find_emoji(text, match.start()))
    ):
        return found
    if found in ("~~", "=="):
        return f"\\{found[0]}\\{found[0]}"
    return "{\\" if found == "{" else "\\" + found
