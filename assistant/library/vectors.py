"""The vectors of passages' texts, kept in the database by text and embedding, so that no text is
embedded twice and every index can be made again without embedding. Imports the catalog; is handed an
embedder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, delete, insert, select

from assistant.database import transaction
from assistant.library.catalog import PassageRow, VectorRow, chunks

if TYPE_CHECKING:
    from vectorstore.embeddings import Embedder

Vector = NDArray[np.float32]

_AT_ONCE = 500
_BATCH = 32  # texts embedded between two commits: what a kill costs at most


class Vectors:
    """The vectors of one embedding."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self._engine = engine
        self._embedder = embedder

    def get(self, hashes: Collection[str]) -> dict[str, Vector]:
        """Text hash → vector, of those that are kept."""
        with transaction(self._engine) as session:
            query = select(VectorRow.text_hash, VectorRow.vector)
            query = query.where(VectorRow.fingerprint == self._embedder.fingerprint)
            return {
                row.text_hash: np.frombuffer(row.vector, "<f4").astype(np.float32)
                for part in chunks(list(hashes), _AT_ONCE)
                for row in session.execute(query.where(VectorRow.text_hash.in_(part)))
            }

    def complete(self, texts: Mapping[str, str], progress: Callable[[int, int], None]) -> dict[str, Vector]:
        """The vectors of `texts` (hash → text): kept ones, and the others embedded, kept batch by batch.

        progress: called with how many of the texts have a vector, and how many there are.
        """
        found = self.get(texts.keys())
        missing = [text_hash for text_hash in texts if text_hash not in found]
        for part in chunks(missing, _BATCH):
            progress(len(found), len(texts))
            made = self._embedder.encode([texts[text_hash] for text_hash in part])
            new = dict(zip(part, made, strict=True))
            self._keep(new)
            found.update(new)
        progress(len(found), len(texts))
        return found

    def prune(self) -> None:
        """Forget the vectors of other embeddings and of texts that no passage has."""
        with transaction(self._engine) as session:
            session.execute(delete(VectorRow).where(VectorRow.fingerprint != self._embedder.fingerprint))
            session.execute(delete(VectorRow).where(VectorRow.text_hash.not_in(select(PassageRow.text_hash))))

    def _keep(self, vectors: Mapping[str, Vector]) -> None:
        rows = [
            {
                "text_hash": key,
                "fingerprint": self._embedder.fingerprint,
                "vector": vector.astype("<f4").tobytes(),
            }
            for key, vector in vectors.items()
        ]
        with transaction(self._engine) as session:
            session.execute(insert(VectorRow), rows)
