"""What is told of a draft without a model is true, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.draft_remarks import remarks
from assistant.chat.events import Remark
from assistant.chat.length_plan import plan
from assistant.document import Document
from assistant.revision.length import Target
from assistant.structure.outline import outline
from tests.chat.invented import DUTY_REPORT, SELF_CRITICISM
from tests.shared import needs_shared, shared_texts

FAULTY = """石榴坪镇党委书记对照检查材料
现将对照检查情况报告如下：
一、存在的问题
（一）理论学习方面
一是学习不够系统，浅尝辄止，满足于一般了解，没有下苦功夫钻研理论原著。三是学用结合不紧，学归学、做归做，推动工作的办法不多。
（二）工作作风方面
对【待补：哪个村？】的路灯不亮知道得晚，××组群众意见很大。比如5月到云岭组走访，只看了看路口，没有进一户人家的门，群众的话一句没有听到。
（三）廉洁自律方面
（四）担当作为方面
担当不够。
二、整改措施
（一）加强学习。坚持把学习摆在首位，深学细悟，学以致用，切实用理论武装头脑、指导实践、推动工作，努力做到知行合一、以知促行。
（二）改进作风。每月到联系村住两晚，当场能办的事当场办，办不了的由包村干部牵头，月底前给群众一个明白的答复。满足于一般了解的毛病一定改，学归学做归做的毛病一定改正过来。
（三）改进学风。每月到联系村住两晚，当场能办的事当场办，办不了的由包村干部牵头，月底前给群众一个明白的答复。
"""


def look(text: str) -> list[tuple[str, str]]:
    document = Document.from_text(text)
    found = remarks(document, outline(document), "zh")
    return [(remark.place.section if remark.place else "", remark.text) for remark in found]


def one(text: str, words: str) -> Remark:
    document = Document.from_text(text)
    (found,) = [r for r in remarks(document, outline(document), "zh") if words in r.text]
    return found


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("1.1", "但前面没有“二是”"),
        ("1.1", "没有看到数字、时间"),
        ("1.2", "还有 2 处待补或隐去的内容（【待补：哪个村？】、××组群众意）"),
        ("1.3", "只有标题，没有正文"),
        ("1.4", "偏短：5 字"),
        ("2.1", "没有看到时间、频次"),
        ("2.3", "这句话和二（二）"),
        ("2", "问题有 4 部分，措施只有 3 部分"),
    ],
)
def test_faults_that_can_be_seen(section: str, words: str) -> None:
    assert any(place == section and words in text for place, text in look(FAULTY))


def test_nothing_else_is_said() -> None:
    assert {place for place, _ in look(FAULTY)} == {"1.1", "1.2", "1.3", "1.4", "2", "2.1", "2.3"}
    assert len(look(FAULTY)) == 8


def test_a_draft_without_faults() -> None:
    assert look(DUTY_REPORT) == []


def test_numbering_is_told_where_it_stands() -> None:
    text = SELF_CRITICISM.replace("（四）廉洁自律方面", "（%1）廉洁自律方面")
    remark = one(text, "已损坏")
    assert remark.place is not None and remark.place.section == "1.4"
    assert text[remark.start : remark.end] == "廉洁自律方面"


def test_what_one_click_asks_for_invents_nothing() -> None:
    document = Document.from_text(FAULTY)
    wishes = [r.wish for r in remarks(document, outline(document), "zh") if r.wish]
    assert wishes
    assert all("待补" in wish or "重复" in wish for wish in wishes)


def test_one_section_only() -> None:
    document = Document.from_text(FAULTY)
    parts = outline(document)
    found = remarks(document, parts, "zh", parts.find("1.2"))
    assert {remark.place.section for remark in found if remark.place} == {"1.2"}


def spans_hold(text: str) -> None:
    document = Document.from_text(text)
    for remark in remarks(document, outline(document), "zh"):
        assert 0 <= remark.start <= remark.end <= len(document.text)
        assert not remark.quote or document.text[remark.start : remark.end] == remark.quote


@given(text=st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    spans_hold(text)


@needs_shared
@pytest.mark.parametrize("file", shared_texts(), ids=lambda file: file.stem)
def test_real_reports_can_be_looked_at(file: Path) -> None:
    spans_hold(file.read_text(encoding="utf-8"))


# --- a length for the whole ------------------------------------------------------------------------------------


def test_a_length_is_shared_in_proportion() -> None:
    document = Document.from_text(SELF_CRITICISM)
    parts = outline(document)
    opening = parts.find("u2")
    assert opening is not None
    shared = plan(document, parts, [opening], Target(400))
    assert [share.section.id for share in shared.shares] == ["1", "2", "3"]
    assert shared.left is not None and shared.left + shared.kept == 400
    assert abs(sum(share.wanted or 0 for share in shared.shares) - shared.left) <= 5 * len(shared.shares)
    assert shared.possible


def test_what_cannot_be_done_is_seen() -> None:
    document = Document.from_text(SELF_CRITICISM)
    parts = outline(document)
    assert not plan(document, parts, list(parts.sections), Target(100)).possible
    assert plan(document, parts, [], Target(200)).hard
    assert not plan(document, parts, [], Target(600)).hard


def test_without_a_length_every_part_is_offered() -> None:
    document = Document.from_text(DUTY_REPORT)
    shared = plan(document, outline(document), [], None)
    assert [share.wanted for share in shared.shares] == [None] * len(shared.shares)
    assert len(shared.shares) == 6
