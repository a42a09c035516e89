"""A text as it is compared: variants of a character made one, invisible ones dropped, with the way back to the text.

Pure; imports nothing of the project. Every function takes linear time.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Of what `letters` answers: what was stored by another one is made anew. Raise it with every change below.
LETTERS_VERSION = 1
# Letters of other scripts that look like Latin ones.
_ALIKE = dict(
    zip("аеорсухіјѕԁʟΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ", "aeopcyxijsdlABEZHIKMNOPTYXABEKMHOPCTYX", strict=True)
)
_KEPT = {"．": ".", "％": "%", "﹪": "%", "＊": "*", "－": "-", "〇": "零"}


class _Letters(dict[str, str]):
    """A character → its letters and digits, lower case; nothing where it has none."""

    def __missing__(self, character: str) -> str:
        found = "".join(_letter(part) for part in unicodedata.normalize("NFKC", character))
        self[character] = found
        return found


class _Folded(dict[str, str]):
    """A character → its letters and digits; marks stay as they are, blanks and invisible ones go."""

    def __missing__(self, character: str) -> str:
        found = _KEPT.get(character) or _LETTERS[character]
        if not found and not _invisible(character):
            found = character
        self[character] = found
        return found


def _letter(character: str) -> str:
    character = _ALIKE.get(character, character)
    if character == "〇":
        return "零"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return character.lower() if unicodedata.category(character)[0] in "LN" else ""


def _invisible(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in (
        "Cf",
        "Cc",
        "Zs",
        "Mn",
        "Me",
        "Lm",
        "Co",
        "Cn",
        "Cs",
    )


_LETTERS = _Letters()
_FOLDED = _Folded()


@dataclass(frozen=True, slots=True)
class Plain:
    """text: what is compared; at: for each of its characters the offset it comes from."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` comes from; `start < end`."""
        return self.at[start], self.at[end - 1] + 1


def letters(text: str) -> Plain:
    """Letters, ideographs and digits only: for comparing wording."""
    return _made(text, _LETTERS)


def folded(text: str) -> Plain:
    """The same with the visible marks and the ends of lines: for reading facts."""
    return _made(text, _FOLDED)


def letters_of(text: str) -> str:
    """`letters(text).text`."""
    return "".join(map(_LETTERS.__getitem__, text))


def _made(text: str, table: dict[str, str]) -> Plain:
    parts = [table[character] for character in text]
    joined = "".join(parts)
    if len(joined) == len(text) and all(len(part) == 1 for part in parts):
        return Plain(joined, tuple(range(len(text))))
    return Plain(joined, tuple(offset for offset, part in enumerate(parts) for _ in part))
