"""Names in a folded text: places, units, persons, posts claimed, campaigns, titles 《》 and numbers of documents.

Pure; told by their endings and surroundings (`facts.yaml`), because nothing here may need a model. Linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.guard.fact_words import either, fact_words

NameKind = Literal["place", "organisation", "person", "post", "campaign", "document"]

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?\d{1,4}号")
_QUOTE = re.compile(r"[“\"「]([^“”\"「」\n]{2,16})[”\"」]")
_DOUBTFUL = frozenset(("区", "市", "县", "河", "旗", "屯", "寨"))
_NEVER_LAST = (
    "在到从对向与及或的了是为由将把被给让使赴往等每该这那其于并也都就还又去来们有无不能可要应须驻访"
    "进入跨抓近跟以之所据但当比距经沿选"
)
_FUNCTION = "的等在对说于因家向给与和及一两先为是也就把被带多曾率主来到反因"


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)`; core: what must be known of it (澄江县财政局 → 财政局)."""

    kind: NameKind
    start: int
    end: int
    text: str
    core: str


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = fact_words().raw
    posts = either(raw["persons_after"])
    surname = "[" + "".join(sorted(set(raw["surnames"]))) + "]"
    return {
        "place": re.compile(either(raw["places"])),
        "organisation": re.compile(either(raw["organisations"])),
        "person_after": re.compile(rf"(?:{posts})({surname}[\u4e00-\u9fff]{{1,2}})(?=[，。、；：！？（(\n“]|[{_FUNCTION}]|$)"),
        "person_long": re.compile(rf"(?:{posts})({surname}[\u4e00-\u9fff]{{2}})"),
        "person_before": re.compile(rf"(?<![\u4e00-\u9fff])({surname}[\u4e00-\u9fff]{{1,2}})(?={either(raw['persons_before'])})"),
        "campaign": re.compile(rf"[”\"」](?:{either(raw['quoted_names'])})"),
        "post": re.compile(rf"(?:作为|担任|时任|身为)(?:一名)?((?:[\u4e00-\u9fff]{{0,4}})(?:{either([p for p in raw['persons_after'] if p[-1] in '记长任']) }))"),
    }  # fmt: skip


def names(text: str) -> Iterator[Name]:
    """The names of a text."""
    for match in _TITLE.finditer(text):
        yield Name("document", *match.span(), match[0], match[1])
    for match in _NUMBER.finditer(text):
        yield _document_number(text, match)
    patterns = _patterns()
    for match in _QUOTE.finditer(text):
        if patterns["campaign"].match(text, match.end() - 1):
            yield Name("campaign", *match.span(1), match[1], match[1])
    yield from _persons(text)
    for match in patterns["post"].finditer(text):
        yield Name("post", *match.span(1), match[1], match[1])
    for run in _HAN.finditer(text):
        yield from _places(text, run.start(), run.end())
        yield from _organisations(text, run.start(), run.end())


def _document_number(text: str, match: re.Match[str]) -> Name:
    words = fact_words()
    start = match.start()
    head = re.match(r"[\u4e00-\u9fff]+", text[start:])
    stop = start + (head.end() if head else 0)
    begin = _cut(text, max(start, stop - 6), stop, words.before_names, 1)
    return Name("document", begin, match.end(), text[begin : match.end()], text[begin : match.end()])


def _persons(text: str) -> Iterator[Name]:
    words = fact_words()
    seen: set[int] = set()
    patterns = _patterns()
    for name in ("person_after", "person_before"):
        for match in patterns[name].finditer(text):
            found = match[1]
            start = match.start(1)
            if start in seen or found[:2] in words.not_persons or found in words.not_persons:
                continue
            if len(found) == 3 and found[2] in _FUNCTION + "村镇":  # 会计周平在: two characters, then a word
                found = found[:2]
            if found[1:] in ("某", "某某") or found[1] in "某的了个一":
                continue
            seen.add(start)
            yield Name("person", start, start + len(found), found, found)


def _cut(text: str, start: int, end: int, words: frozenset[str], least: int) -> int:
    """Where the name in `[start, end)` begins: after the last word that stands before names, with `least` left."""
    begin = start
    for at in range(start, end - least + 1):
        for length in (4, 3, 2, 1):
            if at + length <= end - least and text[at : at + length] in words and at >= begin:
                begin = max(begin, at + length)
                break
    return begin


def _places(text: str, start: int, end: int) -> Iterator[Name]:
    words = fact_words()
    not_after = words.raw["not_after"]
    edge = start
    for match in _patterns()["place"].finditer(text, start, end):
        suffix, at, stop = match[0], match.start(), match.end()
        begin = max(edge, at - (5 if len(suffix) > 1 or suffix in "村镇乡" else 4))
        inner = edge
        if (
            stop < end
            and text[stop] in not_after.get(suffix, "")
            and text[stop : stop + 2] != "流域"
            and not (
                suffix in "村镇乡县"
                and at - 2 >= start
                and text[at - 3 : at - 2] in "镇乡县、"
                and text[stop] in "委支两干集部党长"
            )
        ):
            edge = stop
            continue
        if begin == inner and inner > start:  # right after another name: 槐荫村和石磨村
            while begin < at and text[begin] in "和与及、":
                begin += 1
        window = begin
        begin = _cut(text, begin, at, words.before_names, 2)
        if begin == window and window > edge and _HAN.match(text[window - 1]):
            # nothing says where it begins: most names have two characters; of these endings most are no names
            if suffix in _DOUBTFUL:
                edge = stop
                continue
            begin = at - 2
        stem = text[begin:at]
        edge = stop
        whole = stem + suffix
        if len(stem) < 2 or any(whole.endswith(word) for word in words.not_places if len(word) > len(suffix)):
            continue
        if stem[-1] in words.raw["not_before"].get(suffix, "") or stem[-1] in "的了着过地得和等与及":
            continue
        if any(whole.startswith(p) or p in whole for p in words.raw["common_places"]):
            continue
        if (
            stem[-1] in "各每该本我全个某一二三四五六七八九十两几数"
            or "某" in stem
            or stem in words.before_names
            or stem[-2:] in words.before_names
            or stem[-1] in _NEVER_LAST
        ):
            continue
        yield Name("place", begin, stop, whole, whole)


def _organisations(text: str, start: int, end: int) -> Iterator[Name]:
    words = fact_words()
    edge = start
    for match in _patterns()["organisation"].finditer(text, start, end):
        suffix, at, stop = match[0], match.start(), match.end()
        if stop < end and text[stop] in words.raw["not_after_organisations"].get(suffix, ""):
            continue
        window = 14 if suffix.endswith(("公司", "合作社", "集团", "厂", "协会")) else 7
        begin = max(edge, at - window)
        while start < edge == begin < at and text[begin] in "和与及、":  # right after another: 派出所和司法所
            begin = edge = begin + 1
        begin = _cut(text, begin, at, words.before_names, 2)
        edge = stop
        level = max(text.rfind(c, begin, at - 1) for c in "省市县区旗镇乡村")
        core_at = level + 1 if level >= begin else begin
        core = text[core_at:stop]
        whole = text[begin:stop]
        if at - core_at < 2 or any(
            core.endswith(word) for word in words.not_organisations if len(word) > len(suffix)
        ):
            continue
        if text[at - 1] in words.raw["not_before"].get(suffix, ""):
            continue
        if core in words.not_organisations or text[core_at:at] in words.before_names or "某" in core:
            continue
        yield Name("organisation", begin, stop, whole, core)
