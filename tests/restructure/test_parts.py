"""The parts of a draft: their ids, and that their spans tile the text."""

from __future__ import annotations

from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.document import Document, Paragraph, Span
from assistant.restructure.labels import Labels
from assistant.restructure.parts import Parts
from assistant.restructure.rendering import render
from assistant.restructure.tree import Tree
from tests.restructure.drafts import parts
from tests.restructure.random_plans import parts as random_parts
from tests.structure.mini_reports import MINI_REPORTS


def tile(found: Parts) -> None:
    position = 0
    for root in found.roots:
        assert root.start == position
        position = root.end
    assert position == len(found.text)
    seen = set()
    for part in found.walk():
        assert part.id not in seen
        seen.add(part.id)
        assert found.find(part.id) is part
        assert part.start <= part.text_start <= part.text_end <= part.end
        assert part.start <= part.head_end <= part.end
        position = part.head_end
        for child in part.children:
            assert child.start == position
            assert found.parent(child.id) is part
            position = child.end
        assert position == part.end or not part.children


def written(found: Parts) -> str:
    """The text of an untouched tree."""
    tree = Tree(found)
    labels = Labels(tree)
    assert not labels.new
    pieces, _ = render(tree, labels)
    return "".join(p.words if p.source is None else found.text[p.source.start : p.source.end] for p in pieces)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1))
@example(3395164)  # an item that begins within what reads as a wrapped line
def test_parts_tile_the_text_and_give_it_back(seed: int) -> None:
    found = random_parts(Random(seed))
    tile(found)
    assert written(found) == found.text


@settings(max_examples=200, deadline=None)
@given(st.text("一二三（）()、.。：；，\n 　1２%第部分条是要首先“”#\t附件", max_size=200))
def test_any_text(text: str) -> None:
    found = parts(text)
    tile(found)
    assert written(found) == found.text


def test_the_reports_of_the_outline() -> None:
    for mini in MINI_REPORTS:
        found = parts(mini.text)
        tile(found)
        assert written(found) == found.text, mini.name


def test_ids_and_words() -> None:
    found = parts()
    words = {part.id: found.words(part) for part in found.walk()}
    assert words["1.1/i2"] == "二是用得不够。油茶项目的难题没有拿出来研究。"
    assert words["1.1/i2/s2"] == "油茶项目的难题没有拿出来研究。"
    assert words["1.2/p1/s1"] == "主要表现："
    assert words["1.2/i3"] == "三是会议多。"
    assert words["1.2/i3/s1"] == "会议多。"
    assert words["2/p1/s1"] == "以上问题的产生，主要有以下三个方面的原因。"
    assert words["2.1/p1"] == "总觉得工作忙。"
    assert words["3.1/p1/s1"] == "每周学习半天。"
    assert found.find("3.1").heading_is_text  # type: ignore[union-attr]
    assert [part.id for part in found.walk() if part.fixed] == ["u1"]


def test_a_table_is_one_part_and_a_wrapped_paragraph_too() -> None:
    text = "一、情况\n甲\t乙\n丙\t丁\n这一段是用手工换行写成的，到这里还没有写完，接着\n写到下一行才写完。"
    starts = [0, 5, 9, 13]
    ends = [4, 8, 12, 36]
    del starts, ends
    plain = Document.from_text(text)
    marked = tuple(
        Paragraph(p.start, p.end, 0, 0, "table" if "\t" in text[p.start : p.end] else "body")
        for p in plain.paragraphs
    )
    found = parts(document=Document(text, marked))
    assert [(p.id, p.kind) for p in found.walk() if p.kind in ("table", "paragraph")] == [
        ("1/p1", "table"),
        ("1/p2", "paragraph"),
    ]
    assert len([p for p in found.walk() if p.id.startswith("1/p2/")]) == 1


def test_generated_numbers_of_a_list_are_labels() -> None:
    text = "一、措施\n1. 每周学习。\n2. 每月下村。"
    plain = Document.from_text(text)
    spans = (Span(5, 8), Span(14, 17))
    found = parts(document=Document(text, plain.paragraphs, spans, (), "docx"))
    sections = [p for p in found.walk() if p.label.end > p.label.start]
    assert [found.text[p.label.start : p.label.end].strip() for p in sections] == ["一、", "1.", "2."]
