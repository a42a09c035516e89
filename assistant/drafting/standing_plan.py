"""A plan on the text it stands on: what it makes of it, and the way on when the text was changed otherwise. Pure.

Imports restructure, changes and the document. A plan is never applied to a text of which it is not certain that every
part it names is the part it was made for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from assistant.changes.edits import Edit, apply_edits
from assistant.changes.moves import edits_of_pieces
from assistant.changes.runs import Runs, runs_of, runs_of_pieces
from assistant.document import Document, Span
from assistant.drafting.document import edited
from assistant.drafting.places import narrowed
from assistant.restructure.applied import Applied, apply
from assistant.restructure.operation import Operation, Plan
from assistant.restructure.parts import Part, Parts, parts_of
from assistant.structure.outline import outline

LOST = "lost:"
"""What begins the name of a part that is no longer what the plan was made for: nothing can be done with it."""

Pieces = tuple[Span | str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Some operations carried out."""

    applied: Applied

    @property
    def pieces(self) -> Pieces:
        """What the new text is made of, spans of the text below and new words."""
        return self.applied.pieces

    @property
    def text(self) -> str:
        """The new text."""
        return self.applied.text


@dataclass(frozen=True, slots=True)
class Turned:
    """From one choice of operations to another: edits of the text as the first left it, and what stands where then.

    plan: in the ids of the text below.
    """

    plan: Plan
    done: Done
    edits: tuple[Edit, ...]
    runs: Runs


class Ground:
    """A text, and a plan that names the parts of that text."""

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self.plan = plan

    @cached_property
    def parts(self) -> Parts:
        """The parts of the text."""
        return parts_of(self.document, outline(self.document))

    def done(self, chosen: Collection[str]) -> Done:
        """The chosen operations carried out."""
        return Done(apply(self.parts, self.plan, chosen))

    def turned(self, before: Collection[str], after: Collection[str]) -> Turned:
        """What leads from the text with the operations `before` to the one with `after`."""
        old, new = self.done(before), self.done(after)
        pieces = _between(old, new, self.document.text)
        return Turned(self.plan, new, edits_of_pieces(old.text, pieces), runs_of_pieces(pieces))

    def moved_on(self, chosen: Collection[str], since: Sequence[Edit]) -> Ground | None:
        """The ground after edits that were made of the text with the operations `chosen`.

        None where it is not certain: an edit lies across what the plan joined or wrote, or a part is no longer itself.
        """
        if not since:
            return self
        done = self.done(chosen)
        wanted = apply_edits(done.text, since)
        small = narrowed(done.text, since)
        for edits in dict.fromkeys((*_put_back(done.pieces, small), *_put_back(done.pieces, since))):
            ground = self._edited(edits)
            again = ground.done(chosen)
            if again.text == wanted and again.applied.accepted == done.applied.accepted:
                return ground
        return None

    def _edited(self, edits: tuple[Edit, ...]) -> Ground:
        document = edited(self.document, edits)
        parts = parts_of(document, outline(document))
        names = _same_parts(self.parts, parts, runs_of(edits), _named(self.plan))
        ground = Ground(document, renamed(self.plan, names))
        ground.__dict__["parts"] = parts
        return ground


# -- from one choice to another -------------------------------------------------------------------------------------


def _between(old: Done, new: Done, ground: str) -> Pieces:
    """The new text as stretches of the old one, both being made of the same ground."""
    places: list[tuple[int, int, int]] = []  # start and end in the ground, start in the old text
    written: list[Span] = []  # words of the old text that are not of the ground
    position = 0
    for piece in old.pieces:
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if isinstance(piece, Span):
            places.append((piece.start, piece.end, position))
        elif size:
            written.append(Span(position, position + size))
        position += size
    places.sort()
    found: list[Span | str] = []
    for piece in new.pieces:
        if isinstance(piece, str):
            found.append(piece)
            continue
        at = piece.start
        for start, end, place in places:
            first, last = max(at, start), min(piece.end, end)
            if first >= last:
                continue
            if at < first:
                found.append(ground[at:first])
            found.append(Span(place + first - start, place + last - start))
            at = last
        if at < piece.end:
            found.append(ground[at : piece.end])
    return tuple(_claimed(found, written, old.text))


def _claimed(pieces: Iterable[Span | str], written: Sequence[Span], text: str) -> Iterable[Span | str]:
    """New words that stood behind the same stretch before, written by the same plan, are the old ones."""
    free = {span.start: span.end for span in written}
    end = -1
    for piece in pieces:
        if isinstance(piece, str) and piece:
            until = end + len(piece)
            if free.get(end) == until and text[end:until] == piece:
                del free[end]
                yield Span(end, until)
                end = until
                continue
            end = -1
        elif isinstance(piece, Span):
            end = piece.end
        yield piece


# -- after other edits ----------------------------------------------------------------------------------------------


def _put_back(pieces: Pieces, edits: Sequence[Edit]) -> Iterable[tuple[Edit, ...]]:
    """The same edits of the ground, in the ways they can be meant: what is put in between two stretches goes with
    either. Nothing where an edit reaches into words that are not of the ground.
    """
    runs: list[tuple[int, int, int]] = []  # start and end in the text, start in the ground; -1: words
    position = 0
    for piece in pieces:
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        source = -1 if isinstance(piece, str) else piece.start
        last = runs[-1] if runs else None
        if last and source >= 0 and last[2] >= 0 and last[2] + last[1] - last[0] == source:
            runs[-1] = (last[0], position + size, last[2])
        elif size:
            runs.append((position, position + size, source))
        position += size
    for left in (True, False):
        found: list[Edit] | None = []
        for edit in edits:
            put = _put(runs, edit, left=left)
            if put is None or found is None:
                found = None
                break
            found += put
        if found is None:
            continue
        found.sort(key=lambda edit: (edit.start, edit.end))
        if all(one.end <= two.start for one, two in pairwise(found)):
            yield _tidied(found)


def _put(runs: Sequence[tuple[int, int, int]], edit: Edit, *, left: bool) -> list[Edit] | None:
    if not runs:
        return [edit]
    if edit.start == edit.end:
        touching = [run for run in runs if run[2] >= 0 and run[0] <= edit.start <= run[1]]
        inside = [run for run in runs if run[0] < edit.start < run[1]]
        if not touching or (inside and inside[0][2] < 0):
            return None
        start, _, source = touching[0 if left else -1]
        at = source + edit.start - start
        return [Edit(at, at, edit.replacement)]
    found: list[Edit] = []
    words = edit.replacement
    for start, end, source in runs:
        first, last = max(edit.start, start), min(edit.end, end)
        if first < last:
            if source < 0:
                return None
            found.append(Edit(source + first - start, source + last - start, words))
            words = ""
    return found


def _tidied(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].end == edit.start:
            last = found.pop()
            edit = Edit(last.start, edit.end, last.replacement + edit.replacement)
        found.append(edit)
    return tuple(edit for edit in found if edit.replacement or edit.start < edit.end)


# -- the parts a plan names -----------------------------------------------------------------------------------------


def _named(plan: Plan) -> set[str]:
    names = {name for one in plan.operations for name in (*one.parts, *one.to.anchors, one.to.at) if name}
    return {name for name in names if not name.startswith("@")}


def _same_parts(old: Parts, new: Parts, runs: Runs, names: Iterable[str]) -> Mapping[str, str]:
    """The part of the new text that each part of the old one is: with all that is left of its words, and no others.

    One that cannot be told gets a name that no part has. runs: of edits, so in order in both texts.
    """
    labels = {at for part in old.walk() for at in range(part.label.start, part.label.end)}

    def characters(start: int, end: int) -> list[int]:
        """Where what can be seen of a stretch stands in the new text, without the numbers: they follow by themselves."""
        return [
            at + run.to - run.start
            for run in runs
            for at in range(max(start, run.start), min(end, run.end))
            if at not in labels and not old.text[at].isspace()
        ]

    every = characters(0, len(old.text))
    by_kind: dict[str, list[Part]] = {}
    for part in new.walk():
        by_kind.setdefault(part.kind, []).append(part)
    found: dict[str, str] = {}
    for name in names:
        found[name] = f"{LOST}{name}"
        own = old.find(name)
        left = characters(own.text_start, own.text_end) if own is not None else []
        if own is None or not left:
            continue
        same = [
            part
            for part in by_kind.get(own.kind, ())
            if part.text_start <= left[0]
            and left[-1] < part.text_end
            and bisect_left(every, part.text_end) - bisect_left(every, part.text_start) == len(left)
        ]
        if len(same) == 1:
            found[name] = same[0].id
    told = Counter(found.values())
    return {name: other if told[other] == 1 else f"{LOST}{name}" for name, other in found.items()}


def renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with other ids for the parts."""
    return Plan(tuple(_renamed(one, names) for one in plan.operations))


def _renamed(one: Operation, names: Mapping[str, str]) -> Operation:
    to = replace(
        one.to,
        anchors=tuple(names.get(name, name) for name in one.to.anchors),
        at=names.get(one.to.at, one.to.at),
    )
    return replace(one, parts=tuple(names.get(name, name) for name in one.parts), to=to)
