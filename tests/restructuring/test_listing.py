"""What a model is shown of a draft: every id, as much text as fits, and what was hidden is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from assistant.document import Document
from assistant.restructure.parts import Parts, parts_of
from assistant.restructuring.listing import frame_lines, headings_of, parts_lines
from assistant.structure.outline import outline


@dataclass(frozen=True)
class Head:
    heading: str
    children: tuple[Head, ...] = ()


def long_draft(sections: int) -> Parts:
    lines = ["青禾镇工作总结"]
    for n in range(1, sections + 1):
        lines += [f"（{n}）第{n}件事", f"这是第{n}件事的经过，" + "说来话长，" * 20 + "办完了。"]
    document = Document.from_text("\n".join(["一、主要工作", *lines[1:]]))
    return parts_of(document, outline(document))


def ids(text: str) -> list[str]:
    return re.findall(r"〔([^〕]+)〕", text)


def test_every_part_is_listed_once_in_order(parts: Parts) -> None:
    text, notices = parts_lines(parts, 4_000)
    wanted = [part.id for part in parts.walk() if part.kind != "sentence" and not part.fixed]
    assert [one for one in ids(text) if one != "u1"] == wanted and not notices
    assert "〔u1〕（标题）柳湾镇" in text and "〔u2〕（开头）" in text
    assert "\n  〔1.1〕（一）理论学习方面\n    〔1.1/i1〕一是学习不够深入。" in text


def test_sentences_are_listed_where_they_are_asked_for(parts: Parts) -> None:
    text, _ = parts_lines(parts, 4_000, sentences=True)
    assert "〔1.2/p1/s2〕汛期值班有时靠电话了解情况。" in text
    assert text.count("汛期值班") == 1, "what the sentences say is not said twice"


def test_where_there_is_little_room_the_longest_texts_are_cut(parts: Parts) -> None:
    whole, _ = parts_lines(parts, 4_000)
    text, notices = parts_lines(parts, len(whole) - 40)
    assert len(text) <= len(whole) - 40 and ids(text) == ids(whole) and "……" in text
    assert [notice.code for notice in notices] == ["draft_shortened"]


@pytest.mark.parametrize("room", [400, 900, 1_500, 3_000, 6_000, 20_000])
def test_a_long_draft_fits_whatever_the_room(room: int) -> None:
    found = long_draft(120)
    text, notices = parts_lines(found, room)
    assert len(text) <= room and set(ids(text)) <= set(found.by_id)
    assert all(notice.text() and notice.text("en") for notice in notices)
    every = [part for part in found.walk() if part.kind != "sentence"]
    assert (len(ids(text)) == len(every)) == (not any(n.code == "plan_parts_hidden" for n in notices))
    hidden = [notice.params["count"] for notice in notices if notice.code == "plan_parts_hidden"]
    assert not hidden or hidden == [len(every) - len(ids(text))]


def test_a_frame_is_listed_by_level() -> None:
    frame = [Head("存在的突出问题", (Head("带头严守纪律"), Head("带头\n担当"))), Head("下一步打算")]
    assert frame_lines(frame) == "存在的突出问题\n  带头严守纪律\n  带头 担当\n下一步打算"
    assert headings_of(frame) == ["存在的突出问题", "带头严守纪律", "带头\n担当", "下一步打算"]
