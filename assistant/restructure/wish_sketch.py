"""A plan while a wish is read: its operations so far, and how parts and places are told. Pure; imports naming."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.restructure.destinations import Destinations, least
from assistant.restructure.naming import Named, Names
from assistant.restructure.operation import Certainty, Kind, Operation, To
from assistant.restructure.parts import Part, Parts
from assistant.wording import Reason

_WHOLE = re.compile(r"(?:把|将)?(?:全文|全篇|整篇|通篇|整个|所有|全部|稿子|文章|材料|各级|里面?|的|都)*")


@dataclass(slots=True)
class Sketch:
    """The plan that is being made. reason: of what is read just now; unassigned: ids of parts without a counterpart."""

    names: Names
    places: Destinations = field(init=False)
    operations: list[Operation] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)
    reason: Reason = field(default_factory=lambda: Reason("restructure.reason.asked"))

    def __post_init__(self) -> None:
        self.places = Destinations(self.names)

    @property
    def parts(self) -> Parts:
        """The parts of the draft."""
        return self.names.parts

    @property
    def tops(self) -> list[Part]:
        """The outermost sections."""
        return [
            part for part in self.parts.roots if part.section is not None and part.section.kind == "section"
        ]

    def mark(self) -> tuple[int, int]:
        """How far it has come."""
        return len(self.operations), len(self.unassigned)

    def back(self, mark: tuple[int, int]) -> None:
        """Take back what came after a mark."""
        del self.operations[mark[0] :]
        del self.unassigned[mark[1] :]

    def do(
        self,
        kind: Kind,
        parts: Sequence[Part],
        to: To | None = None,
        certainty: Certainty = "sure",
        reason: Reason | None = None,
        needs: Sequence[str] = (),
    ) -> Operation:
        """One more operation."""
        done = Operation(
            f"o{len(self.operations) + 1}",
            kind,
            tuple(part.id for part in parts),
            to or To(),
            reason or self.reason,
            certainty,
            tuple(needs),
        )
        self.operations.append(done)
        return done

    def beside(self, *parts: Part) -> bool:
        """Whether the parts stand beside each other and are of one kind."""
        return (
            len({self.parts.above.get(part.id) for part in parts}) == 1
            and len({part.kind for part in parts}) == 1
        )

    def members(self, holder: Part) -> list[Part]:
        """What a section enumerates: its subsections, else its items, else its paragraphs."""
        below = [part for part in holder.children if part.kind == "section"]
        if below:
            return below
        own = [part for part in holder.walk() if self.parts.section_of(part.id) is holder]
        items = [part for part in own if part.kind == "item"]
        return items or [part for part in own if part.kind == "paragraph"]

    def scopes(self, words: str) -> tuple[list[Part], Certainty]:
        """The sections that are named and those in them, the deepest first; the chosen one or all where none is."""
        if not whole(words):
            named = self.names.several(words)
            certainty = least(*(one.certainty for one in named))
            tops = parts_in(named)
        else:
            tops, certainty = [self.names.selected] if self.names.selected else list(self.parts.roots), "sure"
        sections = [part for top in tops for part in top.walk() if part.kind == "section" and not part.fixed]
        return sorted(sections, key=self.names.depth, reverse=True), certainty


def parts_in(named: Sequence[Named]) -> list[Part]:
    """The parts that were named."""
    return [one.part for one in named]


def whole(words: str | None) -> bool:
    """Whether the words name no part, but all of the text."""
    return not words or _WHOLE.fullmatch(words) is not None
