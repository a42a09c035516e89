"""How large a file may be, and the refusal of one that is larger. Imports only errors.

Every bound has its own error; nothing is read half.
"""

from __future__ import annotations

from assistant.errors import DocumentError

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 20 * MEBIBYTE
MAX_UNPACKED_BYTES = 200 * MEBIBYTE
MAX_PART_BYTES = 64 * MEBIBYTE
"""One part of an archive: its XML tree takes several times this in memory."""
MAX_XML_TAGS = 3_000_000
"""Of one part: a tree of empty elements takes far more memory than its bytes."""
MAX_UNPACKING_RATIO = 100
MAX_PDF_PAGES = 500
MAX_PDF_CHARACTERS = 3_000_000
MAX_TABLE_CELLS = 2_000_000


def check_file_size(size: int, where: str) -> None:
    """Raises DocumentError `file_too_large` or `empty_file`. size: bytes."""
    if size > MAX_FILE_BYTES:
        raise DocumentError(
            "file_too_large", where=where, limit=MAX_FILE_BYTES // MEBIBYTE, size=f"{size / MEBIBYTE:.1f}"
        )
    if size == 0:
        raise DocumentError("empty_file", where=where)


def check_unpacked_size(unpacked: int, packed: int, where: str) -> None:
    """Raises DocumentError `archive_too_large` or `archive_too_dense`. Sizes: bytes of the whole archive."""
    if unpacked > MAX_UNPACKED_BYTES:
        raise DocumentError(
            "archive_too_large", where=where, limit=MAX_UNPACKED_BYTES // MEBIBYTE, size=unpacked // MEBIBYTE
        )
    if unpacked > packed * MAX_UNPACKING_RATIO:
        raise DocumentError("archive_too_dense", where=where, limit=MAX_UNPACKING_RATIO)


def check_part_size(size: int, where: str) -> None:
    """Raises DocumentError `archive_too_large` for one part of an archive. size: bytes."""
    if size > MAX_PART_BYTES:
        raise DocumentError(
            "archive_too_large", where=where, limit=MAX_PART_BYTES // MEBIBYTE, size=size // MEBIBYTE
        )


def check_tags(count: int, where: str) -> None:
    """Raises DocumentError `too_complex` for one XML part. count: of its tags."""
    if count > MAX_XML_TAGS:
        raise DocumentError("too_complex", where=where, limit=MAX_XML_TAGS // 10_000)


def check_pages(pages: int, where: str) -> None:
    """Raises DocumentError `too_many_pages`."""
    if pages > MAX_PDF_PAGES:
        raise DocumentError("too_many_pages", where=where, limit=MAX_PDF_PAGES, pages=pages)
