"""Word files as LibreOffice sets them: the characters of each page with their places. Needs soffice and a Chinese font."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import which

import pypdfium2
import pytest

from assistant.documents.legacy import find_libreoffice

SOFFICE = find_libreoffice()
MM = 72 / 25.4


@lru_cache(maxsize=1)
def _without() -> str:
    if SOFFICE is None:
        return "LibreOffice (soffice) is not installed here"
    if which("fc-list") is None:
        return "fc-list is not installed here, so it is not known whether a Chinese font is"
    found = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
    return "" if found.strip() else "no Chinese font is installed here"


needs_rendering = pytest.mark.skipif(bool(_without()), reason=_without() or "can be set")


@dataclass(frozen=True)
class Character:
    """In points from the left and from the top of the page. Its box is as wide as it is set."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Leaf:
    """A page. lines: from the top, each from the left."""

    width: float
    height: float
    lines: tuple[tuple[Character, ...], ...]

    def line(self, beginning: str) -> tuple[Character, ...]:
        return next(line for line in self.lines if said(line).startswith(beginning))

    @property
    def body(self) -> tuple[tuple[Character, ...], ...]:
        """All lines but the page number."""
        return tuple(line for line in self.lines if "—" not in (line[0].text, line[-1].text))


def said(line: tuple[Character, ...]) -> str:
    return "".join(character.text for character in line)


def rendered(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Leaf]]:
    """Name → pages. All files are set by one run of LibreOffice."""
    assert SOFFICE is not None
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [
        SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to", "pdf",
        "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return {name: pages(folder / f"{name}.pdf") for name in files}


def pages(path: Path) -> list[Leaf]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [_leaf(pdf[number]) for number in range(len(pdf))]
    finally:
        pdf.close()


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    width, height = page.get_size()
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if character.strip():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            found.append(Character(character, left, right, height - top, height - bottom))
    lines: list[list[Character]] = []
    for one in sorted(found, key=lambda c: c.bottom):
        # Chinese and Latin fonts of one line differ in how deep they go, by less than a third of it.
        if lines and one.bottom - lines[-1][0].bottom < 6:
            lines[-1].append(one)
        else:
            lines.append([one])
    return Leaf(width, height, tuple(tuple(sorted(line, key=lambda c: c.left)) for line in lines))
