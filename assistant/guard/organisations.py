"""Units in a clause: what the lexer calls one and ends like one, less what every unit has (镇党委). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.guard.fact_words import either, made_of, name_words
from assistant.guard.name import Name
from assistant.guard.places import BLANK, is_word, levels, stem_of
from assistant.guard.words import Lexer, Word

_NAMED = ("LOC", "nz", "PER", "ORG", "s")
_PARTS = (*_NAMED, "n", "vn", "a", "an", "v")
_NO_BUREAU = re.compile(r"(?:格|布|大|全|结|开|变|困|僵|时|棋|当|危|政治|新)局\Z")
_AND = re.compile("[和与及]|联合|会同|协同|配合")
_WHILE = re.compile("全年|今年|去年|当年|本年|[上下]半年|年内|近年来?|目前")
_LEAGUE = re.compile("团[省市县区州旗]委")
_BUREAU = re.compile(r"[局厅]\Z")
_FIRM = re.compile(
    "等?[两三四五六七八九十\\d]*家?(?:企业|公司|厂家)|等[单地户]|停产|投产|复产|扩产|复工|落户|签约|欠薪|[两三四五六七八九十]家"
)
_MIDDLE = re.compile("中心(?:组|工作|任务)")  # 党委理论学习中心组
_ABOVE = "省市县区州旗"
_NATIONAL = ("全国", "中央", "国家", "中共中央", "最高人民")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = name_words().raw
    return re.compile(rf"[{_ABOVE}]委?(?:{either(raw['offices'])})"), re.compile(either(raw["strong_units"]))


def organisations(text: str, words: Sequence[Word], lexer: Lexer) -> Iterator[Name]:
    """The units of a clause and its words, and the places that they begin with."""
    _, strong = _patterns()
    for league in _LEAGUE.finditer(text):
        yield Name("organisation", *league.span(), league[0], league[0])
    until = 0
    for number, word in enumerate(words):
        if word.start < until or (span := _span(text, words, number, until)) is None:
            continue
        start, until = span
        if _MIDDLE.match(text, until - 2):
            continue
        whole = text[start:until]
        for part, at in _apart(whole):
            match = strong.search(part)
            if match and len(part) - match.end() > 1:  # 有限公司合作办厂
                part = part[: match.end()]
            sure = word.tag == "ORG" or text[word.end : until] in name_words().raw["trades"]
            yield from _judged(part, start + at, sure, lexer)


def _apart(whole: str) -> Iterator[tuple[str, int]]:
    """A unit, or each of two that the lexer calls one: 绿源合作社和县供销社."""
    for match in _AND.finditer(whole):
        if name_words().unit_end.search(whole, 0, match.start()) and match.start() > 2:
            yield whole[: match.start()], 0
            yield whole[match.end() :], match.end()
            return
    yield whole, 0


def _span(text: str, words: Sequence[Word], number: int, until: int) -> tuple[int, int] | None:
    """From where to where a unit may be named whose name this word begins or ends."""
    data = name_words()
    word = words[number]
    piece = text[word.start : word.end]
    office = _patterns()[0].match(text, word.start) if word.tag not in ("ORG", "LOC") else None
    if office:
        return word.start, max(word.end, office.end())  # 市文明/办
    led = number > 0 and words[number - 1].tag == "LOC" and words[number - 1].start >= until
    start = words[number - 1].start if led else word.start
    after = words[number + 1] if number + 1 < len(words) else word
    trade = text[after.start : after.end]
    if (
        word.tag in _NAMED
        and len(piece) == 2
        and trade in data.raw["trades"]
        and _FIRM.match(text, after.end)
    ):
        return word.start, after.end  # 金穗/粮油等企业
    if word.tag == "ORG":
        return start, _last(text, words, number)
    if (piece in data.units and number) or data.strong_end.search(piece):
        first = _first(text, words, number, until)
        return None if piece in data.units and first == number else (words[first].start, word.end)
    if piece in _ABOVE or (piece[0] in _ABOVE and word.tag == "n"):
        end = _office_end(text, words, number) or (
            word.end if len(piece) > 2 and _BUREAU.search(piece) else 0
        )
        return (word.start, end) if end else None
    if (
        word.tag in ("n", "LOC", "nz")
        and len(piece) > 2
        and piece[-1] == "局"
        and not _NO_BUREAU.search(piece)
    ):
        return start, word.end
    return None


def _last(text: str, words: Sequence[Word], number: int) -> int:
    """Where a unit's name ends that the lexer cut short: 甘泉/养殖/专业/合作社."""
    data = name_words()
    end = words[number].end
    if data.unit_end.search(text, words[number].start, end) and end - words[number].start > 3:
        return end
    for word in words[number + 1 : number + 6]:
        piece = text[word.start : word.end]
        if piece in data.unit_ends or data.strong_end.search(piece):
            return word.end
        if word.tag not in ("n", "nz", "vn", "a") and piece not in data.generic_of_units:
            break
    return end


def _first(text: str, words: Sequence[Word], number: int, until: int) -> int:
    """The first word of a unit's name that ends with a word: 绿源/种植/专业/合作社. Unless the ending is a strong one, it
    must be a name.
    """
    strong = name_words().strong_end.search(text, until, words[number].end) is not None
    first = number
    while first and words[first - 1].start >= until and words[first - 1].tag in _PARTS:
        before = words[first - 1]
        if before.tag == "v" and text[before.start : before.end] not in name_words().generic_of_units:
            break
        first -= 1
        if not strong and before.tag in _NAMED:
            return first
    return first if strong else number


def _office_end(text: str, words: Sequence[Word], number: int) -> int:
    """Where an office's name ends that begins with its level (省/生态/环境/厅, 县/看守所), else 0."""
    for word in words[number + 1 : number + 6]:
        piece = text[word.start : word.end]
        if word.tag not in ("n", "nz", "vn", "v", "a", "c"):
            return 0
        if piece[-1] in "局厅" and not _NO_BUREAU.search(piece):
            return word.end
        if len(piece) > 2 and piece.endswith(("所", "院", "馆", "大队", "支队")):
            return word.end
    return 0


def _judged(whole: str, start: int, sure: bool, lexer: Lexer) -> Iterator[Name]:
    data = name_words()
    if while_ := _WHILE.match(whole):  # 全年集团公司
        start, whole = start + while_.end(), whole[while_.end() :]
    if whole[1:] in data.offices and whole[0] not in "省市县区镇乡村":  # 已商供电所
        return
    for cut in (1, 2):  # 移交镇纪委
        known = whole[cut + 1 :] in data.organs or whole[cut + 1 :] in data.offices
        if known and whole[cut] in "省市县区镇乡村" and is_word(whole[:cut], lexer):
            start, whole = start + cut, whole[cut:]
    found, begin = levels(whole)
    if found and is_word(stem := stem_of(whole[: found[0][1]]), lexer):  # 联合县自然资源局
        start, whole = start + len(stem), whole[len(stem) :]
        found, begin = levels(whole)
    within = tuple(whole[first:last] for first, last in found)
    for (first, _), place in zip(found, within, strict=True):
        yield Name("place", start + first, start + first + len(place), place, place)
    core = whole[begin:].removeprefix("级")
    office = core.removeprefix("委")
    if begin and whole[begin - 1] in _ABOVE and office in data.offices:
        yield Name("organisation", start, start + len(whole), whole, office, within)
        return
    nobodys = core in data.organs or core in data.offices or bool({core, whole} & data.everyones)
    if not core or nobodys or (whole.startswith(_NATIONAL) and not found):
        return
    if _is_unit(core, whole[:begin], sure, lexer):
        yield Name("organisation", start, start + len(whole), whole, core, within)


def _is_unit(core: str, level: str, sure: bool, lexer: Lexer) -> bool:
    """Whether a name without its level and place (`level`) is a particular unit's. sure: the lexer says so."""
    data = name_words()
    if BLANK.search(core):
        return False
    if level and core[-1] in "局厅" and len(core) > 2:
        return True
    if made_of(core, data.generic_of_units):
        return False
    match = data.unit_end.search(core)
    if match and (sure or match[0] not in data.raw["trades"]):
        stem, end = core[: match.start()], match[0]
        if not stem or made_of(stem, data.generic_of_units):
            return level[-1:] in tuple(_ABOVE) and len(end) > 2 and bool(stem)  # 县农村信用联社
        return len(end) > 1 or len(stem) > (1 if level or end in "局厅院厂" else 2)
    return sure and len(core) > 1 and "党" not in core and _sure(core, lexer)


def _sure(text: str, lexer: Lexer) -> bool:
    """A second reading for a unit that ends like none: 比亚迪 is one, 恒发扬 is not."""
    readings = lexer.read([text, f"他在{text}", f"与{text}签约", f"走访了{text}"])
    return all(
        any(one.tag == "ORG" and one.end - one.start == len(text) for one in read) for read in readings
    )


def short_for(short: str, long: str) -> bool:
    """Whether one unit's name is short for the other's: 市场监管局, 市场监督管理局; 华美公司, 华美食品有限公司."""
    if len(short) < 3 or len(short) >= len(long) or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)
