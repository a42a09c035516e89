"""`gaigao export`: a file as it is handed on. No model; no library either, but for the sheet of a check, which is
compared with it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import output
from assistant.commands.console import Console
from assistant.commands.given import material_argument, materials
from assistant.errors import UsageError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.exporting import Kind, Options
    from assistant.exporting.manuscript import Manuscript
    from assistant.guard.inspection import Inspection

KINDS = ("clean", "layout", "tracked", "table")
CHECK = "check"
_OF_SUFFIX: dict[str, dict[str, Kind]] = {
    ".docx": {
        "": "clean",
        "clean": "clean",
        "layout": "layout",
        "tracked": "tracked",
        "table": "table",
        CHECK: "check",
    },
    ".md": {"": "md", "clean": "md", "table": "table-md", CHECK: "check-md"},
    ".txt": {"": "txt", "clean": "txt"},
}
SUFFIXES = tuple(_OF_SUFFIX)


def arguments(parser: ArgumentParser, console: Console) -> None:
    """The file, where it goes, and what it becomes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=console.say("help.file"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.docx", help=console.say("help.export_output")
    )
    kind_arguments(parser, console, (*KINDS, CHECK))
    material_argument(parser, console.say("help.check_material"))
    parser.add_argument("--sources", action="store_true", help=console.say("help.check_sources"))
    parser.add_argument("--original", type=Path, metavar="FILE.docx", help=console.say("help.original"))
    parser.add_argument("--force", action="store_true", help=console.say("help.force"))


def kind_arguments(parser: ArgumentParser, console: Console, kinds: Sequence[str] = KINDS) -> None:
    """What the file becomes."""
    said = [console.say("help.as"), *([console.say("help.as_check")] if CHECK in kinds else [])]
    parser.add_argument("--as", dest="kind", choices=kinds, help=console.say("help.joint").join(said))
    parser.add_argument("--author", default="", metavar="NAME", help=console.say("help.author"))
    parser.add_argument("--line-pitch", type=float, metavar="PT", help=console.say("help.line_pitch"))
    parser.add_argument(
        "--font", action="append", default=[], metavar="ROLE=NAME", help=console.say("help.font")
    )


def kind_of(args: Namespace) -> Kind:
    """The kind that `--as` and the name of the output mean together. Raises UsageError("output_kind")."""
    suffix = args.output.suffix.lower()
    kind = _OF_SUFFIX.get(suffix, {}).get(args.kind or "")
    if kind is None:
        raise UsageError("output_kind", where=str(args.output), suffix=suffix, kind=args.kind or "clean")
    return kind


def options_of(args: Namespace) -> Options:
    """What was chosen beside the kind. Raises UsageError("bad_font")."""
    from assistant.exporting import Options

    fonts = {}
    for given in args.font:
        role, equals, name = given.partition("=")
        if not equals or not name.strip():
            raise UsageError("bad_font", where=given)
        fonts[role.strip()] = name.strip()
    return Options(
        reasons=getattr(args, "reasons", False),
        sources=getattr(args, "sources", False),
        author=args.author,
        line_pitch=args.line_pitch,
        fonts=fonts,
    )


def export(args: Namespace, settings: Settings, console: Console) -> int:
    """Write the file; the one that was read is never touched."""
    from assistant.exporting import CHECKS, manuscript_of_file
    from assistant.exporting import export as make

    output.refuse(args.output, [path for path in (args.file, args.original) if path], args.force, SUFFIXES)
    kind, options = kind_of(args), options_of(args)
    manuscript = manuscript_of_file(args.file, args.original, libreoffice=settings.libreoffice)
    if kind in CHECKS:
        manuscript = replace(manuscript, inspection=_inspected(manuscript, args, settings, console))
    made = make(manuscript, kind, options=options, language=console.language)
    output.write(args.output, made.data)
    console.notices((*manuscript.after.warnings, *made.notices))
    console.result(
        {
            "output": str(args.output),
            "as": kind,
            "notices": [notice.as_json(console.language) for notice in made.notices],
        },
        [console.say("exported", path=args.output)],
    )
    return 0


def _inspected(manuscript: Manuscript, args: Namespace, settings: Settings, console: Console) -> Inspection:
    """The text compared with the library; other drafts are not known here."""
    from assistant.owner.access import library_access
    from assistant.reviewing.inspecting import submission

    material = [one.text for one in materials(args, settings)]
    with library_access(settings) as library:
        console.notices(library.notices)
        return library.inspect(submission(manuscript.after, manuscript.title, material, console.language))
