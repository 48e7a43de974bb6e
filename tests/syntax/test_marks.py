"""Which equals signs mark a text, and which names between colons are emoji.

The texts are from public notes (Obsidian, Typora) and from pages that compare values outside code.
"""

import pytest

from deckgen.syntax.inlines import parse_inlines
from deckgen.syntax.shortcodes import without_emoji


def shown(text: str) -> str:
    """The text, with `[` and `]` in place of the tags of a mark."""
    tags = {"mark_open": "[", "mark_close": "]", "softbreak": " "}
    return "".join(tags.get(token.type, token.content) for token in parse_inlines(text).tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I would like to ==highlight a passage==.", "I would like to [highlight a passage]."),
        ("- 初始化容量是==10==,底层先创建", "- 初始化容量是[10],底层先创建"),
        ("还有就是==分段锁==,我们", "还有就是[分段锁],我们"),
        ("开运算就是==**先腐蚀后膨胀**==", "开运算就是[先腐蚀后膨胀]"),
        ("==**PROPAGATION_REQUIRED**== ", "[PROPAGATION_REQUIRED]"),
        ("程序片的变量是==局部变量==", "程序片的变量是[局部变量]"),
        (
            "==lock 推荐的做法是使用静态的、只读的、私有的对象==",
            "[lock 推荐的做法是使用静态的、只读的、私有的对象]",
        ),
        (
            "==通过 `Thread` 来创建一个新线程是最直接的方法== 有见及此",
            "[通过 Thread 来创建一个新线程是最直接的方法] 有见及此",
        ),
        ("==_就是在标签中隔离_==。然而", "[就是在标签中隔离]。然而"),
        ("围绕着 ==读操作扩展== 和 ==写操作扩展== 展开", "围绕着 [读操作扩展] 和 [写操作扩展] 展开"),
        ("dimensione di ==32 bit==", "dimensione di [32 bit]"),
        ("Quindi, il costo è ==`O(n)`==.", "Quindi, il costo è [O(n)]."),
        ("значит ==вы ещё не достигли лимита==.", "значит [вы ещё не достигли лимита]."),
        ("**==a==** (==b==) ~~==c==~~ ==[d](https://e.example)==", "[a] ([b]) [c] [d]"),
        ("==a\nb==", "[a b]"),
        ("==a=b==", "[a=b]"),
    ],
)
def test_a_text_between_equals_signs_is_marked(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a == b == c",
        "a==b==c",
        "if a==b or c==d, and f(x)==g(y)",
        "恒等：=== 不恒等：!==",
        "对于引用类型，== 判断两个变量是否引用同一个对象",
        "满足 sqrt == x / sqrt。nums[l] == nums[m] == nums[h]，此时无法确定",
        "i==k，交换 i 和 j；i==j，不变",
        "初始的时候，node==null，进入第一个分支，flushCache==true 标识刷新缓存",
        "标签栏：设置==》首选项==》常用==》标签栏",
        "Blocked ==> Running, Running ==> Ready",
        "文件 ==> 网络发送",
        'newColumnName=="newCol", mathOp==MathOp.Add, and columns=={"col1"}',
        "presi[a]==presi[b]==0:",
        "== Server -> User Agent ==",
        "“===”、“==”的区别",
        "operatori di confronto, come ==: e ==)",
        "if Colore[y] ==- 1 or P[y] ==- 2",
        "======= ，>>>>>>>",
        r"\==a==",
        r"=\=a=\=",
        "==",
        "====",
        "== ==",
        "==a",
    ],
)
def test_a_comparison_marks_nothing(text: str) -> None:
    assert shown(text) == text.replace("\\", "")


def test_equals_signs_in_code_and_addresses_stay() -> None:
    assert shown("`==a==` https://a.example/?b==c==") == "==a== https://a.example/?b==c=="


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":smile:", "😄"),
        ("done :white_check_mark:, not :x:", "done ✅, not ❌"),
        (":+1: :-1: :100:", "👍 👎 💯"),
        (":tada::rocket:", "🎉🚀"),
        ("很好:smile:的", "很好😄的"),
        ("**:fire:**", "🔥"),
    ],
)
def test_an_emoji_is_written_by_its_name(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10:30:45 and 10:100:30",
        "a:b:c and a::b::c",
        "std::x::y and ::x::",
        ":octocat: :no_such_emoji: :SMILE:",
        ":smile",
        "x[::2] and [:alpha:]",
        "::smile::",
        "key: value: x:",
        "https://a.example/:x:/b",
    ],
)
def test_other_colons_are_text(text: str) -> None:
    assert shown(text) == text


def test_a_text_without_emoji_keeps_all_else() -> None:
    assert without_emoji("a:b:c :tada::rocket: d: e") == "a:b:c  d: e"


def test_colons_in_code_and_formulas_are_text() -> None:
    assert shown("`:x:` $a:x:b$") == ":x: a:x:b"


def test_a_hint_of_a_cloze_is_no_emoji() -> None:
    types = [token.type for token in parse_inlines("{{c1::a::smile:}} {{c2:::x:}}").tokens]
    assert types == [
        "cloze_open",
        "text",
        "cloze_hint",
        "text",
        "cloze_close",
        "text",
        "cloze_open",
        "text",
        "cloze_close",
    ]
