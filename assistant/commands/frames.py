"""`gaigao frames`: the frames there are; with `--add`, a notice's frame kept as the office's own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.console import Console
from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.structure.report_identity import KINDS

if TYPE_CHECKING:
    from assistant.restructure.frame import Frame


def arguments(parser: ArgumentParser, console: Console) -> None:
    """Nothing to list them; a notice and what its frame is to be called to keep one."""
    parser.add_argument("--add", type=Path, metavar="FILE", help=console.say("help.frame_add"))
    parser.add_argument("--name", help=console.say("help.frame_name"))
    parser.add_argument("--kind", choices=KINDS, help=console.say("help.frame_kind"))
    parser.add_argument("--year", type=int, help=console.say("help.frame_year"))
    parser.add_argument("--force", action="store_true", help=console.say("help.frame_force"))


def frames(args: Namespace, settings: Settings, console: Console) -> int:
    """List the frames, or keep the one that a notice sets."""
    from assistant.restructuring.frames import all_frames

    added: tuple[Frame, ...] = ()
    if args.add is not None:
        added = (_add(args, settings, console),)
    elif (args.name, args.kind, args.year) != (None, None, None):
        raise UsageError("frame_without_notice")
    every = all_frames(settings.data_dir)
    told = {"frames": [frame.as_json() for frame in every]}
    if not added:
        console.result(told, _lines(every, console))
        return 0
    kept = [frame for frame in every if frame.name == added[0].name]
    console.result({**told, "added": [frame.as_json() for frame in kept]}, _added_lines(kept, console))
    return 0


def _add(args: Namespace, settings: Settings, console: Console) -> Frame:
    from assistant.documents import read
    from assistant.restructuring.frames import keep_notice

    document = read(args.add, libreoffice=settings.libreoffice)
    console.notices(document.warnings)
    return keep_notice(
        settings.data_dir,
        document.text,
        name=args.name or "",
        kind=args.kind,
        year=args.year,
        force=args.force,
    )


def _lines(every: Sequence[Frame], console: Console) -> Iterator[str]:
    for frame in every:
        year = "" if frame.current or frame.year is None else console.say("frame_old", year=frame.year)
        yield f"{frame.name}  {frame.title}{year}"
        yield f"    {frame.source}"


def _added_lines(kept: Sequence[Frame], console: Console) -> Iterator[str]:
    for frame in kept:
        yield console.say("frame_added", name=frame.name)
        yield from _lines([frame], console)
        for heading in frame.walk():
            yield f"    {'  ' * heading.level}{heading.heading}"
