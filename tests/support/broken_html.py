"""Makes pages that are broken as real ones are: ended too early, joined, with frames and hidden parts."""

import random
import re
from collections.abc import Iterator
from itertools import count

from deckgen.pages.ingest import ingest

WORD = re.compile(r"word\d+x")

_PIECES = (
    *("<p>{}</p>", "<p>{}", "{}", "<b>{}", "</b>", "<i>{}</i>", "</p>", "</div>", "<div>{}", "<div>{}</div>"),
    *("<h2>{}</h2>", "<h2>{}", "<ul><li>{}<li>{}</ul>", "</li>", "<li>{}", "<ol><li>{}", "<pre>{}\n{}</pre>"),
    *("<table><tr><td>{}<td>{}</table>", "<table>{}<tr><td>{}", "</table>", "<tr><td>{}", "<td>{}</td>"),
    *(
        "</body>",
        "</html>",
        "</body></html>",
        "</BODY >\n</HTML>\n",
        "</html x=y>",
        "<body>",
        "<html lang=zh>",
    ),
    *(
        "</body></html><!DOCTYPE html><html><head><title>{}</title></head><body><article>{}",
        "<head>",
        "</head>",
    ),
    *("<article>{}", "</article>", "<main>{}</main>", "<section>{}", "</section>", "<hr>", "<br>{}", "</br>"),
    *("<!-- {} -->", "<!--> {} -->", "<!-- </html> -->", "<![CDATA[{}]]>", "<?php {} ?>", "</ {}>", "< {}"),
    *("<script>var x = '</html>';</script>", "<script>/* <!-- */</script>", "<style>/* </body> */</style>"),
    *("<textarea></body></html>{}</textarea>", "<title>{}</title>", "<select><option>{}</select>"),
    *("<template><p>{}</p><p>{}</p></template>", "<template>{}</template>"),
    *("<div><template shadowrootmode=open><p>{}</p></template></div>", "<noscript><p>{}</p></noscript>"),
    *("<noscript><p>{}</p><p>{}</p></noscript>", "<noscript>{}</noscript>", "<svg><text>{}</text></svg>"),
    *(
        "<iframe srcdoc='<p>{}</p>'></iframe>",
        "<iframe srcdoc='</html>{}'>{}</iframe>",
        "<noframes>{}</noframes>",
    ),
    *(
        "<iframe srcdoc=\"<iframe srcdoc='{}'></iframe>{}\"></iframe>",
        "<frameset><frame></frameset>",
        "<frame>",
    ),
    *(
        "<a href=x>{}",
        "<a href=y>{}</a>",
        "<button>{}",
        "</button>",
        "<form>{}",
        "</form>",
        "<font>{}",
        "<xmp>{}</xmp>",
    ),
    *(
        "<p/>{}",
        "<div/>{}",
        "<nobr>{}<nobr>{}",
        "<custom-tag>{}",
        "</custom-tag>",
        "<details><summary>{}</summary>{}",
    ),
    *(
        "<object>{}</object>",
        "<marquee>{}</marquee>",
        "<center>{}",
        "<dl><dt>{}<dd>{}</dl>",
        '<p title="</body>">{}',
    ),
    *(
        "<math><mi>{}</mi></math>",
        "<ruby>{}<rt>{}</rt></ruby>",
        "<fieldset><legend>{}</legend>{}",
        "&lt;{}&gt;",
    ),
)
_QUESTIONS = (
    "<h2>1. What is a stack?</h2><p>Last in, first out.</p><h2>2. What is a queue?</h2><p>First in.</p>"
)


def broken_pages(number: int, seed: int) -> Iterator[str]:
    """So many pages of twenty to sixty pieces; each text is a word of its own: `word1x`, `word2x` …"""
    chance = random.Random(seed)  # noqa: S311 - pages, not secrets
    for _ in range(number):
        words = (f" word{n}x " for n in count(1))
        pieces = chance.choices(_PIECES, k=chance.randint(20, 60))
        pieces.insert(chance.randrange(len(pieces)), _QUESTIONS)
        start = chance.choice(
            ("<!DOCTYPE html><html><head><title>x</title></head><body>", "<!DOCTYPE html>", "")
        )
        yield start + "".join(piece.format(*(next(words) for _ in range(2))) for piece in pieces)


def read_by_ingest(page: str) -> str:
    """The source and the text of the report."""
    ingested = ingest(page.encode(), "page.html")
    return "\n".join([ingested.markdown, *(dropped.text for dropped in ingested.report.dropped)])
