"""Places in a clause: what the lexer calls one, less what is only a kind of place (示范村). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.guard.fact_words import either, made_of, name_words
from assistant.guard.name import Name
from assistant.guard.words import Lexer, Word

BLANK = re.compile("某|x{2}|[×*○0-9]")
"""What stands for a name that is not told: the placeholder's kind."""

_TAGS = ("LOC", "PER", "ORG", "nz", "n", "v", "vn", "a", "f")
_TOWNS = "村镇乡县市区旗屯寨庄组"
_COUNTED = re.compile(r"([\u4e00-\u9fff]{2,})[两三四五六七八九十]个?(?:村|镇|乡|县|社区|街道)")
_COUNT = re.compile(r"[一二三四五六七八九十百两几多数\d]+个?")
# 市场 is no town, 区域 no district
_NOT_AFTER = {"市": "场政民容值级直区县域", "县": "域级区市直", "区": "域块间别划", "乡": "村镇土亲", "村": "镇级民务庄屯居委支", "镇": "域区街级"}  # fmt: skip


@lru_cache(maxsize=1)
def _level() -> re.Pattern[str]:
    return re.compile(either(name_words().raw["settlements"]))


@lru_cache(maxsize=4096)
def levels(text: str) -> tuple[list[tuple[int, int]], int]:
    """The places that a text begins with (澄江县清溪镇党委 → 澄江县, 清溪镇), and where the rest begins; 县水利局 has
    none, and its rest begins after 县.
    """
    found = []
    begin = 0
    for match in _level().finditer(text):
        if match.start() == begin:  # 县 in 县水利局
            begin = match.end() if match[0] in "省市县区镇乡村" or len(match[0]) > 1 else begin
            continue
        follows = text[match.end() : match.end() + 1]
        if follows and follows in _NOT_AFTER.get(match[0], ""):
            continue
        if match[0] in "组庄州盟寨屯":  # the ends of other words too
            continue
        if not is_name(text[begin : match.end()]):
            break
        found.append((begin, match.end()))
        begin = match.end()
    return found, begin


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether a text that ends like a place names one: 石磨村, but not 示范村."""
    words = name_words()
    if text in words.everyones:
        return False
    stem = stem_of(text)
    end = text[len(stem) :]
    if end in words.raw["never"]:
        if len(stem) != 1 or end != "山村":
            return False
        stem, end = stem + "山", "村"  # 南山村; but not 贫困山村
    if _is_watchword(stem, end):
        return True
    if len(stem) == 1:
        family = len(end) == 1 and stem in words.raw["families"]
        return family or (end == "县" and stem not in words.raw["determiners"])
    if not stem or stem[0] == "不" or _COUNT.fullmatch(stem) or BLANK.search(stem):
        return False
    return not is_generic(stem)


def _is_watchword(stem: str, end: str) -> bool:
    raw = name_words().raw
    return (end == "村" and stem in raw["watchwords"]) or (end in ("路", "街") and stem in raw["roads"])


def is_generic(stem: str) -> bool:
    """Whether what stands before a place's ending only says of what kind it is."""
    words = name_words()
    if stem[0] in words.raw["determiners"] and made_of(stem[1:], words.generic):
        return True
    return made_of(stem, words.generic)


def places(text: str, words: Sequence[Word], lexer: Lexer) -> Iterator[Name]:
    """The places of a clause and its words."""
    data = name_words()
    skip = -1
    for number, word in enumerate(words):
        if number <= skip:
            continue
        start, end = word.start, word.end
        piece = text[start:end]
        if word.tag not in _TAGS:
            continue
        after = words[number + 1] if number + 1 < len(words) else None
        joint = text[after.start : after.end] if after is not None else ""
        if after is not None and joint in data.joined and _joins(piece, word.tag, joint):
            end, skip = after.end, number + 1
        elif word.tag == "LOC" and len(piece) == 1 and after is not None and after.tag == "LOC":
            end, skip = after.end, number + 1  # 老/虎沟县
        elif word.tag != "LOC" and not _long_ending(piece, word.tag) and not _listed(text, words, number):
            continue
        start = _left(text, words, number, end)
        whole = text[start:end]
        if counted := _COUNTED.fullmatch(whole):  # 赵庄三村
            whole = counted[1]
        found = [(a, b) for a, b in levels(whole)[0] if not _verbal(whole[a:b], lexer)]
        tail = found[-1][1] if found else 0
        for first, last in found:
            yield _place(whole[first:last], start + first)
        rest = whole[tail:]
        if not rest:
            continue
        province = len(rest) == 2 and rest[1] not in _TOWNS and _sure(rest, lexer)  # 浙江, 丽江
        if data.place_end.search(rest) and not province:
            joined = word.tag == "LOC" and end > word.end  # 跑马山/隧道
            if is_name(rest) and (joined or not _verbal(rest, lexer)):
                yield _place(rest, start + tail)
        elif found or word.tag != "LOC" or (after is not None and after.tag == "LOC"):
            continue  # 贵州/塘约村 is told by the village
        elif _sure(rest, lexer) or _led(words, number, rest):
            yield _place(rest, start)


def _place(text: str, start: int) -> Name:
    return Name("place", start, start + len(text), text, text)


def stem_of(text: str) -> str:
    """What stands before a place's ending."""
    match = name_words().place_end.search(text)
    return text[: match.start()] if match else text


def _joins(piece: str, tag: str, joint: str) -> bool:
    if tag in ("LOC", "PER", "ORG", "nz"):
        return len(piece) > 1 and not name_words().settled.search(piece)
    if piece in name_words().raw["watchwords"]:
        return joint in ("村", "社区", "镇", "乡", "街道", "水库")
    return tag == "n" and len(piece) > 1 and joint in ("社区", "街道", "水库")


def _long_ending(piece: str, tag: str) -> bool:
    """渡口水库 is a name also where the lexer says that it is a noun."""
    return tag == "n" and len(piece) > 3 and piece.endswith(("水库", "社区", "街道"))


def _listed(text: str, words: Sequence[Word], number: int) -> bool:
    """Whether a word that ends like a place stands in a list with one: 牛角塘 in 龙眼水库、牛角塘."""
    word = words[number]
    if (
        word.end - word.start < 3
        or word.tag == "a"
        or not name_words().place_end.search(text[word.start : word.end])
    ):
        return False
    for mark, other in ((number - 1, number - 2), (number + 1, number + 2)):
        if min(mark, other) >= 0 and max(mark, other) < len(words):
            joined = text[words[mark].start : words[mark].end] in ("、", "和", "与")
            beside = words[other]
            if joined and (beside.tag == "LOC" or text[beside.end - 1] == text[word.end - 1]):
                return True
    return False


def _led(words: Sequence[Word], number: int, text: str) -> bool:
    """Whether another place stands right before it: 浙江安吉."""
    if not number or words[number - 1].tag != "LOC" or len(text) < 2:
        return False
    return text not in name_words().everyones and not is_generic(text)


def _left(text: str, words: Sequence[Word], number: int, end: int) -> int:
    """Where the name begins: 下 is part of 联系下石桥村, and none of 干部下石桥村."""
    start = words[number].start
    if number and words[number - 1].end - words[number - 1].start == 1 and text[end - 1] in "村镇乡":
        before = words[number - 1]
        character = text[before.start]
        if character in "上下":
            led = number > 1 and (words[number - 2].tag in ("v", "p", "c") or text[before.start - 1] == "、")
            return before.start if led else start
        if character in "东西南北大小新老前后" and before.tag in ("f", "a", "n", "LOC"):
            return before.start
    return start


def _verbal(name: str, lexer: Lexer) -> bool:
    """Whether what looks like a name begins with a verb: 健全镇、村两级网格; but 团结镇 is one."""
    stem, raw = stem_of(name), name_words().raw
    if stem in raw["watchwords"] or stem in raw["roads"]:
        return False
    return is_word(stem, lexer) or (
        len(stem) == 2 and stem[0] in "前后" and is_word(stem[1], lexer)
    )  # 会前报镇党委


def is_word(stem: str, lexer: Lexer) -> bool:
    """Whether a text is a plain verb or the like, read alone."""
    (read,) = lexer.read([stem])
    return len(read) == 1 and read[0].tag in ("v", "vn", "vd", "d", "p", "c", "r", "m", "q", "ad", "u")


def _sure(text: str, lexer: Lexer) -> bool:
    """A second reading for a place that ends like none: 寿光 is one, 便民 is not."""
    if len(text) < 2 or text[-1] in "户员人民者" or text in name_words().everyones or is_generic(text):
        return False
    return all(
        read and read[-1].tag == "LOC" and read[-1].end - read[-1].start == len(text)
        for read in lexer.read([text, f"我们去了{text}"])
    )
