"""The lines of a Word file's text as what they stand for: paragraphs, rows of tables. Imports documents and lxml's type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from assistant.documents.lines import Line, Origin
from assistant.documents.word_package import w
from assistant.word.values import UnplacedError

_NUMERAL = "一二三四五六七八九十百千零〇○两壹贰叁肆伍陆柒捌玖拾"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LABEL = re.compile(
    rf"(?P<cjk>第[{_NUMERAL}\d]+[章节条款项]|[（(][{_NUMERAL}]{{1,4}}[）)]|[{_NUMERAL}]{{1,4}}[、．.]|[{_NUMERAL}]{{1,3}}是)"
    rf"|(?P<arabic>[（(]\d{{1,3}}[）)]|\d{{1,3}}(?:\.\d{{1,3}})+|\d{{1,3}}[.．、）)](?!\d))|(?P<mark>[{_CIRCLED}]|[•●○■◆▪☑✓—-](?=\s))"
)
_BLANKS = " \t\u3000\xa0"


def shape(text: str) -> str:
    """What kind of number a line begins with, its value aside: （三） and （十二） are alike. Empty for none."""
    found = _LABEL.match(text.lstrip(_BLANKS))
    if not found:
        return ""
    label = found[0]
    if found["mark"]:
        return "①" if label in _CIRCLED else label
    label = re.sub(rf"[{_NUMERAL}]+", "一", label) if found["cjk"] else label
    return re.sub(r"\d+", "1", label).replace("(", "（").replace(")", "）").replace("．", ".")


@dataclass(slots=True)
class Segment:
    """The stretch of a line that stands in one paragraph. label: the generated number it begins with."""

    start: int
    end: int
    label: str
    paragraph: etree._Element
    pieces: list[tuple[str, etree._Element]] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """A paragraph of one line or, with breaks in it, several; or one line over several paragraphs (a row).

    first, count: which lines of the text; segments: one for a paragraph, those of all lines taken together.
    """

    first: int
    count: int
    lines: list[str]
    segments: list[Segment]
    fixed: bool = False
    heading_level: int = 0
    container: str = "body"

    @property
    def paragraph(self) -> etree._Element:
        """The paragraph of a unit that is one."""
        return self.segments[0].paragraph

    @property
    def label(self) -> str:
        """The automatic number of a unit that is a paragraph."""
        return self.segments[0].label if self.segments else ""

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)

    @property
    def block(self) -> etree._Element:
        """What stands beside other blocks: the paragraph, or the table around a row."""
        paragraph = self.segments[0].paragraph
        if not self.fixed:
            return paragraph
        table = next(paragraph.iterancestors(w("tbl")), None)
        return paragraph if table is None else table


def units(lines: Sequence[Line]) -> list[Unit]:
    """The units of these lines, in order."""
    found: list[Unit] = []
    for number, line in enumerate(lines):
        last = found[-1] if found else None
        begin = line.origins[0] if line.origins else None
        if begin is not None and begin.source is not None and not begin.text and last is not None:
            if last.fixed or last.paragraph is not begin.paragraph:
                raise UnplacedError("other")
            segment = last.segments[0]
            segment.pieces += [("\n", begin.source), *_pieces(line.origins)]
            last.lines.append(line.text)
            last.count += 1
            continue
        segments = list(_segments(line))
        one = len(segments) == 1 and all(o.paragraph is not None for o in line.origins)
        found.append(Unit(number, 1, [line.text], segments, not one, line.heading_level, line.container))
    return found


def _pieces(origins: Sequence[Origin]) -> list[tuple[str, etree._Element]]:
    return [(o.text, o.source) for o in origins if o.source is not None and o.text]


def _segments(line: Line) -> Iterator[Segment]:
    position = 0
    current: Segment | None = None
    for origin in line.origins:
        end = position + len(origin.text)
        if origin.paragraph is None:
            if current is not None:
                yield current
            current = None
        else:
            if current is None or current.paragraph is not origin.paragraph:
                if current is not None:
                    yield current
                current = Segment(position, position, "", origin.paragraph)
            if origin.source is None:
                current.label += origin.text
            elif origin.text:
                current.pieces.append((origin.text, origin.source))
            current.end = end
        position = end
    if current is not None:
        yield current
