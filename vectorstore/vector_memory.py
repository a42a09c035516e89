"""Vectors seen lately, in half precision: what Chroma takes milliseconds to hand out one by one. Pure;
imports numpy.

A vector is rounded the same way whether it was remembered or just fetched, so a score does not depend on it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.entry import Matrix, Vector

# 64 MiB at 512 dimensions: a library of that many passages fits whole.
MAX_BYTES = 64 << 20
_FIRST_ROWS = 256


class VectorMemory:
    """Passage id → vector, bounded; the oldest leave first. Safe to use from several threads."""

    def __init__(self, dimension: int, max_bytes: int = MAX_BYTES) -> None:
        self._dimension = dimension
        self._max_rows = max(1, max_bytes // (2 * dimension))
        self._rows: NDArray[np.float16] = np.empty(
            (min(_FIRST_ROWS, self._max_rows), dimension), dtype=np.float16
        )
        self._row_of: dict[str, int] = {}  # in the order they came
        self._free: list[int] = list(range(len(self._rows)))
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Remember, or replace."""
        with self._lock:
            for passage_id, vector in vectors.items():
                row = self._row_of.get(passage_id)
                if row is None:
                    row = self._row_of[passage_id] = self._free_row()
                self._rows[row] = vector

    def forget(self, passage_ids: Iterable[str]) -> None:
        """Drop; unknown ids are ignored."""
        with self._lock:
            for passage_id in passage_ids:
                row = self._row_of.pop(passage_id, None)
                if row is not None:
                    self._free.append(row)

    def dot(self, vector: Vector, passage_ids: Sequence[str]) -> dict[str, float]:
        """The dot products of `vector` with those of `passage_ids` that are remembered."""
        with self._lock:
            known = [
                (passage_id, self._row_of[passage_id])
                for passage_id in passage_ids
                if passage_id in self._row_of
            ]
            block = self._rows[[row for _, row in known]]
        return dict(zip((passage_id for passage_id, _ in known), products(block, vector), strict=True))

    def _free_row(self) -> int:
        if not self._free:
            size = len(self._rows)
            if size < self._max_rows:
                grown = np.empty((min(2 * size, self._max_rows), self._dimension), dtype=np.float16)
                grown[:size] = self._rows
                self._rows = grown
                self._free = list(range(size, len(grown)))
            else:
                self._free.append(self._row_of.pop(next(iter(self._row_of))))
        return self._free.pop()


def products(rows: NDArray[np.float16] | Matrix, vector: Vector) -> list[float]:
    """Dot products of rows, rounded to half precision, with `vector`."""
    exact = np.asarray(rows, dtype=np.float16).astype(np.float32)
    found: list[float] = (exact @ vector).tolist()
    return found
