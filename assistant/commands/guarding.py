"""`gaigao guard`: what a proposed text copies, brings in, loses or misquotes; for one text, or for a file of them."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.commands.batch import batch_lines
from assistant.commands.console import Console
from assistant.commands.given import material_argument, materials
from assistant.errors import GaigaoError, UsageError
from assistant.guard.findings import Finding, Guarded, Proposal, guarded_json
from assistant.guard.summary import summary
from assistant.settings import Settings

FAILED = 1


class _Request(BaseModel):
    """One line of a batch: texts."""

    model_config = ConfigDict(extra="forbid", strict=True)

    draft: str
    proposed: str
    instruction: str = ""
    material: str | list[str] = ""


def arguments(parser: ArgumentParser, console: Console) -> None:
    """The two texts and what goes with them, or a batch."""
    parser.add_argument("--draft", type=Path, metavar="FILE", help=console.say("help.draft"))
    parser.add_argument("--proposed", type=Path, metavar="FILE", help=console.say("help.proposed_text"))
    parser.add_argument("--instruction", default="", metavar="TEXT", help=console.say("help.instruction"))
    material_argument(parser, console.say("help.material"))
    parser.add_argument("--batch", metavar="FILE", help=console.say("help.guard_batch"))


def guard(args: Namespace, settings: Settings, console: Console) -> int:
    """Judge once, or once for each line of a batch; a bad line stops no other. What is found is no failure."""
    from assistant.documents import read
    from assistant.owner.access import library_access

    single = args.draft is not None and args.proposed is not None
    if single == (args.batch is not None) or (args.batch is not None and (args.draft or args.proposed)):
        raise UsageError("guard_texts_or_batch")
    if args.batch is not None:
        lines = batch_lines(args.batch)
    else:
        draft, proposed = (
            read(path, libreoffice=settings.libreoffice).text for path in (args.draft, args.proposed)
        )
        given = tuple(one.text for one in materials(args, settings))
        proposal = Proposal(draft, proposed, args.instruction, given)
    with library_access(settings) as library:
        library.prepare()  # what is mended when the index is first used is told too
        console.notices(library.notices)
        if args.batch is None:
            guarded = library.guard(proposal)
            console.result(guarded_json(guarded, console.language), _lines(guarded, console))
            return 0
        status = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                guarded = library.guard(_proposal(line, number))
            except GaigaoError as error:
                status = FAILED
                console.failure(error)
                continue
            console.result(
                guarded_json(guarded, console.language), [f"# {number}", *_lines(guarded, console)]
            )
    return status


def _proposal(line: str, number: int) -> Proposal:
    try:
        given = _Request.model_validate(json.loads(line))
    except (ValueError, ValidationError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise UsageError("batch_line", line=number, reason=reason) from error
    material = (given.material,) if isinstance(given.material, str) else tuple(given.material)
    return Proposal(given.draft, given.proposed, given.instruction, tuple(text for text in material if text))


def _lines(guarded: Guarded, console: Console) -> Iterator[str]:
    yield summary(guarded.compared, guarded.findings, console.language)
    for one in guarded.findings:
        yield from finding_lines(one, console)


def finding_lines(finding: Finding, console: Console, changes: str = "") -> Iterator[str]:
    """A finding for a reader. changes: the numbers of the changes it came with."""
    yield f"{changes}[{console.say(f'severity.{finding.severity}')}] {finding.message(console.language)}"
    if finding.kind in ("copied", "leak", "placeholder"):
        yield f"    {finding.quote}"
    if finding.kind == "copied" and finding.source is not None:
        yield f"    ← {' / '.join(finding.source.passage.path)}  {finding.source.passage.text.strip()}"
