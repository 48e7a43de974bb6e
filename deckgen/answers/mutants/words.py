"""Makes mistakes in the words that compare, deny or answer yes or no."""

import re
from collections.abc import Iterator

from deckgen.answers.mutants.edit import Edit, Mutation, replace
from deckgen.answers.mutants.opposites import COMPARISONS, SIGNS, Opposites, pairs
from deckgen.answers.negation import find_negations, first_clause

_JOINED = r"\s*(?:和|与|或|及|以及|、|/|,|and|or)\s*"
_DENYING = tuple("不非没未")
_TWO_STEPS = re.compile(
    r"(?P<first>(?<![首优事预原领率])先(?![验进后前例天生]))(?P<one>[^,;:。\n]{1,40})"
    r"(?P<then>[,;]?(?:然后|之后|最后|再)|,(?=才))(?P<two>[^,;:。\n]{1,40})"
)
_FIRST = re.compile(r"(?<![首优事预原领率最])先(?![验进后前例天生])")


def change_comparisons(text: str) -> Iterator[Edit]:
    """Words such as more, before and maximum in place of their opposites, and steps in another order."""
    swapped = []
    for match in _TWO_STEPS.finditer(text):
        swapped.append(match.start())
        now = f"{match['first']}{match['two']}{match['then']}{match['one']}"
        yield replace(Mutation.COMPARISON, text, *match.span(), now)
    yield from _change_opposites(Mutation.COMPARISON, text, COMPARISONS)
    for match in _FIRST.finditer(text):
        if match.start() not in swapped:
            yield replace(Mutation.COMPARISON, text, *match.span(), "后")


def change_sign_words(text: str) -> Iterator[Edit]:
    """Positive in place of negative, and the other way round."""
    return _change_opposites(Mutation.SIGN, text, SIGNS)


def _change_opposites(mutation: Mutation, text: str, words: Opposites) -> Iterator[Edit]:
    found = [one for one in words.find(text) if text[max(0, one.start - 1) : one.start] not in _DENYING]
    for place, (start, end, other) in enumerate(found):
        # `上溢和下溢` means the same in the other order, and says one of them twice with only one changed.
        beside = (found[near] for near in (place - 1, place + 1) if 0 <= near < len(found))
        if any(
            text[near.start : near.end].casefold() == other.casefold()
            and re.fullmatch(_JOINED, text[min(end, near.end) : max(start, near.start)])
            for near in beside
        ):
            continue
        yield replace(mutation, text, start, end, other)


_UNDENIED = pairs(
    "没有→有 没→ 无法→能 无→有 无须→必须 无需→需要 无效→有效 无关→有关 未→已 从不→总是 从未→曾经",
    "并非→是 绝非→是 错误→正确 错误的→正确的 错的→对的 是错→是对",
    "never→always cannot→can can't→can won't→will none→all nothing→everything without→with no→some",
    "wrong→right wrongly→rightly false→true untrue→true incorrect→correct",
) | {"unable to": "able to"}
_KEPT = frozenset(("否", "勿", "莫", "neither", "nor", "以为", "误以为", "误解", "误区", "谬误"))
_AFTER_NOT = pairs("不必→必须 不用→需要 不再→仍然 不足→充足")
_RESULT = re.compile(
    r"(?<=[\u4e00-\u9fff])不(?=[见了动住]|下(?![降溢])|出(?!现)|到(?!达)|起(?!作)|上(?![升溢])|进(?!行)|完(?![整全])|清(?!零)|过[来去])"
)

_DENIABLE = re.compile(
    r"""
    (?P<never>
        [机社学体协理]会 | 会[话议员计合] | [功性智技效潜]能 | 能[力量源耗级否]
      | 能不能 | 会不会 | 是不是 | 有没有 | 要不要 | 对不对 | 尽可能 | 支持向量 | 一定[的程]
      | [但可还而于只要若凡或正]是(?!否) | 是[否因非]
      | [所还特固已现唯稍略]有 | 有[效限时些的关理向序偏界监两三几多一名助利]
      | [主重摘概次只若想]要 | 要[么求点素是] | 影响(?:范围|因素|力) | (?:任何|的)(?:影响|改变)
      | 不(?:需要|可以|可能|应该|应当|能够|必要) | [不没未无别]\S
      | \bnot\b | \b(?:is|are|was|were|can|will|must|should)\s+(?:not|never|no)\b | \b\w+n['’]t\b
    )
    | (?P<word>
        可能 | 只能 | 才能 | 可以 | 能够 | 需要 | 必须 | 必要 | 一定 | 必然 | 只有 | 只会 | 应该 | 应当
      | 等于 | 等价 | 属于 | 取决于 | 依赖 | 保证 | 允许 | 支持 | 包含 | 具有 | 含有 | 影响 | 改变
      | 报错 | 成立 | 收敛 | 一样 | 一致 | 稳定 | 仅 | 只 | 能 | 会 | 是 | 有 | 要 | 该
      | \b(?: is | are | was | were | can | will | must | should | may | could | would | does | only ) \b
      | \balways\b
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DENIED = pairs("只能→不能 才能→不能 可以→不能 必须→不必 有→没有 always→never can→cannot") | {
    "only": "not only"
}
_JUST_DENIED = re.compile(r"[会能要]\Z")


def change_negations(text: str) -> Iterator[Edit]:
    """A statement without its negation, or with one more."""
    for start, end in find_negations(text):
        if text.endswith("线性", 0, start) or text[start:end] == "None":
            continue
        yield from _without_negation(Mutation.NEGATION, text, start, end)
    for match in _DENIABLE.finditer(text):
        if match["word"] and not _JUST_DENIED.search(text, max(0, match.start() - 2), match.start()):
            yield _denied(Mutation.NEGATION, text, match)


def _denied(mutation: Mutation, text: str, match: re.Match[str]) -> Edit:
    word = match["word"]
    latin = f"{word} not" if word.isascii() else f"不{word}"
    now = _DENIED.get(word.lower(), latin)
    return replace(mutation, text, *match.span(), now)


def _without_negation(mutation: Mutation, text: str, start: int, end: int) -> Iterator[Edit]:
    word = text[start:end].lower()
    if word in _KEPT:
        return
    if word == "不":
        for said, now in _AFTER_NOT.items():
            if text.startswith(said, start):
                yield replace(mutation, text, start, start + len(said), now)
                return
        yield replace(mutation, text, start, end, "得" if _RESULT.match(text, start) else "")
        return
    now = _UNDENIED.get(word, word[:-3] if word.endswith(("n't", "n’t")) else "")
    if not now and word.isascii():
        # The space beside the word goes, too.
        end += text[end : end + 1] == " "
    if now and text[start].isupper():
        now = now.capitalize()
    yield replace(mutation, text, start, end, now)


_VERDICT = re.compile(
    r"""
    ["“‘'(]?
    (?: (?P<no>
          不[会能是对该行要可] | 不需要 | 不可以 | 不应该 | 不一定 | 不必 | 不用 | 没有 | 否 | 错误?
        | (?:no|false|incorrect|wrong)\b )
      | (?P<yes>
          会 | 能 | 是的? | 对 | 该 | 行 | 要 | 可以 | 需要 | 应该 | 有 | 正确
        | (?:yes|true|correct|right)\b ) )
    (?= [,;:。.!\n)"”’'] | \Z )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_VERDICT = pairs(
    "否→是 错→对 错误→正确 不必→必须 不用→要 没有→有 对→不对 是→不是 是的→不是 有→没有 正确→错误",
    "no→yes false→true incorrect→correct wrong→right yes→no true→false correct→incorrect right→wrong",
)
_TRUTH = re.compile(r"(?<![\w.])(?:True|False)(?![\w.(])")


def change_verdicts(text: str, *, is_asked: bool) -> Iterator[Edit]:
    """Yes in place of no, and the other way round; without such a word, the opposite of the first clause.

    The first clause is such an answer only if `is_asked`: a question that yes or no can answer.
    """
    match = _VERDICT.match(text)
    if match:
        word = match["no"] or match["yes"]
        now = _OTHER_VERDICT.get(word.lower()) or (word[1:] if match["no"] else f"不{word}")
        here = match.span("no" if match["no"] else "yes")
        yield replace(Mutation.YES_NO, text, *here, now.capitalize() if word[0].isupper() else now)
    elif is_asked:
        clause = text[: text.find(first_clause(text)) + len(first_clause(text))]
        denied = next(iter(find_negations(clause)), None)
        deniable = next((found for found in _DENIABLE.finditer(clause) if found["word"]), None)
        if denied:
            yield from _without_negation(Mutation.YES_NO, text, *denied)
        elif deniable:
            yield _denied(Mutation.YES_NO, text, deniable)
    for match in _TRUTH.finditer(text):
        yield replace(Mutation.YES_NO, text, *match.span(), "False" if match[0] == "True" else "True")
