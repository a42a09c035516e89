"""The wishes the product itself offers: what stands behind a button's label, and which messages are such wishes.

Pure; imports the presets and the wording. A ready wish is one task, whatever words it has.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.revision.presets import Preset, presets
from assistant.wording import Language, catalogue

_SLOT = re.compile(r"\\\{[a-z_]+\\\}")
_DOTS = re.compile("…+")
_OFFERED = ("chat.wish.", "chat.plan.wish", "chat.plan.grow")


def is_ready(message: str) -> bool:
    """Whether a message is a wish that the product offers: a button's label, or a wish with its numbers filled in."""
    labels = (pattern for preset, pattern in _labels() if not preset.number)
    return any(p.fullmatch(_bare(message)) for p in labels) or any(
        p.fullmatch(message.strip()) for p in _ready()
    )


def behind(said: str, language: Language) -> str:
    """What is asked of the model for a button's label (更具体, 压到 300 字); other words are what they say."""
    for preset, pattern in _labels():
        match = pattern.fullmatch(_bare(said))
        if match:
            return preset.wish_for(language, count=int(match[1]) if preset.number else None)
    return said


def _bare(words: str) -> str:
    return re.sub(r"\s+", "", words).rstrip("。.！!")


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[Preset, re.Pattern[str]], ...]:
    """Each preset with its label as a pattern, in which a number stands for the dots."""
    found = []
    for preset in presets():
        for label in preset.label.values():
            bare = re.escape(_bare(label))
            number = r"(\d{2,5})" if preset.number else "…"
            found.append((preset, re.compile(_DOTS.sub(number.replace("\\", "\\\\"), bare), re.IGNORECASE)))
    return tuple(found)


@lru_cache(maxsize=1)
def _ready() -> tuple[re.Pattern[str], ...]:
    wishes = [wish for preset in presets() for wish in preset.wish.values()]
    wishes += [
        text for key, entry in catalogue().items() if key.startswith(_OFFERED) for text in entry.values()
    ]
    return tuple(re.compile(_SLOT.sub(".{0,200}", re.escape(wish)).rstrip(), re.DOTALL) for wish in wishes)
