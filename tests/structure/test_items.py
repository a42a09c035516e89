"""Enumerated parts of a text: where each begins and ends, and what is none."""

from __future__ import annotations

import pytest

from assistant.structure.items import find_items


def shown(text: str) -> list[str]:
    """`label|span` of every item."""
    return [f"{i.label}|{text[i.start : i.end]}" for i in find_items(text, 0, len(text)).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # inside one paragraph
        ("思想是首要问题。一是学习。定计划。二是思考。三是践行。要实。", ["一是|一是学习。定计划。", "二是|二是思考。", "三是|三是践行。要实。"]),
        ("原因有三：一是懒惰，二是散漫，三是拖拉。", ["一是|一是懒惰，", "二是|二是散漫，", "三是|三是拖拉。"]),
        ("一要抓学习。二要抓作风。", ["一要|一要抓学习。", "二要|二要抓作风。"]),
        ("首先，抓学习。其次，抓作风。最后，抓落实。", ["首先|首先，抓学习。", "其次|其次，抓作风。", "最后|最后，抓落实。"]),
        ("第一，抓学习。第二，抓作风。", ["第一|第一，抓学习。", "第二|第二，抓作风。"]),
        ("第一个问题，学习少。第二个问题，下村少。", ["第一个问题|第一个问题，学习少。", "第二个问题|第二个问题，下村少。"]),
        ("其一，人手少。其二，经费紧。", ["其一|其一，人手少。", "其二|其二，经费紧。"]),
        ("措施有：1.建台账；2.明责任；3.勤督查。", ["1.|1.建台账；", "2.|2.明责任；", "3.|3.勤督查。"]),
        ("措施有：（1）建台账；（2）明责任。", ["（1）|（1）建台账；", "（2）|（2）明责任。"]),
        ("①建台账②明责任", ["①|①建台账", "②|②明责任"]),
        # paragraphs of their own: each holds the paragraphs up to the next
        ("一是甲。\n二是乙。\n三是丙。", ["一是|一是甲。", "二是|二是乙。", "三是|三是丙。"]),
        ("一是甲。\n如某村。\n\n二是乙。\n如某组。\n三是丙。\n如某户。\n其他情况。",
         ["一是|一是甲。\n如某村。", "二是|二是乙。\n如某组。", "三是|三是丙。\n如某户。"]),
        ("一是甲。\n如某村。\n二是乙。\n各位代表，让我们努力。", ["一是|一是甲。\n如某村。", "二是|二是乙。"]),
        ("一是甲。\n二是乙。\n总的来看，成绩不小。", ["一是|一是甲。", "二是|二是乙。"]),
        # a run that begins inside a paragraph
        ("主要有两条：一是甲。\n二是乙。", ["一是|一是甲。", "二是|二是乙。"]),
        # two runs
        ("抓学习。一是读。二是写。\n抓作风。一要严。二要实。", ["一是|一是读。", "二是|二是写。", "一要|一要严。", "二要|二要实。"]),
        # nothing inside an item is an item
        ("一是甲，包括：一是子，二是丑。\n二是乙。", ["一是|一是甲，包括：一是子，二是丑。", "二是|二是乙。"]),
        ("首先，甲。一是子。二是丑。其次，乙。", ["首先|首先，甲。一是子。二是丑。", "其次|其次，乙。"]),
        ("一是甲：（1）子；（2）丑。\n二是乙。", ["一是|一是甲：（1）子；（2）丑。", "二是|二是乙。"]),
        # a missing number is kept missing
        ("一是甲。\n三是丙。", ["一是|一是甲。", "三是|三是丙。"]),
        ("问题一：不敢管。\n问题二：不会管。", ["问题一|问题一：不敢管。", "问题二|问题二：不会管。"]),
    ],
)  # fmt: skip
def test_items(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "这一是二是三分不清。",
        "统一是前提，专一是关键。",
        "完成投资1.5亿元，修路2.4公里。",
        "落实三要素管理，推行四看工作法。",
        "首先要感谢大家。",
        "最后，谢谢大家。",
        "一是甲。",
        "第一次学习，第二次讨论。",
        "是非面前要清醒。\n是大是大非的问题。",
        "根据第（一）项和第（二）项办理。",
        "1月5日，2月6日。",
        "",
    ],
)
def test_no_items(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "labels", "repaired"),
    [
        ("是争创一流的境界不高。\n二是斗争精神不强。\n三是服务不实。", ["一是", "二是", "三是"], ["一是"]),
        ("一是甲。\n是乙。\n三是丙。", ["一是", "二是", "三是"], ["二是"]),
        ("一是甲。\n二是乙。\n是丙。", ["一是", "二是", "三是"], ["三是"]),
        ("是甲。\n是乙。\n三是丙。", ["一是", "二是", "三是"], ["一是", "二是"]),
        ("—是甲。\n二是乙。", ["一是", "二是"], ["一是"]),
        ("1是甲。\n二是乙。", ["一是", "二是"], ["一是"]),
        ("是否合规，需要核实。\n二是乙。\n三是丙。", ["二是", "三是"], []),
        ("总体不错。是好事。二是坏事。三是难事。", ["二是", "三是"], []),
    ],
)
def test_a_lost_number_is_given_back(text: str, labels: list[str], repaired: list[str]) -> None:
    found = find_items(text, 0, len(text))
    assert [i.label for i in found.items] == labels
    assert [d.item.label for d in found.doubts if d.trouble == "lost"] == repaired


def test_only_the_given_range_is_looked_at_and_spans_are_absolute() -> None:
    text = "一是前。二是文。\n一是甲。二是乙。\n三是后。"
    start, end = 9, 17
    items = find_items(text, start, end).items
    assert [text[i.start : i.end] for i in items] == ["一是甲。", "二是乙。"]


def test_skipped_spans_hold_no_items() -> None:
    text = "一是甲。\n二是乙。"
    assert find_items(text, 0, len(text), [(0, 4)]).items == ()


@pytest.mark.parametrize(
    ("text", "labels", "doubts"),
    [
        ("一是甲。三是丙。", ["一是", "三是"], ["三是 missing 二是"]),
        ("二是乙。三是丙。\n四是丁。", ["二是", "三是", "四是"], ["二是 missing 一是"]),
        ("一是甲。\n二是乙。\n二是丙。\n四是丁。", ["一是", "二是", "三是", "四是"], ["三是 repeated 二是"]),
        ("一是甲。二是乙。二是丙。四是丁。", ["一是", "二是", "三是", "四是"], ["三是 repeated 二是"]),
        ("一是甲。二是乙。\n三是丙。四是丁。", ["一是", "二是", "三是", "四是"], []),
        ("一是甲。\n二 是乙。\n三、是丙。", ["一是", "二是", "三是"], []),
        ("1是甲。2是乙。", ["一是", "二是"], ["一是 lost "]),
        ("第一、二季度平稳。第三、四季度回升。", [], []),
    ],
)
def test_what_is_wrong_with_labels_is_told(text: str, labels: list[str], doubts: list[str]) -> None:
    found = find_items(text, 0, len(text))
    assert [i.label for i in found.items] == labels
    assert [f"{d.item.label} {d.trouble} {d.written}" for d in found.doubts] == doubts
