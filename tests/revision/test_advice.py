"""What the model says about a draft without changing it: reviews, answers, messages understood as tasks."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.language_model.model import ChatModel
from assistant.revision.advice import (
    Answered,
    Delta,
    Reviewed,
    Wanted,
    answer,
    numbered_draft,
    remarks_in,
    review,
    tasks_in,
    understand,
)
from assistant.revision.revision import Material
from tests.revision.drafts import TEXT, draft, section
from tests.revision.shelf import Shelf
from tests.scripted_model import Scripted, ScriptedModel

REVIEW = """<think>看看</think>审稿意见如下：
〔1.1〕｜挤不出时间｜只有借口，没有事例｜写出一次该学没学的情形
〔1.3〕｜“石桥村的土地纠纷拖了3年”｜没有说原因｜补上原因
| 2.2 | 走访不少于4天 | 没说谁来查 | 写明由谁核对 |
〔1.2〕｜稿子里没有的话｜太笼统｜写具体
〔9.9〕｜x｜y｜z
这一行不合格式。"""


class TestReview:
    async def test_remarks_are_tied_to_places(self, scripted: ScriptedModel, model: ChatModel) -> None:
        document, outline = draft()
        scripted.enqueue(REVIEW)
        events = [e async for e in review(document, outline, model=model)]
        (done,) = events
        assert isinstance(done, Reviewed)
        assert [(r.section_id, r.quote) for r in done.remarks] == [
            ("1.1", "挤不出时间"), ("1.3", "石桥村的土地纠纷拖了3年"), ("2.2", "走访不少于4天"), ("1.2", ""),
        ]  # fmt: skip
        for remark in done.remarks:
            part = outline.find(remark.section_id)
            assert part is not None and part.start <= remark.start < remark.end <= part.end
            assert remark.quote in ("", document.text[remark.start : remark.end])
        assert (
            done.remarks[0].wish == "写出一次该学没学的情形"
            and done.remarks[0].problem == "只有借口，没有事例"
        )

    async def test_the_draft_stands_in_its_fence_with_the_number_of_every_section(
        self, scripted: ScriptedModel, model: ChatModel
    ) -> None:
        document, outline = draft()
        scripted.enqueue(REVIEW)
        [_ async for _ in review(document, outline, model=model, wish="看看问题部分")]
        user = scripted.asked[0].user
        assert (
            "〔1.1〕（一）理论学习方面\n一是学习不够深入" in user
            and "〔2.2〕（二）改进作风" in user
            and "看看问题部分" in user
        )
        assert "柳湾镇" not in scripted.asked[0].system

    async def test_one_section_only(self, scripted: ScriptedModel, model: ChatModel) -> None:
        document, outline, found = section("1.3")
        scripted.enqueue("〔1.3〕｜拖了3年｜没有说原因｜补上原因")
        (done,) = [e async for e in review(document, outline, model=model, section=found)]
        assert isinstance(done, Reviewed) and len(done.remarks) == 1
        assert "集中学习只有" not in scripted.asked[0].user

    @pytest.mark.parametrize(
        "said", ["没有发现需要改的地方。", "无", "未发现明显问题。", "Nothing to change."]
    )
    async def test_a_clean_draft_has_no_remarks(
        self, scripted: ScriptedModel, model: ChatModel, said: str
    ) -> None:
        document, outline = draft()
        scripted.enqueue(said)
        (done,) = [e async for e in review(document, outline, model=model)]
        assert isinstance(done, Reviewed) and done.remarks == ()

    @pytest.mark.parametrize("said", ["这份材料总体不错，" * 40, "好。", "抱歉，我无法完成这个请求。"])
    async def test_a_review_in_no_form_is_said_to_be_unreadable_and_is_no_all_clear(
        self, scripted: ScriptedModel, model: ChatModel, said: str
    ) -> None:
        document, outline = draft()
        scripted.enqueue(said)
        with pytest.raises(ModelError) as raised:
            [_ async for _ in review(document, outline, model=model)]
        assert raised.value.code == "review_unreadable"


class TestAnswer:
    async def ask(self, model: ChatModel, **more: Any) -> tuple[str, Answered]:
        document, outline = draft()
        events = [e async for e in answer("哪一部分没有事例？", document, outline, model=model, **more)]
        assert isinstance(events[-1], Answered)
        return "".join(e.text for e in events if isinstance(e, Delta)), events[-1]

    async def test_it_is_streamed_and_cites_passages(self, scripted: ScriptedModel, model: ChatModel) -> None:
        scripted.enqueue(Scripted("<think>想</think>〔1.2〕没有事例，可以学[1]那样写，[7]不合适。", step=3))
        streamed, done = await self.ask(
            model, hits=Shelf().search("走访"), material=[Material("台账", "走访4次")]
        )
        assert done.text == "〔1.2〕没有事例，可以学[1]那样写，不合适。"
        assert streamed.startswith("〔1.2〕没有事例，可以学[1]") and "想" not in streamed
        assert [c.n for c in done.citations] == [1] and [n.code for n in done.notices] == [
            "citations_unknown"
        ]
        assert "走访4次" in scripted.asked[0].user

    async def test_the_prompt_is_bounded_and_what_was_cut_is_told(
        self, scripted: ScriptedModel, model: ChatModel
    ) -> None:
        document, outline = draft(TEXT.replace("平时忙于事务", "平时忙于事务，" * 900))
        scripted.enqueue("好。")
        ledger = Material("台账", "走访情况记录在案。\n" * 900)
        events = [
            e
            async for e in answer(
                "怎么样？",
                document,
                outline,
                model=model,
                hits=Shelf().search("走访"),
                material=[ledger],
                context_chars=3_000,
            )
        ]
        assert sum(len(m["content"]) for m in scripted.asked[0].body["messages"]) <= 3_000
        assert isinstance(events[-1], Answered)
        assert {"material_shortened", "draft_shortened"} <= {n.code for n in events[-1].notices}
        assert "〔2.2〕（二）改进作风" in scripted.asked[0].user, "short parts are whole"


class TestUnderstanding:
    @pytest.mark.parametrize(
        ("reply", "tasks"),
        [
            ("改写｜1.2｜改实一点", [Wanted("rewrite", "1.2", "改实一点")]),
            (
                "查找｜2｜看看别人咋写的\n改写｜2｜再改实一点",
                [Wanted("find", "2", "看看别人咋写的"), Wanted("rewrite", "2", "再改实一点")],
            ),
            ("- 审稿 | 全文 | 提提意见", [Wanted("review", None, "提提意见")]),
            ("问题｜〔1.1〕｜这条行不行", [Wanted("question", "1.1", "这条行不行")]),
            ("改写｜7.7｜改改", [Wanted("rewrite", None, "改改")]),
            ("我认为应该改写第一部分。", []),
            ("", []),
        ],
    )
    def test_each(self, reply: str, tasks: list[Wanted]) -> None:
        assert list(tasks_in(reply, draft()[1])) == tasks

    async def test_over_the_wire(self, scripted: ScriptedModel, model: ChatModel) -> None:
        scripted.enqueue("改写｜1.2｜改实一点")
        assert await understand("走访那块虚", draft()[1], model=model, selected="1.1") == (
            Wanted("rewrite", "1.2", "改实一点"),
        )
        user = scripted.asked[0].user
        assert "1.2 （二）工作作风方面" in user and "走访那块虚" in user and "对群众的困难" not in user


@pytest.mark.parametrize("room", [150, 250, 400, 2_000])
def test_a_numbered_draft_fits(room: int) -> None:
    document, outline = draft()
    text, notices = numbered_draft(document, outline, room)
    assert len(text) <= room
    assert bool(notices) == (room < 300)


def test_a_remark_on_an_unlabelled_section() -> None:
    document, outline = draft()
    (remark,) = remarks_in("〔u2〕｜认真查摆问题｜套话｜删掉", document, outline)
    assert remark.section_id == "u2" and document.text[remark.start : remark.end] == "认真查摆问题"
