"""Lists formulas that are not marked as such, other LaTeX, and diagrams.

Sources: Anki's manual ("Math & Symbols"), GitHub's documentation ("Creating diagrams"), and the lists of
PlantUML, Graphviz and Kroki of what they draw.
"""

import re
from functools import lru_cache

from deckgen.look_alikes.advice import advise_picture
from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.values.codes import Code

_MATHS = (
    r"(?:align|aligned|alignat|alignedat|equation|gather|gathered|multline|flalign|eqnarray|split|cases|dcases"
    r"|matrix|[pbvBV]matrix|smallmatrix|array)\*?"
)

_TEX = re.compile(r"[\^_]|\\[A-Za-z]|^ ?[A-Za-z]\w* ?[=<>+*-]")
"""What the text between two signs of money has if it is a formula."""

_TEX_SIGN = re.compile(r"[_^{]")
_SHORTEST_SHOWN = 5
_RUN = re.compile(
    r"(?<![^\s\u3000-\u9fff\uff00-\uffef])[^\s\u3000-\u9fff\uff00-\uffef=(<>≈∼]{1,30}[=(<>≈∼][^\s\u3000-\u9fff]+"
)
"""Signs that may begin a formula as a page shows it; a longer text has few of them."""

DIAGRAMS = frozenset(
    (
        *("mermaid", "geojson", "topojson", "stl"),  # GitHub draws these
        *(
            "plantuml",
            "puml",
            "uml",
            "dot",
            "graphviz",
            "d2",
            "ditaa",
            "tikz",
            "vega",
            "vega-lite",
            "vegalite",
        ),
        *("wavedrom", "nomnoml", "svgbob", "pikchr", "blockdiag", "seqdiag", "excalidraw", "bytefield"),
        *("structurizr", "c4plantuml", "echarts", "flowchart", "markmap", "mindmap", "smiles", "abcjs"),
    )
)
"""The languages of fences that other programs draw."""


def _tex(match: Match) -> str | None:
    tex = match["tex"].strip()
    return f"${tex}$" if tex and "\n" not in tex and "$" not in tex else None


def _between_dollars(match: Match) -> str | None:
    """The lines of a formula between two lines `$$`."""
    return None if match.before or "$" in match["tex"] else f"$$\n{match['tex']}$$"


def _environment(match: Match) -> str | None:
    text = match["it"]
    if (
        match.before
        or match.after.strip()
        or "\n\n" in text
        or "$" in text
        or not re.match(rf"\\begin\{{{_MATHS}\}}", text)
    ):
        return None
    return f"$$\n{text}\n$$"


def _stands_thrice(match: Match) -> bool:
    """Whether the text before the LaTeX comes again directly after it, as in a copied page."""
    before, _, rest = match["it"].partition("\\")
    after = rest.rpartition("\\")[2]
    shown = before.rstrip()
    if len(shown) >= _SHORTEST_SHOWN and shown in rest and "=" in shown and "$" not in match["it"]:
        return True
    if "$" in match["it"] or not _TEX_SIGN.search(rest):
        return False
    return "\u200b" in after or any(
        re.search(rf"[\w)}}\]]{re.escape(run[:3])}", after) for run in _RUN.findall(before)
    )


@lru_cache(maxsize=8)
def _first_environment(source: str) -> int:
    found = source.find("\\begin{")
    return found if found >= 0 else len(source)


_SIGNS = {"textbf": "**", "textit": "*", "emph": "*", "texttt": "`"}
_PLAIN = re.compile(r"[^\W_](?:[^*`_\\]*[^\W_])?")


def _as_markdown(match: Match) -> str:
    """The argument of a command of LaTeX, as text of this form in Markdown."""
    sign = _SIGNS[match["name"]]
    return f"{sign}{match['text']}{sign}"


FORMULAS = (
    LookAlike(
        name="anki-latex",
        owner="Anki",
        code=Code.FOREIGN_FORMULA,
        example=r"[latex]x^2[/latex]",
        what="is a formula as Anki writes it for LaTeX, and a card shows the text",
        advice="write `$…$`, or `$$…$$` on lines of its own",
        signs=("[latex]",),
        pattern=re.compile(r"(?P<it>\[latex\](?P<tex>(?:[^\[]|\[(?!/?latex\]))*+)\[/latex\])"),
        rewrite=_tex,
    ),
    LookAlike(
        name="formula-in-square-brackets",
        owner="ChatGPT",
        code=Code.FOREIGN_FORMULA,
        example="[\nL = -\\sum_i y_i\n]",
        what="begins a formula that has lost its backslashes, and a card shows its text",
        advice="write `$$` in place of this line and of the line `]` below the formula",
        signs=("[",),
        pattern=re.compile(
            r"^\0*(?P<it>\[[ \t]*\n(?P<tex>(?:(?!\0*[\[\]][ \t]*$|\#)[^\n]+\n)++)\0*\])[ \t]*$", re.MULTILINE
        ),
        holds=lambda match: bool(_TEX.search(match["tex"])),
        rewrite=_between_dollars,
    ),
    LookAlike(
        name="bare-environment",
        owner="LaTeX",
        code=Code.FOREIGN_FORMULA,
        example="\\begin{align}\na &= b\n\\end{align}",
        what="is LaTeX outside a formula, and a card shows its text",
        advice="put `$$` on a line before `\\begin` and on one after `\\end`",
        signs=("\\begin{",),
        pattern=re.compile(
            r"(?P<it>\\begin\{(?P<name>[A-Za-z]+\*?)\}"
            r"(?:(?!\\(?:begin|end)\{(?P=name)\})(?!\n\#)[\s\S])*+(?:\\end\{(?P=name)\})?)"
        ),
        holds=lambda match: not match["name"].rstrip("*").endswith("figure"),
        rewrite=_environment,
    ),
    LookAlike(
        name="formula-three-times",
        owner="pages with KaTeX, such as ChatGPT's",
        code=Code.FOREIGN_FORMULA,
        example=r"L=y/nL = \frac{y}{n}L=y/n",
        what="has a formula as a page shows it, then its LaTeX, then once more as the page shows it",
        advice="keep only the LaTeX, and put `$$` before and after it",
        signs=("\\",),
        pattern=re.compile(r"^\0*(?P<it>[^\n\0\\]{3,200}\\[A-Za-z][^\n\0]{4,2000})$", re.MULTILINE),
        holds=_stands_thrice,
    ),
    LookAlike(
        name="bare-tex",
        owner="LaTeX, chatbots",
        code=Code.FOREIGN_FORMULA,
        example=r"The loss is ( \frac{1}{n} ).",
        what="is LaTeX outside a formula, and a card shows its text",
        advice="put the whole formula between `$` and `$`",
        signs=("\\",),
        pattern=re.compile(
            r"\\(?:(?:[dt]?frac|sqrt|mathbb|mathcal|mathbf|mathrm|operatorname|overline|underbrace|hat|bar|vec)\{"
            r"|(?:sum|prod|int|lim)_)"
        ),
        holds=lambda match: match.start < _first_environment(match.source),
    ),
    LookAlike(
        name="latex-picture",
        owner="LaTeX",
        code=Code.FOREIGN_MEDIA,
        example=r"\includegraphics[width=5cm]{loss.png}",
        what="shows a picture in LaTeX, and a card shows only this text",
        advice="write `![what it shows](name.png)`, with a PNG, JPEG or SVG in place of a PDF",
        signs=("\\includegraphics",),
        pattern=re.compile(r"\\includegraphics\*?(?:\[[^\[\]\n]*\])?\{(?P<to>[^{}\n]*)\}"),
        advise=advise_picture,
    ),
    LookAlike(
        name="wide-dollars",
        owner="Chinese keyboards",
        code=Code.FOREIGN_FORMULA,
        example="￥E = mc^2￥",
        what="looks like a formula, but its signs are not `$`",
        advice="write an ASCII `$` before and after it",
        signs=("￥", "＄", "¥"),
        pattern=re.compile(r"(?P<it>(?P<sign>[￥＄¥])(?P<tex>[^￥＄¥$\n\0]{1,500})(?P=sign))"),
        holds=lambda match: bool(_TEX.search(match["tex"])),
        rewrite=_tex,
    ),
    LookAlike(
        name="latex-text",
        owner="LaTeX",
        code=Code.FOREIGN_MARKUP,
        example=r"\textbf{important}",
        what="is a command of LaTeX, and a card shows it as text",
        advice="write Markdown, such as `**…**` or a link",
        signs=("\\",),
        pattern=re.compile(
            r"\\(?:(?P<name>textbf|textit|texttt|emph)\{(?P<text>[^{}\n]*)\}"
            r"|(?:textbf|textit|texttt|emph|cite[pt]?|ref|eqref|label|footnote|href|caption)"
            r"(?:\[[^\]\n]*\])?\{|(?:newpage|pagebreak|clearpage|noindent)\b)"
        ),
        rewrite=lambda match: _as_markdown(match) if _PLAIN.fullmatch(match["text"]) else None,
        advise=lambda match: f"write `{_as_markdown(match)}`" if _PLAIN.fullmatch(match["text"]) else "",
    ),
    LookAlike(
        name="diagram",
        owner="GitHub, PlantUML, Graphviz",
        code=Code.DIAGRAM_NOT_DRAWN,
        example="```mermaid\ngraph TD\n  A --> B\n```",
        what="is the source of a diagram, and a card shows its code",
        advice="export it as SVG or PNG and write `![what it shows](name.svg)`",
        signs=("```", "~~~"),
        pattern=re.compile(
            rf"^\0*(?:`{{3,}}|~{{3,}})[ \t]*\{{?\.?(?P<it>{'|'.join(sorted(DIAGRAMS))})(?![\w-])",
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
)
"""Formulas, other LaTeX, and diagrams."""
