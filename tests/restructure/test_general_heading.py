"""What of another report's headings may come into a draft: general words, and nothing that this unit says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.document import Document
from assistant.documents import read
from assistant.restructure.applied import apply
from assistant.restructure.assignment import assign
from assistant.restructure.frame import FrameHeading, aimed_at
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.general_heading import general_headings, is_general
from assistant.restructure.report_frame import frame_of_report
from assistant.restructuring.making import by_rule
from assistant.structure.outline import outline
from assistant.structure.plain import letters_of
from assistant.structure.report_identity import identify
from tests.restructure.drafts import REPORT, parts

LIBRARY = sorted((Path(__file__).parents[2] / "assistant/samples/library").glob("*.*"))

YEAR_SUMMARY = """青禾镇2024年工作总结
一、抓发展有力，园区产值突破30亿元
石桥产业园新增企业十二家。
二、抓民生有情，枣岭敬老院投入使用
床位增加六十张。
三、党建引领走在全县前列
支部建设得到加强。
四、存在的主要问题
（一）招商引资方面
签约的多，落地的少。
（二）石桥片区配套滞后
道路还没有通。
五、2025年工作打算
（一）再引进三家企业
盯住意向客商。
（二）建成枣岭大桥
年底前合龙。"""


def frame_of(text: str) -> list[str]:
    document = Document.from_text(text)
    return [one.heading for one in frame_of_report(document, outline(document), name="范文").walk()]


@pytest.mark.parametrize(
    "heading",
    [
        "存在的问题和不足", "理论学习方面", "原因分析", "下一步工作打算", "党的建设情况", "上年度民主生活会整改措施落实情况", "个人有关事项说明", "主要工作完成情况",
        "带头严守政治纪律和政治规矩，维护党的团结统一方面", "反面典型案例剖析", "履行全面从严治党责任和廉洁自律情况", "基层治理方面",
    ],
)  # fmt: skip
def test_general_headings_pass(heading: str) -> None:
    assert is_general(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "抓发展有力，园区产值突破30亿元", "石桥产业园建设情况", "枣岭片区服务群众方面", "学习抓得不紧", "宗旨意识淡薄", "旧改推进顺利", "理论学习不够深入", "王志强同志的问题",
        "2024年工作回顾", "六个方面的问题", "党建工作全县第一", "服务群众不足", "强化理论武装", "把学习抓成习惯", "青禾镇工作情况", "关于“办事拖拉”的问题", "", "。",
    ],
)  # fmt: skip
def test_what_a_unit_says_of_itself_does_not(heading: str) -> None:
    assert not is_general(heading)


def test_a_report_gives_general_headings_only() -> None:
    assert frame_of(YEAR_SUMMARY) == [
        "主要工作开展情况", "民生事业方面", "党的建设方面", "存在的主要问题", "招商引资方面", "下一年工作打算",
    ]  # fmt: skip


def test_what_is_general_of_a_heading_is_kept() -> None:
    found, left = general_headings(
        [
            FrameHeading("1", "低保救助：该进的进来", role="achievements"),
            FrameHeading("2", "在理论学习方面，主要是学得碎", role="problems"),
            FrameHeading("3", "2023年民主生活会整改情况", role="follow_up"),
            FrameHeading("4", "我今后怎么做", role="measures"),
            FrameHeading("5", "一二三", role="other"),
        ]
    )
    assert [(one.id, one.heading, one.own_words) for one in found] == [
        ("1", "低保救助", False), ("2", "理论学习方面", False), ("3", "上年度民主生活会整改情况", False), ("4", "下一步措施", True),
    ]  # fmt: skip
    assert left == 2 and found[3].cues == ("我今后怎么做",)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_no_heading_of_a_sample_report_that_is_its_own_comes_into_a_draft(path: Path) -> None:
    """Every heading a plan writes is general; what the report alone says stands nowhere in the result."""
    document = read(path)
    tree = outline(document)
    frame = frame_of_report(document, tree, name="范文", year=identify(document, tree, path.name).year)
    found = parts()
    proposed = by_rule(found, frame, "report")
    done = apply(found, proposed.plan)
    assert done.sentences.lost == 0 and not done.refused
    written = [one.to.heading for one in proposed.plan.operations if one.to.heading]
    known = {section.heading for section in found.outline.walk()}
    for heading in written:
        assert heading in known or is_general(heading) or heading in {one.heading for one in frame.walk()}
    own = [s.heading for s in tree.walk() if s.kind == "section" and s.heading and not is_general(s.heading)]
    for heading in own:
        plain = letters_of(heading)
        if len(plain) > 4 and plain not in letters_of("".join(one.heading for one in frame.walk())):
            assert plain not in letters_of(done.text)
    assert bool(frame.left_out) == ("headings_left_out" in {notice.code for notice in proposed.notices})


def test_the_drafts_own_heading_stands_where_the_reports_was_its_own() -> None:
    document = Document.from_text(YEAR_SUMMARY)
    frame = frame_of_report(document, outline(document), name="范文")
    text = "松溪镇工作总结\n一、产业越做越强\n引进企业两家，新增产值八百万元。\n二、存在的问题\n招商签约的项目落地少。\n"
    found = parts(text)
    every = assign(found, frame)
    plan = plan_from(every, found)
    after = [entry.heading for entry in apply(found, plan).outline_after]
    assert "产业越做越强" in after and "主要工作开展情况" not in after
    added = {one.to.heading: one.reason.text("zh") for one in plan.operations if one.kind == "add"}
    assert "没有照搬" in added["民生事业方面"] and "没有照搬" in added["党的建设方面"]


def test_the_own_report_needs_nothing() -> None:
    document = Document.from_text(REPORT)
    frame = frame_of_report(document, outline(document), name="自己")
    assert not plan_from(assign(parts(), frame), parts()).operations


def test_a_model_is_not_told_what_only_the_writer_can_name() -> None:
    document = Document.from_text(YEAR_SUMMARY.replace("（一）招商引资方面", "（一）招商引资成绩喜人"))
    frame = frame_of_report(document, outline(document), name="范文")
    said = [one.heading for one in aimed_at(frame).walk()]
    assert "存在的主要问题" in said and not any("招商" in heading for heading in said)
