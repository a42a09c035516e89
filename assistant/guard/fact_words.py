"""The words by which facts are told, from `facts.yaml` and `names.yaml`. Pure but for reading those once; imports
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class FactWords:
    """`facts.yaml`, made ready. units: word → (group, factor)."""

    units: dict[str, tuple[str, Decimal]]
    raw: dict[str, Any]


class NameWords:
    """`names.yaml`, made ready: each list as a set, `raw` as it is written."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.generic = frozenset(raw["generic"])
        self.organs = frozenset(raw["organs"])
        self.offices = frozenset(raw["offices"])
        self.generic_of_units = frozenset(raw["generic_of_units"])
        self.generic_of_campaigns = frozenset(raw["generic_of_campaigns"])
        self.everyones = frozenset(raw["everyones"])
        self.joined = frozenset(raw["joined"])
        self.surnames = frozenset(raw["surnames"])
        self.not_persons = frozenset(raw["not_persons"])
        self.place_end = ending([*raw["settlements"], *raw["features"], *raw["nouns"], *raw["never"]])
        self.settled = ending(raw["settlements"])
        self.strong_end = ending(raw["strong_units"])
        self.unit_ends = frozenset([*raw["units_of_people"], *raw["trades"]])
        self.unit_end = ending(self.unit_ends)
        self.units = frozenset(word for word in raw["units_of_people"] if len(word) > 1 or word == "厂")


def either(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def ending(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the longest of some words at a text's end."""
    return re.compile(rf"(?:{either(words)})\Z")


def made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is some of these words in a row."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {end for end in range(start + 1, len(text) + 1) if text[start:end] in words}
    return len(text) in reached


def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def fact_words() -> FactWords:
    """The words of `facts.yaml`."""
    raw = _read("facts.yaml")
    units = {}
    for group in raw["units"]:
        name = next(iter(group))
        for word, factor in group.items():
            units[word.lower()] = (name, Decimal(str(factor)))
    return FactWords(units, raw)


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The words of `names.yaml`."""
    return NameWords(_read("names.yaml"))
