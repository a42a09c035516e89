"""What every embedding provider has in common: the LangChain interface, unit vectors, long and empty texts,
batches, identity. Imports langchain-core, numpy and errors.
"""

from __future__ import annotations

import hashlib
import math
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError
from vectorstore.entry import Matrix, Vector

# A text longer than a piece is embedded as the mean of its pieces: a passage is one piece, a whole section
# several, and no model is asked for more than it can take. What lies beyond the last piece is not embedded.
PIECE_CHARS = 512
MAX_PIECES = 16

# A fingerprint stays short enough for a column of a table.
_NAME_CHARS = 80

# Stands for a text without any character, which some services refuse.
_NOTHING = "。"

Progress = Callable[[int, int], None]


class Embedder(Embeddings):
    """Text → unit vectors, float32. The same text gives the same vector, up to rounding (about 1e-6).

    name: as configured (`use`, `openai:MODEL` …). A provider gives `_dimension`, `_version` and `_encode`.
    """

    batch: ClassVar[int] = 32

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises ModelError where a service must be asked and does not answer."""
        return self._dimension()

    @property
    def fingerprint(self) -> str:
        """What a stored vector belongs to, readable: name, version, dimension, normalisation, pooling of long
        texts.
        """
        name = self.name
        if len(name) > _NAME_CHARS:
            name = f"{name[:_NAME_CHARS]}…{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        return f"{name} {self._version()} d{self.dimension} l2 p{PIECE_CHARS}x{MAX_PIECES}"

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Matrix:
        """One row for each text. `progress(done, total)` is called after each batch, in texts.

        Raises ModelError where a service fails or answers with something that is no embedding.
        """
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for chunk in _chunks(texts, self.batch):
            rows[done : done + len(chunk)] = self._encode_chunk(chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, len(texts))
        return rows

    def vector(self, text: str) -> Vector:
        """The vector of one text, as `encode` gives it."""
        row: Vector = self.encode([text])[0]
        return row

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's interface."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's interface."""
        row: list[float] = self.vector(text).tolist()
        return row

    def close(self) -> None:
        """Give back what is held (connections). Using it again opens it again."""

    @abstractmethod
    def _dimension(self) -> int:
        """Length of a vector, cached by the provider where it costs anything."""

    @abstractmethod
    def _version(self) -> str:
        """What, beside the name, decides what a vector is: a package's version, a file's hash, a service's
        host.
        """

    @abstractmethod
    def _encode(self, texts: Sequence[str]) -> Any:
        """The vectors of at most `batch` texts, none empty or longer than PIECE_CHARS, of any length and
        type.
        """

    def _encode_chunk(self, texts: Sequence[str]) -> Matrix:
        pieces = [_pieces(text) for text in texts]
        flat = [piece for some in pieces for piece in some]
        units = np.concatenate([self._units(chunk) for chunk in _chunks(flat, self.batch)])
        if len(flat) == len(texts):
            return units
        starts = np.cumsum([0, *(len(some) for some in pieces[:-1])])
        return _normalised(np.add.reduceat(units, starts, axis=0, dtype=np.float32), self.name)

    def _units(self, texts: Sequence[str]) -> Matrix:
        rows = _matrix(self._encode(texts), self.name)
        if rows.shape != (len(texts), self.dimension):
            raise ModelError("embedding_unusable", where=self.name)
        return _normalised(rows, self.name)


def _matrix(raw: Any, name: str) -> Matrix:
    try:
        rows = np.asarray(raw, dtype=np.float32)
    except (TypeError, ValueError) as error:  # ragged, or not numbers
        raise ModelError("embedding_unusable", where=name) from error
    if rows.ndim != 2:
        raise ModelError("embedding_unusable", where=name)
    return rows


def _normalised(rows: Matrix, name: str) -> Matrix:
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise ModelError("embedding_unusable", where=name)
    unit: Matrix = (rows / lengths).astype(np.float32)
    return unit


def _pieces(text: str) -> list[str]:
    """`text` in equal pieces of at most PIECE_CHARS, at most MAX_PIECES of them; never empty, always
    encodable.
    """
    text = text.encode("utf-8", "replace").decode("utf-8").strip() or _NOTHING
    text = text[: PIECE_CHARS * MAX_PIECES]
    count = math.ceil(len(text) / PIECE_CHARS)
    size = math.ceil(len(text) / count)
    return [text[start : start + size].strip() or _NOTHING for start in range(0, len(text), size)]


def _chunks(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
