"""An answer whose rewrite broke off is gone on with: the same section, what was written is not written again."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from assistant.chat.events import Suggested, Understood
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from tests.chat.conftest import OWNER, Talk, of
from tests.chat.test_chat import BETTER
from tests.scripted_model import Scripted, ScriptedModel

CUT = BETTER.index("二是")


async def test_a_rewrite_that_broke_off_becomes_one_suggestion(
    with_model: Talk, scripted: ScriptedModel, drafts: Drafts, draft: Current
) -> None:
    scripted.enqueue(Scripted(f"【改写】\n{BETTER[:CUT]}", pace=0.02, fault="drop"))
    await with_model.say("一（三）写具体点")
    answer = drafts.messages(OWNER, draft.draft)[-1]
    scripted.enqueue(Scripted(f"{BETTER[CUT:]}\n【说明】\n写清了走访的情况。"))
    going_on = with_model.chat.respond(OWNER, draft.draft, "一（三）写具体点", resume=answer.id)
    async with aclosing(going_on) as stream:
        events = [event async for event in stream]
    first = events[0]
    assert isinstance(first, Understood)
    assert first.by == "user"
    (suggested,) = of(Suggested, events)
    kept = drafts.suggestion(OWNER, suggested.suggestion)
    assert kept.proposed.strip() == BETTER
    asked = scripted.history[-1].body["messages"]
    assert [message["role"] for message in asked[-2:]] == ["assistant", "user"]
    written = asked[-2]["content"].removeprefix("【改写】\n")
    assert written
    assert BETTER.startswith(written)
    question = drafts.messages(OWNER, draft.draft)[-2]
    assert dict(question.content) == {"text": "继续", "of": "一（三）写具体点"}


async def test_an_answer_that_is_gone_or_complete_cannot_be_gone_on_with(
    with_model: Talk, drafts: Drafts, draft: Current
) -> None:
    await with_model.say("审一下全文")
    for answer in ("nobody", drafts.messages(OWNER, draft.draft)[-1].id):
        with pytest.raises(DraftError) as raised:
            async for _ in with_model.chat.respond(OWNER, draft.draft, "审一下全文", resume=answer):
                pass
        assert raised.value.code == "message_unknown"
    assert len(drafts.messages(OWNER, draft.draft)) == 2
