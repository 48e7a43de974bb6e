"""Writes plain text as Markdown that shows just this text, and formulas as deckgen reads them."""

import re

_SPECIAL = re.compile(
    r"""
    (?P<address> https?://[^\s<>"'`）)，。；、]+ )
    | (?P<sign> [\\`*] )
    | (?P<line> (?<![^\W_])_ | _(?![^\W_]) )
    | (?P<tilde> ~~ )
    | (?P<bracket> \[(?=[^\]\n]*\][(\[:]) | \[(?=[!^]) )
    | (?P<angle> <(?=[A-Za-z/!?]) )
    | (?P<entity> &(?=\#?\w+;) )
    | (?P<key> \{(?=\#) )
    | (?P<dollar> \$ )
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(r"(\#{1,}|[-+>=]|＃)(?=\s|$|\#|\w|-|=|>)|(\d{1,9})([.)])(?=\s|$)")
_FORMULA = re.compile(
    r"""
    (?<!\\) \$\$ (?P<display> [^$]+? ) \$\$
    | \\\[ (?P<bracket> .+? ) \\\]
    | \\\( (?P<paren> .+? ) \\\)
    | (?<![A-Za-z0-9$\\]) \$ (?P<inline> [^\s$] (?:[^$\n]*[^\s$\\])? ) \$ (?![A-Za-z0-9$])
    """,
    re.VERBOSE | re.DOTALL,
)
_LIKE_TEX = re.compile(
    r"[\\^_{}=<>|+*/]|^[A-Za-z]'?$|^[A-Za-z]\([A-Za-z, ]+\)$|^\d+(?:\.\d+)?%?$|^[A-Za-z] ?[-,] ?[A-Za-z]$"
)
EM = "\ue0ff"
"""Stands for a mark of emphasis until it is known whether a formula's `_` was eaten for it."""


def escape_text(text: str) -> str:
    """Text as Markdown within a line; its formulas stay formulas."""
    if not _SPECIAL.search(text) and EM not in text:
        return text
    pieces, end = [], 0
    for match in _FORMULA.finditer(text):
        tex = match["display"] or match["bracket"] or match["paren"] or match["inline"]
        shown = tex.replace(EM, "_")
        if match["inline"] and not _LIKE_TEX.search(shown):
            continue
        before = text[end : match.start()]
        pieces.append(_escape(before))
        display = bool(match["display"] or match["bracket"])
        pieces.append(formula(shown, display=display, before=before[-1:], after=text[match.end() :][:1]))
        end = match.end()
    pieces.append(_escape(text[end:]))
    return "".join(pieces).replace(EM, "*")


def formula(tex: str, *, display: bool, before: str = "", after: str = "") -> str:
    """A formula between dollars, with a blank where a neighbour would make the dollar money."""
    tex = re.sub(r"\s+", " ", tex.replace("\\$", "$").replace("$", r"\$")).strip()
    if not tex:
        return ""
    if display:
        return f"\n$${tex}$$\n"
    left = " " if re.match(r"[A-Za-z0-9$\\]", before) else ""
    right = " " if re.match(r"[A-Za-z0-9]", after) else ""
    return f"{left}${tex}${right}"


def escape_line(line: str) -> str:
    """A paragraph's line that would begin a block of another kind, so that it does not."""
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
    """Code within a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def strip_markdown(markdown: str) -> str:
    """What a reader sees of a line of Markdown."""
    if not _MARKED.search(markdown):
        return markdown.strip()
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0].strip("`").strip() if match[0].startswith("`") else match[0])
        return f"\ue0fe{len(kept) - 1}\ue0fe"

    text = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)|(?<!\\)\$\$?[^$]+\$\$?", keep, markdown)
    text = re.sub(
        r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)", r"\1", text
    )
    text = re.sub(r"(?<!\\)<(https?://[^>]*)>", r"\1", text)
    text = re.sub(r"(?<!\\)</?[A-Za-z][^<>]*>", "", text)
    text = re.sub(r"(?<!\\)(?:\*\*?\*?|~~)|(?<![\w\\])__?(?=\S)|(?<=\S)(?<!\\)__?(?!\w)", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = re.sub("\ue0fe(\\d+)\ue0fe", lambda match: kept[int(match[1])], text)
    return text.strip()


_MARKED = re.compile(r"[`*_\[\]<\\~$]")


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: match[0] if match["address"] else _escaped(match[0]), text)


def _escaped(found: str) -> str:
    if found == "~~":
        return r"\~\~"
    return "{\\" if found == "{" else "\\" + found
