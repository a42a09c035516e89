"""Whether the files of Chroma's vector index fit together, told before Chroma loads them. Pure but for
reading them; imports numpy.

Chroma 1.5 does not check: a file cut short by a kill makes it end the whole process (SIGSEGV,
chroma-core/chroma issue 7238) or answer from zeros without a word. The layout is that of hnswlib's
`persistDirty` (PERSISTENCE_VERSION 1); files of another version are left to Chroma.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILES = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin")
METADATA = "index_metadata.pickle"

_VERSION = 1
# version, offset of level 0, capacity, elements, bytes an element, offset of the label, offset of the vector,
# highest level, entry point, links on an upper level, links on level 0, M, mult, ef_construction
_HEADER = struct.Struct("=i6QiI3QdQ")
_LABEL_BYTES = 8
_LINK_BYTES = 4
# Vectors are of length 1 when they are added; a block that was never written is zero.
_LENGTH_TOLERANCE = 0.01
_ROWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class _Header:
    elements: int
    element_bytes: int
    label_at: int
    vector_at: int
    links_upper: int
    links_level0: int


def damage(folder: Path) -> str | None:
    """What is wrong with the vector indexes in `folder` (one subfolder each), None where nothing is seen."""
    for segment in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []:
        problem = _segment_damage(segment)
        if problem:
            return f"{segment.name}: {problem}"
    return None


def _segment_damage(segment: Path) -> str | None:
    there = [name for name in (*FILES, METADATA) if (segment / name).is_file()]
    if not there:
        return None
    missing = [name for name in FILES if name not in there]
    if missing:
        return f"{missing[0]} is missing"
    raw = (segment / "header.bin").read_bytes()
    if len(raw) >= 4 and struct.unpack_from("=i", raw)[0] != _VERSION:
        # Another layout, or noise of the right size, which Chroma refuses by itself.
        return None
    if len(raw) != _HEADER.size:
        return "header.bin is cut short"
    header = _read_header(raw)
    if header is None:
        return "header.bin contradicts itself"
    if header.elements == 0:  # laid out, nothing written yet
        return None
    if METADATA not in there or (segment / METADATA).stat().st_size == 0:
        return f"{METADATA} is missing"
    if (segment / "length.bin").stat().st_size < 4 * header.elements:
        return "length.bin is cut short"
    if (segment / "data_level0.bin").stat().st_size < header.elements * header.element_bytes:
        return "data_level0.bin is cut short"
    return _level0_damage(segment, header) or _upper_damage(segment, header)


def _read_header(raw: bytes) -> _Header | None:
    (
        _,
        level0_at,
        capacity,
        elements,
        element_bytes,
        label_at,
        vector_at,
        top,
        entry,
        upper,
        level0,
        _,
        _,
        _,
    ) = _HEADER.unpack(raw)
    fits = (
        level0_at == 0
        and elements <= capacity < 1 << 40
        and 0 < upper <= level0 <= 1 << 17
        and vector_at == (level0 + 1) * _LINK_BYTES
        and vector_at < label_at
        and element_bytes == label_at + _LABEL_BYTES
        and element_bytes % 4 == 0
        and (elements == 0 or (entry < elements and 0 <= top < 64))
    )
    return _Header(elements, element_bytes, label_at, vector_at, upper, level0) if fits else None


def _level0_damage(segment: Path, header: _Header) -> str | None:
    """Links to elements that are not there, vectors that were never written."""
    words = header.element_bytes // 4
    with (segment / "data_level0.bin").open("rb") as stream:
        for start in range(0, header.elements, _ROWS_AT_ONCE):
            count = min(_ROWS_AT_ONCE, header.elements - start)
            block = np.fromfile(stream, dtype=np.uint32, count=count * words).reshape(count, words)
            counts = block[:, 0] & 0xFFFF
            links = block[:, 1 : 1 + header.links_level0]
            used = np.arange(header.links_level0) < counts[:, None]
            if (counts > header.links_level0).any() or (links[used] >= header.elements).any():
                return "data_level0.bin links to elements that are not there"
            vectors = block[:, header.vector_at // 4 : header.label_at // 4].view(np.float32)
            with np.errstate(all="ignore"):
                lengths = np.einsum("ij,ij->i", vectors, vectors)
            if not (np.abs(lengths - 1) < _LENGTH_TOLERANCE).all():
                return "data_level0.bin holds vectors that were never written"
    return None


def _upper_damage(segment: Path, header: _Header) -> str | None:
    """Upper levels: for each element its number of bytes, then as many levels of `count, links` as fit into
    them.
    """
    data = (segment / "link_lists.bin").read_bytes()
    level_bytes = (header.links_upper + 1) * _LINK_BYTES
    at = 0
    for _ in range(header.elements):
        if at + 4 > len(data):
            return "link_lists.bin is cut short"
        size = int.from_bytes(data[at : at + 4], "little")
        at += 4
        if size % level_bytes or at + size > len(data):
            return "link_lists.bin is cut short"
        for level in range(at, at + size, level_bytes):
            count, *links = struct.unpack_from(f"={header.links_upper + 1}I", data, level)
            count &= 0xFFFF
            if count > header.links_upper or any(link >= header.elements for link in links[:count]):
                return "link_lists.bin links to elements that are not there"
        at += size
    return None
