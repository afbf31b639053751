"""Bytes of a script → text, or one refusal with line and column."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reelwright.errors import BadInput
from reelwright.formats import decode_text, read_script, read_text

CHINESE = "内景 咖啡馆 夜\r\n\r\n苏晚\r\n你来干什么？我们已经没有关系了。\r\n"
ENGLISH = "INT. BAR - NIGHT\n\nMEI\nDon’t. Not “now”.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5"]
)
@pytest.mark.parametrize("text", [CHINESE, ENGLISH])
def test_text_is_read_in_every_encoding(encoding: str, text: str, tmp_path: Path) -> None:
    if encoding in ("gb18030", "big5") and text is ENGLISH:
        text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    if encoding == "big5":
        text = text.replace("内", "內").replace("馆", "館").replace("苏", "蘇").replace("晚", "晚")
        text = text.replace("来", "來").replace("干什么", "做什麼").replace("们", "們").replace("经", "經")
        text = text.replace("没", "沒").replace("关", "關").replace("系", "係")
    path = tmp_path / "a.fountain"
    path.write_bytes(text.encode(encoding))
    assert read_text(path) == text


def test_windows_quotes_are_read() -> None:
    assert decode_text(ENGLISH.encode("cp1252"), source_name="a").text == ENGLISH


def test_a_file_goes_back_as_it_was() -> None:
    for data in (CHINESE.encode("gb18030"), CHINESE.encode("utf-16"), b"\xef\xbb\xbf" + CHINESE.encode()):
        file = decode_text(data, source_name="a")
        assert file.bytes_of(file.text) == data


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_refused_with_line_and_column(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.fountain"
    path.write_bytes(random.Random(seed).randbytes(200 * 4 ** (seed % 4)))
    with pytest.raises(BadInput) as caught:
        read_script(path)
    name, line, column = caught.value.where.rsplit(":", 2)
    assert name == str(path) and int(line) >= 1 and int(column) >= 1
    assert caught.value.exit_code == 2 and caught.value.next_step


def test_pictures_and_zero_bytes_are_refused() -> None:
    for data in (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"MEI\nHi\x00there\n"):
        with pytest.raises(BadInput):
            decode_text(data, source_name="a")
    with pytest.raises(BadInput, match=r"a:2:3"):
        decode_text(b"MEI\nHi\x00there\n", source_name="a")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"INT. BAR - DAY\n\nRain.\n", "Nobody speaks"),
    ],
)
def test_what_cannot_become_a_film_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.fountain"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as caught:
        read_script(path)
    assert caught.value.where.startswith(f"{path}:1:1") and caught.value.next_step


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_script(tmp_path / "none.fountain")
    with pytest.raises(BadInput, match="folder"):
        read_script(tmp_path)
