"""Example reports written for this project and one faulty draft to try: the files beside this module.

All places and people in them are invented. Imports only the wording's language type; reads nothing on import.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.wording import Language

HERE = Path(__file__).resolve().parent
LIBRARY = HERE / "library"
DRAFT = HERE / "draft"

FaultKind = Literal[
    "declared_count",
    "vague_problem",
    "half_width_punctuation",
    "missing_item",
    "problem_without_measure",
    "placeholder",
    "damaged_label",
    "formulation",
    "stale_year",
    "repeated_sentence",
    "vague_measure",
    "repeated_label",
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Explanation(_Strict):
    """The same explanation in both languages of the page."""

    zh: str
    en: str


class Fault(_Strict):
    """One deliberate fault of the sample draft. quote: stands in the draft exactly so."""

    kind: FaultKind
    quote: str
    what: Explanation

    def tell(self, language: Language = "zh") -> str:
        """What is wrong, in one or two sentences."""
        return self.what.zh if language == "zh" else self.what.en


class _SampleFile(_Strict):
    """`sample.yaml` as it stands."""

    title: str
    draft: str
    section: str
    heading: str
    rewrite: str
    materials: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SampleDraft:
    """The draft that the page offers to try.

    section: a reference (`一（三）`) to the section that `rewrite` is prepared for; heading: its heading; rewrite: a file with
    the new body of that section, heading left out; materials: the notice and the ledger that go with it.
    """

    title: str
    path: Path
    section: str
    heading: str
    rewrite: Path
    materials: tuple[Path, ...]
    faults: tuple[Fault, ...]

    def rewrite_text(self) -> str:
        """The prepared rewrite, to be pasted: without a newline at its end."""
        return self.rewrite.read_text(encoding="utf-8").removesuffix("\n")


def sample_reports() -> tuple[Path, ...]:
    """The example reports, in the order of their names. Two of them are versions of one report."""
    return tuple(sorted(path for path in LIBRARY.iterdir() if path.suffix in {".txt", ".md"}))


@lru_cache(maxsize=1)
def sample_draft() -> SampleDraft:
    """The faulty draft with what goes with it."""
    data = _SampleFile.model_validate(yaml.safe_load((HERE / "sample.yaml").read_text(encoding="utf-8")))
    return SampleDraft(
        title=data.title,
        path=DRAFT / data.draft,
        section=data.section,
        heading=data.heading,
        rewrite=DRAFT / data.rewrite,
        materials=tuple(DRAFT / name for name in data.materials),
        faults=data.faults,
    )
