"""Roles: from headings, from parents, from the first sentences, from what stands before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import assistant.structure.roles
from assistant.structure.roles import ROLES, Role, lead_role, names_a_role, role_of

PROBLEM = "学习不够系统，调研不够深入，作风还不扎实，担当有待加强，存在差距。"
DONE = "全年完成投资2亿元，同比增长12%，新增就业300人，荣获先进集体称号。"
PLAN = "下一步，要进一步加强学习，切实改进作风，每月下村四天，确保完成任务。"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("存在的问题", "problems"), ("存在的主要问题", "problems"), ("查摆出的主要问题", "problems"), ("存在的不足", "problems"),
        ("检视查摆情况", "problems"), ("面临的困难和挑战", "problems"), ("主要差距和短板", "problems"), ("在理论学习方面存在的问题", "problems"),
        ("原因分析", "causes"), ("产生问题的原因剖析", "causes"), ("存在问题原因分析", "causes"), ("问题产生的根源", "causes"),
        ("思想根源剖析", "causes"), ("深层次原因", "causes"), ("问题剖析", "causes"), ("产生问题的原因", "causes"),
        ("整改措施", "measures"), ("下步打算", "measures"), ("下一步努力方向", "measures"), ("下一步整改方向和措施", "measures"),
        ("努力方向和整改措施", "measures"), ("问题整改措施", "measures"), ("2024年工作安排", "measures"), ("2026年重点工作", "measures"),
        ("下一步工作打算", "measures"), ("今后努力方向和改进措施", "measures"), ("对策建议", "measures"), ("总体要求和目标任务", "measures"),
        ("保障措施", "measures"), ("下阶段工作思路", "measures"), ("2024年工作计划", "measures"),
        ("上年度民主生活会整改措施落实情况", "follow_up"), ("2022年民主生活会整改措施落实情况", "follow_up"),
        ("发现问题整改情况", "follow_up"), ("上次巡察反馈问题整改情况", "follow_up"), ("整改落实情况", "follow_up"),
        ("具体问题整改情况", "follow_up"), ("整改工作开展情况", "follow_up"), ("尚未完成整改的问题", "follow_up"),
        ("2023年工作回顾", "achievements"), ("主要做法和成效", "achievements"), ("过去一年工作回顾", "achievements"), ("履职情况", "achievements"),
        ("工作开展情况", "achievements"), ("2023年重点工作完成情况", "achievements"), ("取得的成绩", "achievements"), ("主要工作和成效", "achievements"),
        ("“十四五”规划执行情况", "achievements"), ("廉洁从政情况", "achievements"),
        ("典型案例剖析", "case"), ("反面典型案例剖析", "case"), ("案例反思", "case"),
        ("个人有关事项报告", "personal_matters"), ("个人重大事项报告情况", "personal_matters"), ("家庭成员情况", "personal_matters"),
        ("需要说明的问题", "personal_matters"),
        # two names: the first is meant
        ("存在的问题和原因", "problems"), ("存在的问题及整改措施", "problems"), ("主要成绩和存在的问题", "achievements"),
        ("原因分析及整改措施", "causes"), ("存在的不足和下一步工作", "problems"),
        ("前言", "opening"), ("结束语", "closing"), ("县情和老人底数", "other"),
    ],
)  # fmt: skip
def test_headings_at_the_top(heading: str, role: Role) -> None:
    assert role_of(heading, "", None) == role


@pytest.mark.parametrize(
    ("heading", "parent", "role"),
    [
        ("理论学习方面", "problems", "problems"),
        ("制度落实不够严格", "causes", "causes"),
        ("党性修养不足", "causes", "causes"),
        ("抓好理论学习，强化问题整改", "measures", "measures"),
        ("对照“上一轮巡察发现问题整改责任压得不实”方面", "problems", "problems"),
        ("查找差距，补齐短板", "measures", "measures"),
        ("政府自身建设取得新成效", "achievements", "achievements"),
        ("存在的问题", "causes", "problems"),
        ("原因分析", "problems", "causes"),
        ("整改措施", "problems", "measures"),
        ("思想根源", "problems", "causes"),
        ("典型案例剖析", "problems", "case"),
        ("问题表现", "problems", "problems"),
    ],
)
def test_a_subsection_has_its_parents_role_unless_its_heading_says_otherwise(heading: str, parent: Role, role: Role) -> None:
    assert role_of(heading, "", parent) == role


@pytest.mark.parametrize(
    ("body", "role"), [(PROBLEM, "problems"), (DONE, "achievements"), (PLAN, "measures"), ("我们都是一家人。", "other")]
)
def test_where_the_heading_says_nothing_the_text_is_asked(body: str, role: Role) -> None:
    assert role_of("理论武装方面", body, None) == role
    assert role_of("理论武装方面", body, "other") == role


def test_what_follows_measures_or_achievements_and_says_nothing_is_like_them() -> None:
    assert role_of("加强政府自身建设", "", None, "measures") == "measures"
    assert role_of("县情", "", None, "measures") == "measures"
    assert role_of("廉洁自律，遵规守纪", "", None, "achievements") == "achievements"
    assert role_of("县情", "", None, "problems") == "other"
    assert role_of("存在的问题", "", None, "measures") == "problems"


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        ("一年来，我走访农户120户。", "achievements"),
        ("在看到成绩的同时，我们也清醒地认识到还有不少问题。", "problems"),
        ("下一步，我将加强学习。", "measures"),
        ("究其原因，主要是思想松懈。", "causes"),
        ("我叫李某，今年三十岁。", None),
    ],
)
def test_leads(paragraph: str, role: Role | None) -> None:
    assert lead_role(paragraph) == role


def test_names_of_roles() -> None:
    assert names_a_role("存在的问题") == "problems"
    assert names_a_role("原因分析") == "causes"
    assert names_a_role("下一步打算") == "measures"
    assert names_a_role("全镇十二个村的基本问题都已经摸清") is None


def test_the_rules_file_is_well_formed() -> None:
    data = yaml.safe_load((Path(assistant.structure.roles.__file__).parent / "roles.yaml").read_text(encoding="utf-8"))
    assert set(data) == {"strong", "slogan", "cover", "joined", "headings", "body", "leads"}
    for section in ("headings", "leads"):
        assert set(data[section]) <= set(ROLES)
    assert set(data["body"]) - {"least"} <= set(ROLES)
    for role, rules in data["headings"].items():
        for pattern, weight in rules:
            re.compile(pattern)
            assert 0 < weight <= 10, (role, pattern)
