"""`gaigao restructure`: a draft by a frame, by a report's outline or by words, as operations."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands import exporting, guarding, output
from assistant.commands.console import Console
from assistant.errors import GaigaoError, ModelError
from assistant.guard.findings import Guarded, finding_json
from assistant.guard.summary import summary
from assistant.settings import Settings
from assistant.wording import Notice, wording

if TYPE_CHECKING:
    from assistant.changes.runs import Runs
    from assistant.drafting.plan_values import ProposedPlan, Source
    from assistant.language_model.model import ChatModel, Waiting
    from assistant.owner.access import LibraryAccess
    from assistant.restructure.applied import Applied, OutlineEntry
    from assistant.restructure.frame import Frame
    from assistant.restructure.parts import Parts
    from assistant.restructuring.added import OperationFinding


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan with what it makes of the draft, and what the guard says of what it writes; compared None: not asked."""

    parts: Parts
    proposed: ProposedPlan
    applied: Applied
    findings: tuple[OperationFinding, ...] = ()
    guarded: Guarded | None = None
    notices: tuple[Notice, ...] = ()
    runs: Runs | None = None


def arguments(parser: ArgumentParser, console: Console) -> None:
    """The draft, what it is to be like, and where the result goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=console.say("help.file"))
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--like", metavar="REPORT_ID", help=console.say("help.like"))
    how.add_argument("--frame", metavar="NAME", help=console.say("help.frame"))
    how.add_argument("--instruction", metavar="TEXT", help=console.say("help.restructure_instruction"))
    parser.add_argument("--by-rule", action="store_true", help=console.say("help.by_rule"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT.docx", help=console.say("help.restructured")
    )
    exporting.kind_arguments(parser, console)
    parser.add_argument("--reasons", action="store_true", help=console.say("help.reasons"))
    parser.add_argument("--force", action="store_true", help=console.say("help.force"))


def restructure(args: Namespace, settings: Settings, console: Console) -> int:
    """Make the plan; the file itself is never touched."""
    from assistant.documents import read
    from assistant.owner.access import library_access
    from assistant.restructure.named_frame import called
    from assistant.restructure.parts import parts_of
    from assistant.restructuring.frames import all_frames, frame_named
    from assistant.structure.outline import outline
    from assistant.structure.report_identity import identify

    if args.output is not None:
        output.refuse(args.output, [args.file], args.force, exporting.SUFFIXES)
        exporting.kind_of(args)
    document = read(args.file, libreoffice=settings.libreoffice)
    tree = outline(document)
    console.notices((*document.warnings, *tree.warnings))
    parts = parts_of(document, tree)
    frame = frame_named(settings.data_dir, args.frame) if args.frame is not None else None
    kind = identify(document, tree, args.file.name).kind
    with library_access(settings) as library:
        console.notices(library.notices)
        like = args.like
        if frame is None and like is None:
            found = called(args.instruction, all_frames(settings.data_dir), library.list, kind)
            frame, like = (found.frame, found.report or None) if found is not None else (None, None)
        if like is not None:
            frame = _frame_of_report(library, like)
        source: Source = "frame" if like is None else "report"
        proposed = asyncio.run(_plan(args, settings, console, parts, frame, source))
        made = _judged(parts, proposed, library)
    if args.output is not None:
        _save(args, console, made)
    console.notices((*proposed.notices, *made.notices))
    console.result(_json(made, console), _lines(made, console))
    return 0


def _frame_of_report(library: LibraryAccess, report_id: str) -> Frame:
    from assistant.restructure.report_frame import frame_of_report
    from assistant.structure.outline import outline

    report = library.report(report_id)
    document = library.document(report.id)
    tree = outline(document)
    return frame_of_report(
        document, tree, name=report.id, title=report.title, year=report.year, source=report.filename
    )


async def _plan(
    args: Namespace,
    settings: Settings,
    console: Console,
    parts: Parts,
    frame: Frame | None,
    source: Source,
) -> ProposedPlan:
    from assistant.drafting.plan_values import ProposedPlan
    from assistant.language_model.model import chat_model
    from assistant.restructuring.making import by_frame, by_wish
    from vectorstore.embeddings import open_embedder

    def model() -> ChatModel:
        if args.by_rule:
            raise ModelError("no_model")
        chosen = chat_model(settings)
        where = chosen.destination
        said = "goes_nowhere" if where.local else "restructuring_goes_to"
        console.tell(console.say(said, address=where.address))
        return chosen

    events: AsyncGenerator[Waiting | ProposedPlan, None]
    if frame is None:
        events = by_wish(parts, args.instruction, model=model, context_chars=settings.context_chars)
    else:
        events = by_frame(
            parts,
            frame,
            source,
            embed=open_embedder("use").embed_documents,
            model=_if_any(model),
            context_chars=settings.context_chars,
        )
    async with aclosing(events) as stream:
        async for event in stream:
            if isinstance(event, ProposedPlan):
                return event
    raise AssertionError("a plan ends with its proposal or an error")


def _if_any(model: Any) -> ChatModel | None:
    """The model that was chosen; a frame needs none."""
    try:
        chosen: ChatModel = model()
    except ModelError as error:
        if error.code != "no_model":
            raise
        return None
    return chosen


def _judged(parts: Parts, proposed: ProposedPlan, library: LibraryAccess) -> _Made:
    """What the plan makes of the draft, what the guard says of that, and passages for what the draft lacks."""
    from assistant.changes.runs import runs_of_pieces
    from assistant.drafting.standing_plan import Ground
    from assistant.guard.findings import Proposal
    from assistant.restructuring.added import added_spans, in_what_is_added
    from assistant.restructuring.making import with_passages

    ground = Ground(parts.document, proposed.plan)
    every = [one.id for one in proposed.plan.operations]
    done = ground.done(every)
    if proposed.source != "wish":
        proposed = with_passages(proposed, library, parts)
    runs = runs_of_pieces(done.pieces)
    if not added_spans(done.text, runs):
        return _Made(ground.parts, proposed, done.applied, runs=runs)
    try:
        guarded = library.guard(Proposal(parts.text, done.text, proposed.instruction))
    except GaigaoError as error:
        told = Notice("not_checked", {"reason": error.reason()})
        return _Made(ground.parts, proposed, done.applied, notices=(told,), runs=runs)
    findings = in_what_is_added(guarded, done.applied, proposed.plan, runs, every)
    return _Made(ground.parts, proposed, done.applied, findings, guarded, runs=runs)


def _save(args: Namespace, console: Console, made: _Made) -> None:
    """The whole text with every operation, in the user's own Word file where there is one."""
    from assistant.exporting import export, manuscript_of_edits
    from assistant.exporting.manuscript import Reason

    reasons = [
        Reason.of(change.start, change.end, change.reason.text(console.language), ())
        for change in made.applied.changes
    ]
    told = {one.id: one.reason.text(console.language) for one in made.proposed.plan.operations}
    reasons += [
        Reason.of(moved.after[0].start, moved.after[0].end, told[moved.operation], ())
        for moved in made.applied.moved
        if moved.after
    ]
    manuscript = manuscript_of_edits(
        args.file, made.parts.document, made.applied.document, made.applied.edits, reasons, made.runs
    )
    written = export(
        manuscript, exporting.kind_of(args), options=exporting.options_of(args), language=console.language
    )
    output.write(args.output, written.data)
    console.notices(written.notices)
    console.tell(console.say("exported", path=args.output))


def _json(made: _Made, console: Console) -> dict[str, Any]:
    proposed, applied, language = made.proposed, made.applied, console.language
    return {
        "operations": [one.as_json(language) for one in proposed.plan.operations],
        "outline_before": [entry.as_json() for entry in applied.outline_before],
        "outline_after": [entry.as_json() for entry in applied.outline_after],
        "sentences": applied.sentences.as_json(),
        "unassigned": [one.as_json(language) for one in proposed.unassigned],
        "gaps": [dict(gap) for gap in proposed.gaps],
        "changes": [one.as_json(language) for one in applied.changes],
        "findings": [
            {**finding_json(one.finding, language), "operations": list(one.operations)}
            for one in made.findings
        ],
        "by": proposed.made_by,
        "frame": proposed.frame,
        "notices": [notice.as_json(language) for notice in (*proposed.notices, *made.notices)],
        "model": proposed.model,
        "prompt": proposed.prompt,
        "usage": proposed.usage,
    }


# --- for a reader ----------------------------------------------------------------------------------------------


def _outline_lines(entries: Sequence[OutlineEntry]) -> Iterator[str]:
    for entry in entries:
        mark = f"  ← {', '.join(entry.operations)}" if entry.operations else ""
        yield f"{'  ' * max(0, entry.level)}{entry.label}{entry.heading}{mark}"


def _lines(made: _Made, console: Console) -> Iterator[str]:
    from assistant.restructure.part_name import name_of

    proposed, applied, language = made.proposed, made.applied, console.language
    yield console.say("outline_before")
    yield from _outline_lines(applied.outline_before)
    yield f"\n{console.say('outline_after')}"
    yield from _outline_lines(applied.outline_after)
    yield f"\n{console.say('operations', count=len(proposed.plan.operations))}"
    for one in proposed.plan.operations:
        parts = "、".join(name_of(made.parts, part, proposed.plan) for part in one.parts) or one.to.heading
        kind = wording(f"restructure.kind.{one.kind}", language)
        certainty = wording(f"restructure.certainty.{one.certainty}", language)
        yield f"[{one.id}] {kind} {parts}（{certainty}） {one.reason.text(language)}"
    figures: dict[str, Any] = dict(applied.sentences.as_json())
    yield f"\n{wording('restructure.sentences.line', language, **figures)}"
    for left in proposed.unassigned:
        yield wording("restructure.assigned.line", language, quote=" ".join(left.quote.split("\n"))[:40])
    for gap in proposed.gaps:
        line = "reports" if gap.get("from") == "reports" else "line"
        yield wording(f"restructure.gap.{line}", language, heading=gap["heading"])
        for found in gap["passages"]:
            yield f"    《{found['report']['title']}》 {' / '.join(found['passage']['path'])}"
    for change in applied.changes:
        yield change.reason.text(language)
    if made.guarded is not None:
        yield summary(made.guarded.compared, (one.finding for one in made.findings), language)
        for finding in made.findings:
            marks = "".join(f"[{operation}]" for operation in finding.operations)
            yield from guarding.finding_lines(finding.finding, console, marks)
