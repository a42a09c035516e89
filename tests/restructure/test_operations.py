"""Each kind of operation: what it makes of a draft, and what it is refused for."""

from __future__ import annotations

import pytest

from assistant.document import Document, Span
from assistant.restructure.applied import apply
from assistant.restructure.operation import Kind, Operation, Plan, To
from assistant.restructure.parts import parts_of
from assistant.restructure.validation import carry_out, dependencies, validate
from assistant.structure.outline import outline
from assistant.wording import LANGUAGES
from tests.restructure.drafts import REPORT, carried, lines, parts


def op(
    kind: Kind, *ids: str, to: To | None = None, name: str = "o1", needs: tuple[str, ...] = ()
) -> Operation:
    return Operation(name, kind, ids, to or To(), needs=needs)


def test_a_section_moves_and_numbers_follow() -> None:
    done = carried(op("move", "3", to=To("first")))
    assert [line for line in done.text.split("\n") if line[1:2] == "、"] == [
        "一、整改措施",
        "二、存在的问题",
        "三、原因分析",
    ]
    assert done.sentences.as_json() == {"before": 18, "after": 18, "moved": 2, "added": 0, "lost": 0}
    assert lines(done, "一、整改措施", 3) == ["一、整改措施", "（一）每周学习半天。", "（二）每月下村四天。"]
    assert "请批评指正。" in done.text.split("\n\n")[-1]


def test_items_follow_where_they_go() -> None:
    done = carried(op("move", "1.2/i1", to=To("first", ("1.1",))))
    assert lines(done, "（一）学习方面", 4)[1:] == [
        "一是下村少；",
        "二是学得不深。全年只学了六次。",
        "三是用得不够。油茶项目的难题没有拿出来研究。",
    ]
    assert lines(done, "主要表现：") == ["主要表现：一是调研浅；二是会议多。"]


def test_an_item_alone_needs_no_number() -> None:
    done = carried(op("move", "1.1/i1", to=To("last", ("1.3",))))
    assert lines(done, "（一）学习方面", 2)[1] == "用得不够。油茶项目的难题没有拿出来研究。"
    assert lines(done, "（三）廉洁方面", 3)[2] == "学得不深。全年只学了六次。"


def test_causes_merge_into_their_problems() -> None:
    done = carried(
        op("merge", "1.1", "2.1"), op("merge", "1.2", "2.2", name="o2"), op("merge", "1.3", "2.3", name="o3")
    )
    assert lines(done, "学习抓得") == ["学习抓得不紧。总觉得工作忙。"]
    assert lines(done, "二、原因分析", 3)[1:] == [
        "以上问题的产生，主要有以下三个方面的原因。",
        "三、整改措施",
    ]
    assert done.sentences.lost == 0 and done.sentences.moved == 3


def test_a_heading_gone_with_a_merge_is_told() -> None:
    done = carried(op("merge", "1.2", "1.3"))
    assert done.dropped == (("o1", "廉洁方面"),)
    assert [c.reason.params["quote"] for c in done.changes if c.kind == "heading"] == ["廉洁方面"]


def test_split_rename_level_add() -> None:
    done = carried(
        op("split", "1.1", to=To(heading="运用方面", at="1.1/i2")),
        op("rename", "1.2", to=To(heading="工作作风方面"), name="o2"),
        op("level", "1.3", to=To(level=1), name="o3"),
        op("add", to=To("after", ("2",), "典型案例剖析"), name="o4"),
    )
    assert [f"{e.label}{e.heading}" for e in done.outline_after if e.level == 1] == [
        "一、存在的问题", "二、廉洁方面", "三、原因分析", "四、典型案例剖析", "五、整改措施",
    ]  # fmt: skip
    assert lines(done, "（二）运用方面", 3) == [
        "（二）运用方面",
        "用得不够。油茶项目的难题没有拿出来研究。",
        "（三）工作作风方面",
    ]
    assert lines(done, "四、典型", 2)[1] == "【待补：典型案例剖析】"
    assert done.sentences.added == 1


def test_no_placeholder_where_something_came_in() -> None:
    done = carried(
        op("add", to=To("after", ("2",), "案例")), op("move", "1.3/p1/s2", to=To("last", ("@o1",)), name="o2")
    )
    assert lines(done, "三、案例", 2)[1] == "此外，谈心谈话走形式。"
    assert done.sentences.added == 0


def test_items_to_headings_and_back() -> None:
    done = carried(op("to_headings", "1.2/i1", "1.2/i2", "1.2/i3"))
    assert lines(done, "（二）作风方面", 5)[1:] == ["主要表现：", "1.下村少；", "2.调研浅；", "3.会议多。"]
    done = carried(op("to_items", "2.1", "2.2", "2.3"))
    assert lines(done, "一是学习抓得") == ["一是学习抓得不紧。总觉得工作忙。"]
    assert not done.refused


def test_reorder_and_renumber() -> None:
    done = carried(op("reorder", "2.3", "2.1", "2.2"))
    assert lines(done, "（一）纪律", 3) == [
        "（一）纪律绷得不紧。怕得罪人。",
        "（二）学习抓得不紧。总觉得工作忙。",
        "（三）宗旨意识不牢。把下村当成完成次数。",
    ]
    text = REPORT.replace("（三）廉洁方面", "（%1）廉洁方面")
    assert "（%1）" in carried(op("move", "3", to=To("first")), text=text).text
    assert "（三）廉洁方面" in carried(op("renumber"), text=text).text


REFUSED: list[tuple[str, list[Operation], str]] = [
    ("unknown part", [op("move", "9", to=To("first"))], "unknown_part"),
    ("unknown place", [op("move", "3", to=To("after", ("9",)))], "unknown_part"),
    ("into itself", [op("move", "1", to=To("last", ("1.1",)))], "cycle"),
    ("moved twice", [op("move", "3", to=To("first")), op("move", "3", to=To("last"), name="o2")], "moved_twice"),
    ("a part and what is in it", [op("move", "1", "1.2", to=To("last"))], "part_in_part"),
    ("the title", [op("move", "u1", to=To("last"))], "fixed_part"),
    ("before the title", [op("move", "3", to=To("before", ("u1",)))], "place_fixed"),
    ("behind the closing", [op("move", "1", to=To("after", ("u3",)))], "place_fixed"),
    ("a sentence among sections", [op("move", "1.3/p1/s1", to=To("after", ("1.2",)))], "place_kind"),
    ("merged away", [op("merge", "1.1", "1.2"), op("rename", "1.2", to=To(heading="新"), name="o2")], "gone"),
    ("no parts", [op("move", to=To("first"))], "no_parts"),
    ("one to merge", [op("merge", "1.1")], "too_few"),
    ("heading is text", [op("rename", "3.1", to=To(heading="学习"))], "heading_is_text"),
    ("no heading", [op("add", to=To("last", (), " "))], "heading_wrong"),
    ("not beside each other", [op("reorder", "1.1", "2.1")], "not_siblings"),
    ("some of the items", [op("to_headings", "1.1/i1")], "items_left_over"),
    ("made by nobody", [op("move", "3", to=To("last", ("@o9",)))], "needs_unknown"),
    ("made later", [op("move", "3", to=To("last", ("@o2",))), op("add", to=To(heading="新"), name="o2")], "needs_unknown"),
    ("one id twice", [op("move", "3", to=To("first")), op("renumber")], "repeated_id"),
    ("too high", [op("level", "1.1", to=To(level=0))], "level_impossible"),
    ("split at the beginning", [op("split", "1.1", to=To(heading="新", at="1.1/i1"))], "split_place"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operations", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_refused_and_why(operations: list[Operation], code: str) -> None:
    verdict = validate(Plan(tuple(operations)), parts())
    assert [one.code for one in verdict.refusals] == [code]
    assert not verdict.valid
    for language in LANGUAGES:
        assert "restructure" not in verdict.refusals[0].reason().text(language)


def test_what_depends_on_a_refused_one_is_refused_with_it() -> None:
    plan = Plan((
        op("add", to=To("after", ("2",), "案例")),
        op("move", "1.3", to=To("last", ("@o1",)), name="o2"),
        op("move", "3", to=To("first"), name="o3"),
    ))  # fmt: skip
    assert dependencies(plan, parts()) == {"o2": ("o1",)}
    done = apply(parts(), plan, {"o2", "o3"})
    assert done.accepted == ("o3",)
    assert [(one.operation, one.code, one.params["operation"]) for one in done.refused] == [
        ("o2", "depends", "o1")
    ]


def test_a_move_that_only_another_makes_possible_depends_on_it() -> None:
    """1.1 must leave 1 before 1 can go below it."""
    plan = Plan((op("move", "1.1", to=To("last")), op("move", "1", to=To("last", ("1.1",)), name="o2")))
    assert validate(plan, parts()).valid
    assert dependencies(plan, parts()) == {"o2": ("o1",)}
    assert carry_out(plan, parts(), {"o2"}).refused[0].code == "depends"


def test_of_several_anchors_the_first_that_is_there() -> None:
    plan = Plan((
        op("add", to=To("first", (), "甲")),
        op("add", to=To("after", ("@o1", "1"), "乙"), name="o2"),
    ))  # fmt: skip
    assert [e.heading for e in apply(parts(), plan).outline_after if e.level == 1][:2] == ["甲", "乙"]
    assert [e.heading for e in apply(parts(), plan, {"o2"}).outline_after if e.level == 1][:2] == [
        "存在的问题",
        "乙",
    ]
    assert not dependencies(plan, parts())


def test_blank_lines_and_indents_as_they_are_around() -> None:
    text = (
        "报告\n\n　　一、甲\n　　甲的话。\n\n　　二、乙\n　　乙的话。乙的第二句。\n\n　　三、丙\n　　丙的话。"
    )
    done = carried(
        op("move", "3", to=To("first")), op("move", "2/p1/s2", to=To("last", ("1",)), name="o2"), text=text
    )
    assert done.text == (
        "报告\n\n　　一、丙\n　　丙的话。\n\n　　二、甲\n　　甲的话。\n　　乙的第二句。\n\n　　三、乙\n　　乙的话。"
    )


def word_file() -> Document:
    text = "报告\n一、甲\n甲的话。\n二、乙\n乙的话。\n1. 其一。\n2. 其二。"
    plain = Document.from_text(text)
    spans = tuple(
        Span(text.index(label), text.index(label) + len(label)) for label in ("一、", "二、", "1. ", "2. ")
    )
    lined = tuple(
        type(p)(p.start, p.end, 1 if text[p.start : p.start + 2] in ("一、", "二、") else 0)
        for p in plain.paragraphs
    )
    return Document(text, lined, spans, (), "docx")


def test_numbers_that_word_generates_stay_its_own() -> None:
    made = word_file()
    found = parts_of(made, outline(made))
    done = apply(found, Plan((op("reorder", "2", "1"),)))
    assert done.text == "报告\n一、乙\n乙的话。\n1. 其一。\n2. 其二。\n二、甲\n甲的话。"
    written = [done.text[s.start : s.end] for s in done.document.generated]
    assert written == ["一、", "1. ", "2. ", "二、"]
    assert [p.heading_level for p in done.document.paragraphs] == [0, 1, 0, 0, 0, 1, 0]
    assert done.lines == (0, 3, 4, 5, 6, 1, 2)


def test_a_new_heading_beside_generated_numbers_gets_one() -> None:
    made = word_file()
    done = apply(parts_of(made, outline(made)), Plan((op("add", to=To("after", ("1",), "丁")),)))
    assert lines(done, "二、丁", 2) == ["二、丁", "【待补：丁】"]
    assert "二、" in [done.text[s.start : s.end] for s in done.document.generated]
    assert done.document.paragraphs[3].heading_level == 1


def test_what_stands_behind_an_emptied_item_counts_on() -> None:
    done = carried(Operation("o1", "move", ("1.2/i2/s1",), To("last", ("1.3/p1",))))
    assert lines(done, "主要表现") == ["主要表现：一是下村少；二是会议多。"]
    done = carried(Operation("o1", "move", ("3.1/p1/s1",), To("last", ("1.3/p1",))))
    assert lines(done, "三、整改措施", 2) == ["三、整改措施", "（一）每月下村四天。"]
