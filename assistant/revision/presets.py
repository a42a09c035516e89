"""The ready-made wishes: `presets.yaml`. Pure but for reading that file once; imports the wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.wording import Language, wording

FILE = Path(__file__).with_name("presets.yaml")


class Preset(BaseModel):
    """One entry of `presets.yaml`. number: whether the user is asked for a number of characters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: Mapping[Language, str]
    wish: Mapping[Language, str]
    number: bool = False

    def wish_for(self, language: Language = "zh", *, count: int | None = None) -> str:
        """What is asked of the model. count: needed where `number` is set, else ignored. Raises ValueError."""
        if not self.number:
            return self.wish[language]
        if count is None or count < 1:
            raise ValueError(f"the preset {self.id} needs a number of characters")
        return self.wish[language].format(count=count, rule=wording("length.rule", language))


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """Every ready-made wish, in the order of its buttons."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Preset(id=name, **entry) for name, entry in entries.items())


def preset(preset_id: str) -> Preset:
    """The preset of this id. Raises KeyError."""
    return {entry.id: entry for entry in presets()}[preset_id]
