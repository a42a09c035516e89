"""Whether a plan can be carried out on a draft, and which of its operations depend on which. Pure; imports steps.

A plan is refused with every operation that cannot be carried out, and why. Of a valid plan any operation may be left
out; what cannot be done without it is left out with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.restructure.operation import Operation, Plan, Refusal, RefusedError
from assistant.restructure.parts import Parts
from assistant.restructure.steps import perform
from assistant.restructure.tree import Tree


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. refusals: in the order of the plan."""

    refusals: tuple[Refusal, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether all can be carried out."""
        return not self.refusals


@dataclass(slots=True)
class CarriedOut:
    """A tree after operations. accepted: those that were carried out; refused: those chosen that could not be."""

    tree: Tree
    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]


def validate(plan: Plan, parts: Parts) -> Verdict:
    """Whether a plan can be carried out on these parts."""
    return Verdict(carry_out(plan, parts).refused)


def carry_out(plan: Plan, parts: Parts, chosen: Collection[str] | None = None) -> CarriedOut:
    """Carry out the chosen operations of a plan, all where None is given, in its order.

    What depends on one that was not chosen or could not be done is refused too, and says on which.
    """
    tree = Tree(parts)
    accepted: list[str] = []
    refused: list[Refusal] = []
    known = {operation.id for operation in plan.operations}
    seen: set[str] = set()
    for operation in plan.operations:
        if operation.id in seen:
            refused.append(Refusal(operation.id, "repeated_id", {"id": operation.id}))
            continue
        seen.add(operation.id)
        if chosen is not None and operation.id not in chosen:
            continue
        refusal = _missing(operation, known, seen, accepted) or _performed(tree, operation)
        if refusal is None:
            accepted.append(operation.id)
            continue
        if chosen is not None and refusal.code not in ("depends", "needs_unknown"):
            refusal = _blamed(refusal, operation, plan, parts, accepted)
        refused.append(refusal)
    return CarriedOut(tree, tuple(accepted), tuple(refused))


def _performed(tree: Tree, operation: Operation) -> Refusal | None:
    try:
        perform(tree, operation)
    except RefusedError as error:
        return Refusal(operation.id, error.code, error.params)
    return None


def _missing(
    operation: Operation, known: Collection[str], seen: Collection[str], accepted: Collection[str]
) -> Refusal | None:
    """What an operation needs and has not: named by it, or the maker of a part that it names."""
    for needed in _needs(operation):
        if needed not in known or needed not in seen or needed == operation.id:
            return Refusal(operation.id, "needs_unknown", {"needed": needed})
        if needed not in accepted:
            return Refusal(operation.id, "depends", {"operation": needed})
    return None


def _needs(operation: Operation) -> Iterable[str]:
    """The operations that one names: as needed, or by a part that they make. One of several anchors is enough."""
    made = [part for part in (*operation.parts, operation.to.at) if part.startswith("@")]
    if operation.to.anchors and all(anchor.startswith("@") for anchor in operation.to.anchors):
        made += operation.to.anchors[-1:]
    return dict.fromkeys([*operation.needs, *(part[1:] for part in made)])


def _blamed(
    refusal: Refusal, operation: Operation, plan: Plan, parts: Parts, accepted: Collection[str]
) -> Refusal:
    """The operation left out without which another cannot be done, named instead of what went wrong for lack of it."""
    related = _related(operation, parts)
    for other in plan.operations:
        if other.id == operation.id:
            break
        if other.id not in accepted and related & set(other.parts):
            return Refusal(operation.id, "depends", {"operation": other.id})
    return refusal


def _related(operation: Operation, parts: Parts) -> set[str]:
    """The parts that an operation names, and those above them."""
    found: set[str] = set()
    for part_id in (*operation.parts, *operation.to.anchors, operation.to.at):
        while part_id and part_id not in found:
            found.add(part_id)
            part_id = parts.above.get(part_id, "")
    return found


def dependencies(plan: Plan, parts: Parts) -> Mapping[str, tuple[str, ...]]:
    """Operation → those of the plan that it cannot be done without, in the plan's order; only where there are any."""
    found: dict[str, tuple[str, ...]] = {}
    earlier: list[Operation] = []
    for operation in plan.operations:
        needed = [one.id for one in earlier if one.id in set(_needs(operation))]
        related = _related(operation, parts)
        touching = [one for one in earlier if one.id not in needed and related & set(one.parts)]
        if touching and not _works(operation, needed, found, plan, parts):
            for one in reversed(touching):
                others = [t.id for t in touching if t is not one and t.id not in needed]
                if not _works(operation, [*needed, *others], found, plan, parts):
                    needed.append(one.id)
        if needed:
            found[operation.id] = tuple(one.id for one in earlier if one.id in needed)
        earlier.append(operation)
    return found


def _works(
    operation: Operation,
    needed: Iterable[str],
    known: Mapping[str, tuple[str, ...]],
    plan: Plan,
    parts: Parts,
) -> bool:
    """Whether an operation can be done after these alone, and what they need."""
    wanted: set[str] = set()
    pending = list(needed)
    while pending:
        one = pending.pop()
        if one not in wanted:
            wanted.add(one)
            pending += known.get(one, ())
    return operation.id in carry_out(plan, parts, {*wanted, operation.id}).accepted
