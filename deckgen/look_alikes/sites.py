"""Lists what generators of sites write, such as MkDocs, Docusaurus, VuePress, Hugo and Jekyll.

Sources: the documentation of Docusaurus ("Admonitions", "MDX"), VuePress ("Markdown extensions"), Material
for MkDocs ("Reference"), Hugo ("Shortcodes") and Jekyll ("Liquid").
"""

import re

from deckgen.look_alikes.advice import CALLOUT, advise_callout, advise_figure
from deckgen.look_alikes.look_alike import LookAlike, deleted
from deckgen.values.codes import Code

_SHOWN = "and a card shows it as text"

SITES = (
    LookAlike(
        name="colon-block",
        owner="Docusaurus, VuePress, Pandoc, HackMD",
        code=Code.FOREIGN_MARKUP,
        example=":::note\nTwo.\n:::",
        what=f"begins a box in Docusaurus, VuePress or Pandoc, {_SHOWN}",
        advice=f"{CALLOUT}, and delete the line `:::`",
        signs=(":::",),
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
        signs=("!!!", "???"),
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
        signs=('=== "',),
        pattern=re.compile(r"^\0*(?P<it>===[!+]?[ \t]\"[^\"\n]+\")[ \t]*$", re.MULTILINE),
    ),
    LookAlike(
        name="snippet",
        owner="MkDocs",
        code=Code.FOREIGN_MARKUP,
        example='--8<-- "shared.md"',
        what=f"includes a file in MkDocs, {_SHOWN}",
        advice="write its text here",
        signs=("8<--",),
        pattern=re.compile(r"^\0*(?P<it>;?-+8<-+[ \t]*\"[^\"\n]+\")", re.MULTILINE),
    ),
    LookAlike(
        name="keys",
        owner="Material for MkDocs",
        code=Code.FOREIGN_MARKUP,
        example="++ctrl+c++",
        what=f"is a key in MkDocs, {_SHOWN}",
        advice="write `<kbd>…</kbd>`",
        signs=("++",),
        pattern=re.compile(r"(?<![\w+])\+\+[a-z0-9-]+(?:\+[a-z0-9-]+)*\+\+(?![\w+])"),
    ),
    LookAlike(
        name="abbreviation",
        owner="MkDocs, kramdown",
        code=Code.FOREIGN_MARKUP,
        example="*[GPU]: graphics processing unit",
        what=f"explains an abbreviation in MkDocs, {_SHOWN}",
        advice="explain it in the text",
        signs=("*[",),
        pattern=re.compile(r"^\0*(?P<it>\*\[[^\[\]\n]+\]:[ \t][^\n]*)", re.MULTILINE),
    ),
    LookAlike(
        name="table-of-contents",
        owner="Typora, Python-Markdown, GitLab",
        code=Code.FOREIGN_MARKUP,
        example="[TOC]",
        what=f"is a table of contents in other programs, {_SHOWN}",
        advice="delete it",
        signs=("[", "{:"),
        pattern=re.compile(
            r"^\0*(?P<it>@?\[(?:toc|\[_?toc_?\])\])[ \t]*$|\{:toc\}", re.MULTILINE | re.IGNORECASE
        ),
        rewrite=deleted,
    ),
    LookAlike(
        name="highlight",
        owner="Hugo, Jekyll",
        code=Code.FOREIGN_MARKUP,
        example="{{< highlight sql >}}\nSELECT 1;\n{{< /highlight >}}",
        what=f"is a line around code in Hugo or Jekyll, {_SHOWN}",
        advice="write a line of three backticks, with the language of the code",
        signs=("highlight",),
        pattern=re.compile(
            r"^\0*(?P<it>(?:\{\{[<%] *|\{%-? *)(?P<end>/|end)?highlight(?: +(?P<language>[\w+#-]+))?"
            r"(?: [^{}\n]*)?(?:[>%]\}\}|%\}))[ \t]*$",
            re.MULTILINE,
        ),
        rewrite=lambda match: f"```{match['language']}",
        advise=lambda match: f"write a line ` ```{match['language']} ` in its place",
    ),
    LookAlike(
        name="shortcode",
        owner="Hugo",
        code=Code.FOREIGN_MARKUP,
        example='{{< figure src="loss.png" >}}',
        what=f"is a shortcode of Hugo, {_SHOWN}",
        advice="write what it stands for, a picture as `![what it shows](name.png)`",
        signs=("{{",),
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
        signs=("{%",),
        pattern=re.compile(r"\{%-?[ \t]*[a-z]\w*[^%{}\n]*%\}"),
    ),
    LookAlike(
        name="mdx-import",
        owner="Docusaurus",
        code=Code.FOREIGN_MARKUP,
        example="import Tabs from '@theme/Tabs';",
        what=f"is code of MDX, {_SHOWN}",
        advice="delete it, or put it in a fence",
        signs=("port",),
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
        signs=("{/",),
        pattern=re.compile(r"\{/\*(?P<hidden>[^*\n]*)\*/\}"),
        rewrite=lambda match: f"<!-- {match['hidden'].strip()} -->" if "--" not in match["hidden"] else None,
    ),
)
"""What generators of sites write."""
