"""Which names are told in a clause, and which names are the same."""

from __future__ import annotations

import pytest

from assistant.guard.facts import Given, clauses, facts
from assistant.lexer import lexer


def told(text: str) -> list[tuple[str, str]]:
    return [
        (fact.kind, fact.quote) for fact in facts(text, 2024, lexer()) if fact.kind not in ("number", "date")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在石磨村、槐荫村开展走访", [("place", "石磨村"), ("place", "槐荫村")]),
        ("以望潮社区为试点", [("place", "望潮社区")]),
        ("云岭乡马家堡村的困难户", [("place", "云岭乡"), ("place", "马家堡村")]),
        ("联系下青松村较少", [("place", "下青松村")]),
        ("干部经常下石磨村", [("place", "石磨村")]),
        ("对龙眼水库、牛角塘巡查不到位", [("place", "龙眼水库"), ("place", "牛角塘")]),
        ("到浙江安吉考察", [("place", "安吉")]),
        ("澄江县财政局拨付资金", [("organisation", "澄江县财政局"), ("place", "澄江县")]),
        ("清溪镇党委高度重视", [("place", "清溪镇")]),
        ("市委组织部来考核", [("organisation", "市委组织部")]),
        ("受到市文明办表扬", [("organisation", "市文明办")]),
        ("省生态环境厅通报", [("organisation", "省生态环境厅")]),
        ("引进云帆食品有限公司", [("organisation", "云帆食品有限公司")]),
        ("创办荷塘月色家庭农场", [("organisation", "荷塘月色家庭农场")]),
        ("走访恒丰纸业", [("organisation", "恒丰纸业")]),
        ("党员尹松柏带头清淤", [("person", "尹松柏")]),
        ("贺兰舟同志带头接访", [("person", "贺兰舟")]),
        ("由闵长河负责整改", [("person", "闵长河")]),
        ("五保老人周长顺生活困难", [("person", "周长顺")]),
        ("创建“红石榴驿站”", [("campaign", "红石榴驿站")]),
        ("印发《红白事简办公约》", [("document", "《红白事简办公约》")]),
        ("文件（栖党发〔2024〕18号）已印发", [("document", "栖党发〔2024〕18号")]),
    ],
)  # fmt: skip
def test_names(text: str, names: list[tuple[str, str]]) -> None:
    assert told(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "空壳村、示范村和后进村", "建设和美乡村", "健全镇、村两级网格", "推进海绵城市建设", "包村干部下村", "全镇各村", "农业大县",
        "镇党委、镇政府高度重视", "县委县政府的要求", "打开工作局面", "服务发展大局", "依托专业合作社", "国有公司和民营企业", "便民服务中心",
        "从严治党", "落实林长制、河长制", "巡林巡河巡田", "深入学习习近平总书记重要讲话", "党中央的决策部署", "绿水青山就是金山银山", "某村党支部",
        "硬化通组路", "通过专题研讨", "群众安全感增强", "XX合作社", "开展“回头看”行动",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("given", "text", "known"),
    [
        ("石磨村缺水。", "石磨村的水渠", True),
        ("联系下石桥村。", "联系石桥村", False),
        ("经常下石桥村。", "联系石桥村", True),
        ("联系石桥村。", "联系下石桥村", False),
        ("大湾村、小河口村缺水。", "大湾、小河口两村缺水", True),
        ("大湾、小河口两村缺水。", "大湾村和小河口村", True),
        ("小河口村缺水。", "小河村缺水", False),
        ("青松村缺水。", "青松镇缺水", False),
        ("县水利局来检查。", "澄江县水利局来检查", False),
        ("澄江县水利局来检查。", "县水利局来检查", True),
        ("水利局来检查。", "县水利局来检查", True),
        ("县水利局来检查。", "市水利局来检查", False),
        ("县市场监管局来检查。", "县市场监督管理局来检查", True),
        ("县人力资源和社会保障局来检查。", "县人社局来检查", True),
        ("县人民医院条件差。", "县医院条件差", True),
        ("引进华美食品有限公司。", "华美公司投产", True),
        ("王德福带头。", "王德福同志带头", True),
        ("王德福带头。", "王德贵同志带头", False),
        ("担任副镇长。", "担任镇长", False),
        ("学习《中国共产党纪律处分条例》。", "学习《纪律处分条例》", True),
    ],
)  # fmt: skip
def test_the_same_name(given: str, text: str, known: bool) -> None:
    there = Given([given], 2024, lexer())
    assert all(there.knows(fact) for fact in facts(text, 2024, lexer())) is known


@pytest.mark.parametrize("disguised", ["石\u200b磨村", "石 磨 村", "⽯磨村", "石\u00ad磨\u2060村"])
def test_a_disguised_name_is_found_and_is_known(disguised: str) -> None:
    (fact,) = facts(f"在{disguised}走访", None, lexer())
    assert (fact.kind, fact.quote) == ("place", disguised)
    assert not Given(["在槐荫村走访。"], None, lexer()).knows(fact)
    assert Given(["在石磨村走访。"], None, lexer()).knows(fact)


def test_names_in_clauses_that_nobody_asks_about_are_not_read() -> None:
    text = "在石磨村走访，在槐荫村座谈。"
    assert [fact.quote for fact in facts(text, None, lexer(), clauses("在石磨村走访。"))] == ["槐荫村"]
