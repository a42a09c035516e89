"""What is put into the indexes and what comes out: `ReportTags`, `Entry`, `Scored`. Imports numpy and, for
its type, passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from assistant.structure.passages import Passage

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReportTags:
    """What passages of one report can be filtered by, besides their role."""

    report_id: str
    kind: str
    origin: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One passage to be indexed. vector: its embedding, float32, of length 1 (headings not embedded)."""

    passage: Passage
    tags: ReportTags
    vector: Vector


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages are wanted: every given property must hold, exactly. Empty: all."""

    role: str | None = None
    kind: str | None = None
    origin: str | None = None
    exclude_reports: frozenset[str] = field(default_factory=frozenset)

    def tags(self) -> Mapping[str, str]:
        """The properties that are given, by the names both indexes use."""
        given = {"role": self.role, "kind": self.kind, "origin": self.origin}
        return {name: value for name, value in given.items() if value is not None}

    def __bool__(self) -> bool:
        return bool(self.tags() or self.exclude_reports)


@dataclass(frozen=True, slots=True)
class Scored:
    """One passage found. score: fused, comparable within one request; lexical: BM25, 0 where no term is
    shared; dense: cosine, None where the passage has no vector.
    """

    passage_id: str
    score: float
    lexical: float
    dense: float | None
