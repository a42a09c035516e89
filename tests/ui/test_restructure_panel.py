"""调整结构 on the page: what to go by, plans made and decided, what is held, what is told where a plan cannot be made."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import ProposedPlan
from assistant.errors import DraftError, UsageError
from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel
from assistant.restructure.frame import Frame, HeadingData, headings
from assistant.restructure.operation import Operation, Plan, To
from assistant.restructuring.restructuring import Restructuring
from assistant.ui.desk import Desk
from assistant.ui.ports import Services
from assistant.ui.restructure_panel import RestructurePanel
from assistant.ui.visitor import Visitor
from tests.scripted_model import Scripted, ScriptedModel
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT
from tests.ui.scripted_guard import ScriptedGuard

Json = dict[str, Any]
NOTICE = "要围绕政治忠诚、固本培元、担当作为三个方面查摆问题。对照检查材料包括存在的问题、原因分析、整改措施三个部分。"


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def panel(services: Services, desk: Desk) -> RestructurePanel:
    return RestructurePanel(services, desk)


@pytest.fixture
def tab(desk: Desk, visitor: Visitor) -> Json:
    tab: Json = desk.paste(visitor, {"text": REPORT})["orders"]["tab"]
    return tab


def here(tab: Json, **more: Any) -> Json:
    return {"draft": tab["draft"], "seen": tab["seen"], "section": None, "reviewing": None, **more}


async def made(panel: RestructurePanel, visitor: Visitor, tab: Json, **more: Any) -> Json:
    asked = {"by": "wish", "chosen": "把第二部分移到最前面", **more}
    return await panel.make(visitor, here(tab, **asked))


def turned(panel: RestructurePanel, visitor: Visitor, update: Json, state: str, **more: Any) -> Json:
    value = update["restructure"]
    sent = {
        "draft": value["draft"],
        "seen": value["seen"],
        "plan": value["plan"]["id"],
        "state": state,
        **more,
    }
    return panel.turn(visitor, sent)


def text_of(drafts: Drafts, tab: Json) -> str:
    return drafts.current(OWNER, tab["draft"]).text


async def test_a_wish_is_a_plan_and_the_draft_is_as_it_was(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    update = await made(panel, visitor, tab)
    plan = update["restructure"]["plan"]
    assert (plan["pending"], plan["source"], plan["by"]) == (1, "“把第二部分移到最前面”", "按规则")
    assert "sheet" in update, "typing became a version: the tab is told its revision"
    assert text_of(drafts, tab) == REPORT


async def test_a_step_accepted_is_a_version_and_taken_back_is_the_text_as_it_was(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    update = await made(panel, visitor, tab)
    accepted = turned(panel, visitor, update, "accepted", operation="o1")
    text = text_of(drafts, tab)
    assert text.index("整改措施") < text.index("存在的问题")
    assert accepted["restructure"]["version"] == 2
    assert accepted["orders"]["tab"]["seen"] == accepted["restructure"]["seen"]
    assert (
        drafts.versions(OWNER, tab["draft"])[0].name.text("zh") == "按《把第二部分移到最前面》调整了 1 处结构"
    )
    again = turned(panel, visitor, accepted, "pending", operation="o1")
    assert again["restructure"]["plan"]["pending"] == 1
    assert text_of(drafts, tab) == REPORT


async def test_a_frame_of_a_notice_one_step_refused_the_rest_accepted(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    shown = panel.preview(visitor, here(tab, by="notice", chosen=NOTICE))
    assert shown["headings"][0] == {"text": "存在的问题", "level": 1}
    update = await made(panel, visitor, tab, by="notice", chosen=NOTICE)
    steps = update["restructure"]["plan"]["operations"]
    assert len(steps) > 2
    added = next(one for one in steps if one["kind"] == "add" and "原因分析" in one["text"])
    refused = turned(panel, visitor, update, "rejected", operation=added["id"])
    assert refused["restructure"]["version"] == 1, "nothing has changed in the text"
    done = turned(panel, visitor, refused, "accepted")["restructure"]["plan"]
    assert (done["pending"], done["figures"]["lost"]) == (0, 0)
    assert "原因分析" not in text_of(drafts, tab)
    for sentence in ("集中学习多，自学少。", "遇到难题仍凭老经验办。", "每月住村三天。"):
        assert text_of(drafts, tab).count(sentence) == 1


def test_what_goes_with_a_refused_step_is_told_by_number(
    panel: RestructurePanel, visitor: Visitor, services: Services, drafts: Drafts, tab: Json
) -> None:
    made = Operation("o1", "add", (), To("after", ("1",), "原因分析"))
    moved = Operation("o2", "move", ("2.1",), To("last", ("@o1",)))
    current = drafts.current(OWNER, tab["draft"])
    kept = services.restructuring.review.keep(
        OWNER,
        tab["draft"],
        ProposedPlan(Plan((made, moved)), "wish", "加原因"),
        version=1,
        document=current.document,
    )
    update = panel.open(visitor, here(tab, plan=kept.id))
    refused = turned(panel, visitor, update, "rejected", operation="o1")
    steps = refused["restructure"]["plan"]["operations"]
    assert [(one["state"], one["because"]) for one in steps] == [("rejected", None), ("rejected", 1)]
    assert refused["orders"]["notes"] == [["info", "靠它的第 2 步一起拒绝了。"]]
    again = turned(panel, visitor, refused, "pending", operation="o1")
    assert again["restructure"]["plan"]["pending"] == 2
    with pytest.raises(DraftError) as told:
        turned(panel, visitor, {**refused, "restructure": again["restructure"]}, "accepted", operation="o9")
    assert told.value.code == "operation_unknown"


async def test_a_heading_that_the_guard_holds_is_asked_about_and_then_accepted(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, tab: Json, found: ScriptedGuard
) -> None:
    found.new_place("松口村工作")
    update = await made(panel, visitor, tab, chosen="在最后加一个部分“松口村工作”")
    held = turned(panel, visitor, update, "accepted", operation="o1")
    confirm = held["restructure"]["confirm"]
    assert confirm["operation"] == "o1"
    assert confirm["findings"][0]["quote"] == "松口村工作"
    assert text_of(drafts, tab) == REPORT
    every = turned(panel, visitor, held, "accepted")
    assert every["orders"]["notes"][0][0] == "lasting"
    assert "第 1 步" in every["orders"]["notes"][0][1]
    turned(panel, visitor, every, "accepted", operation="o1", confirmed=True)
    assert "松口村工作" in text_of(drafts, tab)


async def test_words_that_no_longer_fit_are_a_suggestion_to_review(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, desk: Desk
) -> None:
    text = REPORT.replace("一、存在的问题\n", "一、存在的问题\n　　主要存在以下三个方面的问题。\n")
    text = text.replace("二、整改措施", "（三）廉洁自律方面\n　　登记不及时。\n二、整改措施")
    tab = desk.paste(visitor, {"text": text})["orders"]["tab"]
    update = await made(panel, visitor, tab, chosen="把一（三）移到第二部分最后")
    done = turned(panel, visitor, update, "accepted")
    suggestion = done["restructure"]["changes"]
    kept = drafts.suggestion(OWNER, suggestion)
    assert kept.pending
    review = next(para for para in done["sheet"]["paras"] if para["k"] == "review")
    assert (review["id"], review["after_plan"]) == (suggestion, True)
    assert "以下三个方面" in text_of(drafts, tab), "never silently"


async def test_what_needs_a_model_says_so_and_how(
    panel: RestructurePanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    update = await made(panel, visitor, tab, chosen="让全文更有层次，前后呼应")
    value = update["restructure"]
    assert (value["plan"], value["connect"]) == (None, True)
    assert "连接一个模型" in value["said"]
    by_model = await made(panel, visitor, tab, by="notice", chosen=NOTICE, by_model=True)
    assert by_model["restructure"]["connect"] is True
    assert drafts.plans(OWNER, tab["draft"]) == ()


async def test_a_frame_that_is_not_there_lists_those_that_are(
    panel: RestructurePanel, visitor: Visitor, tab: Json, drafts: Drafts
) -> None:
    value = (await made(panel, visitor, tab, chosen="改成九个带头的框架"))["restructure"]
    assert value["plan"] is None and "九个带头" in value["said"]
    current = [one for one in panel._plans.frames() if one.current]
    assert all(f"\n· {one.title}" in value["said"] for one in current[:2])
    assert drafts.plans(OWNER, tab["draft"]) == ()


async def test_a_frame_that_is_named_is_gone_by_and_an_old_one_says_so(
    panel: RestructurePanel, visitor: Visitor, tab: Json
) -> None:
    old = Frame(
        "五年前",
        "2020年度民主生活会对照检查（七个带头）",
        headings([HeadingData(heading="查摆的问题")]),
        year=2020,
    )
    panel._plans.keep_frame(old, old.title, "self_criticism")
    plan = (await made(panel, visitor, tab, chosen="改成七个带头的框架"))["restructure"]["plan"]
    assert plan["source"] == "按“2020年度民主生活会对照检查（七个带头）”"
    assert any("2020 年度的框架，不是现行的" in text for text in plan["notices"])


async def test_a_plan_that_is_made_is_stopped_and_says_what_it_waits_for(
    services: Services, desk: Desk, visitor: Visitor, tab: Json, drafts: Drafts
) -> None:
    with ScriptedModel() as model:
        model.enqueue(Scripted("{", fault="stall"))
        chosen = ChatModel(connection(model="scripted", base_url=model.url, api_key="sk-test-1234567890abcd"))
        plans = Restructuring(
            drafts,
            services.opened_library,
            lambda: chosen,
            services.restructuring.review,
            services.settings.data_dir,
            services.settings.context_chars,
        )
        panel = RestructurePanel(replace(services, restructuring=plans), desk)
        making = asyncio.create_task(made(panel, visitor, tab, chosen="让全文更有层次，前后呼应", run="r1"))
        while not (model.asked and model.asked[0].sent):
            await asyncio.sleep(0.01)
        assert panel.progress(visitor, {"run": "r1"}) == {"text": ""}
        await panel.stop(Visitor("f" * 32, "zh"), {"run": "r1"})
        assert not making.done(), "another owner's"
        await panel.stop(visitor, {"run": "r1"})
        value = (await asyncio.wait_for(making, 5))["restructure"]
        assert value["plan"] is None and "已停止" in value["said"]
        while model.asked[0].outcome == "running":
            await asyncio.sleep(0.01)
        assert model.asked[0].outcome == "left", "the request is closed"
    assert drafts.plans(OWNER, tab["draft"]) == ()


async def test_a_part_that_is_not_there_is_told_beside_the_wish(
    panel: RestructurePanel, visitor: Visitor, tab: Json
) -> None:
    value = (await made(panel, visitor, tab, chosen="把第九部分移到最前面"))["restructure"]
    assert value["plan"] is None
    assert "第九部分" in value["said"]


def test_a_notice_without_a_frame_says_what_to_paste(
    panel: RestructurePanel, visitor: Visitor, tab: Json
) -> None:
    with pytest.raises(UsageError) as told:
        panel.preview(visitor, here(tab, by="notice", chosen="请各单位于周五前报送。"))
    assert told.value.code == "frame_not_found"
    with pytest.raises(UsageError):
        panel.preview(visitor, here(tab, by="frame", chosen="没有的"))
    with pytest.raises(UsageError):
        panel.preview(visitor, here(tab, by="what", chosen=""))


async def test_the_choices_name_the_plans_that_still_wait(
    panel: RestructurePanel, visitor: Visitor, tab: Json
) -> None:
    shown = panel.choices(visitor, here(tab))
    assert shown["plans"] == []
    assert shown["reports"] == []
    assert shown["frames"] and all(one["standing"] and one["source"] for one in shown["frames"])
    update = await made(panel, visitor, tab)
    (waiting,) = panel.choices(visitor, here(tab))["plans"]
    assert waiting["id"] == update["restructure"]["plan"]["id"]
    assert "还有 1 步没有决定" in waiting["text"]
    turned(panel, visitor, update, "rejected")
    assert panel.choices(visitor, here(tab))["plans"] == []


async def test_a_plan_is_shown_anew_after_an_undo(
    panel: RestructurePanel, visitor: Visitor, desk: Desk, tab: Json
) -> None:
    update = await made(panel, visitor, tab)
    accepted = turned(panel, visitor, update, "accepted")
    value = accepted["restructure"]
    undone = desk.undo(visitor, {**here(tab), "seen": value["seen"]})
    seen = undone["orders"]["tab"]["seen"]
    shown = panel.open(visitor, {**here(tab), "seen": seen, "plan": value["plan"]["id"]})["restructure"]
    assert (shown["plan"]["pending"], shown["seen"]) == (1, seen)


async def test_another_visitor_s_plan_is_not_there(
    panel: RestructurePanel, visitor: Visitor, tab: Json
) -> None:
    update = await made(panel, visitor, tab)
    stranger = Visitor("f" * 32, "zh")
    with pytest.raises(DraftError):
        turned(panel, stranger, update, "accepted")


async def test_the_frame_of_a_notice_can_be_kept_for_the_office(
    panel: RestructurePanel, visitor: Visitor, tab: Json, services: Services
) -> None:
    await made(panel, visitor, tab, by="notice", chosen=NOTICE)
    assert all(one["name"] != "今年的通知" for one in panel.choices(visitor, here(tab))["frames"])
    notice = f"关于开好2026年度民主生活会的通知\n{NOTICE}"
    update = await made(panel, visitor, tab, by="notice", chosen=notice, keep="今年的通知")
    assert "今年的通知" in update["restructure"]["plan"]["source"]
    shown = next(one for one in panel.choices(visitor, here(tab))["frames"] if one["name"] == "今年的通知")
    assert (shown["fitting"], shown["year"], shown["old"]) == (True, 2026, False)
    assert shown["source"] == "关于开好2026年度民主生活会的通知"
    again = await made(panel, visitor, tab, by="frame", chosen="今年的通知")
    assert again["restructure"]["plan"]["operations"]


def test_a_broken_file_of_frames_is_told_and_stops_nothing_else(
    panel: RestructurePanel, visitor: Visitor, tab: Json, services: Services
) -> None:
    folder = services.settings.data_dir / "frames"
    folder.mkdir()
    (folder / "own.yaml").write_text("- name: 没有标题", encoding="utf-8")
    shown = panel.choices(visitor, here(tab))
    assert shown["frames"] == []
    assert "own.yaml" in shown["frames_told"]
