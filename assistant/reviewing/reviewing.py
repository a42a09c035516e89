"""Suggestions reviewed under the guard: kept with what it found, accepted only past it. Imports drafts, the guard, prompts.

The library is asked each time: a fact that was vouched for, or a report that was added since, counts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from assistant.changes.diff import Hunk
from assistant.drafting.drafts import Drafts
from assistant.drafting.values import Current, SuggestionView
from assistant.errors import DraftError, GaigaoError, LibraryError
from assistant.guard.changes import Changed, ChangeFinding, around, by_change, changed, errors, stored_finding
from assistant.guard.findings import Finding, Guarded, Proposal
from assistant.language_model.prompt import prompt
from assistant.revision.judging import judged
from assistant.revision.request import PROMPT
from assistant.revision.suggestion import Suggestion
from assistant.wording import Notice


class Guardian(Protocol):
    """The library as the guard needs it."""

    def guard(self, proposal: Proposal) -> Guarded:
        """What is found in a proposal."""


@dataclass(frozen=True, slots=True)
class Held:
    """A change that was not accepted, and the errors it was held for, as `guard.changes` stores them."""

    hunk: int
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What accepting came to. held: the changes that would need the user's confirmation."""

    current: Current
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Some changes of a suggestion made in the current text, and what the guard says of that."""

    made: Changed
    guarded: Guarded
    findings: tuple[ChangeFinding, ...]


class Reviewing:
    """The way of every suggestion into the text. Where the library cannot be asked nothing is lost: a suggestion is kept
    unjudged, and its changes are held until the library can be, or the user accepts them unchecked.
    """

    def __init__(self, drafts: Drafts, library: Callable[[], Guardian]) -> None:
        self._drafts = drafts
        self._library = library

    def guard(self, proposal: Proposal) -> Guarded:
        """The guard over the library as it is now. Raises LibraryError("guard_unavailable")."""
        try:
            return self._library().guard(proposal)
        except GaigaoError as error:
            raise LibraryError("guard_unavailable", reason=error.message()) from error

    def keep(
        self,
        owner: str,
        draft: str,
        suggestion: Suggestion,
        *,
        version: int,
        name: str = "",
        instruction: str = "",
        replaces: str | None = None,
        set_aside: bool = False,
    ) -> SuggestionView:
        """Keep a suggestion for the text of `version` (see `Drafts.add_suggestion`), judged if it was not yet."""
        if suggestion.compared is None:
            text = self._drafts.version(owner, draft, version).text
            proposal = Proposal(
                text,
                suggestion.proposed,
                instruction,
                self._material(owner, draft),
                suggestion.body_start,
                suggestion.body_end,
                earlier=self._earlier(owner, draft, 1, text),
            )
            try:
                suggestion = judged(suggestion, proposal, self.guard)
            except LibraryError as error:
                if all(notice.code != "not_checked" for notice in suggestion.notices):
                    told = Notice("not_checked", {"reason": error.message()})
                    suggestion = replace(suggestion, notices=(*suggestion.notices, told))
        return self._drafts.add_suggestion(
            owner,
            draft,
            suggestion,
            version=version,
            name=name,
            instruction=instruction,
            replaces=replaces,
            set_aside=set_aside,
        )

    def judge_again(self, owner: str, draft: str) -> None:
        """Ask the guard anew about every suggestion that waits: what the user gave has changed."""
        current = self._drafts.current(owner, draft)
        for view in self._drafts.suggestions(owner, draft):
            if view.pending and (standing := self.standing(owner, view, current)) is not None:
                self._drafts.keep_findings(owner, view.id, standing.findings, standing.guarded.compared)

    def accept(
        self,
        owner: str,
        suggestion: str,
        hunks: Collection[int],
        seen: int | None = None,
        *,
        confirmed: bool = False,
    ) -> Outcome:
        """Accept changes if the guard finds no error in the text that they alone make, or the user confirmed it."""
        if not confirmed:
            view, current = self._seen(owner, suggestion, seen)
            if held := self._held(owner, view, current, hunks):
                return Outcome(current, held)
        return Outcome(self._drafts.accept(owner, suggestion, hunks, seen))

    def accept_all(self, owner: str, suggestion: str, seen: int | None = None) -> Outcome:
        """Accept all pending changes that fit and in which the guard finds no error, also without the others."""
        view, current = self._seen(owner, suggestion, seen)
        wanted = {hunk.id for hunk in view.hunks if hunk.state == "pending" and hunk.fits}
        held: dict[int, Held] = {}
        while wanted:
            found = self._held(owner, view, current, wanted)
            if not found:
                return Outcome(self._drafts.accept(owner, suggestion, wanted, seen), _in_order(held))
            held |= {one.hunk: one for one in found}
            wanted -= {one.hunk for one in found}
        if held:
            return Outcome(current, _in_order(held))
        return Outcome(self._drafts.accept_all(owner, suggestion, seen))

    def _seen(self, owner: str, suggestion: str, seen: int | None) -> tuple[SuggestionView, Current]:
        """The suggestion and the text as they are, if that is what the caller shows."""
        view = self._drafts.suggestion(owner, suggestion)
        current = self._drafts.current(owner, view.draft)
        if seen is not None and seen != current.revision:
            raise DraftError("draft_changed_meanwhile", where=current.title)
        return view, current

    def standing(
        self, owner: str, view: SuggestionView, current: Current, chosen: Collection[int] | None = None
    ) -> Standing | None:
        """What `waiting` makes of the text, judged."""
        made = waiting(view, current, chosen)
        if made is None:
            return None
        guarded = self.guard(
            Proposal(
                current.text,
                made.proposed,
                view.instruction,
                self._material(owner, view.draft),
                made.start,
                made.end,
                prompt=tuple(text for _, text in prompt(PROMPT).messages) if view.prompt else (),
                earlier=self._earlier(owner, view.draft, view.version, current.text),
            )
        )
        return Standing(made, guarded, by_change(guarded.findings, made))

    def _held(
        self, owner: str, view: SuggestionView, current: Current, hunks: Collection[int]
    ) -> tuple[Held, ...]:
        """Those of the changes that need the user's word, each with all of its errors, in order."""
        try:
            standing = self.standing(owner, view, current, hunks)
        except LibraryError as error:
            return tuple(Held(number, (_unchecked(error),)) for number in sorted(hunks))
        wrong = errors(standing.findings) if standing is not None else ()
        numbers = sorted({hunk for one in wrong for hunk in one.hunks})
        return tuple(
            Held(number, tuple(stored_finding(one) for one in wrong if number in one.hunks))
            for number in numbers
        )

    def _material(self, owner: str, draft: str) -> tuple[str, ...]:
        return tuple(one.text for one in self._drafts.materials(owner, draft))

    def _earlier(self, owner: str, draft: str, version: int, text: str) -> tuple[str, ...]:
        """The user's own wordings before: the version a suggestion was made for, and the draft as it was opened."""
        texts = (self._drafts.version(owner, draft, number).text for number in dict.fromkeys((1, version)))
        return tuple(one for one in texts if one != text)


def waiting(view: SuggestionView, current: Current, chosen: Collection[int] | None = None) -> Changed | None:
    """The whole lines of the current text that the changes lie in, with these made: all that wait, or those `chosen`.

    A change that is in the text already, or no longer fits it, is left out; None where none is left.
    """
    hunks = [
        Hunk(hunk.id, hunk.start, hunk.end, hunk.before, hunk.after, hunk.marks)
        for hunk in view.hunks
        if (hunk.state == "pending" if chosen is None else hunk.id in chosen and hunk.state != "accepted")
        and hunk.fits
        and hunk.start is not None
        and hunk.end is not None
    ]
    return changed(current.text, hunks, *around(current.text, hunks)) if hunks else None


def _unchecked(error: GaigaoError) -> Mapping[str, Any]:
    """In place of findings: nothing was looked at."""
    finding = Finding("unchecked", "unchecked", "error", 0, 0, "", params=dict(error.params))
    return stored_finding(ChangeFinding("f0", finding, ()))


def _in_order(held: Mapping[int, Held]) -> tuple[Held, ...]:
    return tuple(held[number] for number in sorted(held))
