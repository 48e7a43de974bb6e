"""Says what to write in place of what an attribute list cannot hold."""

import re
from itertools import takewhile

from deckgen.values.tags import check_tag

KEYED = r"(?<!\{)\{#[\w-][^{}\n]*\}"
"""An attribute list that begins with a key, anywhere in a line."""

FULL_WIDTH_SIGNS = str.maketrans("＃．＝“”＂", '#.="""')
TAG = re.compile(r"[^\s={}\"']+")
ALL_KEYED = re.compile(KEYED)
_CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_SIGNLESS = re.compile(r"[?？]\s*(?P<it>\{(?P<words>[^\W\d_][\w-]+(?:[,\s，、]+[^\W\d_][\w-]+)*)\})\s*$")
_TAGS_SETTING = re.compile(r"\s*tags?\s*[:：]\s*(?P<words>[^\"'=#]*)$")
_BETWEEN = re.compile(r"[\s,;，；、\[\]]+")
_KEY_BEFORE = re.compile(r"#([\w-]+)\s*$")
_OPEN_SOURCE = re.compile(r"source=([^\s\"']+)\s*$")


def explain_no_list(heading: str) -> str:
    """What is wrong with braces in a heading that are probably meant as its attribute list."""
    if early := ALL_KEYED.search(_CODE.sub("", heading)):
        return f"the attribute list `{early[0]}` must end the heading; move it there"
    if bare := _SIGNLESS.search(heading):
        tags = f"{{{as_tags(bare['words'])}}}"
        return (
            f"`{bare['it']}` is text of the question; "
            f"write `{tags}` for tags, `{{#key}}` for a key, or `\\{bare['it']}` for text"
        )
    return ""


def explain_second_key(key: str, other: str) -> str:
    """What is wrong with two words that begin with `#`, which are often tags of Obsidian."""
    return (
        f"`#{key}` and `#{other}` are two keys, and a question has one; a tag has a dot: "
        f"write `.{key} .{other}`, or `#{key} .{other}` to keep the key"
    )


def explain_setting(inside: str) -> str:
    """What is wrong with tags as YAML writes them; empty if they are not."""
    setting = _TAGS_SETTING.match(inside)
    tags = as_tags(setting["words"]) if setting else ""
    return f"`{inside.strip()}` cannot be in an attribute list; write `{{{tags}}}`" if tags else ""


def explain_word(inside: str, position: int) -> str:
    """What is wrong with the word at a place of a list."""
    rest, *_ = words = inside[position:].split()
    wide = rest.translate(FULL_WIDTH_SIGNS)
    advice = f"write `{wide}`" if wide != rest else "write `{#key .tag name=value}`"
    if wide == rest and TAG.fullmatch(rest) and not check_tag(rest):
        advice = f"write `.{rest}` if it is a tag"
        if key := _KEY_BEFORE.search(inside[:position]):
            plain = list(takewhile(_is_plain, words))
            joined = f"{{#{'-'.join((key[1], *plain))} {' '.join(words[len(plain) :])}".rstrip()
            advice = f"write `.{rest}` if it is a tag; a key holds no space: `{joined}}}`"
        if source := _OPEN_SOURCE.search(inside[:position]):
            value = " ".join((source[1], *takewhile(_is_plain, words)))
            advice = f'write `source="{value}"`, in quotes'
    return f"`{rest}` cannot be in an attribute list; {advice}"


def _is_plain(word: str) -> bool:
    return word[0] not in ".#" and bool(TAG.fullmatch(word))


def as_tags(words: str) -> str:
    """Words as the tags of a list."""
    return " ".join(f".{word.lstrip('.#')}" for word in _BETWEEN.split(words) if word.strip(".#"))
