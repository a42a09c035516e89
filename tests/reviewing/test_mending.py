"""A finding mended by one click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.drafting.drafts import Current, Drafts, SuggestionView
from assistant.errors import DraftError, ModelError
from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel
from assistant.reviewing.mending import Mended, Mending
from assistant.reviewing.reviewing import Reviewing
from tests.reviewing.conftest import OWNER, Watch, pasted
from tests.scripted_model import Scripted, ScriptedModel

BODY = "一是走访不够，到槐荫村去过4次，全年下村12次。二是听意见少，座谈少。三是回头看少，石磨村没去过。"


@pytest.fixture
def scripted() -> Iterator[ScriptedModel]:
    with ScriptedModel() as model:
        yield model


@pytest.fixture
def mending(drafts: Drafts, reviewing: Reviewing, scripted: ScriptedModel) -> Mending:
    chosen = connection(model="scripted", base_url=scripted.url, api_key="sk-test-1234567890abcd")
    return Mending(drafts, reviewing, lambda: ChatModel(chosen, timeout=0.5))


@pytest.fixture
def made(reviewing: Reviewing, drafts: Drafts, draft: Current) -> SuggestionView:
    return pasted(reviewing, drafts, draft.draft, BODY)


def finding(view: SuggestionView, quote: str) -> str:
    return next(one["id"] for one in view.findings if one["quote"] == quote)


def left(view: SuggestionView) -> list[str]:
    return [one["quote"] for one in view.findings]


async def recast(mending: Mending, view: SuggestionView, quote: str) -> SuggestionView:
    events = [event async for event in mending.recast(OWNER, view.id, finding(view, quote))]
    assert isinstance(events[-1], Mended)
    return events[-1].suggestion


class TestLeftOpen:
    def test_the_fact_gives_way_to_a_question(
        self, mending: Mending, drafts: Drafts, made: SuggestionView
    ) -> None:
        mended = mending.leave_open(OWNER, made.id, finding(made, "槐荫村"))
        assert mended.proposed == BODY.replace("槐荫村", "【待补：哪个地方？】")
        assert left(mended) == ["4次", "石磨村"]
        assert [view.id for view in drafts.suggestions(OWNER, made.draft)] == [mended.id]
        assert drafts.suggestion(OWNER, made.id).superseded

    def test_and_the_next(self, mending: Mending, reviewing: Reviewing, made: SuggestionView) -> None:
        mended = mending.leave_open(OWNER, made.id, finding(made, "槐荫村"))
        mended = mending.leave_open(OWNER, mended.id, finding(mended, "石磨村"))
        assert left(mended) == ["4次"]
        outcome = reviewing.accept_all(OWNER, mended.id)
        assert outcome.held == () and outcome.current.text.count("【待补：") == 2

    def test_after_another_change_was_accepted(
        self, mending: Mending, reviewing: Reviewing, drafts: Drafts, made: SuggestionView
    ) -> None:
        reviewing.accept(OWNER, made.id, [2])
        mended = mending.leave_open(OWNER, made.id, finding(made, "石磨村"))
        assert "三是回头看少，【待补：哪个地方？】没去过。" in mended.proposed
        assert "座谈少" in drafts.current(OWNER, made.draft).text
        assert mended.pending == 2

    def test_what_is_no_longer_there(self, mending: Mending, drafts: Drafts, made: SuggestionView) -> None:
        drafts.reject(OWNER, made.id, [3])
        with pytest.raises(DraftError) as raised:
            mending.leave_open(OWNER, made.id, finding(made, "石磨村"))
        assert raised.value.code == "finding_gone"
        with pytest.raises(DraftError):
            mending.leave_open(OWNER, made.id, "f99")
        with pytest.raises(DraftError):
            mending.leave_open("someone else", made.id, "f1")


class TestVouched:
    def test_the_fact_is_the_user_s(
        self, mending: Mending, reviewing: Reviewing, drafts: Drafts, made: SuggestionView
    ) -> None:
        view = mending.vouch(OWNER, made.id, finding(made, "槐荫村"))
        assert left(view) == ["4次", "石磨村"]
        (material,) = drafts.materials(OWNER, made.draft)
        assert (material.name, material.text, material.kind) == ("本人确认", "属实：槐荫村", "answer")
        assert reviewing.accept(OWNER, made.id, [1]).held == ()


class TestRecast:
    async def test_only_the_sentence_is_rewritten(
        self, mending: Mending, scripted: ScriptedModel, made: SuggestionView
    ) -> None:
        scripted.enqueue("三是去过的地方不再去，问题改没改不清楚。")
        mended = await recast(mending, made, "石磨村")
        assert mended.proposed == BODY.replace(
            "三是回头看少，石磨村没去过。", "三是去过的地方不再去，问题改没改不清楚。"
        )
        assert left(mended) == ["槐荫村", "4次"]
        (asked,) = scripted.asked
        assert "三是回头看少，石磨村没去过。" in asked.user and "听意见少" in asked.user
        assert "石磨村" not in asked.system

    @pytest.mark.parametrize(
        "said",
        [
            "重写后的句子：\n三是跟踪少",
            "好的，“三是跟踪少。”",
            "<think>怎么写呢</think>三是跟踪少。",
            "```\n三是跟踪少。\n```",
        ],
    )
    async def test_what_a_model_says_around_it_is_left_out(
        self, mending: Mending, scripted: ScriptedModel, made: SuggestionView, said: str
    ) -> None:
        scripted.enqueue(said)
        mended = await recast(mending, made, "石磨村")
        assert mended.proposed.endswith("座谈少。三是跟踪少。")

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "三是回头看少，石磨村没去过。",
            "三" * 2_000,
            Scripted(status=500),
            Scripted("三是", fault="stall"),
        ],
    )
    async def test_a_model_that_fails_changes_nothing(
        self,
        mending: Mending,
        scripted: ScriptedModel,
        drafts: Drafts,
        made: SuggestionView,
        answer: str | Scripted,
    ) -> None:
        scripted.enqueue(*[answer] * 4)
        with pytest.raises(ModelError):
            await recast(mending, made, "石磨村")
        assert [view.id for view in drafts.suggestions(OWNER, made.draft)] == [made.id]

    async def test_it_is_judged_again(
        self, mending: Mending, scripted: ScriptedModel, made: SuggestionView, watch: Watch
    ) -> None:
        scripted.enqueue("三是槐荫村、石磨村都没回头看过。")
        mended = await recast(mending, made, "石磨村")
        assert "石磨村" in left(mended)
