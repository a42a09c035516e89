"""Which of several headings texts are about: by the rules of themes, by common words, by the embedding, and by what stands over
them; each heading for about as many. Pure; imports targets, themes and likeness, and numpy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.restructure.likeness import Likeness, Table, most_open
from assistant.restructure.targets import Target, grams, rarity
from assistant.restructure.themes import themes_told
from assistant.structure.plain import letters_of

_PLAIN = re.compile("^带头|^对照(巡察反馈)?|(方面|情况)(的问题)?$|[“”]")
# How much each thing speaks for a heading. Fitted to the cases of `tests/restructure/cases`.
THEME, LIKE, WORDS, ABOVE = 1.0, 4.5, 4.8, 0.5
_WEIGHTS = np.array([THEME, LIKE, WORDS])
SAME = 6.0  # it stands below a heading of that name already
GENERAL = 0.8  # how well anything fits a heading that names no subject (`履行岗位职责情况`)
EVEN, MOST_MOVED, STEPS = 0.9, 3.0, 40  # how evenly headings share what there is
MOST_TOLD = 2.5


@dataclass(frozen=True, slots=True)
class Said:
    """A text that is about one heading: what it says, its first clause, and the headings over it, outermost first."""

    words: str
    head: str
    above: tuple[str, ...]


def plain_name(heading: str) -> str:
    """A heading without what every one has."""
    return _PLAIN.sub("", heading) or heading


def names_of(targets: Sequence[Target]) -> list[str]:
    """What each heading is known by beside the others: its own words, with those above where they are not its own alone."""
    last = [plain_name(target.names[-1]) for target in targets]
    return [
        name if last.count(name) == 1 else " ".join(map(plain_name, target.names))
        for name, target in zip(last, targets, strict=True)
    ]


def about(said: Sequence[Said], targets: Sequence[Target], likeness: Likeness | None) -> Table:
    """How much each text (row) is about each heading (column): the logarithm of its weight."""
    table = seen_of(said, targets, likeness) @ _WEIGHTS
    over = [one.above[-1] if one.above else "" for one in said]
    named = sorted(set(over) - {""})
    if named:
        found = seen_of([Said(name, name, ()) for name in named], targets, likeness)
        higher = found @ _WEIGHTS
        higher -= higher.mean(axis=1, keepdims=True)
        for row, name in enumerate(over):
            if name:
                table[row] += ABOVE * higher[named.index(name)]
    same = [letters_of(target.names[-1]) for target in targets]
    for row, one in enumerate(said):
        known = {letters_of(name) for name in one.above}
        table[row] += [SAME if name in known else 0.0 for name in same]
    return np.asarray(table - table.mean(axis=1, keepdims=True))


def seen_of(said: Sequence[Said], targets: Sequence[Target], likeness: Likeness | None) -> Table:
    """What is seen of each text and heading: how well the themes fit, how alike the embedding finds them, common words."""
    table = np.zeros((len(said), len(targets), 3))
    names = names_of(targets)
    own = [grams(name) for name in names]
    rare = rarity(own)
    whole = [sum(rare[gram] for gram in one) or 1.0 for one in own]
    for row, one in enumerate(said):
        told = themes_told(one.head, one.words)
        words = grams(one.words)
        for n, target in enumerate(targets):
            subject = sum(
                min(MOST_TOLD, told.get(name, 0.0)) * weight for name, weight in target.themes.items()
            )
            table[row, n, 0] = max(subject, GENERAL) if target.general else subject
            table[row, n, 2] = sum(rare[gram] for gram in own[n] & words) / whole[n]
    if likeness is not None and said:
        rows = most_open(_shares(table @ _WEIGHTS))
        like = likeness.about([said[row].words for row in rows], names)
        like += likeness.about([said[row].head for row in rows], names)
        table[rows, :, 1] = like - like.mean(axis=1, keepdims=True)
    return table


def shared_out(scores: Table) -> Table:
    """The probability of each heading for each text, where the headings are to have about as much each.

    scores: logarithms.
    """
    shift = np.zeros(scores.shape[1])
    wanted = len(scores) / scores.shape[1]
    shares = _shares(scores)
    for _ in range(STEPS):
        taken = shares.sum(axis=0)
        shift += 0.5 * EVEN * np.log((wanted + 0.1) / (taken + 0.1)) - 0.5 * (1 - EVEN) * shift
        shift = np.clip(shift, -MOST_MOVED, MOST_MOVED)
        shares = _shares(scores + shift)
    return shares


def _shares(scores: Table) -> Table:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
