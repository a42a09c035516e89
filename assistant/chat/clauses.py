"""A message cut into clauses, and what each of them wants. Pure; imports nothing but the rules (`understanding.yaml`).

A clause keeps the user's words; what is searched in it is the same with typing errors mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml

Intent = Literal[
    "find", "rewrite", "review", "inspect", "restructure", "question", "undo", "unsupported", "limit", "none"
]

_RULES = Path(__file__).parent / "understanding.yaml"
_SAME = str.maketrans("()〔〕［］０１２３４５６７８９：；！，ＡＢＣ", "（）（）（）0123456789：；！，ABC")
_QUOTED = re.compile(
    r"“[^”\n]{0,200}”|《[^》\n]{0,80}》|「[^」\n]{0,200}」|\"[^\"\n]{0,200}\"|【[^】\n]{0,200}】"
)
_STOPS = re.compile(
    r"[，,](?!\d{3}(?!\d))|[；;。！!\n…~]+|(?<=[？?])|\.(?=\s|$)|(?<=[^\sA-Za-z0-9.])\s+(?=\S)|(?<=[A-Za-z0-9.])\s+(?=[\u4e00-\u9fff])"
)
_LENGTH = 2_000
_EDGES = " \t\n　，,；;。！!~…"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message. text: the user's words, `start` where they begin in it; mended: without typing errors;
    soft: a complaint, no request; feature: what is asked that cannot be done yet; asks: it has the form of a question too.
    """

    text: str
    start: int
    mended: str
    intent: Intent
    soft: bool = False
    feature: str | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    intent: Intent
    pattern: re.Pattern[str]
    soft: bool
    feature: str | None


@dataclass(frozen=True, slots=True)
class Rules:
    """`understanding.yaml`, read and compiled. words: every single pattern by its key; pairs: any two neighbouring
    characters of the vocabulary, which tell nothing of what a wish is about.
    """

    words: Mapping[str, re.Pattern[str]]
    origins: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, re.Pattern[str]]
    intents: tuple[_Rule, ...]
    typos: tuple[tuple[re.Pattern[str], str], ...]
    pairs: frozenset[str]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules, read once."""
    raw: dict[str, Any] = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    lists = {"confused", "vocabulary", "intents", "origins", "kinds"}
    return Rules(
        {key: _compiled(value) for key, value in raw.items() if key not in lists},
        {key: _compiled(value) for key, value in raw["origins"].items()},
        {key: _compiled(value) for key, value in raw["kinds"].items()},
        tuple(
            _Rule(
                rule["intent"],
                _compiled("|".join(rule["patterns"])),
                rule.get("soft", False),
                rule.get("feature"),
            )
            for rule in raw["intents"]
        ),
        tuple(_typos(raw["confused"], raw["vocabulary"])),
        frozenset(word[n : n + 2] for word in raw["vocabulary"] for n in range(len(word) - 1)),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _typos(confused: list[str], vocabulary: list[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    """For each word the ways to mistype it: characters taken for others of their group, not all of a short word."""
    groups: dict[str, str] = {}
    for group in confused:
        for character in group:
            groups[character] = groups.get(character, "") + group
    for word in sorted(vocabulary, key=len, reverse=True):
        classes = "".join(f"[{groups.get(c, c)}]" for c in word)
        if any(c in groups for c in word):
            yield re.compile(classes), word


def mend(text: str) -> str:
    """The text with mistyped words of the vocabulary put right; its length is kept."""
    for pattern, word in rules().typos:
        text = pattern.sub(lambda match, word=word: word if _one_off(match[0], word) else match[0], text)  # type: ignore[misc]
    return text


def _one_off(typed: str, word: str) -> bool:
    wrong = sum(a != b for a, b in zip(typed, word, strict=True))
    return 0 < wrong <= len(word) // 2


def clauses(message: str) -> tuple[Clause, ...]:
    """The clauses of a message, openers that say nothing left out."""
    words = rules().words
    found = []
    for start, end in _cut(message[:_LENGTH]):
        mended = mend(message[start:end].translate(_SAME))
        if not words["idle"].search(mended):
            found.append(_classified(message[start:end], start, mended))
    return tuple(found)


def _cut(message: str) -> Iterator[tuple[int, int]]:
    """Where the clauses stand; what stands in quotation marks is not cut."""
    same = message.translate(_SAME)
    shielded = _QUOTED.sub(lambda match: "〇" * len(match[0]), same)
    cuts = {0, len(message)}
    cuts |= {match.end() for match in _STOPS.finditer(shielded)}
    cuts |= {match.start() for match in rules().words["joints"].finditer(shielded)}
    for start, end in pairwise(sorted(cuts)):
        text = message[start:end].strip(_EDGES)
        if text:
            start = message.index(text, start)
            yield start, start + len(text)


def _classified(text: str, start: int, mended: str) -> Clause:
    words = rules().words
    shielded = _QUOTED.sub(lambda match: "“”", mended)
    wish = words["negated"].sub("", shielded)
    asked = words["embedded"].sub("", wish)
    asks = any(rule.pattern.search(asked) for rule in rules().intents if rule.intent == "question")
    for rule in rules().intents:
        if rule.pattern.search(shielded if rule.intent == "undo" else wish):
            if rule.intent == "find" and _only_manner(wish):
                continue
            return Clause(text, start, mended, rule.intent, rule.soft, rule.feature, asks)
    if wish != shielded or words["limits"].search(wish):
        return Clause(text, start, mended, "limit")
    return Clause(text, start, mended, "none", asks=asks)


def _only_manner(wish: str) -> bool:
    """Whether 参考 … only says how a rewrite is to be done."""
    return bool(rules().words["manner"].search(wish)) and any(
        rule.intent == "rewrite" and not rule.soft and rule.pattern.search(wish) for rule in rules().intents
    )
