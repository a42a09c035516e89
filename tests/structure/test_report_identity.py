"""Title, kind and year of a report."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.structure.outline import outline
from assistant.structure.report_identity import KINDS, Identity, identify
from assistant.wording import LANGUAGES, wording


def identity(text: str, filename: str = "文档1.docx") -> Identity:
    document = Document.from_text(text)
    return identify(document, outline(document), filename)


@pytest.mark.parametrize(
    ("title", "kind", "year"),
    [
        ("青禾镇党委班子2023年度专题民主生活会对照检查材料", "self_criticism", 2023),
        ("巡察整改专题民主生活会个人对照检查材料", "self_criticism", None),
        ("班子检视剖析材料", "self_criticism", None),
        ("2023年度述职述廉报告", "duty_report", 2023),
        ("2022-2023年度述职报告", "duty_report", 2023),
        ("履行全面从严治党主体责任情况的报告", "duty_report", None),
        ("抓基层党建工作述职报告", "duty_report", None),
        ("2023年度民主生活会发言提纲", "meeting_speech", 2023),
        ("在2022年度民主生活会上的发言", "meeting_speech", 2022),
        ("二〇二三年度工作总结", "work_summary", 2023),
        ("青禾镇2023年工作总结和2024年工作打算", "work_summary", 2023),
        ("关于2023年工作开展情况的汇报", "work_summary", 2023),
        ("青禾镇关于县委巡察组反馈意见整改情况的报告", "rectification_report", None),
        ("巡察整改进展情况的通报", "rectification_report", None),
        ("2026年青禾县政府工作报告", "work_report", 2026),
        ("政 府 工 作 报 告", "work_report", None),
        ("青禾镇2024年工作要点", "work_plan", 2024),
        ("2024年度学习计划", "work_plan", 2024),
        ("农村养老情况调研报告", "research", None),
        ("人居环境整治实施方案", "plan", None),
        ("问题整改方案", "plan", None),
        ("关于开好民主生活会的通知", "notice", None),
        ("在全镇干部大会上的讲话", "speech", None),
        ("青禾镇简介", "other", None),
    ],
)
def test_titles(title: str, kind: str, year: int | None) -> None:
    found = identity(f"{title}\n一、情况\n好。")
    assert (found.kind, found.year) == (kind, year)


def test_the_file_name_is_asked_after_the_title() -> None:
    text = "一、情况\n好。"
    assert identity(text, "青禾镇2023年工作总结.docx") == Identity("青禾镇2023年工作总结", "work_summary", 2023)
    assert identity(text, "C:\\资料\\青禾镇2023年工作总结（终稿2）.wps").title == "青禾镇2023年工作总结（终稿2）"
    assert identity("述职报告\n一、情况\n好。", "2023年工作总结.docx").kind == "duty_report"
    assert identity("述职报告\n一、情况\n好。", "2023年材料.docx").year == 2023


@pytest.mark.parametrize(
    ("text", "year"),
    [
        # the look-back at last year is not the year reported on
        ("按照安排，现报告如下：\n一、2021年民主生活会整改措施落实情况\n2022年以来，逐项整改。\n二、问题\n少。", 2022),
        ("按照开好2023年度专题民主生活会的要求，现报告如下：\n一、2022年度民主生活会整改情况\n已改。", 2023),
        ("按照县委安排，现报告如下：\n一、上年度整改情况\n2021年查摆的问题已改。", None),
        ("各位代表：\n一、回顾\n好。", None),
        ("政府工作报告\n——2019年2月11日在青禾县第十届人民代表大会第三次会议上\n县长　李某\n各位代表：\n一、2018年工作回顾\n好。", 2019),
        ("述职报告\n（2023年12月）\n一、情况\n好。", 2023),
        ("述职报告\n（2024年1月）\n一、情况\n好。", None),  # in January one reports on the year before
        ("调研报告\n自2018年以来，全县推行互助养老。\n一、情况\n2020年以前建成20个。", None),
    ],
)
def test_years_of_the_text(text: str, year: int | None) -> None:
    assert identity(text).year == year


def test_kinds_of_the_text() -> None:
    assert identity("根据要求，现将个人对照检查情况报告如下：\n一、问题\n少。").kind == "self_criticism"
    assert identity("一、存在的问题\n少。\n二、原因分析\n懒。\n三、整改措施\n抓。").kind == "self_criticism"
    assert identity("各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n一、回顾\n好。").kind == "work_report"
    assert identity("今天天气好。").kind == "other"


def test_every_kind_has_a_name() -> None:
    for kind in KINDS:
        for language in LANGUAGES:
            assert wording(f"kinds.{kind}", language)
    assert KINDS[-1] == "other"
