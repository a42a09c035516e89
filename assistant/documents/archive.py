"""A zip archive (docx, xlsx) read within bounds: declared sizes before, actual sizes while reading.

Imports only bounds and errors.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from assistant.documents.bounds import check_part_size, check_unpacked_size
from assistant.errors import DocumentError

_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the office formats allow


class Archive:
    """The parts of an archive by name. Names are compared without case, backslashes and a leading slash."""

    def __init__(self, data: bytes, where: str) -> None:
        """Raises DocumentError `damaged`, `encrypted`, `archive_too_large` or `archive_too_dense`."""
        self._where = where
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise DocumentError("damaged", where=where) from error
        check_unpacked_size(sum(entry.file_size for entry in entries), len(data), where)
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError("encrypted", where=where)
        self._entries = {_canonical(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _canonical(name) in self._entries

    @property
    def entries(self) -> Mapping[str, zipfile.ZipInfo]:
        """Canonical name → how the part stands in the archive."""
        return self._entries

    def names(self) -> tuple[str, ...]:
        """The canonical names of all parts."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """One part. Raises KeyError for an unknown one, DocumentError `damaged` or `archive_too_large`."""
        entry = self._entries[_canonical(name)]
        check_part_size(entry.file_size, self._where)
        if entry.compress_type not in _METHODS:
            raise DocumentError("damaged", where=self._where)
        content = bytearray()
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    content += chunk
                    check_part_size(len(content), self._where)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise DocumentError("damaged", where=self._where) from error
        return bytes(content)


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
