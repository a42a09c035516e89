"""A plan made with a model: its own where it is valid, the rule's where it is not, and said so."""

from __future__ import annotations

import asyncio
import json

import pytest

from assistant.drafting.plan_values import ProposedPlan
from assistant.errors import ModelError, SectionError
from assistant.language_model.model import ChatModel
from assistant.restructure.frame import built_in_frames
from assistant.restructure.parts import Parts
from assistant.restructuring.making import by_frame, by_rule, by_wish
from tests.restructuring.conftest import chosen, model, parts, scripted
from tests.scripted_model import ScriptedModel

__all__ = ["chosen", "model", "parts", "scripted"]

GOOD = json.dumps(
    {
        "operations": [
            {"id": "a", "kind": "move", "parts": ["3"], "where": "before", "place": "2", "reason": "先写措施"}
        ]
    }
)
WRONG = json.dumps(
    {"operations": [{"id": "a", "kind": "move", "parts": ["9.9"], "where": "first", "place": ""}]}
)
FRAME = next(frame for frame in built_in_frames() if frame.name == "民主生活会2024")


def asked(parts: Parts, model: ChatModel, wish: str = "") -> ProposedPlan:
    async def run() -> ProposedPlan:
        events = by_wish(parts, wish, model=lambda: model) if wish else by_frame(parts, FRAME, model=model)
        *_, value = [event async for event in events]
        assert isinstance(value, ProposedPlan)
        return value

    return asyncio.run(run())


def test_the_model_s_plan(parts: Parts, model: ChatModel, scripted: ScriptedModel) -> None:
    scripted.enqueue(GOOD)
    proposed = asked(parts, model)
    assert (proposed.made_by, proposed.model) == ("model", "scripted")
    assert [one.parts for one in proposed.plan.operations] == [("3",)]
    assert proposed.prompt is not None and proposed.prompt["name"] == "restructure"
    rule = by_rule(parts, FRAME)
    assert proposed.gaps == rule.gaps and proposed.frame == rule.frame
    assert all("3" not in one.parts for one in proposed.unassigned)


def test_set_aside_for_the_rule_s(parts: Parts, model: ChatModel, scripted: ScriptedModel) -> None:
    scripted.enqueue(WRONG, WRONG)
    proposed = asked(parts, model)
    assert (proposed.made_by, proposed.plan) == ("rules", by_rule(parts, FRAME).plan)
    assert [notice.code for notice in proposed.notices] == ["frame_old", "plan_set_aside"]
    assert len(scripted.asked) == 2


def test_words_that_rules_do_not_understand(parts: Parts, model: ChatModel, scripted: ScriptedModel) -> None:
    scripted.enqueue(GOOD)
    proposed = asked(parts, model, "让人先看到我们打算怎么办")
    assert (proposed.made_by, proposed.source) == ("model", "wish")
    scripted.enqueue(WRONG, WRONG)
    with pytest.raises(ModelError) as caught:
        asked(parts, model, "让人先看到我们打算怎么办")
    assert caught.value.code == "plan_refused"


def test_words_that_rules_understand_are_not_sent(
    parts: Parts, model: ChatModel, scripted: ScriptedModel
) -> None:
    proposed = asked(parts, model, "把第三部分移到第二部分前面")
    assert proposed.made_by == "rules" and scripted.asked == []


def test_a_part_by_other_words_is_the_model_s_to_find_a_number_is_not(
    parts: Parts, model: ChatModel, scripted: ScriptedModel
) -> None:
    scripted.enqueue(GOOD)
    assert asked(parts, model, "先说打算再说毛病").made_by == "model"
    with pytest.raises(SectionError):
        asked(parts, model, "把第九部分移到最前面")
    assert len(scripted.asked) == 1
