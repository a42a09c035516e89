"""What a section is for: its role, told from its heading, its parent and its first sentences.

Pure; imports nothing of the project. The rules are data: `roles.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

import yaml

Role = Literal[
    "opening",
    "follow_up",
    "achievements",
    "problems",
    "causes",
    "measures",
    "case",
    "personal_matters",
    "closing",
    "other",
]
ROLES: tuple[Role, ...] = get_args(Role)

BODY_CHARS = 600  # how much of a text is looked at where its heading says nothing
LEAD_CHARS = 60
_ALIKE = "方面"
JOINED = 4  # a role must weigh so much to be meant by the first of two names in a heading


@dataclass(frozen=True, slots=True)
class _Rules:
    strong: float
    slogan: float
    cover: float
    joined: re.Pattern[str]
    least: Mapping[str, int]
    headings: Mapping[Role, tuple[tuple[re.Pattern[str], float], ...]]
    body: Mapping[Role, tuple[re.Pattern[str], ...]]
    leads: Mapping[Role, re.Pattern[str]]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = yaml.safe_load((Path(__file__).parent / "roles.yaml").read_text(encoding="utf-8"))
    body = dict(data["body"])
    least = body.pop("least")
    return _Rules(
        float(data["strong"]),
        float(data["slogan"]),
        float(data["cover"]),
        re.compile(data["joined"]),
        least,
        {
            cast(Role, role): tuple((re.compile(pattern), float(weight)) for pattern, weight in rules)
            for role, rules in data["headings"].items()
        },
        {cast(Role, role): tuple(re.compile(p) for p in patterns) for role, patterns in body.items()},
        {cast(Role, role): re.compile("|".join(f"(?:{p})" for p in ps)) for role, ps in data["leads"].items()},
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    role: Role
    weight: float
    cover: float


@lru_cache(maxsize=4096)
def _of_heading(heading: str) -> _Verdict | None:
    """The role a heading names, with its weight and how much of the heading its keywords cover."""
    rules = _rules()
    found = []
    for role, patterns in rules.headings.items():
        weight, first, last, covered = 0.0, len(heading), 0, [False] * len(heading)
        for pattern, value in patterns:
            if match := pattern.search(heading):
                weight = max(weight, value) + (0.5 if weight else 0.0)
                first, last = min(first, match.start()), max(last, match.end())
                covered[match.start() : match.end()] = [True] * (match.end() - match.start())
        if weight:
            found.append((weight, -first, last, _Verdict(role, weight, sum(covered) / max(1, len(heading)))))
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:2])
    for weight, _, last, verdict in found:
        if weight >= JOINED and last <= -best[1] and rules.joined.match(heading, last):
            return verdict
    return best[3]


def role_of(
    heading: str, body: str, parent: Role | None, before: Role | None = None, after: Role | None = None
) -> Role:
    """The role of a section.

    parent: the role of the section above, None at the top. A subsection has its parent's role unless its heading is
    mostly the name of another one. `body`: the beginning of its text, asked where the heading says nothing. before:
    the role of the section before it; what follows on measures or achievements and says nothing is like them. after:
    the role of the sections after it that are named alike.
    """
    rules = _rules()
    words = re.sub(r"\s+", "", heading)[:200]
    known = parent if parent not in (None, "other", "opening", "closing") else None
    if known is None:
        verdict = _of_heading(words)
        if verdict is not None and verdict.weight >= 3:
            return verdict.role
        if told := _of_body(body):
            return told
        if before in ("measures", "achievements"):
            return before
        if after is not None:
            return after
        return verdict.role if verdict else parent or "other"
    verdict = _of_heading(re.sub(r"“[^”]*”", "", words))
    strong = rules.slogan if re.search("[，、；]", words) else rules.strong
    if verdict and verdict.role != known and verdict.weight >= strong and verdict.cover >= rules.cover:
        return verdict.role
    return known


def roles_after(parts: Sequence[tuple[str, str]]) -> list[Role | None]:
    """For each of the sections beside each other (heading, body) what those after it tell that are named alike.

    `思想政治方面`, `工作实绩方面`: where the first says nothing of what it is for, the second may.
    """
    found: list[Role | None] = [None] * len(parts)
    told: Role | None = None
    for index in range(len(parts) - 1, -1, -1):
        heading, body = parts[index]
        if not heading.endswith(_ALIKE):
            told = None
            continue
        found[index] = told
        own = role_of(heading, body, None)
        told = told if own == "other" else own
    return found


def _of_body(body: str) -> Role | None:
    """The role most of whose words stand in the first sentences."""
    rules = _rules()
    text = body[:BODY_CHARS]
    if len(text) < 8:
        return None
    counts = {role: sum(len(p.findall(text)) > 0 for p in patterns) for role, patterns in rules.body.items()}
    enough = [r for r, count in counts.items() if count >= rules.least.get(r, rules.least["default"])]
    return max(enough, key=counts.__getitem__, default=None)


def lead_role(paragraph: str) -> Role | None:
    """The role that the first words of a paragraph announce, in a text without headings."""
    head = paragraph[:LEAD_CHARS]
    return next((role for role, pattern in _rules().leads.items() if pattern.match(head)), None)


def names_a_role(words: str) -> Role | None:
    """The role that a short line without number names as a whole (`存在的问题`, `下一步打算`), else None."""
    verdict = _of_heading(re.sub(r"\s+", "", words))
    return verdict.role if verdict and verdict.weight >= 4 and verdict.cover >= 0.6 else None
