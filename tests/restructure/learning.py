"""Learns what `assistant/restructure/likeness.npz` holds, from the cases and from sentences written for it; and judges it.

`python -m tests.restructure.learning` writes the file; `… held_out` learns from all sets but one and measures that one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from assistant.restructure import likeness
from assistant.restructure.likeness import KINDS, PROBE, SCALE, Table, unit_vectors
from assistant.restructure.subjects import names_of, plain_name
from assistant.restructure.targets import Target, targets_of
from assistant.restructure.units import Unit, units
from tests.restructure.assigned_cases import Case, cases, measured, parts_in

CASES = Path(__file__).with_name("cases")
WRITTEN = Path(__file__).with_name("learned_from")
RANK, SHARPNESS = 48, 12.0
Learned = dict[str, Table]
_known: dict[str, Any] = {}


@lru_cache(maxsize=1)
def _embedder() -> Any:
    from vectorstore.embeddings import open_embedder

    return open_embedder("use")


def embed(texts: Sequence[str]) -> Any:
    """The built-in embedding, each text once."""
    new = [text for text in dict.fromkeys(texts) if text not in _known]
    for start in range(0, len(new), 64):
        some = new[start : start + 64]
        _known.update(zip(some, _embedder().embed_documents(some), strict=True))
    return np.array([_known[text] for text in texts])


def vectors(texts: Sequence[str]) -> Table:
    return unit_vectors(embed([text[: likeness.CHARS] or "。" for text in texts]))


# -- what a case says of each sentence ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """The sentences of a case, and for each the headings that are right; None where the case says nothing of it."""

    case: Case
    units: tuple[Unit, ...]
    right: tuple[tuple[str | None, ...] | None, ...]
    targets: list[Target]
    names: list[str]


def told(case: Case) -> Told:
    parts = parts_in(case.draft)
    found = units(parts)
    marks: list[tuple[int, int, tuple[str | None, ...]]] = []
    position = 0
    for words, wanted in case.wanted:
        at = parts.text.find(words, position)
        at = parts.text.find(words) if at < 0 else at
        position = at + 1
        marks.append((at, at + len(words), wanted))
    right: list[tuple[str | None, ...] | None] = []
    for unit in found:
        part, block, section = parts.find(unit.part), parts.find(unit.block), parts.find(unit.section)
        assert part is not None and block is not None and section is not None
        line = parts.text.find("\n", section.text_start)
        start = part.start if part.kind == "section" else part.text_start
        best: tuple[str | None, ...] | None = None
        for first, last, wanted in sorted(marks, key=lambda mark: mark[0]):
            inside = first >= min(block.start, block.text_start) or section.text_start <= first <= line
            if (first < part.text_end and last > start) or (first <= start and inside):
                best = wanted
        right.append(best)
    targets = targets_of(case.frame)
    return Told(case, found, tuple(right), targets, [" > ".join(target.names) for target in targets])


def kind_of(one: Told, n: int) -> str | None:
    """What a sentence is for, where that is plain."""
    right = one.right[n]
    if right is None or len(right) > 1:
        return None
    if right[0] is None:
        return "edge"
    roles = one.targets[one.names.index(right[0])].roles if right[0] in one.names else None
    role = next(iter(roles)) if roles and len(roles) == 1 else None
    return role if role in KINDS else None


# -- learning -------------------------------------------------------------------------------------------------------


def descend(start: Table, gradient: Any, steps: int, rate: float) -> Table:
    """Adam."""
    at, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, steps + 1):
        slope = gradient(at)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        at -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return at


def _softmax(scores: Table) -> Table:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def kinds_learned(labelled: Iterable[tuple[str, str]], keep: float = 3e-3) -> Table:
    """A column of weights for each kind, the constants last."""
    pairs = list(labelled)
    table = np.hstack([SCALE * vectors([text for text, _ in pairs]), np.ones((len(pairs), 1))])
    wanted = np.eye(len(KINDS))[[KINDS.index(kind) for _, kind in pairs]]
    decay = np.append(np.full(table.shape[1] - 1, keep), 0.0)[:, None]

    def gradient(at: Table) -> Table:
        return np.asarray(table.T @ (_softmax(table @ at) - wanted) / len(pairs) + decay * at)

    return descend(np.zeros((table.shape[1], len(KINDS))), gradient, 300, 0.05)


Group = tuple[Table, Table, list[list[int]]]  # texts, headings, and which of these are right for each text


def subjects_learned(groups: Sequence[Group], keep: float = 0.01) -> tuple[Table, Table]:
    """The two factors of what is added to the cosine of a text and a heading."""
    texts = np.concatenate([group[0] for group in groups])

    def gradient(at: Table) -> Table:
        turned, position = texts + texts @ at, 0
        pull = np.zeros_like(texts)
        for rows, headings, right in groups:
            here = slice(position, position + len(rows))
            shares = _softmax(SHARPNESS * (turned[here] @ headings.T))
            wanted = np.zeros_like(shares)
            for row, some in enumerate(right):
                wanted[row, some] = shares[row, some] / shares[row, some].sum()
            pull[here] = (shares - wanted) @ headings
            position += len(rows)
        return np.asarray(keep * at + SHARPNESS / len(texts) * (texts.T @ pull))

    size = texts.shape[1]
    whole = descend(np.zeros((size, size)), gradient, 120, 0.003)
    one, weights, other = np.linalg.svd(whole)
    return one[:, :RANK] * weights[:RANK], other[:RANK]


def case_groups(found: Iterable[Told]) -> list[Group]:
    """The parts of each case beside the headings they may stand under."""
    groups: list[Group] = []
    for one in found:
        beside: dict[tuple[int, ...], list[tuple[str, str, list[int]]]] = {}
        for words, right in _parts_told(one):
            places = [one.names.index(name) for name in right if name in one.names]
            if not places:
                continue
            roles = one.targets[places[0]].roles
            members = tuple(n for n, target in enumerate(one.targets) if target.roles == roles)
            inside = [members.index(place) for place in places if place in members]
            if members:
                head = words[: min((words.find(mark) for mark in "。；，：" if mark in words), default=60)]
                beside.setdefault(members, []).append((words, head, inside))
        whole = tuple(range(len(one.targets)))
        for members, some in list(beside.items()):
            if members != whole:
                beside.setdefault(whole, []).extend(
                    (words, head, [members[place] for place in inside]) for words, head, inside in some
                )
        for members, rows in beside.items():
            if len(members) < 2:
                continue
            headings = vectors(names_of([one.targets[n] for n in members]))
            right_of_each = [row[2] for row in rows]
            groups.append((vectors([row[0] for row in rows]), headings, right_of_each))
            groups.append((vectors([row[1] for row in rows]), headings, right_of_each))
    return groups


def _parts_told(one: Told) -> list[tuple[str, tuple[str | None, ...]]]:
    """The sentences that are for the same and behind each other in one block, as one."""
    found: list[tuple[str, tuple[str | None, ...], str]] = []
    for unit, right in zip(one.units, one.right, strict=True):
        if right is None:
            continue
        if found and found[-1][1:] == (right, unit.block):
            found[-1] = (found[-1][0] + unit.words, right, unit.block)
        else:
            found.append((unit.words, right, unit.block))
    return [(words, right) for words, right, _ in found]


def written_groups(rounds: int = 8) -> list[Group]:
    """The sentences written for each subject, beside the headings of others drawn by chance."""
    chance = Random(1)
    groups: list[Group] = []
    for subjects in yaml.safe_load((WRITTEN / "subjects.yaml").read_text("utf-8")).values():
        for _ in range(rounds):
            order = chance.sample(subjects, len(subjects))
            for start in range(0, len(order) - 2, 7):
                some = order[start : start + 7]
                rows = [
                    (words, [n])
                    for n, subject in enumerate(some)
                    for words in chance.sample(subject["sentences"], min(2, len(subject["sentences"])))
                ]
                headings = vectors([plain_name(chance.choice(subject["names"])) for subject in some])
                groups.append((vectors([row[0] for row in rows]), headings, [row[1] for row in rows]))
    return groups


def learned(found: Sequence[Told]) -> Learned:
    """All that the file holds."""
    written = yaml.safe_load((WRITTEN / "roles.yaml").read_text("utf-8"))
    labelled = [(words, kind) for kind, some in written.items() for words in some["sentences"]]
    for one in found:
        for n, unit in enumerate(one.units):
            kind = kind_of(one, n)
            if kind is not None:
                labelled.append((unit.words, kind))
    headings = [(name, kind) for kind, some in written.items() for name in some["headings"]]
    one, other = subjects_learned([*case_groups(found), *written_groups()])
    return {
        "probe": vectors([PROBE])[0],
        "kinds": kinds_learned(labelled),
        "headings": kinds_learned(headings),
        "one": one,
        "other": other,
    }


def sets() -> dict[str, list[Told]]:
    """The cases by the files they are in."""
    return {path.stem: [told(case) for case in cases(path)] for path in sorted(CASES.glob("*.yaml"))}


def without(name: str, found: Mapping[str, Sequence[Told]]) -> Learned:
    """What is learned from all sets but one."""
    return learned([one for other, some in found.items() if other != name for one in some])


def use(table: Learned) -> None:
    """Has the product use what was just learned."""
    likeness._learned = lambda: likeness._Learned(**table)  # type: ignore[assignment]


def main(wanted: str) -> None:
    found = sets()
    if wanted == "held_out":
        for name, some in found.items():
            use(without(name, found))
            print(f"{name}: {measured([one.case for one in some], embed).line()}")
        return
    table = learned([one for some in found.values() for one in some])
    target = Path(likeness.__file__).with_name("likeness.npz")
    np.savez_compressed(target, **{name: value.astype(np.float16) for name, value in table.items()})
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
