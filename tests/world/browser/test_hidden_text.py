"""A style hides, according to the check, what a real browser does not show of the faces that Anki makes."""

import html
import json
import subprocess
from pathlib import Path

import pytest

from deckgen.checks.styles.css import check_style
from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.values.text import Timestamp
from tests.checks.styles.test_css import HIDING, RIGHT
from tests.support import write_project

pytestmark = pytest.mark.thorough

HEAD = '<!doctype html><meta charset="utf-8">'
SOURCE = """\
## SEE the `question`? {#basic}

> [!HINT]
> A hint.

---

SEE **this**, SEE *that* and [SEE a link](https://example.org/).

- SEE an item

1. SEE a number

> SEE a quotation

| SEE | head |
|---|---|
| SEE | cell |

```python
SEE = 1
```

> [!CAUTION]
> SEE a pitfall

![a square](square.svg)

## SEE a term {#reversed kind=reversed}

SEE its meaning

## SEE the typed question? {#typed kind=typed}

SEE

## A title {#cloze}

SEE {{c1::SEE a gap}} and {{c2::SEE another}}.
"""

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
THEMES = (("card card1", 900), ("card card1 mobile android nightMode night_mode", 360))
MEASURE = """
addEventListener("load", () => {
  const found = rules.map(rule => [...document.querySelectorAll("iframe")].some(frame => {
    const page = frame.contentDocument;
    const style = page.createElement("style");
    style.textContent = rule;
    page.body.append(style);
    const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    let hides = false;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.includes("SEE") || parent.closest("style, .asked")) continue;
      const shown = parent.checkVisibility({opacityProperty: true, visibilityProperty: true});
      const box = page.createRange();
      box.selectNodeContents(node);
      hides ||= !shown || box.getBoundingClientRect().height === 0;
    }
    for (const picture of page.querySelectorAll("img"))
      hides ||= !picture.checkVisibility({opacityProperty: true, visibilityProperty: true});
    style.remove();
    return hides;
  }));
  document.getElementById("found").textContent = JSON.stringify(found);
});
"""


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    from anki.collection import (  # noqa: PLC0415
        Collection,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    root = write_project(tmp_path_factory.mktemp("project"), {"p.md": SOURCE, "square.svg": SQUARE})
    assert not build_project(Project(root), (), now=Timestamp(1_700_000_000)).problems
    collection = Collection(str(root / "collection.anki2"))
    try:
        options = ImportAnkiPackageOptions()
        collection.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(root / "decks/p.apkg"), options=options)
        )
        cards = [collection.get_card(one) for one in collection.find_cards("")]
        return [face for card in cards for face in (card.question(), card.answer())]
    finally:
        collection.close()


def test_a_browser_shows_what_a_style_may_not_hide(browser: str, faces: list[str], tmp_path: Path) -> None:
    frames = "".join(
        f'<iframe width={width} height=600 srcdoc="{html.escape(page)}"></iframe>'
        for theme, width in THEMES
        for face in faces
        for page in (f'{HEAD}<body class="{theme}"><div id="qa">{face}</div></body>',)
    )
    rules = [*HIDING, *RIGHT, ""]
    page = tmp_path / "page.html"
    page.write_text(
        f'{HEAD}<script>const rules = {json.dumps(rules)};{MEASURE}</script><pre id="found"></pre>{frames}',
        encoding="utf-8",
    )
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run(
        [browser, *options, page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    text = done.stdout.partition('<pre id="found">')[2].partition("</pre>")[0]
    hidden = dict(zip(rules, json.loads(text), strict=True))
    judged = {
        rule: any(one.code == "css-hides" for one in check_style("style.css", rule.encode())[1])
        for rule in rules
    }
    assert {rule for rule, hides in hidden.items() if hides} == set(HIDING)
    assert hidden == judged
