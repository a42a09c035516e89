"""Parts of a Word file in other places: paragraphs, tables and pictures go with all they have, numbers count anew."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from random import Random

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from assistant.changes.runs import Runs, runs_of_pieces
from assistant.documents import read_bytes
from assistant.drafting.standing_plan import Ground
from assistant.restructure.applied import Applied, apply
from assistant.restructure.operation import Operation, Plan, To
from assistant.restructure.parts import Parts, parts_of
from assistant.restructure.validation import carry_out
from assistant.structure.outline import outline
from assistant.word import Tracked, rewrite_moved
from assistant.word.moving import reordered
from assistant.word.proof import main_part, read_view
from tests.restructure import random_plans

NAME = "稿.docx"


def numbered(paragraph: docx.text.paragraph.Paragraph, level: int = 0) -> None:
    """Have Word count the paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(level)), ("w:numId", "77")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)


def with_numbering(word: docx.document.Document) -> None:
    root = word.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "770")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", "chineseCounting"), ("w:suff", "nothing"), ("w:lvlText", "%1、")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    root.insert(0, abstract)
    made = OxmlElement("w:num")
    made.set(qn("w:numId"), "77")
    to = OxmlElement("w:abstractNumId")
    to.set(qn("w:val"), "770")
    made.append(to)
    root.append(made)


def word_file(*, automatic: bool = False, sections: bool = False) -> bytes:
    word = docx.Document()
    with_numbering(word)
    word.add_paragraph("青禾镇工作总结", style="Title")
    for number, (heading, body) in enumerate(
        (("存在的问题", "下村少。调研浅。"), ("原因分析", "学习抓得不紧。"), ("整改措施", "每周学习半天。"))
    ):
        head = word.add_paragraph(("" if automatic else "一二三"[number] + "、") + heading, style="Heading 1")
        if automatic:
            numbered(head)
        if sections and number == 1:
            word.add_section()
        paragraph = word.add_paragraph()
        run = paragraph.add_run(body[:3])
        run.bold, run.font.size = True, Pt(16 + number)
        paragraph.add_run(body[3:])
        if number == 1:
            table = word.add_table(2, 2)
            for row, cells in enumerate((("事项", "次数"), ("下村", "46"))):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
    word.add_paragraph("以上报告，请批评指正。")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def planned(data: bytes, *operations: Operation) -> tuple[Parts, Applied, Runs]:
    document = read_bytes(data, NAME)
    parts = parts_of(document, outline(document))
    done = Ground(document, Plan(operations)).done([one.id for one in operations])
    applied = apply(parts, Plan(operations))
    assert len(applied.accepted) == len(operations), [one.reason().text() for one in applied.refused]
    return parts, applied, runs_of_pieces(done.pieces)


def blocks(data: bytes) -> list[str]:
    """What stands in the body: the text of paragraphs, `#` and the first cell of tables."""
    body = docx.Document(io.BytesIO(data)).element.body
    found = []
    for child in body:
        text = "".join(node.text or "" for node in child.iter(qn("w:t")))
        if child.tag == qn("w:tbl"):
            found.append(f"#{text}")
        elif child.tag == qn("w:p"):
            found.append(text)
    return found


FIRST = Operation("o1", "move", ("2",), To("before", ("1",)))


def test_a_section_goes_with_its_table_and_its_looks() -> None:
    original = word_file()
    _, applied, runs = planned(original, FIRST)
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs)
    assert blocks(written.data) == [
        "青禾镇工作总结", "一、原因分析", "学习抓得不紧。", "#事项次数下村46", "二、存在的问题", "下村少。调研浅。",
        "三、整改措施", "每周学习半天。", "以上报告，请批评指正。",
    ]  # fmt: skip
    moved = docx.Document(io.BytesIO(written.data)).paragraphs[2].runs[0]
    assert (moved.text, moved.bold, moved.font.size) == ("学习抓", True, Pt(17))
    assert read_bytes(written.data, NAME).text == applied.text


def test_numbers_that_word_counts_are_not_written() -> None:
    original = word_file(automatic=True)
    _, applied, runs = planned(original, FIRST)
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs)
    assert blocks(written.data)[1] == "原因分析" and blocks(written.data)[4] == "存在的问题"
    assert read_bytes(written.data, NAME).text == applied.text
    assert "一、原因分析" in applied.text


def test_moves_with_headings_renamed_and_added() -> None:
    original = word_file()
    _, applied, runs = planned(
        original,
        FIRST,
        Operation("o2", "rename", ("3",), To(heading="努力方向")),
        Operation("o3", "add", (), To("last", heading="个人事项")),
    )
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs)
    assert read_bytes(written.data, NAME).text == applied.text
    assert "#事项次数下村46" in blocks(written.data)


def test_a_sentence_that_goes_elsewhere() -> None:
    original = word_file()
    _, applied, runs = planned(original, Operation("o1", "move", ("1/p1/s2",), To("last", ("3",))))
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs)
    assert read_bytes(written.data, NAME).text == applied.text


def test_what_lies_across_paragraphs_is_not_torn_apart() -> None:
    word = docx.Document(io.BytesIO(word_file()))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), "5")
    start.set(qn("w:name"), "跨段")
    word.paragraphs[2]._p.append(start)
    word.paragraphs[5]._p.append(end)
    out = io.BytesIO()
    word.save(out)
    original = out.getvalue()
    _, _, runs = planned(original, FIRST)
    assert reordered(original, NAME, runs) is None


@pytest.mark.parametrize("kept", [True, False])
def test_sections_of_the_layout_stay(kept: bool) -> None:
    """What would cross a section break is not moved; within one it is."""
    original = word_file(sections=True)
    operation = Operation("o1", "move", ("3",), To("before", ("1",))) if kept else FIRST
    _, _, runs = planned(original, operation)
    assert reordered(original, NAME, runs) is None


def test_nothing_to_move() -> None:
    original = word_file()
    _, applied, runs = planned(original, Operation("o2", "rename", ("3",), To(heading="努力方向")))
    assert reordered(original, NAME, runs) is None
    assert read_bytes(rewrite_moved(original, NAME, applied.text, applied.edits, runs).data, NAME).text == applied.text


AT = Tracked("张三", datetime(2026, 3, 2, tzinfo=UTC))


def plain_file() -> bytes:
    word = docx.Document()
    word.add_paragraph("青禾镇工作总结", style="Title")
    for line in (
        "一、存在的问题", "下村少。调研浅。", "二、原因分析", "学习抓得不紧。", "责任压得不实。", "三、整改措施", "每周学习半天。",
    ):  # fmt: skip
        paragraph = word.add_paragraph(style="Heading 1" if line[1] == "、" else None)
        paragraph.add_run(line[:2]).bold = True
        paragraph.add_run(line[2:])
    word.add_paragraph("以上报告，请批评指正。")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_moves_are_tracked_as_moves() -> None:
    original = plain_file()
    _, applied, runs = planned(original, FIRST)
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs, tracked=AT)
    main = main_part(written.data)
    root = etree.fromstring(main)
    assert b"urn:gaigao" not in main
    there = ["".join(t.text or "" for t in one.iter(qn("w:t"))) for one in root.iter(qn("w:moveFrom")) if len(one)]
    here = ["".join(t.text or "" for t in one.iter(qn("w:t"))) for one in root.iter(qn("w:moveTo")) if len(one)]
    assert "".join(there) in ("二、原因分析学习抓得不紧。责任压得不实。", "一、存在的问题下村少。调研浅。")
    assert len(here) >= 2
    names = [one.get(qn("w:name")) for tag in ("moveFromRangeStart", "moveToRangeStart") for one in root.iter(qn(f"w:{tag}"))]
    assert names == ["move1", "move1"]
    ids = [one.get(qn("w:id")) for tag in ("ins", "del", "moveFrom", "moveTo") for one in root.iter(qn(f"w:{tag}"))]
    assert len(ids) == len(set(ids))
    assert read_bytes(written.data, NAME).text == applied.text
    refused = [one.text for one in read_view(main, accept=False)]
    assert refused == [one.text for one in read_view(main_part(original), accept=True)]


def test_a_heading_that_is_called_otherwise_leaves_the_moves_as_moves() -> None:
    """What of a moved paragraph is deleted is deleted where it stood."""
    original = plain_file()
    away = Operation("o1", "move", ("2/p2",), To("last", ("1",)))
    rename = Operation("o2", "rename", ("3",), To(heading="下步打算"))
    add = Operation("o3", "add", (), To("before", ("3",), "案例剖析"))
    _, applied, runs = planned(original, away, rename, add)
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs, tracked=AT)
    main = main_part(written.data)
    assert b"<w:moveTo " in main
    assert read_bytes(written.data, NAME).text == applied.text
    refused = [one.text for one in read_view(main, accept=False)]
    assert refused == [one.text for one in read_view(main_part(original), accept=True)]


def test_what_cannot_be_tracked_as_a_move_is_taken_out_and_put_in() -> None:
    """A table has no such mark in Word: the text is right all the same."""
    original = word_file()
    _, applied, runs = planned(original, FIRST, Operation("o2", "move", ("3",), To("after", ("2",))))
    written = rewrite_moved(original, NAME, applied.text, applied.edits, runs, tracked=AT)
    main = main_part(written.data)
    refused = [one.text for one in read_view(main, accept=False)]
    assert refused == [one.text for one in read_view(main_part(original), accept=True)]


@pytest.mark.parametrize("tracked", [None, AT], ids=["clean", "tracked"])
@pytest.mark.parametrize("seed", range(12))
def test_any_plan_on_a_file(seed: int, tracked: Tracked | None) -> None:
    chance = Random(seed)
    original = plain_file()
    document = read_bytes(original, NAME)
    parts = parts_of(document, outline(document))
    plan = random_plans.plan(chance, parts, 5)
    plan = Plan(tuple(one for one in plan.operations if one.id in carry_out(plan, parts).accepted))
    done = Ground(document, plan).done([one.id for one in plan.operations])
    applied = done.applied
    written = rewrite_moved(
        original, NAME, applied.text, applied.edits, runs_of_pieces(done.pieces), tracked=tracked
    )
    found = [line.strip() for line in read_bytes(written.data, NAME).text.split("\n") if line.strip()]
    assert found == [line.strip() for line in applied.text.split("\n") if line.strip()]
    if tracked is not None:
        refused = [one.text for one in read_view(main_part(written.data), accept=False)]
        assert refused == [one.text for one in read_view(main_part(original), accept=True)]
