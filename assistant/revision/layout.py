"""A rewrite set like its original: indents, blank lines, spaces and the width of marks, so that what was not rewritten
is no change. Pure; imports nothing of the project.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_BLANKS = " \t\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff"
_LIKE = 45.0  # rapidfuzz ratio, of 100: one line is another's rewrite
_FEW_PAIRS = 900  # pairs of lines for which the slower comparison is affordable
# Marks that models set in another width or shape than they found; each is one character, so offsets stay.
_FOLD = str.maketrans("，；：？！（）［］“”‘’「」．％～", ',;:?!()[]""\'\'"".%~')
# Wishes about these change them on purpose.
_ABOUT_MARKS = re.compile(
    r"标点|全角|半角|符号|引号|逗号|括号|空格|规范|格式|排版|punctuation|width|spac|format", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:[（(][一二三四五六七八九十百\d]{1,4}[）)][、.．]?|[一二三四五六七八九十]{1,3}[、是]|\d{1,3}[.．、])[ \u3000]*"
)


@dataclass(frozen=True, slots=True)
class _Line:
    lead: str
    text: str
    trail: str
    before: str  # what separates it from the line before: newlines with blank lines


def about_marks(wish: str) -> bool:
    """Whether a wish is about punctuation and spaces, so that their changes are meant."""
    return bool(_ABOUT_MARKS.search(wish))


def settle(original: str, rewrite: str, *, keep_marks: bool = True, numbers: Sequence[str] = ()) -> str:
    """`rewrite` set like `original`.

    Lines that answer to one of the original's get its indent, its trailing blanks and the blank lines before it; new
    lines get the usual ones. keep_marks: marks and spaces that differ only in width or shape are the original's again.
    numbers: the generated number of each of the original's lines that are not blank (empty where there is none); a
    line that answers to one with a number begins with that number.
    """
    if not original.strip():
        return rewrite.strip() or original
    old, new = _lines(original), _lines(rewrite)
    if not new:
        return ""
    partner = _partners(old, new)
    usual_lead = _most_common([line.lead for line in old[1:]] or [old[0].lead])
    usual_gap = _most_common([line.before for line in old[1:]] or ["\n"])
    out: list[str] = []
    last: int | None = None
    for n, line in enumerate(new):
        match = partner.get(n)
        text, lead, trail = line.text, usual_lead, ""
        if match is not None:
            source = old[match]
            # A body may begin in the middle of a line; what moved away from there is a line like the others.
            lead, trail = (source.lead if match or n == 0 else usual_lead), source.trail
            number = numbers[match] if match < len(numbers) else ""
            text = _numbered(text, number, source.text)
            if keep_marks:
                text = _with_marks(source.text, text)
        gap = usual_gap
        if match is not None and match > 0 and (last is None or last == match - 1 or n == 0):
            gap = old[match].before
        if n == 0:
            gap, lead = "", old[0].lead if match is None else lead
        out.append(f"{gap}{lead}{text}{trail}")
        last = match
    begin = original[: len(original) - len(original.lstrip("\n" + _BLANKS))]
    end = original[len(original.rstrip("\n" + _BLANKS)) :]
    return begin + "".join(out).strip("\n" + _BLANKS) + end


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank."""
    found: list[_Line] = []
    gap = ""
    for number, raw in enumerate(text.split("\n")):
        gap += "\n" if number else ""
        bare = raw.strip(_BLANKS)
        if not bare:
            gap += raw
            continue
        at = raw.index(bare)
        found.append(_Line(raw[:at], bare, raw[at + len(bare) :], gap))
        gap = ""
    return found


def _partners(old: Sequence[_Line], new: Sequence[_Line]) -> dict[int, int]:
    """Which new line answers to which old one: in order, of the greatest likeness in all."""
    bare_old = [_folded(line.text) for line in old]
    bare_new = [_folded(line.text) for line in new]
    if len(old) == 1 and len(new) == 1:
        return {0: 0}
    rows, columns = len(old), len(new)
    alike = _like if rows * columns <= _FEW_PAIRS else fuzz.ratio
    likeness = [[alike(a, b) for b in bare_new] for a in bare_old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            pair = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _LIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    found: dict[int, int] = {}
    i = j = 0
    while i < rows and j < columns:
        if likeness[i][j] >= _LIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found[j] = i
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _like(a: str, b: str) -> float:
    """Likeness of two lines; one that was only shortened or lengthened is still like the other."""
    whole = fuzz.ratio(a, b)
    return whole if whole >= _LIKE or min(len(a), len(b)) < 8 else fuzz.partial_ratio(a, b) * 0.7


def _folded(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "").translate(_FOLD)


def _most_common(values: Sequence[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _numbered(text: str, number: str, original: str) -> str:
    """The line with the number that Word generates at its beginning, in place of one the model wrote or left out."""
    if not number or text.startswith(number):
        return text
    bare = number.strip()
    if text.startswith(bare):
        return number + text[len(bare) :].lstrip(_BLANKS)
    written = _NUMBER.match(text)
    own = written is not None and original[len(number) :].lstrip(_BLANKS).startswith(written[0].strip())
    return number + (text[written.end() :] if written and not own else text)


def _with_marks(original: str, text: str) -> str:
    """`text` with the original's characters wherever the two are the same but for width, shape or spaces."""
    if original == text:
        return text
    old, new = _letters(original), _letters(text)
    folded_old = "".join(original[i] for i in old).translate(_FOLD)
    folded_new = "".join(text[i] for i in new).translate(_FOLD)
    out: list[str] = []
    last_new = -1  # index into `text` of the last character written
    last_old = -1  # index into `original` of its counterpart, -1 where it has none
    for op in Levenshtein.opcodes(folded_old, folded_new):
        if op.tag == "delete":
            last_old = -1
            continue
        for step in range(op.dest_end - op.dest_start):
            at = new[op.dest_start + step]
            counterpart = old[op.src_start + step] if op.tag == "equal" else -1
            follows = (
                last_old >= 0 and counterpart >= 0 and not original[last_old + 1 : counterpart].strip(_BLANKS)
            )
            out.append(original[last_old + 1 : counterpart] if follows else text[last_new + 1 : at])
            out.append(original[counterpart] if counterpart >= 0 else text[at])
            last_new, last_old = at, counterpart
    return "".join(out)


def _letters(text: str) -> list[int]:
    """The positions of the characters that are not blank."""
    return [index for index, character in enumerate(text) if character not in _BLANKS]
