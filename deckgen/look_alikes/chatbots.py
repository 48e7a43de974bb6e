"""Lists what is left in texts that were copied or exported from chatbots.

Sources: reports about exports of ChatGPT (Laumss/loominary issue 17 has `citeturn2view3turn1search0`;
OpenAI's documentation of file search has `【12†source】`), and texts of Gemini with `[cite_start]`.
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match, deleted
from deckgen.values.codes import Code

_SOURCE = "write the source as a link, or delete it"
_ESCAPED = re.compile(r"\\(.?)")
_JSON = {"n": "\n", "t": "\t", "r": "", '"': '"', "\\": "\\", "/": "/"}
"""What stands after a backslash in a text of JSON, and what it stands for."""


def without_json(text: str) -> str | None:
    r"""A text with line ends for `\n`, as JSON has them; None if another backslash is not JSON's."""
    if not _JSON.keys() >= set(_ESCAPED.findall(text)):
        return None
    return _ESCAPED.sub(lambda escaped: _JSON[escaped[1]], text)


def _is_answer(match: Match) -> bool:
    """Whether this is below a heading; in one, the answer is missing, which is an error of its own."""
    return not match.line.lstrip().startswith("#")


def _line_ends(match: Match) -> str | None:
    is_alone = not match.before.strip("\0") and match.found["it"].count(r"\n") == match["it"].count(r"\n")
    return without_json(match["it"]) if is_alone else None


CHATBOTS = (
    LookAlike(
        name="content-reference",
        owner="ChatGPT",
        code=Code.CHATBOT_MARK,
        example=":contentReference[oaicite:0]{index=0}",
        what="is a mark that ChatGPT leaves in copied text",
        advice=_SOURCE,
        signs=("oaicite:",),
        pattern=re.compile(r"(?::contentReference)?\[oaicite:\d+\](?:\{index=\d+\})?"),
        rewrite=deleted,
    ),
    LookAlike(
        name="source-bracket",
        owner="ChatGPT",
        code=Code.CHATBOT_MARK,
        example="【12†source】",
        what="is a mark that ChatGPT leaves in copied text",
        advice=_SOURCE,
        signs=("†",),
        pattern=re.compile(r"【\d+(?::\d+)?†[^【】\n]*】"),
        rewrite=deleted,
    ),
    LookAlike(
        name="turn-citation",
        owner="ChatGPT",
        code=Code.CHATBOT_MARK,
        example="citeturn0search1",
        what="is a mark that ChatGPT leaves in exported text",
        advice=_SOURCE,
        signs=("cite",),
        pattern=re.compile(r"\ue200?(?:file)?cite(?:[\ue200-\ue20f]?turn\d+[a-z]+\d+)+[\ue200-\ue20f]?"),
        rewrite=deleted,
    ),
    LookAlike(
        name="gemini-citation",
        owner="Gemini",
        code=Code.CHATBOT_MARK,
        example="[cite_start]Two. [cite: 1, 2]",
        what="is a mark that Gemini leaves in copied text",
        advice=_SOURCE,
        signs=("[cite",),
        pattern=re.compile(r"\[cite_(?:start|end)\]|[ \t]?\[cite:[ \t]*[\d,\s]+\]"),
        rewrite=deleted,
    ),
    LookAlike(
        name="copy-button",
        owner="ChatGPT",
        code=Code.CHATBOT_MARK,
        example="pythonCopy code\nx = 1",
        what="is the button above a block of code, and the code has lost its fence",
        advice="delete it, and put the code between lines of three backticks",
        signs=("Cop", "复制代码"),
        pattern=re.compile(
            r"^\0*(?P<it>(?:[A-Za-z+#]*Copy(?: code|Edit)|复制代码))[ \t]*$(?!\n*\Z|\n+\0*#)", re.MULTILINE
        ),
    ),
    LookAlike(
        name="line-ends-of-json",
        owner="programs that ask a chatbot",
        code=Code.CHATBOT_MARK,
        example=r"It is two.\n\nSo is three.",
        what=r"has `\n`, which JSON writes for the end of a line, and a card shows it",
        advice=r"press Enter in place of each `\n`",
        signs=(r"\n\n", r"\n- ", r"\n* ", r"\n1."),
        pattern=re.compile(r"^\0*(?P<it>[^\n\0]*?(?:\\n\\n|\\n[-*][ ]|\\n1\.[ ])[^\n]*)$", re.MULTILINE),
        holds=_is_answer,
        rewrite=_line_ends,
    ),
)
"""What chatbots leave."""
