"""What bytes are, whatever their name says: told by signatures. Pure; imports only errors and format."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum

from assistant.documents.compound import stream_names
from assistant.documents.format import Source
from assistant.errors import DocumentError


class Content(Enum):
    """A kind of content; the value is its name for a user, the same in both languages."""

    DOCX = "DOCX"
    XLSX = "XLSX"
    PPTX = "PPTX"
    ODT = "ODT"
    OFD = "OFD"
    ZIP = "ZIP"
    DOC = "DOC"
    XLS = "XLS"
    PPT = "PPT"
    ENCRYPTED = "DOCX/XLSX"
    OLE = "OLE"
    RTF = "RTF"
    PDF = "PDF"
    HTML = "HTML"
    MHTML = "MHTML"
    WORD_XML = "Word XML"
    PNG = "PNG"
    JPEG = "JPEG"
    GIF = "GIF"
    TIFF = "TIFF"
    BMP = "BMP"
    RAR = "RAR"
    SEVEN_ZIP = "7Z"
    GZIP = "GZIP"
    PLIST = "WEBARCHIVE"
    EXE = "EXE"
    TEXT = "TXT"
    UNKNOWN = ""


_SIGNATURES: tuple[tuple[bytes, Content], ...] = (
    (b"{\\rtf", Content.RTF),
    (b"%PDF-", Content.PDF),
    (b"\x89PNG\r\n\x1a\n", Content.PNG),
    (b"\xff\xd8\xff", Content.JPEG),
    (b"GIF8", Content.GIF),
    (b"II*\x00", Content.TIFF),
    (b"MM\x00*", Content.TIFF),
    (b"Rar!\x1a\x07", Content.RAR),
    (b"7z\xbc\xaf\x27\x1c", Content.SEVEN_ZIP),
    (b"\x1f\x8b\x08", Content.GZIP),
    (b"bplist00", Content.PLIST),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div)[\s>/]", re.IGNORECASE)
_MHTML = re.compile(
    rb"^(mime-version|content-type|from|snapshot-content-location):", re.IGNORECASE | re.MULTILINE
)

BINARY = frozenset(Content) - {Content.HTML, Content.MHTML, Content.WORD_XML, Content.TEXT, Content.UNKNOWN}
"""What a file with a text's name must not be."""


def sniff(data: bytes) -> Content:
    """The kind of content. TEXT says only that no signature was found and no NUL near the beginning."""
    for signature, content in _SIGNATURES:
        if data.startswith(signature):
            return content
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_archive(data)
    if data.startswith(_OLE):
        return _in_compound_file(data)
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"%PDF-" in data[:1024] and b" obj" in data:
        return Content.PDF
    if b'progid="Word.Document"' in head or b"http://schemas.microsoft.com/office/2006/xmlPackage" in head:
        return Content.WORD_XML
    if _HTML.search(head):
        return (
            Content.MHTML
            if head[:12].lower().startswith((b"mime-version", b"content-type"))
            else Content.HTML
        )
    if _MHTML.match(head) and b"multipart/related" in head.lower():
        return Content.MHTML
    if data.startswith(b"MZ") and b"\x00" in data[:256]:
        return Content.EXE
    if data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00":
        return Content.BMP
    return Content.UNKNOWN if b"\x00" in data[:4096] and not _looks_like_utf16(data) else Content.TEXT


def expect(source: Source, *wanted: Content) -> None:
    """Refuse a file whose content is not what its name says.

    Raises DocumentError `encrypted`, `wrong_format` (with the content's name) or `damaged` (unknown content).
    """
    found = sniff(source.data)
    if found in wanted:
        return
    if found is Content.ENCRYPTED:
        raise DocumentError("encrypted", where=source.name)
    if found is Content.UNKNOWN:
        raise DocumentError("damaged", where=source.name)
    raise DocumentError("wrong_format", where=source.name, extension=source.extension, content=found.value)


def _in_archive(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            first = archive.infolist()[0] if names else None
            if (
                first is not None
                and first.filename == "mimetype"
                and first.file_size < 200
                and not first.flag_bits & 1
            ):
                kind = archive.read(first)
                return Content.ODT if b"opendocument.text" in kind else Content.ZIP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error):
        return _in_broken_archive(data)
    for folder, content in (("word/", Content.DOCX), ("xl/", Content.XLSX), ("ppt/", Content.PPTX)):
        if any(name.startswith(folder) for name in names):
            return content
    if "ofd.xml" in names:
        return Content.OFD
    return Content.DOCX if "_rels/.rels" in names and "[content_types].xml" in names else Content.ZIP


def _in_broken_archive(data: bytes) -> Content:
    """A damaged archive is still a Word file that is damaged, not a file of another kind."""
    for mark, content in (
        (b"word/", Content.DOCX),
        (b"xl/", Content.XLSX),
        (b"[Content_Types].xml", Content.DOCX),
    ):
        if mark in data:
            return content
    return Content.ZIP


def _in_compound_file(data: bytes) -> Content:
    names = stream_names(data)
    for name, content in (
        ("EncryptedPackage", Content.ENCRYPTED),
        ("WordDocument", Content.DOC),
        ("Workbook", Content.XLS),
        ("Book", Content.XLS),
        ("PowerPoint Document", Content.PPT),
    ):
        if name in names:
            return content
    return Content.OLE


def _looks_like_utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or 0 in (
        data[:4096:2].count(0),
        data[1:4096:2].count(0),
    )
