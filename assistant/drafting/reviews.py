"""The review of suggestions: each change accepted, refused or taken back. Imports the database, the tables and pure
modules.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.drafting.accepted import accepted_changes
from assistant.drafting.access import DraftAccess
from assistant.drafting.hunk_states import State, unfit
from assistant.drafting.open_draft import Action, OpenDraft
from assistant.drafting.rows import clean_json, compared_json, hunks_of, suggestion_row
from assistant.drafting.tables import SuggestionRow
from assistant.drafting.values import AcceptedChange, Current, SuggestionView
from assistant.guard.changes import ChangeFinding, stored_finding
from assistant.guard.findings import Compared
from assistant.revision.suggestion import Suggestion


class Reviews(DraftAccess):
    """The part of `Drafts` that keeps suggestions and how their changes stand."""

    def add_suggestion(
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
        """Keep a suggestion made for the text of `version`. name: the section as the chat names it.

        replaces: the suggestion it takes the place of, whose pending changes are no longer offered; set_aside: it is kept
        beside that one and not offered itself.
        """
        with self._locked(owner, draft) as (session, opened):
            row = suggestion_row(suggestion, draft, version, name, instruction, self._clock())
            row.replaces = replaces
            opened.add_suggestion(row)
            gone = row if set_aside else session.get(SuggestionRow, replaces) if replaces else None
            if gone is not None and gone.draft_id == draft:
                gone.superseded_at = self._clock()
            return opened.view(row)

    def keep_findings(
        self, owner: str, suggestion: str, findings: Sequence[ChangeFinding], compared: Compared
    ) -> SuggestionView:
        """What the guard found when it was asked once more."""
        with self._transaction() as session:
            draft = self._suggestion_rows(session, owner, suggestion)[1].id
        with self._locked(owner, draft) as (session, opened):
            row = session.get_one(SuggestionRow, suggestion)
            row.findings = clean_json([stored_finding(one) for one in findings])
            row.compared = compared_json(compared)
            return opened.view(row)

    def set_aside(self, owner: str, suggestion: str) -> None:
        """Offer a suggestion no longer; what was accepted of it stays."""
        with self._transaction() as session:
            self._suggestion_rows(session, owner, suggestion)[0].superseded_at = self._clock()

    def suggestion(self, owner: str, suggestion: str) -> SuggestionView:
        """A suggestion with how its changes stand in the current text."""
        with self._transaction(reading=True) as session:
            row, draft = self._suggestion_rows(session, owner, suggestion)
            return OpenDraft(session, draft, self._clock()).view(row)

    def suggestions(self, owner: str, draft: str) -> tuple[SuggestionView, ...]:
        """All suggestions of a draft, in the order they were made.

        One whose answer left the conversation (`rewind`) is left out, unless a change of it is accepted.
        """
        with self._reading(owner, draft) as (_, opened):
            return tuple(opened.view(row) for row in opened.suggestions())

    def accepted(self, owner: str, draft: str) -> tuple[AcceptedChange, ...]:
        """Every change that is accepted, in the order of the text, as it reads there now."""
        with self._reading(owner, draft) as (_, opened):
            return accepted_changes(opened)

    def accept(self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None) -> Current:
        """Accept changes: a new version. Raises DraftError("change_lost") where one no longer fits."""
        return self._turn(owner, suggestion, seen, "accepted", "accepted", hunks)

    def reject(self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None) -> Current:
        """Refuse changes; an accepted one is taken back, also after later edits elsewhere."""
        return self._turn(owner, suggestion, seen, "rejected", "rejected", hunks)

    def reconsider(
        self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None
    ) -> Current:
        """Make changes pending again; an accepted one is taken back."""
        return self._turn(owner, suggestion, seen, "pending", "reconsidered", hunks)

    def accept_all(self, owner: str, suggestion: str, seen: int | None = None) -> Current:
        """Accept all pending changes that still fit the text; those that do not stay pending.

        Raises DraftError("change_lost") where none of the pending ones fits.
        """
        return self._turn(owner, suggestion, seen, "accepted", "accepted", None)

    def reject_all(self, owner: str, suggestion: str, seen: int | None = None) -> Current:
        """Refuse all pending changes."""
        return self._turn(owner, suggestion, seen, "rejected", "rejected", None)

    def _turn(
        self,
        owner: str,
        suggestion: str,
        seen: int | None,
        state: State,
        action: Action,
        chosen: Collection[int] | None,
    ) -> Current:
        """Bring the chosen changes, or all pending ones that can be, into a state."""
        with self._transaction() as session:
            draft = self._suggestion_rows(session, owner, suggestion)[1].id
        with self._locked(owner, draft, seen) as (session, opened):
            row = session.get_one(SuggestionRow, suggestion)
            if chosen is None:
                standing = opened.standing_now(row)
                pending = [number for number, hunk in standing.items() if hunk.state == "pending"]
                lost = unfit(standing, hunks_of(row), pending, opened.text) if state == "accepted" else []
                chosen = set(pending) - set(lost) or pending
            opened.turn(row, dict.fromkeys(chosen, state), action)
            return opened.current()
