"""A name as a value: `Name`. Pure; imports nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["place", "organisation", "person", "post", "campaign", "document", "honour"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)`; core: what must be known of it (澄江县财政局 → 财政局); within: the places it begins
    with (澄江县).
    """

    kind: NameKind
    start: int
    end: int
    text: str
    core: str
    within: tuple[str, ...] = ()

    def moved(self, by: int) -> Name:
        """The same in a text in which the one it was read from begins at `by`."""
        return Name(self.kind, self.start + by, self.end + by, self.text, self.core, self.within)
