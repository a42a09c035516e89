"""One draft inside one transaction: its text, typing, steps back and forth, and how all changes stand.

Imports the tables and pure modules. Who calls it has locked the draft and checked its owner.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.changes.edits import Edit, apply_edits, compose, edits_between
from assistant.changes.runs import Runs, composed, runs_of
from assistant.document import Document
from assistant.drafting.document import document_of, edited, layout_json
from assistant.drafting.history import History
from assistant.drafting.hunk_states import Standing, State, carried, fresh, moved, turned, unfit
from assistant.drafting.places import narrowed
from assistant.drafting.plan_states import plans_after
from assistant.drafting.rows import (
    edits_of,
    hunks_of,
    plain,
    standing_json,
    standing_of,
    step_name,
    suggestion_of,
)
from assistant.drafting.tables import DraftRow, StateRow, SuggestionRow, VersionRow
from assistant.drafting.values import Cause, Current, SuggestionView
from assistant.errors import DraftError
from assistant.wording import Notice

IDLE = timedelta(seconds=60)
Action = Literal["accepted", "rejected", "reconsidered"]
Details = dict[str, Any]
Edits = Sequence[Edit]
Standings = Mapping[str, Standing]


class OpenDraft:
    """A draft's row with what belongs to it. Every method that changes it leaves it consistent."""

    def __init__(self, session: Session, row: DraftRow, now: datetime) -> None:
        self._session = session
        self.row = row
        self._now = now
        self.history = History(session, row)

    @classmethod
    def start(cls, session: Session, row: DraftRow, document: Document, now: datetime) -> OpenDraft:
        """A new draft with its first version."""
        session.add(row)
        session.flush()
        opened = cls(session, row, now)
        details = {"filename": row.filename} if row.filename else {}
        number = opened.history.add("opened", details, document, (), None, now)
        opened._step(number, "opened", details, {})
        return opened

    def begin_anew(self, document: Document, edits: Edits, details: Details, moves: Runs | None) -> None:
        """A second version by `edits` of the first, as the one there is nothing before."""
        number = self.history.add("copied", details, document, edits, self._base.number, self._now, moves)
        self.row.state_id = None
        self._step(number, "copied", details, {})

    # --- the text ------------------------------------------------------------------------------------------

    @property
    def state(self) -> StateRow:
        """The step the draft stands at."""
        return self._session.get_one(StateRow, self.row.state_id)

    @cached_property
    def _base(self) -> VersionRow:
        return self.history.version(self.state.version)

    def edits_since(self, version: int) -> tuple[Edit, ...]:
        """What leads from a version's text to the text as it stands, typing included, edit by edit.

        Each edit is as small as the words that differ. Raises DraftError("version_unknown").
        """
        old = self.history.version(version).text
        edits = compose(self.history.edits_from(version, self.state.version), self.typing)
        return narrowed(old, edits)

    def moves_since(self, version: int) -> Runs | None:
        """What of a version's text stands where in the text as it stands; None where nothing was moved since."""
        runs = self.history.moves(version, self.state.version)
        return composed(runs, runs_of(self.typing)) if runs is not None else None

    @property
    def typing(self) -> tuple[Edit, ...]:
        """What was typed over the current version."""
        return edits_of(self.row.working_edits or ())

    @property
    def document(self) -> Document:
        """The text as it stands, typing included."""
        return edited(document_of(self._base.text, self._base.layout), self.typing)

    @property
    def text(self) -> str:
        """The document's text."""
        return self._base.text if self.row.working_text is None else self.row.working_text

    def current(self) -> Current:
        """As a page shows it."""
        state, typing = self.state, self.row.working_text is not None
        following = None if typing else self._following(state)
        if typing:
            undo: Notice | None = step_name("typed", {})
        else:
            undo = step_name(state.action, state.details) if state.parent_id is not None else None
        return Current(
            draft=self.row.id,
            title=self.row.title,
            version=state.version,
            revision=self.row.revision,
            typing=typing,
            document=self.document,
            saved_at=self.row.changed_at,
            undo=undo,
            redo=step_name(following.action, following.details) if following else None,
        )

    # --- typing --------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Save typing. What was typed before a pause of a minute becomes a version first."""
        if text == self.text:
            return
        self.settle()
        edits = compose(self.typing, edits_between(self.text, text))
        if text == self._base.text:
            self._forget_typing()
        else:
            self.row.working_text, self.row.working_edits = text, plain(edits)
            self.row.working_at = self._now
        self._changed()

    def settle(self) -> bool:
        """Make a version of typing that has been left alone for a minute."""
        at = self.row.working_at
        if at is None or self._now - at < IDLE:
            return False
        self.freeze()
        return True

    def freeze(self) -> None:
        """Make a version of the typing, if there is any."""
        if self.row.working_text is None:
            return
        edits = self.typing
        grown = sum(len(edit.replacement) for edit in edits), sum(edit.end - edit.start for edit in edits)
        details = {"added": grown[0], "removed": grown[1]}
        at = self.row.working_at
        self._advance("typed", "typed", details, edits, self._all_carried(edits), created_at=at)

    def keep_aside(self, text: str) -> int:
        """Keep a text that came too late as a version beside the others; its number."""
        latest = self.history.latest("kept_aside")
        if latest is not None and latest.text == text:
            return latest.number
        edits = edits_between(self._base.text, text)
        document = edited(document_of(self._base.text, self._base.layout), edits)
        return self.history.add("kept_aside", {}, document, edits, self._base.number, self._now)

    # --- steps ---------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """One step back. Raises DraftError("nothing_to_undo")."""
        self.freeze()
        parent = self.state.parent_id
        if parent is None:
            raise DraftError("nothing_to_undo", where=self.row.title)
        self._stand_at(self._session.get_one(StateRow, parent))

    def redo(self) -> None:
        """One step forward again. Raises DraftError("nothing_to_redo")."""
        self.freeze()
        following = self._following(self.state)
        if following is None:
            raise DraftError("nothing_to_redo", where=self.row.title)
        self._stand_at(following)

    def restore(self, number: int) -> None:
        """Make an earlier version's text, and how the changes stood in it, current again as a new version."""
        self.freeze()
        wanted = self.history.version(number)
        if wanted.text == self._base.text:
            return
        state = self._step_of(number)
        edits = edits_between(self._base.text, wanted.text)
        standings = self.standings(state) if state else self._all_carried(edits)
        details = {"version": number}
        plans = dict(state.plans or {}) if state else None
        self._advance("restored", "restored", details, edits, standings, layout=wanted.layout, plans=plans)

    # --- restructuring -------------------------------------------------------------------------------------

    def restructure(self, edits: Edits, runs: Runs, document: Document, step: str, details: Details) -> None:
        """A new version, `document`, by `edits` that moved text as `runs` say, and changes with it; without edits a step."""
        if not edits:
            self.stand_still(step, details)
            return
        standings = {row: moved(standing, runs) for row, standing in self.standings().items()}
        details = {**details, "step": step}
        layout = layout_json(document)
        self._advance("restructured", step, details, edits, standings, layout=layout, moves=runs)

    def stand_still(self, action: str, details: Details, standings: Standings | None = None) -> None:
        """A step that leaves the text as it is."""
        self._step(self._base.number, action, details, standings or self.standings())
        self.row.changed_at = self._now

    # --- suggestions ---------------------------------------------------------------------------------------

    def all_suggestions(self) -> Sequence[SuggestionRow]:
        """All suggestions, in the order they were made."""
        return self._session.scalars(
            select(SuggestionRow).where(SuggestionRow.draft_id == self.row.id).order_by(SuggestionRow.number)
        ).all()

    def suggestions(self) -> Sequence[SuggestionRow]:
        """Those to be shown: not superseded, or with something in the text."""
        return [
            row
            for row in self.all_suggestions()
            if row.superseded_at is None
            or any(hunk.state == "accepted" for hunk in self._standing(row, self.state).values())
        ]

    def add_suggestion(self, row: SuggestionRow) -> None:
        """Keep a suggestion. Raises ValueError where it was not made for the text of its version."""
        text = self.history.version(row.version).text
        start, end = row.section["body_start"], row.section["body_end"]
        if text[start:end] != row.original or any(text[h.start : h.end] != h.before for h in hunks_of(row)):
            raise ValueError("the suggestion was not made for this version")
        latest = select(func.max(SuggestionRow.number)).where(SuggestionRow.draft_id == self.row.id)
        row.number = (self._session.scalar(latest) or 0) + 1
        self._session.add(row)
        self._session.flush()
        state = self.state
        state.hunks = {**state.hunks, row.id: standing_json(self._standing(row, state))}

    def standings(self, state: StateRow | None = None) -> dict[str, Standing]:
        """How every suggestion's changes stand at a step, in the text of its version."""
        state = state or self.state
        return {row.id: self._standing(row, state) for row in self.all_suggestions()}

    def standing_at(self, row: SuggestionRow, version: int) -> Standing | None:
        """How a suggestion's changes stood when a version was made; None where no step made it."""
        state = self._session.scalar(
            select(StateRow)
            .where(StateRow.draft_id == self.row.id, StateRow.version == version)
            .order_by(StateRow.id)
            .limit(1)
        )
        return self._standing(row, state) if state else None

    def standing_now(self, row: SuggestionRow) -> Standing:
        """How a suggestion's changes stand in the current text, typing included."""
        return carried(self._standing(row, self.state), self.typing)

    def view(self, row: SuggestionRow) -> SuggestionView:
        """A suggestion as it stands in the current text."""
        return suggestion_of(row, self.standing_now(row), self.text)

    def turn(self, row: SuggestionRow, wanted: Mapping[int, State], action: Action) -> list[int]:
        """Bring changes into the states `wanted`, as one step; those that changed.

        Raises DraftError("change_unknown") or DraftError("change_lost"), and then nothing has changed.
        """
        hunks = hunks_of(row)
        unknown = wanted.keys() - {hunk.id for hunk in hunks}
        if unknown:
            raise DraftError("change_unknown", where=row.section["name"], changes=_listed(unknown))
        standing = self.standing_now(row)
        wanted = {number: state for number, state in wanted.items() if standing[number].state != state}
        turning = [n for n, state in wanted.items() if "accepted" in (state, standing[n].state)]
        lost = unfit(standing, hunks, turning, self.text)
        if lost:
            raise DraftError("change_lost", where=row.section["name"], changes=_listed(lost))
        if not wanted:
            return []
        self.freeze()
        edits, after = turned(standing, hunks, wanted, self.history.next_number())
        details = {"section": row.section["name"], "suggestion": row.number, "changes": sorted(wanted)}
        if edits:
            standings = self._all_carried(edits) | {row.id: after}
            self._advance(
                "accepted" if action == "accepted" else "taken_back", action, details, edits, standings
            )
        else:
            self.stand_still(action, details, self.standings() | {row.id: after})
        return sorted(wanted)

    # --- parts ---------------------------------------------------------------------------------------------

    def _standing(self, row: SuggestionRow, state: StateRow) -> Standing:
        stored = state.hunks.get(row.id)
        if stored is not None:
            return standing_of(stored)
        runs = self.history.moves(row.version, state.version)
        if runs is not None:
            return moved(fresh(hunks_of(row)), runs)
        return carried(fresh(hunks_of(row)), self.history.edits_from(row.version, state.version))

    def _all_carried(self, edits: Collection[Edit]) -> dict[str, Standing]:
        return {number: carried(standing, edits) for number, standing in self.standings().items()}

    def _step_of(self, version: int) -> StateRow | None:
        """The step that stood last at a version: on the way to where the draft is, else on any."""
        asked = select(StateRow.id, StateRow.parent_id, StateRow.version)
        steps = {row.id: row for row in self._session.execute(asked.where(StateRow.draft_id == self.row.id))}
        at = self.row.state_id
        while at is not None and steps[at].version != version:
            at = steps[at].parent_id
        if at is None:
            at = max((number for number, row in steps.items() if row.version == version), default=None)
        return None if at is None else self._session.get_one(StateRow, at)

    def _following(self, state: StateRow) -> StateRow | None:
        return self._session.scalar(
            select(StateRow)
            .where(StateRow.draft_id == self.row.id, StateRow.parent_id == state.id)
            .order_by(StateRow.id.desc())
            .limit(1)
        )

    def _stand_at(self, state: StateRow) -> None:
        differs = state.version != self._base.number
        self.row.state_id = state.id
        self.__dict__.pop("_base", None)
        if differs:
            self._changed()

    def _advance(
        self,
        cause: Cause,
        action: str,
        details: Details,
        edits: Sequence[Edit],
        standings: Standings,
        *,
        layout: dict[str, Any] | None = None,
        plans: dict[str, Any] | None = None,
        moves: Runs | None = None,
        created_at: datetime | None = None,
    ) -> None:
        """A new version by `edits` of the current one."""
        plans = plans_after(self.state.plans, edits) if plans is None else plans
        if layout is None:
            document = edited(document_of(self._base.text, self._base.layout), edits)
        else:
            document = document_of(apply_edits(self._base.text, edits), layout)
        parent, at = self._base.number, created_at or self._now
        number = self.history.add(cause, details, document, edits, parent, at, moves)
        typed = cause == "typed"
        self._forget_typing()
        self._step(number, action, details, standings, plans)
        if not typed:
            self._changed()

    def _step(
        self, version: int, action: str, details: Details, standings: Standings, plans: Details | None = None
    ) -> None:
        """plans: those of the step before where None, for a step that leaves the text as it is."""
        if plans is None and self.row.state_id is not None:
            plans = self.state.plans
        state = StateRow(
            draft_id=self.row.id,
            parent_id=self.row.state_id,
            version=version,
            action=action,
            details=details,
            hunks={number: standing_json(standing) for number, standing in standings.items()},
            plans=plans or None,
            created_at=self._now,
        )
        self._session.add(state)
        self._session.flush()
        self.row.state_id = state.id
        self.__dict__.pop("_base", None)

    def _forget_typing(self) -> None:
        self.row.working_text = self.row.working_edits = self.row.working_at = None

    def _changed(self) -> None:
        self.row.revision += 1
        self.row.changed_at = self._now


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))
