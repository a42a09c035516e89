"""Plans for the drafts of the page and the chat: in a frame, or as the user says it; made, and kept to be reviewed.

Imports drafts, the library and its siblings. By rules unless a model is asked for, or is the only one that understands.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView, ProposedPlan, Source
from assistant.drafting.values import Current
from assistant.errors import DraftError, LibraryError, UsageError
from assistant.language_model.model import ChatModel, Waiting
from assistant.restructure.assignment import Embed
from assistant.restructure.frame import Frame
from assistant.restructure.named_frame import called
from assistant.restructure.parts import Parts, parts_of
from assistant.restructure.report_frame import frame_of_report
from assistant.restructuring.comparable import Searchable
from assistant.restructuring.frames import all_frames, frame_asked, keep_frame
from assistant.restructuring.making import by_frame, by_wish, with_passages
from assistant.restructuring.reviewing import PlanReview
from assistant.structure.outline import outline
from assistant.structure.report_identity import identify
from assistant.wording import wording

if TYPE_CHECKING:
    from assistant.library.catalog import Report

Made = AsyncGenerator[Waiting | PlanView, None]


@lru_cache(maxsize=1)
def _built_in() -> Embed:
    from vectorstore.embeddings import open_embedder

    return open_embedder("use").embed_documents


def built_in_embedding(texts: list[str]) -> Any:
    """Texts as vectors, on this machine whatever the library is indexed with; loaded when it is first needed."""
    return _built_in()(texts)


class Shelf(Searchable, Protocol):
    """The library as plans need it."""

    def report(self, report_id: str) -> Report:
        """An example report."""

    def document(self, report_id: str) -> Document:
        """Its text."""

    def list(self) -> Sequence[Report]:
        """All of them."""


class Restructuring:
    """Makes plans for drafts and keeps them. One object serves all users.

    library: the library, or raises why there is none yet; model: the model chosen, or raises ModelError("no_model");
    embed: texts → vectors, for the rules.
    """

    def __init__(
        self,
        drafts: Drafts,
        library: Callable[[], Shelf],
        model: Callable[[], ChatModel],
        review: PlanReview,
        data_dir: Path,
        context_chars: int,
        embed: Embed | None = None,
    ) -> None:
        self._drafts, self._library, self._model, self._embed = drafts, library, model, embed
        self._data_dir, self._context_chars = data_dir, context_chars
        self.review = review

    # --- frames ------------------------------------------------------------------------------------------------

    def frames(self) -> tuple[Frame, ...]:
        """The named frames, the office's own first."""
        return all_frames(self._data_dir)

    def frame(self, name: str) -> Frame:
        """A named frame. Raises UsageError("frame_unknown")."""
        for one in self.frames():
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
        return frame_asked(notice, wording("operations.notice_frame"))

    def keep_frame(self, frame: Frame, name: str, kind: str) -> Frame:
        """A frame kept as the office's own, for reports of a kind. Raises SettingsError("frames_unwritable")."""
        own = replace(frame, name=name, title=name, kind=kind, origin="own")
        keep_frame(self._data_dir, own)
        return own

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
    ) -> Made:
        """A plan that gives a draft the headings of a frame, with passages for what it lacks; the view last.

        Raises DraftError("plan_empty") where nothing has to change.
        """
        model = self._model() if by_model else None
        current, parts = await asyncio.to_thread(self._begun, owner, draft, seen)
        events = by_frame(
            parts, frame, source, embed=self._embed, model=model, context_chars=self._context_chars
        )
        async with aclosing(events) as stream:
            async for event in stream:
                if isinstance(event, Waiting):
                    yield event
                    continue
                yield await asyncio.to_thread(self._kept, owner, current, event, parts)

    async def as_said(
        self,
        owner: str,
        draft: str,
        wish: str,
        *,
        selected: str | None = None,
        seen: int | None = None,
    ) -> Made:
        """A plan in the user's own words; the view last. By a frame or report where they name one, by rules where these
        understand all of it, else by the model.

        Raises what `making.by_wish` and `named_frame.called` raise.
        """
        if not wish.strip():
            raise UsageError("wish_missing")
        current, parts = await asyncio.to_thread(self._begun, owner, draft, seen)
        named = await asyncio.to_thread(self._called, wish, current)
        if named is not None:
            async with aclosing(self.in_frame(owner, draft, *named, seen=seen)) as stream:
                async for made in stream:
                    yield made
            return
        events = by_wish(parts, wish, selected=selected, model=self._model, context_chars=self._context_chars)
        async with aclosing(events) as stream:
            async for event in stream:
                if isinstance(event, Waiting):
                    yield event
                    continue
                yield await asyncio.to_thread(self._kept, owner, current, event)

    def _called(self, wish: str, current: Current) -> tuple[Frame, Source] | None:
        """The frame that a wish names, and where it is from."""

        def reports() -> Sequence[Report]:
            try:
                return self._library().list()
            except LibraryError:  # not opened yet: the named frames are there all the same
                if "《" in wish:
                    raise
                return ()

        kind = identify(current.document, outline(current.document), "").kind
        found = called(wish, self.frames(), reports, kind)
        if found is None:
            return None
        return (
            (found.frame, "frame") if found.frame is not None else (self.frame_like(found.report), "report")
        )

    def _begun(self, owner: str, draft: str, seen: int | None) -> tuple[Current, Parts]:
        current = self._drafts.freeze(owner, draft, seen)
        return current, parts_of(current.document, outline(current.document))

    def _kept(
        self, owner: str, current: Current, proposed: ProposedPlan, parts: Parts | None = None
    ) -> PlanView:
        if not proposed.plan.operations:
            raise DraftError("plan_empty")
        if proposed.gaps or parts is not None:
            with suppress(LibraryError):  # not opened yet: the page asks for them when they are wanted
                proposed = with_passages(proposed, self._library(), parts)
        return self.review.keep(
            owner, current.draft, proposed, version=current.version, document=current.document
        )
