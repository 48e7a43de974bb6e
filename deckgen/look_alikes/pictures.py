"""Lists pictures, sounds and videos in the forms of Obsidian, HackMD, GitHub and Anki.

Sources: Obsidian's help ("Embed files"), GitHub's documentation ("Attaching files"), HackMD's features
("Image size"), and Anki's manual ("Media").
"""

import re

from deckgen.look_alikes.advice import in_address, picture
from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.mask import HIDDEN
from deckgen.values.codes import Code

_SIZE = re.compile(r"\|\d+(?:x\d+)?(?=\]\]$)")
"""The size of a picture at the end of `![[…]]`."""

_TITLE = re.compile(
    r"(?P<file>\S+\.(?i:png|jpe?g|gif|svg|webp))\s+['‘’“”]?(?P<title>(?!.*\.\w{3,4}$)[^\s'‘’“”\"][^\"]*?)['‘’“”]?"
)
"""The file and the title of a picture whose title has no quotes."""

WIDE_PICTURE = re.compile(
    r"！\[[^\[\]\n]*\]\((?![a-z]+:)[^()\s]+\.(?i:png|jpe?g|gif|svg|webp|mp3|ogg|opus|wav|m4a|mp4|webm)\)"
)
"""A picture or a sound with a full-width sign before it."""

_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}\s*$")
"""The end of the name of a file."""


def _picture(match: Match) -> str:
    to = match["to"].strip()
    if (title := _TITLE.fullmatch(to)) and not match["title"]:
        return f'![{match["label"]}]({title["file"]} "{title["title"]}")'
    return f"![{match['label']}](<{to}>{match['title']})"


def _advise_picture(match: Match) -> str:
    return (
        f"write `{_picture(match)}`, as a title needs quotes" if _TITLE.fullmatch(match["to"].strip()) else ""
    )


def _sound(match: Match) -> str:
    return f"![]({in_address(match['to'])})"


def _advise_embedded(match: Match) -> str:
    name = match["to"].strip().removesuffix("\\")
    note, _, part = name.partition("#")
    if part and not _FILE.search(note.strip()):
        return (
            f"it is a part of the note `{note}`: copy its text here"
            if note
            else "copy the text of that part here"
        )
    if not _FILE.search(name):
        shown = picture(f"{name}.png")
        return f"copy the text of the note `{name}` here, or, if it is a picture, write `{shown}`"
    size = _SIZE.search(match["it"])
    shown = picture(name).replace("]", f"{size[0]}]", 1) if size else picture(name)
    return f"write `{shown}`, with its folder if it is not beside the source"


def _ascii_picture(match: Match) -> str:
    to = (match["to"] or match["half"]).strip()
    return f"![{match['label'] or match['wide']}]({f'<{to}>' if ' ' in to else to})"


PICTURES = (
    LookAlike(
        name="embed",
        owner="Obsidian",
        code=Code.FOREIGN_MEDIA,
        example="![[loss.png|300]]",
        what="shows a file in Obsidian, and a card shows only this text",
        advice="put it beside the source and write `![what it shows](<name.png>)`; of a note, write the text",
        signs=("![[",),
        pattern=re.compile(r"(?P<it>!\[\[(?P<to>[^\[\]\n|]+)[^\[\]\n]*\]\])(?!\()"),
        advise=_advise_embedded,
    ),
    LookAlike(
        name="anki-sound",
        owner="Anki",
        code=Code.FOREIGN_MEDIA,
        example="[sound:hello.mp3]",
        what="is a sound as Anki stores it, and a card shows only this text",
        advice="put the file beside the source and write `![](hello.mp3)`",
        signs=("[sound:",),
        pattern=re.compile(r"\[sound:(?P<to>[^\[\]\n]+)\]"),
        rewrite=_sound,
        advise=lambda match: f"put `{match['to'].strip()}` beside the source and write `{_sound(match)}`",
    ),
    LookAlike(
        name="picture-with-space",
        owner="Obsidian, Typora, VS Code",
        code=Code.FOREIGN_MEDIA,
        example="![loss](my loss.png)",
        what="is not a picture, because of the space in the address; a card shows only this text",
        advice="put the address in `<…>`",
        signs=("](",),
        pattern=re.compile(
            r"!\[(?P<label>[^\[\]\n]*)\]\((?P<to>(?:[^()\n<>\"]|\([^()\n<>\"]*\))*)(?P<title>\"[^\"\n]*\")?\)"
        ),
        holds=lambda match: bool(re.search(r"\S\s+\S", match["to"])) and " =" not in match["to"],
        rewrite=_picture,
        advise=_advise_picture,
    ),
    LookAlike(
        name="picture-with-wide-brackets",
        owner="Chinese keyboards",
        code=Code.FOREIGN_MEDIA,
        example="![loss]（images/loss.png）",
        what="is not a picture, because of the full-width signs; a card shows only this text",
        advice="write it with ASCII signs, `![…](…)`",
        signs=("]（", "】（", "](", "】("),
        pattern=re.compile(
            r"[!！](?:\[(?P<label>[^\[\]\n]*)\]|【(?P<wide>[^【】\n]*)】)"
            r"(?:（(?P<to>[^（）()\n]+)[）)]|\((?P<half>[^（）()\n]+)）)"
        ),
        holds=lambda match: bool(_FILE.search(match["to"] or match["half"])),
        rewrite=_ascii_picture,
    ),
    LookAlike(
        name="picture-with-wide-mark",
        owner="Chinese keyboards",
        code=Code.FOREIGN_MEDIA,
        example="！[loss](images/loss.png)",
        what="has a full-width `！`, which makes a link that a card cannot open, and not a picture",
        advice="write an ASCII `!`",
        signs=(f"！{HIDDEN}",),
        pattern=re.compile(rf"(?P<it>！{HIDDEN}[^{HIDDEN}\n\0]*{HIDDEN}++)"),
        holds=lambda match: WIDE_PICTURE.fullmatch(match["it"]) is not None,
        rewrite=lambda match: "!" + match["it"][1:],
        advise=lambda match: f"write `!{match['it'][1:]}`, with an ASCII `!`",
    ),
    LookAlike(
        name="attached-video",
        owner="GitHub",
        code=Code.FOREIGN_MEDIA,
        example="https://github.com/user-attachments/assets/6f1b-2a",
        what="is a video or a picture on GitHub, and a card shows a link",
        advice="download it, put it beside the source and write `![what it shows](name.mp4)`",
        signs=("https://",),
        pattern=re.compile(
            r"^\0*(?P<it>https://(?:github\.com/user-attachments/assets|user-images\.githubusercontent\.com)/[^\s\0]+)"
            r"[ \t]*$",
            re.MULTILINE,
        ),
    ),
)
"""Pictures, sounds and videos."""
