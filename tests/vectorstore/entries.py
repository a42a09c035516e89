"""Entries for tests of the indexes: passages with given vectors and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from assistant.structure.passages import Passage
from vectorstore.entry import Entry, Matrix, ReportTags

DIMENSION = 16
ROLES = ("problems", "causes", "measures", "case")
KINDS = ("duty_report", "work_summary")
ORIGINS = ("reference", "own")


def unit_rows(count: int, dimension: int = DIMENSION, seed: int = 0) -> Matrix:
    """Random vectors of length 1."""
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def report_id(number: int) -> str:
    """As a SHA-256 looks."""
    return f"{number:064x}"


def report_entries(number: int, rows: Matrix, *, texts: Sequence[str] = (), **tags: Any) -> list[Entry]:
    """One report with a passage for each row; role, kind and origin by turns unless given."""
    report = report_id(number)
    return [
        Entry(
            Passage(
                id=f"{report[-16:]}-{i:04d}",
                text=texts[i] if i < len(texts) else f"第{number}号材料第{i}段，调查研究不够深入。",
                start=i * 40,
                end=i * 40 + 30,
                role=tags.get("role", ROLES[i % len(ROLES)]),
                path=tags.get("path", ("一、存在的问题", "（一）工作作风方面")),
            ),
            ReportTags(
                report,
                tags.get("kind", KINDS[number % len(KINDS)]),
                tags.get("origin", ORIGINS[number % len(ORIGINS)]),
            ),
            row,
        )
        for i, row in enumerate(rows)
    ]


def ids(entries: Iterable[Entry]) -> list[str]:
    return [entry.passage.id for entry in entries]
