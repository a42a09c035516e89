"""The course a draft takes: what each of its sentences is for, by its own words, its headings and the sentences about it.

Pure; imports units, targets, themes and roles, and numpy. Told of all together, forwards and backwards: what goes before
a cause is a problem, what stands among measures is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from assistant.restructure.targets import SAYS, named_roles
from assistant.restructure.themes import STRONG, body_roles, lead_roles
from assistant.restructure.units import Unit
from assistant.structure.roles import names_a_role, role_of

Table = np.ndarray[Any, np.dtype[np.float64]]

ROLES = (
    "problems",
    "causes",
    "measures",
    "achievements",
    "follow_up",
    "case",
    "personal_matters",
    "opening",
    "closing",
)
PLACE = {role: n for n, role in enumerate(ROLES)}
EDGES = ("opening", "closing")
_TO_COME = re.compile(
    "将(?!军|士|近)|每(名|周|月|年|天|季度?|半年)|下一?步|今后|明年|力争|争取|确保|要(?!求|素|点|紧|害|闻)|(?<!没有)(?<!缺乏)(?<![未按])(计划|打算)|拟|今年起|年底前|年内"
)
_PAST = re.compile(
    "(?<![为除])了(?!解|然|结)|[^经通超不]过(?!程|于|度|硬|关|去|节|年|渡)|未能?|没有?|曾|已经?"
)
_COUNTED = re.compile(
    r"\d+(\.\d+)?[万亿多余]*(次|件|起|个|人|户|家|场|条|元|名|处|项|套|宗|份|公里|亩|平方米|吨|%|％)"
)
_BY_WHOM = re.compile("[^，。；：]{2,8}：")  # `门诊部：……`
# words with which a sentence leaves what the one before it was for
_TURN = re.compile(
    "(今后|以后|往后|下一?步|下一?阶段|下阶段|接下来|明年|来年|新的一年|为此|针对|改为|将|究其|(主要)?原因|主要(还)?是|(这|其)(是|都|主要|背后)"
    "|根(源|子)|症结|病根|说到底|之所以|但|同时|另外|此外|目前|对照|反思|不足|存在|问题)"
)
# How much each thing that is seen of a sentence speaks for a role, and of two sentences for how they go together. Fitted
# to the cases of `tests/restructure/cases` by `tests/restructure/weights.py`.
SEEN = {
    "named": 5.4,  # a heading says it plainly
    "hinted": 2.4,
    "lead": 1.3,
    "strong": 5.0,
    "body": 1.6,
    "learned": 0.3,  # how like it is to sentences for it, by the embedding
    "heading": 0.2,  # the same of its heading
    "like": 5.4,  # how like it is to the headings for it, by the embedding
    "unnamed": -1.5,  # no heading of the frame is for it
    "rare": -0.3,
    "meant": -2.7,
    "late": 2.0,
    "early": 0.4,
    "not_first": 1.9,
    "not_last": 2.0,
    "in_edge": 3.5,
    "past": 0.9,  # `顶了我的岗`, and nothing of what is to come
    "to_come": 0.5,
    "counted": 0.9,  # `执法23次，立案9件`
}
LINKED = {
    "in_block": 1.9,
    "at_turn": -1.2,
    "in_section": 0.9,
    "anew": -0.6,  # the block before has turned from one thing to another
    "apart": 0.3,
    "follows": 1.8,
    "follows_apart": 1.7,
    "announced": 3.1,
    "edge": 3.0,
}
# what follows what, besides itself; what is not named: neither for nor against
_FOLLOWS = {
    ("problems", "causes"): 0.21,
    ("problems", "achievements"): -0.22,
    ("problems", "follow_up"): -0.42,
    ("causes", "problems"): -0.21,
    ("causes", "causes"): -0.38,
    ("causes", "measures"): 1.01,
    ("causes", "achievements"): -1.5,
    ("measures", "problems"): -0.53,
    ("measures", "causes"): -0.13,
    ("measures", "achievements"): -0.7,
    ("achievements", "problems"): 0.51,
    ("achievements", "causes"): -0.99,
    ("achievements", "measures"): -0.1,
    ("opening", "causes"): -1.11,
    ("opening", "measures"): -1.01,
    ("opening", "achievements"): 0.51,
    ("opening", "follow_up"): 0.23,
}
AGAINST = 0.26  # how much of what a heading says counts where the sentence says itself that it is for something else


def course(found: Sequence[Unit], seen: Table) -> Table:
    """How probable each role (column, as in `ROLES`) is for each unit (row). seen: what `seen_of` says of them."""
    if not found:
        return np.zeros((0, len(ROLES)))
    links = links_of(found) @ np.array(list(LINKED.values()))
    return summed_up(seen @ np.array(list(SEEN.values())), links)[0]


def summed_up(own: Table, links: Table) -> tuple[Table, float]:
    """The probabilities of a chain, and the logarithm of what all its courses weigh."""
    ahead, behind = np.zeros_like(own), np.zeros_like(own)
    ahead[0] = own[0]
    for n in range(1, len(own)):
        ahead[n] = own[n] + _summed(ahead[n - 1][:, None] + links[n - 1], 0)
    for n in range(len(own) - 2, -1, -1):
        behind[n] = _summed(links[n] + (own[n + 1] + behind[n + 1])[None, :], 1)
    whole = float(_summed(ahead[-1], 0))
    return np.exp(ahead + behind - whole), whole


def _summed(scores: Table, axis: int) -> Table:
    top = scores.max(axis=axis, keepdims=True)
    return np.asarray((top + np.log(np.exp(scores - top).sum(axis=axis, keepdims=True))).squeeze(axis))


def _usual() -> Table:
    table = np.zeros((len(ROLES), len(ROLES)))
    for (one, other), weight in _FOLLOWS.items():
        table[PLACE[one], PLACE[other]] = weight
    return table


def _about_edges() -> Table:
    """Nothing goes before an opening or behind a closing."""
    table = np.zeros((len(ROLES), len(ROLES)))
    table[:, PLACE["opening"]] = -1.0
    table[PLACE["closing"], :] = -1.0
    for role in EDGES:
        table[PLACE[role], PLACE[role]] = 0.0
    return table


_USUAL, _ABOUT_EDGES = _usual(), _about_edges()
_SAME = np.eye(len(ROLES))
_SAME_INSIDE = np.diag([0.0 if role in EDGES else 1.0 for role in ROLES])
_IN_BLOCK = 0.3  # how much the usual order counts within a block


def links_of(found: Sequence[Unit]) -> Table:
    """What is seen of each two sentences behind each other, for each role of the one and of the other."""
    table = np.zeros((max(0, len(found) - 1), len(ROLES), len(ROLES), len(LINKED)))
    column = {name: n for n, name in enumerate(LINKED)}
    turned = {unit.block for unit in found if not unit.first and _TURN.match(unit.words)}
    for n, (one, other) in enumerate(pairwise(found)):
        if one.announces and one.section == other.section:
            table[n, :, :, column["announced"]] = _SAME
            continue
        if one.block == other.block:
            table[n, :, :, column["at_turn" if _TURN.match(other.words) else "in_block"]] = _SAME
            table[n, :, :, column["follows"]] = _USUAL * _IN_BLOCK
        elif one.section == other.section:
            table[n, :, :, column["anew" if one.block in turned else "in_section"]] = _SAME_INSIDE
            table[n, :, :, column["follows"]] = _USUAL
        else:
            table[n, :, :, column["anew" if one.block in turned else "apart"]] = _SAME_INSIDE
            table[n, :, :, column["follows_apart"]] = _USUAL
        table[n, :, :, column["edge"]] = _ABOUT_EDGES
    return table


def seen_of(
    found: Sequence[Unit],
    explicit: frozenset[str],
    learned: Table | None = None,
    headings: Table | None = None,
    like: Table | None = None,
) -> Table:
    """What is seen of each sentence, for each role: a number for each name of `SEEN`.

    explicit: the roles that headings of the frame are for. learned, headings, like: what the embedding says of each sentence
    (row), of the heading it stands below, and of the headings of the frame for each role (column).
    """
    table = np.zeros((len(found), len(ROLES), len(SEEN)))
    column = {name: n for n, name in enumerate(SEEN)}
    for role in ROLES:
        meant = role in ("problems", "achievements")  # a frame that names neither may well mean them
        if role not in explicit and not (meant and not explicit & {"problems", "achievements"}):
            table[:, PLACE[role], column["meant" if meant else "unnamed"]] = 1.0
        if role in ("case", "personal_matters"):
            table[:, PLACE[role], column["rare"]] = 1.0
    table[2:, PLACE["opening"], column["not_first"]] = -1.0
    table[: max(0, len(found) - 2), PLACE["closing"], column["not_last"]] = -1.0
    if learned is not None:
        table[:, :, column["learned"]] = learned
    if like is not None:
        table[:, :, column["like"]] = like
    for n, unit in enumerate(found):
        here = table[n]
        named = _named(unit)
        plain = any(how == "named" for _, how in named)
        leads = lead_roles(unit.words[:100])
        if match := _BY_WHOM.match(unit.words):
            leads = lead_roles(unit.words[match.end() :][:100]) | leads
        itself = {role for role, weight in leads.items() if weight >= STRONG}
        for (role, how), weight in named.items():
            here[PLACE[role], column[how]] = weight * (AGAINST if itself and role not in itself else 1.0)
        if headings is not None and unit.above and not plain:
            here[:, column["heading"]] = headings[n]
        for role, weight in leads.items():
            here[PLACE[role], column["strong" if weight >= STRONG else "lead"]] = 1.0
        for role, weight in body_roles(unit.words).items():
            here[PLACE[role], column["body"]] = weight
        if _TO_COME.search(unit.words):
            here[PLACE["measures"], column["to_come"]] = 1.0
        else:
            here[PLACE["measures"], column["past"]] = -1.0 if _PAST.search(unit.words) else 0.0
            here[PLACE["achievements"], column["counted"]] = float(len(_COUNTED.findall(unit.words)) >= 2)
        if not plain:
            place = (n + 0.5) / len(found) - 0.5
            here[PLACE["measures"], column["late"]] = place
            here[PLACE["achievements"], column["early"]] = -place
        if unit.edge:
            here[PLACE[unit.edge], column["in_edge"]] = 1.0
    return table


def _named(unit: Unit) -> dict[tuple[str, str], float]:
    """What the headings that a sentence stands below say it is for, and whether plainly; nearer ones count more."""
    found: dict[tuple[str, str], float] = {}
    for depth, name in enumerate(reversed(unit.above)):
        weight = 1 / (1 + 0.15 * depth)
        several = named_roles(name)
        if len(several) > 1:  # `原因和措施`
            for role in several:
                found.setdefault((role, "hinted"), weight)
            continue
        plain = names_a_role(name.strip("：:。 "))
        role = plain or (role_of(name, "", None) if SAYS.search(name) else "other")
        if role in PLACE:
            found.setdefault((role, "named" if plain else "hinted"), weight)
            if plain:
                break
    return found
