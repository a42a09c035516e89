"""Where a long title breaks: into lines of like length, at words as far as they can be told. Pure.

GB/T 9704—2012, 7.3.1: the sense whole, the lines symmetrical. The text gets no breaks of its own; the paragraph is made as
narrow as the first line should be.
"""

from __future__ import annotations

import math
import re

from assistant.layout.widths import width

_LINES = 4
_LAST = 0.55  # of a line, how little the last one may hold
_SLACK = 0.4  # characters: for what fonts differ in
# A line may well end behind these.
_BEHIND = re.compile(
    r"(?:[》”）)、，,：:——]|的|和|与|及|暨|年度?|届|次|会议|委员会|党委|党组|支部|政府|办公室|省|市|县|区|镇|乡)$"
)
# Words of titles: a line may well begin with one, and none is to be divided.
_WORDS = re.compile(
    r"关于|开展|推进|落实|贯彻|学习|加强|进一步|全面|专题|民主生活会|组织生活会|对照检查|工作|情况|巡察|主题教育|个人|领导班子|自查|整改"
    r"|人民政府|人民代表大会|委员会|办公室|党委|党组|支部|反馈|意见|问题|报告|材料|总结|方案|通知|会议|发言|述职|述廉|乡村振兴|农村|环境|整治"
)
_OPENING = frozenset("《“（(")
# `第十｜五届` would be read as two words.
_COUNTING = re.compile(r"第[零〇一二三四五六七八九十百0-9]*$")
_COUNTED = re.compile(r"[零〇一二三四五六七八九十百0-9届次轮批号季个]")
_NEVER_FIRST = frozenset("》”）)、，,：:。；;！？—…")
_INSIDE = re.compile(r"[0-9A-Za-z]")


def title_width(text: str, most: float) -> float | None:
    """Characters that each line should have room for; None where the title fits into one line or into no good ones."""
    whole = width(text)
    if whole <= most:
        return None
    # The lines after the first one need not break where it fits best, hence a little more than their share.
    count = math.ceil(whole / most)
    least = whole / count
    if count > _LINES:
        return None
    words = dict(found.span() for found in _WORDS.finditer(text))
    best: tuple[float, float] | None = None
    for index in range(1, len(text)):
        taken = width(text[:index])
        if taken > min(most - _SLACK, whole / (count - _LAST)):
            break
        if taken < least + 0.5 * (count > 2) or not _breaks(text, index):
            continue
        cost = taken - least
        begins = index in words or text[index] in _OPENING
        cost -= 1.6 * bool(_BEHIND.search(text, 0, index)) + 1.4 * begins
        cost += 3.0 * any(start < index < end for start, end in words.items())
        cost += 4 * bool(_COUNTING.search(text, 0, index) and _COUNTED.match(text, index))
        if best is None or cost < best[0]:
            best = cost, taken
    return best[1] + _SLACK if best else None


def _breaks(text: str, index: int) -> bool:
    if text[index] in _NEVER_FIRST or text[index - 1] in _OPENING:
        return False
    return not (_INSIDE.match(text[index - 1]) and _INSIDE.match(text[index]))
