"""Other office files for the tests: compound files (OLE) made by hand, workbooks made with openpyxl."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence

import openpyxl

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) with these streams, each of at least 4,096 bytes."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(data: bytes) -> int:
        """Append data as a chain of sectors and return its first."""
        first = len(sectors)
        pieces = [data[i : i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)]
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else _FREE
        padded = data.ljust(4096, b"\0")
        entries.append(_entry(name, 2, add(padded), len(padded), right=right))
    directory = add(b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0"))
    fat = len(sectors)
    table.append(_FAT)
    sectors.append(struct.pack("<128I", *table, *[_FREE] * (128 - len(table))))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, directory,
        0, 4096, _END, 0, _END, 0, fat,
    )  # fmt: skip
    header += struct.pack("<108I", *[_FREE] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", encoded, len(encoded), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size
    )  # fmt: skip


def old_word(*, encrypted: bool = False) -> bytes:
    """The beginning of a Word 97 file: enough to tell what it is."""
    fib = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0100 if encrypted else 0)
    return compound({"WordDocument": fib, "1Table": b""})


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """An xlsx file; a cell may be (value, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, cell in enumerate(row, 1):
                value, number_format = cell if isinstance(cell, tuple) else (cell, None)
                placed = sheet.cell(r, c, value)  # type: ignore[arg-type]
                if number_format:
                    placed.number_format = number_format
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
