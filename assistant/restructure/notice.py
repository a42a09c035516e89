"""The frame that a notice asks for, read from its text: what to look at (`围绕……四个方面查摆问题`), and what to write.

Pure; imports frame and the outline. Where a notice names no dimensions and no parts there is no frame: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.document import Document
from assistant.restructure.frame import Frame, HeadingData, headings
from assistant.restructure.item_labels import read_item_label
from assistant.structure.items import find_items
from assistant.structure.numbering import number_of
from assistant.structure.outline import outline
from assistant.structure.roles import Role, role_of

_N = r"(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})"
_LIST = re.compile(
    rf"(?:围绕|对照|聚焦|紧扣|从|按照|突出|在)(?P<list>[^。；;！!\n]{{6,400}}?)(?:等)?{_N}(?:个|大)?(?:方面|维度|重点)"
)
_AFTER = re.compile(
    rf"{_N}(?:个|大)?(?:方面|维度|重点|带头)[^。；;：:\n]{{0,20}}[：:](?P<list>[^。\n]{{6,400}})"
)
_LOOK = re.compile("查摆|对照检查|检视|查找|剖析|问题|方面|带头|重点内容|对照.{0,8}内容")
_CONTENT = re.compile(
    r"(?:一般)?(?:应当|应|要|主要)?(?:包括|包含|分为|由)(?P<list>[^。\n]{8,300}?)(?:等?(?P<n>[一二三四五六七八])(?:个|大)?(?:部分|方面|内容)|等)?[。；;]"
)
_MATERIAL = re.compile("材料|报告|发言|提纲|总结")
_SPLIT = re.compile(r"[、，,；;]|以及|和(?=[^、，,；;]{2,20}$)")
_BEFORE = re.compile("^[^、；;]*?[，,](?:重点|主要|着重)?(?:从|围绕|聚焦|紧扣)")
_QUOTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）")
_YEAR = re.compile(r"(20\d\d)年(?!\d|.{0,3}月)")
_DATE = re.compile(r"(20\d\d)年\s*\d{1,2}月")
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|、)|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、])\s*"
)
_KINDS = (
    ("self_criticism", "民主生活会|组织生活会|对照检查|检视剖析"),
    ("duty_report", "述职|述廉|述责"),
    ("rectification_report", "整改(?:进展|落实)?情况的?报告|整改报告|(?:巡察|巡视|审计|督查).{0,20}整改"),
    ("work_summary", "工作总结|年度总结"),
    ("work_plan", "工作(?:计划|要点|安排)"),
)
_ALWAYS: tuple[tuple[str, Role, str], ...] = (
    ("原因|根源|剖析", "causes", "原因分析"),
    ("措施|整改|努力方向|打算", "measures", "整改措施"),
)


def frame_of_notice(
    text: str, *, name: str, title: str = "", year: int | None = None, source: str = ""
) -> Frame | None:
    """The frame that a pasted notice sets; None where it names no headings.

    The year is the one the notice speaks of first, if none is given; the source its first line.
    """
    document = Document.from_text(text)
    text = document.text
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    top = outline(document).title or first
    top = top if len(top) <= 60 else ""
    wanted = _contents(text)
    dimensions = _dimensions(document)
    if not wanted and not dimensions:
        return None
    found = match[1] if (match := _YEAR.search(text) or _DATE.search(text)) else None
    made = headings(_with_dimensions(wanted, dimensions, text))
    when = year if year is not None else int(found) if found else None
    return Frame(name, title or top or name, made, year=when, source=source or top, origin="notice")


def kind_asked(text: str) -> str:
    """The kind of report that a notice asks for, as `report_identity.KINDS` has them."""
    return next((kind for kind, words in _KINDS if re.search(words, text)), "other")


def _contents(text: str) -> list[str]:
    """The parts that a notice says a report has: `对照检查材料一般包括……、……四个部分。`"""
    for match in _CONTENT.finditer(text):
        if not _MATERIAL.search(text, max(0, match.start() - 40), match.start()):
            continue
        names = _counted(match["list"], number_of(match["n"]) or 0) if match["n"] else []
        names = names or _split(match["list"])
        if len([one for one in names if role_of(one, "", None) != "other"]) >= 2:
            return names
    return []


def _dimensions(document: Document) -> list[str]:
    """What a notice says to look at: a list with its count, items, or the headings below one that says so."""
    text = document.text
    for pattern in (_AFTER, _LIST):
        for match in pattern.finditer(text):
            if _LOOK.search(text, match.start("list"), min(len(text), match.end() + 30)):
                names = _counted(match["list"], 2 if match["n"] == "两" else number_of(match["n"]) or 0)
                if names:
                    return names
    for names in _enumerated(document):
        return names
    return []


def _counted(words: str, count: int) -> list[str]:
    """A list of so many names; cut at 带头 where it is one of these."""
    words = _BEFORE.sub("", words.strip("：: “”"))
    if words.count("带头") == count > 1:
        return [_clean(one) for one in re.split("(?=带头)", words) if "带头" in one]
    for cut in (re.compile("[；;]"), _SPLIT, re.compile("、")):
        names = [_clean(one) for one in _split(words, cut)]
        if len(names) == count > 1 and all(2 <= len(one) <= 60 for one in names):
            return names
    return []


def _split(words: str, cut: re.Pattern[str] = _SPLIT) -> list[str]:
    """A list cut at its marks, not inside quotations and brackets."""
    held = _QUOTED.sub(lambda match: "\0" * len(match[0]), words)
    names, start = [], 0
    for match in cut.finditer(held):
        names.append(words[start : match.start()])
        start = match.end()
    return [one for name in (*names, words[start:]) if (one := _clean(name))]


def _clean(name: str) -> str:
    return _LABEL.sub("", name.strip(" \u3000、，,；;。：:")).strip(" \u3000、，,；;。：:")


def _enumerated(document: Document) -> Iterator[list[str]]:
    text = document.text
    run: list[str] = []
    last = 0
    for item in find_items(text, 0, len(text)).items:
        label = read_item_label(text, item.start, item.end)
        number = label.number or 0
        if number != last + 1:
            yield from _told(run, text, item.start)
            run = []
        last = number
        run.append(_first_clause(text[label.end : item.end]))
    yield from _told(run, text, len(text))
    for section in outline(document).walk():
        names = [_clean(child.heading) for child in section.children if child.label]
        if len(names) >= 3 and _LOOK.search(section.heading):
            yield names


def _told(run: Sequence[str], text: str, _end: int) -> Iterator[list[str]]:
    if len(run) >= 3 and all(2 <= len(one) <= 60 for one in run):
        at = text.find(run[0])
        if _LOOK.search(text, max(0, at - 80), at) or all("带头" in one for one in run):
            yield list(run)


def _first_clause(words: str) -> str:
    match = re.search("[。；;：:\n]", words)
    return _clean(words[: match.start()] if match else words)


def _with_dimensions(wanted: Sequence[str], dimensions: Sequence[str], text: str) -> list[HeadingData]:
    """The parts, the dimensions below the one that is for problems; causes and measures where the notice asks for them."""
    below = [HeadingData(heading=one if one.endswith("方面") else f"{one}方面") for one in dimensions]
    if wanted:
        found = [HeadingData(heading=one, role=role_of(one, "", None)) for one in wanted]
        home = next((one for one in found if one.role == "problems"), None)
        if below and home is not None:
            home.children = below
            return found
        return (
            found
            if not below
            else [HeadingData(heading="存在的问题", role="problems", children=below), *found]
        )
    found = [HeadingData(heading="存在的问题", role="problems", children=below)]
    found += [HeadingData(heading=name, role=role) for words, role, name in _ALWAYS if re.search(words, text)]
    return found
