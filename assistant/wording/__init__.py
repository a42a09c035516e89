"""Everything the program says to its user, in Chinese and English: the YAML files beside this module.

One file an area (`errors_documents.yaml`, `cli.yaml`, `page.yaml` …); keys are paths whose first word is the file's
name up to an underscore (`errors.file_too_large.message`); leaves are `{zh: …, en: …}`, and a text may hold `{name}`
placeholders. Pure but for reading those files once; imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user that is not a failure: a code under `notices` and the values for its text."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """The notice as a sentence."""
        return wording(f"notices.{self.code}", language, **self.params)

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """`{"code", "message"}`."""
        return {"code": self.code, "message": self.text(language)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something failed, to stand in another text: the key of a text and the values for it."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """The reason in a language."""
        return wording(self.key, language, default=self.key, **self.params)


def _flatten(prefix: str, node: Mapping[str, Any], into: dict[str, dict[str, str]]) -> None:
    for key, value in node.items():
        path = f"{prefix}.{key}"
        if set(value) == set(LANGUAGES):
            into[path] = {language: str(text) for language, text in value.items()}
        else:
            _flatten(path, value, into)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every text: path → language → text."""
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        area = file.stem.split("_")[0]  # errors_documents.yaml belongs to `errors`
        _flatten(area, yaml.safe_load(file.read_text(encoding="utf-8")) or {}, texts)
    return texts


def wording(key: str, language: Language = "zh", *, default: str | None = None, **params: Any) -> str:
    """The text under `key`, its placeholders filled; a reason or notice among the values is told in the same language.

    Raises KeyError for an unknown key unless `default` is given.
    """
    entry = catalogue().get(key)
    if entry is None:
        if default is None:
            raise KeyError(key)
        return default
    told = {
        name: value.text(language) if isinstance(value, Reason | Notice) else value
        for name, value in params.items()
    }
    return entry[language].format_map(told) if told else entry[language]


def language_of(accept_language: str | None) -> Language:
    """The page's language from an `Accept-Language` header: the first of zh / en it names, else Chinese."""
    for part in (accept_language or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"
