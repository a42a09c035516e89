"""A text as words with what each is, as a protocol: `Lexer`, `Word`; and the clauses it is asked for. Pure.

A clause is read alone: the same clause reads the same in the draft and in the proposal, and is read once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

LONGEST = 80
"""No clause is longer: text without a mark is cut."""

_CLAUSE = re.compile(rf"[^，。；：！？,;:!?\n]{{1,{LONGEST}}}")


class Word(NamedTuple):
    """A word at `[start, end)`. tag: LOC, ORG, PER or TIME for names; else its part of speech: n, nz, v, d, u …"""

    start: int
    end: int
    tag: str


class Lexer(Protocol):
    """What tells words and names."""

    def read(self, clauses: Sequence[str]) -> Sequence[Sequence[Word]]:
        """The words of each clause; they tile it."""


class Asked:
    """A lexer that is asked the same questions twice: at first it only notes them, so that they are read together."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer
        self._open: dict[str, None] = {}
        self._known: dict[str, Sequence[Word]] = {}

    @property
    def waiting(self) -> int:
        """How many questions are noted and not read."""
        return len(self._open)

    def read(self, clauses: Sequence[str]) -> Sequence[Sequence[Word]]:
        """What is known of each; for the others one word without a kind."""
        self._open.update((clause, None) for clause in clauses if clause not in self._known)
        return [self._known.get(clause) or (Word(0, len(clause), ""),) for clause in clauses]

    def answer(self) -> None:
        """Read what was noted."""
        noted = list(self._open)
        self._known.update(zip(noted, self._lexer.read(noted), strict=True))
        self._open.clear()


def clause_spans(text: str) -> list[tuple[int, int]]:
    """The clauses of a folded text, without the marks between them."""
    return [match.span() for match in _CLAUSE.finditer(text)]
