"""Numbers and dates by value: what is the same, what is another, what is none."""

from __future__ import annotations

import pytest

from assistant.guard.facts import Given, facts


def known(given: str, text: str) -> bool:
    there = Given([given], 2024)
    found = [fact for fact in facts(text, 2024) if fact.kind in ("number", "date")]
    assert found, text
    return all(there.knows(fact) for fact in found)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("走访3户", "走访三户"), ("30余个", "30多个"), ("收集24条", "收集20余条"), ("1.35亿元", "13500万元"), ("不到三成", "不足30%"),
        ("一半的村", "50%的村"), ("三分之二", "三分之二"), ("百分之三十", "30%"), ("3至5名", "三到五名"), ("30%—40%", "30%到40%"), ("60岁", "60周岁"),
        ("第三季度", "三季度"), ("二季度", "4月至6月"), ("1—10月", "前10个月"), ("3月至6月", "3—6月"), ("2023年", "去年"), ("23年", "2023年"),
        ("2021—2023年", "2021年至2023年"), ("23.7千米", "23.7公里"), ("二季度", "上半年"), ("1500余万元", "1500多万元"), ("1520万元", "1500余万元"), ("两千余万元", "2000多万元"), ("3月5日至8日", "3月5日、3月8日"),
    ],
)  # fmt: skip
def test_the_same(given: str, text: str) -> None:
    assert known(given, text)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("24次", "34次"), ("收集20余条", "收集24条"), ("3至5名", "3至6名"), ("三成", "四成"), ("一半", "40%"), ("第三季度", "第四季度"),
        ("上半年", "下半年"),
        ("上半年", "二季度"),
        ("排名全县第五", "排名全县第二"), ("第二巡察组", "第三巡察组"), ("3—6月", "3—7月"), ("2023年", "2022年"), ("3月5日", "3月6日"),
        ("1.35亿元", "1.53亿元"), ("42.6万元", "426万元"),
    ],
)  # fmt: skip
def test_another(given: str, text: str) -> None:
    assert not known(given, text)


@pytest.mark.parametrize(
    "text",
    [
        "一把手负总责", "两会期间", "第一时间办理", "第一责任人", "摆在第一位", "两年来", "三年行动", "近三年", "三个方面的问题", "一一过问", "几十个", "两三个",
        "一成不变", "一件一件办", "三五成群", "五位一体", "最后一公里", "1.学习不够", "（2）作风不实", "一名干部", "每个月", "拨打12345",
    ],
)  # fmt: skip
def test_none(text: str) -> None:
    assert not facts(text, 2024)
