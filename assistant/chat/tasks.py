"""What the chat does for one task: find, rewrite, review, inspect, answer, take back. Every task is a stream of events.

Imports use cases, the model's seam and pure modules.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from assistant.chat.clauses import rules
from assistant.chat.draft_remarks import remarks
from assistant.chat.events import (
    Answered,
    Changed,
    ChatEvent,
    Delta,
    Filters,
    Found,
    Inspected,
    Reviewed,
    Said,
    Waited,
)
from assistant.chat.ready_wishes import behind
from assistant.chat.replies import (
    asked_event,
    citation_of,
    found_text,
    last_accepted,
    length_told,
    listed,
    planned_event,
    questions_in,
    remark_of,
    sentences,
    shared_out,
    suggested_event,
    tried_again_event,
)
from assistant.chat.subject import Subject
from assistant.chat.understanding import Wanted
from assistant.drafting.drafts import Drafts, SuggestionView
from assistant.errors import ModelError
from assistant.guard.inspection_words import inspection_json
from assistant.language_model.model import ChatModel, Waiting
from assistant.language_model.tracing import switch_off
from assistant.restructuring.restructuring import Restructuring
from assistant.reviewing.inspecting import Inspector, inspect_draft
from assistant.reviewing.reviewing import Guardian, Reviewing
from assistant.revision import advice, revision
from assistant.revision.material import Material
from assistant.revision.suggestion import Suggestion

if TYPE_CHECKING:
    from assistant.library.hits import Hit
    from assistant.revision.retrieval import Searchable

    class Examples(Searchable, Guardian, Inspector, Protocol):
        """The library as the chat needs it."""


Events = AsyncGenerator[ChatEvent, None]
Keep = Callable[..., Awaitable[SuggestionView]]


class Tasks:
    """Carries out tasks. Closing a task's stream closes the request at the model's service."""

    def __init__(
        self,
        drafts: Drafts,
        library: Callable[[], Examples],
        model: Callable[[], ChatModel],
        context_chars: int,
        restructuring: Restructuring,
    ) -> None:
        self._restructuring = restructuring
        self._drafts = drafts
        self._library = library
        self._reviewing = Reviewing(drafts, library)
        self._model = model
        self._context_chars = context_chars

    async def run(self, subject: Subject, number: int, task: Wanted, begun: str = "") -> Events:
        """The events of one task. begun: a rewrite that broke off, to be gone on with. Raises GaigaoError."""
        if task.kind == "unsupported":
            yield Said(subject.tell(f"not_yet.{task.feature}"), number)
            return
        if subject.draft is None and task.kind in ("rewrite", "review", "inspect", "restructure", "undo"):
            yield Said(subject.tell("no_draft"), number)
            return
        runs: dict[str, Callable[[Subject, int, Wanted], Events]] = {
            "find": self._find,
            "rewrite": partial(self._rewrite, begun=begun),
            "review": self._review,
            "inspect": self._inspect,
            "restructure": self._restructure,
            "question": self._question,
            "undo": self._undo,
        }
        async with aclosing(runs[task.kind](subject, number, task)) as events:
            async for event in events:
                yield event

    # --- find ------------------------------------------------------------------------------------------------

    async def _find(self, subject: Subject, number: int, task: Wanted) -> Events:
        yield await self._found(subject, number, task)

    async def _found(self, subject: Subject, number: int, task: Wanted) -> Found:
        """The passages for a task: comparable to the part it is about, else by the words of the wish."""
        from assistant.revision.retrieval import PASSAGES, PassageRetriever, hits_of, query_for

        switch_off()
        meant = task.meant[0] if task.meant else None
        query, role = task.wish, task.role
        if meant is not None:
            query = query_for(subject.document, meant.section, task.wish)
            if meant.item is not None:
                item = subject.document.text[meant.item.start : meant.item.end]
                query = "\n".join((task.wish, meant.section.heading, item))
            role = meant.section.role if meant.section.role != "other" else None
        retriever = PassageRetriever(
            library=self._library(),
            k=PASSAGES,
            role=role,
            kind=task.report_kind,
            origin=task.origin,
            draft=subject.document.text,
        )
        hits = hits_of(await retriever.ainvoke(query))
        filters = Filters(task.role, task.report_kind, task.origin)
        return Found(number, hits, found_text(subject, hits, filters), query, filters)

    # --- rewrite ---------------------------------------------------------------------------------------------

    async def _rewrite(self, subject: Subject, number: int, task: Wanted, begun: str = "") -> Events:
        if task.scope == "whole":
            yield shared_out(subject, number, task)
            return
        if task.missing or not task.meant:
            yield asked_event(subject, number, task)
            return
        if task.ambiguous:
            yield asked_event(subject, number, task)
            yield await self._found(subject, number, task)
            return
        meant = task.meant[0]
        if meant.section.body_end <= meant.section.body_start and meant.section.kind != "section":
            yield Said(subject.tell("no_text", place=subject.name(meant.section)), number)
            return
        try:
            model = self._model()
        except ModelError as error:
            if error.code != "no_model":
                raise
            yield Said(subject.tell("connect.rewrite"), number, "connect")
            yield await self._found(subject, number, task)
            return
        found = await self._found(subject, number, task)
        yield found
        async with aclosing(self._revised(subject, number, task, model, found.hits, begun)) as events:
            async for event in events:
                yield event

    async def _revised(
        self, subject: Subject, number: int, task: Wanted, model: ChatModel, hits: Sequence[Hit], begun: str
    ) -> Events:
        """The model's rewrite, kept as a suggestion for the version it was made for."""
        draft, meant = subject.draft or "", task.meant[0]
        wish = behind(task.wish, subject.language)
        if meant.item is not None:
            wish = f"{subject.tell('suggested.only_item', label=meant.item.label)}\n{wish}"
        first: SuggestionView | None = None

        async def keep(suggestion: Suggestion, **how: Any) -> SuggestionView:
            return await asyncio.to_thread(
                self._reviewing.keep,
                subject.owner,
                draft,
                suggestion,
                version=subject.version,
                name=subject.place(meant).name,
                instruction=task.wish,
                **how,
            )

        events = revision.revise(
            subject.document,
            subject.outline,
            meant.section,
            wish,
            model=model,
            hits=hits,
            material=await self._material(subject),
            context_chars=self._context_chars,
            begun=begun,
            guard=self._reviewing.guard,
            earlier=await asyncio.to_thread(self._opened, subject),
        )
        async with aclosing(events) as stream:
            async for event in stream:
                match event:
                    case Waiting():
                        yield Waited(number, event.text(subject.language))
                    case revision.Delta():
                        yield Delta(number, event.text, "proposal")
                    case revision.Checking():
                        yield Waited(number, subject.tell("suggested.checking"))
                    case revision.TryingAgain():
                        # Kept at once: it is what the user has if the second try is stopped.
                        first = await keep(event.suggestion)
                        yield tried_again_event(subject, number, event.suggestion, first)
                    case revision.Finished():
                        kept = await self._finished(event, first, keep)
                        yield suggested_event(subject, number, meant, event.suggestion, kept)
                        if questions := questions_in(event.suggestion):
                            text = subject.tell("suggested.missing", questions="；".join(questions))
                            yield Said(text, number, "material")

    async def _finished(
        self, finished: revision.Finished, first: SuggestionView | None, keep: Keep
    ) -> SuggestionView:
        """The suggestion of one or two tries, kept. first: the first of two, as it was kept already."""
        if first is None:
            return await keep(finished.suggestion)
        if finished.set_aside is None:
            return first
        if finished.set_aside.proposed == first.proposed:
            return await keep(finished.suggestion, replaces=first.id)
        await keep(finished.set_aside, replaces=first.id, set_aside=True)
        return first

    def _opened(self, subject: Subject) -> tuple[str, ...]:
        """The draft as it was opened, where it has changed since: what it told is known."""
        if subject.draft is None or subject.version == 1:
            return ()
        return (self._drafts.version(subject.owner, subject.draft, 1).text,)

    async def _material(self, subject: Subject) -> tuple[Material, ...]:
        if subject.draft is None:
            return ()
        given = await asyncio.to_thread(self._drafts.materials, subject.owner, subject.draft)
        return tuple(Material(one.name, one.text) for one in given)

    # --- review and questions --------------------------------------------------------------------------------

    async def _review(self, subject: Subject, number: int, task: Wanted) -> Events:
        section = task.meant[0].section if task.meant else None
        if task.ambiguous:
            yield asked_event(subject, number, task)
            return
        place = f"“{subject.name(section)}”" if section else subject.tell("whole")
        seen = await asyncio.to_thread(remarks, subject.document, subject.outline, subject.language, section)
        key = "review.rules" if seen else "review.rules_none"
        yield Reviewed(number, seen, subject.tell(key, place=place, count=len(seen)))
        try:
            model = self._model()
        except ModelError as error:
            if error.code != "no_model":
                raise
            yield Said(subject.tell("connect.review"), number, "connect")
            return
        events = advice.review(
            subject.document,
            subject.outline,
            model=model,
            section=section,
            wish=task.wish,
            context_chars=self._context_chars,
        )
        async with aclosing(events) as stream:
            async for event in stream:
                if isinstance(event, Waiting):
                    yield Waited(number, event.text(subject.language))
                    continue
                said = tuple(remark_of(subject, one) for one in event.remarks)
                key = "review.some" if said else "review.none_more" if seen else "review.none"
                yield Reviewed(number, said, subject.tell(key, place=place, count=len(said)))
                for notice in event.notices:
                    yield Said(notice.text(subject.language), number, "warning")

    async def _inspect(self, subject: Subject, number: int, task: Wanted) -> Events:
        yield Waited(number, subject.tell("inspecting"))
        inspection = await asyncio.to_thread(
            inspect_draft, self._drafts, self._library(), subject.owner, subject.draft or "", subject.language
        )
        report = inspection_json(inspection, subject.language)
        yield Inspected(number, report["text"], report, subject.version)

    async def _restructure(self, subject: Subject, number: int, task: Wanted) -> Events:
        events = self._restructuring.as_said(
            subject.owner, subject.draft or "", task.wish, selected=subject.selected
        )
        try:
            async with aclosing(events) as stream:
                async for event in stream:
                    if isinstance(event, Waiting):
                        yield Waited(number, event.text(subject.language))
                    else:
                        yield planned_event(subject, number, event)
        except ModelError as error:
            if error.code != "no_model":
                raise
            yield Said(subject.tell("connect.restructure"), number, "connect")

    async def _question(self, subject: Subject, number: int, task: Wanted) -> Events:
        if subject.draft is not None and rules().words["counting"].search(task.wish):
            yield Said(length_told(subject, task), number)
            return
        try:
            model = self._model()
        except ModelError as error:
            if error.code != "no_model":
                raise
            yield Said(subject.tell("connect.question"), number, "connect")
            yield await self._found(subject, number, task)
            return
        found = await self._found(subject, number, task)
        events = advice.answer(
            task.wish,
            subject.document,
            subject.outline,
            model=model,
            hits=found.hits,
            material=await self._material(subject),
            section=task.meant[0].section if task.meant else None,
            context_chars=self._context_chars,
        )
        async with aclosing(events) as stream:
            async for event in stream:
                match event:
                    case Waiting():
                        yield Waited(number, event.text(subject.language))
                    case advice.Delta():
                        yield Delta(number, event.text)
                    case advice.Answered():
                        citations = tuple(citation_of(one) for one in event.citations)
                        notices = tuple(notice.text(subject.language) for notice in event.notices)
                        yield Answered(number, event.text, citations, notices)

    # --- take back -------------------------------------------------------------------------------------------

    async def _undo(self, subject: Subject, number: int, task: Wanted) -> Events:
        yield await asyncio.to_thread(self._taken_back, subject, number, task)

    def _taken_back(self, subject: Subject, number: int, task: Wanted) -> ChatEvent:
        """One step back; or, of what was accepted last, all but the changes that stay."""
        owner, draft = subject.owner, subject.draft or ""
        current = self._drafts.current(owner, draft)
        latest = last_accepted(self._drafts.suggestions(owner, draft))
        if latest is not None and (task.keep or not rules().words["one_step"].search(task.wish)):
            numbers = [h.id for h in latest.hunks if h.state == "accepted" and h.id not in task.keep]
            if numbers:
                self._drafts.reject(owner, latest.id, numbers)
                kept = [
                    n for n in task.keep if any(h.id == n and h.state == "accepted" for h in latest.hunks)
                ]
                said = [
                    subject.tell("undo.taken_back", section=latest.section["name"], changes=listed(numbers)),
                    subject.tell("undo.kept", changes=listed(kept)) if kept else "",
                    subject.tell("undo.again"),
                ]
                return Changed(number, sentences(said, subject.language), latest.id)
        if current.undo is None:
            return Said(subject.tell("undo.nothing"), number)
        self._drafts.undo(owner, draft)
        return Changed(number, subject.tell("undo.step", step=current.undo.text(subject.language)))
