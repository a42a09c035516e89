"""`gaigao library add | list | remove | rebuild`: the library, by this process or by the one that owns its folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.console import Console
from assistant.settings import Settings
from assistant.wording import wording

if TYPE_CHECKING:
    from assistant.library.catalog import Report

FAILED = 1


def no_arguments(parser: ArgumentParser, console: Console) -> None:
    """None of its own."""


def add_arguments(parser: ArgumentParser, console: Console) -> None:
    """Paths and their origin."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=console.say("help.paths"))
    parser.add_argument("--origin", choices=("reference", "own"), help=console.say("help.origin"))


def remove_arguments(parser: ArgumentParser, console: Console) -> None:
    """Reports to remove."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=console.say("help.ids"))


def add(args: Namespace, settings: Settings, console: Console) -> int:
    """Add files and folders; one bad file stops no other."""
    from assistant.owner.access import library_access

    with library_access(settings) as library:
        with console.progress(console.say("unit.reports")) as progress:
            added = library.add([path.expanduser().absolute() for path in args.paths], args.origin, progress)
        console.notices(library.notices)

    def lines() -> Iterator[str]:
        yield added.summary(console.language)
        yield from (_line(report, console) for report in added.added)

    console.result(added.as_json(console.language), lines())
    if not console.as_json:
        if added.needs_conversion:
            console.tell(
                console.say("needs_conversion", names="、".join(Path(n).name for n in added.needs_conversion))
            )
        for failed in added.failed:
            if failed.error.code != "needs_conversion":
                console.tell(console.say("failed", text=failed.error.tell(console.language)))
    return FAILED if added.failed else 0


def show(args: Namespace, settings: Settings, console: Console) -> int:
    """List the reports."""
    from assistant.library.catalog import report_json
    from assistant.owner.access import library_access

    with library_access(settings) as library:
        console.notices(library.notices)
        reports = library.list()
    passages = sum(report.passages for report in reports)

    def lines() -> Iterator[str]:
        yield from (_line(report, console) for report in reports)
        yield (
            console.say("library_size", reports=len(reports), passages=passages)
            if reports
            else console.say("library_empty")
        )

    console.result({"reports": [report_json(report) for report in reports], "passages": passages}, lines())
    return 0


def remove(args: Namespace, settings: Settings, console: Console) -> int:
    """Remove reports everywhere; an unknown id is told and fails the command."""
    from assistant.owner.access import library_access

    with library_access(settings) as library:
        console.notices(library.notices)
        with console.progress(console.say("unit.reports")) as progress:
            removed = library.remove(args.ids, progress)
    console.result(removed.as_json(), [console.say("removed", count=len(removed.removed))])
    if removed.unknown and not console.as_json:
        console.tell(console.say("unknown_ids", ids="、".join(removed.unknown)))
    return FAILED if removed.unknown else 0


def rebuild(args: Namespace, settings: Settings, console: Console) -> int:
    """Make every index anew from the originals and the catalog."""
    from assistant.owner.access import library_access

    with library_access(settings) as library, console.progress(console.say("unit.passages")) as progress:
        rebuilt = library.rebuild(progress)
    console.result(
        rebuilt.as_json(), [console.say("rebuilt", reports=rebuilt.reports, passages=rebuilt.passages)]
    )
    return 0


def _line(report: Report, console: Console) -> str:
    """One report for a reader: the id's beginning, title, kind, year, origin, number of passages."""
    kind = wording(f"kinds.{report.kind}", console.language)
    origin = wording(f"page.origin.{report.origin}", console.language)
    year = str(report.year) if report.year else "–"
    version = f" · {console.say('version_of', id=report.family[:12])}" if report.family != report.id else ""
    return f"{report.id[:12]}  {report.title}  [{kind} · {year} · {origin} · {report.passages}{version}]"
