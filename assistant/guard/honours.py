"""Honours in a folded text: what was awarded, after the verb that says so (获评市级文明校园). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.guard.fact_words import either, name_words
from assistant.guard.name import Name

_SHORTEST = 3
_LEVEL = re.compile("全国|国家|全?[省市县区]|[十百]佳|最美|[五四三]星")
_WORD = re.compile('称号|荣誉|[“”"「」]')
_LEVELS = "国省市县区"
_ALIKE = 0.75


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    raw = name_words().raw
    return re.compile(
        rf"(?:{either(raw['awarded'])}|获(?![得批取悉准益]))了?(?:19|20)?(?:\d\d)?(?:年度?)?(?:的)?"
        rf"(?P<title>[“\"「]?[^，。；：！？“”\"「」《》\n]{{0,24}}?(?:[“\"「][^“”\"「」\n]{{2,12}}[”\"」])?"
        rf"(?:{either(raw['honours'])}|(?P<weak>{either(raw['honours_of_a_level'])}|(?:示范|先进|优秀|最美|十佳)[\u4e00-\u9fff]{{1,6}}))[”\"」]?(?:荣誉称号|称号|荣誉)?)(?![\u4e00-\u9fff])"
    )


def honours(text: str) -> Iterator[Name]:
    """The honours that a text says somebody was given."""
    for match in _pattern().finditer(text):
        title = match["title"].strip('“”"「」')
        core = plainly(title)
        told = not match["weak"] or (_LEVEL.search(title) and len(title) > len(match["weak"]) + 1)
        if told and len(core) >= _SHORTEST:
            start = match.start("title") + match["title"].find(title)
            yield Name("honour", start, start + len(title), title, core)


def plainly(title: str) -> str:
    """An honour as it is compared: without marks, its level in one character (全省, 省级: 省)."""
    return _level(_WORD.sub("", title))


def _level(text: str) -> str:
    return re.sub("国家级|全国", "国", re.sub("全?([省市县区])级?(?=[^级])", r"\1", text))


def given(core: str, letters: str) -> bool:
    """Whether an honour is in a text's letters, be it in slightly other words; of the same prize."""
    letters = plainly(letters)
    if core in letters:
        return True
    prize = re.search("[特一二三优]等奖|[金银铜]奖|[冠亚季]军", core)
    if prize and prize[0] not in letters:
        return False
    if core[0] in _LEVELS and core[0] not in letters:
        return False
    pairs = [core[at : at + 2] for at in range(len(core) - 1)]
    return sum(pair in letters for pair in pairs) >= _ALIKE * len(pairs)
