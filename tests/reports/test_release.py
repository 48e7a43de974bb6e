"""The texts of a release, for learners who read Chinese, and within the limits of GitHub and AnkiWeb."""

import re
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.diff.release import compare_releases
from deckgen.project.release import Licence, Release, ReleasedPackage
from deckgen.reports.release import list_remarks
from deckgen.reports.release_changelog import MOST_CHARACTERS, render_changelog
from deckgen.reports.release_sharing import (
    LONGEST_DESCRIPTION,
    LONGEST_TAGS,
    LONGEST_TITLE,
    describe_deck,
)
from deckgen.reports.release_words import CHINESE, ENGLISH
from deckgen.values.note import Note
from deckgen.values.text import Html
from tests.support.making import MONDAY, NOTE_TYPES, changed, encode_apkg, note

_LICENCE = Licence("LICENSE", b"# Attribution 4.0 International\n\nCreative Commons")


def package(
    *notes: Note, name: str = "nets", old: tuple[Note, ...] | None = None, about: str = ""
) -> ReleasedPackage:
    """A package of these notes, compared with one of the old notes."""
    content = encode_apkg(notes, NOTE_TYPES, {"大模型面试": Html(about)} if about else {})
    packed = decode_apkg(content)
    if old is None:
        return ReleasedPackage(name, content, packed, None, is_new=True)
    before = decode_apkg(encode_apkg(old, NOTE_TYPES, {}))
    return ReleasedPackage(
        name, content, packed, compare_releases({name: before}, {name: packed})[name], is_new=False
    )


def chinese(key: str, text: str, **more: object) -> Note:
    return note(key, f'<div lang="zh-Hans">{text}</div>', **more)  # type: ignore[arg-type]  # those of `note`


def test_a_chinese_package_has_a_chinese_changelog() -> None:
    old = (chinese("a", "梯度是什么？", answer="<p>一阶导数。</p>"), chinese("b", "旧题？"))
    new = (
        changed(
            old[0], MONDAY + 1, fields=(old[0].fields[0], Html("<p>一阶偏导数。</p>"), *old[0].fields[2:])
        ),
    )
    text = render_changelog(Release((), since="v1", packages=(package(*new, old=old),), licence=_LICENCE))
    assert text == (
        "# 与 v1 相比的变化\n\n"
        f"{CHINESE.import_again}\n\n"
        "| 牌组包 | 笔记 | 卡片 | 新增 | 更正 | 换牌组 | 停用 |\n"
        "|---|--:|--:|--:|--:|--:|--:|\n"
        "| nets.apkg | 1 | 1 | 0 | 1 | 0 | 1 |\n\n"
        "## nets.apkg\n\n"
        "### 更正：1\n\n"
        "- 梯度是什么？\n"
        "  - 答案：一阶<ins>偏</ins>导数。\n\n"
        "### 停用：1\n\n"
        "牌组包中不再有这些笔记。它们留在你的 Anki 中，直到你删除。\n\n"
        "- 旧题？\n\n"
        '在 Anki 的浏览窗口中搜索下面的内容可以找到它们：`"note:deckgen basic" Key:b`\n\n'
        "## 文件\n\n"
        "许可证：Attribution 4.0 International (`LICENSE`)\n\n"
        "运行 `sha256sum -c SHA256SUMS` 可以校验下载的文件。\n"
    )


def test_a_search_for_a_retired_note_does_not_find_a_living_one_with_its_key() -> None:
    old = (note("a"),)
    renewed = changed(note("a"), MONDAY, guid="another")
    text = render_changelog(Release((), since="v1", packages=(package(renewed, old=old),)))
    assert "### Retired: 1" in text
    assert "Key:a" not in text


def test_another_picture_or_source_is_not_a_correction() -> None:
    answer = '<p>So: <img alt="a curve" src="deckgen-{}.svg"></p>'
    old = note("a", answer=answer.format("0" * 24))
    new = changed(
        old, MONDAY + 1, fields=(old.fields[0], Html(answer.format("1" * 24)), "", "", "a page", "a")
    )
    [changes] = [package(new, old=(old,)).changes]
    assert changes is not None
    assert [len(changes.corrected), len(changes.reformatted)] == [0, 1]


def test_a_changelog_of_very_many_notes_is_short_enough_for_github() -> None:
    notes = [note(f"key-{number}", f"<p>{'Why? ' * 40}{number}</p>") for number in range(3000)]
    text = render_changelog(Release((), since="v1", packages=(package(*notes, old=(notes[0],)),)))
    assert len(text) <= MOST_CHARACTERS
    assert "### New: 2,999" in text
    assert "\n\n… and 2,499 more\n" in text


def test_the_text_for_ankiweb_keeps_its_limits() -> None:
    notes = [
        note(f"k{n}", deck=f"大模型面试::{'层' * 60} {n}", tags=(f"tag-{n}-{'x' * 20}::y",))
        for n in range(120)
    ]
    shared = describe_deck(package(*notes, about="<p>一</p>" * 9000), _LICENCE)
    assert 0 < len(shared.title) <= LONGEST_TITLE
    assert 0 < len(shared.tags) <= LONGEST_TAGS
    assert len(shared.description) <= LONGEST_DESCRIPTION
    assert "- … and 20 more" in shared.description


def test_the_text_for_ankiweb_names_the_deck_its_subdecks_and_the_last_update() -> None:
    old = (chinese("a", "问", deck="大模型面试::01 A", tags=("llm::x",)),)
    new = (*old, chinese("b", "答", deck="大模型面试::02 B_", tags=("llm::y",)))
    shared = describe_deck(package(*new, old=old, about="<p>一套*面试*题。</p>"), _LICENCE)
    assert (shared.title, shared.tags) == ("大模型面试", "llm")
    assert shared.description == (
        "一套\\*面试\\*题。\n\n"
        "2 条笔记，2 张卡片，分为 2 个牌组：\n\n"
        "- 01 A：1 条笔记\n"
        "- 02 B\\_：1 条笔记\n\n"
        f"{CHINESE.update}\n\n"
        "最近一次更新：新增 1。\n\n"
        "许可证：Attribution 4.0 International"
    )


def test_one_note_and_one_card_are_counted_in_the_singular() -> None:
    assert "\n1 note, 1 card." in f"\n{describe_deck(package(note('a')), None).description}"
    first = Release((), since="", packages=(package(note("a")),), licence=None)
    assert ": 1 note\n" in render_changelog(first)


def test_an_author_is_told_of_edits_that_do_not_arrive_and_of_names_that_github_changes() -> None:
    old = note("a")
    late = changed(old, MONDAY, fields=(old.fields[0], Html("<p>43</p>"), *old.fields[2:]))
    one = package(late, old=(old,), name="面试")
    [kept, renamed] = list_remarks(Release((), since="v1", packages=(one,), licence=_LICENCE))
    assert kept == "面试.apkg: 1 note will not reach those who have v1; `deckgen diff` says why"
    assert "GitHub renames" in renamed


def test_the_chinese_menu_is_that_of_anki(tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection")
    lang = pytest.importorskip("anki.lang")
    try:
        lang.set_lang("zh_CN")
        opened = collection.Collection(str(tmp_path / "c.anki2"))
        names = (opened.tr.qt_accel_file, opened.tr.actions_import, opened.tr.qt_accel_tools)
        file, imports, tools = (re.sub(r"\(&\w\)|…", "", name()) for name in names)
        empty = opened.tr.qt_misc_empty_cards().rstrip("….")
        opened.close()
    finally:
        lang.set_lang("en")
    assert f"**{file} > {imports}**" in CHINESE.import_again
    assert f"**{tools} > {empty}**" in CHINESE.card_emptied


def test_both_languages_have_the_same_blanks() -> None:
    for name in ENGLISH.__dataclass_fields__:
        one, other = getattr(ENGLISH, name), getattr(CHINESE, name)
        if isinstance(one, str):
            assert one.count("{}") == other.count("{}"), name
