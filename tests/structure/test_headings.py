"""Lines that are headings and lines that only begin like one, with the neighbours that decide."""

from __future__ import annotations

import pytest

from tests.structure.trees import bodies, tree_of


def labels(text: str) -> list[str]:
    """The labels of the outline, in order."""
    lines = tree_of(text).splitlines()
    return [line.split()[2] for line in lines if len(line.split()) > 2 and not line.strip().startswith("u")]


@pytest.mark.parametrize(
    "line",
    [
        "三、四月份雨水偏多，全镇有六个村受灾，群众转移安置两百余人。",
        "三、四个村的道路年久失修，群众出行不便，意见比较大。",
        "三、四、五号楼的改造已经完工，居民陆续搬回。",
        "三、二产业占比偏低，服务业发展不充分，转型任务重。",
        "2024年，全镇上下齐心协力，圆满完成了各项任务。",
        "3.5万吨粮食入库，比上年增加两成。",
        "3.2亿元投资尚未落实，涉及水利、交通等方面。",
        "3.8%的增幅低于全县平均水平，差距明显。",
        "3.5",
        "3、4、5号泵站停用多年，需要更换。",
        "（三）中提到的水库只剩三成蓄水。",
        "（三）、（四）两项措施由分管领导负责。",
        "（三）项规定的情形，由镇纪委处理。",
        "第三部分是重点，要下功夫写好。",
        "第三条规定，干部下村每月不少于四天。",
        "三 个村的道路年久失修，群众意见大。",
        "3 月份召开了动员会，统一了思想。",
        "3 个村民小组没有通水。",
        "（见附件3）",
        "（三农工作领导小组办公室）",
        "三是狠抓落实。全年办结事项120件。",
        "“三、坚持党的领导”是写进方案里的。",
        "2024.3.5召开了推进会。",
        "100.5公里渠道需要清淤。",
    ],
)
def test_a_sentence_that_begins_like_a_heading_is_none(line: str) -> None:
    text = f"一、基本情况\n我镇共有十二个村。\n二、存在的问题\n项目储备不足。\n{line}\n资金也不够。\n"
    assert labels(text) == ["一、基本情况", "二、存在的问题"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("三、二〇二四年工作打算", "二〇二四年工作打算"),
        ("三、四个意识方面", "四个意识方面"),
        ("三、一年来的主要做法", "一年来的主要做法"),
        ("三、2024年工作安排", "2024年工作安排"),
        ("三、中心工作推进情况", "中心工作推进情况"),
        ("三、项目建设情况", "项目建设情况"),
        ("三、与群众联系不够紧密", "与群众联系不够紧密"),
        ("三、等靠思想严重。遇事往上推，不愿意担责任。", "等靠思想严重"),
        ("三．整改措施", "整改措施"),
        ("三 整改措施", "整改措施"),
        ("三，整改措施", "整改措施"),
    ],
)
def test_a_heading_that_looks_odd_is_one(line: str, heading: str) -> None:
    text = f"一、基本情况\n我镇共有十二个村。\n二、存在的问题\n项目储备不足。\n{line}\n逐项抓好落实。\n"
    assert tree_of(text).splitlines()[-1].endswith(heading)
    assert len(labels(text)) == 3


@pytest.mark.parametrize(
    ("line", "heading", "body"),
    [
        ("（一）学习不深入。平时学得少。", "学习不深入", "平时学得少。"),
        ("（一）学习方面：理论学习不够系统，学用结合不够紧密。", "学习方面", "理论学习不够系统，学用结合不够紧密。"),
        ("（一）学习不深入　平时忙于事务，静下心来读原著的时间不多，笔记也不全。", "学习不深入", "平时忙于事务，静下心来读原著的时间不多，笔记也不全。"),
        ("（一）强化学习，提高站位。一是读原著。二是悟原理。", "强化学习，提高站位", "一是读原著。二是悟原理。"),
        ("（一）强化学习，一是读原著，二是悟原理。", "强化学习", "一是读原著，二是悟原理。"),
        ("（一）“两新”政策：是指大规模设备更新和消费品以旧换新。", "“两新”政策", "是指大规模设备更新和消费品以旧换新。"),
        ("（一）对照“部署落实不到位，能力有待提升”方面，表现为“三个不够”。主要是学得少。",
         "对照“部署落实不到位，能力有待提升”方面，表现为“三个不够”", "主要是学得少。"),
        ("（一）落实“一切为了群众。”的要求不够。有时怕麻烦。", "落实“一切为了群众。”的要求不够", "有时怕麻烦。"),
        ("（一）整改措施：每月下村。", "整改措施", "每月下村。"),
        ("（一）供给错位：有床的没人住", "供给错位：有床的没人住", ""),
        ("（一）深化改革：抓重点，促提升。全年推进改革事项12项。", "深化改革：抓重点，促提升", "全年推进改革事项12项。"),
    ],
)  # fmt: skip
def test_where_a_heading_ends(line: str, heading: str, body: str) -> None:
    text = f"一、情况\n{line}\n（二）下一项\n内容。"
    assert f" 1.1 other （一）{heading}" in tree_of(text).replace("problems", "other").replace("achieve", "other").replace(
        "measures", "other"
    )
    assert bodies(text)["1.1"] == body


def test_a_very_long_quoted_dimension_is_a_heading() -> None:
    quoted = "带头把握大局大势，履职尽责、担当作为，聚焦防汛救灾、产业发展、改革攻坚、社会稳定等正在做的工作，" * 3
    line = f"（一）在“{quoted}”方面，表现为“三个有待提升”。"
    text = f"一、存在的问题\n{line}\n一是谋划不够。甲。\n二是推进不快。乙。\n（二）其他\n内容。"
    assert f"（一）在“{quoted}”方面，表现为“三个有待提升” [一是 二是]" in tree_of(text)


def test_a_label_alone_takes_the_next_line_as_heading() -> None:
    assert tree_of("一、\n存在的问题\n学习少。\n二、\n整改措施\n多学习。") == "1 problems 一、存在的问题\n2 measures 二、整改措施"


def test_a_bracket_left_on_the_line_before_belongs_to_the_label() -> None:
    text = "一、回顾\n（一）经济稳中有进\n增长5%。\n（\n二）改革持续深化\n出台方案3个。\n（三）民生改善\n办实事10件。"
    assert " 1.2 achieve （二）«（⏎二）»改革持续深化".replace("⏎", "\n") in tree_of(text)


def test_numbers_that_go_on_across_parents_are_no_trouble() -> None:
    text = "一、问题\n1.学习少\n少。\n2.下村少\n少。\n二、措施\n3.多学习\n多。\n4.多下村\n多。"
    assert tree_of(text) == (
        "1 problems 一、问题\n 1.1 problems 1.学习少\n 1.2 problems 2.下村少\n2 measures 二、措施\n 2.1 measures 3.多学习\n"
        " 2.2 measures 4.多下村"
    )


def test_decimal_numbers_nest_below_their_parent() -> None:
    text = "1 基本情况\n概述。\n1.1 人口\n三万人。\n1.2 产业\n油茶。\n2 存在问题\n2.1 资金\n不足。\n2.2 人才\n不足。"
    assert tree_of(text) == (
        "1 achieve 1.«1»基本情况\n 1.1 achieve 1.1人口\n 1.2 achieve 1.2产业\n2 problems 2.«2»存在问题\n 2.1 problems 2.1资金\n"
        " 2.2 problems 2.2人才"
    )
