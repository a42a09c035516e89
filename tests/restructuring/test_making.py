"""A plan made for a draft without a model: by a frame, by words; what it lacks shown as others wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from assistant.document import Document
from assistant.drafting.plan_values import ProposedPlan
from assistant.errors import DraftError, ModelError, SectionError, StoreError
from assistant.language_model.model import ChatModel
from assistant.restructure.frame import built_in_frames
from assistant.restructure.parts import Parts, parts_of
from assistant.restructuring.making import by_frame, by_rule, by_wish, with_passages
from assistant.structure.outline import outline
from tests.drafts.plans import REPORT


@pytest.fixture
def parts() -> Parts:
    document = Document.from_text(REPORT)
    return parts_of(document, outline(document))


def no_model() -> ChatModel:
    raise ModelError("no_model")


def last(events: AsyncGenerator[Any, None]) -> ProposedPlan:
    async def run() -> ProposedPlan:
        *_, value = [event async for event in events]
        assert isinstance(value, ProposedPlan)
        return value

    return asyncio.run(run())


FRAME = next(frame for frame in built_in_frames() if frame.name == "民主生活会2024")


def test_by_a_frame_without_a_model(parts: Parts) -> None:
    proposed = last(by_frame(parts, FRAME))
    assert proposed == by_rule(parts, FRAME)
    assert (proposed.source, proposed.made_by, proposed.name) == ("frame", "rules", FRAME.title)
    assert proposed.plan.operations and proposed.gaps
    assert proposed.frame is not None and proposed.frame["year"] == FRAME.year
    for left in proposed.unassigned:
        assert REPORT[left.start : left.end] == left.quote
    assert "案例" in "".join(gap["heading"] for gap in proposed.gaps)


def test_by_words(parts: Parts) -> None:
    proposed = last(by_wish(parts, "把第三部分移到最前面", model=no_model))
    assert [one.kind for one in proposed.plan.operations] == ["move"]
    assert (proposed.source, proposed.instruction, proposed.model) == ("wish", "把第三部分移到最前面", None)


def test_words_that_need_a_model(parts: Parts) -> None:
    with pytest.raises(ModelError) as caught:
        last(by_wish(parts, "写得更有文采", model=no_model))
    assert caught.value.code == "no_model"


def test_words_that_cannot_be_done_say_why(parts: Parts) -> None:
    with pytest.raises(DraftError) as caught:
        last(by_wish(parts, "把第二部分移到第二部分里面", model=no_model))
    assert caught.value.code == "plan_impossible" and "原因分析" in caught.value.message()
    with pytest.raises(SectionError):
        last(by_wish(parts, "把第九部分移到最前面", model=no_model))


class Library:
    def __init__(self, failure: StoreError | None = None) -> None:
        self.asked: list[tuple[str, int, str | None]] = []
        self.failure = failure

    def search(self, query: str, k: int = 10, role: str | None = None) -> Sequence[Any]:
        self.asked.append((query, k, role))
        if self.failure:
            raise self.failure
        return ()


def test_gaps_are_looked_for_in_the_library(parts: Parts) -> None:
    library = Library()
    proposed = with_passages(by_rule(parts, FRAME), library)
    assert len(library.asked) == len(proposed.gaps)
    assert all(gap["heading"] in asked[0] for gap, asked in zip(proposed.gaps, library.asked, strict=True))


def test_a_library_that_fails_is_told_once(parts: Parts) -> None:
    rule = by_rule(parts, FRAME)
    assert len(rule.gaps) > 1
    proposed = with_passages(rule, Library(StoreError("owner_starting")))
    assert [notice.code for notice in proposed.notices] == ["frame_old", "retrieval_failed"]
    assert proposed.plan == rule.plan and all(gap["passages"] == [] for gap in proposed.gaps)
