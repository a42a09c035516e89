"""An embedding that needs no model, and reports on the disk: what the library's tests are made of."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.library.library import Library
from assistant.settings import Settings
from tests.library.texts import report
from vectorstore.embeddings import Embedder

DIMENSION = 24


class BigramEmbedder(Embedder):
    """Counts of hashed pairs of characters. Texts with the same words are near; the same text is the same vector.

    embedded: how many texts it was asked for; name: part of its fingerprint.
    """

    def __init__(self, name: str = "bigrams", dimension: int = DIMENSION) -> None:
        super().__init__(name)
        self._size = dimension
        self.embedded = 0
        self.fails_after: int | None = None

    def _dimension(self) -> int:
        return self._size

    def _version(self) -> str:
        return "1"

    def _encode(self, texts: Sequence[str]) -> Any:
        if self.fails_after is not None and self.embedded >= self.fails_after:
            raise RuntimeError("the embedding gave out")
        self.embedded += len(texts)
        rows = np.full((len(texts), self._size), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for at in range(len(text)):
                row[zlib.crc32(text[at : at + 2].encode()) % self._size] += 1
        return rows


def settings_in(folder: Path, **others: Any) -> Settings:
    """Settings with this data folder, nothing read from the machine."""
    return Settings(_env_file=None, data_dir=folder, **others)  # type: ignore[call-arg]


def open_library(folder: Path, embedder: Embedder | None = None, **others: Any) -> Library:
    """The library in a data folder, with the small embedding."""
    return Library.open(settings_in(folder, **others), embedder=embedder or BigramEmbedder())


def write_reports(folder: Path, count: int, *, first: int = 1, sections: int = 1) -> list[Path]:
    """So many different reports as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in range(first, first + count):
        path = folder / f"材料{seed:03d}.txt"
        path.write_text(report(seed, sections=sections), encoding="utf-8")
        paths.append(path)
    return paths
