"""Pictures and sounds are looked into: what they hold, and what an SVG may do."""

import base64
import io
import wave
from pathlib import Path
from urllib.parse import quote

import pytest

from deckgen.checks.media.content import MediaKind, find_media_fault, media_kind
from deckgen.project.media import MEDIA_SUFFIXES
from deckgen.values.codes import Code
from tests.support import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG_11 = 'svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'

# Published samples: the SVG cheat sheets of allanlw and of PortSwigger, the HTML5 Security Cheatsheet of
# cure53, PayloadsAllTheThings, and "billion laughs".
ATTACKS = {
    "inline script": SVG.format("<script>alert(1)</script>"),
    "script of another file": SVG.format('<script src="https://a.example/b.js"/>'),
    "script with a reference": SVG.format('<script xlink:href="data:text/javascript,alert(1)"/>'),
    "prefixed script": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>',
    "capital script": SVG.format("<SCRIPT>alert(1)</SCRIPT>"),
    "script of HTML": SVG.format('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    "picture of HTML": SVG.format(
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>'
    ),
    "onload": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "onload with a line": '<svg xmlns="http://www.w3.org/2000/svg" onload\n=\n"alert(1)"/>',
    "onbegin": SVG.format('<animate onbegin="alert(1)" attributeName="x" dur="1s"/>'),
    "onclick": SVG.format('<g onclick="alert(1)"/>'),
    "handler": SVG.format(
        '<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">a</handler>'
    ),
    "foreign object": SVG.format("<foreignObject><p>a</p></foreignObject>"),
    "frame": SVG.format('<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>'),
    "link to a script": SVG.format('<a xlink:href="javascript:alert(1)"><text>a</text></a>'),
    "hidden link to a script": SVG.format('<a href=" jav&#x09;ascript:alert(1)"><text>a</text></a>'),
    "link to HTML": SVG.format('<a href="data:text/html,&lt;script>alert(1)&lt;/script>"/>'),
    "link to a site": SVG.format('<a href="https://a.example/"><text>a</text></a>'),
    "picture of a site": SVG.format('<image xlink:href="https://a.example/b.jpg"/>'),
    "picture without a scheme": SVG.format('<image href="//a.example/b.jpg"/>'),
    "picture beside it": SVG.format('<image href="b.png"/>'),
    "picture of the disk": SVG.format('<image xlink:href="file:///etc/passwd"/>'),
    "use of a site": SVG.format('<use xlink:href="https://a.example/b.svg#c"/>'),
    "use of data": SVG.format('<use href="data:application/xml;base64,PHN2Zz4=#a"/>'),
    "use of SVG data": SVG.format(
        '<use href="data:image/svg+xml;base64,{}#a"/>'.format(
            base64.b64encode(SVG.format("<script>alert(1)</script>").encode()).decode()
        )
    ),
    "SVG in SVG in SVG": SVG.format(
        '<image href="data:image/svg+xml,{}"/>'.format(
            quote(SVG.format(f'<image href="data:image/svg+xml,{quote(SVG.format(""))}"/>'))
        )
    ),
    "no SVG in SVG": SVG.format('<image href="data:image/svg+xml;base64,!"/>'),
    "animated link": SVG.format('<a><animate attributeName="xlink:href" values=";javascript:alert(1)"/></a>'),
    "set link": SVG.format('<a><set attributeName="href" to="javascript:alert(1)"/></a>'),
    "set handler": SVG.format('<set attributeName="onmouseover" to="alert(1)"/>'),
    "filter": SVG.format('<feImage xlink:href="https://a.example/b.svg"/>'),
    "filter of a site": SVG.format('<g style="filter:url(https://a.example/b.svg#c)"/>'),
    "fill of a site": SVG.format('<rect fill="url(//a.example/b#c)"/>'),
    "quoted fill": SVG.format("<rect fill=\"url( 'https://a.example/b' )\"/>"),
    "escaped fill": SVG.format(r'<rect fill="\75rl(https://a.example/b)"/>'),
    "animated fill": SVG.format('<animate attributeName="fill" to="url(https://a.example/b#c)"/>'),
    "import": SVG.format("<style>@import url(https://a.example/b.css);</style>"),
    "import of a text": SVG.format('<style>@import "b.css";</style>'),
    "escaped import": SVG.format(r'<style>@\69mport "b.css";</style>'),
    "import in CDATA": SVG.format('<style><![CDATA[@import "b.css";]]></style>'),
    "import in pieces": SVG.format("<style>@im<!-- -->port 'b.css';</style>"),
    "font of a site": SVG.format("<style>@font-face{src:url(https://a.example/b.woff)}</style>"),
    "set of pictures": SVG.format('<style>g{background:image-set("https://a.example/b" 1x)}</style>'),
    "style sheet": f'<?xml-stylesheet href="https://a.example/b.css"?>{SVG.format("")}',
    "XSLT": f'<?xml-stylesheet type="text/xsl" href="b.xsl"?>{SVG.format("")}',
    "style sheet of HTML": SVG.format(
        '<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="b"/>'
    ),
    "base": '<svg xmlns="http://www.w3.org/2000/svg" xml:base="https://a.example/"><use href="#a"/></svg>',
    "text of a site": SVG.format('<text><tref xlink:href="https://a.example/b.svg#c"/></text>'),
    "billion laughs": '<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + SVG.format("<text>&b;</text>"),
    "external entity": f'<!DOCTYPE {SVG_11} [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + SVG.format("<text>&a;</text>"),
    "parameter entity": '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://a.example/b.dtd"> %a;]>'
    + SVG.format(""),
    "DTD of a site": '<!DOCTYPE svg SYSTEM "https://a.example/b.dtd">' + SVG.format(""),
    "DTD that says it is W3C's": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "file:///etc/passwd">'
    + SVG.format(""),
    "script in UTF-16": '<?xml version="1.0" encoding="UTF-16"?>' + SVG.format("<script>alert(1)</script>"),
}

# Shapes that programs write; whole files of Adwaita's icons and of matplotlib were tried too.
HARMLESS = {
    "DOCTYPE of matplotlib and draw.io": f"<!DOCTYPE {SVG_11}>" + SVG.format(""),
    "bare DOCTYPE": "<!DOCTYPE svg>" + SVG.format(""),
    "style of matplotlib": SVG.format('<style type="text/css">*{stroke-linejoin: round}</style>'),
    "clip of matplotlib": SVG.format('<g clip-path="url(#p8b2)"><use xlink:href="#m1" x="1"/></g>'),
    "metadata of Inkscape": SVG.format(
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<a rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></rdf:RDF></metadata>'
    ),
    "gradient of Inkscape": SVG.format(
        '<linearGradient xlink:href="#a"/><path style="fill:url(#a);marker:url(\'#b\')"/>'
    ),
    "attributes of Inkscape": SVG.format(
        '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:onion="a" i:label="url(a)"/>'
    ),
    "diagram of draw.io": '<svg xmlns="http://www.w3.org/2000/svg" content="&lt;mxfile image=url(a)&gt;">'
    '<path d="M 60 40 L 60 79.88" pointer-events="stroke" style="fill: light-dark(#fff, #000)"/></svg>',
    "keyframes of Mermaid": SVG.format(
        '<style>#m{font-family:"trebuchet ms"}@keyframes dash{to{stroke-dashoffset:0;}}</style>'
        '<path marker-end="url(#m_flowchart-pointEnd)"/>'
    ),
    "font of Excalidraw": SVG.format("<style>@font-face{src:url(data:font/woff2;base64,AA==)}</style>"),
    "picture inside": SVG.format('<image href="data:image/png;base64,AA=="/>'),
    "SVG inside": SVG.format(f'<image href="data:image/svg+xml,{quote(SVG.format("<g/>"))}"/>'),
    "empty reference": SVG.format('<a xlink:href=""/>'),
    "animation": SVG.format('<animate attributeName="opacity" values="0;1" dur="1s"/>'),
    "words about attacks": SVG.format("<title>onload=, javascript: and url(https://a.example)</title>"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_svg_that_does_more_than_show_a_picture_is_refused(attack: str) -> None:
    encoding = "utf-16" if "UTF-16" in attack else "utf-8"
    fault = find_media_fault(".svg", ATTACKS[attack].encode(encoding))
    assert fault is not None
    assert fault[0] is Code.PICTURE_ACTIVE, fault


@pytest.mark.parametrize("picture", HARMLESS)
def test_what_programs_write_passes(picture: str) -> None:
    assert media_kind(HARMLESS[picture].encode()) == MediaKind(".svg")


def test_plots_and_shipped_pictures_pass() -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to import

    figure = Figure()
    axes = figure.subplots()
    axes.imshow([[1, 2], [3, 4]])
    axes.set_title("$x^2$")
    for suffix in (".svg", ".png", ".jpg", ".webp"):
        content = io.BytesIO()
        figure.savefig(content, format=suffix[1:])
        assert media_kind(content.getvalue()) == MediaKind(suffix)
    shipped = [path for folder in ("source", "deckgen") for path in (ROOT / folder).rglob("*.svg")]
    assert shipped
    assert {media_kind(path.read_bytes()) for path in shipped} == {MediaKind(".svg")}


def _sound() -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 80)
    return content.getvalue()


CONTENTS = {
    ".svg": SVG.format("").encode(),
    ".png": PNG,
    ".jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    ".jpeg": b"\xff\xd8\xff\xe1\x00\x10Exif",
    ".gif": b"GIF89a\x01\x00",
    ".webp": b"RIFF\x0a\x00\x00\x00WEBPVP8 ",
    ".mp3": b"\xff\xfb\x90\x64",
    ".ogg": b"OggS\x00\x02",
    ".oga": b"OggS\x00\x02",
    ".opus": b"OggS\x00\x02",
    ".wav": _sound(),
    ".m4a": b"\x00\x00\x00\x20ftypM4A ",
    ".flac": b"fLaC\x00",
    ".mp4": b"\x00\x00\x00\x20ftypisom",
    ".mov": b"\x00\x00\x00\x20ftypqt  ",
    ".webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01",
    ".mkv": b"\x1aE\xdf\xa3\x01\x00",
}


def test_every_suffix_has_a_content() -> None:
    assert sorted(CONTENTS) == sorted(MEDIA_SUFFIXES)


@pytest.mark.parametrize("suffix", CONTENTS)
def test_a_content_fits_its_own_suffix_alone(suffix: str) -> None:
    fitting = [other for other in CONTENTS if find_media_fault(other, CONTENTS[suffix]) is None]
    same = [other for other in CONTENTS if CONTENTS[other][:4] == CONTENTS[suffix][:4] != b"RIFF"]
    assert fitting == [
        other for other in CONTENTS if other in (suffix, *same) or (suffix[:3], other[:3]) == (".jp",) * 2
    ]
    assert find_media_fault(suffix, b"<!DOCTYPE html><html></html>") is not None
    assert find_media_fault(suffix, b"MZ\x90\x00") is not None
    assert find_media_fault(suffix, b"a") is not None


@pytest.mark.parametrize(
    ("suffix", "content", "words"),
    [
        (".png", CONTENTS[".jpg"], "holds what belongs into a file `.jpg`; rename it"),
        (".png", b"a", "is not a `.png` file inside; save it again"),
        (
            ".png",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 48\n",
            "stands for a file that Git LFS",
        ),
        (
            ".png",
            b"\n<!DOCTYPE html>\n<html><body></body></html>",
            "is a web page inside; open the page, save the picture",
        ),
        (".svg", b"<html><body></body></html>", "is a web page inside; open the page, save the picture"),
        (".svg", b"<svg", "is not a `.svg` file inside (unclosed token: line 1, column 0); save it again"),
        (
            ".svg",
            b"<svg/>",
            "is not a `.svg` file inside (it does not begin with `<svg xmlns=…>`); save it again",
        ),
        (
            ".svg",
            b"<?xml version='1.0' encoding='a'?><svg/>",
            "is not a `.svg` file inside (unknown encoding",
        ),
        (".mp3", "中".encode("utf-16"), "is not a `.mp3` file inside; save it again"),
        (".m4a", b"\x00\x00\x00\x20ftypavif", "is not a `.m4a` file inside; save it again"),
    ],
)
def test_the_message_says_what_to_do(suffix: str, content: bytes, words: str) -> None:
    fault = find_media_fault(suffix, content)
    assert fault is not None
    assert fault[0] is Code.PICTURE_CONTENT
    assert fault[1].startswith(words)


def test_a_deep_svg_ends(tmp_path: Path) -> None:
    deep = SVG.format("<g>" * 100_000 + "</g>" * 100_000).encode()
    assert media_kind(deep) == MediaKind(".svg")
