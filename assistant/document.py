"""A file as read: its text, its paragraphs with offsets and style hints, its warnings. Pure; imports only the wording.

All offsets are Python string offsets into the whole `Document.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.wording import Notice


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of string offsets."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any character is shared with `[start, end)`."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of `Document.text` (without its newline) and what the file's format hinted about it.

    heading_level: from a Word style or a Markdown mark, 0 where there is none; bold_prefix: number of leading
    characters set in bold, or in 黑体, 楷体 or 小标宋 where the rest is not (a run-in heading; an automatic number before
    it counts into it), 0 where there is none; container: "body", "table" or "text_box".
    """

    start: int
    end: int
    heading_level: int = 0
    bold_prefix: int = 0
    container: str = "body"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says.

    text: decoded, byte-order mark removed, CRLF and CR → LF, nothing else changed; one trailing newline is not text.
    paragraphs: one for each line of `text`, in order. generated: spans that Word generated (automatic numbers); a
    change never crosses one. format: the reader's name (`text`, `markdown`, `docx` …).
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    generated: tuple[Span, ...] = ()
    warnings: tuple[Notice, ...] = ()
    format: str = "text"

    @classmethod
    def from_text(cls, text: str, *, warnings: Iterable[Notice] = (), format: str = "text") -> Document:
        """A document of plain text. Line ends are normalised; one trailing newline is dropped."""
        text = normalise_newlines(text)
        return cls(text, tuple(Paragraph(s.start, s.end) for s in line_spans(text)), (), tuple(warnings), format)


def normalise_newlines(text: str) -> str:
    """CRLF and CR → LF, a leading byte-order mark removed, one trailing newline dropped."""
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    return text.removesuffix("\n")


def line_spans(text: str) -> Sequence[Span]:
    """The span of every line of `text`, newlines left out. An empty text has one empty line."""
    spans = []
    start = 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans
