"""What a reader is given and how it presents itself to the registry. Imports only document and wording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from assistant.document import Document
from assistant.wording import Language, wording


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read. name: as the user knows it; libreoffice: path of soffice, empty: looked for."""

    data: bytes
    name: str
    libreoffice: str = ""

    @property
    def extension(self) -> str:
        """The name's extension with its dot, in lower case."""
        return extension_of(self.name)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read.

    name: as in `Document.format`; extensions: with dot, in lower case; read: raises DocumentError; tabular: a
    table, for 本次素材 (material) rather than for a draft or an example.
    """

    name: str
    extensions: tuple[str, ...]
    read: Callable[[Source], Document]
    tabular: bool = False

    def label(self, language: Language = "zh") -> str:
        """The format's name for a user."""
        return wording(f"formats.{self.name}", language)


def extension_of(name: str) -> str:
    """The extension of a file name with its dot, in lower case; trailing blanks and dots do not count."""
    return PurePath(name.replace("\\", "/").rstrip(" .\t")).suffix.lower()
