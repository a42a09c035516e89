"""The course a draft takes: what each of its units is for, by its own words, its headings and the units about it.

Pure; imports units, targets, themes and roles, and numpy. Told of all units together, forwards and backwards: what goes
before a cause is a problem, what stands among measures is one.
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
_RAISED = re.compile(
    "(问题|情况)(方面)?$"
)  # `质量验收不严的问题。返工三处`: a problem raised, and what was done
_TO_COME = re.compile(
    "将(?!军|士|近)|每(名|周|月|年|天|季度?|半年)|下一?步|今后|明年|力争|争取|确保|要(?!求|素|点|紧|害|闻)|(?<!没有)(?<!缺乏)(?<![未按])(计划|打算)|拟|今年起|年底前|年内"
)
_PAST = re.compile(
    "(?<![为除])了(?!解|然|结)|[^经通超不]过(?!程|于|度|硬|关|去|节|年|渡)|未能?|没有?|曾|已经?"
)
_COUNTED = re.compile(
    r"\d+(\.\d+)?[万亿多余]*(次|件|起|个|人|户|家|场|条|元|名|处|项|套|宗|份|公里|亩|平方米|吨|%|％)"
)
_PLACE = {role: n for n, role in enumerate(ROLES)}
STAYS = 0.55  # how much a unit speaks for its neighbour's being for the same
ANNOUNCED, APART = 3.28, 0.7
_OWN = {
    "unnamed": -0.49,  # a role that no heading of the frame is for
    "rare": -0.79,
    "meant": -1.24,
    "late": 2.32,
    "early": 1.21,
    "not_first": -2.0,
    "not_last": -2.05,
    "in_opening": 2.52,
    "in_closing": 4.58,
    "named": 10.41,
    "hinted": 3.68,
    "against": 0.26,  # of that, where it says itself that it is for something else
    "unsaid": 1.15,  # a cause is mostly said to be one
    "raised": 2.74,
    "past": 1.94,  # `顶了我的岗`, and nothing of what is to come
    "counted": 1.44,  # `执法23次，立案9件`
    "lead": 0.92,
    "body": 1.31,
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
    ("measures", "follow_up"): 0.08,
    ("achievements", "problems"): 0.51,
    ("achievements", "causes"): -0.99,
    ("achievements", "measures"): -0.1,
    ("follow_up", "measures"): -0.06,
    ("opening", "problems"): -0.05,
    ("opening", "causes"): -1.11,
    ("opening", "measures"): -1.01,
    ("opening", "achievements"): 0.51,
    ("opening", "follow_up"): 0.23,
}


def course(found: Sequence[Unit], explicit: frozenset[str]) -> list[dict[str, float]]:
    """How probable each role is for each unit. explicit: the roles that headings of the frame are for."""
    if not found:
        return []
    own = np.array([_own(unit, n, len(found), explicit) for n, unit in enumerate(found)])
    chain = [n for n, unit in enumerate(found) if not unit.carved]
    links = [_link(found[one], found[other]) for one, other in pairwise(chain)]
    ahead = [own[chain[0]]] if chain else []
    for n, link in zip(chain[1:], links, strict=True):
        ahead.append(own[n] + _summed(ahead[-1][:, None] + link, 0))
    behind = np.zeros(len(ROLES))
    for place in range(len(chain) - 1, -1, -1):
        if place < len(chain) - 1:
            behind = _summed(links[place] + (own[chain[place + 1]] + behind)[None, :], 1)
        own[chain[place]] = ahead[place] + behind
    shares = np.exp(own - own.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return [dict(zip(ROLES, map(float, row), strict=True)) for row in shares]


def _summed(scores: Table, axis: int) -> Table:
    top = scores.max(axis=axis)
    spread = scores - np.expand_dims(top, axis)
    return np.asarray(top + np.log(np.exp(spread).sum(axis=axis)), dtype=np.float64)


def _usual() -> Table:
    table = np.zeros((len(ROLES), len(ROLES)))
    for (one, other), weight in _FOLLOWS.items():
        table[_PLACE[one], _PLACE[other]] = weight
    table[:, _PLACE["opening"]] -= 3.0
    table[_PLACE["closing"], :] -= 3.0
    for role in ("opening", "closing"):
        table[_PLACE[role], _PLACE[role]] = 0.0
    return table


_USUAL = _usual()
_SAME = np.diag([0.0 if role in ("opening", "closing") else 1.0 for role in ROLES])


def _link(one: Unit, other: Unit) -> Table:
    """How well each role of a unit goes with each of the next."""
    if one.announces:
        return _SAME * ANNOUNCED
    if one.section != other.section and (one.headed or other.headed or one.above != other.above):
        return _USUAL * APART + _SAME * (STAYS * APART)
    if (
        other.opens and not one.opens and one.item
    ):  # a new item begins as items begin, not as the last one ended
        return _USUAL * APART
    return _USUAL + _SAME * STAYS


def _own(unit: Unit, index: int, count: int, explicit: frozenset[str]) -> list[float]:
    """How much its own words, place and headings speak for each role."""
    scores = {role: 0.0 if role in explicit else _OWN["unnamed"] for role in ROLES}
    for role in ("case", "personal_matters"):
        scores[role] += _OWN["rare"]
    for role in ("problems", "achievements"):  # a frame that names neither may well mean them
        scores[role] = max(
            scores[role], 0.0 if not explicit & {"problems", "achievements"} else _OWN["meant"]
        )
    lead = lead_roles(_lead(unit))
    told_itself = (
        max(lead, key=lead.__getitem__) if lead and max(lead.values()) >= STRONG and not unit.headed else ""
    )
    for name, told in (("lead", lead), ("body", body_roles(unit.body))):
        for role, weight in told.items():
            scores[role] += _OWN[name] * weight
    if not _TO_COME.search(unit.body):
        if _PAST.search(unit.body):
            scores["measures"] -= _OWN["past"]
        if len(_COUNTED.findall(unit.body)) >= 2:
            scores["achievements"] += _OWN["counted"]
    if "follow_up" in explicit and "problems" not in explicit and _RAISED.search(unit.head):
        scores["follow_up"] += _OWN["raised"]
    if not _named(unit, scores, told_itself):
        place = (index + 0.5) / count - 0.5
        scores["measures"] += _OWN["late"] * place
        scores["achievements"] -= _OWN["early"] * place
        if "causes" not in lead:
            scores["causes"] -= _OWN["unsaid"]
    if index > 1:
        scores["opening"] += _OWN["not_first"]
    if index < count - 2:
        scores["closing"] += _OWN["not_last"]
    if unit.edge:
        scores[unit.edge] += _OWN[f"in_{unit.edge}"]
    return [scores[role] for role in ROLES]


def _named(unit: Unit, scores: dict[str, float], told_itself: str) -> bool:
    """What the headings that a unit stands below say it is for; whether one says it plainly."""
    names = [*reversed(unit.above)]
    if unit.headed:
        names.insert(0, unit.head)
    for depth, name in enumerate(names):
        if len(several := named_roles(name)) > 1:  # `原因和措施`
            for one in several:
                scores[one] += _OWN["hinted"]
            continue
        strong = names_a_role(name.strip("：:。 "))
        role = strong or (role_of(name, "", None) if SAYS.search(name) else "other")
        if role in scores:
            against = _OWN["against"] if told_itself and told_itself != role else 1.0
            scores[role] += against * _OWN["named" if strong else "hinted"] / (1 + 0.15 * depth)
            if strong:
                return True
    return False


def _lead(unit: Unit) -> str:
    """How a unit begins, behind its heading's number."""
    return unit.head + "。" + unit.body[:60] if unit.headed else unit.body[:100]
