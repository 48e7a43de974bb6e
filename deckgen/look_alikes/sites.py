"""Lists what generators of sites and documents write, such as MkDocs, Docusaurus, Hugo, Jekyll and Pandoc.

Sources: Pandoc's manual, the documentation of kramdown, Hugo ("Shortcodes"), Docusaurus ("Admonitions",
"MDX"), VuePress ("Markdown extensions"), Material for MkDocs ("Reference"), MyST and Sphinx ("Roles").
"""

import re

from deckgen.look_alikes.advice import CALLOUT, advise_callout, advise_figure, advise_heading_list
from deckgen.look_alikes.look_alike import LookAlike, deleted
from deckgen.values.codes import Code

_SHOWN = "and a card shows it as text"
_QUESTION = re.compile(r" {0,3}#{1,6}[ \t]")

_ROLES = r"ref|doc|cite|term|numref|eq|func|class|meth|mod|attr|obj|exc|data|download|abbr|(?:py|c|cpp):\w+"


SITES = (
    LookAlike(
        name="colon-block",
        owner="Docusaurus, VuePress, Pandoc, HackMD",
        code=Code.FOREIGN_MARKUP,
        example=":::note\nTwo.\n:::",
        what=f"begins a box in Docusaurus, VuePress or Pandoc, {_SHOWN}",
        advice=f"{CALLOUT}, and delete the line `:::`",
        sign=":::",
        pattern=re.compile(
            r"^\0*(?P<it>:{3,}[ \t]*(?:\{[^}\n]*\}|[A-Za-z][\w-]*(?:[\[{][^\]}\n]*[\]}])?)[^\n]*)$",
            re.MULTILINE,
        ),
        advise=lambda match: f"{advise_callout(match)}, and delete the line `:::`",
    ),
    LookAlike(
        name="admonition",
        owner="MkDocs",
        code=Code.FOREIGN_MARKUP,
        example='!!! note "Remember"',
        what=f"begins a box in MkDocs, {_SHOWN}",
        advice=CALLOUT,
        sign=" ",
        pattern=re.compile(
            r"^\0*(?P<it>(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w-]*(?:[ \t]+(?:inline|end))*"
            r"(?:[ \t]+\"[^\"\n]*\")?)[ \t]*$",
            re.MULTILINE,
        ),
        advise=advise_callout,
    ),
    LookAlike(
        name="tab",
        owner="Material for MkDocs",
        code=Code.FOREIGN_MARKUP,
        example='=== "Python"',
        what=f"begins a tab in MkDocs, {_SHOWN}",
        advice="write a `###` heading, and the text without its indent",
        sign='=== "',
        pattern=re.compile(r"^\0*(?P<it>===[!+]?[ \t]\"[^\"\n]+\")[ \t]*$", re.MULTILINE),
    ),
    LookAlike(
        name="snippet",
        owner="MkDocs",
        code=Code.FOREIGN_MARKUP,
        example='--8<-- "shared.md"',
        what=f"includes a file in MkDocs, {_SHOWN}",
        advice="write its text here",
        sign="8<--",
        pattern=re.compile(r"^\0*(?P<it>;?-+8<-+[ \t]*\"[^\"\n]+\")", re.MULTILINE),
    ),
    LookAlike(
        name="kramdown-heading",
        owner="kramdown, Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="## What is one and one?\n{: #sum .maths}",
        what=f"below this heading is its attribute list in kramdown, {_SHOWN}",
        advice="write it at the end of the heading, without the colon, as in `{#key .tag}`, or delete it",
        sign="{:",
        pattern=re.compile(r"(?P<it>\n\{:[ \t]*(?=[.#])[^{}\n]+\})[ \t]*$", re.MULTILINE),
        holds=lambda match: bool(_QUESTION.match(match.line)),
        advise=advise_heading_list,
    ),
    LookAlike(
        name="kramdown-attributes",
        owner="kramdown, Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="{: .important}",
        what=f"is an attribute list of kramdown, {_SHOWN}",
        advice="delete it",
        sign="{:",
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
        sign="{",
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
        sign="@",
        pattern=re.compile(r"\[(?:see |cf\. )?-?@[A-Za-z][\w:.-]*(?:[;,][^\[\]\n]*)?\]"),
    ),
    LookAlike(
        name="superscript",
        owner="Pandoc",
        code=Code.FOREIGN_MARKUP,
        example="2^10^",
        what="is a superscript for Pandoc, and a card shows the carets",
        advice="write a formula `$2^{10}$`, or `<sup>…</sup>`",
        sign="^",
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
        sign="~",
        pattern=re.compile(r"(?<=[A-Za-z)])~(?P<text>[A-Za-z0-9+-]{1,8})~(?![~])"),
        rewrite=lambda match: f"<sub>{match['text']}</sub>",
    ),
    LookAlike(
        name="keys",
        owner="Material for MkDocs",
        code=Code.FOREIGN_MARKUP,
        example="++ctrl+c++",
        what=f"is a key in MkDocs, {_SHOWN}",
        advice="write `<kbd>…</kbd>`",
        sign="++",
        pattern=re.compile(r"(?<![\w+])\+\+[a-z0-9-]+(?:\+[a-z0-9-]+)*\+\+(?![\w+])"),
    ),
    LookAlike(
        name="critic-markup",
        owner="CriticMarkup",
        code=Code.FOREIGN_MARKUP,
        example="{++added++}",
        what=f"is a tracked change, {_SHOWN}",
        advice="accept or reject the change",
        sign="{",
        pattern=re.compile(r"\{(?:\+\+[^{}\n]+\+\+|--[^{}\n]+--|~~[^{}\n]+~~|>>[^{}\n]+<<)\}"),
    ),
    LookAlike(
        name="definition-list",
        owner="Pandoc, kramdown, MkDocs",
        code=Code.FOREIGN_MARKUP,
        example="Gradient\n: the vector of derivatives",
        what="is a definition in Pandoc, and a card shows it as text of the same paragraph",
        advice="write a list `- **term**: …`",
        sign="\n",
        pattern=re.compile(r"(?<=[^\n\0]\n)\0*(?P<it>:[ \t]{1,3}[^\s:][^\n]*)$", re.MULTILINE),
    ),
    LookAlike(
        name="abbreviation",
        owner="MkDocs, kramdown",
        code=Code.FOREIGN_MARKUP,
        example="*[GPU]: graphics processing unit",
        what=f"explains an abbreviation in MkDocs, {_SHOWN}",
        advice="explain it in the text",
        sign="*[",
        pattern=re.compile(r"^\0*(?P<it>\*\[[^\[\]\n]+\]:[ \t][^\n]*)", re.MULTILINE),
    ),
    LookAlike(
        name="table-of-contents",
        owner="Typora, Python-Markdown, GitLab",
        code=Code.FOREIGN_MARKUP,
        example="[TOC]",
        what=f"is a table of contents in other programs, {_SHOWN}",
        advice="delete it",
        sign="",
        pattern=re.compile(
            r"^\0*(?P<it>@?\[(?:toc|\[_?toc_?\])\])[ \t]*$|\{:toc\}", re.MULTILINE | re.IGNORECASE
        ),
        rewrite=deleted,
    ),
    LookAlike(
        name="shortcode",
        owner="Hugo",
        code=Code.FOREIGN_MARKUP,
        example='{{< figure src="loss.png" >}}',
        what=f"is a shortcode of Hugo, {_SHOWN}",
        advice="write what it stands for, a picture as `![what it shows](name.png)`",
        sign="{{",
        pattern=re.compile(r"\{\{(?:<[^{}\n]+>|%[^{}\n]+%)\}\}"),
        advise=advise_figure,
    ),
    LookAlike(
        name="liquid-tag",
        owner="Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="{% raw %}",
        what=f"is a command of Jekyll, {_SHOWN}",
        advice="delete it, or put it in backticks",
        sign="{%",
        pattern=re.compile(r"\{%-?[ \t]*[a-z]\w*[^%{}\n]*%\}"),
    ),
    LookAlike(
        name="mdx-import",
        owner="Docusaurus",
        code=Code.FOREIGN_MARKUP,
        example="import Tabs from '@theme/Tabs';",
        what=f"is code of MDX, {_SHOWN}",
        advice="delete it, or put it in a fence",
        sign="port",
        pattern=re.compile(
            r"^(?P<it>import\s(?:[^\n\"']*\sfrom\s+[\"']|[\"'][.@])[^\"'\n]+[\"'];?"
            r"|export (?:const|default|function)\b[^\n]*)$",
            re.MULTILINE,
        ),
    ),
    LookAlike(
        name="mdx-comment",
        owner="Docusaurus",
        code=Code.FOREIGN_COMMENT,
        example="{/* ask Ada */}",
        what="is a comment of MDX, and a card shows it",
        advice="write `<!-- … -->`",
        sign="{/",
        pattern=re.compile(r"\{/\*(?P<hidden>[^*\n]*)\*/\}"),
        rewrite=lambda match: f"<!-- {match['hidden'].strip()} -->" if "--" not in match["hidden"] else None,
    ),
    LookAlike(
        name="role",
        owner="MyST, Sphinx",
        code=Code.FOREIGN_MARKUP,
        example="{ref}`softmax`",
        what=f"is a role of MyST or Sphinx, {_SHOWN}",
        advice="delete it; write a formula as `$…$`",
        sign="\x02",
        pattern=re.compile(
            rf"(?:\{{(?<![\w$\\]\{{)(?:math|{_ROLES})(?::[tp])?\}}|:(?<!\w:)(?:math|{_ROLES}):)(?=\x02)"
        ),
        holds=lambda match: match.source.startswith("`", match.found.end()),
    ),
    LookAlike(
        name="directive",
        owner="MyST, Sphinx",
        code=Code.FOREIGN_MARKUP,
        example=".. note:: Two.",
        what=f"is a directive of MyST or Sphinx, {_SHOWN}",
        advice=CALLOUT,
        sign=" ",
        pattern=re.compile(
            r"^\0*(?P<it>\.\. [a-z][\w:-]*::(?:[ \t][^\n]*)?"
            r"|`{3,}[ \t]*\{(?:note|tip|hint|warning|important|caution|danger|admonition|figure|image|math"
            r"|toctree|include|literalinclude|dropdown|tab-set|epigraph)\})",
            re.MULTILINE,
        ),
    ),
)
"""What generators of sites and documents write."""
