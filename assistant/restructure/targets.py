"""The headings of a frame that parts can be assigned to: what each is for and about. Pure; imports frame and themes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.restructure.frame import Frame, FrameHeading
from assistant.restructure.themes import themes_named, with_near
from assistant.structure.plain import letters_of
from assistant.structure.roles import names_a_role, role_of


@dataclass(frozen=True, slots=True)
class Target:
    """A heading that parts can stand under. roles: what it is for, None where any. own: what only it is named."""

    heading: FrameHeading
    names: tuple[str, ...]
    roles: frozenset[str] | None
    themes: Mapping[str, float]
    general: bool


def targets_of(frame: Frame) -> list[Target]:
    found = []
    for heading in frame.walk():
        if heading.children:
            continue
        path = frame.path(heading.id)
        names = tuple(one.heading for one in path)
        roles = _roles_of(path)
        themes: dict[str, float] = {}
        for depth, one in enumerate(reversed(path)):
            for theme, weight in themes_named(one.heading).items():
                themes[theme] = max(themes.get(theme, 0.0), weight * (1.0 if depth == 0 else 0.7))
        for cue in heading.cues:
            for theme, weight in themes_named(cue).items():
                themes[theme] = max(themes.get(theme, 0.0), weight * 0.8)
        general = not set(themes) - _GENERAL
        found.append(Target(heading, names, roles, with_near(themes), general))
    return _with_subject(found)


def _with_subject(found: list[Target]) -> list[Target]:
    """What headings are for that only name a subject: what has been done where problems stand elsewhere, else problems."""
    found = _done_before_problems(found)
    explicit = {role for target in found for role in target.roles or ()}
    if not explicit & {"problems", "measures", "causes", "follow_up"}:
        return found
    return [
        one if one.roles else replace(one, roles=frozenset([_role_of_subject(one, explicit, found)]))
        for one in found
    ]


def _role_of_subject(target: Target, explicit: set[str], beside: Sequence[Target]) -> str:
    if "problems" in explicit:
        return "achievements"
    if "follow_up" in explicit:
        return "follow_up"
    if target.names[-1].endswith("情况"):
        return "achievements"
    told = sum(1 for one in beside if one.roles)
    return "measures" if explicit == {"measures"} and 2 * told > len(beside) else "problems"


def _done_before_problems(found: list[Target]) -> list[Target]:
    """`重点任务推进`, `组织领导` before the problems of a frame whose measures follow them: what has been done."""
    places = {
        role: [n for n, one in enumerate(found) if one.roles == frozenset([role])]
        for role in ("problems", "measures")
    }
    if not places["problems"] or not places["measures"] or places["measures"][-1] < places["problems"][-1]:
        return found
    first = places["problems"][0]
    return [
        replace(one, roles=None)
        if n < first and one.roles == frozenset(["measures"]) and not _plans(one)
        else one
        for n, one in enumerate(found)
    ]


def _plans(target: Target) -> bool:
    """Whether one of its names says in so many words that it is for what is to come."""
    return any(one.role == "measures" for one in (target.heading,)) or any(map(_PLANS.search, target.names))


_PLANS = re.compile("措施|(?<!主要)举措$|承诺|建议|打算|下一?步|今后|计划|明年|新一年|努力方向|对策")


def _roles_of(path: Sequence[FrameHeading]) -> frozenset[str] | None:
    """What a heading is for: as told, else by its own words where they say only that, else as the heading above."""
    found: frozenset[str] | None = None
    for depth, one in enumerate(path):
        if one.role is not None and one.role != "other":
            found = frozenset([one.role])
        elif depth == 0 or found is None or len(one.heading) <= 8:
            plain = names_a_role(one.heading) if found is not None else None
            named = named_roles(one.heading) if found is None else frozenset([plain] if plain else [])
            found = named or found
    return found


_GENERAL = {"fulfil"}
SAYS = re.compile(
    "问题|不足|差距|困难|短板|原因|根源|剖析|措施|打算|计划|方向|下一?步|今后|成效|成绩|做法|回顾|情况|总结|案例|事项|整改|查摆"
)
_NOUNS = {
    "problems": "问题|不足|差距|困难|挑战|短板|难点|难题|弱项|薄弱环节|瓶颈",
    "causes": "原因|根源|症结|剖析",
    "measures": "措施|(?<!主要)举措$|承诺|建议|打算|下一?步|(?<!政治)方向|今后|计划|思路|安排|新一年|(下|来|明)(一)?(年度?|半年|学期|季度|阶段)|重点工作|对策",
}
_UNFINISHED = re.compile(
    "(整改.{0,10}|(尚未|没有|未)(完成|到位|解决|销号))的?(问题|事项|任务)"
)  # `需要长期整改的问题`
_BEFORE = re.compile("^会前(?!学法)|^前期准备")
_JOINED = re.compile("以及|及其?|和|与|、|暨")


def named_roles(heading: str) -> frozenset[str]:
    """What a heading's own words say that it is for: the last noun of each of its names (`存在的问题及原因`: both)."""
    role = "opening" if _BEFORE.search(heading) else role_of(heading, "", None)
    if role in ("case", "personal_matters", "opening", "closing", "follow_up") or _UNFINISHED.search(heading):
        return frozenset(["follow_up" if _UNFINISHED.search(heading) else role])
    found = set()
    for name in _JOINED.split(heading):
        last = {noun: max((m.end() for m in re.finditer(p, name)), default=-1) for noun, p in _NOUNS.items()}
        best = max(last, key=last.__getitem__)
        if last[best] >= 0:
            found.add(best)
    if found:
        return frozenset(found)
    return frozenset(
        [] if role in ("other", "problems") else [role]
    )  # `矛盾纠纷化解` names no problem of one's own


def groups(targets: Sequence[Target]) -> dict[str, list[int]]:
    """The headings by what they are for."""
    found: dict[str, list[int]] = {}
    for n, target in enumerate(targets):
        found.setdefault("|".join(sorted(target.roles or ())), []).append(n)
    return found


def counterparts_of(
    targets: Sequence[Target], members: Sequence[int], others: Sequence[int]
) -> dict[int, int]:
    """Heading of `members` → the one of `others` that is for the same: of the same name, else at the same place of as many."""
    if len(members) < 2 or len(members) != len(others) or set(members) & set(others):
        return {}
    names = {targets[n].names[-1]: n for n in others}
    if all(targets[n].names[-1] in names for n in members):
        return {n: names[targets[n].names[-1]] for n in members}
    deep = all(len(targets[n].names) > 1 for n in (*members, *others))
    return dict(zip(members, others, strict=True)) if deep else {}


def rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """How telling two characters are: those in every text tell nothing."""
    seen: dict[str, int] = {}
    for told in texts:
        for gram in told:
            seen[gram] = seen.get(gram, 0) + 1
    return {gram: math.log((1 + len(texts)) / times) for gram, times in seen.items()}


def grams(text: str) -> frozenset[str]:
    plain = letters_of(text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))
