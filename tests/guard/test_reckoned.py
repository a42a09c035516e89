"""Figures that follow from those given, and honours by value."""

from __future__ import annotations

import pytest

from assistant.guard.findings import Finding, Proposal
from assistant.guard.guard import guard
from assistant.lexer import lexer
from tests.guard.measured import shelf


def told(draft: str, proposed: str, material: str = "") -> list[Finding]:
    proposal = Proposal(draft, proposed, "", (material,) if material else ())
    return [one for one in guard(proposal, shelf(), lexer()).findings if one.kind == "new_fact"]


@pytest.mark.parametrize(
    ("draft", "proposed"),
    [
        ("安排任务6件，办成4件。", "安排任务6件，办成4件，还有2件没有办成。"),
        ("获批甲类课题13项、乙类课题24项。", "共获批课题37项，其中甲类13项、乙类24项。"),
        ("满意度由86.2%提高到93.5%。", "满意度由86.2%提高到93.5%，提高7.3个百分点。"),
        ("慰问75名，每人3000元。", "慰问75名，人均3000元，共计22.5万元。"),
        ("应办理43件，已办结41件。", "应办理43件，已办结41件，办结率95.3%。"),
        ("装机容量50兆瓦。", "装机容量5万千瓦。"),
        ("拖了半个月才修好。", "拖了15天才修好。"),
        ("水质由Ⅳ类升为Ⅲ类。", "水质由四类升为三类。"),
        ("停车两次。", "停车两度发生。"),
        ("平均少跑1.5次。", "平均少跑一次半。"),
        ("我工作十七年，吃过不少苦。", "工作17年，我吃过不少苦。"),
        ("本地就业占比过半。", "一半以上在本地就业。"),
        ("获评全省先进单位。", "被评为省级先进单位。"),
        ("没有发生火灾。", "没有发生一起火灾，守住了每一座桥。"),
    ],
)
def test_what_follows_is_nothing_new(draft: str, proposed: str) -> None:
    assert told(draft, proposed) == []


@pytest.mark.parametrize(
    ("draft", "proposed", "quote"),
    [
        ("安排任务6件，办成4件。", "安排任务6件，办成4件，还有3件没有办成。", "3件"),
        ("获批甲类课题13项、乙类课题24项。", "共获批课题38项，其中甲类13项、乙类24项。", "38项"),
        ("应办理43件，已办结41件。", "应办理43件，已办结41件，办结率96.3%。", "96.3%"),
        ("职工被评为劳动模范。", "职工被评为省级劳动模范。", "省级劳动模范"),
        ("我校参加比赛，获全省优质课二等奖。", "我校参加比赛，获全省优质课一等奖。", "全省优质课一等奖"),
        ("县医院开展义诊活动。", "县医院开展“健康叩门”义诊活动。", "健康叩门"),
        ("粮食连年丰收。", "粮食连续七年丰收。", "七年"),
        ("我任县档案局局长。", "本人2024年任县档案局副局长。", "县档案局副局长"),
    ],
)
def test_what_does_not_follow_is_told(draft: str, proposed: str, quote: str) -> None:
    assert quote in [one.quote for one in told(draft, proposed)]


def test_a_sum_without_its_parts_is_advice() -> None:
    (found,) = told("上半年造林1.8万亩，下半年造林2.1万亩。", "全年累计造林3.9万亩。")
    assert (found.rule, found.severity) == ("reckoned_figure", "advice")
