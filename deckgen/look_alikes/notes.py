"""Lists what programs for notes write: Obsidian, Logseq, Roam, RemNote, Dataview and Templater.

Sources: Obsidian's help ("Obsidian Flavored Markdown", "Basic formatting syntax"), the documentation of
Logseq, Dataview and Templater, and RemNote's forum.
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match, deleted
from deckgen.values.codes import Code


def _ruby(match: Match) -> str:
    return f"<ruby>{match['base']}<rt>{match['reading']}</rt></ruby>"


def _comment(match: Match) -> str | None:
    hidden = match["hidden"]
    if "--" in hidden or hidden.strip().startswith(">"):
        return None
    if "\n" in hidden and (match.before or "\0" in match.found["hidden"]):
        return None
    return f"<!-- {hidden.strip()} -->"


NOTES = (
    LookAlike(
        name="furigana",
        owner="Anki's support of Japanese",
        code=Code.FOREIGN_MARKUP,
        example="借[か]りる",
        what="is a reading as Anki writes it in a field for furigana, and a card shows the brackets",
        advice="write `<ruby>借<rt>か</rt></ruby>`",
        signs=("[",),
        pattern=re.compile(
            r"(?P<it>(?:(?<=[\u3041-\u30ff\u4e00-\u9fff、。]) )?(?P<base>[\u3005\u4e00-\u9fff]{1,8})"
            r"\[(?P<reading>[\u3041-\u3096\u30a1-\u30fa\u30fc]{1,12})\](?![(\[:]))"
        ),
        rewrite=_ruby,
        advise=lambda match: f"write `{_ruby(match)}`",
    ),
    LookAlike(
        name="comment",
        owner="Obsidian",
        code=Code.FOREIGN_COMMENT,
        example="%%ask Ada%%",
        what="is a comment in Obsidian, and a card shows it",
        advice="write `<!-- … -->`",
        signs=("%%",),
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
        signs=("^",),
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
        signs=("^[",),
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
        signs=("^^",),
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
        signs=("{{",),
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
        signs=("::",),
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
        signs=("<%",),
        pattern=re.compile(r"<%[-+*=_]?[ \t][^%\n]+%>"),
    ),
    LookAlike(
        name="checkbox-state",
        owner="Obsidian",
        code=Code.FOREIGN_MARKUP,
        example="- [/] half done",
        what="is a state of a task in Obsidian, and a card shows it as text",
        advice="write `[ ]` or `[x]`",
        signs=("] ",),
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
        signs=("dataview", "tasks", "ad-", "query", "button", "leaflet"),
        pattern=re.compile(
            r"^\0*(?:`{3,}|~{3,})[ \t]*(?P<it>dataview(?:js)?|tasks|ad-[\w-]+|query|button|leaflet)[ \t]*$",
            re.MULTILINE,
        ),
    ),
)
"""What programs for notes write."""
