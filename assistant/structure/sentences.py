"""Where sentences end, as spans of the text they stand in. Pure; imports nothing of the project.

Every function takes linear time: the text is walked once, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = r"(?:[。！？!?…]+|(?<=[\u4e00-\u9fff])[.．](?=[\u4e00-\u9fff“《（\s]|$){}){}"
_CLOSED = "[”’」』）)】》\\]]*"
_END = re.compile(_MARK.format(r"|\n", _CLOSED))
_END_WRAPPED = re.compile(_MARK.format("", _CLOSED))
_CLAUSE_ENDS = (re.compile(r"[；;][”’）)]*"), re.compile(r"[，,、：:][”’）)]*"))


def sentence_spans(text: str, start: int, end: int, *, wrapped: bool = False) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`: up to 。！？… with the quotes and brackets closed there, or a line's end.

    The spans leave out surrounding blanks and newlines; nothing visible is left out. wrapped: the lines are those of
    a paragraph wrapped by hand, a line's end is no end.
    """
    begin = start
    for match in (_END_WRAPPED if wrapped else _END).finditer(text, start, end):
        if match.end() > begin and (span := _visible(text, begin, match.end())):
            yield span
        begin = match.end()
    if begin < end and (span := _visible(text, begin, end)):
        yield span


def _visible(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = piece.lstrip()
    if not left:
        return None
    start = end - len(left)
    return start, start + len(left.rstrip())


def cut_long(text: str, start: int, end: int, most: int, least: int = 0) -> Iterator[tuple[int, int]]:
    """`[start, end)` in about equal pieces of at most `most` characters, none below `least` if it can be helped.

    Cut after ；, else after ，, else anywhere.
    """
    while end - start > most:
        ideal = start + (end - start) // -(-(end - start) // most)
        cut = ideal
        low, high = start + max(least, most // 8), min(start + most, end - least)
        for marks in _CLAUSE_ENDS:
            stops = [m.end() for m in marks.finditer(text, low, min(high + 1, end)) if m.end() <= high]
            if stops:
                cut = min(stops, key=lambda stop: abs(stop - ideal))
                break
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
