"""The plans of one draft inside one transaction: how their operations stand, turned, and what that makes of the text.

Imports the open draft, the tables and pure modules. Who calls it has locked the draft and checked its owner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.changes.runs import composed, kept, runs_of
from assistant.document import Span
from assistant.drafting.hunk_states import State
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.plan_rows import ground_of, ground_row, notices_of, unassigned_of
from assistant.drafting.plan_states import OperationState, PlanState, depending, with_needed
from assistant.drafting.plan_values import OperationView, PlanView
from assistant.drafting.standing_plan import LOST, Ground, Turned
from assistant.drafting.tables import PlanGroundRow, PlanRow
from assistant.errors import DraftError
from assistant.restructure.operation import Operation, Refusal
from assistant.restructure.part_name import name_of, with_names
from assistant.restructure.validation import dependencies, validate
from assistant.wording import Reason

Step = Literal["restructured", "plan_rejected", "plan_waiting"]


@dataclass(frozen=True, slots=True)
class Change:
    """How operations stand after a turn, and those that went with others: operation → the one it went with."""

    operations: Mapping[str, OperationState]
    because: Mapping[str, str]


class OpenPlans:
    """A draft's plans. Every method that changes something leaves draft and plans consistent."""

    def __init__(self, session: Session, draft: OpenDraft) -> None:
        self._session = session
        self._draft = draft

    def every(self) -> Sequence[PlanRow]:
        """All plans, in the order they were made."""
        return self._session.scalars(
            select(PlanRow).where(PlanRow.draft_id == self._draft.row.id).order_by(PlanRow.number)
        ).all()

    def add(self, row: PlanRow, ground: Ground) -> None:
        """Keep a plan. Raises ValueError where it was not made for the text of its version, or cannot be carried out."""
        text = self._draft.history.version(row.version or 0).text
        if ground.document.text != text or not validate(ground.plan, ground.parts).valid:
            raise ValueError("the plan was not made for this version")
        latest = select(func.max(PlanRow.number)).where(PlanRow.draft_id == self._draft.row.id)
        row.number = (self._session.scalar(latest) or 0) + 1
        row.needs = {one: list(needed) for one, needed in dependencies(ground.plan, ground.parts).items()}
        row.ground_id = ""
        self._session.add(row)
        self._session.flush()
        row.ground_id = self._keep(row, ground)
        state = self._draft.state
        state.plans = {**(state.plans or {}), row.id: self._fresh(row).as_json()}

    def _keep(self, row: PlanRow, ground: Ground) -> str:
        own = ground_row(row.id, ground)
        self._session.add(own)
        self._session.flush()
        return own.id

    # --- how it stands -------------------------------------------------------------------------------------

    def _fresh(self, row: PlanRow) -> PlanState:
        """As a plan is that no step knows of: made at another step than those that led here."""
        if row.version is None:
            return PlanState("")
        return PlanState(
            row.ground_id, self._draft.history.edits_from(row.version, self._draft.state.version)
        )

    def standing(self, row: PlanRow) -> PlanState:
        """How a plan stands in the current text, typing included."""
        stored = (self._draft.state.plans or {}).get(row.id)
        state = PlanState.from_json(stored) if stored is not None else self._fresh(row)
        return state.with_edits(self._draft.typing)

    def _ground(self, row: PlanRow, state: PlanState) -> Ground:
        """The ground that a plan stood on last."""
        return ground_of(self._session.get_one(PlanGroundRow, state.ground or row.ground_id))

    def view(self, row: PlanRow) -> PlanView:
        """A plan as it stands in the current text."""
        state = self.standing(row)
        last = self._ground(row, state)
        ground = last.moved_on(state.accepted, state.since) if state.ground else None
        shown = ground or last
        now = ground.done(state.accepted).applied if ground else None
        wanted = [one.id for one in shown.plan.operations if state.of(one.id).state != "rejected"]
        preview = ground.done(wanted).applied if ground else None
        refusals = {one.operation: one for one in preview.refused} if preview else {}
        return PlanView(
            row.id,
            row.number,
            row.draft_id,
            row.version,
            row.source,  # type: ignore[arg-type]  # written by ProposedPlan only
            row.name,
            row.made_by,  # type: ignore[arg-type]
            row.instruction,
            tuple(
                _operation(one, shown, state.of(one.id), row.needs, refusals.get(one.id))
                for one in shown.plan.operations
            ),
            ground is not None,
            row.frame,
            tuple(row.assignments),
            unassigned_of(row),
            self._places(row),
            tuple(row.gaps),
            notices_of(row),
            row.prompt,
            row.model,
            row.usage,
            row.created_at,
            shown.document,
            now,
            preview,
            row.superseded_at is not None,
        )

    def _places(self, row: PlanRow) -> tuple[Span | None, ...]:
        """Where what was not matched stands in the current text."""
        if row.version is None or not row.unassigned:
            return tuple(None for _ in row.unassigned)
        runs = self._draft.history.runs_from(row.version, self._draft.state.version)
        runs = composed(runs, runs_of(self._draft.typing))
        found: list[Span | None] = []
        for one in row.unassigned:
            left = list(kept(Span(one["start"], one["end"]), runs))
            found.append(Span(left[0].start, left[0].end) if left else None)
        return tuple(found)

    # --- turning -------------------------------------------------------------------------------------------

    def turn(self, row: PlanRow, asked: Collection[str] | None, wanted: State, step: Step) -> Change:
        """Bring operations, or all that wait, into the state `wanted`, as one step.

        Raises DraftError("operation_unknown", "operation_depends", "operation_refused" or "plan_lost"), and then nothing
        has changed.
        """
        state = self.standing(row)
        ground = self._ground(row, state)
        known = [one.id for one in ground.plan.operations]
        unknown = [] if asked is None else sorted(set(asked) - set(known))
        if unknown:
            raise DraftError("operation_unknown", where=row.name, operations=", ".join(unknown))
        chosen = [
            one for one in known if (state.of(one).state == "pending" if asked is None else one in asked)
        ]
        chosen = [one for one in chosen if state.of(one).state != wanted]
        if asked is None and wanted == "accepted":
            refused = {one for one in known if state.of(one).state == "rejected"}
            chosen = [one for one in chosen if not with_needed((one,), row.needs) & refused]
        if not chosen:
            return Change({}, {})
        after, because = _turned(row, state, known, chosen, wanted)
        if after == state.accepted:
            self._step(row, state, chosen, _states(state, known, after, chosen, because, wanted, None), step)
            return self._change(state, row, because)
        moved = ground.moved_on(state.accepted, state.since) if state.ground else None
        if moved is None:
            raise DraftError("plan_lost", where=row.name)
        turned = moved.turned(state.accepted, after)
        real = frozenset(turned.done.applied.accepted)
        self._check(row, moved, turned, chosen, because, wanted, every=asked is None)
        for one in after - real - set(chosen):
            because.setdefault(one, chosen[0])
        if real == state.accepted:  # none of those asked for could be done, of all that waited
            refusal = next(iter(turned.done.applied.refused))
            raise _refused(row, moved, refusal)
        self._draft.freeze()
        if self._draft.text != moved.done(state.accepted).text:
            raise DraftError("plan_lost", where=row.name)
        ground_id = state.ground if moved is ground else self._keep(row, moved)
        number = self._draft.history.next_number() if turned.edits else self._draft.state.version
        done = [one for one in chosen if wanted != "accepted" or one in real]
        operations = _states(state, known, real, done, because, wanted, number)
        self._advance(row, PlanState(ground_id, (), operations), turned, done, step)
        return self._change(state, row, because)

    def preview(self, row: PlanRow, asked: Collection[str] | None) -> tuple[Turned | None, list[str]]:
        """What accepting operations, or all that wait, would come to, and which would be accepted; nothing is changed.

        None where `turn` would raise, or nothing would be done.
        """
        state = self.standing(row)
        ground = self._ground(row, state)
        moved = ground.moved_on(state.accepted, state.since) if state.ground else None
        chosen = [
            one.id
            for one in ground.plan.operations
            if (state.of(one.id).state == "pending" if asked is None else one.id in asked)
        ]
        refused = {one.id for one in ground.plan.operations if state.of(one.id).state == "rejected"}
        if asked is None:
            chosen = [one for one in chosen if not with_needed((one,), row.needs) & refused]
        wanted = with_needed(chosen, row.needs) - state.accepted
        if moved is None or not wanted or (wanted - set(chosen)) & refused:
            return None, []
        turned = moved.turned(state.accepted, state.accepted | wanted)
        return turned, [one for one in turned.done.applied.accepted if one not in state.accepted]

    def _check(
        self,
        row: PlanRow,
        ground: Ground,
        turned: Turned,
        chosen: Sequence[str],
        because: Mapping[str, str],
        wanted: State,
        *,
        every: bool,
    ) -> None:
        """Raises where an operation that was asked for by itself cannot be done."""
        if wanted != "accepted" or every:
            return
        for refusal in turned.done.applied.refused:
            if refusal.operation in chosen or because.get(refusal.operation) in chosen:
                raise _refused(row, ground, refusal)

    def _advance(
        self, row: PlanRow, state: PlanState, turned: Turned, chosen: Sequence[str], step: Step
    ) -> None:
        document = turned.done.applied.document
        self._draft.restructure(turned.edits, turned.runs, document, step, self._details(row, chosen))
        now = self._draft.state
        now.plans = {**(now.plans or {}), row.id: state.as_json()}
        self._session.flush()

    def _step(
        self,
        row: PlanRow,
        state: PlanState,
        chosen: Sequence[str],
        operations: Mapping[str, OperationState],
        step: Step,
    ) -> None:
        """A step that leaves the text as it is."""
        self._draft.freeze()
        self._draft.stand_still(step, self._details(row, chosen))
        now = self._draft.state
        kept_state = PlanState(state.ground, state.since, operations)
        now.plans = {**(now.plans or {}), row.id: kept_state.as_json()}
        self._session.flush()

    @staticmethod
    def _details(row: PlanRow, chosen: Sequence[str]) -> dict[str, object]:
        return {"plan": row.number, "name": row.name, "changes": list(chosen)}

    def _change(self, before: PlanState, row: PlanRow, because: Mapping[str, str]) -> Change:
        after = self.standing(row)
        changed = {
            one: after.of(one)
            for one in {*before.operations, *after.operations}
            if after.of(one).state != before.of(one).state
        }
        return Change(changed, {one: by for one, by in because.items() if one in changed})


def _operation(
    one: Operation,
    ground: Ground,
    now: OperationState,
    needs: Mapping[str, Sequence[str]],
    refusal: Refusal | None,
) -> OperationView:
    parts = ground.parts
    reason = _reason(ground, refusal) if refusal and now.state == "pending" else None
    found = [part for name in one.parts if (part := parts.find(name)) is not None]
    return OperationView(
        one,
        now.state,
        tuple(name_of(parts, name, ground.plan) for name in one.parts),
        tuple(parts.words(part) for part in found),
        name_of(parts, one.to.anchors[0], ground.plan) if one.to.anchors else "",
        tuple(needs.get(one.id, ())),
        now.because,
        now.version,
        reason,
    )


def _refused(row: PlanRow, ground: Ground, refusal: Refusal) -> DraftError:
    reason = _reason(ground, refusal)
    return DraftError("operation_refused", where=row.name, operation=refusal.operation, reason=reason)


def _reason(ground: Ground, refusal: Refusal) -> Reason:
    """Why an operation cannot be done, in the names that people know."""
    if str(refusal.params.get("part", "")).startswith(LOST):
        return Reason("plans.part_changed")
    return with_names(refusal, ground.parts, ground.plan).reason()


def _turned(
    row: PlanRow, state: PlanState, known: Iterable[str], chosen: Sequence[str], wanted: State
) -> tuple[frozenset[str], dict[str, str]]:
    """The operations in the text after a turn, and those that go with others."""
    because: dict[str, str] = {}
    if wanted == "accepted":
        for one in chosen:
            for needed in with_needed((one,), row.needs) - set(chosen) - state.accepted:
                if state.of(needed).state == "rejected":
                    raise DraftError("operation_depends", where=row.name, operation=one, needed=needed)
                because.setdefault(needed, one)
        return state.accepted | set(chosen) | because.keys(), because
    for one in chosen:
        for other in depending(one, row.needs) - set(chosen):
            now = state.of(other)
            if now.state == "accepted" or (wanted == "rejected" and now.state == "pending"):
                because.setdefault(other, one)
        if wanted == "pending":
            because |= {o: one for o in known if o not in chosen and state.of(o).because == one}
    return state.accepted - set(chosen) - because.keys(), because


def _states(
    state: PlanState,
    known: Iterable[str],
    accepted: Collection[str],
    chosen: Collection[str],
    because: Mapping[str, str],
    wanted: State,
    version: int | None,
) -> dict[str, OperationState]:
    found: dict[str, OperationState] = {}
    for one in known:
        now = state.of(one)
        if one in accepted:
            found[one] = now if now.state == "accepted" else OperationState("accepted", version)
        elif wanted == "rejected" and (one in chosen or one in because):
            found[one] = OperationState("rejected", None, because.get(one))
        elif now.state == "rejected" and not (wanted == "pending" and (one in chosen or one in because)):
            found[one] = now
    return found
