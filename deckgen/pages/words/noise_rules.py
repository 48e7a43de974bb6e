"""Lists what sites and authors write around questions, with the reason why each line is left out."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """Lines that match are left out; after one that `ends`, everything is, if no question follows."""

    reason: str
    patterns: tuple[str, ...]
    pattern: re.Pattern[str]
    ends: bool = False


ORNAMENT = "an ornament"
GREETING = "a greeting"
"""An answer may greet, so that only a greeting outside of answers is left out."""


def _rule(reason: str, *patterns: str, ends: bool = False) -> NoiseRule:
    whole = re.compile(rf"(?:{'|'.join(patterns)})\s*", re.IGNORECASE)
    return NoiseRule(reason, patterns, whole, ends)


RULES = (
    _rule(
        "where a picture was",
        r"[\[(（]?在这里插入图片描述[\])）]?",
        r"image\.png",
        r"\[?图片(?:描述|上传中.*|转存.*)?\]?",
        r"!\[\]\(\)",
        r"请添加图片描述",
        r"[\w-]{1,60}\.(?:png|jpe?g|gif|webp|svg)",
    ),
    _rule(
        "a button of the site",
        r"编辑",
        r"复制(?:代码)?",
        r"登录(?:后)?复制",
        r"复制成功!?",
        r"copy(?: code)?",
        r"copied!?",
        r"运行",
        r"展开(?:全文|阅读全文)?",
        r"收起",
        r"AI写代码",
        r"代码解读",
        r"点击查看(?:答案|代码|更多)?",
        r"查看答案",
        r"阅读全文",
        r"show answer",
        r"\[toggle\]",
    ),
    _rule(
        "a link back",
        r"[\[(（⬆↥▲🔝⇧^↑\s]*(?:back to top|top|(?:回到|返回)(?:顶部|目录)|\[?src\]?)[⬆↥▲🔝⇧^↑\s\])）]*",
        r"[⬆↥▲🔝⇧]+\s*(?:back to top|返回顶部)?.{0,3}",
        r"\[\[?src\]?\]",
    ),
    _rule(
        "a heading of contents",
        r"(?:文章)?目录",
        r"\[toc\]",
        r"@\[toc\].*",
        r"table of contents",
        r"contents",
        r"本文目录",
        r"toc",
    ),
    _rule(
        "a placeholder",
        r"\W{0,3}todo(?:[:：].{0,40}|\W{0,4})",
        r"answer here\.?",
        r"your answer(?: here)?\.?",
        r"\W?(?:(?:参考)?答案|内容)?(?:待(?:补充|更新|完善|整理|续)|未完待续)\W{0,6}",
        # trimstray/test-your-sysadmin-skills@d566322
        r"to be (?:completed|continued|added|done|filled(?: in)?|written|updated)\W{0,4}",
        r"略\.?。?",
        r"tbd\.?",
        r"(?:answers? )?coming soon\W{0,4}",
        r"work in progress\W{0,4}",
        r"_+",
    ),
    _rule("line numbers", r"(?:\d+\s+){3,}\d+"),
    _rule(
        ORNAMENT,
        r"[0-9a-f]{32,128}",
        r"[♠⊕♥♦♣★☆●○◆◇■□▲△▼▽※→←↑↓=~～—–\-_*·.。\s+#|\\/]{3,}",
        r"(?:(?:♠|⊕|★|☆|◆|●)\s*){2,}",
    ),
    _rule(
        "a request of the author",
        r".{0,40}创作不易.{0,120}",
        r".{0,40}一键三连.{0,120}",
        r".{0,40}素质三连.{0,120}",
        r".{0,40}点个(?:赞|关注|收藏|在看|star).{0,120}",
        r".{0,40}点赞(?:[+、，,/\s和加]|并)*(?:收藏|关注|评论|在看).{0,120}",
        r".{0,40}求(?:点赞|关注|三连).{0,120}",
        r".{0,40}点赞支持.{0,120}",
        r".{0,40}欢迎(?:大家)?(?:点赞|关注|留言|转发|扫码|加群|star).{0,120}",
        r".{0,40}欢迎.{0,12}(?:点赞|关注|三连).{0,120}",
        r".{0,40}建议(?:点赞|收藏).{0,120}",
        r".{0,40}记得(?:点赞|关注|收藏).{0,120}",
        r".{0,40}你的(?:关注|支持|点赞).{0,20}(?:动力|鼓励).{0,120}",
        r".{0,40}(?:觉得|如果).{0,16}(?:有帮助|有用|不错).{0,20}(?:赞|关注|收藏|star|转发).{0,120}",
        r".{0,40}give (?:it|this|us|me|(?:this|the) repo\w*)\W{0,2}(?: ?an? | some )?\W{0,2}"
        r"(?:star|⭐|clap|like|thumbs).{0,120}",
        r".{0,40}star (?:this|the) repo.{0,120}",
        r".{0,40}don'?t forget to (?:star|like|subscribe|follow).{0,120}",
        r".{0,40}please (?:star|like|share|follow|subscribe).{0,120}",
        r".{0,40}if you (?:like|found|find) (?:this|it).{0,40}(?:star|share|like|follow|useful|helpful).*",
        r".{0,40}buy me a coffee.{0,120}",
    ),
    _rule(
        "an advertisement",
        r".{0,60}关注.{0,14}公众号.{0,200}",
        r".{0,60}微信公众号.{0,200}",
        r".{0,60}公众号[:：「【].{0,200}",
        r".{0,60}公众号回复.{0,200}",
        r".{0,60}(?:扫码|扫描|长按|识别).{0,12}(?:二维码|关注|加群|领取).{0,200}",
        r".{0,60}(?:加|进|入).{0,3}(?:微信)?群(?:交流|学习|聊|[，,!！。]|$).{0,200}",
        r".{0,60}加(?:我|博主)?(?:微信|v信|vx).{0,200}",
        r".{0,60}免费领取.{0,200}",
        r".{0,60}领取.{0,12}(?:资料|面试题|福利|源码).{0,200}",
        r".{0,60}私信.{0,10}(?:领取|获取|我).{0,200}",
        r".{0,60}资料(?:包|免费).{0,12}领.{0,200}",
        r".{0,12}篇幅(?:限制|有限|原因|所限).{0,300}",
        r".{0,10}(?:需要|想要|获取|领取).{0,20}(?:全套|完整|笔记|资料|面试题|文档|pdf).{0,20}(?:点击|戳|扫码|评论区|点这).{0,100}",
        r".{0,60}QQ群.{0,200}",
        r".{0,60}(?:join|subscribe to) (?:our|my|the) (?:telegram|discord|newsletter|channel|slack).{0,200}",
        r".{0,60}sponsored.{0,200}",
        r".{0,60}advertisement.{0,200}",
        r".{0,60}use (?:(?:my|promo|coupon|discount) )*code \w+ (?:for|at|(?:to|and) (?:get|save)).{0,200}",
        r".{0,60}%(?<=\d%) off.{0,200}",
        r".{0,60}sign up (?:now|for free|today).{0,200}",
    ),
    _rule(
        GREETING,
        r"(?:大家好|hello|hi|嗨|哈喽|各位(?:小伙伴|同学|朋友))[\s,，!！、~～].{0,120}(?:我是.{0,60}|$)",
        r"(?:大家好|哈喽).{0,80}",
    ),
    _rule(
        "about the article",
        r"(?:原创|转载|翻译)?\s*(?:最新推荐文章)?于?\s*20\d\d[-./年].{0,60}(?:发布|阅读|修改|更新|收藏|点赞).{0,200}",
        r"(?:阅读量?|收藏|点赞数?|浏览|评论)\s*[:：]?\s*[\d.,]+\s*[kw万]?.{0,60}",
        r"版权声明.{0,300}",
        r"(?:本文)?专栏收录该内容",
        r"文章标签\s*[:：].{0,100}",
        r"分类专栏\s*[:：].{0,100}",
        r"(?:作者|author|by|posted by|发布时间|发布于|更新于|published|updated|last updated)\s*[:：].{0,80}",
        r"(?:\d+)\s*篇文章.{0,30}订阅.{0,20}",
        r"posted (?:on|by|@).{0,80}",
        r"阅读时间.{0,20}",
        r"\d+\s*min read.{0,20}",
        r"本文已参与.{0,80}",
    ),
    _rule(
        "a badge",
        r"\[?!\[[^\]]*\]\(https?://(?:img\.shields\.io|badge|travis-ci|.*badge)[^)]*\)(?:\]\([^)]*\))?"
        r"(?:\s*\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?)*",
    ),
    _rule(
        "the foot of the page",
        r"相关(?:文章|推荐|阅读|链接)\s*[:：]?",
        r"推荐(?:阅读|文章)\s*[:：]?",
        r"猜你喜欢\s*[:：]?",
        r"热门(?:文章|推荐)\s*[:：]?",
        r"最新(?:文章|评论)\s*[:：]?",
        r"延伸阅读\s*[:：]?",
        r"更多(?:文章|推荐|精彩)(?:内容)?\s*[:：]?",
        r"(?:精彩|往期)(?:回顾|推荐|文章)\s*[:：]?",
        r"related (?:posts?|articles?|questions?)\s*[:：]?",
        r"you (?:may|might) also like.*\s*[:：]?",
        r"recommended (?:reading|posts?)\s*[:：]?",
        r"read (?:more|next)\s*[:：]?",
        r"see also\s*[:：]?",
        r"more from.{0,60}\s*[:：]?",
        r"share this.{0,40}\s*[:：]?",
        r"leave a (?:comment|reply).{0,20}\s*[:：]?",
        r"post a comment\s*[:：]?",
        r"\d*\s*comments?\s*(?:\(\d+\))?\s*[:：]?",
        r"评论\s*(?:\(\d+\)|\d+\s*条.{0,40}|区)?\s*[:：]?",
        r"发表评论\s*[:：]?",
        r"(?:全部|最新)评论.{0,20}\s*[:：]?",
        r"contributors?\s*[:：]?",
        r"license\s*[:：]?",
        r"关于作者\s*[:：]?",
        r"about the author\s*[:：]?",
        r"(?:上|下)一篇\s*[:：]?.{0,120}",
        r"(?:previous|next)(?: post| article)?\s*[:：»›→].{0,120}",
        r"本文来自.{0,20}(?:投稿|作者|转载).{0,300}",
        r"如若(?:内容|转载).{0,200}",
        r"原创文章.{0,30}",
        r"(?:转载|未经).{0,20}(?:告知|必究|注明|许可|授权|禁止).{0,120}",
        r".{0,20}盗版必究.{0,20}",
        r"(?:©|\(c\)\s*(?:©|copyright\b|\d{4})|copyright\b).{0,200}",
        r"all rights reserved.{0,60}",
        r"本(?:作品|文|站).{0,30}(?:许可|协议|版权).{0,200}",
        r"关于我们.{0,200}",
        r".{0,10}(?:ICP备|公网安备).{0,60}",
        r".{0,30}您还未登录.{0,60}",
        ends=True,
    ),
)

_FLOATING = re.compile(r"\.\{0,\d+\}(?P<inner>.*)")
_CHOICE = re.compile(r"\(\?:(?P<choices>[^()\[\]\\]+)\)(?![?*{])(?P<rest>.*)")


def floating_patterns() -> list[str]:
    """What follows `.{0,40}` in the patterns; each begins with a plain character, so a search is quick."""
    floating: list[str] = []
    for pattern in (pattern for rule in RULES for pattern in rule.patterns):
        if found := _FLOATING.fullmatch(pattern):
            choice = _CHOICE.fullmatch(found["inner"])
            floating += (
                [word + choice["rest"] for word in choice["choices"].split("|")]
                if choice
                else [found["inner"]]
            )
    return floating


def _lower(pattern: str) -> str:
    return re.sub(r"\\.|[A-Z]", lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), pattern)


_FIRST = re.compile("|".join(_lower(p) for rule in RULES for p in rule.patterns if not _FLOATING.match(p)))
_WITHIN = re.compile("|".join(map(_lower, floating_patterns())))


def may_be_noise(text: str) -> bool:
    """Whether any rule could match: a quick test, so that the rules are tried on few lines only."""
    text = text.lower()
    return bool(_FIRST.match(text) or _WITHIN.search(text))


_REFERENCE_NAMES = (
    "参考(?:资料|文献|链接|文章|来源|与引用)?",
    "引用",
    "资料来源",
    "references?",
    "sources?",
    "further reading",
    "resources",
    "links",
)
_CLOSING_NAMES = (
    "总结|小结|结语|结束语?|后记|尾声|最后|写在(?:最)?后.{0,6}",
    "前言|引言|序言?|背景|写在(?:最)?前.{0,6}|目录|简介|说明",
    "conclusions?|summary|introduction|overview|preface|about|license|changelog",
    "contributing|contributions?|acknowledge?ments?|table of contents|contents",
    "how to (?:use|contribute)(?: (?:this|it|the|to)\\b.{0,30})?",
)
REFERENCES = re.compile(rf"(?:{'|'.join(_REFERENCE_NAMES)})\s*[:：]?", re.IGNORECASE)
CLOSING = re.compile(
    rf"(?:[一二三四五六七八九十\d]+[、.．]\s*)?(?:{'|'.join(_CLOSING_NAMES)})\s*[:：!！]?", re.IGNORECASE
)
