"""Near-duplicate texts → families of versions (终稿, 终稿2, 书记改). Pure: text in, data out; imports
nothing of the project.

Two texts are versions of one report if, sentence by sentence, at least 7 tenths of the shorter one stands
almost literally in the longer one, which is not more than twice as long. Reports of two different years
must share 9 tenths: a unit's yearly reports often share half, and are two sources. Candidates are found by
shared character 8-grams first, because comparing sentences costs a thousand times more.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

GRAM = 8
SAMPLE = 4  # one gram in so many is kept, chosen by its hash: an edit nearby does not change the choice
CANDIDATE = 0.3  # share of grams; an edit every 20 characters leaves about 6 tenths
SAME = 0.7
SAME_OTHER_YEAR = 0.9
LENGTHS = 0.5
ALIKE = 75.0  # rapidfuzz ratio of two sentences, of 100
_BATCH = 512

Signature = NDArray[np.uint32]

_NOT_TEXT = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


def bare(text: str) -> str:
    """The letters, ideographs and digits of a text, full and half width made one."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)).lower()


def signature(text: str) -> Signature:
    """The hashes of a sample of a text's character 8-grams, sorted, each once. 4 bytes each; a quarter
    of the text's length.
    """
    body = bare(text)
    encoded = [
        body[at : at + GRAM].encode("utf-8", "surrogatepass") for at in range(max(1, len(body) - GRAM + 1))
    ]
    hashes = np.fromiter((zlib.crc32(gram) for gram in encoded if gram), np.uint32)
    # crc32 is linear in its input; a multiplication spreads it before a part of it decides what is kept.
    spread = hashes * np.uint32(2654435761)
    return np.unique(hashes[(spread >> np.uint32(16)) % SAMPLE == 0])


def pack(values: Signature) -> bytes:
    """A signature as bytes, little-endian."""
    return values.astype("<u4").tobytes()


def unpack(data: bytes) -> Signature:
    """The signature of `pack`."""
    return np.frombuffer(data, "<u4").astype(np.uint32)


def containment(one: Signature, other: Signature) -> float:
    """Share of the smaller signature that the larger one holds, 0 to 1; 0 where one is empty."""
    small, large = sorted((one, other), key=len)
    if not len(small):
        return 0.0
    at = np.searchsorted(large, small)
    return float(np.mean(large[np.minimum(at, len(large) - 1)] == small))


def shared(one: str, other: str) -> float:
    """Share of the shorter text's characters in sentences that stand almost literally in the longer one,
    0 to 1.
    """
    short, long = sorted((_sentences(one), _sentences(other)), key=lambda parts: sum(map(len, parts)))
    total = sum(map(len, short))
    if not total or not long:
        return 0.0
    known = set(long)
    found = sum(len(part) for part in short if part in known)
    rest = [part for part in short if part not in known]
    for start in range(0, len(rest), _BATCH):
        part = rest[start : start + _BATCH]
        best = process.cdist(part, long, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32).max(axis=1)
        found += sum(len(sentence) for sentence, score in zip(part, best, strict=True) if score >= ALIKE)
    return found / total


def _sentences(text: str) -> list[str]:
    return [part for part in map(bare, _SENTENCE.findall(text)) if part]


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a report when it is compared: its id, its year if told, its signature and a way
    to its text.
    """

    id: str
    year: int | None
    signature: Signature
    text: Callable[[], str]


def are_versions(one: Version, other: Version) -> bool:
    """Whether two reports are versions of one."""
    if one.id == other.id:
        return True
    if not len(one.signature) or not len(other.signature):
        return bool(first := bare(one.text())) and first == bare(other.text())
    small, large = sorted((len(one.signature), len(other.signature)))
    # The signatures' lengths follow the texts' only roughly: a margin here, the exact measure below.
    if small < LENGTHS * 0.7 * large or containment(one.signature, other.signature) < CANDIDATE:
        return False
    first, second = one.text(), other.text()
    short, long = sorted((len(bare(first)), len(bare(second))))
    years_differ = one.year is not None and other.year is not None and one.year != other.year
    return short >= LENGTHS * long and shared(first, second) >= (SAME_OTHER_YEAR if years_differ else SAME)


def families(ordered: Iterable[str], alike: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Report id → family id, from the pairs that are versions of each other.

    ordered: every report, earliest first. A family is a connected group; its id is that of its earliest
    member, so it does not depend on the order in which pairs were found.
    """
    leader = {report: report for report in ordered}
    rank = {report: at for at, report in enumerate(leader)}

    def top(report: str) -> str:
        while leader[report] != report:
            leader[report] = leader[leader[report]]
            report = leader[report]
        return report

    for one, other in alike:
        first, second = sorted((top(one), top(other)), key=rank.__getitem__)
        leader[second] = first
    return {report: top(report) for report in rank}
