"""Plans under review: kept, their operations accepted past the guard, and what no longer fits then offered as a suggestion.

Imports drafts, the review of suggestions, restructure and the guard's values. A count or a linking word is never changed
silently: it is a change of a suggestion, to be accepted or refused like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.changes.diff import hunks
from assistant.changes.edits import Edit, apply_edits
from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanTurned, PlanView, ProposedPlan
from assistant.drafting.standing_plan import Turned
from assistant.drafting.values import Current, SuggestionView
from assistant.errors import LibraryError
from assistant.guard.changes import ChangeFinding, stored_finding
from assistant.guard.findings import Finding, Proposal
from assistant.restructure.text_changes import TextChange
from assistant.restructuring.added import OperationFinding, in_what_is_added
from assistant.reviewing.reviewing import Reviewing
from assistant.revision.suggestion import Suggestion
from assistant.wording import Language, wording


@dataclass(frozen=True, slots=True)
class HeldOperation:
    """An operation that was not accepted, and the errors it was held for, as `guard.changes` stores them."""

    operation: str
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What turning operations came to. held: those that would need the user's confirmation.

    changes: the suggestion of what no longer fits, None where all does; questions: places where only a person can say.
    """

    current: Current
    plan: PlanView
    changed: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    held: tuple[HeldOperation, ...] = ()
    changes: SuggestionView | None = None
    questions: tuple[TextChange, ...] = ()


class PlanReview:
    """The way of every plan into the text."""

    def __init__(self, drafts: Drafts, reviewing: Reviewing) -> None:
        self._drafts = drafts
        self._reviewing = reviewing

    def keep(
        self,
        owner: str,
        draft: str,
        proposed: ProposedPlan,
        *,
        version: int,
        document: Document,
        replaces: str | None = None,
    ) -> PlanView:
        """Keep a plan made for the text of `version` (see `Drafts.add_plan`)."""
        return self._drafts.add_plan(
            owner, draft, proposed, version=version, document=document, replaces=replaces
        )

    def accept(
        self,
        owner: str,
        plan: str,
        operations: Collection[str],
        seen: int | None = None,
        *,
        confirmed: bool = False,
        language: Language = "zh",
    ) -> PlanOutcome:
        """Accept operations if the guard finds no error in what they write, or the user confirmed it.

        Raises what `Drafts.accept_operations` raises.
        """
        if not confirmed and (held := self._held(owner, plan, operations)):
            return self._outcome(owner, plan, None, held, language)
        return self._outcome(
            owner, plan, self._drafts.accept_operations(owner, plan, operations, seen), (), language
        )

    def accept_all(
        self, owner: str, plan: str, seen: int | None = None, *, language: Language = "zh"
    ) -> PlanOutcome:
        """Accept all operations that wait and in what they write the guard finds no error."""
        held = self._held(owner, plan, None)
        if not held:
            return self._outcome(owner, plan, self._drafts.accept_plan(owner, plan, seen), (), language)
        wrong = {one.operation for one in held}
        view = self._drafts.plan(owner, plan)
        free = [
            one.id
            for one in view.operations
            if one.state == "pending" and one.refusal is None and not _needed(view, one.id) & wrong
        ]
        turned = self._drafts.accept_operations(owner, plan, free, seen) if free else None
        return self._outcome(owner, plan, turned, held, language)

    def reject(
        self,
        owner: str,
        plan: str,
        operations: Collection[str] | None,
        seen: int | None = None,
        *,
        language: Language = "zh",
    ) -> PlanOutcome:
        """Refuse operations, or all that wait; what depends on them goes with them."""
        if operations is None:
            turned = self._drafts.reject_plan(owner, plan, seen)
        else:
            turned = self._drafts.reject_operations(owner, plan, operations, seen)
        return self._outcome(owner, plan, turned, (), language)

    def reconsider(
        self,
        owner: str,
        plan: str,
        operations: Collection[str],
        seen: int | None = None,
        *,
        language: Language = "zh",
    ) -> PlanOutcome:
        """Make operations pending again."""
        turned = self._drafts.reconsider_operations(owner, plan, operations, seen)
        return self._outcome(owner, plan, turned, (), language)

    def look_again(self, owner: str, plan: str, *, language: Language = "zh") -> PlanOutcome:
        """How a plan stands after an undo or another change, its suggestion of what no longer fits brought up to date."""
        return self._outcome(owner, plan, None, (), language)

    # --- the guard -----------------------------------------------------------------------------------------

    def _held(self, owner: str, plan: str, operations: Collection[str] | None) -> tuple[HeldOperation, ...]:
        """The operations that need the user's word, each with all of its errors, in the plan's order."""
        current, turned, chosen = self._drafts.plan_preview(owner, plan, operations)
        if turned is None or not turned.edits:
            return ()
        view = self._drafts.plan(owner, plan)
        try:
            findings = self._findings(owner, view, current, turned, chosen)
        except LibraryError as error:
            unchecked = Finding("unchecked", "unchecked", "error", 0, 0, "", params=dict(error.params))
            findings = (OperationFinding(unchecked, tuple(chosen)),)
        wrong = [one for one in findings if one.finding.severity == "error"]
        return tuple(
            HeldOperation(
                one.id,
                tuple(
                    stored_finding(ChangeFinding(f"f{number}", error.finding, ()))
                    for number, error in enumerate(wrong, 1)
                    if one.id in error.operations
                ),
            )
            for one in view.operations
            if any(one.id in error.operations for error in wrong)
        )

    def _findings(
        self, owner: str, view: PlanView, current: Current, turned: Turned, chosen: Collection[str]
    ) -> tuple[OperationFinding, ...]:
        guarded = self._reviewing.guard(
            Proposal(
                current.text,
                turned.done.text,
                view.instruction,
                tuple(one.text for one in self._drafts.materials(owner, view.draft)),
                earlier=(self._drafts.version(owner, view.draft, 1).text,),
            )
        )
        plan = turned.plan
        return in_what_is_added(guarded, turned.done.applied, plan, turned.runs, chosen)

    # --- what no longer fits -------------------------------------------------------------------------------

    def _outcome(
        self,
        owner: str,
        plan: str,
        turned: PlanTurned | None,
        held: tuple[HeldOperation, ...],
        language: Language,
    ) -> PlanOutcome:
        view = self._drafts.plan(owner, plan)
        current = self._drafts.freeze(owner, view.draft) if turned is None else turned.current
        told = view.now.changes if view.now is not None and view.fits else ()
        changes = self._offered(owner, view, current, told, language)
        questions = tuple(one for one in told if one.proposal is None)
        if turned is None:
            return PlanOutcome(current, view, held=held, changes=changes, questions=questions)
        return PlanOutcome(current, view, turned.changed, turned.because, held, changes, questions)

    def _offered(
        self,
        owner: str,
        view: PlanView,
        current: Current,
        told: Collection[TextChange],
        language: Language,
    ) -> SuggestionView | None:
        """The suggestion of what no longer fits, in place of the one before; the same one where nothing is new."""
        name = f"plan:{view.id}"
        earlier = [one for one in self._drafts.suggestions(owner, view.draft) if one.section["id"] == name]
        offered = next((one for one in reversed(earlier) if not one.superseded), None)
        made = _suggestion(name, current.document, told, language)
        if offered is not None and made is not None and _same(offered, made):
            return offered
        if made is None or not made.hunks:
            if offered is not None:
                self._drafts.set_aside(owner, offered.id)
            return None
        return self._reviewing.keep(
            owner,
            view.draft,
            made,
            version=current.version,
            name=wording("plans.changes", language, name=view.name),
            instruction="",
            replaces=offered.id if offered else None,
        )


def _needed(view: PlanView, operation: str) -> set[str]:
    """An operation with all it cannot be done without."""
    found: set[str] = set()
    pending = [operation]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            known = view.find(one)
            pending += known.needs if known is not None else ()
    return found


def _suggestion(
    name: str, document: Document, told: Collection[TextChange], language: Language
) -> Suggestion | None:
    """All that has a proposal, as changes of the whole text."""
    ready = [one for one in told if one.proposal is not None and one.proposal != one.quote]
    if not ready:
        return None
    text = document.text
    edits = [Edit(one.start, one.end, one.proposal or "") for one in ready]
    proposed = apply_edits(text, edits)
    note = "".join(dict.fromkeys(one.reason.text(language) for one in ready))
    changes = hunks(text, proposed, barriers=document.generated)
    length = len(text)
    return Suggestion(name, None, "", 0, length, 0, length, text, proposed, note, changes)


def _same(offered: SuggestionView, made: Suggestion) -> bool:
    """Whether what is offered already are the same changes at the same places."""
    waiting = [(one.start, one.end, one.before, one.after) for one in offered.hunks if one.state == "pending"]
    return waiting == [(one.start, one.end, one.before, one.after) for one in made.hunks]
