"""The words by which facts are told, from `facts.yaml`. Pure but for reading that file once; imports nothing."""

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
    not_places: frozenset[str]
    not_organisations: frozenset[str]
    before_names: frozenset[str]
    surnames: frozenset[str]
    not_persons: frozenset[str]


def either(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def fact_words() -> FactWords:
    """The words of the file beside this module."""
    raw = yaml.safe_load(Path(__file__).with_name("facts.yaml").read_text("utf-8"))
    units = {}
    for group in raw["units"]:
        name = next(iter(group))
        for word, factor in group.items():
            units[word.lower()] = (name, Decimal(str(factor)))
    return FactWords(
        units,
        raw,
        frozenset(raw["not_places"]),
        frozenset(raw["not_organisations"]),
        frozenset(raw["before_names"]),
        frozenset(raw["surnames"]),
        frozenset(raw["not_persons"]),
    )
