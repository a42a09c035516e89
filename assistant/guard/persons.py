"""Persons in a clause: what the lexer calls one, and a surname after a post. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.guard.fact_words import either, name_words
from assistant.guard.name import Name
from assistant.guard.words import Lexer, Word

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PLAIN = ("d", "v", "vn", "vd", "a", "ad", "p", "c", "r", "t", "TIME")
_REPEATED = re.compile(r"(.).\1.|.(.).\2")
_DOTTED = re.compile("[·•・‧]")
_NO_END = re.compile(r"(?:制|村|镇|乡|县|市|局|路|某|某某)\Z")


@lru_cache(maxsize=1)
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = name_words().raw
    after = re.compile(rf"(?:{either(raw['persons_after'])})[、是为]?\Z")
    return after, re.compile(either(raw["persons_before"]))


def persons(text: str, words: Sequence[Word], lexer: Lexer) -> Iterator[Name]:
    """The persons of a clause and its words."""
    after_post, before_post = _beside()
    until = 0
    for start, until in (*_dotted(text, words), *_titled(text, words)):
        yield Name("person", start, until, text[start:until], text[start:until])
    for number, word in enumerate(words):
        if word.start < until:
            continue
        piece = text[word.start : word.end]
        following = [text[w.start : w.end] for w in words[number + 1 : number + 3]]
        led = bool(after_post.search(text[max(0, word.start - 6) : word.start]))
        beside = led or bool(before_post.match(text, word.end))
        if word.tag == "PER" and _like(piece):
            if not led and number and _not_before(text, words[number - 1], piece):
                continue
            core = piece
            if (
                len(piece) == 2
                and following
                and len(following[0]) == 1
                and _whole(piece + following[0], lexer)
            ):
                piece += following[0]  # 陈有/才
            elif len(piece) == 2 and not beside and not _sure(piece, lexer):
                continue
            if (
                len(piece) == 3
                and not beside
                and (not _whole(piece, lexer) or _saying(text, word.start, lexer))
            ):
                continue
        elif word.tag == "PER" and led and _transcribed(piece) and _possible(piece):
            core = piece = _transcribed_from(text, word.start)  # 党员洛桑
        elif (
            word.tag == "PER"
            and 3 <= len(piece) <= 5
            and beside
            and _possible(piece)
            and _whole(piece, lexer)
        ):
            core = piece  # 扎西次仁家
        elif len(piece) == 3 and beside and word.tag == "nz" and _like(piece):
            core = piece  # 贺兰舟同志
        elif led and (found := _after_post(piece, word.tag, following, lexer)):
            core = piece = found
        else:
            continue
        until = word.start + len(piece)
        yield Name("person", word.start, until, piece, core)


@lru_cache(maxsize=1)
def _title() -> re.Pattern[str]:
    data = name_words()
    surnames = "".join(sorted(data.surnames - set(data.raw["doubtful_surnames"])))
    return re.compile(
        rf"(?:{either(data.raw['persons_after'])})([{surnames}][\u4e00-\u9fff]{{2}})(?={either(data.raw['persons_do'])})"
    )


def _titled(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Names between a post and what a person does, whatever the lexer made of them: 主任屈大成因."""
    for match in _title().finditer(text):
        plain = (one for one in words if one.start == match.start(1) and one.tag in _PLAIN)
        if _like(match[1]) and not any(one.end - one.start > 1 for one in plain):  # 党员马上就前往
            yield match.span(1)


def _dotted(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Names of two parts: 阿依努尔·买买提. Where the lexer cut one, its characters tell how far it goes."""
    characters = name_words().raw["transcribing"]
    end = 0
    for match in _DOTTED.finditer(text):
        if match.start() < end:
            continue
        start, end = match.span()
        while start and match.start() - start < 6 and text[start - 1] in characters:
            start -= 1
        while end < len(text) and end - match.end() < 8 and (text[end] in characters or text[end] in "·•・‧"):
            end += 1
        for word in words:
            if word.tag == "PER" and word.start <= match.start() < word.end:
                start, end = min(start, word.start), max(end, word.end)
        if match.start() - start > 1 and end - match.end() > 1:
            yield start, end


def _transcribed_from(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < 6 and _transcribed(text[end]):
        end += 1
    return text[start:end]


def _transcribed(text: str) -> bool:
    return all(character in name_words().raw["transcribing"] for character in text)


def _saying(text: str, start: int, lexer: Lexer) -> bool:
    """Whether what looks like a name of three is part of a saying: 对党忠诚, 常学常新."""
    if any(_REPEATED.fullmatch(text[at : at + 4]) for at in (start - 1, start) if at >= 0):
        return True
    if not _doubtful(text[start]):
        return False
    (given,) = lexer.read([text[start + 1 : start + 3]])
    return len(given) == 1 and given[0].tag != "PER"


def _not_before(text: str, before: Word, name: str) -> bool:
    """Whether the word before says that it is none: 巡/林巡河, 满足于/见子打子."""
    if name[0] == "张" and before.tag == "m":  # 合/一/张影
        return True
    if name[0] == "于" and before.tag in ("v", "a", "ad", "d", "n", "vn"):
        return True
    return before.tag == "v" and before.end - before.start == 1 and text[before.start] in name


def _possible(text: str) -> bool:
    data = name_words()
    known = text in data.not_persons or text in data.everyones
    return not known and not _NO_END.search(text) and _HAN.fullmatch(text) is not None


def _like(text: str) -> bool:
    """Whether a word can be a Chinese name."""
    data = name_words()
    if not _possible(text):
        return False
    if text[:2] in data.raw["double_surnames"]:
        return len(text) in (3, 4)
    return text[0] in data.surnames and len(text) in (2, 3)


def _after_post(piece: str, tag: str, following: Sequence[str], lexer: Lexer) -> str:
    """A name that the lexer did not tell, after a post: 村民/金/守义."""
    if tag in ("n", "nz", "ORG", "LOC") and len(piece) == 3 and _like(piece) and _whole(piece, lexer):
        return piece
    if len(piece) == 2 and tag in ("n", "nz", "LOC", "ORG") and following and len(following[0]) == 1:
        name = piece + following[0]  # 周长/顺
        return name if _like(name) and _whole(name, lexer) else ""
    if (
        len(piece) == 1
        and (tag in ("n", "nz", "PER", "LOC", "ORG", "a") or not _doubtful(piece))
        and following
    ):
        for name in (piece + "".join(following)[:2], piece + following[0]):
            if len(name) in (2, 3) and _like(name) and _whole(name, lexer):
                return name
    return ""


def _doubtful(surname: str) -> bool:
    return surname in name_words().raw["doubtful_surnames"]


def _whole(text: str, lexer: Lexer) -> bool:
    """Whether it reads as one person's name, alone."""
    (read,) = lexer.read([text])
    return len(read) == 1 and read[0].tag == "PER"


def _sure(text: str, lexer: Lexer) -> bool:
    """A second reading for a name of two characters with nothing beside it."""
    return _whole(text, lexer) and all(
        read[-2].tag == "PER" and read[-2].end - read[-2].start == 2
        for read in lexer.read([f"开展{text}工作", f"对{text}说"])
        if len(read) > 1
    )
