"""Kind `placeholder`: a blank to be filled in that the draft did not have (`**村`, `××`). Pure.

【待补：…】 is the product's own mark for a missing fact and is no placeholder.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from assistant.guard.findings import Finding, Proposal

_MEASURES = "次个名户人项件条处场份期万亿元村镇乡县月日年号"
_FIELDS = "时间|日期|年份|地点|地名|村名|姓名|人名|职务|单位|部门|单位名称|名称|数字|数量|金额|次数|人数|百分比|比例|事例|案例|内容"
_BLANK = re.compile(
    r"(?:[*＊×✕✖Xx○◯□＿_]\s?){2,40}[\u4e00-\u9fff]?|某某[\u4e00-\u9fff]?"
    rf"|(?<![A-Za-z0-9.])[XxＸ×✕✖＊○◯□]\s?[{_MEASURES}%％]"
    r"|[【\[（(](?:此处|请填|填写|插入|请补|具体)[^】\]）)\n]{0,30}[】\]）)]"
    rf"|[【\[〔〈{{](?:{_FIELDS})[】\]〕〉}}]"
)
_EMPHASIS = re.compile(r"\*\*(?=\S)[^*\n]{1,80}(?<=\S)\*\*")
_PENDING = re.compile(r"[【\[［(（〔]\s?待(?:补|核|定|填|完善|确认)[^】\]］)）〕\n]{0,80}[】\]］)）〕]")
_LATIN = re.compile(r"[A-Za-z0-9]")


def pending(text: str) -> list[tuple[int, int]]:
    """The marks of what is still missing, 【待补：…】 and what people write for it."""
    return [match.span() for match in _PENDING.finditer(text)]


def findings(proposal: Proposal) -> Iterator[Finding]:
    """Each placeholder that stands more often in the proposal than in the draft."""
    text = proposal.proposed
    missing = sorted([*pending(text), *(match.span() for match in _EMPHASIS.finditer(text))])
    known: dict[str, int] = {}
    for match in _BLANK.finditer("\n".join((proposal.draft, *proposal.material))):
        known[match[0]] = known.get(match[0], 0) + 1
    for match in _BLANK.finditer(text):
        start, end = match.span()
        before = bisect_right(missing, (start, len(text))) - 1
        if (before >= 0 and start < missing[before][1]) or _in_a_word(text, start, end):
            continue
        if known.get(match[0], 0) > 0:
            known[match[0]] -= 1
            continue
        yield Finding("placeholder", "placeholder", "error", start, end, match[0])


def _in_a_word(text: str, start: int, end: int) -> bool:
    """Whether it is part of a Latin word or a number (Excel, 0x10), or emphasis of Markdown."""
    if text[start] in "Xx" and (_LATIN.match(text[start - 1 : start]) or _LATIN.match(text[end : end + 1])):
        return True
    return text[start] in "*_" and text[start:end].strip("*_ ") == "" and end - start >= 8
