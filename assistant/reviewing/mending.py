"""A finding mended by one click: the fact left open, vouched for, or the sentence recast by the model.

What is mended is a new suggestion for the text as it stands, in place of the one it was found in, and judged again.
Imports drafts, the guard, the model's seam and pure modules.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from assistant.changes.diff import hunks
from assistant.drafting.drafts import Drafts
from assistant.drafting.values import Current, SuggestionView
from assistant.errors import DraftError
from assistant.guard.changes import Changed
from assistant.language_model.model import ChatModel, Waiting
from assistant.language_model.prompt import PromptStamp
from assistant.reviewing.reviewing import Reviewing, waiting
from assistant.revision.recasting import Recast, recast
from assistant.revision.suggestion import Citation, Suggestion
from assistant.structure.passages import Passage
from assistant.structure.sentences import sentence_spans
from assistant.wording import Language, wording


@dataclass(frozen=True, slots=True)
class Mended:
    """The suggestion that took the place of the one a finding was in."""

    suggestion: SuggestionView


class Mending:
    """The one-click ways out of a finding. Raises DraftError("finding_gone") where it is no longer in the text."""

    def __init__(self, drafts: Drafts, reviewing: Reviewing, model: Callable[[], ChatModel]) -> None:
        self._drafts = drafts
        self._reviewing = reviewing
        self._model = model

    def leave_open(
        self, owner: str, suggestion: str, finding: str, seen: int | None = None, language: Language = "zh"
    ) -> SuggestionView:
        """换成待补: the fact gives way to a question to the writer."""
        found = self._found(owner, suggestion, finding, seen)
        fact = wording(f"guard.missing.{found.stored['params'].get('fact', 'other')}", language)
        question = wording("guard.missing.mark", fact=fact)
        proposed = found.made.proposed
        return self._replace(owner, found, proposed[: found.start] + question + proposed[found.end :])

    def vouch(self, owner: str, suggestion: str, finding: str, language: Language = "zh") -> SuggestionView:
        """加入本次素材: the user says that the fact is theirs; what waits is judged again."""
        found = self._found(owner, suggestion, finding, None)
        name = wording("guard.vouched.name", language)
        text = wording("guard.vouched.text", language, quote=found.stored["quote"])
        self._drafts.add_material(owner, found.view.draft, name, text, "answer")
        self._reviewing.judge_again(owner, found.view.draft)
        return self._drafts.suggestion(owner, suggestion)

    async def recast(
        self, owner: str, suggestion: str, finding: str, seen: int | None = None
    ) -> AsyncGenerator[Waiting | Mended, None]:
        """用自己的话重写: only the sentences that the finding is about. Raises ModelError; closing it closes the request."""
        model = self._model()
        found = await asyncio.to_thread(self._found, owner, suggestion, finding, seen)
        proposed = found.made.proposed
        spans = [
            span
            for span in sentence_spans(proposed, 0, len(proposed))
            if span[0] < found.end and found.start < span[1]
        ]
        start, end = spans[0][0], spans[-1][1]
        events = recast(proposed[start:end], before=proposed[:start], after=proposed[end:], model=model)
        async with aclosing(events) as stream:
            async for event in stream:
                if isinstance(event, Recast):
                    text = proposed[:start] + event.text + proposed[end:]
                    yield Mended(await asyncio.to_thread(self._replace, owner, found, text))
                else:
                    yield event

    def _found(self, owner: str, suggestion: str, finding: str, seen: int | None) -> _Found:
        """Where the finding stands when all changes that wait are made in the text as it is."""
        view = self._drafts.suggestion(owner, suggestion)
        stored = next((one for one in view.findings if one["id"] == finding), None)
        current = self._drafts.freeze(owner, view.draft, seen)
        made = waiting(view, current)
        if stored is None or made is None:
            raise DraftError("finding_gone", where=view.section["name"])
        quote = stored["quote"]
        for hunk, (start, end) in zip(stored["hunks"], stored["places"], strict=True):
            if hunk in made.spans:
                at = made.spans[hunk][0]
                if at + start >= 0 and made.proposed[at + start : at + end] == quote:
                    return _Found(view, current, stored, made, at + start, at + end)
        at = made.proposed.find(quote) if quote else -1
        if at < 0:
            raise DraftError("finding_gone", where=view.section["name"])
        return _Found(view, current, stored, made, at, at + len(quote))

    def _replace(self, owner: str, found: _Found, proposed: str) -> SuggestionView:
        """A suggestion of the mended text in place of the one it was found in."""
        view, current, made = found.view, found.current, found.made
        original = current.text[made.start : made.end]
        changes = hunks(original, proposed, offset=made.start, barriers=current.document.generated)
        mended = Suggestion(
            view.section["id"],
            view.section["label"],
            view.section["heading"],
            made.start,
            made.end,
            made.start,
            made.end,
            original,
            proposed,
            view.note,
            changes,
            citations=tuple(_citation(one) for one in view.citations),
            model=view.model,
            prompt=PromptStamp(**view.prompt) if view.prompt else None,
            usage=view.usage,
        )
        return self._reviewing.keep(
            owner,
            view.draft,
            mended,
            version=current.version,
            name=view.section["name"],
            instruction=view.instruction,
            replaces=view.id,
        )


def _citation(stored: Mapping[str, Any]) -> Citation:
    passage = {**stored["passage"], "path": tuple(stored["passage"]["path"])}
    return Citation(stored["n"], stored["report"]["id"], stored["report"]["title"], Passage(**passage))


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding at `[start, end)` of what the waiting changes make of the current text."""

    view: SuggestionView
    current: Current
    stored: Mapping[str, Any]
    made: Changed
    start: int
    end: int
