"""What a sentence and a passage share, letter by letter: `matched`. Pure.

Seeds are stretches of SEED letters or more that follow each other in both texts, and such of ALONE letters or more in any
order. Between two seeds, and beside them, what was changed is stepped over and what is left alike is matched too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

SEED = 4
ALONE = 6
_GAP = 16  # letters between two seeds, or beside one, that are looked at
_PLACES = 8  # of one seed


@dataclass(frozen=True, slots=True)
class Piece:
    """`sentence[at:at + length] == passage[place:place + length]`. seed: long enough to stand by itself."""

    at: int
    place: int
    length: int
    seed: bool = True

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.at + self.length

    @property
    def until(self) -> int:
        """Where it ends in the passage."""
        return self.place + self.length


class Sentence:
    """A sentence to be compared with many passages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._grams: defaultdict[str, list[int]] = defaultdict(list)
        for at in range(len(text) - SEED + 1):
            self._grams[text[at : at + SEED]].append(at)

    def matched(self, passage: str) -> list[Piece]:
        """The pieces in the order of the sentence, none over another."""
        seeds = _in_line(self._seeds(passage))
        found: list[Piece] = []
        for before, after in zip([None, *seeds], [*seeds, None], strict=True):
            if before is not None:
                found.append(before)
            found += self._between(passage, before, after)
        return found

    def _seeds(self, passage: str) -> list[Piece]:
        """The longest match at each place of the sentence, one after the other."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place in range(len(passage) - SEED + 1):
            gram = passage[place : place + SEED]
            if gram in self._grams and len(places[gram]) < _PLACES:
                places[gram].append(place)
        text, found, at = self.text, [], 0
        while at <= len(text) - SEED:
            length, best = 0, 0
            for place in places.get(text[at : at + SEED], ()):
                end = SEED
                while (
                    at + end < len(text)
                    and place + end < len(passage)
                    and text[at + end] == passage[place + end]
                ):
                    end += 1
                if end > length:
                    length, best = end, place
            if length:
                found.append(Piece(at, best, length))
            at += length or 1
        return found

    def _between(self, passage: str, before: Piece | None, after: Piece | None) -> list[Piece]:
        """What is alike between two seeds; beside one, where the other is missing or stands elsewhere."""
        start, end = before.end if before else 0, after.at if after else len(self.text)
        if start >= end:
            return []
        if before and after and _follows(before, after):
            return self._alike(passage, (start, end), (before.until, after.place))
        found: list[Piece] = []
        if before:
            size = min(_GAP, (end - start + 1) // 2 if after else end - start)
            found += self._alike(passage, (start, start + size), (before.until, before.until + size), before)
        if after:
            size = min(_GAP, (end - start) // 2 if before else end - start, after.place)
            found += self._alike(passage, (end - size, end), (after.place - size, after.place), after)
        return found

    def _alike(
        self, passage: str, here: tuple[int, int], there: tuple[int, int], beside: Piece | None = None
    ) -> list[Piece]:
        found = []
        for block in LCSseq.opcodes(self.text[slice(*here)], passage[slice(*there)]):
            if block.tag != "equal":
                continue
            at, place, length = (
                here[0] + block.src_start,
                there[0] + block.dest_start,
                block.src_end - block.src_start,
            )
            # beside a single seed a lone letter is chance, unless it stands where it would if others were replaced
            if beside is None or length > 1 or at - place == beside.at - beside.place:
                found.append(Piece(at, place, length, seed=False))
        return found


def _follows(before: Piece, after: Piece) -> bool:
    return 0 <= after.place - before.until <= _GAP and after.at - before.end <= _GAP


def _in_line(seeds: list[Piece]) -> list[Piece]:
    """Without short ones that stand in another order: those are words of the trade."""
    return [
        one
        for number, one in enumerate(seeds)
        if one.length >= ALONE
        or (number and _follows(seeds[number - 1], one))
        or (number + 1 < len(seeds) and _follows(one, seeds[number + 1]))
    ]
