"""Lines that may be headings: their label, how far the heading goes, and how much they look like one.

Pure; imports lines and numbering. Whether a candidate is a heading is decided with its neighbours, in `sequence`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.structure.lines import BLANKS, Line
from assistant.structure.numbering import BLANK, Label, Style, chinese, number_of, read_label

Shape = Literal["line", "run_in", "entry"]

SHORT = 45  # a heading on a line of its own, quotations not counted
RUN_IN = 60  # a heading followed by its text in the same paragraph
LONG = 110  # a long one, quotations not counted
WHOLE = 320  # with its quotations
NAME = 40  # the name of an entry: the first clause of a numbered sentence


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a heading goes. content: where text that follows it on its line begins (the line's end if none).

    shape: a line of its own; run_in, followed by text; entry, a numbered sentence of which the heading is only the
    first clause. form: how much it looks like a heading, 0 to 3.
    """

    start: int
    end: int
    content: int
    shape: Shape
    form: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading.

    first, last: indices of the lines it stands on. label: None where none is written. level: hinted, 0 if none.
    lost: it may have had a number that was lost (`原因分析` alone on its line). side: then one between those around it
    (`担当作为方面` between （二） and （四）).
    """

    first: int
    last: int
    label: Label | None
    extent: Extent
    form: int
    level: int = 0
    lost: bool = False
    side: bool = False


_ENDS = "。！？!?."
_FINAL = "。；;：:，,、.．！!？?… "
_FIELD = re.compile("(?:问题|表现|措施|成效|情况|原因|根源|目标|责任人?|时限|方面|要求|做法|结果|打算|建议|单位|内容)$")
_OPEN = dict(zip("“‘《（「『〈【([", "”’》）」』〉】)]", strict=True))
_BULLET = re.compile(rf"[▲△★☆■□●◆◇▶►※✦•]{{1,3}}{BLANK}{{0,2}}")
_CLOSE = set(_OPEN.values())
_STOPS = re.compile(r"(?<=[\u4e00-\u9fff”])\.(?=[\u4e00-\u9fff]|$)|[。！？!?：:；;，,“”‘’《》（）()「」『』〈〉【】\[\] \t\u3000\u00a0]")
_ITEM = re.compile(rf"(?:[，,；;：:、。]{BLANK}?|{BLANK})(?=一(?:是|要)|首先[，,]|第一[，,]|其一[，,])")


def trimmed(text: str, start: int, end: int, chars: str = BLANKS + "\n") -> tuple[int, int]:
    """`[start, end)` without `chars` at either side."""
    piece = text[start:end]
    left = piece.lstrip(chars)
    start = end - len(left)
    return start, start + len(left.rstrip(chars))


def _bare(text: str, start: int, end: int) -> int:
    """The end of `[start, end)` without final marks and blanks; a run of nothing else is kept."""
    stripped = len(text[start:end].rstrip(_FINAL + BLANKS))
    return start + stripped if stripped else end


@dataclass(slots=True)
class _Scan:
    """What stands where in the first few hundred characters of a line, quotations left out."""

    end_mark: int = -1
    colon: int = -1
    blank: int = -1
    clause: int = -1
    quoted_to_mark: int = 0
    quoted: int = 0


def _scan(text: str, start: int, end: int, *, quotes: bool = True) -> _Scan:
    seen = _Scan()
    stack: list[str] = []
    opened = 0
    for match in _STOPS.finditer(text, start, min(end, start + 400)):
        char, at = match[0], match.start()
        if quotes and char in _OPEN:
            if not stack:
                opened = at
            stack.append(_OPEN[char])
        elif quotes and char in _CLOSE:
            if char in stack:
                while stack and stack.pop() != char:
                    pass
                if not stack:
                    seen.quoted += at + 1 - opened
        elif stack:
            continue
        elif char in _ENDS:
            seen.end_mark, seen.quoted_to_mark = at, seen.quoted
            break
        elif char in "：:":
            seen.colon = at if seen.colon < 0 else seen.colon
        elif char in "，,；;":
            seen.clause = at if seen.clause < 0 else seen.clause
        elif char in BLANKS:
            seen.blank = at if seen.blank < 0 else seen.blank
    if stack and quotes:  # a quotation that is never closed
        return _scan(text, start, end, quotes=False)
    return seen


def extent_of(text: str, start: int, end: int, bold_end: int = 0) -> Extent:
    """How far the heading that begins at `start` (after its label) goes on its line, which ends at `end`."""
    if bold_end - start >= 2 and bold_end < end and bold_end - start <= WHOLE:
        # bold tells the heading from its text, unless it only stresses the beginning of a sentence
        stop = _bare(text, start, bold_end)
        content, _ = trimmed(text, bold_end, end, BLANKS + _FINAL)
        if content < end:
            return Extent(start, stop, content, "run_in", 3)
    seen = _scan(text, start, end)
    limit = seen.end_mark if seen.end_mark >= 0 else end
    if item := _ITEM.search(text, start + 2, min(limit, start + RUN_IN + 2)):
        return Extent(start, _bare(text, start, item.start()), item.end(), "run_in", 2)
    for cut in (_at_colon(text, start, end, limit, seen), _at_blank(text, start, end, limit, seen)):
        if cut is not None:
            return cut
    after, _ = trimmed(text, min(limit + 1, end), end, BLANKS + "”’」』）)")
    alone = seen.end_mark < 0 or after >= end
    quoted = seen.quoted_to_mark if seen.end_mark >= 0 else seen.quoted
    plain = limit - start - quoted
    head_end = _bare(text, start, limit)
    dimension = quoted * 5 >= (limit - start) * 2 or text.endswith("方面", start, head_end)
    if alone:
        if plain <= SHORT and limit - start <= WHOLE:
            last = text[end - 1]
            form = 1 if last in "，,、" else 2 if last in "；;" else 3
            return Extent(start, head_end, end, "line", form)
        if plain <= LONG and limit - start <= WHOLE:
            return Extent(start, head_end, end, "line", 2 if dimension else 1)
    elif limit - start <= WHOLE and (plain <= RUN_IN or (dimension and plain <= LONG)):
        return Extent(start, head_end, after, "run_in", 2)
    return Extent(start, _name_end(text, start, limit, seen), start, "entry", 0)


def _at_colon(text: str, start: int, end: int, limit: int, seen: _Scan) -> Extent | None:
    """`学习方面：理论学习不够系统，……`, but not `聚焦一个目标：建设和美乡村`."""
    if not 2 <= seen.colon - start <= 30 or seen.colon >= limit or 0 <= seen.clause < seen.colon:
        return None
    content, _ = trimmed(text, seen.colon + 1, end)
    tail = limit - content
    short_title = tail <= 12 or (tail <= 20 and not 0 <= seen.clause < limit)
    if limit < end and text.startswith(("是", "指", "即", "包括", "主要"), content):
        short_title = False  # an explanation: “两新”：是指……。
    if limit < end and _FIELD.search(text[start : seen.colon]):
        short_title = False  # a field: 整改措施：每月下村四天。
    unpunctuated = text[end - 1] not in "。！？!?；;" and end - start <= SHORT
    if content >= end or short_title or unpunctuated:
        return None
    return Extent(start, _bare(text, start, seen.colon), content, "run_in", 2)


def _at_blank(text: str, start: int, end: int, limit: int, seen: _Scan) -> Extent | None:
    """`存在问题　对照检查发现，……`: a blank is the end of a heading where a sentence follows it."""
    if not 2 <= seen.blank - start <= 30 or 0 <= seen.clause < seen.blank or 0 <= seen.colon < seen.blank:
        return None
    content, _ = trimmed(text, seen.blank, end)
    if seen.blank >= limit or end - content < 25 or not (seen.end_mark >= 0 or seen.clause >= 0):
        return None
    return Extent(start, _bare(text, start, seen.blank), content, "run_in", 2)


def entry_name(text: str, start: int, end: int) -> int:
    """Where the name of a numbered sentence ends: its first clause, or its first two dozen characters."""
    return _name_end(text, start, end, _scan(text, start, end))


def _name_end(text: str, start: int, limit: int, seen: _Scan) -> int:
    stops = [at for at in (seen.clause, seen.colon) if 2 <= at - start <= NAME]
    quotation = max(seen.clause, seen.colon) if seen.clause < 0 or seen.colon < 0 else min(seen.clause, seen.colon)
    if not stops and NAME < quotation - start <= WHOLE and text.endswith("方面", start, quotation):
        stops = [quotation]  # 对照“……”方面，存在……
    if stops:
        return _bare(text, start, min(stops))
    return _bare(text, start, min(limit, start + 24))


_APPROXIMATE = "个月年季天日次类级期线产档轮批名位间座条项成楼号流班组小度届会分层户人台套种"
_REFERENCE = re.compile(
    r"(?:中|里)(?:提到|提出|提及|所|，|、)|(?:项|条|款|点|类)(?:中|的|规定|所|、|，|和|及|至)"
    r"|[、，,和与及至到或—～~-]{1,2}[（(〔第]?[一二三四五六七八九十\d０-９]{1,3}[）)〕]|等[，。、方个]|所(?:述|列|示|指|提)"
    r"|的(?:规定|内容|要求)"
)
_QUANTITY = re.compile(
    r"\d+(?:[.．]\d+)?\s*(?:[%％万亿千百倍吨亩个人户项次天℃度分年月日号元米册场家件名起公里平立方微毫‰gGMkK]|小时|$)"
)
_PROSE = re.compile("[，。；]")
_YEAR = re.compile(r"(?:[1１][9９]|[2２][0０])\d\d\s*[年-]")
_ENUMERATION = re.compile(r"[一二三四五六七八九十\d０-９]{1,2}[、，,]")


def _suspicion(text: str, label: Label, start: int, end: int) -> int:
    """How much the words after a label speak against a heading: 三、四月份, 1.5万吨, （一）中提到, 第一条是."""
    doubt = 0
    if label.loose:
        doubt += 1 if text[label.end - 1] in "，,：:" else 2 if label.style is not Style.DECIMAL else 1
    head = text[start : min(end, start + 16)]
    if _REFERENCE.match(head):
        return doubt + 5
    if label.style is Style.CHINESE:
        return doubt + _chinese_doubt(label, head, _PROSE.search(text, start, min(end, start + 60)) is not None)
    if label.style is Style.ARABIC:
        return doubt + _arabic_doubt(text, label, start, head)
    if label.style in (Style.PART, Style.CHAPTER, Style.CLAUSE, Style.ARTICLE) and label.loose:
        if start < end and label.end == start:  # 第一部分是……, 第一条规定……
            doubt += 5 if label.style is Style.ARTICLE or head[:1] in "是的为主要讲就中里，,（(和与及至" else 1
        else:
            doubt -= 2
    return doubt


def _chinese_doubt(label: Label, head: str, prose: bool) -> int:
    if label.loose and head[:1] in _APPROXIMATE:
        return 4
    if label.number == 10 and head[:1] in ("百", "千"):
        return 4  # 十、百户
    if head[:1] == "是" and head[1:3] not in ("否", "什么"):
        return 4  # 四、是抓廉政: meant is 四是
    following = number_of(head[:1]) if head else None
    if following is None:
        return 0
    if _ENUMERATION.match(head):
        return 5
    if head[:1] not in "一二三四五六七八九十" or head[1:2] in "十百〇零○O0":
        return 0
    if label.number is None or head[1:2] not in _APPROXIMATE:
        return 0
    near = following == label.number % 10 + 1 or (following == label.number - 1 and head[1:2] in "产季")
    return (4 if prose else 1) if near else 0


def _arabic_doubt(text: str, label: Label, start: int, head: str) -> int:
    if label.number is not None and label.number > 99:
        return 2
    if label.loose and head[:1] in _APPROXIMATE + "万亿元%％吨亩":
        return 4
    if not head[:1].isdecimal():
        return 0
    if _YEAR.match(head):
        return 0
    if _ENUMERATION.match(head):
        return 5
    if label.end == start and text[label.end - 1] in ".．":
        return 6 if _QUANTITY.match(head) else 3
    return 2 if _QUANTITY.match(head) else 1  # 2. 5公里


def _enumerates(text: str, line: Line, label: Label, start: int) -> bool:
    """Whether the next number stands in the same line: `①……；②……` is a list inside a paragraph."""
    if label.number is None or label.style is Style.DECIMAL:
        return False
    written = text[label.start : label.end]
    following = label.number + 1
    if len(written) == 1:
        return text.find(chr(ord(written) + 1), start, line.end) >= 0
    if label.style is Style.BRACKETED_CHINESE:
        pattern = rf"[（(]{chinese(following)}[）)]"
    elif label.style is Style.BRACKETED_ARABIC:
        pattern = rf"[（(]?{following}[）)]"
    elif label.style is Style.ARABIC and not label.loose:
        pattern = rf"(?:(?<=[。；;：:！!？?])|(?<=[。；;：:！!？?][ 　])){following}[.．、](?!\d)"
    else:
        return False
    return re.compile(pattern).search(text, start, line.end) is not None


def _continues(text: str, previous: Line | None, previous_is_label: bool) -> bool:
    """Whether the line before stops in the middle of a sentence (a text wrapped by hand)."""
    if previous is None or previous_is_label or previous.level or previous.table:
        return False
    return previous.end - previous.start >= 25 and text[previous.end - 1] not in "。！？!?；;：:…”’）)】》」."


def candidates(text: str, lines: Sequence[Line], skip: frozenset[int]) -> tuple[Candidate, ...]:
    """Every labelled line that may be a heading, and every line the file marks as one. `skip`: indices left out."""
    found: list[Candidate] = []
    last_label = -1
    for index, line in enumerate(lines):
        if index in skip or line.table or text.count("\t", line.start, line.end) > 2:
            continue
        if found and index <= found[-1].last:
            continue
        inner = _undecorated(text, line)
        label = read_label(text, inner.start, inner.end)
        if label is None:
            if line.level and not line.box and (marked := _marked(text, index, line)):
                found.append(marked)
            continue
        wrapped = _continues(text, lines[index - 1] if index else None, last_label == index - 1)
        candidate = _labelled(text, lines, index, inner, label, wrapped)
        if candidate is not None and inner.end < line.end:
            candidate = _framed(candidate, inner, line)
        if candidate is not None:
            if found and candidate.first <= found[-1].last:
                found.pop()
            found.append(candidate)
            last_label = candidate.last
    return tuple(found)


def _wrapped_to(text: str, lines: Sequence[Line], last: int, start: int) -> tuple[int, int]:
    """The last line of a heading wrapped by hand inside its quotation, and where that line ends."""
    reached, stop = last, lines[last].end
    while reached - last <= 6 and _open_quotation(text, start, stop):
        following = lines[reached + 1] if reached + 1 < len(lines) else None
        if following is None or following.table or read_label(text, following.start, following.end):
            return last, lines[last].end
        reached, stop = reached + 1, following.end
    closed = text.rfind("”", start, stop) > text.rfind("“", start, stop)
    return (reached, stop) if closed and stop - start <= WHOLE else (last, lines[last].end)


def _open_quotation(text: str, start: int, stop: int) -> bool:
    """Whether a line ends inside a quotation, with no sentence ended before."""
    if not 12 <= stop - start <= WHOLE or text.find("。", start, stop) >= 0:
        return False
    return text.rfind("“", start, stop) > text.rfind("”", start, stop)


def _marked(text: str, index: int, line: Line) -> Candidate | None:
    """A heading without a number, told by a style of Word or a mark of Markdown."""
    extent = extent_of(text, line.start, line.end)
    if line.end - line.start > WHOLE or extent.shape == "entry":
        return None
    if extent.shape == "run_in":
        extent = Extent(line.start, _bare(text, line.start, line.end), line.end, "line", 3)
    return Candidate(index, index, None, extent, 5, line.level)


def _nameless(index: int, line: Line, label: Label) -> Candidate | None:
    """`（一）` alone, its heading still to be written."""
    if label.number is None or label.style not in (Style.CHINESE, Style.BRACKETED_CHINESE):
        return None
    return Candidate(index, index, label, Extent(line.end, line.end, line.end, "line", 1), 1, line.level)


def _undecorated(text: str, line: Line) -> Line:
    """The line without a frame of brackets (`【一、工作情况】`) or a bullet before its number (`▲一、工作情况`)."""
    if line.end - line.start > 4 and (text[line.start] + text[line.end - 1]) in ("【】", "[]", "［］"):
        return replace(line, start=line.start + 1, end=line.end - 1)
    if bullet := _BULLET.match(text, line.start, line.end):
        return replace(line, start=bullet.end())
    return line


def _framed(candidate: Candidate, inner: Line, line: Line) -> Candidate | None:
    if candidate.extent.content != inner.end:
        return None
    return replace(candidate, extent=replace(candidate.extent, content=line.end))


def _labelled(
    text: str, lines: Sequence[Line], index: int, line: Line, label: Label, wrapped: bool
) -> Candidate | None:
    first = last = index
    stop = line.end
    start, _ = trimmed(text, label.end, line.end)
    if start >= line.end:  # the label alone; its heading on the next line
        following = lines[index + 1] if index + 1 < len(lines) else None
        if label.loose:
            return None
        if following is None or following.table or read_label(text, following.start, following.end) is not None:
            return _nameless(index, line, label)
        if following.end - following.start > SHORT:
            return None
        line, last, start = following, index + 1, following.start
    last_of_label = last
    if index and text[lines[index - 1].start : lines[index - 1].end] in ("（", "("):
        # the bracket was left on the line before
        first = index - 1
        label = Label(label.style, label.number, lines[first].start, label.end, False, label.guess)
    if stop == lines[index].end:
        last, stop = _wrapped_to(text, lines, last, start)
    extent = extent_of(text, start, stop, line.bold_end)
    form = extent.form - _suspicion(text, label, start, line.end)
    if _enumerates(text, line, label, start):
        form -= 5
    if last_of_label > index or wrapped:
        form -= 2
    if line.level or line.numbered:
        form += 2
    elif line.bold_end > start + 1:
        form += 1
    return Candidate(first, last, label, extent, form, line.level)
