"""The chat: what it answers to a message, with and without a model, and what is kept of it."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing

import pytest

from assistant.chat.events import (
    Answered,
    Asked,
    Changed,
    ChatEvent,
    Delta,
    Done,
    Failed,
    Found,
    Reviewed,
    Said,
    Suggested,
    Transcript,
    Understood,
)
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError, LibraryError, UsageError
from tests.chat.conftest import OWNER, FewPassages, Talk, of
from tests.scripted_model import Scripted, ScriptedModel

BODY = "一是调查研究不够深入。下村次数不少，走马观花的多。二是服务群众不够主动。柳湾村路灯不亮的事，知道得比较晚。三是抓落实缺少韧劲，开会部署多、跟踪问效少。"
BETTER = BODY.replace("走马观花的多", "真正坐下来谈心的少").replace(
    "知道得比较晚", "村民在院坝会上提起才知道【待补：哪一天？】"
)
REPLY = f"【改写】\n{BETTER}\n【说明】\n写清了走访的情况[1]。"


# --- without a model -----------------------------------------------------------------------------------------


async def test_the_answer_begins_with_what_was_understood(talk: Talk) -> None:
    events = await talk.say("一（三）写具体点，另外审一下全文")
    first = events[0]
    assert isinstance(first, Understood)
    assert first.text == "理解为 2 件事：改写 · 一（三）工作作风方面；审稿 · 全文"
    assert [task.kind for task in first.tasks] == ["rewrite", "review"]
    assert first.by == "rules"
    english = (await talk.say("make 1.3 more concrete", language="en"))[0]
    assert isinstance(english, Understood)
    assert english.text == "Understood as: Rewrite · 一（三）工作作风方面"


async def test_a_rewrite_explains_how_to_connect_and_shows_passages(
    talk: Talk, drafts: Drafts, draft: Current, library: FewPassages
) -> None:
    events = await talk.say("一（三）写具体点")
    (said,) = of(Said, events)
    assert (said.tone, said.task) == ("connect", 1)
    assert "连接" in said.text
    (found,) = of(Found, events)
    assert len(found.hits) == 6
    assert found.hits[0].passage.role == "problems"
    assert "走马观花" in library.calls[0]["query"]
    assert "6 段可比的片段，来自 3 份材料" in found.text
    assert drafts.current(OWNER, draft.draft).text == draft.text


async def test_find_with_filters(talk: Talk, library: FewPassages) -> None:
    (found,) = of(Found, await talk.say("只看述职报告里怎么写安全生产的"))
    assert {hit.report.kind for hit in found.hits} == {"duty_report"}
    assert found.filters.kind == "duty_report"
    assert "只看述职" in found.text
    (found,) = of(Found, await talk.say("找找我们镇往年的写法"))
    assert {hit.report.origin for hit in found.hits} == {"own"}
    assert library.calls[-1]["origin"] == "own"


async def test_find_nothing_is_said(talk: Talk, library: FewPassages) -> None:
    library.empty = True
    (found,) = of(Found, await talk.say("找几段写河长制的"))
    assert found.hits == ()
    assert "没有找到" in found.text


async def test_a_library_that_is_not_there_is_a_failure_of_that_task_only(
    talk: Talk, library: FewPassages
) -> None:
    library.failure = LibraryError("library_loading")
    events = await talk.say("找几段写河长制的，另外全文多少字")
    (failed,) = of(Failed, events)
    assert (failed.error.code, failed.task) == ("library_loading", 1)
    assert "全文" in of(Said, events)[0].text


async def test_an_ambiguous_reference_asks_and_still_shows_passages(talk: Talk) -> None:
    events = await talk.say("（三）写具体点")
    (asked,) = of(Asked, events)
    assert [place.section for place in asked.options] == ["1.3", "2.3", "3.3"]
    assert asked.preselected == "1.3"
    assert [place.name for place in asked.options] == [
        "一（三）工作作风方面",
        "二（三）纪律观念不够严格",
        "三（三）守牢廉洁底线",
    ]
    assert of(Found, events) and not of(Suggested, events)
    assert events.index(asked) < events.index(of(Found, events)[0])


async def test_a_click_on_a_candidate_answers_for_it(talk: Talk, drafts: Drafts, draft: Current) -> None:
    await talk.say("（三）写具体点")
    events = await talk.say("（三）写具体点", chosen={1: "2.3"})
    assert isinstance(events[0], Understood)
    assert (events[0].by, events[0].text) == ("user", "理解为 改写 · 二（三）纪律观念不够严格")
    assert not of(Asked, events)
    assert [m.content.get("text") for m in drafts.messages(OWNER, draft.draft) if m.role == "user"] == [
        "（三）写具体点",
        "二（三）纪律观念不够严格",
    ]


async def test_a_section_that_was_not_named_is_asked_for(talk: Talk) -> None:
    (asked,) = of(Asked, await talk.say("这段改一下"))
    assert asked.preselected == ""
    assert "1.3" in [place.section for place in asked.options]
    assert not of(Asked, await talk.say("这段改一下", selected="1.3"))


async def test_what_the_last_message_was_about_is_remembered(talk: Talk) -> None:
    await talk.say("二（二）写深一点")
    first = (await talk.say("再短一点"))[0]
    assert isinstance(first, Understood)
    assert first.text == "理解为 改写 · 二（二）宗旨意识树得不牢"


async def test_only_the_tasks_clicked_are_carried_out(talk: Talk) -> None:
    events = await talk.say("（三）写具体点，然后审一下全文", chosen={1: "1.3"})
    assert isinstance(events[0], Understood)
    assert [task.n for task in events[0].tasks] == [1]
    assert not of(Reviewed, events)


async def test_a_review_tells_what_can_be_seen_and_what_needs_a_model(talk: Talk) -> None:
    events = await talk.say("审一下全文")
    (reviewed,) = of(Reviewed, events)
    assert reviewed.remarks
    assert all(remark.source == "rules" for remark in reviewed.remarks)
    assert any(remark.wish for remark in reviewed.remarks)
    assert of(Said, events)[0].tone == "connect"


async def test_a_question_about_the_length_is_counted(talk: Talk) -> None:
    (said,) = of(Said, await talk.say("全文多少字"))
    assert said.tone == "info"
    assert "字数" in said.text
    (said,) = of(Said, await talk.say("工作作风那块多少字了，够不够200字"))
    assert "一（三）工作作风方面" in said.text
    assert "200 字" in said.text


async def test_a_wish_for_the_whole_is_offered_part_by_part(talk: Talk, draft: Current) -> None:
    (plan,) = of(Reviewed, await talk.say("压到600字，开头别动，数字都留着"))
    assert "600 字" in plan.text and "字数" in plan.text and "不动的部分" in plan.text
    sections = [remark.place.section for remark in plan.remarks if remark.place]
    assert "u2" not in sections and "1" in sections
    assert all("数字都留着" in remark.wish and "开头" not in remark.wish for remark in plan.remarks)
    (plan,) = of(Reviewed, await talk.say("压到30字，开头别动"))
    assert "做不到" in plan.text and not plan.remarks
    (plan,) = of(Reviewed, await talk.say("全文改得更规范"))
    assert {remark.wish for remark in plan.remarks} == {"全文改得更规范"}


async def test_what_cannot_be_done_yet_is_said(talk: Talk) -> None:
    for message in ("导出word", "按公文格式排版一下"):
        events = await talk.say(message)
        (said,) = of(Said, events)
        assert "不能" in said.text or "做不了" in said.text
        assert len(events) == 3


@pytest.mark.parametrize("message", ["你好", "谢谢！", "hello"])
async def test_a_greeting_is_answered(talk: Talk, message: str) -> None:
    events = await talk.say(message)
    assert isinstance(events[0], Understood)
    assert "改写" in of(Said, events)[0].text


async def test_a_fact_is_offered_as_material(talk: Talk) -> None:
    said = of(Said, await talk.say("柳湾村路灯5月6日修好，是镇里出的钱"))
    assert [one.tone for one in said] == ["info", "material"]


async def test_without_a_draft_passages_are_found_and_a_rewrite_asks_for_one(talk: Talk) -> None:
    talk.draft = None
    assert of(Found, await talk.say("找几段写河长制的"))[0].hits
    (said,) = of(Said, await talk.say("把（三）改具体点"))
    assert "稿子" in said.text
    done = (await talk.say("全文多少字"))[-1]
    assert isinstance(done, Done) and done.message == ""


async def test_an_empty_message_and_an_unknown_draft(talk: Talk) -> None:
    with pytest.raises(UsageError) as caught:
        await talk.say("  \n")
    assert caught.value.code == "message_missing"
    talk.draft = "no such draft"
    with pytest.raises(DraftError):
        await talk.say("改一下")


# --- taking back ---------------------------------------------------------------------------------------------


async def test_all_but_one_change_are_taken_back(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts
) -> None:
    scripted.enqueue(REPLY)
    (suggested,) = of(Suggested, await with_model.say("一（三）写具体点"))
    drafts.accept_all(OWNER, suggested.suggestion)
    events = await with_model.say("不对 还是刚才那版,第二处留着,结尾短一点")
    (changed,) = of(Changed, events)
    assert changed.text == "已退回 一（三）工作作风方面 的第 1 处修改。第 2 处留着。点“撤销”可以再恢复。"
    assert with_model.draft is not None
    text = drafts.current(OWNER, with_model.draft).text
    assert "走马观花的多" in text and "【待补：哪一天？】" in text
    assert isinstance(events[0], Understood)
    assert [task.title for task in events[0].tasks] == ["退回修改", "改写 · 结尾"]


async def test_one_step_back(talk: Talk, drafts: Drafts, draft: Current) -> None:
    assert "没有可以退回" in of(Said, await talk.say("撤销"))[0].text
    drafts.save_typing(OWNER, draft.draft, draft.text + "新写的。", draft.revision)
    (changed,) = of(Changed, await talk.say("退回上一步"))
    assert changed.text == "已撤销：编辑。"
    assert drafts.current(OWNER, draft.draft).text == draft.text


# --- with a model --------------------------------------------------------------------------------------------


async def test_a_rewrite_is_streamed_and_kept_as_a_suggestion(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(REPLY)
    drafts.add_material(OWNER, draft.draft, "台账", "柳湾村路灯5月6日修好。")
    events = await with_model.say("一（三）写具体点，别抄")
    kinds = [type(event).__name__ for event in events]
    assert kinds[:2] == ["Understood", "Found"]
    assert "".join(delta.text for delta in of(Delta, events)) == BETTER
    assert all(delta.channel == "proposal" for delta in of(Delta, events))
    (suggested,) = of(Suggested, events)
    assert (suggested.changes, suggested.place.section) == (2, "1.3")
    assert suggested.note == "写清了走访的情况[1]。"
    assert suggested.citations[0]["report"]["title"] == "桐花镇对照检查材料"
    (said,) = of(Said, events)
    assert (said.tone, "哪一天？" in said.text) == ("material", True)
    kept = drafts.suggestion(OWNER, suggested.suggestion)
    assert (kept.instruction, kept.section["name"], kept.model) == (
        "一（三）写具体点，别抄",
        "一（三）工作作风方面",
        "scripted",
    )
    assert drafts.current(OWNER, draft.draft).text == draft.text
    assert "柳湾村路灯5月6日修好" in scripted.asked[0].user
    assert "走马观花" not in scripted.asked[0].system
    accepted = drafts.accept_all(OWNER, suggested.suggestion)
    assert BETTER in accepted.text


async def test_one_item_is_asked_for_as_one_item(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue(REPLY)
    events = await with_model.say("工作作风第二条写清楚")
    assert "只改“二是”这一条" in scripted.asked[0].user
    assert of(Suggested, events)[0].place.item == "二是"


async def test_typing_before_a_rewrite_becomes_the_version_it_is_made_for(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(REPLY)
    drafts.save_typing(OWNER, draft.draft, draft.text.replace("二、原因分析", "二、原因剖析"), draft.revision)
    (suggested,) = of(Suggested, await with_model.say("一（三）写具体点"))
    assert drafts.suggestion(OWNER, suggested.suggestion).version == 2
    assert BETTER in drafts.accept_all(OWNER, suggested.suggestion).text


async def test_typing_during_a_rewrite_is_kept_and_the_changes_are_rebased(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(Scripted(REPLY, pace=0.01))
    assert with_model.draft is not None
    events: list[ChatEvent] = []
    typed = ""
    async with aclosing(with_model.chat.respond(OWNER, with_model.draft, "一（三）写具体点")) as stream:
        async for event in stream:
            events.append(event)
            if isinstance(event, Delta) and not typed:
                typed = "新标题\n" + draft.text.replace("知道得比较晚", "知道得很晚")
                drafts.save_typing(OWNER, draft.draft, typed, drafts.current(OWNER, draft.draft).revision)
    (suggested,) = of(Suggested, events)
    assert "1 处对不上" in suggested.text
    now = drafts.accept_all(OWNER, suggested.suggestion)
    assert now.text == typed.replace("走马观花的多", "真正坐下来谈心的少")


async def test_typing_between_two_rewrites_of_one_message(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    """What was typed when the message was sent, and what is typed while it is answered, both stay in place."""
    drafts.save_typing(OWNER, draft.draft, "先打的字。\n" + draft.text, draft.revision)
    second = "【改写】\n以上对照检查，请领导和同志们严肃批评。\n【说明】\n改了结尾。"
    scripted.enqueue(Scripted(REPLY, pace=0.005), second)
    typed = ""
    stream = with_model.chat.respond(OWNER, with_model.draft, "一（三）写具体点，结尾改一下")
    async with aclosing(stream):
        async for event in stream:
            if isinstance(event, Suggested) and not typed:
                now = drafts.current(OWNER, draft.draft)
                typed = "后打的字。\n" + now.text
                drafts.save_typing(OWNER, draft.draft, typed, now.revision)
    for view in drafts.suggestions(OWNER, draft.draft):
        drafts.accept_all(OWNER, view.id)
    text = drafts.current(OWNER, draft.draft).text
    assert text.startswith("后打的字。\n先打的字。\n石榴坪镇班子成员")
    assert BETTER in text
    assert text.rstrip().endswith("请领导和同志们严肃批评。")


async def test_a_failed_rewrite_leaves_the_draft_and_the_other_task(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(Scripted(status=401, body={"error": {"message": "bad key"}}))
    events = await with_model.say("一（三）写具体点，另外全文多少字")
    (failed,) = of(Failed, events)
    assert failed.task == 1
    assert of(Said, events)[-1].text.startswith("全文")
    assert drafts.current(OWNER, draft.draft).text == draft.text
    assert drafts.suggestions(OWNER, draft.draft) == ()


async def test_a_review_by_the_model(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue(
        "〔1.3〕｜走马观花的多｜没有说到哪些村、几次｜写出一次走马观花的走访：哪个村、何时、结果如何\n没有格式的一行"
    )
    events = await with_model.say("审稿")
    rules, model = of(Reviewed, events)
    assert {remark.source for remark in rules.remarks} == {"rules"}
    (remark,) = model.remarks
    assert remark.place is not None
    assert (remark.place.section, remark.quote, remark.source) == ("1.3", "走马观花的多", "model")
    assert remark.wish.startswith("写出一次")
    assert not of(Said, events)


async def test_a_model_without_remarks_does_not_unsay_what_was_seen_without_it(
    with_model: Talk, scripted: ScriptedModel
) -> None:
    scripted.enqueue("没有发现需要改的地方。")
    rules, model = of(Reviewed, await with_model.say("审稿"))
    assert rules.remarks and not model.remarks
    assert "没有提出别的意见" in model.text and "毛病" not in model.text


async def test_a_question_is_answered_with_its_sources(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue("原因和问题要一一对应[1]，你的〔2.1〕没有对上。")
    events = await with_model.say("为什么原因要跟问题对应")
    assert "".join(delta.text for delta in of(Delta, events)).startswith("原因和问题")
    (answered,) = of(Answered, events)
    assert answered.citations[0]["n"] == 1
    done = events[-1]
    assert isinstance(done, Done)
    assert [block["type"] for block in done.blocks] == ["understood", "answered"]


async def test_the_model_is_asked_only_where_the_rules_do_not_decide(
    with_model: Talk, scripted: ScriptedModel
) -> None:
    scripted.enqueue("改写｜1.3｜石榴坪那个事再琢磨琢磨", REPLY)
    events = await with_model.say("石榴坪那个事再琢磨琢磨")
    assert isinstance(events[0], Understood)
    assert (events[0].by, events[0].text) == ("model", "理解为 改写 · 一（三）工作作风方面")
    assert of(Suggested, events)
    assert len(scripted.asked) == 2
    scripted.enqueue(REPLY)
    await with_model.say("一（三）写具体点")
    assert len(scripted.asked) == 3


async def test_a_click_on_what_the_model_understood(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue("改写｜1.3｜石榴坪那个事再琢磨琢磨", REPLY)
    await with_model.say("石榴坪那个事再琢磨琢磨")
    scripted.enqueue("【改写】\n总觉得基层工作靠老经验，放松了世界观的改造。\n【说明】\n改了一处。")
    events = await with_model.say("石榴坪那个事再琢磨琢磨", chosen={1: "2.1"})
    assert isinstance(events[0], Understood)
    assert (events[0].by, events[0].tasks[0].kind) == ("user", "rewrite")
    assert of(Suggested, events)[0].place.section == "2.1"


async def test_a_model_that_cannot_be_asked_is_told(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue(Scripted(status=401, body={"error": {"message": "bad key"}}))
    events = await with_model.say("石榴坪")
    (failed,) = of(Failed, events)
    assert failed.task is None
    assert "没有听出" in of(Said, events)[0].text


async def test_a_click_on_a_section_that_is_gone(talk: Talk) -> None:
    (failed,) = of(Failed, await talk.say("（三）写具体点", chosen={1: "9.9"}))
    assert failed.error.code == "section_unknown"


@pytest.mark.parametrize("reply", ["我不知道", "", "改写｜99.9｜随便", '{"kind": "rewrite"}'])
async def test_a_useless_understanding_falls_back_to_asking(
    with_model: Talk, scripted: ScriptedModel, reply: str
) -> None:
    scripted.enqueue(reply)
    events = await with_model.say("石榴坪")
    assert isinstance(events[0], Understood)
    assert of(Said, events) or of(Reviewed, events)
    assert not of(Suggested, events)


async def test_stop_closes_the_request_and_keeps_what_was_said(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(Scripted(REPLY * 5, pace=0.02))
    assert with_model.draft is not None
    stream = with_model.chat.respond(OWNER, with_model.draft, "一（三）写具体点")
    async for event in stream:
        if isinstance(event, Delta):
            break
    await stream.aclose()
    deadline = time.monotonic() + 2
    while not scripted.left and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    assert len(scripted.left) == 1
    _, answer = drafts.messages(OWNER, draft.draft)
    assert [block["type"] for block in answer.content["blocks"]] == ["understood", "found", "text", "stopped"]
    assert drafts.suggestions(OWNER, draft.draft) == ()


async def test_a_cancelled_answer_is_kept_too(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(Scripted(REPLY, first=5.0))
    task = asyncio.ensure_future(with_model.say("一（三）写具体点"))
    while not scripted.asked:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert drafts.messages(OWNER, draft.draft)[-1].content["blocks"][-1] == {"type": "stopped"}


# --- what is kept --------------------------------------------------------------------------------------------


async def test_the_kept_answer_is_the_one_that_was_shown(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(REPLY)
    events = await with_model.say("一（三）写具体点")
    shown = Transcript()
    for event in events:
        shown.add(event)
    question, answer = drafts.messages(OWNER, draft.draft)
    assert question.content == {"text": "一（三）写具体点"}
    assert answer.reply_to == question.id
    assert answer.content["blocks"] == json.loads(json.dumps(shown.blocks))
    assert [block["type"] for block in shown.blocks] == ["understood", "found", "suggested", "said"]
    done = events[-1]
    assert isinstance(done, Done)
    assert done.message == answer.id


async def test_two_answers_at_once(with_model: Talk, scripted: ScriptedModel) -> None:
    scripted.enqueue(Scripted(REPLY, pace=0.005), Scripted(REPLY, pace=0.005))
    first, second = await asyncio.gather(
        with_model.say("一（三）写具体点"), with_model.say("一（三）写具体点")
    )
    assert len(of(Suggested, first)) == len(of(Suggested, second)) == 1
