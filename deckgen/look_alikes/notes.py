"""Lists what programs for notes write: Obsidian, Logseq, Roam, RemNote, Dataview, Templater and Anki.

Sources: Obsidian's help ("Obsidian Flavored Markdown", "Embed files", "Basic formatting syntax"), Logseq's
documentation, the documentation of Dataview and Templater, RemNote's forum, and Anki's manual ("Media").
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match, deleted
from deckgen.values.codes import Code

_NOT_A_NOTE = re.compile(
    r"[\s:\"'$!^*]|.*[\s\"',;({]$|[\W\d_]*$|(?:nodiscard|noreturn|deprecated|maybe_unused|fallthrough"
    r"|likely|unlikely|bin|bench|no_unique_address|carries_dependency|assume|optimize_for_synchronized)\b|_?toc_?$",
    re.IGNORECASE,
)
"""What `[[…]]` holds in Bash, C++, JSON, a regular expression or a matrix, and the tables of contents."""


def _words(match: Match) -> str | None:
    """The words that Obsidian shows for a link; a place in a note has none that read well."""
    return match["words"].strip() or (None if "#" in match["to"] else match["to"].strip())


def _comment(match: Match) -> str | None:
    hidden = match["hidden"]
    if "--" in hidden or hidden.strip().startswith(">"):
        return None
    if "\n" in hidden and (match.before or "\0" in match.found["hidden"]):
        return None
    return f"<!-- {hidden.strip()} -->"


def _picture(match: Match) -> str:
    return f"![{match['label']}](<{match['to'].strip()}>{match['title']})"


def _link(match: Match) -> str | None:
    to = match["to"].strip()
    return (
        f"[{match['label']}](<{to}>)" if re.search(r"[./#]", to) and not re.search(r"[“”\"']", to) else None
    )


def _sized(match: Match) -> str:
    width = f' width="{match["width"]}"' if match["width"] else ""
    height = f' height="{match["height"]}"' if match["height"] else ""
    return f'<img src="{match["to"].strip()}" alt="{match["label"]}"{width}{height}>'


NOTES = (
    LookAlike(
        name="wiki-link",
        owner="Obsidian, Logseq, Roam",
        code=Code.FOREIGN_LINK,
        example="[[Gradient descent]]",
        what="is a link to a note in Obsidian, and a card shows the brackets",
        advice="write the words alone, or `[words](https://…)`",
        sign="[[",
        pattern=re.compile(
            r"(?<![A-Za-z0-9_)\]!\[])\[\[(?P<to>[^\[\]\n|\0\x02]+)(?:\x02?\|(?P<words>[^\[\]\n]+))?\]\](?![(\]])"
        ),
        holds=lambda match: not _NOT_A_NOTE.match(match["to"]),
        rewrite=_words,
    ),
    LookAlike(
        name="block-reference",
        owner="Logseq, Roam",
        code=Code.FOREIGN_LINK,
        example="((5f713e91-8a3c-4b04-a33a-c39482428e2d))",
        what="refers to a block in Logseq, and a card shows it as text",
        advice="write the text of that block",
        sign="((",
        pattern=re.compile(r"\(\([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\)\)"),
    ),
    LookAlike(
        name="embed",
        owner="Obsidian",
        code=Code.FOREIGN_MEDIA,
        example="![[loss.png|300]]",
        what="shows a file in Obsidian, and a card shows only this text",
        advice="put it beside the source and write `![what it shows](<name.png>)`; of a note, write the text",
        sign="![[",
        pattern=re.compile(r"!\[\[[^\[\]\n]+\]\](?!\()"),
    ),
    LookAlike(
        name="anki-sound",
        owner="Anki",
        code=Code.FOREIGN_MEDIA,
        example="[sound:hello.mp3]",
        what="is a sound as Anki stores it, and a card shows only this text",
        advice="put the file beside the source and write `![](hello.mp3)`",
        sign="[sound:",
        pattern=re.compile(r"\[sound:(?P<to>[^\[\]\n]+)\]"),
        rewrite=lambda match: f"![](<{match['to']}>)" if " " in match["to"] else f"![]({match['to']})",
    ),
    LookAlike(
        name="picture-with-size",
        owner="HackMD, markdown-it-imsize",
        code=Code.FOREIGN_MEDIA,
        example="![loss](loss.png =300x200)",
        what="is a picture with a size as HackMD writes it, and a card shows only this text",
        advice='write `<img src="loss.png" alt="…" width="300">`',
        sign="](",
        pattern=re.compile(
            r"!\[(?P<label>[^\[\]\n]*)\]\((?P<to>[^()\n<>\"]*?)[ \t]+=(?P<width>\d*)x(?P<height>\d*)[ \t]*\)"
        ),
        rewrite=_sized,
    ),
    LookAlike(
        name="picture-with-space",
        owner="Obsidian, Typora, VS Code",
        code=Code.FOREIGN_MEDIA,
        example="![loss](my loss.png)",
        what="is not a picture, because of the space in the address; a card shows only this text",
        advice="put the address in `<…>`",
        sign="](",
        pattern=re.compile(
            r"!\[(?P<label>[^\[\]\n]*)\]\((?P<to>(?:[^()\n<>\"]|\([^()\n<>\"]*\))*)(?P<title>\"[^\"\n]*\")?\)"
        ),
        holds=lambda match: bool(re.search(r"\S\s+\S", match["to"])) and " =" not in match["to"],
        rewrite=_picture,
    ),
    LookAlike(
        name="link-with-space",
        owner="Obsidian, Typora, VS Code",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="[the manual](the manual.md)",
        what="is not a link, because of the space in the address",
        advice="put the address in `<…>`",
        sign="](",
        pattern=re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]*)\]\((?P<to>(?!\[\[)[^()\n<]*\s[^()\n<]*)\)"),
        rewrite=_link,
    ),
    LookAlike(
        name="comment",
        owner="Obsidian",
        code=Code.FOREIGN_COMMENT,
        example="%%ask Ada%%",
        what="is a comment in Obsidian, and a card shows it",
        advice="write `<!-- … -->`",
        sign="%%",
        pattern=re.compile(
            r"(?:(?<=^)|(?<=[\s\0\x02(（，。、]))%%"
            r"(?P<hidden>[^%\n]+(?:\n[^%\n]+)*+|\n(?:[^%]|%(?!%))+\n\0*)%%(?![\w%])",
            re.MULTILINE,
        ),
        rewrite=_comment,
    ),
    LookAlike(
        name="block-id",
        owner="Obsidian",
        code=Code.FOREIGN_MARKUP,
        example="Two. ^sum-of-ones",
        what="names a block in Obsidian, and a card shows it as text",
        advice="delete it",
        sign="^",
        pattern=re.compile(
            r"(?P<it>(?:(?<=\S)[ \t]+|(?<=\n))\^(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{3,})"
            r"[ \t]*$(?!\n\0*[^\s\0`~])",
            re.MULTILINE,
        ),
        rewrite=deleted,
    ),
    LookAlike(
        name="inline-footnote",
        owner="Obsidian, Pandoc",
        code=Code.FOREIGN_MARKUP,
        example="Two.^[In the integers.]",
        what="is a footnote in Obsidian and Pandoc, and a card shows it as text",
        advice="write `[^1]`, and below the answer `[^1]: …`",
        sign="^[",
        pattern=re.compile(
            r"\^\[(?![\^\W])(?P<note>[^\[\]\n]*(?:[ ]|[\u4e00-\u9fff])[^\[\]\n]*)\](?![(*+?{])"
        ),
    ),
    LookAlike(
        name="highlight-carets",
        owner="Roam, RemNote, Logseq",
        code=Code.FOREIGN_MARKUP,
        example="^^important^^",
        what="is highlighted in other programs, and a card shows the carets",
        advice="write `==…==`",
        sign="^^",
        pattern=re.compile(r"\^\^(?P<text>[^\s^][^\^\n]*)\^\^"),
        rewrite=lambda match: f"=={match['text']}==",
    ),
    LookAlike(
        name="macro",
        owner="Logseq, Roam",
        code=Code.FOREIGN_MARKUP,
        example="{{query (task todo)}}",
        what="is a command of Logseq or Roam, and a card shows it as text",
        advice="write what it would show, or delete it",
        sign="{{",
        pattern=re.compile(
            r"\{\{(?:\[\[)?(?:embed|query|cards|video|youtube|renderer|tweet|bilibili|zotero|TODO|DONE|kanban)\b"
            r"[^{}\n]*\}\}"
        ),
    ),
    LookAlike(
        name="property",
        owner="Logseq, Dataview",
        code=Code.FOREIGN_MARKUP,
        example="collapsed:: true",
        what="is a property in Logseq or Dataview, and a card shows it as text",
        advice="delete it; if it is a card, write its first part as a heading `## …`",
        sign="::",
        pattern=re.compile(
            r"^\0*(?P<it>[\w.-]+::[ \t]+[^\s:][^\n]*)$|(?<!\w)[\[(][A-Za-z][\w -]*::[ \t][^\[\]()\n]+[\])]",
            re.MULTILINE,
        ),
    ),
    LookAlike(
        name="template-command",
        owner="Templater",
        code=Code.FOREIGN_MARKUP,
        example="<% tp.date.now() %>",
        what="is a command of a template, and a card shows it as text",
        advice="write what it stands for, or delete it",
        sign="<%",
        pattern=re.compile(r"<%[-+*=_]?[ \t][^%\n]+%>"),
    ),
    LookAlike(
        name="checkbox-state",
        owner="Obsidian",
        code=Code.FOREIGN_MARKUP,
        example="- [/] half done",
        what="is a state of a task in Obsidian, and a card shows it as text",
        advice="write `[ ]` or `[x]`",
        sign="] ",
        pattern=re.compile(r"(?<=\0)\[[/\-<>?!*]\](?=[ \t])"),
        holds=lambda match: bool(re.search(r"(?:[-*+]|\d[.)])[ \t]+$", match.before)),
    ),
    LookAlike(
        name="plugin-fence",
        owner="Dataview, Obsidian Tasks, Admonition",
        code=Code.FOREIGN_MARKUP,
        example='```dataview\nLIST FROM "maths"\n```',
        what="is a block for a plugin of Obsidian, and a card shows its text",
        advice="write what it would show, or delete it",
        sign="\n",
        pattern=re.compile(
            r"^\0*(?:`{3,}|~{3,})[ \t]*(?P<it>dataview(?:js)?|tasks|ad-[\w-]+|query|button|leaflet)[ \t]*$",
            re.MULTILINE,
        ),
    ),
)
"""What programs for notes write."""
