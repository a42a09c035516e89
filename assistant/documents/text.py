"""Plain text. Imports only the encodings and the other parts of reading."""

from __future__ import annotations

from assistant.document import Document
from assistant.documents.content import BINARY, sniff
from assistant.documents.encoding import decode
from assistant.documents.format import Format, Source
from assistant.errors import DocumentError
from assistant.wording import Notice


def read(source: Source) -> Document:
    """The text, decoded, without byte-order mark, newlines as LF, nothing else changed."""
    text, notices = plain_text(source)
    return Document.from_text(text, warnings=notices, format=FORMAT.name)


def plain_text(source: Source) -> tuple[str, tuple[Notice, ...]]:
    """What a text file holds, decoded. Raises DocumentError `disguised` for a picture, an archive … named as text."""
    content = sniff(source.data)
    if content in BINARY:
        raise DocumentError("disguised", where=source.name, extension=source.extension, content=content.value)
    return decode(source.data, source.name)


FORMAT = Format("text", (".txt", ".text"), read)
