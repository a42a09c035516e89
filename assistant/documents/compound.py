"""The streams of a compound file (OLE: .doc, .wps, encrypted .docx), as far as needed to tell them apart. Pure.

Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory); [MS-DOC] 2.5.2 (FibBase).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_END = 0xFFFFFFFA  # this and above: not a sector
_MAX_ENTRIES = 4096
_FIB_MAGIC = (0xA5EC, 0xA5DC)
_FIB_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    sector: int
    size: int


def stream_names(data: bytes) -> frozenset[str]:
    """The names of all streams and storages; empty where the file is damaged."""
    return frozenset(entry.name for entry in _entries(data))


def is_encrypted_word(data: bytes) -> bool:
    """Whether a .doc is protected by a password, by the flag in its first record."""
    for entry in _entries(data):
        if entry.name == "WordDocument" and entry.size >= 4096:
            offset = (entry.sector + 1) * _sector_size(data)
            head = data[offset : offset + 12]
            if len(head) == 12 and struct.unpack_from("<H", head)[0] in _FIB_MAGIC:
                return bool(struct.unpack_from("<H", head, 10)[0] & _FIB_ENCRYPTED)
    return False


def _sector_size(data: bytes) -> int:
    shift: int = struct.unpack_from("<H", data, 30)[0]
    return 1 << shift if shift in (9, 12) else 512


def _entries(data: bytes) -> Iterator[_Entry]:
    if len(data) < 512:
        return
    size = _sector_size(data)
    fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    sector: int = struct.unpack_from("<I", data, 48)[0]
    seen: set[int] = set()
    while sector < _END and sector not in seen and len(seen) * size // 128 < _MAX_ENTRIES:
        seen.add(sector)
        offset = (sector + 1) * size
        for position in range(offset, offset + size, 128):
            entry = data[position : position + 128]
            if len(entry) < 128:
                return
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", errors="replace")
                start, stream_size = struct.unpack_from("<II", entry, 116)
                yield _Entry(name, start, stream_size)
        sector = _next_sector(data, fat_sectors, sector, size)


def _next_sector(data: bytes, fat_sectors: list[int], sector: int, size: int) -> int:
    table, index = divmod(sector, size // 4)
    if table >= len(fat_sectors):
        return _END
    position = (fat_sectors[table] + 1) * size + index * 4
    return int(struct.unpack_from("<I", data, position)[0]) if position + 4 <= len(data) else _END
