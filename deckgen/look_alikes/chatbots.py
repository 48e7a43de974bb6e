"""Lists what is left in texts that were copied or exported from chatbots.

Sources: reports about exports of ChatGPT (Laumss/loominary issue 17 has `citeturn2view3turn1search0`;
OpenAI's documentation of file search has `【12†source】`), and texts of Gemini with `[cite_start]`.
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, deleted
from deckgen.values.codes import Code

_SOURCE = "write the source as a link, or delete it"

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
        example="pythonCopy code",
        what="is the button above a block of code, and the code has lost its fence",
        advice="delete it, and put the code between lines of three backticks",
        signs=("Cop",),
        pattern=re.compile(r"^\0*(?P<it>[A-Za-z+#]*Copy(?: code|Edit))[ \t]*$", re.MULTILINE),
    ),
)
"""What chatbots leave."""
