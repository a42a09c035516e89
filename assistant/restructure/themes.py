"""What words are about and what they are for, told by the rules in `themes.yaml`. Pure but for reading that file once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class _Rules:
    strong: Mapping[str, re.Pattern[str]]
    lead: Mapping[str, re.Pattern[str]]
    body: Mapping[str, tuple[float, tuple[re.Pattern[str], ...]]]
    near: Mapping[str, tuple[str, ...]]
    names: Mapping[str, re.Pattern[str]]
    cues: Mapping[str, tuple[re.Pattern[str], ...]]
    told: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = yaml.safe_load(Path(__file__).with_name("themes.yaml").read_text("utf-8"))
    roles, themes = data["roles"], data["themes"]
    near: dict[str, tuple[str, ...]] = {}
    for one, other in data["near"]:
        near[one] = (*near.get(one, ()), other)
        near[other] = (*near.get(other, ()), one)
    return _Rules(
        {role: re.compile("|".join(rules["strong"]) or r"(?!)") for role, rules in roles.items()},
        {role: re.compile("|".join(rules["lead"])) for role, rules in roles.items()},
        {role: (rules["weight"], tuple(map(re.compile, rules["body"]))) for role, rules in roles.items()},
        near,
        {theme: re.compile("|".join(rules["names"])) for theme, rules in themes.items()},
        {theme: tuple(map(re.compile, rules["cues"])) for theme, rules in themes.items()},
        {theme: re.compile("|".join([*rules["cues"], *rules["names"]])) for theme, rules in themes.items()},
    )


STRONG, LEAD = 5.0, 2.0


def lead_roles(words: str) -> dict[str, float]:
    """How much the beginning of a text speaks for each role."""
    found = {role: LEAD for role, pattern in _rules().lead.items() if pattern.match(words)}
    return found | {role: STRONG for role, pattern in _rules().strong.items() if pattern.match(words)}


def body_roles(words: str) -> dict[str, float]:
    """How much of a text speaks for each role: different words for it, at most so many."""
    found = {}
    for role, (weight, patterns) in _rules().body.items():
        told = {match[0][:8] for pattern in patterns for match in pattern.finditer(words)}
        if told:
            found[role] = weight * min(len(told), 6) ** 0.7
    return found


_LEADS = re.compile("^带头(?!作用)")
_UNDER = re.compile(r"在.{1,24}前提下")


@lru_cache(maxsize=4096)
def themes_named(heading: str) -> Mapping[str, float]:
    """What a heading is about: theme → weight, the greatest 1. What stands before 前提下 only qualifies."""
    words = _LEADS.sub("", _UNDER.sub("", heading))
    qualifies = " ".join(_UNDER.findall(heading))
    found = {}
    for theme, pattern in _rules().names.items():
        if pattern.search(words):
            found[theme] = 1.0
        elif any(cue.search(words) for cue in _rules().cues[theme]) or pattern.search(qualifies):
            found[theme] = 0.4
    return found


NEAR = 0.4


def with_near(themes: Mapping[str, float]) -> dict[str, float]:
    """The themes of a heading, with those next to them."""
    found = dict(themes)
    for theme, weight in themes.items():
        for other in _rules().near.get(theme, ()) if weight >= 0.7 else ():
            found[other] = max(found.get(other, 0.0), NEAR * weight)
    return found


TOLD_CHARS = 240  # what a part is about stands at its beginning


def themes_told(head: str, body: str) -> dict[str, float]:
    """What a text is about: its first clause counts more, each cue once."""
    found = {}
    body = body[:TOLD_CHARS]
    for theme, pattern in _rules().told.items():
        first = {match[0] for match in pattern.finditer(head)}
        rest = {match[0] for match in pattern.finditer(body)} - first
        if not first and not rest:
            continue
        weight = min(2.0, 1.2 * len(first)) + min(1.6, 0.4 * len(rest))
        found[theme] = weight + (0.6 if _rules().names[theme].search(head) else 0.0)
    return found
