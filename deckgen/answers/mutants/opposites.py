"""Lists words of folded Chinese and English text that a mistake puts in place of each other."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Opposite(NamedTuple):
    """A word of a text, and the word that says the opposite."""

    start: int
    end: int
    other: str


class Opposites:
    """Words with their opposites: a Latin word stands alone, and a word in `never` does not count.

    Those of `degrees` count only where the pattern `where` puts them.
    """

    def __init__(
        self,
        pairs: Mapping[str, str],
        *,
        never: str,
        degrees: Mapping[str, str] | None = None,
        where: str = "",
    ) -> None:
        self._other = {**(degrees or {}), **pairs}
        ordered = sorted(pairs, key=len, reverse=True)
        latin = [re.escape(word) for word in ordered if _is_latin(word)]
        others = [re.escape(word) for word in ordered if not _is_latin(word)]
        others = [
            rf"{word}(?![A-Za-z])" if word[-1].isalpha() and word[0] == "\\" else word for word in others
        ]
        parts = [
            rf"(?P<never>{never})",
            rf"(?<![A-Za-z\\_-])(?:{'|'.join(latin)})(?![A-Za-z_])" if latin else "",
            "|".join(others),
            where,
        ]
        self._pattern = re.compile("|".join(filter(None, parts)), re.IGNORECASE | re.ASCII | re.MULTILINE)

    def find(self, text: str) -> Iterator[Opposite]:
        """The words of a text that have an opposite."""
        for match in self._pattern.finditer(text):
            if match["never"] is None:
                other = self._other[match[0].lower()]
                yield Opposite(*match.span(), _as_written(match[0], other))


def _is_latin(word: str) -> bool:
    return word[0].isascii() and word[0].isalpha()


def _as_written(word: str, other: str) -> str:
    return other[:1].upper() + other[1:] if word[:1].isupper() else other


def pairs(*lines: str) -> dict[str, str]:
    """Each word of texts such as `会→不会 能→不能` with the one that takes its place."""
    return dict(pair.split("→") for line in lines for pair in line.split())


def both_ways(*pairs: str) -> dict[str, str]:
    """Each word of pairs such as `大于|小于` with the other one; the first pair of a word counts."""
    found: dict[str, str] = {}
    for pair in pairs:
        one, other = pair.split("|")
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found


_DEGREES = both_ways(
    *("大|小", "高|低", "多|少", "快|慢", "长|短", "强|弱", "好|差", "深|浅", "宽|窄", "早|晚", "远|近"),
    *("粗|细", "难|易", "轻|重"),
)
_DEGREE = f"[{''.join(_DEGREES)}]"
_MEASURED = "维|秩|频|温|批量|精度|方差|概率|学习率|延迟|带宽|吞吐|梯度|显存"

COMPARISONS = Opposites(
    both_ways(
        *("≤|≥", "⩽|⩾", r"\leq|\geq", r"\le|\ge", r"\ll|\gg", r"\min|\max", "<=|>=", "≪|≫", "<|>", "+∞|-∞"),
        # How much
        *("至多|至少", "超过|不到", "增大|减小", "增加|减少", "上升|下降", "增长|下降", "升高|降低"),
        *("提高|降低", "提升|降低", "加快|减慢", "加速|减慢", "放大|缩小", "扩大|缩小", "增强|减弱"),
        *("加强|削弱", "加重|减轻", "加深|减轻", "递增|递减", "加大|减小", "变多|变少", "延长|缩短"),
        *("拉长|缩短", "收敛|发散", "乘以|除以", "乘上|除以", "加上|减去", "相加|相减", "大部分|小部分"),
        *("总是|从不", "有限|无限", "无穷|有限", "充足|不足", "线性无关|线性相关"),
        # Where and when
        *("前面|后面", "之前|之后", "以前|以后", "前者|后者", "首先|最后", "最前|最后", "前一|后一"),
        *("前半|后半", "靠前|靠后", "开头|末尾", "首位|末位", "句首|句末", "第一个|最后一个", "前缀|后缀"),
        *("上溢|下溢", "上界|下界", "上限|下限", "上三角|下三角", "上采样|下采样", "上标|下标"),
        *("上一|下一", "上面|下面", "上方|下方", "向上|向下", "以上|以下", "左|右", "内部|外部"),
        *("以内|以外", "之内|之外", "内圈|外圈", "升序|降序", "升维|降维", "最先|最后"),
        # Of which kind
        *("相同|不同", "相等|不等", "同一个|不同的", "线性|非线性", "充分|必要", "凸|凹", "奇数|偶数"),
        *("稠密|稀疏", "显式|隐式", "静态|动态", "同步|异步", "串行|并行", "连续|离散", "同号|异号"),
        *("单调|非单调", "对称|非对称", "正比|反比", "成功|失败", "正确|错误", "局部|全局", "独立|相关"),
        *("简单|复杂", "容易|难以", "昂贵|便宜", "过拟合|欠拟合", "高估|低估", "可变|固定"),
        # English
        *("more|less", "fewer|more", "higher|lower", "high|low", "greater|smaller", "larger|smaller"),
        *("bigger|smaller", "large|small", "big|small", "faster|slower", "fast|slow", "longer|shorter"),
        *("long|short", "better|worse", "best|worst", "stronger|weaker", "wider|narrower"),
        *("deeper|shallower", "earlier|later", "before|after", "first|last", "above|below", "upper|lower"),
        *("highest|lowest", "largest|smallest", "fastest|slowest", "longest|shortest", "most|least"),
        *("maximum|minimum", "maximal|minimal", "maximize|minimize", "maximizes|minimizes", "max|min"),
        *("argmax|argmin", "increase|decrease", "increases|decreases", "increased|decreased"),
        *("increasing|decreasing", "grows|shrinks", "grow|shrink", "rises|falls", "inside|outside"),
        *("multiply|divide", "multiplied|divided", "same|different", "linear|nonlinear", "sparse|dense"),
        *("finite|infinite", "all|some", "begin|end", "beginning|end", "converges|diverges"),
        *("left side|right side", "on the left|on the right", "to the left|to the right"),
        *("leftmost|rightmost", "succeeds|fails", "outer|inner", "ascending|descending", "easy|hard"),
    )
    | {"所有": "部分", "全部": "部分", "通常": "很少", "usually": "rarely", "every": "no"},
    never="|".join(
        (
            "左右|前后|上下|大小|高低|多少|长短|快慢|深浅|强弱|远近|轻重|内外|左乘|右乘|差不多|不多|不等[于价式]",
            "最小二乘|最好(?=[用把在先别不能])|并行度|复杂度|[误方偏之残落温时视等容公]差|[权比严体]重|[带频]宽",
            r"<[A-Za-z/|\[][^<>\n]*>|[-=]>|<-|>>>|<<|>>|\ball-\w+|\bend-to-end",
            r"\bat first\b|\bsame as\b|\bafter all\b|\bmore or less\b",
        )
    ),
    degrees=_DEGREES,
    where=(
        rf"(?<=[更最较越变太很极偏过]){_DEGREE}"
        rf"|{_DEGREE}(?=于|的|得多|[一有]?[些点]|了|很多|几|[,;:。!?)\n]|$|{_MEASURED})"
    ),
)
"""Words that compare, and those for the other direction, order, amount or kind."""

SIGNS = Opposites(
    both_ways(
        *("为正|为负", "正数|负数", "正号|负号", "正值|负值", "正特征值|负特征值", "正无穷|负无穷"),
        *("正定|负定", "正相关|负相关", "正的|负的", "positive|negative", "positively|negatively"),
    ),
    never="正的确|(?:true|false) positive|(?:true|false) negative",
)
"""Words for plus and minus."""

ALTERNATIVES = (
    *("fp16 bf16 fp32 fp64", "FP16 BF16 FP32 FP64", "float16 bfloat16 float32 float64", "int8 int4"),
    *(
        "半精度 单精度 双精度",
        "E4M3 E5M2",
        "prefill decode",
        "预填充 解码",
        "encoder decoder",
        "编码器 解码器",
    ),
    *("训练 推理", "training inference", "前向 反向", "forward backward", "输入 输出", "input output"),
    *("行数 列数", "每行 每列", "按行 按列", "行满秩 列满秩", "row column", "rows columns", "分子 分母"),
    *("query key value", "CPU GPU", "算力 带宽", "延迟 吞吐", "显存 内存", "线程 进程"),
    *("softmax sigmoid", "LayerNorm BatchNorm RMSNorm", "Adam SGD", "L1 L2", "ReLU GELU", "NumPy PyTorch"),
    *("权重 激活 梯度", "均值 方差", "方差 标准差", "指数位 尾数位", "整数 浮点数", "求和 取平均"),
    *("sum mean", "exp log", "sin cos", "precision recall", "精确率 召回率", "教师 学生", "生成器 判别器"),
    *("请求级 迭代级", "列表 元组", "list tuple", "视图 副本", "view copy", "主动 被动", "在线 离线"),
    *("TTFT TPOT", "先验 后验", "模型并行 数据并行", "客户端 服务端"),
)
"""Terms of the subject, of which a mistake puts one in place of another."""
