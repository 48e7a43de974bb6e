"""Makes broken pages of marked words, and knows which of the words a reader can see."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

_LETTERS = "bcdfghjklm"
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page, and the words on it that a reader can see."""

    name: str
    content: str
    words: tuple[str, ...]


@dataclass(slots=True)
class _Writer:
    """Writes a page; each word that can be seen is remembered with the place from which on it can."""

    random: random.Random
    content: str = ""
    seen: list[tuple[str, int]] = field(default_factory=list)
    count: int = 0

    def word(self) -> str:
        """A new word, which occurs nowhere else."""
        self.count += 1
        return "zu" + "".join(_LETTERS[int(digit)] for digit in f"{self.count:04}") + "ka"

    def add(self, text: str, *, at_end: bool = False) -> None:
        """Add text with a new word for each `@`; `at_end` if the words can be seen only after the text."""
        words = []
        parts = text.split("@")
        for number, part in enumerate(parts):
            self.content += part
            if number + 1 < len(parts):
                word = self.word()
                self.content += word
                words.append((word, len(self.content)))
        self.seen += ((word, len(self.content)) for word, _ in words) if at_end else words


_HTML = (
    "<p>@ @</p>",
    "<h2>@?</h2><p>@ @.</p>",
    "<h3>问题：@是什么？</h3><div>@<b>@</div>@</b>",
    "<details><summary>@?</summary>@</details>",
    "</div></article>@",
    "</body>@",
    "</body></html>\n<p>@</p>",
    "</html><!doctype html><html><head><title>@</title><meta charset=utf-8></head><body><h1>@</h1>@",
    "<html lang=en><body class=x>@",
    "<head><title>@</title></head>@",
    "<title>@ <i>@</title>@",
    "<template><p>@</p><template>@</template>@</template>@",
    "<template>@<div><template>@",
    "<noscript>@ <p>@</p></noscript>",
    "<noscript><img alt=x src=a.png>@",
    "<frameset><frame src=a><noframes>@ @</noframes></frameset>",
    "<noframes>@ @</noframes>",
    "<ul><li>@<li>@<p>@</ul></li>@",
    "<table>@<tr><td>@<td>@<tr>@</table>@",
    "<table><caption>@<td>@</table></td>@",
    "<b><i>@</b>@</i>@",
    "<p>@<p>@<pre><code>@\n@</code>@",
    "<select><option>@<option>@</select>@",
    "<select><optgroup><option>@<p>@</p>",
    "<textarea>@ <!-- @ --> @</textarea>@",
    "<svg><text>@</text><desc>@</desc></svg>@",
    "<svg><foreignObject><p>@</p></foreignObject>@</svg>@",
    "<math><mi>@</mi><mo>=</mo><mtext>@</mtext></math>@",
    "<svg><text><![CDATA[ @ ]]></text></svg>@",
    "<p>@&nbsp;@&#x20;@&nosuch; @&#xZZ; @&#99999999; @& @&lt;@",
    "<p>@\0@ @</p>",
    "a < @ > b <3 @ <",
    "<!-->@<!--->@",
    "<xmp>@ @</xmp>@",
    "<center>@<font>@<marquee>@",
    "<button>@</button><label>@</label><fieldset><legend>@</legend>@</fieldset>",
    "<a href=#x>@</a><a href='https://example.com/'>@</a>@",
    "<object>@</object><video>@</video><audio>@</audio><canvas>@</canvas>",
    "<div hidden>@</div><p style='display:none'>@</p>@",
    "<ruby>@<rt>@</ruby><dl><dt>@<dd>@</dl>@",
    "<blockquote>@<div>@</blockquote>@",
    "<form><form>@</form>@</form>@",
    "<h1>@<h2>@</h1>@</h2>@",
    "<nav>@</nav><footer>@</footer><aside>@</aside>",
    "<x-part>@<y:part>@</x-part>@",
    "<body><body>@</body><body>@",
)
_HTML_AT_END = (
    '<iframe srcdoc="<p>@</p><b>@" title=x></iframe>',
    "<iframe title='a' srcdoc='@ &lt;p&gt;@'></iframe>",
    f"<p title='{HIDDEN} > {HIDDEN}' data-x=\"<p>\">@</p>",
    f"<!-- {HIDDEN} --!>@",
    f"<!{HIDDEN}><?php {HIDDEN} ?></ {HIDDEN}>@",
    f"<script>'{HIDDEN}<p>'</script>@<style>{HIDDEN}</style >@",
    f"<p it's={HIDDEN} \">@</p>",
)
_HTML_ENDS = (
    "<plaintext>@ <b>@</b> @",
    "<textarea>@ @",
    "<title>@ @",
    "<template>@<p>@",
    f"<!-- {HIDDEN} <p>{HIDDEN}</p>",
    f'<a href="{HIDDEN}> <p>{HIDDEN}</p>',
    f"<script>{HIDDEN} </p> {HIDDEN}",
    f"<style>{HIDDEN}",
    f"<p {HIDDEN}",
)
_MARKDOWN = (
    "## @?\n\n@ @.\n\n",
    "### 问题：@是什么？\n\n- @\n  - @\n    @\n\n1. @\n\n",
    "@\n===\n\n@\n---\n\n",
    "**@?**\n\n@\n\n",
    "<div>\n@\n\n@\n",
    "<details><summary>@?</summary>\n\n@\n\n",
    "</details></div>@\n\n",
    "<p>@<b>@</p>\n\n@\n\n",
    "<table><tr><td>@<td>@\n\n@\n\n",
    "| @ | @ |\n|---|---|\n| @ | @ |\n\n",
    "```python\n@ <b>@</b>\n```\n\n",
    "~~~\n@\n```\n@\n~~~\n\n",
    "    @\n    <p>@\n\n",
    "`@ <i>` *@ **@ _@_\n\n",
    "[@](https://example.com/) [@][nowhere] [@]\n\n",
    "> @\n> > @\n@\n\n",
    "<!-- @ -->\n@\n\n",
    "a < @ > b <3 @\n\n",
    "@&nbsp;@ &nosuch; &#xZZ; @\n\n",
    "@\0@\n\n",
    "$@ < @$ $$@$$\n\n",
    "- [ ] @\n- [x] @\n\n",
    "[^1]: @\n\n@[^1]\n\n",
    "<svg><text>@</text></svg>\n\n",
    '??? question "@?"\n\n    @\n\n',
    "::: tip @\n@\n:::\n\n",
    "<template>@</template>\n\n<noscript>@</noscript>\n\n",
    "@<br>@<hr>@\n\n",
    "<select><option>@</select>@\n\n",
    "</html>\n\n@\n\n<html><body>\n@\n\n",
    "***\n@\n***\n\n",
    "[@\n\n**@\n\n`@\n\n",
)
_MARKDOWN_ENDS = ("```\n@ <p>@\n# @\n", "~~~~\n```\n@\n", "<div>\n@\n", "> ```\n> @\n", "<pre>\n@\n\n@\n")
_TEXT = (
    "问题：@是什么？\n\n@ @。\n\n",
    "1. @?\n@\n\n",
    "Q: @?\nA: @\n\n",
    "  • @\n    • @\n\n",
    "@ @\n@\n",
    "```\n@\n",
    "<p>@</p>\n",
    "@\0@\t@\n",
    "答：@\n\n",
    "复制代码@\n@\n",
)


def make_page(seed: int) -> BrokenPage:
    """The broken page of this number: most are HTML, the others Markdown and text."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    make, suffix = chance.choices(
        ((_write_html, "html"), (_write_markdown, "md"), (_write_text, "txt")), weights=(6, 3, 1)
    )[0]
    writer = _Writer(chance)
    make(writer)
    content = writer.content
    if chance.random() < 0.3:
        content = content[: chance.randrange(len(content) // 3, len(content))]
    words = tuple(word for word, end in writer.seen if end <= len(content))
    return BrokenPage(f"page.{suffix}", content, words)


def _write_html(writer: _Writer) -> None:
    chance = writer.random
    if chance.random() < 0.8:
        writer.add("<!DOCTYPE html>\n<html><head><title>@</title></head><body><article>\n")
    questions = [f"<h2>{number}. @是什么？</h2>\n<p>@ @。</p>" for number in range(1, chance.randint(3, 6))]
    for part in _mixed(chance, questions, (*_HTML, *_HTML_AT_END)):
        writer.add(f"{part}\n", at_end=part in _HTML_AT_END)
    if chance.random() < 0.3:
        writer.add(chance.choice(_HTML_ENDS))


def _write_markdown(writer: _Writer) -> None:
    chance = writer.random
    if chance.random() < 0.3:
        writer.add("---\ntitle: @\ntags: [@]\n---\n\n", at_end=True)
    questions = ["## @是什么？\n\n@ @。\n\n"] * chance.randint(2, 5)
    for part in _mixed(chance, questions, _MARKDOWN):
        writer.add(part)
    if chance.random() < 0.3:
        writer.add(chance.choice(_MARKDOWN_ENDS))


def _write_text(writer: _Writer) -> None:
    chance = writer.random
    questions = [f"问题{number}：@是什么？\n\n@ @。\n\n" for number in range(1, chance.randint(3, 6))]
    for part in _mixed(chance, questions, _TEXT):
        writer.add(part)


def _mixed(chance: random.Random, questions: Sequence[str], broken: Sequence[str]) -> list[str]:
    """The questions in order, with broken parts anywhere between them."""
    parts = [*questions]
    for part in chance.choices(broken, k=chance.randint(1, 8)):
        parts.insert(chance.randint(0, len(parts)), part)
    return parts
