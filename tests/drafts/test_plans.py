"""Plans of restructuring kept and reviewed: each operation by itself, undone, carried, refused where it no longer fits."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from assistant.changes.edits import apply_edits
from assistant.document import Document, Paragraph, Span, line_spans
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView
from assistant.errors import DraftError
from assistant.restructure.operation import Operation, Plan, To
from tests.drafts.conftest import Clock
from tests.drafts.plans import MOVE, ORDER, PLAN, RENAME, REPORT, planned, proposed
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"


@pytest.fixture
def plan(drafts: Drafts) -> PlanView:
    return planned(drafts, OWNER)


def states(view: PlanView) -> str:
    """`+` accepted, `-` refused, `?` pending."""
    return "".join({"accepted": "+", "rejected": "-", "pending": "?"}[one.state] for one in view.operations)


def heads(words: str) -> list[str]:
    return [line for line in words.split("\n") if line and line[0] in "一二三四五（"]


# --- what is kept ----------------------------------------------------------------------------------------------


def test_everything_of_a_plan_is_kept(drafts: Drafts, plan: PlanView) -> None:
    again = drafts.plan(OWNER, plan.id)
    assert again == plan
    assert (plan.number, plan.version, plan.source, plan.name, plan.made_by) == (1, 1, "frame", "四个带头", "rules")
    assert [one.operation for one in plan.operations] == list(PLAN.operations)
    assert plan.operations[1].operation.reason.text() == (
        "框架有“典型案例剖析”，稿子里没有对应的内容，先加上标题，内容待补。"
    )
    assert plan.notices[0].text().startswith("模型给的方案没有采用：没有说调整哪一部分。")
    assert (states(plan), plan.pending, plan.fits) == ("?????", 5, True)
    assert plan.operations[2].needs == ("o2",)
    assert plan.operations[0].names == ("三、整改措施",) and plan.operations[0].place == "一、存在的问题"
    assert plan.operations[2].texts == ("台账登记不全。此外，谈心谈话走形式。",)
    assert plan.preview is not None and plan.preview.sentences.lost == 0
    assert plan.preview.accepted == ("o1", "o2", "o3", "o4", "o5")
    assert plan.now is not None and plan.now.text == REPORT
    (place,) = plan.places
    assert place is not None and REPORT[place.start : place.end] == plan.unassigned[0].quote


def test_a_plan_for_another_text_is_a_mistake(drafts: Drafts, plan: PlanView) -> None:
    with pytest.raises(ValueError, match="not made for this version"):
        drafts.add_plan(OWNER, plan.draft, proposed(), version=1, document=Document.from_text(REPORT + "。"))
    wrong = Plan((Operation("o1", "move", ("9",), To("first")),))
    with pytest.raises(ValueError, match="not made for this version"):
        drafts.add_plan(OWNER, plan.draft, proposed(wrong), version=1, document=Document.from_text(REPORT))


def test_another_takes_its_place(drafts: Drafts, plan: PlanView) -> None:
    document = drafts.current(OWNER, plan.draft).document
    other = drafts.add_plan(OWNER, plan.draft, proposed(), version=1, document=document, replaces=plan.id)
    assert [one.id for one in drafts.plans(OWNER, plan.draft)] == [other.id]
    assert drafts.plan(OWNER, plan.id).superseded and drafts.plan(OWNER, plan.id).pending == 0
    assert other.number == 2


def test_only_its_owner_sees_a_plan(drafts: Drafts, plan: PlanView) -> None:
    for call in (
        lambda: drafts.plan("other", plan.id),
        lambda: drafts.accept_operations("other", plan.id, ["o1"]),
        lambda: drafts.reject_plan("other", plan.id),
        lambda: drafts.plan(OWNER, ""),
    ):
        with pytest.raises(DraftError) as caught:
            call()
        assert caught.value.code == "plan_unknown"
    with pytest.raises(DraftError) as caught:
        drafts.add_plan("other", plan.draft, proposed(), version=1, document=Document.from_text(REPORT))
    assert caught.value.code == "draft_unknown"
    drafts.delete(OWNER, plan.draft)
    with pytest.raises(DraftError) as caught:
        drafts.plan(OWNER, plan.id)
    assert caught.value.code == "plan_unknown"
    drafts.bring_back(OWNER, plan.draft)
    assert drafts.plan(OWNER, plan.id) == plan


# --- each by itself --------------------------------------------------------------------------------------------


def test_one_is_accepted_refused_and_taken_back(drafts: Drafts, plan: PlanView) -> None:
    turned = drafts.accept_operations(OWNER, plan.id, ["o1"])
    assert turned.changed == {"o1": "accepted"}
    assert heads(turned.current.text)[0] == "一、整改措施"
    view = drafts.plan(OWNER, plan.id)
    assert (states(view), view.operations[0].version) == ("+????", 2)
    newest = drafts.versions(OWNER, plan.draft)[0]
    assert (newest.cause, newest.name.text()) == ("restructured", "按《四个带头》调整了 1 处结构")
    assert turned.current.undo is not None and turned.current.undo.text() == newest.name.text()

    turned = drafts.reject_operations(OWNER, plan.id, ["o4"])
    assert turned.current.version == 2
    turned = drafts.reject_operations(OWNER, plan.id, ["o1"])
    assert turned.current.text == REPORT
    assert states(drafts.plan(OWNER, plan.id)) == "-??-?"
    assert drafts.versions(OWNER, plan.draft)[0].name.text() == "不采用《四个带头》的 1 处调整"
    drafts.reconsider_operations(OWNER, plan.id, ["o1", "o4"])
    assert states(drafts.plan(OWNER, plan.id)) == "?????"


def test_what_one_needs_comes_with_it_and_goes_with_it(drafts: Drafts, plan: PlanView) -> None:
    turned = drafts.accept_operations(OWNER, plan.id, ["o3"])
    assert (turned.changed, turned.because) == ({"o2": "accepted", "o3": "accepted"}, {"o2": "o3"})
    assert "三、典型案例剖析\n台账登记不全。" in turned.current.text
    turned = drafts.reject_operations(OWNER, plan.id, ["o2"])
    assert (turned.changed, turned.because) == ({"o2": "rejected", "o3": "rejected"}, {"o3": "o2"})
    assert turned.current.text == REPORT
    assert drafts.plan(OWNER, plan.id).operations[2].because == "o2"
    with pytest.raises(DraftError) as caught:
        drafts.accept_operations(OWNER, plan.id, ["o3"])
    assert caught.value.code == "operation_depends"
    assert caught.value.message() == "o3 要靠 o2，而 o2 没有采用，这一步没有做。"
    turned = drafts.reconsider_operations(OWNER, plan.id, ["o2"])
    assert turned.changed == {"o2": "pending", "o3": "pending"}


def test_all_but_the_refused_are_accepted(drafts: Drafts, plan: PlanView) -> None:
    drafts.reject_operations(OWNER, plan.id, ["o2"])
    turned = drafts.accept_plan(OWNER, plan.id)
    assert states(drafts.plan(OWNER, plan.id)) == "+--++"
    assert heads(turned.current.text) == [
        "一、整改措施", "二、存在的问题", "（一）作风方面", "（二）学习方面", "（三）廉洁方面", "三、根源剖析",
    ]  # fmt: skip
    assert drafts.accept_plan(OWNER, plan.id).changed == {}
    drafts.undo(OWNER, plan.draft)
    now = drafts.undo(OWNER, plan.draft)
    assert now.text == REPORT and states(drafts.plan(OWNER, plan.id)) == "?????"
    assert drafts.redo(OWNER, plan.draft).text == REPORT
    assert drafts.redo(OWNER, plan.draft).text == turned.current.text
    assert states(drafts.plan(OWNER, plan.id)) == "+--++"


def test_an_unknown_operation_is_named(drafts: Drafts, plan: PlanView) -> None:
    with pytest.raises(DraftError) as caught:
        drafts.accept_operations(OWNER, plan.id, ["o1", "o9"])
    assert (caught.value.code, caught.value.params["operations"]) == ("operation_unknown", "o9")
    assert drafts.current(OWNER, plan.draft).text == REPORT


def test_another_tab_that_saw_an_older_text_changes_nothing(drafts: Drafts, plan: PlanView) -> None:
    seen = drafts.current(OWNER, plan.draft).revision
    drafts.accept_operations(OWNER, plan.id, ["o1"], seen)
    for call in (drafts.accept_operations, drafts.reject_operations, drafts.reconsider_operations):
        with pytest.raises(DraftError) as caught:
            call(OWNER, plan.id, ["o4"], seen)
        assert caught.value.code == "draft_changed_meanwhile"
    assert states(drafts.plan(OWNER, plan.id)) == "+????"


# --- with other changes ----------------------------------------------------------------------------------------


def typed(drafts: Drafts, draft: str, old: str, new: str) -> str:
    now = drafts.current(OWNER, draft)
    assert now.text.count(old) == 1
    return drafts.save_typing(OWNER, draft, now.text.replace(old, new), now.revision).text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("每周学习半天。", "每周学习一天，雷打不动。"),  # within what moves
        ("学习抓得不紧。", "学习抓得不紧，计划常常落空。"),
        ("每月下村四天。", "每月下村四天。住下来。"),  # at the end of what moves
        ("学习抓得不紧。", ""),
        ("二、原因分析", "二、产生问题的原因"),
        ("以上报告，请批评指正。", "以上，请批评指正。"),
    ],
)
def test_it_is_carried_over_typing(drafts: Drafts, plan: PlanView, old: str, new: str) -> None:
    """Accepted before or after the typing: the same text, and taken back the typed one."""
    wanted = typed(drafts, plan.draft, old, new)
    after = drafts.accept_operations(OWNER, plan.id, ["o1", "o5"]).current.text
    assert drafts.reject_operations(OWNER, plan.id, ["o1", "o5"]).current.text == wanted

    other = planned(drafts, OWNER)
    drafts.accept_operations(OWNER, other.id, ["o5"])
    typed(drafts, other.draft, old, new)
    assert drafts.accept_operations(OWNER, other.id, ["o1"]).current.text == after
    assert drafts.reject_operations(OWNER, other.id, ["o1", "o5"]).current.text == wanted


def test_ids_that_shifted_are_followed(drafts: Drafts, plan: PlanView) -> None:
    """A section typed in before: what the plan calls 3 is 4 by now."""
    typed(drafts, plan.draft, "二、原因分析", "二、个人有关事项\n没有需要说明的事项。\n三、原因分析")
    typed(drafts, plan.draft, "三、整改措施", "四、整改措施")
    view = drafts.plan(OWNER, plan.id)
    assert view.fits and view.operations[0].operation.parts == ("4",)
    turned = drafts.accept_operations(OWNER, plan.id, ["o1", "o4"])
    found = heads(turned.current.text)
    assert found[0] == "一、整改措施" and found[-2:] == ["三、个人有关事项", "四、根源剖析"]


def test_it_is_never_carried_to_the_wrong_place(drafts: Drafts, plan: PlanView) -> None:
    """A paragraph typed before another of the same section: the plan's `p1` is not the first any more."""
    typed(drafts, plan.draft, "台账登记不全。", "公务用车管得松。\n台账登记不全。")
    turned = drafts.accept_operations(OWNER, plan.id, ["o3"])
    assert "三、典型案例剖析\n台账登记不全。此外，谈心谈话走形式。\n" in turned.current.text
    assert "（三）廉洁方面\n公务用车管得松。\n" in turned.current.text


def test_what_was_torn_apart_is_not_moved(drafts: Drafts, plan: PlanView) -> None:
    typed(drafts, plan.draft, "台账登记不全。此外", "台账登记不全。\n此外")
    view = drafts.plan(OWNER, plan.id)
    assert view.fits and view.operations[2].refusal is not None
    assert view.operations[0].refusal is None
    with pytest.raises(DraftError) as caught:
        drafts.accept_operations(OWNER, plan.id, ["o3"])
    assert caught.value.code == "operation_refused"
    before = drafts.current(OWNER, plan.draft).text
    turned = drafts.accept_plan(OWNER, plan.id)
    assert states(drafts.plan(OWNER, plan.id)) == "++?++"
    assert drafts.undo(OWNER, plan.draft).text == before
    assert turned.current.text != before


def test_a_text_it_cannot_follow_is_refused(drafts: Drafts, plan: PlanView) -> None:
    """Across what the plan joined nothing can be told apart again: the plan is to be made anew."""
    drafts.accept_operations(OWNER, plan.id, ["o1"])
    wanted = typed(drafts, plan.draft, "四天。\n二、存在的问题\n", "四天。")
    view = drafts.plan(OWNER, plan.id)
    assert not view.fits and view.pending == 0 and states(view) == "+????"
    for call in (drafts.reject_operations, drafts.accept_operations):
        with pytest.raises(DraftError) as caught:
            call(OWNER, plan.id, ["o1" if call == drafts.reject_operations else "o4"])
        assert caught.value.code == "plan_lost"
        assert drafts.current(OWNER, plan.draft).text == wanted
    drafts.undo(OWNER, plan.draft)
    assert drafts.reject_operations(OWNER, plan.id, ["o1"]).current.text == REPORT


def test_suggestions_move_with_their_text(drafts: Drafts, plan: PlanView) -> None:
    """One pending and one accepted in what moves: accepted and taken back at their new places."""
    document = drafts.current(OWNER, plan.draft).document
    start = REPORT.index("每周学习")
    end = REPORT.index("\n\n以上")
    value = suggestion(document, start, end, "每周学习一天。每月下村八天。")
    view = drafts.add_suggestion(OWNER, plan.draft, value, version=1)
    one, two = (hunk.id for hunk in view.hunks)
    drafts.accept(OWNER, view.id, [one])
    turned = drafts.accept_operations(OWNER, plan.id, ["o1"])
    assert turned.current.text.index("每周学习一天。每月下村四天。") < turned.current.text.index("存在的问题")
    hunks = drafts.suggestion(OWNER, view.id).hunks
    assert [(hunk.state, hunk.fits) for hunk in hunks] == [("accepted", True), ("pending", True)]
    assert "每周学习一天。每月下村八天。" in drafts.accept(OWNER, view.id, [two]).text
    (first, second) = drafts.accepted(OWNER, plan.draft)
    assert (first.after, second.after, first.edited) == ("每周学习一天。", "每月下村八天。", False)
    back = drafts.reject_operations(OWNER, plan.id, ["o1"]).current.text
    assert back == REPORT.replace("半天", "一天").replace("四天", "八天")
    assert drafts.reject_all(OWNER, view.id).text == back
    assert drafts.reject(OWNER, view.id, [one, two]).text == REPORT


def test_a_suggestion_whose_changes_changed_places(drafts: Drafts, plan: PlanView) -> None:
    document = drafts.current(OWNER, plan.draft).document
    wanted = REPORT.replace("六次", "八次").replace("台账登记不全", "台账不全").replace("半天", "一天")
    view = drafts.add_suggestion(OWNER, plan.draft, suggestion(document, 0, len(REPORT), wanted), version=1)
    drafts.accept_plan(OWNER, plan.id)
    drafts.accept_all(OWNER, view.id)
    assert [hunk.state for hunk in drafts.suggestion(OWNER, view.id).hunks] == ["accepted"] * 3
    assert drafts.reject_operations(OWNER, plan.id, ["o1", "o2", "o4", "o5"]).current.text == wanted


def test_a_target_moves_with_its_section(drafts: Drafts, plan: PlanView) -> None:
    drafts.set_target(OWNER, plan.draft, "2", 300)
    drafts.set_target(OWNER, plan.draft, "1.1", 200)
    drafts.accept_plan(OWNER, plan.id)
    assert dict(drafts.targets(OWNER, plan.draft).sections) == {"3": 300, "2.2": 200}  # renamed, and moved
    drafts.undo(OWNER, plan.draft)
    assert dict(drafts.targets(OWNER, plan.draft).sections) == {"2": 300, "1.1": 200}


def test_restored_versions_bring_the_plan_back(drafts: Drafts, plan: PlanView) -> None:
    drafts.accept_operations(OWNER, plan.id, ["o1"])
    first = drafts.accept_operations(OWNER, plan.id, ["o4"]).current
    typed(drafts, plan.draft, "每周学习半天。", "")
    drafts.reject_operations(OWNER, plan.id, ["o1", "o4"])
    now = drafts.restore(OWNER, plan.draft, first.version)
    assert now.text == first.text and states(drafts.plan(OWNER, plan.id)) == "+??+?"
    assert drafts.reject_operations(OWNER, plan.id, ["o1", "o4"]).current.text == REPORT


def test_two_plans_at_once(drafts: Drafts, plan: PlanView) -> None:
    """One that moved nothing the other names is carried along."""
    document = drafts.current(OWNER, plan.draft).document
    other = drafts.add_plan(OWNER, plan.draft, proposed(Plan((RENAME,))), version=1, document=document)
    drafts.accept_operations(OWNER, other.id, ["o4"])
    drafts.accept_operations(OWNER, plan.id, ["o5"])
    assert "二、根源剖析" in drafts.current(OWNER, plan.draft).text
    drafts.undo(OWNER, plan.draft)
    assert drafts.reject_operations(OWNER, other.id, ["o4"]).current.text == REPORT


# --- Word, copies, the end ----------------------------------------------------------------------------------------


def word_document() -> Document:
    """As from a Word file: levels, bold beginnings, a number that Word generates."""
    lines = []
    for span in line_spans(REPORT):
        words = REPORT[span.start : span.end]
        level = 1 if words[1:2] == "、" else 2 if words.startswith("（") else 0
        lines.append(Paragraph(span.start, span.end, level, 4 if words.startswith("每周") else 0))
    at = REPORT.index("三、整改")
    return Document(REPORT, tuple(lines), (Span(at, at + 2),), (), "docx")


def test_a_moved_line_keeps_what_word_said_of_it(drafts: Drafts) -> None:
    now = drafts.create(OWNER, "稿", word_document())
    view = drafts.add_plan(OWNER, now.draft, proposed(Plan((MOVE, ORDER))), version=1, document=now.document)
    moved = drafts.accept_plan(OWNER, view.id).current.document
    hints = {moved.text[p.start : p.end]: (p.heading_level, p.bold_prefix) for p in moved.paragraphs}
    assert hints["一、整改措施"] == (1, 0)
    assert hints["每周学习半天。每月下村四天。"] == (0, 4)
    assert hints["（一）作风方面"] == (2, 0)
    assert [moved.text[span.start : span.end] for span in moved.generated] == ["一、"]
    typed(drafts, now.draft, "每月下村四天。", "每月下村五天。")
    back = drafts.reject_operations(OWNER, view.id, ["o1", "o5"]).current.document
    assert back.paragraphs == word_document().paragraphs
    assert back.generated == word_document().generated


def test_a_copy_has_what_was_accepted(drafts: Drafts, plan: PlanView) -> None:
    drafts.accept_operations(OWNER, plan.id, ["o1", "o3"])
    wanted = typed(drafts, plan.draft, "每月下村四天。", "每月下村五天。")
    copy = drafts.copy(OWNER, plan.draft)
    (view,) = drafts.plans(OWNER, copy.id)
    assert view.id != plan.id and states(view) == "+++--" and view.fits and view.version is None
    assert drafts.current(OWNER, copy.id).text == wanted
    drafts.reject_operations(OWNER, view.id, ["o1", "o2"])
    assert drafts.current(OWNER, copy.id).text == REPORT.replace("四天", "五天")
    assert drafts.current(OWNER, plan.draft).text == wanted
    assert states(drafts.plan(OWNER, plan.id)) == "+++??"
    while drafts.current(OWNER, copy.id).undo is not None:
        drafts.undo(OWNER, copy.id)
    assert states(drafts.plan(OWNER, view.id)) in ("?????", "+++--")
    if states(drafts.plan(OWNER, view.id)) == "?????":  # before the copy began nothing of it can be told
        with pytest.raises(DraftError) as caught:
            drafts.accept_operations(OWNER, view.id, ["o1"])
        assert caught.value.code == "plan_lost"


def test_what_belongs_to_a_plan_goes_with_its_draft(
    drafts: Drafts, plan: PlanView, engine: Engine, clock: Clock
) -> None:
    drafts.accept_operations(OWNER, plan.id, ["o1"])
    typed(drafts, plan.draft, "每月下村四天。", "每月下村五天。")
    drafts.accept_operations(OWNER, plan.id, ["o4"])
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from draft_plan_ground")).scalar() == 2
    drafts.delete(OWNER, plan.draft)
    clock.pass_seconds(31 * 86400)
    assert drafts.purge() == 1
    with engine.connect() as connection:
        for table in ("draft_plan", "draft_plan_ground"):
            assert connection.execute(text(f"select count(*) from {table}")).scalar() == 0


def test_every_version_leads_to_the_text(drafts: Drafts, plan: PlanView) -> None:
    drafts.accept_plan(OWNER, plan.id)
    typed(drafts, plan.draft, "每月下村四天。", "每月下村五天。")
    drafts.reject_operations(OWNER, plan.id, ["o1"])
    now = drafts.current(OWNER, plan.draft).text
    for version in drafts.versions(OWNER, plan.draft):
        own = drafts.version(OWNER, plan.draft, version.number).text
        assert apply_edits(own, drafts.edits_since(OWNER, plan.draft, version.number)) == now
