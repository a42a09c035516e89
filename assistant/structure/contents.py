"""A table of contents at the head of a document, which repeats the headings. Pure; imports lines and front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.structure.front_matter import squeezed
from assistant.structure.lines import BLANKS, Line
from assistant.structure.numbering import read_label

_LEADER = re.compile(rf"(?:[.．…·。\-—_]{{3,}}|\t|[{BLANKS}]{{3,}})[{BLANKS}]*(?:第?[\d０-９]{{1,4}}页?)$")
_SEARCHED = 40
_LONGEST = 120


def contents_lines(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines of a table of contents: below the word 目录, or with leaders and a page number."""
    found: set[int] = set()
    for index, line in enumerate(lines[:_SEARCHED]):
        if line.end - line.start <= 8 and squeezed(text[line.start : line.end]) in ("目录", "目次"):
            entries = _entries(text, lines, index + 1)
            if entries:
                found.add(index)
                found.update(entries)
            break
    if not found:
        leaders = [i for i, line in enumerate(lines) if not line.table and _has_leader(text, line)]
        found.update(leaders if len(leaders) >= 2 else ())
    return frozenset(found)


def _has_leader(text: str, line: Line) -> bool:
    return line.end - line.start <= _LONGEST and _LEADER.search(text[line.start : line.end]) is not None


def _entries(text: str, lines: Sequence[Line], start: int) -> list[int]:
    """The lines after 目录 up to where the first of them stands again as a heading."""
    if start >= len(lines):
        return []
    first = _name(text, lines[start])
    found: list[int] = []
    for index in range(start, min(len(lines), start + 200)):
        line = lines[index]
        if line.end - line.start > _LONGEST or line.table:
            break
        if index > start and first and _name(text, line) == first:
            return found
        leader = _has_leader(text, line)
        if not leader and read_label(text, line.start, line.end) is None and text[line.end - 1] in "。；：:！":
            break
        found.append(index)
    with_leader = [i for i in found if _has_leader(text, lines[i])]
    return found[: with_leader[-1] - start + 1] if len(with_leader) >= 2 else []


def _name(text: str, line: Line) -> str:
    return squeezed(_LEADER.sub("", text[line.start : line.end]))
