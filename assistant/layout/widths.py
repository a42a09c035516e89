"""How wide text is set, in characters: an ideograph is one. Pure; imports nothing of the project."""

from __future__ import annotations

import re
import unicodedata

# Times New Roman, thousandths of the size, for what stands in numbers and dates; other Latin letters are about half.
_NARROW = {
    " ": 0.25,
    ".": 0.25,
    ",": 0.25,
    ":": 0.28,
    ";": 0.28,
    "-": 0.33,
    "(": 0.33,
    ")": 0.33,
    "\xa0": 0.25,
}


# Office programs put a quarter of a character between an ideograph and a Latin letter or digit.
_BORDER = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")


def width(text: str) -> float:
    """Characters of the Chinese font that `text` is as wide as."""
    wide = sum(_NARROW.get(c, 0.5) if c.isascii() or c == "\xa0" else _other(c) for c in text)
    return wide + 0.25 * len(_BORDER.findall(text))


def _other(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    # Quotation marks, dashes and dots are set in the Chinese font, an ideograph wide.
    return 0.5 if unicodedata.east_asian_width(character) in ("N", "H", "Na") else 1.0
