"""Restructuring in the chat: a wish is a plan to be reviewed, by rules alone; what only a model understands says so."""

from __future__ import annotations

import json

import pytest

from assistant.chat.events import Done, Failed, Planned, Said, Understood
from assistant.drafting.drafts import Current, Drafts
from tests.chat.conftest import OWNER, Talk, of
from tests.scripted_model import Scripted, ScriptedModel


async def test_a_wish_is_a_plan_and_the_draft_is_as_it_was(
    talk: Talk, drafts: Drafts, draft: Current
) -> None:
    events = await talk.say("把第三部分移到最前面")
    first = events[0]
    assert isinstance(first, Understood) and first.text == "理解为 调整结构"
    (planned,) = of(Planned, events)
    assert planned.steps == ("把“三、整改措施”移到全文最前面",)
    assert planned.figures.endswith("丢失 0 句。")
    assert drafts.current(OWNER, draft.draft).text == draft.text
    plan = drafts.plan(OWNER, planned.plan)
    assert (plan.pending, plan.made_by, plan.instruction) == (1, "rules", "把第三部分移到最前面")
    done = events[-1]
    assert isinstance(done, Done)
    block = next(one for one in done.blocks if one["type"] == "planned")
    assert block["plan"] == plan.id
    assert drafts.messages(OWNER, draft.draft)[-1].content["blocks"][-1]["steps"] == list(planned.steps)


async def test_several_wishes_are_one_plan(talk: Talk, drafts: Drafts) -> None:
    (planned,) = of(Planned, await talk.say("把第三部分移到最前面，一（一）和一（二）对调"))
    assert len(drafts.plan(OWNER, planned.plan).operations) == 2


@pytest.mark.parametrize("wish", ["措施摆到开头", "先写措施后写问题"])
async def test_what_only_the_rules_of_plans_understand_is_one(talk: Talk, wish: str) -> None:
    (planned,) = of(Planned, await talk.say(wish))
    assert "整改措施" in planned.steps[0]


async def test_a_named_frame(talk: Talk, drafts: Drafts) -> None:
    (planned,) = of(Planned, await talk.say("按述职述廉的框架调整"))
    assert "按“述职述廉报告”排好了" in planned.text
    assert drafts.plan(OWNER, planned.plan).source == "frame"
    (failed,) = of(Failed, await talk.say("改成十九个带头的框架"))
    assert failed.error.code == "frame_not_there" and "2025年度民主生活会对照检查（五个带头）" in failed.error.candidates
    (failed,) = of(Failed, await talk.say("按这篇范文的结构调整我的稿子"))
    assert failed.error.code == "frame_not_named"


async def test_a_model_tells_a_wish_of_this_kind_and_a_check(
    with_model: Talk, scripted: ScriptedModel
) -> None:
    operation = {"kind": "move", "parts": ["3"], "to": {"where": "before", "part": "1"}}
    scripted.enqueue("结构｜全文｜先说打算再说毛病", json.dumps({"operations": [operation]}))
    events = await with_model.say("先说打算再说毛病")
    first = events[0]
    assert isinstance(first, Understood) and first.text == "理解为 调整结构"
    assert of(Planned, events)[0].steps == ("把“三、整改措施”移到“一、存在的问题”之前",)
    assert "先说打算再说毛病" in scripted.asked[-1].user, "the plan is asked for in the user's own words"
    scripted.enqueue("检查｜全文｜能不能交上去了")
    events = await with_model.say("这稿子能交上去了不")
    first = events[0]
    assert isinstance(first, Understood) and first.text == "理解为 送审前检查 · 全文"


async def test_in_english(talk: Talk) -> None:
    (planned,) = of(Planned, await talk.say("把第三部分移到最前面", language="en"))
    assert planned.steps == ("Move “三、整改措施” to the beginning of the draft",)
    assert "1 step(s) wait" in planned.text


async def test_without_a_model_what_the_rules_do_not_understand_says_how(
    talk: Talk, drafts: Drafts, draft: Current
) -> None:
    (said,) = of(Said, await talk.say("换个框架，更有层次一些"))
    assert said.tone == "connect"
    assert "调整结构" in said.text
    assert drafts.plans(OWNER, draft.draft) == ()


async def test_a_part_that_is_not_there_is_told(talk: Talk) -> None:
    (failed,) = of(Failed, await talk.say("把第九部分移到最前面"))
    assert "第九部分" in failed.error.tell("zh")


async def test_with_a_model_its_plan_is_checked_and_kept(
    with_model: Talk, drafts: Drafts, scripted: ScriptedModel
) -> None:
    operation = {"kind": "move", "parts": ["3"], "to": {"where": "before", "part": "1"}, "reason": "先说措施"}
    scripted.enqueue(Scripted(json.dumps({"operations": [operation]}, ensure_ascii=False)))
    (planned,) = of(Planned, await with_model.say("换个框架，更有层次一些"))
    plan = drafts.plan(OWNER, planned.plan)
    assert plan.made_by == "model"
    assert planned.steps == ("把“三、整改措施”移到“一、存在的问题”之前",)
