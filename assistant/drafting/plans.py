"""The review of plans of restructuring: each operation accepted, refused or taken back by itself. Imports the database,
the tables and pure modules.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from assistant.document import Document
from assistant.drafting.access import DraftAccess
from assistant.drafting.hunk_states import State
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.open_plans import OpenPlans, Step
from assistant.drafting.plan_rows import plan_row
from assistant.drafting.plan_values import PlanTurned, PlanView, ProposedPlan
from assistant.drafting.standing_plan import Ground, Turned
from assistant.drafting.tables import DraftRow, PlanRow
from assistant.drafting.values import Current
from assistant.errors import DraftError


class Plans(DraftAccess):
    """The part of `Drafts` that keeps plans and how their operations stand.

    Turning operations may raise DraftError: "operation_unknown"; "operation_depends", where one needs one that was refused;
    "operation_refused", where it cannot be done with the others as they stand; "plan_lost", where the text was changed in a
    way that the plan cannot follow. Nothing has changed then.
    """

    def add_plan(
        self,
        owner: str,
        draft: str,
        proposed: ProposedPlan,
        *,
        version: int,
        document: Document,
        replaces: str | None = None,
    ) -> PlanView:
        """Keep a plan made for the text of `version`, as `document` has it. replaces: the plan it takes the place of."""
        with self._locked(owner, draft) as (session, opened):
            plans = OpenPlans(session, opened)
            row = plan_row(proposed, draft, version, self._clock())
            plans.add(row, Ground(document, proposed.plan))
            gone = session.get(PlanRow, replaces) if replaces else None
            if gone is not None and gone.draft_id == draft:
                gone.superseded_at = self._clock()
            return plans.view(row)

    def plan(self, owner: str, plan: str) -> PlanView:
        """A plan with how its operations stand in the current text."""
        with self._transaction(reading=True) as session:
            row, draft = self._plan_rows(session, owner, plan)
            return OpenPlans(session, OpenDraft(session, draft, self._clock())).view(row)

    def plans(self, owner: str, draft: str) -> tuple[PlanView, ...]:
        """The plans of a draft, in the order they were made: those still offered, or with something in the text."""
        with self._reading(owner, draft) as (session, opened):
            plans = OpenPlans(session, opened)
            return tuple(
                plans.view(row)
                for row in plans.every()
                if row.superseded_at is None or plans.standing(row).accepted
            )

    def accept_operations(
        self, owner: str, plan: str, operations: Collection[str], seen: int | None = None
    ) -> PlanTurned:
        """Accept operations, with those they cannot be done without: a new version."""
        return self._turn_plan(owner, plan, seen, operations, "accepted", "restructured")

    def reject_operations(
        self, owner: str, plan: str, operations: Collection[str], seen: int | None = None
    ) -> PlanTurned:
        """Refuse operations, and with them what depends on them; what was accepted of them is taken back."""
        return self._turn_plan(owner, plan, seen, operations, "rejected", "plan_rejected")

    def reconsider_operations(
        self, owner: str, plan: str, operations: Collection[str], seen: int | None = None
    ) -> PlanTurned:
        """Make operations pending again, with what was refused with them; what was accepted of them is taken back."""
        return self._turn_plan(owner, plan, seen, operations, "pending", "plan_waiting")

    def accept_plan(self, owner: str, plan: str, seen: int | None = None) -> PlanTurned:
        """Accept all operations that wait; one that cannot be done stays pending."""
        return self._turn_plan(owner, plan, seen, None, "accepted", "restructured")

    def reject_plan(self, owner: str, plan: str, seen: int | None = None) -> PlanTurned:
        """Refuse all operations that wait."""
        return self._turn_plan(owner, plan, seen, None, "rejected", "plan_rejected")

    def plan_preview(
        self, owner: str, plan: str, operations: Collection[str] | None
    ) -> tuple[Current, Turned | None, list[str]]:
        """The text as it is, what accepting operations (or all that wait) would make of it, and which that would be.

        None where it cannot be done, or is done already; accepting then says why.
        """
        with self._transaction(reading=True) as session:
            row, draft = self._plan_rows(session, owner, plan)
            opened = OpenDraft(session, draft, self._clock())
            return opened.current(), *OpenPlans(session, opened).preview(row, operations)

    def _turn_plan(
        self,
        owner: str,
        plan: str,
        seen: int | None,
        operations: Collection[str] | None,
        state: State,
        step: Step,
    ) -> PlanTurned:
        with self._transaction() as session:
            draft = self._plan_rows(session, owner, plan)[1].id
        with self._locked(owner, draft, seen) as (session, opened):
            row = session.get_one(PlanRow, plan)
            change = OpenPlans(session, opened).turn(row, operations, state, step)
            changed = {one: now.state for one, now in change.operations.items()}
            return PlanTurned(opened.current(), changed, change.because)

    def _plan_rows(self, session: Session, owner: str, plan: str) -> tuple[PlanRow, DraftRow]:
        row = session.get(PlanRow, plan) if plan else None
        draft = session.get(DraftRow, row.draft_id) if row else None
        if row is None or draft is None or draft.owner != owner or draft.deleted_at is not None:
            raise DraftError("plan_unknown")
        return row, draft
