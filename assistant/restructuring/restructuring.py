"""Plans of restructuring for a draft: in a frame, or as the user says it; kept, and what is left to do beside them.

Imports drafts, the library, the model's seam and restructure. By rules unless a model is asked for; where it fails the
plan by rules is shown and said so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView, ProposedPlan, Source, Unassigned
from assistant.drafting.values import Current, SuggestionView
from assistant.errors import DraftError, UsageError
from assistant.language_model.model import ChatModel, Waiting
from assistant.restructure.assignment import Assignments, assign
from assistant.restructure.frame import Frame, built_in_frames, frame_of_report
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.notice import frame_of_notice
from assistant.restructure.operation import Plan
from assistant.restructure.parts import Parts, parts_of
from assistant.restructure.wishes import plan_of
from assistant.restructuring.planning import Planned, plan_by_model
from assistant.revision.request import suggestion_of
from assistant.structure.outline import outline
from assistant.wording import Reason, wording

if TYPE_CHECKING:
    from assistant.library.catalog import Report
    from assistant.reviewing.reviewing import Reviewing


class Shelf(Protocol):
    """The library as plans need it."""

    def report(self, report_id: str) -> Report:
        """An example report."""

    def document(self, report_id: str) -> Document:
        """Its text."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan for a draft, before it is kept."""

    planned: Planned
    assignments: Assignments | None = None
    alone: tuple[str, ...] = ()


class Restructuring:
    """Makes plans and keeps them. One object serves all users.

    library: the library, or raises why there is none yet; model: the model chosen, or raises ModelError("no_model").
    """

    def __init__(
        self,
        drafts: Drafts,
        library: Callable[[], Shelf],
        model: Callable[[], ChatModel],
        reviewing: Reviewing,
        context_chars: int,
        frames: Callable[[], tuple[Frame, ...]] = built_in_frames,
    ) -> None:
        self._drafts, self._library, self._model = drafts, library, model
        self._reviewing, self._context_chars, self._frames = reviewing, context_chars, frames

    # --- frames ------------------------------------------------------------------------------------------------

    def frames(self) -> tuple[Frame, ...]:
        """The named frames."""
        return self._frames()

    def frame(self, name: str) -> Frame:
        """A named frame. Raises UsageError("frame_unknown")."""
        for one in self._frames():
            if one.name == name:
                return one
        raise UsageError("frame_unknown", where=name)

    def frame_like(self, report_id: str) -> Frame:
        """The outline of a report of the library. Raises LibraryError("unknown_report")."""
        library = self._library()
        report, document = library.report(report_id), library.document(report_id)
        return frame_of_report(
            document, outline(document), name=report.id, title=report.title, year=report.year
        )

    def frame_asked(self, notice: str) -> Frame:
        """The frame that a pasted notice sets. Raises UsageError("frame_not_found")."""
        found = frame_of_notice(notice, name=wording("operations.notice_frame"))
        if found is None:
            raise UsageError("frame_not_found")
        return found

    # --- plans -------------------------------------------------------------------------------------------------

    async def in_frame(
        self,
        owner: str,
        draft: str,
        frame: Frame,
        source: Source,
        *,
        seen: int | None = None,
        by_model: bool = False,
    ) -> AsyncGenerator[Waiting | PlanView, None]:
        """A plan that gives a draft the headings of a frame; kept, the view last."""
        current, parts = await asyncio.to_thread(self._begun, owner, draft, seen)
        assignments = await asyncio.to_thread(assign, parts, frame)
        plan = plan_from(assignments, parts)
        made = _Made(Planned(plan, "rules"), assignments)
        if by_model:
            events = plan_by_model(
                parts,
                frame=frame.headings,
                by_rule=plan,
                model=self._model(),
                context_chars=self._context_chars,
            )
            async with aclosing(events) as stream:
                async for event in stream:
                    if isinstance(event, Waiting):
                        yield event
                    else:
                        made = _Made(event, assignments)
        yield await asyncio.to_thread(self._kept, owner, current, parts, made, source, frame.title, "", frame)

    async def as_said(
        self,
        owner: str,
        draft: str,
        wish: str,
        *,
        selected: str | None = None,
        seen: int | None = None,
    ) -> AsyncGenerator[Waiting | PlanView, None]:
        """A plan in the user's own words; kept, the view last. By rules where they understand them, else by the model.

        Raises SectionError where a part cannot be told, ModelError("no_model") where only a model can.
        """
        if not wish.strip():
            raise UsageError("wish_missing")
        current, parts = await asyncio.to_thread(self._begun, owner, draft, seen)
        wished = await asyncio.to_thread(plan_of, wish, parts, selected=selected)
        made = _Made(
            Planned(wished.plan if wished else Plan(), "rules"), None, wished.unassigned if wished else ()
        )
        if wished is None:
            events = plan_by_model(parts, wish, model=self._model(), context_chars=self._context_chars)
            async with aclosing(events) as stream:
                async for event in stream:
                    if isinstance(event, Waiting):
                        yield event
                    else:
                        made = _Made(event)
        yield await asyncio.to_thread(self._kept, owner, current, parts, made, "wish", wish.strip(), wish)

    def _begun(self, owner: str, draft: str, seen: int | None) -> tuple[Current, Parts]:
        current = self._drafts.freeze(owner, draft, seen)
        return current, parts_of(current.document, outline(current.document))

    def _kept(
        self,
        owner: str,
        current: Current,
        parts: Parts,
        made: _Made,
        source: Source,
        name: str,
        instruction: str,
        frame: Frame | None = None,
    ) -> PlanView:
        planned, found = made.planned, made.assignments
        proposed = ProposedPlan(
            Plan(planned.plan.operations),
            source,
            name,
            planned.by,
            instruction,
            frame.as_json() if frame else None,
            tuple(one.as_json() for one in found.every) if found else (),
            tuple(_unassigned(parts, one.parts, one.reason) for one in found.unassigned)
            if found
            else tuple(_unassigned(parts, (one,), Reason("operations.alone")) for one in made.alone),
            tuple({"heading": g.heading, "level": g.level, "role": g.role or "other"} for g in found.gaps)
            if found
            else (),
            planned.notices,
            planned.prompt.as_json() if planned.prompt else None,
            planned.model,
            planned.usage,
        )
        return self._drafts.add_plan(
            owner, current.draft, proposed, version=current.version, document=current.document
        )

    # --- what is left to do ------------------------------------------------------------------------------------

    def to_review(self, owner: str, plan: str) -> tuple[SuggestionView, ...]:
        """The words that no longer fit after what was accepted, as suggestions: one for each part of the draft that has
        any, judged by the guard. Raises DraftError("plan_lost") where the text cannot be told any more.
        """
        view = self._drafts.plan(owner, plan)
        current = self._drafts.freeze(owner, view.draft)
        if view.now is None or view.now.text != current.text:
            raise DraftError("plan_lost", where=view.name)
        changes = [one for one in view.now.changes if one.proposal is not None and one.proposal != one.quote]
        kept = []
        for section in outline(current.document).sections:
            inside = [c for c in changes if section.body_start <= c.start and c.end <= section.body_end]
            if not inside:
                continue
            body, note = current.text[section.body_start : section.body_end], []
            for change in reversed(inside):
                start, end = change.start - section.body_start, change.end - section.body_start
                body = f"{body[:start]}{change.proposal}{body[end:]}"
                note.append(change.reason.text("zh"))
            suggestion = suggestion_of(
                current.document, section, body, "\n".join(reversed(note)), keep_marks=False
            )
            if suggestion.hunks:
                kept.append(
                    self._reviewing.keep(
                        owner, view.draft, suggestion, version=current.version, name=section.name
                    )
                )
        return tuple(kept)


def _unassigned(parts: Parts, ids: Sequence[str], reason: Reason) -> Unassigned:
    found = [part for part_id in ids if (part := parts.find(part_id)) is not None]
    start, end = found[0].text_start, found[-1].text_end
    return Unassigned(tuple(ids), start, end, parts.text[start:end], reason)
