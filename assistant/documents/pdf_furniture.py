"""What stands on PDF pages besides the text: page numbers, running heads and feet, watermarks. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.documents.pdf_lines import Page, PdfLine

_ZONE = 0.13  # of the page's height, above and below: where heads and numbers stand
_DASH = r"[-—–－─~～·•.]"
_NUMBER = re.compile(rf"{_DASH}*\s*(\d{{1,4}}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}})\s*{_DASH}*")
_MARKED_NUMBER = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*[\d一二三四五六七八九十百零〇]+\s*页.*|(?:page\s*)?\d{{1,4}}\s*(?:/|of)\s*\d{{1,4}}(?:\s*页)?"
    r"|共\s*\d+\s*页.*|page\s*\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: page and line by number, and in points."""

    page: int
    line: int
    baseline: float
    left: float


def furniture(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(page, line) of page numbers, running heads and feet, and watermarks."""
    places: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    numbers: list[tuple[int, int, int]] = []
    found: set[tuple[int, int]] = set()
    for p, page in enumerate(pages):
        for n, (line, zone, is_outermost) in enumerate(_zoned(page)):
            text = "".join(line.text.split())
            if zone != "middle":
                text = re.sub(r"\d+", "#", text)  # a head may hold the page's number
            places[zone, text].append(_Place(p, n, line.baseline, line.left))
            if not is_outermost:
                continue
            if _MARKED_NUMBER.fullmatch(line.text.strip()):
                found.add((p, n))
            elif number := _NUMBER.fullmatch(line.text.strip()):
                numbers.append((p, n, _value(number[1])))
    offsets = Counter(value - p for p, _, value in numbers)
    found |= {(p, n) for p, n, value in numbers if offsets[value - p] > 1 or value == p + 1}
    for (zone, _), where in places.items():
        found |= _repeated(where, zone, len(pages))
    return found


def is_bare(page: Page) -> bool:
    """Whether a page has no text but its number."""
    return all(
        _MARKED_NUMBER.fullmatch(t) or _NUMBER.fullmatch(t)
        for t in (line.text.strip() for line in page.lines)
    )


def _zoned(page: Page) -> Iterator[tuple[PdfLine, str, bool]]:
    """Each line, whether it stands in the "head", "foot" or "middle", and whether it is the outermost one there.

    Head and foot are at most three lines, near the edge of the page.
    """
    heights = sorted(line.baseline for line in page.lines)
    for line in page.lines:
        above = len(heights) - bisect_right(heights, line.baseline)
        below = bisect_left(heights, line.baseline)
        if line.baseline > (1 - _ZONE) * page.height and above < 3:
            yield line, "head", above == 0
        elif line.baseline < _ZONE * page.height and below < 3:
            yield line, "foot", below == 0
        else:
            yield line, "middle", False


def _repeated(where: list[_Place], zone: str, pages: int) -> set[tuple[int, int]]:
    """The same text at the same place on many pages; in the middle of the page (a watermark) on nearly all."""
    enough = max(3, round(0.8 * pages)) if zone == "middle" else 2 if pages <= 4 else 3
    groups = _near(where, lambda place: place.baseline)
    if zone == "middle":
        groups = [group for level in groups for group in _near(level, lambda place: place.left)]
    return {
        (place.page, place.line)
        for group in groups
        if len({p.page for p in group}) >= enough
        for place in group
    }


def _near(places: list[_Place], measure: Callable[[_Place], float]) -> list[list[_Place]]:
    """Places by their measure, each group less than four points wide."""
    groups: list[list[_Place]] = []
    for place in sorted(places, key=measure):
        if groups and measure(place) - measure(groups[-1][0]) < 4:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _value(number: str) -> int:
    """A page number's value; Roman ones too."""
    if number.isdigit():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in number.lower()]
    return sum(-v if any(w > v for w in values[k + 1 : k + 2]) else v for k, v in enumerate(values))
