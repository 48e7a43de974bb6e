"""The encoding of a source that is not UTF-8 is named, and the command that is named converts it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deckgen.sources.open.decode import decode_source

CHINESE = "---\ndeck: 网络\n---\n\n## TCP 为什么要三次握手？\n\n确认双方的收发能力，避免旧请求造成混乱。\n"
TRADITIONAL = "## 什麼是虛擬記憶體？\n\n讓每個程式以為自己擁有連續的記憶體，實際上由作業系統分配。\n"
JAPANESE = "## 仮想記憶とは何ですか？\n\nプロセスごとに独立したアドレス空間を与える仕組みです。\n"
KOREAN = "## 가상 메모리란 무엇인가?\n\n각 프로세스에 독립된 주소 공간을 제공하는 기법이다.\n"
FRENCH = "## Où est la forêt ?\n\nElle est à côté du château, près de l'église.\n"
GERMAN = "## Was heißt größer?\n\nÜber dem Äquator, für Öl: “schön”.\n"
ENGLISH = "## What is it?\n\nIt is seven.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CHINESE, "gbk", "GB18030"),
        (CHINESE, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (JAPANESE, "cp932", "Shift JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (KOREAN, "euc_kr", "EUC-KR"),
        (FRENCH, "cp1252", "Windows-1252"),
        (GERMAN, "cp1252", "Windows-1252"),
        (CHINESE, "utf-16", "UTF-16"),
        (ENGLISH, "utf-16-le", "UTF-16LE"),
        (ENGLISH, "utf-16-be", "UTF-16BE"),
        (CHINESE, "utf-32", "UTF-32"),
    ],
)
def test_the_command_in_the_message_converts_the_file(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    source = tmp_path / "source/my deck.md"
    source.parent.mkdir()
    source.write_bytes(text.encode(encoding))
    _, [problem] = decode_source("source/my deck.md", source.read_bytes())
    assert f"the file is probably {name}" in problem.message
    [command] = re.findall(r"`(iconv .*)`", problem.message)
    if shutil.which("iconv"):
        subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
        assert source.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("line", "encoding", "name"),
    [("避免旧请求造成混乱 (贞观之治)", "gbk", "GB18030"), ("é", "cp1252", "Windows-1252")],
)
def test_a_line_in_another_encoding_is_shown_as_it_was(line: str, encoding: str, name: str) -> None:
    _, [problem] = decode_source("source/a.md", CHINESE.encode() + line.encode(encoding) + b"\n")
    assert problem.location.line == 8
    assert f"the rest of the file is, and this line is probably {name}" in problem.message
    assert f"write it again, `{line}`" in problem.message


def test_one_wrong_byte_in_a_line_is_named_alone() -> None:
    _, [problem] = decode_source("source/a.md", f"{CHINESE}确认双方的".encode() + b"\xe9\n")
    assert "the rest of the line is; write the character again" in problem.message
