"""What goes into a changed Word file and what comes out. Pure; imports only the wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.wording import Notice


@dataclass(frozen=True, slots=True)
class Tracked:
    """Changes are written as tracked ones by this author. at: UTC."""

    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """A Word comment on the characters [start, end) of the new text; an empty span stands where something went."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A changed file. notices: what the user should know of it."""

    data: bytes
    notices: tuple[Notice, ...] = ()


class UnplacedError(Exception):
    """A change has no place in the file. reason: field, math, control, table, box, number, section or other."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
