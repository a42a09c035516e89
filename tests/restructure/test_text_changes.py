"""What no longer fits after a move is told at its place, and nothing of it is changed by itself."""

from __future__ import annotations

from assistant.restructure.applied import Applied
from assistant.restructure.operation import Operation, To
from tests.restructure.drafts import carried


def told(done: Applied, kind: str) -> list[tuple[str, str | None]]:
    return [(change.quote, change.proposal) for change in done.changes if change.kind == kind]


def test_counts_declared_in_prose() -> None:
    done = carried(Operation("o1", "move", ("2.3",), To("last", ("1.3",))))
    assert told(done, "count") == [("三", "两")]
    change = next(change for change in done.changes if change.kind == "count")
    assert done.text[change.start - 5 : change.end + 2] == "主要有以下三个方"
    assert change.operations == ("o1",)


def test_a_count_that_still_holds_is_not_told() -> None:
    assert not told(carried(Operation("o1", "reorder", ("2.3", "2.1", "2.2"))), "count")
    assert not told(carried(Operation("o1", "to_items", ("2.1", "2.2", "2.3"))), "count")


def test_the_opening_counts_too() -> None:
    text = "报告\n按照安排，现从学习、作风、廉洁三个方面检查如下。\n一、问题\n（一）学习\n学得少。\n（二）作风\n不实。\n（三）廉洁\n不严。\n二、措施\n抓紧。"
    done = carried(Operation("o1", "level", ("1.3",), To(level=1)), text=text)
    assert told(done, "count") == [("三", "两")]


def test_the_opening_counts_the_first_part_though_another_has_as_many() -> None:
    text = "报告\n按照安排，现从两个方面检查如下。\n一、问题\n（一）学习\n学得少。\n（二）作风\n不实。\n二、原因\n（一）思想\n松了。\n（二）制度\n缺了。\n三、措施\n抓紧。"
    done = carried(Operation("o1", "move", ("2.1",), To("last", ("1",))), text=text)
    assert told(done, "count") == [("两", "三")]


def test_linking_words() -> None:
    done = carried(Operation("o1", "reorder", ("1.3/p1/s2", "1.3/p1/s1")))
    assert ("此外，", "") in told(done, "link")
    done = carried(Operation("o1", "move", ("2",), To("first")))
    assert ("以上", None) in told(done, "link")


def test_marks_of_items() -> None:
    done = carried(Operation("o1", "reorder", ("1.2/i3", "1.2/i1", "1.2/i2")))
    assert "主要表现：一是会议多。二是下村少；三是调研浅；" in done.text
    assert told(done, "mark") == [("。", "；"), ("；", "。")]


def test_references_to_parts() -> None:
    text = "报告\n一、甲\n甲的话，详见第三部分。\n二、乙\n乙的话。\n三、丙\n丙的话。"
    done = carried(Operation("o1", "move", ("3",), To("before", ("2",))), text=text)
    assert told(done, "reference") == [("三", "二")]


def test_a_heading_that_nothing_stands_below() -> None:
    done = carried(Operation("o1", "move", ("3.1", "3.2"), To("last", ("2",))))
    assert told(done, "empty") == [("三、整改措施", None)]


def test_a_list_of_headings_that_are_called_otherwise_is_for_the_writer() -> None:
    text = (
        "青禾镇对照检查材料\n现从学习方面、作风方面、廉洁方面等三个方面对照检查如下。\n一、存在的问题\n（一）学习方面\n学得少。\n"
        "（二）作风方面\n走得少。\n（三）廉洁方面\n管得松。\n二、整改措施\n每周学习。"
    )
    done = carried(
        Operation("o1", "rename", ("1.1",), To(heading="带头学习方面")),
        Operation("o2", "rename", ("1.2",), To(heading="带头实干方面")),
        Operation("o3", "merge", ("1.1", "1.3")),
        text=text,
    )
    (told,) = [change for change in done.changes if change.reason.key.endswith(".listed")]
    assert told.quote == "学习方面、作风方面、廉洁方面等三个方面" and told.proposal is None
