"""A plan made for a draft: by a frame, by a report of the library, or by the user's own words; with a model or without.

Imports the plans of the model, restructure, and the values that drafts keep. What a model gives is checked; where it is set
aside the rule's plan is shown instead, and said so. Nothing is kept here.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.drafting.plan_values import ProposedPlan, Source, Unassigned
from assistant.errors import DraftError, GaigaoError, ModelError, SectionError
from assistant.restructure.assignment import Assigned, Embed, assign
from assistant.restructure.frame import Frame, FrameHeading, aimed_at, without_blanks
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.operation import Plan
from assistant.restructure.part_name import name_of, with_names
from assistant.restructure.parts import Parts
from assistant.restructure.validation import validate
from assistant.restructure.wishes import plan_of
from assistant.restructuring.comparable import Searchable, usual_elsewhere
from assistant.structure.passages import passage_json
from assistant.wording import Notice, Reason, wording

if TYPE_CHECKING:
    from assistant.language_model.model import ChatModel, Waiting
    from assistant.library.hits import Hit

CONTEXT_CHARS = 12_000
PASSAGES = 3  # that show how others wrote what the draft lacks
_MOST_GAPS = 12
_NUMBERED = re.compile("[第（(0-9０-９]|[一二三四五六七八九十][、（]")


def by_rule(parts: Parts, frame: Frame, source: Source = "frame", embed: Embed | None = None) -> ProposedPlan:
    """The plan that gives a draft the headings of a frame, made without a model."""
    frame = without_blanks(frame)
    assignments = assign(parts, frame, embed)
    plan = plan_from(assignments, parts)
    return ProposedPlan(
        plan,
        source,
        frame.title,
        frame=frame.as_json(),
        assignments=tuple(one.as_json() for one in assignments.every),
        unassigned=tuple(_unassigned(one, parts) for one in assignments.unassigned),
        gaps=tuple(_gap(one, frame) for one in assignments.gaps),
        notices=tuple(_told(frame)),
    )


def _told(frame: Frame) -> Iterator[Notice]:
    if frame.left_out:
        yield Notice("headings_left_out", {"count": frame.left_out})
    if frame.origin in ("built_in", "own") and frame.year is not None and not frame.current:
        yield Notice("frame_old", {"year": frame.year})


async def by_frame(
    parts: Parts,
    frame: Frame,
    source: Source = "frame",
    *,
    embed: Embed | None = None,
    model: ChatModel | None = None,
    context_chars: int = CONTEXT_CHARS,
) -> AsyncGenerator[Waiting | ProposedPlan, None]:
    """The model's plan for a frame, or the rule's where there is no model or it is set aside; `ProposedPlan` last."""
    rule = by_rule(parts, frame, source, embed)
    if model is None:
        yield rule
        return
    from assistant.restructuring.planning import Planned, plan_by_model

    events = plan_by_model(
        parts, frame=aimed_at(frame).headings, by_rule=rule.plan, model=model, context_chars=context_chars
    )
    async with aclosing(events) as stream:
        async for event in stream:
            if not isinstance(event, Planned):
                yield event
            elif event.by == "rules":
                yield replace(rule, notices=(*rule.notices, *event.notices))
            else:
                moved = {part for one in event.plan.operations for part in one.parts}
                yield replace(
                    rule,
                    plan=event.plan,
                    made_by="model",
                    unassigned=tuple(one for one in rule.unassigned if not moved & set(one.parts)),
                    notices=(*rule.notices, *event.notices),
                    model=event.model,
                    prompt=event.prompt.as_json() if event.prompt else None,
                    usage=event.usage,
                )


async def by_wish(
    parts: Parts,
    wish: str,
    *,
    selected: str | None = None,
    model: Callable[[], ChatModel],
    context_chars: int = CONTEXT_CHARS,
) -> AsyncGenerator[Waiting | ProposedPlan, None]:
    """The plan that the user's words ask for: by rule where these understand all of it, else by the model.

    model: gives it, or raises where none was chosen. Raises SectionError where a part is not there or may be several,
    DraftError("plan_impossible", "plan_empty", "plan_in_order"), and ModelError.
    """
    chosen: ChatModel | None = None
    try:
        wished = plan_of(wish, parts, selected=selected)
    except SectionError as error:
        if error.code != "section_unknown" or _NUMBERED.search(error.where):
            raise
        try:
            wished, chosen = None, model()  # a part called by other words than its heading's
        except ModelError:
            raise error from None
    if wished is not None:
        if not wished.plan.operations and wished.unassigned:
            names = wording("guard.between").join(name_of(parts, one) for one in wished.unassigned)
            raise DraftError("plan_in_order", names=names)
        possible(wished.plan, parts)
        yield ProposedPlan(
            wished.plan,
            "wish",
            wish.strip(),
            instruction=wish,
            unassigned=tuple(
                _stretch((one,), parts, Reason("restructure.assigned.no_heading"))
                for one in wished.unassigned
            ),
        )
        return
    chosen = chosen or model()
    from assistant.restructuring.planning import Planned, plan_by_model

    events = plan_by_model(parts, wish, model=chosen, context_chars=context_chars)
    async with aclosing(events) as stream:
        async for event in stream:
            if not isinstance(event, Planned):
                yield event
                continue
            yield ProposedPlan(
                event.plan,
                "wish",
                wish.strip(),
                event.by,
                instruction=wish,
                notices=event.notices,
                model=event.model,
                prompt=event.prompt.as_json() if event.prompt else None,
                usage=event.usage,
            )


def possible(plan: Plan, parts: Parts) -> None:
    """Raises DraftError("plan_impossible") with the first operation that cannot be, and why; "plan_empty" without any."""
    if not plan.operations:
        raise DraftError("plan_empty")
    refusals = validate(plan, parts).refusals
    if refusals:
        reason = with_names(refusals[0], parts, plan).reason()
        raise DraftError("plan_impossible", operation=refusals[0].operation, reason=reason)


def with_passages(proposed: ProposedPlan, library: Searchable, parts: Parts | None = None) -> ProposedPlan:
    """The plan, each gap with passages that show how others wrote it. Where the library cannot say, that is told.

    parts: of the draft; what comparable reports usually have is told too where they are given.
    """
    gaps: list[dict[str, Any]] = []
    notices = list(proposed.notices)
    for number, gap in enumerate(proposed.gaps):
        found: Iterable[Hit] = ()
        if number < _MOST_GAPS:
            try:
                found = library.search(" ".join((*gap["above"], gap["heading"])), PASSAGES, gap["role"])
            except GaigaoError as error:
                told = Notice("retrieval_failed", {"reason": error.reason()})
                notices += [told] if told not in notices else []
        passages = [
            {"report": {"id": hit.report.id, "title": hit.report.title}, "passage": passage_json(hit.passage)}
            for hit in found
        ]
        gaps.append({**gap, "passages": passages})
    if parts is not None:
        try:
            gaps += usual_elsewhere(parts, proposed, library)
        except GaigaoError as error:
            told = Notice("retrieval_failed", {"reason": error.reason()})
            notices += [told] if told not in notices else []
    return replace(proposed, gaps=tuple(gaps), notices=tuple(notices))


def _gap(heading: FrameHeading, frame: Frame) -> dict[str, Any]:
    return {
        "id": heading.id,
        "heading": heading.heading,
        "level": heading.level,
        "role": heading.role,
        "above": [one.heading for one in frame.path(heading.id)[:-1]],
        "passages": [],
    }


def _unassigned(one: Assigned, parts: Parts) -> Unassigned:
    return _stretch(one.parts, parts, one.reason)


def _stretch(names: Sequence[str], parts: Parts, reason: Reason) -> Unassigned:
    found = [part for name in names if (part := parts.find(name)) is not None]
    start, end = min(part.text_start for part in found), max(part.text_end for part in found)
    return Unassigned(tuple(names), start, end, parts.text[start:end], reason)
