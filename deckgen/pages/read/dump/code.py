"""Recognises lines of a text dump that can only be code, because the dump has lost the fence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckgen.pages.page import Block, Dropped, Shape
from deckgen.pages.words.languages import LANGUAGES
from deckgen.values.characters import HAN

_CODE_LINE = re.compile(
    r"""\s*(?:
      (?:import|from)\ [\w.]+ | (?:async\ )?def\ \w+\(.* | class\ \w.*[:{]$
    | (?:for|while|if|elif|with|try|except)\b.*:$ | else:$
    | return\b.* | (?:print|assert|raise|yield|del|pass|break|continue)\b.* | @\w+ | \#\s?.+ | \#include\b.*
    | [\w.\[\], ]+\s=\s[^=].* | [\w.]+\(.*\)[;:]?$
    | (?:const|let|var|int|void|public|private|static|func|fn|package|auto)\ .*
    | .*[{};]$ | </?\w.*>$ | //.* | (?:SELECT|INSERT|UPDATE|CREATE)\b.* | \$\ \w+.* | >>>\ .*
    )$""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*(?:#|//)\s?\S")
_CJK_SENTENCE = re.compile(rf"[^{HAN}]*[{HAN}].*[，。；]|.*[，。；？！]$")


def is_code_line(line: str) -> bool:
    """Whether a line looks like code; only a comment may have Chinese sentences."""
    return bool(_CODE_LINE.match(line)) and (is_comment(line) or not _CJK_SENTENCE.match(line))


def is_comment(line: str) -> bool:
    """Whether a line begins like a comment."""
    return bool(_COMMENT.match(line))


def label_code(blocks: Sequence[Block], dropped: list[Dropped]) -> Iterator[Block]:
    """Join a line that only names a language with the code below it."""
    language = ""
    for number, block in enumerate(blocks):
        following = blocks[number + 1 : number + 3]
        is_name = block.shape is Shape.PARAGRAPH and block.text.lower() in LANGUAGES
        if is_name and any(b.shape is Shape.CODE for b in following):
            language = block.text.lower()
            dropped.append(Dropped(block.line, block.text, "the label of code; now its language"))
            continue
        if block.shape is Shape.CODE and language:
            yield replace(block, info=language)
            language = ""
            continue
        yield block
