"""Reads the name of a language, as in `lang: zh-Hans`."""

import re

from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

_TAG = re.compile(
    r"""
    ([A-Za-z]{2,3}) (?:-([A-Za-z]{4}))? (?:-([A-Za-z]{2}|\d{3}))?
    ((?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*)
    """,
    re.VERBOSE,
)
"""Language, script, region and variants of BCP 47 (RFC 5646), without what nobody writes on a card."""

_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
    id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo
    lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_ISO_639_1.split())
"""A name of three letters is taken as it is: ISO 639-3 has 8,000 of them."""

_MEANT = {
    **dict.fromkeys(("cn", "chinese", "中文", "简体中文", "chs", "zh-chs"), "zh-Hans"),
    **dict.fromkeys(("繁體中文", "cht", "zh-cht"), "zh-Hant"),
    **dict.fromkeys(("english", "英文", "uk-en", "us"), "en"),
    **dict.fromkeys(("jp", "japanese", "日文", "日本語"), "ja"),
    **dict.fromkeys(("korean", "한국어"), "ko"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("french", "français"), "fr"),
    **dict.fromkeys(("spanish", "español"), "es"),
    **dict.fromkeys(("arabic", "العربية"), "ar"),
    **dict.fromkeys(("russian", "русский"), "ru"),
}


def read_language(text: str, here: Location) -> tuple[str, tuple[Problem, ...]]:
    """The name of a language in its usual spelling, and what is wrong with it; empty if it is unknown."""
    if not text:
        return "", ()
    match = _TAG.fullmatch(text)
    if match is None or (len(match[1]) == 2 and match[1].lower() not in _TWO_LETTERS):
        meant = _MEANT.get(text.lower()) or _with_hyphens(text) or "zh-Hans` or `en"
        message = f"no language is called `{shortened(text, 80)}`; write its tag of BCP 47, such as `{meant}`"
        return "", (Problem(here, Code.BAD_LANGUAGE, message),)
    language, script, region, variants = match.groups()
    parts = (language.lower(), (script or "").title(), (region or "").upper())
    return "-".join(filter(None, parts)) + variants.lower(), ()


def _with_hyphens(text: str) -> str:
    """The tag in a name of Unix such as `zh_CN.UTF-8`; empty if it is none."""
    tag = text.partition(".")[0].replace("_", "-")
    match = _TAG.fullmatch(tag)
    return tag if match and match[1].lower() in _TWO_LETTERS else ""
