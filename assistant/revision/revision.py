"""A section rewritten: passages retrieved, the model asked, its reply made into a Suggestion whose changes are separate.

What the guard finds goes with it; where that is an error, the model is asked once more. Imports the model, prompts and
pure modules; retrieval when there is a library. The draft is never changed here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.document import Document
from assistant.errors import GaigaoError, LibraryError, ModelError, UsageError
from assistant.guard.changes import ChangeFinding, Guard, errors
from assistant.guard.findings import Proposal
from assistant.language_model.model import ChatModel, Ended, Piece, Waiting
from assistant.language_model.prompt import prompt
from assistant.revision import reply
from assistant.revision.briefing import Fence, restore
from assistant.revision.continuing import HEAD, joined
from assistant.revision.judging import better, judged
from assistant.revision.material import Material
from assistant.revision.request import Request, suggestion_of, taken_apart
from assistant.revision.suggestion import Citation, Suggestion, suggestion_json
from assistant.structure.outline import Outline, Section
from assistant.wording import Notice, wording

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.library.hits import Hit
    from assistant.revision.retrieval import Searchable

__all__ = [
    "Checking",
    "Citation",
    "Delta",
    "Finished",
    "Material",
    "Retrieved",
    "Revision",
    "Suggestion",
    "TryingAgain",
    "Waiting",
    "review_pasted",
    "revise",
    "suggestion_json",
]  # fmt: skip

CONTINUE, AGAIN = "continue", "again"
CONTEXT_CHARS = 12_000
# What may be shown of a growing reply is looked at so often, not at every word.
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages found, before the model is asked."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A further piece of the rewrite as it is written: not checked, for reading along only."""

    text: str


@dataclass(frozen=True, slots=True)
class Checking:
    """The rewrite is written; the guard is at it."""


@dataclass(frozen=True, slots=True)
class TryingAgain:
    """The guard found errors, and the model is asked once more. suggestion: the first try, findings included."""

    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Finished:
    """The suggestion. set_aside: the other of two tries, with more errors; None where there was one."""

    suggestion: Suggestion
    set_aside: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class _Replied:
    """The end of one reply of the model."""

    raw: str
    ended: Ended


Revision = Retrieved | Waiting | Delta | Checking | TryingAgain | Finished


async def revise(
    document: Document,
    outline: Outline,
    section: Section,
    wish: str,
    *,
    model: ChatModel,
    library: Searchable | None = None,
    hits: Sequence[Hit] | None = None,
    material: Sequence[Material] = (),
    context_chars: int = CONTEXT_CHARS,
    begun: str = "",
    guard: Guard | None = None,
    earlier: Sequence[str] = (),
) -> AsyncGenerator[Revision, None]:
    """Rewrite `section` as `wish` says: `Retrieved`, then `Delta`s (and `Waiting`s), then `Finished`.

    With a guard, `Checking` follows what was written, and where there are errors `TryingAgain` and the `Delta`s of a second
    try. hits: passages already found; without them the library, if there is one, is searched; begun: what was written of the
    rewrite before it broke off, to be gone on with; earlier: earlier wordings of the draft, whose facts are known. Raises
    ModelError, and UsageError("wish_missing", "section_without_text"); whatever is raised, the draft is as it was. Closing
    the generator closes the request at the model's service.
    """
    _check(section, wish)
    notices: list[Notice] = []
    found = tuple(hits or ())
    if hits is None and library is not None:
        from assistant.revision.retrieval import comparable

        try:
            found = await comparable(library, document, section, wish)
        except GaigaoError as error:  # a rewrite is possible without passages, and the user is told
            notices.append(Notice("retrieval_failed", {"reason": error.message()}))
    yield Retrieved(found)

    request = await asyncio.to_thread(
        Request, document, outline, section, wish, material, found, context_chars
    )
    notices += request.notices
    messages = [*request.messages, *_go_on(begun)] if begun else request.messages
    replied = _Replied("", Ended(None, model.name))
    async with aclosing(_written(model, messages, request, begun)) as events:
        async for event in events:
            if isinstance(event, _Replied):
                replied = event
            else:
                yield event
    # Comparing a long section takes up to a second of the processor, which other chats must not wait for.
    first = await asyncio.to_thread(_made, request, replied, notices)
    if guard is None:
        yield Finished(first)
        return
    yield Checking()
    first = await asyncio.to_thread(_judged, first, request.proposal(first, earlier), guard)
    if not errors(first.findings):
        yield Finished(first)
        return
    yield TryingAgain(first)
    messages = [*request.messages, *_once_more(replied.raw, errors(first.findings))]
    try:
        async with aclosing(_written(model, messages, request)) as events:
            async for event in events:
                if isinstance(event, _Replied):
                    replied = event
                else:
                    yield event
        second = await asyncio.to_thread(_made, request, replied, notices)
    except ModelError as error:  # the first try is there, and what is wrong with it is told
        told = Notice("second_try_failed", {"reason": error.message()})
        yield Finished(replace(first, notices=(*first.notices, told)))
        return
    yield Checking()
    second = await asyncio.to_thread(_judged, second, request.proposal(second, earlier), guard)
    chosen = better(first, second)
    yield Finished(chosen, second if chosen is first else first)


async def _written(
    model: ChatModel, messages: Sequence[BaseMessage], request: Request, begun: str = ""
) -> AsyncGenerator[Waiting | Delta | _Replied, None]:
    """One reply as it is written, `_Replied` last. Raises ModelError."""
    raw, more, shown, looked = "", "", "", 0.0
    ended = Ended(None, model.name)
    async with aclosing(model.stream(messages)) as events:
        async for event in events:
            match event:
                case Piece():
                    more += event.text
                    raw = joined(begun, more) if begun else more
                    if len(raw) > request.longest:
                        raise ModelError("reply_too_much", where=request.section.name)
                    if time.monotonic() - looked < _LOOK_SECONDS:
                        continue
                    looked = time.monotonic()
                case Ended():
                    ended = event
                case _:
                    yield event
            visible = reply.visible(raw, request.original)
            if visible.startswith(shown) and len(visible) > len(shown):
                yield Delta(visible[len(shown) :])
                shown = visible
    yield _Replied(raw, ended)


def _made(request: Request, replied: _Replied, notices: Sequence[Notice]) -> Suggestion:
    """The suggestion that a reply is. Raises ModelError."""
    suggestion, ended = request.suggestion(restore(replied.raw)), replied.ended
    told = (*notices, *suggestion.notices, *ended.notices)
    return replace(suggestion, model=ended.model, usage=ended.usage, notices=told)


def _judged(suggestion: Suggestion, proposal: Proposal, guard: Guard) -> Suggestion:
    """The suggestion with what the guard found; as it was, and told so, where the guard could not be asked."""
    try:
        return judged(suggestion, proposal, guard)
    except LibraryError as error:
        told = Notice("not_checked", {"reason": error.message()})
        return replace(suggestion, notices=(*suggestion.notices, told))


def _go_on(begun: str) -> list[BaseMessage]:
    """What is said after the request to have a rewrite finished that broke off."""
    from langchain_core.messages import AIMessage

    return [AIMessage(HEAD + begun), *prompt(CONTINUE).fill()]


def _once_more(raw: str, findings: Sequence[ChangeFinding]) -> list[BaseMessage]:
    """What is said after a reply to have it written anew. A report's title is not for the model."""
    from langchain_core.messages import AIMessage

    lines = []
    for one in findings:
        finding = one.finding
        kind = wording(f"guard.kinds.{finding.kind}")
        right = wording("guard.should_be", right=finding.params["right"]) if "right" in finding.params else ""
        lines.append(f"{kind}：{finding.quote}{right}")
    return [AIMessage(raw), *prompt(AGAIN).fill(findings=Fence().block("问题", "\n".join(lines)))]


def review_pasted(document: Document, outline: Outline, section: Section, proposed: str) -> Suggestion:
    """A rewrite made elsewhere as a suggestion like any other. Raises UsageError("pasted_empty")."""
    original = document.text[section.body_start : section.body_end]
    taken = taken_apart(proposed, document, outline, section)
    if not taken.rewrite.strip():
        raise UsageError("pasted_empty", where=section.name)
    notices: list[Notice] = []
    if taken.cut:
        notices.append(Notice("reply_cut_to_section"))
    if reply.unrelated(original, taken.rewrite):
        notices.append(Notice("pasted_unrelated"))
    # Marks changed elsewhere were changed on purpose, for all we know.
    suggestion = suggestion_of(document, section, taken.rewrite, taken.note, keep_marks=False)
    if not suggestion.hunks:
        notices.append(Notice("pasted_unchanged"))
    return replace(suggestion, notices=(*notices, *suggestion.notices))


def _check(section: Section, wish: str) -> None:
    if not wish.strip():
        raise UsageError("wish_missing")
    if section.kind in ("title", "residue") and section.body_start >= section.body_end:
        raise UsageError("section_without_text", where=section.name)
