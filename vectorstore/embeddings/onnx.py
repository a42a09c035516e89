"""An embedding model in a local folder as ONNX (`tokenizer.json` and `model.onnx`), pooled by the mean; extra
`onnx`. Imports onnxruntime and tokenizers when it is first used.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from assistant.errors import SettingsError
from vectorstore.embeddings.embedder import Embedder
from vectorstore.embeddings.model_folder import files_hash, require_files, require_packages

# Most encoders end here; config.json may say less.
_MAX_TOKENS = 512
_TOKEN_OUTPUTS = ("last_hidden_state", "token_embeddings")
_SENTENCE_OUTPUTS = ("sentence_embedding", "pooler_output")


class OnnxEmbedder(Embedder):
    """`onnx:FOLDER`. Token vectors are averaged over the attention mask; a model that pools itself is taken
    as it is.
    """

    batch: ClassVar[int] = 16

    def __init__(self, folder: str) -> None:
        require_packages("onnx", ("onnxruntime", "tokenizers"))
        self._tokenizer_file, self._model_file = require_files(
            folder, ("tokenizer.json",), ("model.onnx", "onnx/model.onnx")
        )
        self._folder = self._tokenizer_file.parent
        super().__init__(f"onnx:{self._folder.name}")
        self._loading = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def _load(self) -> tuple[Any, Any]:
        with self._loading:
            if self._loaded is None:
                import onnxruntime
                from tokenizers import Tokenizer

                onnxruntime.disable_telemetry_events()
                try:
                    tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
                    tokenizer.enable_truncation(self._max_tokens())
                    padding = tokenizer.padding or {}
                    tokenizer.enable_padding(
                        pad_id=padding.get("pad_id", 0), pad_token=padding.get("pad_token", "[PAD]")
                    )
                    session = onnxruntime.InferenceSession(
                        self._model_file.read_bytes() if not self._external() else str(self._model_file),
                        providers=["CPUExecutionProvider"],
                    )
                except Exception as error:  # both packages raise their own and bare exceptions
                    raise SettingsError("embedding_damaged", where=str(self._folder)) from error
                self._loaded = (tokenizer, session)
            return self._loaded

    def _external(self) -> bool:
        return any(self._model_file.parent.glob(f"{self._model_file.name}_data*"))

    def _max_tokens(self) -> int:
        config = self._folder / "config.json"
        try:
            said = json.loads(config.read_text(encoding="utf-8")) if config.is_file() else {}
            return min(_MAX_TOKENS, int(said.get("max_position_embeddings", _MAX_TOKENS)))
        except (ValueError, TypeError, AttributeError):
            return _MAX_TOKENS

    @cached_property
    def _hash(self) -> str:
        weights: list[Path] = sorted(self._model_file.parent.glob(f"{self._model_file.name}*"))
        return files_hash([self._tokenizer_file, *weights])

    @cached_property
    def _size(self) -> int:
        return int(np.asarray(self._encode(["稿"])).shape[-1])

    def _version(self) -> str:
        return self._hash

    def _dimension(self) -> int:
        return self._size

    def _encode(self, texts: Sequence[str]) -> Any:
        tokenizer, session = self._load()
        try:
            encoded = tokenizer.encode_batch(list(texts))
            ids = np.array([one.ids for one in encoded], dtype=np.int64)
            mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
            kinds = np.array([one.type_ids for one in encoded], dtype=np.int64)
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
            wanted = [one.name for one in session.get_inputs()]
            names = [one.name for one in session.get_outputs()]
            name = next((one for one in (*_TOKEN_OUTPUTS, *_SENTENCE_OUTPUTS) if one in names), names[0])
            output = session.run([name], {one: given[one] for one in wanted})[0]
        except Exception as error:  # a model of another kind: unknown inputs, wrong shapes
            raise SettingsError("embedding_damaged", where=str(self._folder)) from error
        if output.ndim == 2:
            return output
        weights = mask[:, :, None].astype(np.float32)
        return (output * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)


def open_provider(folder: str, _base_url: str, _api_key: str) -> Embedder:
    """The model in `folder`. Raises SettingsError where the folder is none or the extra is not installed."""
    return OnnxEmbedder(folder)
