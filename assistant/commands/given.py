"""`--material FILE`: what the user gives as fact, for every command that takes it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.revision.material import Material


def material_argument(parser: ArgumentParser, told: str) -> None:
    """The option, which may be said several times. told: its help."""
    parser.add_argument("--material", type=Path, action="append", default=[], metavar="FILE", help=told)


def materials(args: Namespace, settings: Settings) -> list[Material]:
    """The files that were named, read. Raises DocumentError."""
    from assistant.documents import read
    from assistant.revision.material import Material

    return [Material(path.name, read(path, libreoffice=settings.libreoffice).text) for path in args.material]
