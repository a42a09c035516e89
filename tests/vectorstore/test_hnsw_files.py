"""Chroma's vector files: whole ones pass, damaged ones are seen before Chroma loads them (it would end the process)."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.entries import DIMENSION, report_entries, report_id, unit_rows
from vectorstore.dense import DenseIndex
from vectorstore.hnsw_files import FILES, damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,100 passages of 4 reports, written out, upper levels included."""
    folder = tmp_path_factory.mktemp("hnsw") / "whole"
    index = DenseIndex.open(folder, dimension=DIMENSION)
    for number in range(4):
        index.add(report_entries(number, unit_rows(275, seed=number)))
    index.close()
    assert (next(folder.glob("*/header.bin")).parent / "index_metadata.pickle").exists()
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder)
    return next(folder.glob("*/header.bin")).parent


def test_whole_ones_pass(whole: Path) -> None:
    assert damage(whole) is None


def test_none_at_all_pass(tmp_path: Path) -> None:
    assert damage(tmp_path / "nothing") is None
    (tmp_path / "empty").mkdir()
    assert damage(tmp_path) is None


@pytest.mark.parametrize("count", [1, 30, 99, 100, 101, 999, 1000, 1001, 2050])
def test_every_state_that_chroma_writes_passes(tmp_path: Path, count: int) -> None:
    index = DenseIndex.open(tmp_path, dimension=DIMENSION)
    index.add(report_entries(1, unit_rows(count)))
    assert damage(tmp_path) is None
    index.remove([report_id(1)])
    assert damage(tmp_path) is None
    index.add(report_entries(2, unit_rows(count // 2 + 1, seed=2)))
    index.close()
    assert damage(tmp_path) is None
    again = DenseIndex.open(tmp_path, dimension=DIMENSION)
    assert again.count() == count // 2 + 1
    again.close()


def _set(file: str, at: int, value: bytes) -> Callable[[Path], None]:
    def change(segment: Path) -> None:
        data = bytearray((segment / file).read_bytes())
        data[at : at + len(value)] = value
        (segment / file).write_bytes(data)

    return change


def _cut(file: str, share: float) -> Callable[[Path], None]:
    def change(segment: Path) -> None:
        data = (segment / file).read_bytes()
        (segment / file).write_bytes(data[: int(len(data) * share)])

    return change


def _zeros(segment: Path) -> None:
    """What a power cut leaves: the right length, blocks that never reached the disk."""
    file = segment / "data_level0.bin"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + b"\0" * (len(data) - len(data) // 2))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        *((lambda segment, name=name: (segment / name).unlink(), "missing") for name in (*FILES, "index_metadata.pickle")),
        *((_cut(name, 0.99), "cut short") for name in FILES),
        *((_cut(name, 0), "cut short") for name in FILES),
        (_cut("index_metadata.pickle", 0), "missing"),
        (_set("header.bin", 20, struct.pack("=Q", 1 << 50)), "contradicts"),
        (_set("header.bin", 20, struct.pack("=Q", 1900)), "cut short"),
        (_set("header.bin", 28, struct.pack("=Q", 0)), "contradicts"),
        (_set("header.bin", 56, struct.pack("=I", 4_000_000_000)), "contradicts"),
        (_set("data_level0.bin", 4, struct.pack("=I", 4_000_000)), "links"),
        (_set("data_level0.bin", 0, struct.pack("=I", 500)), "links"),
        (_set("link_lists.bin", 0, struct.pack("=I", 7)), "cut short"),
        (_zeros, "never written"),
    ],
)  # fmt: skip
def test_damage_is_seen(copy: Path, change: Callable[[Path], None], word: str) -> None:
    change(copy)
    told = damage(copy.parent)
    assert told is not None and word in told, told


def test_another_version_is_left_to_chroma(copy: Path) -> None:
    _set("header.bin", 0, struct.pack("=i", 2))(copy)
    assert damage(copy.parent) is None


@settings(max_examples=60, deadline=None)
@given(
    file=st.sampled_from(FILES),
    start=st.floats(0, 1),
    length=st.integers(1, 4000),
    seed=st.integers(0, 2**32 - 1),
)
def test_noise_never_raises(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, file: str, start: float, length: int, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("noise") / "copy"
    shutil.copytree(whole, folder)
    segment = next(folder.glob("*/header.bin")).parent
    data = bytearray((segment / file).read_bytes())
    at = int(start * len(data))
    data[at : at + length] = np.random.default_rng(seed).bytes(min(length, len(data) - at))
    (segment / file).write_bytes(data)
    told = damage(folder)
    assert told is None or segment.name in told
    shutil.rmtree(folder)
