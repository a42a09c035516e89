"""What the embedding says of texts: what they are for, and which headings they are about. Pure but for reading one file.

Imports numpy. What was learned (`likeness.npz`, made by `tests/restructure/learning.py`) is only of the embedding that
it was learned with; with another one only the cosine of heading and text counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.restructure.course import PLACE, ROLES

Table = np.ndarray[Any, np.dtype[np.float64]]
Embed = Callable[[list[str]], Any]

KINDS = ("problems", "causes", "measures", "achievements", "follow_up", "edge")  # that were learned
PROBE = "存在的问题"
LEAST, SCALE = 1e-3, 8.0
CHARS = 80
MOST = 60  # texts that are embedded for one question where there are more: those that words leave most open


@dataclass(frozen=True)
class _Learned:
    """kinds: vector → how much a sentence is of each of `KINDS`; headings: likewise. one, other: the cosine of text and
    heading is taken of `text + (text @ one) @ other`. probe: the vector of `PROBE`."""

    probe: Table
    kinds: Table
    headings: Table
    one: Table
    other: Table


@lru_cache(maxsize=1)
def _learned() -> _Learned:
    with np.load(Path(__file__).with_name("likeness.npz")) as file:
        return _Learned(**{name: file[name].astype(np.float64) for name in file.files})


def unit_vectors(vectors: Any) -> Table:
    """Of length 1."""
    table = np.asarray(vectors, dtype=np.float64)
    return np.asarray(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))


@dataclass
class Likeness:
    """An embedding, asked once for each text."""

    embed: Embed
    known: dict[str, Table] = field(default_factory=dict)

    def vectors(self, texts: Sequence[str]) -> Table:
        """A row for each text; only its beginning counts."""
        short = [text[:CHARS] or "。" for text in texts]
        new = [text for text in dict.fromkeys([PROBE, *short]) if text not in self.known]
        if new:
            self.known.update(zip(new, unit_vectors(self.embed(new)), strict=True))
        return np.array([self.known[text] for text in short])

    @property
    def learned(self) -> _Learned | None:
        """What was learned, where it was learned with this embedding."""
        self.vectors([])
        probe = self.known[PROBE]
        found = _learned()
        fits = probe.shape == found.probe.shape and float(probe @ found.probe) > 0.99
        return found if fits else None

    def roles(self, texts: Sequence[str], *, headings: bool = False) -> Table | None:
        """How much each text (row) is for each role (column, as in `ROLES`); None where nothing was learned."""
        learned = self.learned
        if learned is None:
            return None
        weights = learned.headings if headings else learned.kinds
        return by_role(self.vectors(texts), weights)

    def about(self, texts: Sequence[str], headings: Sequence[str]) -> Table:
        """How much each text (row) is about what each heading (column) says."""
        table, wanted = self.vectors(texts), self.vectors(headings)
        learned = self.learned
        if learned is not None:
            table = table + (table @ learned.one) @ learned.other
        return np.asarray(table @ wanted.T)


def most_open(shares: Table) -> list[int]:
    """The rows that are to be embedded: all where they are few, else those of which the greatest share is least."""
    if len(shares) <= MOST:
        return list(range(len(shares)))
    return sorted(int(row) for row in np.argsort(shares.max(axis=1), kind="stable")[:MOST])


def by_role(vectors: Table, weights: Table) -> Table:
    """The logarithm of the share of each role, less their mean. weights: a column for each of `KINDS`, last the constants."""
    scores = SCALE * vectors @ weights[:-1] + weights[-1]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    told = np.log(shares / shares.sum(axis=1, keepdims=True) + LEAST)
    told -= told.mean(axis=1, keepdims=True)
    table = np.repeat(told.min(axis=1, keepdims=True), len(ROLES), axis=1)
    for n, kind in enumerate(KINDS):
        for role in ("opening", "closing") if kind == "edge" else (kind,):
            table[:, PLACE[role]] = told[:, n]
    return table
