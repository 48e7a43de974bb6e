"""What a learner sees on a small deck, in the real Anki and Chromium: words, roles, contrast."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, often
from tests.support.card_page import NIGHT, CardPage
from tests.support.faces import render_faces

CHINESE = """\
# 猫

## 猫吃什么？ {#zh-basic}

> [!HINT]
> 它会游泳。

鱼，$x^2$，`code`。

> [!CAUTION]
> 不吃草。

> [!NOTE] 标题
> 正文。

| 甲 | 乙 |
|---|---|
| 一 | 二 |

## 猫 {#zh-reversed kind=reversed}

一种动物。

## 半精度的最大值是多少？ {#zh-typed kind=typed}

> [!HINT]
> 五位数。

65504

## 公式 {#zh-cloze}

面积是 $S = {{c1::\\pi r^2}}$，周长是{{c2::二倍}}。
"""

ENGLISH = """\
# Cats

## What does a cat eat? {#en-basic}

> [!HINT]
> It swims.

The fish, with $x^2$ and `code`.

> [!CAUTION]
> Not grass.

- [x] done
- [ ] to do

<details><summary>More</summary>

Text.

</details>

## What is a cat? {#en-reversed kind=reversed}

An animal that purrs, which this is.

## What is the largest number of half precision? {#en-typed kind=typed}

65504

## The area and the perimeter {#en-cloze}

The area is $S = {{c1::\\pi r^2}}$, and that is {{c2::all}}.

## What is كتاب in the English of this card? {#arabic}

كتاب هو شيء.

A book is the thing that this is about.
"""

SOURCE = "source: https://docs.python.org/3/library/stdtypes.html#sequence-types-list-tuple-range"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "source/cats").mkdir(parents=True)
    for name, text in (("zh", CHINESE), ("en", ENGLISH)):
        (folder / f"source/cats/{name}.md").write_text(f"---\n{SOURCE}\n---\n\n{text}", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "deckgen", "build", "-C", str(folder)], check=True, cwd=ROOT)
    return folder / "decks/cats.apkg"


@pytest.fixture(scope="module")
def faces(package: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return render_faces(package, tmp_path_factory.mktemp("anki"), typed="66604")


def _texts(page: CardPage, faces: dict[str, str]) -> dict[str, str]:
    # A closed <details> is open here, so that its text counts, too.
    opened = {name: face.replace("<details", "<details open") for name, face in faces.items()}
    return {name: "\n".join(map(str, lines)) for name, lines in page.measure(opened, "text").items()}


@pytest.mark.parametrize("theme", ["", NIGHT], ids=["day", "night"])
def test_axe_finds_nothing_wrong(page: CardPage, faces: dict[str, str], theme: str) -> None:
    assert len(faces) == 26
    found = page.measure(faces, "violations", theme=theme)
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize(
    ("rules", "expected"), [("violations", {"label", "color-contrast"}), ("colours", {"color-contrast"})]
)
def test_axe_finds_what_is_wrong(page: CardPage, rules: str, expected: set[str]) -> None:
    faces = {"": '<input id="typeans"><p style="color: #aaa; background: #fff">pale</p>'}
    [broken] = page.measure(faces, rules).values()
    assert {str(one).partition(":")[0] for one in broken} == expected


def test_the_words_of_a_card_are_in_the_language_of_its_note(page: CardPage, faces: dict[str, str]) -> None:
    texts = _texts(page, faces)
    english = re.compile(r"Hint|Caution|question|answer", re.IGNORECASE)
    assert [name for name, text in texts.items() if name.startswith("zh-") and english.search(text)] == []
    chinese = re.compile("[\u4e00-\u9fff]")
    assert [name for name, text in texts.items() if name.startswith("en-") and chinese.search(text)] == []
    assert "提示" in texts["zh-basic 1 front"]
    assert "注意" in texts["zh-basic 1 back"]
    assert "问的是什么？" in texts["zh-reversed 2 front"]
    assert "你的答案" in texts["zh-typed 1 front"]
    assert "Hint" in texts["en-basic 1 front"]
    assert "Caution" in texts["en-basic 1 back"]
    assert "What is the question?" in texts["en-reversed 2 front"]
    assert "Your answer" in texts["en-typed 1 front"]


def test_a_typed_answer_stands_once_whatever_was_typed(page: CardPage, package: Path, tmp_path: Path) -> None:
    for typed in ("", "65504", "66604"):
        (tmp_path / typed).mkdir(exist_ok=True)
        texts = _texts(page, render_faces(package, tmp_path / typed, typed=typed))
        assert texts["zh-typed 1 back"].count("65504") == 1, typed
        assert texts["en-typed 1 back"].count("65504") == 1, typed


def test_the_hint_and_the_source_are_on_the_back(page: CardPage, faces: dict[str, str]) -> None:
    texts = _texts(page, faces)
    assert texts["zh-basic 1 back"].count("它会游泳。") == 1
    assert texts["zh-typed 1 back"].count("五位数。") == 1
    assert "docs.python.org/…/stdtypes.html" in texts["zh-basic 1 back"]
    assert "https://" not in texts["zh-basic 1 back"]


@pytest.mark.thorough
@pytest.mark.parametrize(("theme", "rules"), [("", "violations"), (NIGHT, "colours")], ids=["day", "night"])
def test_axe_finds_nothing_wrong_in_the_shipped_deck(
    page: CardPage, tmp_path: Path, theme: str, rules: str
) -> None:
    shipped = render_faces(ROOT / "decks/llm-interview.apkg", tmp_path)
    fronts = [name for name in shipped if name.endswith("front")]
    # A back shows its front, too.
    chosen = shipped.keys() - set(fronts) | set(fronts[:: often(5, 1)])
    assert len(chosen) > 300
    found = page.measure({name: shipped[name] for name in chosen}, rules, theme=theme)
    assert {name: broken for name, broken in found.items() if broken} == {}
