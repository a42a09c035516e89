"""Headings inside one long line: a report that was copied without its line breaks. Pure; imports lines and numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.structure.lines import BLANKS, Line
from assistant.structure.numbering import Style, number_of

LONG = 800
_ENOUGH = {Style.CHINESE: 2, Style.BRACKETED_CHINESE: 3}  # （一）…（二）… stands in running text too
_N = "[一二三四五六七八九十]{1,3}"
_LABEL = re.compile(
    rf"(?:^|(?<=[。！？!?”’）)》…{BLANKS}]))(?:(?P<outer>{_N})、|[（(](?P<inner>{_N})[）)])(?=[^一二三四五六七八九十\d{BLANKS}])"
)


@dataclass(frozen=True, slots=True)
class Undivided:
    """A line of so many characters with labels of headings in it, as written."""

    length: int
    labels: tuple[str, ...]


def undivided(text: str, lines: Sequence[Line]) -> Undivided | None:
    """The longest line that holds headings which should stand on lines of their own."""
    found: Undivided | None = None
    for line in lines:
        length = line.end - line.start
        if length > (found.length if found else LONG) and not line.table:
            labels = _labels(text[line.start : line.end])
            found = Undivided(length, labels) if labels else found
    return found


def _labels(words: str) -> tuple[str, ...]:
    """The labels in a line that count on from each other; none if too few do."""
    runs: dict[Style, list[str]] = {style: [] for style in _ENOUGH}
    last = dict.fromkeys(_ENOUGH, 0)
    for match in _LABEL.finditer(words):
        style = Style.CHINESE if match["outer"] else Style.BRACKETED_CHINESE
        number = number_of(match["outer"] or match["inner"]) or 0
        if runs[style] and number == 1 and style is Style.BRACKETED_CHINESE:
            last[style] = 0  # counting begins anew below the next outer heading
        if number == last[style] + 1 or (number == 2 and not runs[style]):  # 一、 may be glued to the title
            runs[style].append(match[0])
            last[style] = number
    return next((tuple(runs[style]) for style, least in _ENOUGH.items() if len(runs[style]) >= least), ())
