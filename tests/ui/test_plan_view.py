"""A plan as it is drawn: operations in words, what moved connected, figures; frames with how their year is to be taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView, ProposedPlan, Unassigned
from assistant.restructure.frame import frames_of
from assistant.restructure.operation import Operation, Plan, To
from assistant.restructure.parts import Parts, parts_of
from assistant.restructure.wishes import plan_of
from assistant.structure.outline import outline
from assistant.ui.frame_view import frame_json, frames_json
from assistant.ui.plan_view import plan_json
from assistant.wording import Reason
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT, document

Json = dict[str, Any]


@pytest.fixture
def parts() -> Parts:
    return parts_of(document(), outline(document()))


def kept(drafts: Drafts, *operations: Operation, source: str = "wish", **more: Any) -> PlanView:
    current = drafts.create(OWNER, "对照检查", document())
    proposed = ProposedPlan(Plan(operations), source, "两部分对调", **more)  # type: ignore[arg-type]
    return drafts.add_plan(OWNER, current.draft, proposed, version=1, document=current.document)


def wished(drafts: Drafts, parts: Parts, wish: str) -> PlanView:
    found = plan_of(wish, parts)
    assert found is not None
    return kept(drafts, *found.plan.operations)


def rows(outlines: Json, side: str) -> list[tuple[str, list[int]]]:
    return [(row["label"] + row["text"], row["n"]) for row in outlines[side]]


def test_a_section_that_moves_is_connected_with_where_it_goes(drafts: Drafts) -> None:
    shown = plan_json(kept(drafts, Operation("o1", "move", ("2",), To("before", ("1",)))), "zh")
    (step,) = shown["operations"]
    assert step["text"] == "把“二、整改措施”移到“一、存在的问题”之前"
    assert (step["n"], step["state"], step["certainty_name"]) == (1, "pending", "有把握")
    assert "每月读一本原著" in step["texts"][0]
    outlines = shown["outlines"]
    assert ("二、整改措施", [1]) in rows(outlines, "before")
    assert ("一、整改措施", [1]) in rows(outlines, "after")
    assert ["b-2", "a-2", 1, True] in outlines["links"]
    untouched = [text for text, steps in rows(outlines, "after") if not steps]
    assert "二、存在的问题" in untouched


def test_items_that_move_have_a_row_on_both_sides(drafts: Drafts, parts: Parts) -> None:
    item = next(part for part in parts.walk() if part.kind == "item" and "学用结合" in parts.words(part))
    shown = plan_json(kept(drafts, Operation("o1", "move", (item.id,), To("last", ("2.1",)))), "zh")
    outlines = shown["outlines"]
    (before,) = [row for row in outlines["before"] if row["piece"]]
    (after,) = [row for row in outlines["after"] if row["piece"]]
    assert "学用结合" in before["text"] and before["n"] == after["n"] == [1]
    assert [before["key"], after["key"], 1, True] in outlines["links"]
    at = [row["key"] for row in outlines["after"]]
    assert at[at.index(after["key"]) - 1] == "a-2.1", "it stands below the heading it goes to"


def test_the_figures_are_said_and_no_sentence_is_lost(drafts: Drafts) -> None:
    shown = plan_json(kept(drafts, Operation("o1", "move", ("2",), To("before", ("1",)))), "zh")
    assert shown["figures"]["text"].endswith("丢失 0 句")
    assert shown["figures"]["lost"] == 0
    added = kept(drafts, Operation("o1", "add", (), To("after", ("1",), "原因分析")))
    assert "新增待补 1 处" in plan_json(added, "zh")["figures"]["text"]
    assert "1 to be written" in plan_json(added, "en")["figures"]["text"]


def test_a_heading_renamed_is_no_move(drafts: Drafts) -> None:
    shown = plan_json(kept(drafts, Operation("o1", "rename", ("2",), To(heading="今后努力方向"))), "zh")
    assert shown["operations"][0]["text"] == "“二、整改措施”的标题改为“今后努力方向”"
    assert shown["outlines"]["links"] == [["b-2", "a-2", 1, False]]


def test_what_a_merge_ends_leads_to_where_its_text_goes(drafts: Drafts) -> None:
    shown = plan_json(kept(drafts, Operation("o1", "merge", ("2.1", "2.2"))), "zh")
    assert shown["operations"][0]["text"] == "把“二（二）扑下身子服务群众”并入“二（一）抓实理论武装”"
    gone = [link for link in shown["outlines"]["links"] if link[0] == "b-2.2"]
    assert [(one[1], one[3]) for one in gone] == [("a-2.1", True)], "one line, not two"


def test_what_goes_with_a_refused_step_says_so(drafts: Drafts) -> None:
    first = Operation("o1", "add", (), To("after", ("1",), "原因分析"))
    second = Operation("o2", "move", ("2.1",), To("last", ("@o1",)), needs=("o1",))
    plan = kept(drafts, first, second)
    before, _ = plan_json(plan, "zh")["operations"]
    assert "第 2 步也一起拒绝" in before["needed_by"], "said before it is refused"
    drafts.reject_operations(OWNER, plan.id, ["o1"])
    one, other = plan_json(drafts.plan(OWNER, plan.id), "zh")["operations"]
    assert (one["state"], one["because"]) == ("rejected", None)
    assert (other["state"], other["because"]) == ("rejected", 1)
    assert "第 1 步" in other["needs"] and one["needed_by"] == ""


def test_what_was_not_matched_stands_at_its_place_on_both_sides(drafts: Drafts) -> None:
    quote = "每月读一本原著，写一篇心得。"
    start = document().text.index(quote)
    why = Reason("restructure.assigned.no_heading")
    lost = Unassigned(("2.1/p1",), start, start + len(quote), quote, why)
    move = Operation("o1", "move", ("2",), To("before", ("1",)))
    outlines = plan_json(kept(drafts, move, source="frame", unassigned=(lost,)), "zh")["outlines"]
    for side in ("before", "after"):
        (row,) = (row for row in outlines[side] if row["unmatched"])
        above = outlines[side][outlines[side].index(row) - 1]
        assert (above["text"], row["text"], row["n"]) == ("抓实理论武装", quote, [])


def test_the_title_is_no_part_of_either_outline(drafts: Drafts) -> None:
    outlines = plan_json(kept(drafts, Operation("o1", "move", ("2",), To("before", ("1",)))), "zh")[
        "outlines"
    ]
    assert {row["text"] for row in outlines["before"]} == {row["text"] for row in outlines["after"]}


def test_an_order_names_every_part(drafts: Drafts) -> None:
    text = "材料\n一、整改措施\n" + "".join(f"（{n}）抓实第{n}件事\n　　每月一次。\n" for n in "一二三四五六")
    current = drafts.create(OWNER, "材料", Document.from_text(text))
    order = tuple(f"1.{n}" for n in (2, 1, 3, 4, 5, 6))
    view = drafts.add_plan(
        OWNER,
        current.draft,
        ProposedPlan(Plan((Operation("o1", "reorder", order),)), "wish", "排"),
        version=1,
        document=current.document,
    )
    said = plan_json(view, "zh")["operations"][0]["text"]
    assert [f"第{n}件事" in said for n in "一二三四五六"] == [True] * 6
    assert said.index("第二件事") < said.index("第一件事")


def test_quotations_inside_a_name_are_set_apart(drafts: Drafts) -> None:
    text = REPORT.replace("（一）抓实理论武装", "（一）抓实“三会一课”")
    current = drafts.create(OWNER, "对照检查", Document.from_text(text))
    plan = Plan((Operation("o1", "move", ("2.1",), To("after", ("2.2",))),))
    view = drafts.add_plan(
        OWNER, current.draft, ProposedPlan(plan, "wish", "对调"), version=1, document=current.document
    )
    said = plan_json(view, "zh")["operations"][0]["text"]
    assert said == "把“二（一）抓实‘三会一课’”移到“二（二）扑下身子服务群众”之后"


def test_a_wish_of_the_user_is_a_plan_of_one_step(drafts: Drafts, parts: Parts) -> None:
    shown = plan_json(wished(drafts, parts, "把第二部分移到最前面"), "zh")
    assert len(shown["operations"]) == 1
    assert rows(shown["outlines"], "after")[0] == ("一、整改措施", [1])


def test_words_that_no_longer_fit_stand_in_their_sentence(drafts: Drafts) -> None:
    text = REPORT.replace("一、存在的问题\n", "一、存在的问题\n　　主要有以下两个方面。\n")
    current = drafts.create(OWNER, "对照检查", Document.from_text(text))
    plan = Plan((Operation("o1", "move", ("1.2",), To("last", ("2",))),))
    view = drafts.add_plan(
        OWNER, current.draft, ProposedPlan(plan, "wish", "移"), version=1, document=current.document
    )
    assert plan_json(view, "zh")["changes"] == [], "nothing is accepted yet"
    drafts.accept_operations(OWNER, view.id, ["o1"])
    changes = plan_json(drafts.plan(OWNER, view.id), "zh")["changes"]
    assert changes
    assert any("主要有以下" in one["around"][0] + one["quote"] for one in changes)


# -- frames ---------------------------------------------------------------------------------------------------------

FRAMES = frames_of(
    [
        {"name": "old", "title": "2023年的", "kind": "self_criticism", "year": 2023, "source": "甲通知", "headings": [{"heading": "问题"}]},
        {"name": "new", "title": "2025年的", "kind": "self_criticism", "year": 2025, "source": "乙通知", "headings": [{"heading": "问题", "children": [{"heading": "学习方面"}]}]},
        {"name": "usual", "title": "述职报告", "kind": "duty_report", "source": "常用", "headings": [{"heading": "履职"}]},
    ],
    origin="built_in",
)  # fmt: skip


def test_an_old_frame_is_never_shown_as_the_current_one() -> None:
    shown = {one["name"]: one for one in frames_json(FRAMES, "self_criticism", "zh")}
    assert (shown["old"]["old"], shown["old"]["standing"]) == (True, "2023 年度的旧框架")
    assert (shown["new"]["old"], shown["new"]["standing"]) == (False, "2025 年度，同类中最新")
    assert shown["usual"]["standing"] == "各年通用"
    assert shown["old"]["source"] == "甲通知"


def test_frames_for_this_kind_of_draft_stand_first_and_the_newest_of_them() -> None:
    assert [one["name"] for one in frames_json(FRAMES, "self_criticism", "zh")] == ["new", "old", "usual"]
    assert [one["name"] for one in frames_json(FRAMES, "duty_report", "zh")] == ["usual", "new", "old"]


def test_the_outline_of_a_frame_has_its_levels() -> None:
    assert frame_json(FRAMES[1], "en")["headings"] == [
        {"text": "问题", "level": 1},
        {"text": "学习方面", "level": 2},
    ]


def test_a_report_is_no_frame_of_a_year() -> None:
    shown = frame_json(replace(FRAMES[0], origin="report"), "zh")
    assert (shown["old"], shown["standing"], shown["year"]) == (False, "", 2023)
