"""Finding runs of characters that two texts share, fixed formulations set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FORMULATIONS = (
    "习近平新时代中国特色社会主义思想",
    "深刻领悟“两个确立”的决定性意义",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
    "增强“四个意识”、坚持“四个自信”、做到“两个维护”",  # the sample draft's deliberate fault
    "带头严守政治纪律和政治规矩，维护党的团结统一",
    "带头增强党性、严守纪律、砥砺作风",
    "带头在遵规守纪、清正廉洁前提下勇于担责、敢于善为",
    "带头履行管党治党政治责任",
    "带头强化政治忠诚、提高政治能力",
    "带头固本培元、增强党性",
    "带头敬畏人民、敬畏组织、敬畏法纪",
    "带头干事创业、担当作为",
    "带头坚决扛起管党治党责任",
    "武装头脑、指导实践、推动工作",
    "坚持和加强党的全面领导",
    "坚持以人民为中心的发展思想",
    "落实全面从严治党责任",
    "深入贯彻中央八项规定精神学习教育",
    "锲而不舍落实中央八项规定精神",
    "推进作风建设常态化长效化",
    "中央八项规定及其实施细则精神",
    "群众身边不正之风和腐败问题集中整治",
    "整治群众身边不正之风和腐败问题",
    "党的二十届四中全会精神",
    "“十四五”规划收官之年",
    "习近平总书记",
    "《中国共产党纪律处分条例》",
    "专题民主生活会对照检查材料",
    "人民代表大会第四次会议",
    "农村居民人均可支配收入",
)
"""Titles of regulations and meetings, names of statistics, the dimensions that a year's notice sets."""

_ALLOWED = re.compile("|".join(re.escape(phrase) for phrase in sorted(FORMULATIONS, key=len, reverse=True)))
_EDGE = "，。；：、！？"


def lines(text: str) -> list[str]:
    """The lines of a text without blanks and heading marks, cut where a formulation was."""
    pieces = []
    for line in text.splitlines():
        pieces += _ALLOWED.split(re.sub(r"[\s#*]", "", line))
    return [piece for piece in pieces if piece]


def grams(texts: Iterable[str], length: int) -> frozenset[str]:
    """Every run of `length` characters within the lines of the texts."""
    return frozenset(
        line[at : at + length]
        for text in texts
        for line in lines(text)
        for at in range(len(line) - length + 1)
    )


def shared_runs(text: str, known: frozenset[str], length: int) -> Iterator[str]:
    """The longest runs of known grams, at least `length` characters without the marks at their edges."""
    for line in lines(text):
        at = 0
        while at <= len(line) - length:
            end = at
            while end <= len(line) - length and line[end : end + length] in known:
                end += 1
            if end > at:
                run = line[at : end + length - 1]
                if len(run.strip(_EDGE)) >= length:
                    yield run
            at = max(end, at + 1)
