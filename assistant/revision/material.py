"""本次素材: what the user gives as fact for this draft, and which of it matters for one section. Pure; imports nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_CHUNK = 400
_WORDS = re.compile(r"[a-z]{2,}|\d+|[\u4e00-\u9fff]+", re.IGNORECASE)
GAP = "……"


@dataclass(frozen=True, slots=True)
class Material:
    """A pasted text, or the text of an attached file. name: as shown to the user."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a material is given to the model: all of its text, or the lines that matter, gaps marked."""

    material: Material
    text: str

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return self.text == self.material.text.strip()


def choose(materials: Sequence[Material], query: str, room: int) -> tuple[Chosen, ...]:
    """As much of the materials as fits into `room` characters; what shares most words with `query` goes first.

    The first line of each (a title, the head of a table) is kept where anything of it is. The result has one entry for
    each material, in order; its text is empty where there was no room.
    """
    if sum(len(material.text.strip()) + 1 for material in materials) <= room:
        return tuple(Chosen(material, material.text.strip()) for material in materials)
    wanted = _grams(query)
    chunks = [_chunks(material.text.strip()) for material in materials]
    ranked = sorted(
        ((n, i) for n, parts in enumerate(chunks) for i in range(len(parts))),
        key=lambda place: (-_score(chunks[place[0]][place[1]], wanted), place),
    )
    taken: list[set[int]] = [set() for _ in materials]
    left = room
    for n, i in ranked:
        new = {i} if taken[n] else {0, i}
        cost = sum(len(chunks[n][j]) + len(GAP) + 2 for j in new)
        if cost <= left:
            taken[n] |= new
            left -= cost
    return tuple(
        Chosen(material, _joined(parts, kept))
        for material, parts, kept in zip(materials, chunks, taken, strict=True)
    )


def _chunks(text: str) -> list[str]:
    """Lines, long ones cut at sentence ends."""
    chunks: list[str] = []
    for line in text.split("\n"):
        current = ""
        for sentence in re.findall(r"[^。！？；]+[。！？；]?|[。！？；]", line):
            while len(sentence) > _LONGEST_CHUNK:
                chunks += [part for part in (current, sentence[:_LONGEST_CHUNK]) if part]
                current, sentence = "", sentence[_LONGEST_CHUNK:]
            if current and len(current) + len(sentence) > _LONGEST_CHUNK:
                chunks.append(current)
                current = ""
            current += sentence
        if current.strip():
            chunks.append(current)
    return chunks or [""]


def _joined(parts: Sequence[str], kept: set[int]) -> str:
    lines: list[str] = []
    last = -1
    for i in sorted(kept):
        if i != last + 1:
            lines.append(GAP)
        lines.append(parts[i])
        last = i
    return "\n".join(lines)


def _grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, numbers, and Latin words."""
    found: set[str] = set()
    for word in _WORDS.findall(text):
        pairs = {word[i : i + 2] for i in range(len(word) - 1)} if word[0] > "z" else {word.lower()}
        found |= pairs
    return frozenset(found)


def _score(chunk: str, wanted: frozenset[str]) -> float:
    """Share of what is wanted in a chunk; long chunks do not win by length alone."""
    own = _grams(chunk)
    return len(own & wanted) / (len(own) + 20.0)
