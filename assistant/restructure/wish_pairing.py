"""Wishes about what belongs together: 一一对应, 把原因并到每个问题后面. Pure; imports counterparts and the sketch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.restructure.counterparts import Pair, pairs
from assistant.restructure.destinations import least
from assistant.restructure.naming import Named
from assistant.restructure.operation import Certainty, Operation, To
from assistant.restructure.part_name import name_of
from assistant.restructure.parts import Part
from assistant.restructure.wish_forms import ROLE, Heard
from assistant.restructure.wish_sketch import Sketch
from assistant.structure.roles import Role
from assistant.wording import Reason


def _roles(sketch: Sketch, words: str) -> Iterator[tuple[Role, Named]]:
    for one in sketch.names.split(words):
        named = sketch.names.one(one)
        section = named.part.section
        yield (section.role if section is not None else "other"), named


def match_up(sketch: Sketch, heard: Heard) -> bool:
    """让问题、原因、措施一一对应: causes and measures in the order of the problems they answer."""
    by = heard["by"]
    holders = list(_roles(sketch, f"{heard['roles']}、{by}" if by else heard["roles"]))
    if len(holders) < 2:
        return False
    problems = next((named for role, named in holders if role == "problems"), holders[0][1])
    partners = sketch.members(problems.part)
    for _, named in holders:
        if named is problems:
            continue
        others = sketch.members(named.part)
        found = pairs(sketch.parts, partners, others)
        _left_over(sketch, partners, others, found)
        place = {pair.part.id: partners.index(pair.partner) for pair in found}
        order = sorted(others, key=lambda part: place.get(part.id, len(partners)))
        if order != others and sketch.beside(*others):
            certainty = least(named.certainty, problems.certainty, *(pair.certainty for pair in found))
            sketch.do("reorder", order, None, certainty, _why(sketch, found, others, order))
    return len(partners) > 1


def _why(sketch: Sketch, found: Sequence[Pair], before: Sequence[Part], after: Sequence[Part]) -> Reason:
    """Why the parts that change their place stand where they stand."""
    moved = {part.id for part, old in zip(after, before, strict=True) if part is not old}
    every = [pair.reason(name_of(sketch.parts, pair.partner.id)) for pair in found if pair.part.id in moved]
    told_of = Reason("restructuring.reason.none") if not every else every[-1]
    for one in reversed(every[:-1]):
        told_of = Reason("restructuring.reason.both", {"one": one, "other": told_of})
    return Reason("restructuring.reason.matched", {"pairs": told_of})


def _left_over(
    sketch: Sketch, partners: Sequence[Part], others: Sequence[Part], found: Sequence[Pair]
) -> None:
    paired = {pair.part.id for pair in found} | {pair.partner.id for pair in found}
    sketch.unassigned += [part.id for part in (*partners, *others) if part.id not in paired]


def distribute(sketch: Sketch, heard: Heard) -> bool:
    """把原因并到每个问题后面: each cause to its problem."""
    targets = sketch.names.one(heard["target"])
    partners = sketch.members(targets.part)
    sources = sketch.names.several("、".join(ROLE.findall(heard["what"])))
    if not partners or any(source.part is targets.part for source in sources):
        return False
    begun = len(sketch.operations)
    for source in sources:
        others = sketch.members(source.part)
        found = pairs(sketch.parts, partners, others)
        _left_over(sketch, (), others, found)
        done = []
        for pair in found:
            certainty = least(pair.certainty, targets.certainty, source.certainty)
            step = _joined(sketch, pair, certainty)
            if step is None:
                del sketch.operations[begun:]
                return False
            done.append(step.id)
        said_else = [part for part in source.part.children if part not in others]
        if len(found) == len(others) and done and not said_else and source.part.kind == "section":
            sketch.do(
                "merge",
                (targets.part, source.part),
                None,
                "likely",
                Reason("restructuring.reason.emptied"),
                done,
            )
    return len(sketch.operations) > begun


def _joined(sketch: Sketch, pair: Pair, certainty: Certainty) -> Operation | None:
    """A part put to the end of its counterpart; None where it cannot stand there."""
    reason = pair.reason(name_of(sketch.parts, pair.partner.id))
    part, partner = pair.part, pair.partner
    if part.kind == partner.kind == "item":
        return sketch.do("merge", (partner, part), None, certainty, reason)
    if part.kind == "section" and partner.kind != "section":
        return None
    if part.kind == "item" and all(child.kind == "sentence" for child in part.children):
        return sketch.do("move", part.children, To("last", (partner.id,)), certainty, reason)
    if partner.kind == "paragraph":
        return None
    return sketch.do("move", (part,), To("last", (partner.id,)), certainty, reason)
