"""An embedding model in a local folder as sentence-transformers saves it; extra `sentence-transformers`.
Imports that package when it is first used, and lets it download nothing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from assistant.errors import SettingsError
from vectorstore.embeddings.embedder import Embedder
from vectorstore.embeddings.model_folder import files_hash, require_files, require_packages


class SentenceTransformersEmbedder(Embedder):
    """`sentence-transformers:FOLDER`."""

    batch: ClassVar[int] = 16

    def __init__(self, folder: str) -> None:
        require_packages("sentence-transformers", ("sentence_transformers",))
        (modules,) = require_files(folder, ("modules.json", "config.json"))
        self._folder = modules.parent
        super().__init__(f"sentence-transformers:{self._folder.name}")
        self._loading = threading.Lock()
        self._loaded: Any = None

    def _load(self) -> Any:
        with self._loading:
            if self._loaded is None:
                os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
                from sentence_transformers import SentenceTransformer

                try:
                    self._loaded = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
                except Exception as error:  # whatever torch, transformers and safetensors raise
                    raise SettingsError("embedding_damaged", where=str(self._folder)) from error
            return self._loaded

    @cached_property
    def _hash(self) -> str:
        files: list[Path] = sorted(file for file in self._folder.rglob("*") if file.suffix in _IDENTIFYING)
        return files_hash(files)

    @cached_property
    def _size(self) -> int:
        return int(np.asarray(self._encode(["稿"])).shape[-1])

    def _version(self) -> str:
        return self._hash

    def _dimension(self) -> int:
        return self._size

    def _encode(self, texts: Sequence[str]) -> Any:
        model = self._load()
        return model.encode(
            list(texts), batch_size=self.batch, show_progress_bar=False, convert_to_numpy=True
        )


_IDENTIFYING = frozenset({".json", ".safetensors", ".bin", ".model", ".txt"})


def open_provider(folder: str, _base_url: str, _api_key: str) -> Embedder:
    """The model in `folder`. Raises SettingsError where the folder is none or the extra is not installed."""
    return SentenceTransformersEmbedder(folder)
