"""A user's own words → a plan, by rules: “把第三部分移到最前面”, “（二）和（三）对调”, “把原因并到每个问题后面”. Pure.

Imports the forms and steps of wishes. All of a wish is understood, or nothing of it: then a model is needed. What is
understood may still be refused by `validate`, which says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import SectionError
from assistant.restructure.naming import Names
from assistant.restructure.operation import Plan, told
from assistant.restructure.parts import Parts
from assistant.restructure.wish_forms import JOIN, bare, clauses, heard
from assistant.restructure.wish_sketch import Sketch
from assistant.restructure.wish_steps import STEPS

_LONGEST = 2_000
_MOST_CLAUSES = 12
_NAME_CHARS = 14  # what is longer is no name of a part: the form only happened to fit


@dataclass(frozen=True, slots=True)
class Wished:
    """A plan made of a wish. unassigned: parts that should have had a counterpart and have none."""

    plan: Plan
    unassigned: tuple[str, ...] = ()


def plan_of(wish: str, parts: Parts, *, selected: str | None = None) -> Wished | None:
    """The plan that a wish asks for; None where the rules do not understand it. selected: a section's id.

    Raises SectionError("section_unknown" | "section_ambiguous") with candidates where a part cannot be told.
    """
    pieces = clauses(wish[:_LONGEST])[:_MOST_CLAUSES]
    sketch = Sketch(Names(parts, selected))
    if not pieces or not _all(sketch, pieces):
        return None
    return Wished(Plan(tuple(sketch.operations)), tuple(dict.fromkeys(sketch.unassigned)))


def _all(sketch: Sketch, pieces: Sequence[str]) -> bool:
    """Whether all clauses are understood, by themselves or several together. Raises SectionError where a part of the
    first one cannot be told.
    """
    begun = sketch.mark()
    untold: SectionError | None = None
    for end in range(1, len(pieces) + 1):
        try:
            if _clause(sketch, bare(JOIN.join(pieces[:end]))) and (
                end == len(pieces) or _all(sketch, pieces[end:])
            ):
                return True
        except SectionError as error:
            untold = untold or error
        sketch.back(begun)
    if untold is not None:
        raise untold
    return False


def _clause(sketch: Sketch, said: str) -> bool:
    """Whether a clause is understood: the first form that fits and whose step can make something of it."""
    sketch.reason = told(said.replace(JOIN, "，"))
    begun = sketch.mark()
    untold: SectionError | None = None
    for one in heard(said):
        try:
            if STEPS[one.form](sketch, one):
                return True
        except SectionError as error:
            if len(error.where) <= _NAME_CHARS or error.code == "section_ambiguous":
                untold = untold or error
        sketch.back(begun)
    if untold is not None:
        raise untold
    return False
