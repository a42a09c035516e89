"""The lines of a document that are not blank, with what the file hinted about them.

Pure; imports the document and the numbering. Markdown marks left in a text (`## `, `**一、…**`) become hints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.document import Document
from assistant.structure.numbering import read_label

# everything that `str.isspace` is true of, but the newline, and what has no width
BLANKS = (
    " \t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
_HASHES = re.compile(r"#{1,6}[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    start, end: the visible text without surrounding blanks and Markdown marks; outer_start: where the line begins.
    level: heading level hinted, 0 if none. bold_end: where a bold beginning ends, `start` if there is none. numbered:
    the writer's program generated a number at its start. table, box: a row of a table, a line of a text box.
    """

    start: int
    end: int
    outer_start: int
    level: int = 0
    bold_end: int = 0
    numbered: bool = False
    table: bool = False
    box: bool = False


def visible_lines(document: Document) -> tuple[Line, ...]:
    """Every line with visible text, in order."""
    text = document.text
    generated = {span.start for span in document.generated if span.end > span.start}
    found = []
    for paragraph in document.paragraphs:
        raw = text[paragraph.start : paragraph.end]
        stripped = raw.lstrip(BLANKS)
        start = paragraph.end - len(stripped)
        end = start + len(stripped.rstrip(BLANKS))
        if start >= end:
            continue
        level, bold_end = paragraph.heading_level, paragraph.start + paragraph.bold_prefix
        numbered = start in generated or paragraph.start in generated
        if hashes := _HASHES.match(text, start, end):
            level = level or len(hashes[0].strip())
            start = hashes.end()
        start, end, bold_end = _without_stars(text, start, end, bold_end)
        found.append(
            Line(
                start,
                end,
                paragraph.start,
                level,
                min(max(bold_end, start), end),
                numbered,
                paragraph.container == "table",
                paragraph.container == "text_box",
            )
        )
    return tuple(found)


def _without_stars(text: str, start: int, end: int, bold_end: int) -> tuple[int, int, int]:
    """Bold marks around a labelled beginning or a whole line are marks; other stars stand for hidden words."""
    mark = text[start : start + 2]
    if mark not in ("**", "__") or end - start < 6:
        return start, end, bold_end
    closing = text.find(mark, start + 2, min(end, start + 300))
    if closing < start + 3:
        return start, end, bold_end
    if closing == end - 2:
        return start + 2, closing, closing
    if read_label(text, start + 2, closing) is not None:
        return start + 2, end, closing
    return start, end, bold_end
