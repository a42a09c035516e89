"""Reading files: what a file says, as a `Document`. Imports only document, errors, the wording and the readers.

One module a format; to add one, write it and name it in `_FORMATS`.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from assistant.document import Document
from assistant.documents import docx, legacy, markdown, pdf, spreadsheet, text
from assistant.documents.bounds import MAX_FILE_BYTES, check_file_size
from assistant.documents.content import BINARY, Content, sniff
from assistant.documents.format import Format, Source, extension_of
from assistant.errors import DocumentError

__all__ = ["Format", "formats", "is_clutter", "read", "read_bytes"]

_FORMATS: tuple[Format, ...] = (
    docx.FORMAT,
    text.FORMAT,
    markdown.FORMAT,
    pdf.FORMAT,
    legacy.FORMAT,
    spreadsheet.XLSX,
    spreadsheet.CSV,
)
# A name without an extension is read by what the content is.
_BY_CONTENT = {
    Content.DOCX: docx.FORMAT,
    Content.PDF: pdf.FORMAT,
    Content.XLSX: spreadsheet.XLSX,
    Content.TEXT: text.FORMAT,
}
_OLD_TABLES = frozenset((".xls", ".et", ".ett", ".xlt", ".ods"))


def formats() -> tuple[Format, ...]:
    """Every format that can be read."""
    return _FORMATS


def read(path: Path, *, name: str | None = None, libreoffice: str = "") -> Document:
    """The document in a file.

    name: what to call it in messages, and where its extension is taken from (default: the path's own name);
    libreoffice: path of LibreOffice for old formats (default: looked for). Raises DocumentError.
    """
    where = name or path.name or str(path)
    try:
        if path.is_dir():
            raise DocumentError("is_a_folder", where=where)
        size = path.stat().st_size
        check_file_size(size, where)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentError("file_missing", where=where) from error
    except PermissionError as error:
        raise DocumentError("not_permitted", where=where) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DocumentError("unreadable", where=where) from error
    return read_bytes(data, where, libreoffice=libreoffice)


def read_bytes(data: bytes, name: str, *, libreoffice: str = "") -> Document:
    """The document in these bytes; its format is taken from the extension of `name`. Raises DocumentError."""
    if is_clutter(name):
        raise DocumentError("clutter", where=name)
    check_file_size(len(data), name)
    document = _format(data, name).read(Source(data, name, libreoffice))
    if not document.text.strip():
        raise DocumentError("no_text", where=name)
    return document


def is_clutter(name: str) -> bool:
    """Whether a file is one that programs leave beside documents: Word's ~$ locks, ._ files, Thumbs.db."""
    base = PurePath(name.replace("\\", "/")).name
    return base.startswith(("~$", "._", ".~")) or base.lower() in ("thumbs.db", ".ds_store", "desktop.ini")


def _format(data: bytes, name: str) -> Format:
    extension = extension_of(name)
    for known in _FORMATS:
        if extension in known.extensions:
            return known
    if extension in _OLD_TABLES:
        raise DocumentError("old_table", where=name, extension=extension)
    if not extension:
        content = sniff(data)
        if content in _BY_CONTENT:
            return _BY_CONTENT[content]
        if content not in BINARY:
            return text.FORMAT
    readable = " ".join(e.removeprefix(".") for known in _FORMATS for e in known.extensions)
    raise DocumentError("unsupported_format", where=name, extension=extension or "-", readable=readable)
