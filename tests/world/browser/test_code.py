"""Code on a phone, in Chromium: a line that wraps is seen as one, is copied as one, and clozes work in it."""

import pytest

from tests.support.faces import render_faces
from tests.world.browser.cards import Cards, Faces, build_package

pytestmark = pytest.mark.thorough

CODE = '''\
def loss(logits, target):
    """Say

    it all."""
    if target is not None:
        return torch.nn.functional.cross_entropy(logits.view(-1, 10), target.view(-1))


print(loss(None, None))'''

PLACES = """
[...document.querySelectorAll("pre .line")].map((line) => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const rows = {};
  const start = document.querySelector("pre").getBoundingClientRect().left;
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.data.length; at++) {
      if (/\\s/.test(walker.currentNode.data[at])) continue;
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const {top, left} = range.getBoundingClientRect();
      rows[Math.round(top)] ??= left - start;
    }
  }
  return Object.values(rows);
})
"""
ROWS = """
(() => {
  const {paddingTop, lineHeight} = getComputedStyle(document.querySelector("pre"));
  return (document.querySelector("pre").clientHeight - 2 * parseFloat(paddingTop)) / parseFloat(lineHeight);
})()
"""
COPIED = """
(() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("pre"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
})()
"""


SHORT = "def f(x):\n\n\n    return x\n\nprint(f(1))"
CONSOLE = """>>> def f(x):
...     return x
>>> f("a text that is so long that a phone has to wrap it")
'a text'"""
CLOZES = (
    CODE.replace("is not None", "{{c1::is not None}}")
    .replace("print(", "{{c2::print(")
    .replace("None, None)", "None,\n     None)}}")
)


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    folder = tmp_path_factory.mktemp("code")
    source = f"""\
## What does this do? {{#plain}}

```python
{CODE}
```

## And this? {{#short}}

```python
{SHORT}
```

## What does the console say? {{#console}}

```pycon
{CONSOLE}
```

## Fill the gap {{#cloze .cloze}}

```python cloze
{CLOZES}
```
"""
    return render_faces(build_package(folder, {"code.md": source}), folder)


def test_what_wraps_is_indented_below_its_line(cards: Cards, faces: Faces) -> None:
    places = cards.run(faces["plain 1 back"], PLACES, width=360)
    assert [len(rows) for rows in places] == [1, 1, 1, 1, len(places[4]), 1]
    first, *rest = places[4]
    assert len(rest) > 1
    assert len(set(rest)) == 1
    assert first < rest[0] < first + 20  # two columns of a small font
    assert places[1][0] < first
    assert all(len(rows) == 1 for rows in cards.run(faces["plain 1 back"], PLACES, width=900))


@pytest.mark.parametrize("width", [360, 900])
def test_a_copy_of_code_is_the_code(cards: Cards, faces: Faces, width: int) -> None:
    assert cards.run(faces["plain 1 back"], COPIED, width=width) == CODE


@pytest.mark.parametrize("width", [360, 900])
def test_a_copy_of_a_console_has_no_prompts(cards: Cards, faces: Faces, width: int) -> None:
    typed = CONSOLE.replace(">>> ", "").replace("... ", "")
    assert cards.run(faces["console 1 back"], COPIED, width=width) == typed


def test_lines_have_the_same_height_as_without_blocks(cards: Cards, faces: Faces) -> None:
    blocks, plain = (cards.run(faces["short 1 back"], ROWS, width=width) for width in (360, 900))
    assert blocks == pytest.approx(len(SHORT.splitlines()), abs=0.1)
    assert plain == pytest.approx(len(SHORT.splitlines()), abs=0.1)


def test_clozes_in_code_that_wraps(cards: Cards, faces: Faces) -> None:
    front, back = faces["cloze 1 front"], faces["cloze 1 back"]
    assert "[...]" in cards.run(front, COPIED, width=360)
    assert cards.run(back, COPIED, width=360) == CODE.replace("None, None)", "None,\n     None)")
    assert cards.run(back, 'document.querySelector(".line .cloze").textContent') == "is not None"
    # A cloze over two lines stands in no line, for it would be torn.
    assert cards.run(faces["cloze 2 back"], 'document.querySelector("pre > code > .cloze").textContent') == (
        "print(loss(None,\n     None)"
    )
