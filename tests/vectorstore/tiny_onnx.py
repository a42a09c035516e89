"""An embedding model in a folder, made on the spot: a table of random vectors looked up by token, as ONNX.

The file is written field by field (onnx.proto3): the package that builds such files is not needed to read them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

DIMENSION = 20
CHARACTERS = "一二三四五六七八九十我们的是不了在有人这中大来上个国和也子时道那要下年生于自对成发民党村镇县政府工作问题群众调查研究学习稿。，"


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, element: int, axes: list[str | int]) -> bytes:
    dims = b"".join(
        _bytes(1, _bytes(2, axis) if isinstance(axis, str) else _number(1, axis)) for axis in axes
    )
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, element) + _bytes(2, dims)))


def model_bytes(table: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bytes:
    """A graph that takes `input_ids` and `attention_mask` and gives `last_hidden_state`."""
    rows, dimension = table.shape
    float_type, int64_type = 1, 7
    node = _bytes(1, "table") + _bytes(1, "input_ids") + _bytes(2, "last_hidden_state") + _bytes(4, "Gather")
    tensor = _number(1, rows) + _number(1, dimension) + _number(2, float_type) + _bytes(8, "table")
    tensor += _bytes(9, table.astype("<f4").tobytes())
    graph = _bytes(1, node) + _bytes(2, "tiny") + _bytes(5, tensor)
    graph += _bytes(11, _value("input_ids", int64_type, ["batch", "length"]))
    graph += _bytes(11, _value("attention_mask", int64_type, ["batch", "length"]))
    graph += _bytes(12, _value("last_hidden_state", float_type, ["batch", "length", dimension]))
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))


def make_folder(folder: Path, *, seed: int = 3) -> Path:
    """`tokenizer.json`, `config.json` and `model.onnx`. Skips where the packages of the extra are missing."""
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `onnx` is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {"[PAD]": 0, "[UNK]": 1} | {c: i + 2 for i, c in enumerate(dict.fromkeys(CHARACTERS))}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Split(tokenizers.Regex("."), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"max_position_embeddings": 128}))
    table = np.random.default_rng(seed).standard_normal((len(vocabulary), DIMENSION)).astype(np.float32)
    (folder / "model.onnx").write_bytes(model_bytes(table))
    return folder
