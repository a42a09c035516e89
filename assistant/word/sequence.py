"""The paragraphs of a changed file in the order in which Word counts them. Imports lxml and the parts of this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from assistant.documents.word_package import w
from assistant.word.numbers import Numbered
from assistant.word.paragraphs import inherited
from assistant.word.places import Gap, gap_between, model_for
from assistant.word.plan import Added, Step
from assistant.word.units import Unit


@dataclass(slots=True)
class Addition:
    """New lines between two units (`around`), the paragraphs they are modelled on, and their numbers."""

    steps: list[Added]
    gap: Gap
    models: list[Unit | None]
    numbered: list[Numbered]
    around: tuple[Unit | None, Unit | None] = (None, None)


def additions(steps: Sequence[Step], units: Sequence[Unit]) -> Iterator[Addition]:
    """The new paragraphs of a plan. Raises UnplacedError where one has no place."""
    before: Unit | None = None
    waiting: list[Added] = []
    for step in [*steps, None]:
        if isinstance(step, Added):
            waiting.append(step)
            continue
        following = step.unit if step is not None else None
        if waiting:
            models = [model_for(s.text, units, before, following) for s in waiting]
            properties = [inherited(m.paragraph) if m is not None else None for m in models]
            new = [
                Numbered(own, text=s.text, is_new=True) for s, own in zip(waiting, properties, strict=True)
            ]
            yield Addition(waiting, gap_between(before, following), models, new, (before, following))
            waiting = []
        before = following


def with_additions(
    numbered: Sequence[tuple[etree._Element, Numbered]],
    added: Sequence[Addition],
    gone: set[etree._Element],
) -> list[Numbered]:
    """All paragraphs that will be there, in order."""
    behind: dict[int, list[Numbered]] = {}
    places: dict[etree._Element, int] = {}
    for number, (paragraph, _) in enumerate(numbered):
        places[paragraph] = number
        for around in paragraph.iterancestors():
            places[around] = number  # of the last one in it
    for addition in added:
        gap = addition.gap
        if gap.after is not None:
            at = places.get(gap.after, -1)
        else:
            assert gap.before is not None  # a gap has one side
            first = gap.before.iter(w("p"))
            at = min((places[p] for p in first if p in places), default=0) - 1
        behind.setdefault(at, []).extend(addition.numbered)
    order = list(behind.get(-1, ()))
    for number, (paragraph, entry) in enumerate(numbered):
        if paragraph not in gone:
            order.append(entry)
        order += behind.get(number, ())
    return order
