"""Has the words of a release for learners, in English and in Chinese."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from deckgen.apkg.packed import PackedNote


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a changelog and of the text for AnkiWeb in one language."""

    first: str
    since: str
    import_first: str
    import_again: str
    columns: tuple[str, ...]
    new_package: str
    dropped: str
    corrected: str
    card_added: str
    card_emptied: str
    new: str
    moved: str
    moved_explained: str
    retired: str
    retired_explained: str
    search: str
    reformatted: str
    kept_back: str
    kept_back_explained: str
    more: str
    unchanged: str
    files: str
    licence: str
    no_licence: str
    checksums: str
    note: str
    notes: str
    card: str
    cards: str
    in_decks: str
    between: str
    end: str
    comma: str
    fields: dict[str, str]
    update: str
    changes: str

    def count_notes(self, number: int) -> str:
        """`1 note`, `1,200 notes`."""
        return (self.note if number == 1 else self.notes).format(f"{number:,}")

    def count_cards(self, number: int) -> str:
        """`1 card`, `1,200 cards`."""
        return (self.card if number == 1 else self.cards).format(f"{number:,}")


ENGLISH = Words(
    first="First release",
    since="Changes since {}",
    import_first="Download a package and choose **File > Import** in Anki. Import later releases in the same "
    "way: edited cards get their new text, and your reviews are kept.",
    import_again="Download a package and choose **File > Import** in Anki, as the first time. Your reviews, "
    "intervals and due dates are kept. Where a card changed, the new text replaces the old one, with "
    "edits and tags of your own in it, unless your edit is newer.",
    columns=("Package", "Notes", "Cards", "New", "Corrected", "Moved", "Retired"),
    new_package="This package is new.",
    dropped="This package is not released any more. Its cards stay in your collection.",
    corrected="Corrected",
    card_added="Cards added: {}",
    card_emptied="Cards without a text left: {}; **Tools > Empty Cards** removes them",
    new="New",
    moved="Moved to another deck",
    moved_explained="Anki does not move cards that you already have. Leave them, or move them yourself.",
    retired="Retired",
    retired_explained="These are not in the package any more. They stay in your collection until you delete "
    "them.",
    search="This search in Anki's browser finds them: {}",
    reformatted="Notes with the same words, whose look, pictures, source or tags changed: {}.",
    kept_back="Not updated",
    kept_back_explained="Anki keeps the old text of these notes if you have imported an earlier release.",
    more="… and {} more",
    unchanged="Nothing changed.",
    files="Files",
    licence="Licence: {}",
    no_licence="The authors state no licence. Ask them before you pass the packages on.",
    checksums="To check your download, run {}.",
    note="{} note",
    notes="{} notes",
    card="{} card",
    cards="{} cards",
    in_decks="{}, {} in {} decks:",
    between=": ",
    end=".",
    comma=", ",
    fields={},
    update="To update, download the deck again and import it: edited cards get their new text, and your "
    "reviews are kept.",
    changes="Last update: {}.",
)
CHINESE = Words(
    first="首次发布",
    since="与 {} 相比的变化",
    import_first="下载牌组包，在 Anki 中选择**文件 > 导入**。以后的版本也这样导入：改过的卡片换成新内容，"
    "复习记录保留。",
    import_again="下载牌组包，像第一次那样在 Anki 中选择**文件 > 导入**。复习记录、间隔和到期日都保留。"
    "改过的卡片会换成新内容，你自己对它的修改和添加的标签也会被替换，除非你的修改时间更晚。",
    columns=("牌组包", "笔记", "卡片", "新增", "更正", "换牌组", "停用"),
    new_package="这是新的牌组包。",
    dropped="这个牌组包不再发布。其中的卡片留在你的 Anki 中。",
    corrected="更正",
    card_added="增加的卡片：{}",
    card_emptied="没有内容的卡片：{}；可用**工具 > 清理空卡片**删除",
    new="新增",
    moved="换到别的牌组",
    moved_explained="Anki 不会移动你已有的卡片。可以不动，也可以自己移动。",
    retired="停用",
    retired_explained="牌组包中不再有这些笔记。它们留在你的 Anki 中，直到你删除。",
    search="在 Anki 的浏览窗口中搜索下面的内容可以找到它们：{}",
    reformatted="另有 {} 条笔记文字不变，只改了版面、图片、来源或标签。",
    kept_back="没有更新",
    kept_back_explained="如果你导入过以前的版本，Anki 会保留这些笔记的旧内容。",
    more="……另有 {} 条",
    unchanged="没有变化。",
    files="文件",
    licence="许可证：{}",
    no_licence="作者没有写明许可证。转发牌组包之前请先询问作者。",
    checksums="运行 {} 可以校验下载的文件。",
    note="{} 条笔记",
    notes="{} 条笔记",
    card="{} 张卡片",
    cards="{} 张卡片",
    in_decks="{}，{}，分为 {} 个牌组：",
    between="：",
    end="。",
    comma="，",
    fields={
        "Question": "问题",
        "Text": "正文",
        "Answer": "答案",
        "Extra": "补充",
        "Hint": "提示",
        "Source": "来源",
    },
    update="更新时重新下载并导入：改过的卡片换成新内容，复习记录保留。",
    changes="最近一次更新：{}。",
)

_LANGUAGE = re.compile(r'<[^<>]+ lang="(\w+)')


def choose_words(notes: Iterable[PackedNote]) -> Words:
    """The words in the language that most of these notes name in their HTML."""
    found = Counter(match[1] for note in notes if (match := _LANGUAGE.search("".join(note.fields))))
    return CHINESE if found.most_common(1)[:1] and found.most_common(1)[0][0] == "zh" else ENGLISH
