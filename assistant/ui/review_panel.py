"""What happens to a suggestion on the page: made of a pasted text, its changes decided, its findings mended. Thin.

Every change goes into the text through the guard (`reviewing`). Imports use cases.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from assistant.chat.events import ChatEvent, Done, Failed, Place, Suggested, Transcript, Waited
from assistant.drafting.values import Current, SuggestionView
from assistant.errors import GaigaoError
from assistant.language_model.model import Waiting
from assistant.reviewing.mending import Mended
from assistant.reviewing.reviewing import Held, Outcome
from assistant.revision.revision import review_pasted
from assistant.samples import sample_draft
from assistant.structure.outline import outline
from assistant.structure.section_reference import resolve
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.desk_view import materials_json
from assistant.ui.finding_view import checked_text, finding_asked
from assistant.ui.outline_view import section_name
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from assistant.wording import Language, wording


class ReviewPanel:
    """The handlers of suggestions."""

    def __init__(self, services: Services, desk: Desk) -> None:
        self._drafts = services.drafts
        self._reviewing, self._mending = services.reviewing, services.mending
        self._desk = desk

    # --- the changes --------------------------------------------------------------------------------------------------

    def decide(self, visitor: Visitor, sent: Payload) -> Update:
        """One change accepted, refused or reconsidered. One that the guard holds is not accepted unless `confirmed`."""
        suggestion, hunks, seen = sent["suggestion"], [int(sent["hunk"])], sent["seen"]
        if sent["state"] == "accepted":
            outcome = self._reviewing.accept(
                visitor.owner, suggestion, hunks, seen, confirmed=sent.get("confirmed") is True
            )
            if outcome.held:
                return {
                    "orders": orders(confirm=_confirm_json(suggestion, outcome.held[0], visitor.language))
                }
            return self._desk.after(visitor, outcome.current, sent)
        step = {"rejected": self._drafts.reject, "pending": self._drafts.reconsider}[sent["state"]]
        return self._desk.after(visitor, step(visitor.owner, suggestion, hunks, seen), sent)

    def decide_all(self, visitor: Visitor, sent: Payload) -> Update:
        """All waiting changes of a suggestion refused, or those accepted that the guard does not hold."""
        suggestion, seen = sent["suggestion"], sent["seen"]
        if sent["state"] != "accepted":
            current = self._drafts.reject_all(visitor.owner, suggestion, seen)
            return self._desk.after(visitor, current, sent)
        outcome = self._reviewing.accept_all(visitor.owner, suggestion, seen)
        if not outcome.held:
            return self._desk.after(visitor, outcome.current, sent)
        notes = [["lasting", _held_told(outcome, visitor.language)]]
        return self._desk.after(visitor, outcome.current, sent, notes=notes, see=suggestion)

    # --- a rewrite made elsewhere -------------------------------------------------------------------------------------

    def review(self, visitor: Visitor, sent: Payload) -> Update:
        """A rewrite made elsewhere, pasted for a section."""
        current = self._drafts.freeze(visitor.owner, sent["draft"], sent["seen"])
        return self._reviewed(visitor, current, sent["section"], sent["text"], sent)

    def prepared(self, visitor: Visitor, sent: Payload) -> Update:
        """The sample's prepared rewrite, pasted; where another tab did that already, its suggestion."""
        sample = sample_draft()
        text = sample.rewrite_text()
        for kept in self._drafts.suggestions(visitor.owner, sent["draft"]):
            if kept.model is None and kept.proposed == text:
                current = self._drafts.current(visitor.owner, sent["draft"])
                return self._desk.after(visitor, current, {**sent, "reviewing": kept.id}, see=kept.id)
        current = self._drafts.freeze(visitor.owner, sent["draft"], sent["seen"])
        section = resolve(outline(current.document), sample.section)
        return self._reviewed(visitor, current, section.id, text, sent)

    def _reviewed(
        self, visitor: Visitor, current: Current, section_id: str, text: str, sent: Payload
    ) -> Update:
        tree = outline(current.document)
        section = tree.find(section_id) or resolve(tree, section_id)
        suggestion = review_pasted(current.document, tree, section, text)
        if not suggestion.hunks:
            notes = [["info", n.text(visitor.language)] for n in suggestion.notices]
            said = wording("page.review.no_change", visitor.language)
            return self._desk.after(visitor, current, sent, notes=notes or [["info", said]])
        kept = self._reviewing.keep(
            visitor.owner,
            current.draft,
            suggestion,
            version=current.version,
            name=section_name(tree, section, visitor.language),
        )
        return self._shown(visitor, kept, sent, see=kept.id)

    def _shown(self, visitor: Visitor, kept: SuggestionView, sent: Payload, **told: Any) -> Update:
        """The draft with this suggestion under review."""
        current = self._drafts.current(visitor.owner, kept.draft)
        return self._desk.after(visitor, current, {**sent, "reviewing": kept.id}, **told)

    # --- what was found -----------------------------------------------------------------------------------------------

    def missing(self, visitor: Visitor, sent: Payload) -> Update:
        """换成待补: a fact that nobody gave gives way to a question."""
        kept = self._mending.leave_open(
            visitor.owner, sent["suggestion"], sent["finding"], sent["seen"], visitor.language
        )
        said = wording("page.finding.left_open", visitor.language)
        return self._shown(visitor, kept, sent, notes=[["info", said]])

    def vouch(self, visitor: Visitor, sent: Payload) -> Update:
        """加入本次素材: the user says that a fact is theirs."""
        kept = self._mending.vouch(visitor.owner, sent["suggestion"], sent["finding"], visitor.language)
        said = wording("page.finding.vouched", visitor.language)
        materials = self._drafts.materials(visitor.owner, kept.draft)
        return {
            **self._shown(visitor, kept, sent, notes=[["info", said]]),
            "materials": materials_json(kept.draft, materials),
        }

    async def recast(self, visitor: Visitor, sent: Payload) -> AsyncGenerator[ChatEvent, None]:
        """用自己的话重写, as a message of the conversation and its answer."""
        draft, language = sent["draft"], visitor.language
        asked = sent["recast"]
        content = {"text": sent["text"], "clicked": True}
        question = await asyncio.to_thread(self._drafts.add_message, visitor.owner, draft, "user", content)
        transcript = Transcript(language)
        try:
            yield Waited(1, wording("page.finding.recasting", language))
            events = self._mending.recast(
                visitor.owner, asked["suggestion"], asked["finding"], sent.get("seen")
            )
            async with aclosing(events) as stream:
                async for event in stream:
                    if isinstance(event, Waiting):
                        yield Waited(1, event.text(language))
                    elif isinstance(event, Mended):
                        made = _recast_event(event.suggestion, language)
                        transcript.add(made)
                        yield made
        except GaigaoError as error:
            failed = Failed(error, 1)
            transcript.add(failed)
            yield failed
        except (GeneratorExit, asyncio.CancelledError):
            transcript.stopped()
            raise
        finally:
            # Not in a thread: on the way out of a stopped answer nothing may be waited for.
            answer = {"blocks": transcript.blocks}
            kept = self._drafts.add_message(visitor.owner, draft, "assistant", answer, question.id)
        yield Done(kept.id, tuple(transcript.blocks))


def _confirm_json(suggestion: str, held: Held, language: Language) -> dict[str, Any]:
    """What the page asks before a change is accepted against what was found in it."""
    return {
        "suggestion": suggestion,
        "hunk": held.hunk,
        "findings": [finding_asked(one, language) for one in held.findings],
    }


def _held_told(outcome: Outcome, language: Language) -> str:
    """How many changes were not accepted, and why."""
    kinds = dict.fromkeys(finding["kind"] for one in outcome.held for finding in one.findings)
    why = wording("guard.between", language).join(wording(f"guard.kinds.{kind}", language) for kind in kinds)
    return wording("page.review.held", language, n=len(outcome.held), why=why)


def _recast_event(kept: SuggestionView, language: Language) -> Suggested:
    section = kept.section
    place = Place(section["id"], section["name"], section["start"], section["end"])
    errors = sum(one["severity"] == "error" for one in kept.findings)
    said = wording("page.finding.recast_errors" if errors else "page.finding.recast_done", language, n=errors)
    checked = checked_text(kept, language)
    return Suggested(1, kept.id, place, len(kept.hunks), "", said, checked=checked, errors=errors)
