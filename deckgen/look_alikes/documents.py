"""Lists what converters of documents read, such as Pandoc, kramdown, MyST and Sphinx.

Sources: Pandoc's manual, the documentation of kramdown, MyST and Sphinx ("Roles"), and CriticMarkup's.
"""

import re

from deckgen.look_alikes.advice import CALLOUT
from deckgen.look_alikes.look_alike import LookAlike, Match, deleted
from deckgen.values.codes import Code

_SHOWN = "and a card shows it as text"
_QUESTION = re.compile(r" {0,3}#{1,6}[ \t]")

_INSIDE = re.compile(r"\{:([^{}\n]*)\}")


def _advise_heading(match: Match) -> str:
    """The heading with its list, if it has none yet."""
    heading, inside = match.line.strip(), _INSIDE.search(match["it"])
    if not inside or not heading.startswith("## ") or heading.endswith("}") or "`" in heading:
        return ""
    whole = heading if len(heading) <= 80 else "## …"
    return f"write `{whole} {{{inside[1].strip()}}}` as the heading, and delete the line below"


_ROLES = r"ref|doc|cite|term|numref|eq|func|class|meth|mod|attr|obj|exc|data|download|abbr|(?:py|c|cpp):\w+"

DOCUMENTS = (
    LookAlike(
        name="kramdown-heading",
        owner="kramdown, Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="## What is one and one?\n{: #sum .maths}",
        what=f"below this heading is its attribute list in kramdown, {_SHOWN}",
        advice="write it at the end of the heading, without the colon, as in `{#key .tag}`, or delete it",
        signs=("{:",),
        pattern=re.compile(r"(?P<it>\n\{:[ \t]*(?=[.#])[^{}\n]+\})[ \t]*$", re.MULTILINE),
        holds=lambda match: bool(_QUESTION.match(match.line)),
        advise=_advise_heading,
    ),
    LookAlike(
        name="kramdown-attributes",
        owner="kramdown, Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="{: .important}",
        what=f"is an attribute list of kramdown, {_SHOWN}",
        advice="delete it",
        signs=("{:",),
        pattern=re.compile(
            r"\{::?[ \t]*(?:[.][A-Za-z_][\w-]{1,}|(?<=[ \t])[.#][A-Za-z]|#[A-Za-z][\w-]{2,}|[A-Za-z-]+=[\"']"
            r"|(?:height|width)[ \t]\d|comment|nomarkdown|options)[^{}\n]*\}"
        ),
        rewrite=deleted,
    ),
    LookAlike(
        name="pandoc-attributes",
        owner="Pandoc, MkDocs",
        code=Code.FOREIGN_MARKUP,
        example="[important]{.underline}",
        what=f"is an attribute list of Pandoc, {_SHOWN}",
        advice="delete it; only the heading of a question may have one",
        signs=("{",),
        pattern=re.compile(
            r"(?<=[\]\x02*_])\{:?[ \t]*(?:[.][A-Za-z][\w-]*|#[A-Za-z][\w-]*|[A-Za-z-]+=[\"'\w])[^{}\n]*\}"
        ),
        holds=lambda match: not match.line.lstrip().startswith("#"),
    ),
    LookAlike(
        name="citation",
        owner="Pandoc",
        code=Code.FOREIGN_MARKUP,
        example="[@vaswani2017]",
        what=f"is a citation for Pandoc, {_SHOWN}",
        advice='write the source as a link, or `source="…"` in the attribute list of the question',
        signs=("@",),
        pattern=re.compile(r"\[(?:see |cf\. )?-?@[A-Za-z][\w:.-]*(?:[;,][^\[\]\n]*)?\]"),
    ),
    LookAlike(
        name="superscript",
        owner="Pandoc",
        code=Code.FOREIGN_MARKUP,
        example="2^10^",
        what="is a superscript for Pandoc, and a card shows the carets",
        advice="write a formula `$2^{10}$`, or `<sup>…</sup>`",
        signs=("^",),
        pattern=re.compile(r"(?<=[A-Za-z0-9)])\^(?P<text>[A-Za-z0-9+-]{1,8})\^(?![\w^({])"),
        rewrite=lambda match: f"<sup>{match['text']}</sup>",
    ),
    LookAlike(
        name="subscript",
        owner="Pandoc",
        code=Code.FOREIGN_MARKUP,
        example="H~2~O",
        what="is a subscript for Pandoc, and GitHub and a card strike it through",
        advice="write a formula `$H_2O$`, or `<sub>…</sub>`",
        signs=("~",),
        pattern=re.compile(r"(?<=[A-Za-z)])~(?P<text>[A-Za-z0-9+-]{1,8})~(?![~])"),
        rewrite=lambda match: f"<sub>{match['text']}</sub>",
    ),
    LookAlike(
        name="critic-markup",
        owner="CriticMarkup",
        code=Code.FOREIGN_MARKUP,
        example="{++added++}",
        what=f"is a tracked change, {_SHOWN}",
        advice="accept or reject the change",
        signs=("{",),
        pattern=re.compile(r"\{(?:\+\+[^{}\n]+\+\+|--[^{}\n]+--|~~[^{}\n]+~~|>>[^{}\n]+<<)\}"),
    ),
    LookAlike(
        name="definition-list",
        owner="Pandoc, kramdown, MkDocs",
        code=Code.FOREIGN_MARKUP,
        example="Gradient\n: the vector of derivatives",
        what="is a definition in Pandoc, and a card shows it as text of the same paragraph",
        advice="write a list `- **term**: …`",
        signs=(": ", ":\t"),
        pattern=re.compile(r"(?<=[^\n\0]\n)\0*(?P<it>:[ \t]{1,3}[^\s:][^\n]*)$", re.MULTILINE),
    ),
    LookAlike(
        name="role",
        owner="MyST, Sphinx",
        code=Code.FOREIGN_MARKUP,
        example="{ref}`softmax`",
        what=f"is a role of MyST or Sphinx, {_SHOWN}",
        advice="delete it; write a formula as `$…$`",
        signs=("}\x02", ":\x02"),
        pattern=re.compile(
            rf"(?:\{{(?<![\w$\\]\{{)(?:math|{_ROLES})(?::[tp])?\}}|:(?<!\w:)(?:math|{_ROLES}):)(?=\x02)"
        ),
        holds=lambda match: match.source.startswith("`", match.found.end()),
    ),
    LookAlike(
        name="math-directive",
        owner="MyST, Sphinx",
        code=Code.FOREIGN_MARKUP,
        example="```{math}\n:label: sum\n\nx + y\n```",
        what="begins a formula in MyST or Sphinx, and a card shows its text",
        advice="write `$$` in place of this line and of the last one, and delete lines such as `:label: …`",
        signs=(".. math", "{math}"),
        pattern=re.compile(r"^\0*(?P<it>\.\. math::|`{3,}[ \t]*\{math\})", re.MULTILINE),
    ),
    LookAlike(
        name="directive",
        owner="MyST, Sphinx",
        code=Code.FOREIGN_MARKUP,
        example=".. note:: Two.",
        what=f"is a directive of MyST or Sphinx, {_SHOWN}",
        advice=CALLOUT,
        signs=(".. ", "`{", " {", "\t{"),
        pattern=re.compile(
            r"^\0*(?P<it>\.\. (?!math::)[a-z][\w:-]*::(?:[ \t][^\n]*)?"
            r"|`{3,}[ \t]*\{(?:note|tip|hint|warning|important|caution|danger|admonition|figure|image"
            r"|toctree|include|literalinclude|dropdown|tab-set|epigraph)\})",
            re.MULTILINE,
        ),
    ),
)
"""What converters of documents read."""
