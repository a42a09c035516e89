"""The tables of the library and the values made of them: reports, their passages, the vectors of their
texts. With the originals they are the truth. Imports the database, and the types of document and
passages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database import Base, UtcDateTime, rfc3339
from assistant.document import Document, Paragraph, Span
from assistant.structure.passages import Passage
from assistant.wording import Notice

Origin = Literal["reference", "own"]
ORIGINS: tuple[Origin, ...] = ("reference", "own")

# adding: its rows are there, its indexes perhaps not; updating: listed and searchable, its tags in the
# indexes perhaps old; removing: on its way out. Only at the next start, or under the writer's lock, is any
# but `indexed` seen.
State = Literal["adding", "indexed", "updating", "removing"]
LISTED: tuple[State, ...] = ("indexed", "updating")


class ReportRow(Base):
    """One report. structure: its paragraphs, generated spans, warnings and format; signature: sorted
    4-byte hashes.
    """

    __tablename__ = "report"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    filename: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(64))
    year: Mapped[int | None]
    origin: Mapped[str] = mapped_column(String(16))
    family: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    passages: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    structure: Mapped[dict[str, Any]] = mapped_column(JSON)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class PassageRow(Base):
    """One passage of a report; its text is kept so that a hit needs no other row."""

    __tablename__ = "passage"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    role: Mapped[str] = mapped_column(String(32))
    path: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)


class VectorRow(Base):
    """The vector of a text under one embedding: little-endian float32. Kept by text, so a rebuild embeds
    nothing again.
    """

    __tablename__ = "vector"

    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(255), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class LibraryRow(Base):
    """The one row about the library as a whole. folder: of the current indexes, under `index/`."""

    __tablename__ = "library"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int]
    folder: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(255))
    splitter: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Report:
    """An example report of the library.

    id: SHA-256 of its bytes; year: the one reported on; family: id of the earliest of the versions it is
    one of (its own where it is alone); filename: as the user gave it; passages: how many.
    """

    id: str
    title: str
    kind: str
    year: int | None
    origin: Origin
    family: str
    filename: str
    passages: int
    added_at: datetime


def report_json(report: Report) -> dict[str, Any]:
    """REPORT of the command line's contract."""
    return {
        "id": report.id,
        "title": report.title,
        "kind": report.kind,
        "year": report.year,
        "origin": report.origin,
        "family": report.family,
        "filename": report.filename,
        "passages": report.passages,
        "added_at": rfc3339(report.added_at),
    }


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What is recorded about the library as a whole: see `LibraryRow`."""

    generation: int
    folder: str
    fingerprint: str
    splitter: str


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as read, not yet in the library. text_hash: of its text without white space."""

    id: str
    filename: str
    suffix: str
    title: str
    kind: str
    year: int | None
    origin: Origin
    document: Document
    passages: tuple[Passage, ...]
    text_hash: str
    signature: bytes


def text_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def passage_row(passage: Passage, report_id: str, ordinal: int) -> dict[str, Any]:
    """A passage as the values of a row."""
    return {
        "id": passage.id,
        "report_id": report_id,
        "ordinal": ordinal,
        "start": passage.start,
        "end": passage.end,
        "role": passage.role,
        "path": list(passage.path),
        "text": passage.text,
        "text_hash": text_hash(passage.text),
    }


def passage_of(row: PassageRow) -> Passage:
    """The passage of a row."""
    return Passage(row.id, row.text, row.start, row.end, cast(Any, row.role), tuple(row.path))


def structure_of(document: Document) -> dict[str, Any]:
    """All of a document but its text, as JSON."""
    return {
        "paragraphs": [
            [p.start, p.end, p.heading_level, p.bold_prefix, p.container] for p in document.paragraphs
        ],
        "generated": [[span.start, span.end] for span in document.generated],
        "warnings": [{"code": notice.code, "params": _plain(notice.params)} for notice in document.warnings],
        "format": document.format,
    }


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, int | float | None) else str(value) for key, value in params.items()
    }


def document_of(text: str, structure: Mapping[str, Any]) -> Document:
    """The document that `structure_of` was made of."""
    return Document(
        text,
        tuple(Paragraph(*fields) for fields in structure["paragraphs"]),
        tuple(Span(start, end) for start, end in structure["generated"]),
        tuple(Notice(item["code"], item["params"]) for item in structure["warnings"]),
        structure["format"],
    )


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """`values` in runs of at most `size`: a database bounds the number of parameters of one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
