"""Encodings: what was written is what is read, and nothing comes out as gibberish."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import read_bytes
from assistant.errors import DocumentError

OFFICE = "一二三四五六七八九十是的在和对照检查材料理论学习工作作风问题原因措施整改群众党委领导班子柳沟石桥南坡村镇年月日，。、；：（）“”《》１２"
SENTENCES = st.text(st.sampled_from(OFFICE), min_size=12, max_size=40)
LINES = st.lists(
    st.one_of(SENTENCES, st.just(""), st.from_regex(r"[0-9]{1,4}\.[A-Za-z ]{0,9}", fullmatch=True)),
    max_size=6,
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = {
    "utf-8": b"",
    "utf-8 with mark": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "gb18030": b"",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(first=SENTENCES, lines=LINES, newline=NEWLINES)
def test_round_trip(encoding: str, first: str, lines: list[str], newline: str) -> None:
    text = "\n".join([first, *lines])
    data = ENCODINGS[encoding] + text.replace("\n", newline).encode(encoding.split()[0])
    assert read_bytes(data, "稿子.txt").text == text.removesuffix("\n")


@given(first=SENTENCES, lines=LINES)
def test_utf16_without_mark(first: str, lines: list[str]) -> None:
    text = "\n".join([first, *lines, "1."])
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read_bytes(text.encode(encoding), "稿子.txt").text == text


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    for name in ("a.txt", "a.md", "a.csv"):
        try:
            document = read_bytes(data, name)
        except DocumentError as error:
            assert error.message("zh") != error.code
        else:
            assert "\x00" not in document.text


@pytest.mark.parametrize(
    "text", ["毛路", "联通", "中文", "１、整改", "一是", "“两个维护”", "阿·布", "柳沟村", "①②③"]
)
def test_short_texts_in_gb18030(text: str) -> None:
    """Two or three characters in GB18030 may also be valid UTF-8."""
    assert read_bytes(text.encode("gb18030"), "短.txt").text == text


@pytest.mark.parametrize(
    "text",
    ["café", "Zoë 5%", "naïve", "plain ASCII", "毛", "25℃", "—", "x²", "± 5%", "§ 3", "Temp. 25 °C", "5 × 3"],
)
def test_short_texts_in_utf8(text: str) -> None:
    assert read_bytes(text.encode(), "短.txt").text == text


def test_traditional_characters_in_gb18030() -> None:
    text = "民眾反映的問題沒有及時辦理，調查研究不夠深入，學習理論的時間不夠長，與實際工作結合不緊密。"
    assert read_bytes(text.encode("gb18030"), "繁体.txt").text == text


def test_rare_characters_in_gb18030() -> None:
    text = "参会人员：李䶮、王喆、张㛃、陈堃、赵燚、孙犇、周淼等同志到柳沟村宣讲。"
    assert read_bytes(text.encode("gb18030"), "生僻字.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_is_named_by_its_line(encoding: str) -> None:
    lines = ["青石镇党委到柳沟村、石桥村宣讲政策，收集群众意见建议。"] * 20
    data = bytearray("\n".join(lines).encode(encoding))
    place = len("\n".join(lines[:7]).encode(encoding)) + 3
    data[place : place + 1] = b"\xff"
    with pytest.raises(DocumentError) as raised:
        read_bytes(bytes(data), "坏.txt")
    assert raised.value.code == "text_damaged"
    assert raised.value.params == {"encoding": encoding.upper(), "line": 8}


def test_utf8_cut_in_a_character_is_not_read_as_gb18030() -> None:
    data = ("青石镇党委到柳沟村宣讲政策。" * 30).encode()
    for cut in (1, 2):
        with pytest.raises(DocumentError, match="坏了"):
            read_bytes(data[:-cut], "断.txt")


def test_a_few_control_characters_stay() -> None:
    """Nothing is changed but newlines and the mark: a stray form feed is text."""
    text = "第一页文字比较长" * 20 + "\x0c第二页"
    assert read_bytes(text.encode(), "换页.txt").text == text


def test_one_trailing_newline_is_not_text() -> None:
    assert read_bytes("甲\n".encode(), "a.txt").text == "甲"
    assert read_bytes("甲\n\n".encode(), "a.txt").text == "甲\n"
