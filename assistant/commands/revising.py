"""`gaigao revise`: one section rewritten by the model, or a rewrite made elsewhere, as changes to look at."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import exporting, guarding, output
from assistant.commands.console import Console
from assistant.commands.given import material_argument, materials
from assistant.guard.changes import errors
from assistant.guard.summary import counted, summary
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.document import Document
    from assistant.revision.suggestion import Suggestion
    from assistant.structure.outline import Outline, Section


def arguments(parser: ArgumentParser, console: Console) -> None:
    """The draft, the section, the wish or the rewrite, and what goes with it."""
    parser.add_argument("file", type=Path, metavar="FILE", help=console.say("help.file"))
    parser.add_argument("--section", required=True, metavar="REF", help=console.say("help.section"))
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--instruction", metavar="TEXT", help=console.say("help.instruction"))
    how.add_argument("--proposed", type=Path, metavar="FILE", help=console.say("help.proposed"))
    material_argument(parser, console.say("help.material"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.docx", help=console.say("help.output"))
    exporting.kind_arguments(parser, console)
    parser.add_argument("--reasons", action="store_true", help=console.say("help.reasons"))
    parser.add_argument("--sources", action="store_true", help=console.say("help.sources"))
    parser.add_argument("--force", action="store_true", help=console.say("help.force"))


def revise(args: Namespace, settings: Settings, console: Console) -> int:
    """Make the suggestion; the file itself is never touched."""
    from assistant.documents import read
    from assistant.revision.revision import review_pasted, suggestion_json
    from assistant.structure.outline import outline
    from assistant.structure.section_reference import resolve

    if args.output is not None:
        output.refuse(args.output, [args.file], args.force, exporting.SUFFIXES)
        exporting.kind_of(args)
    document = read(args.file, libreoffice=settings.libreoffice)
    tree = outline(document)
    section = resolve(tree, args.section)
    console.notices((*document.warnings, *tree.warnings))
    if args.proposed is not None:
        suggestion = review_pasted(
            document, tree, section, read(args.proposed, libreoffice=settings.libreoffice).text
        )
        if suggestion.hunks:
            suggestion = _judged(args, settings, console, document, suggestion)
    else:
        suggestion = _rewritten(args, settings, console, document, tree, section)
    if args.output is not None:
        _save(args, console, document, suggestion)
    console.notices(suggestion.notices)
    console.result(suggestion_json(suggestion, console.language), _lines(suggestion, console))
    return 0


def _rewritten(
    args: Namespace, settings: Settings, console: Console, document: Document, tree: Outline, section: Section
) -> Suggestion:
    from assistant.language_model.model import chat_model
    from assistant.owner.access import library_access
    from assistant.revision.revision import Delta, Finished, TryingAgain, revise

    model = chat_model(settings)  # first of all: without a model nothing else is worth waiting for
    given = materials(args, settings)
    where = model.destination
    console.tell(
        console.say("goes_to", address=where.address) if not where.local else console.say("goes_nowhere")
    )

    async def run() -> Suggestion:
        with library_access(settings) as library:
            console.notices(library.notices)
            events = revise(
                document,
                tree,
                section,
                args.instruction,
                model=model,
                library=library,
                material=given,
                context_chars=settings.context_chars,
                guard=library.guard,
            )
            shown = False
            async with aclosing(events) as stream:
                async for event in stream:
                    if isinstance(event, Finished):
                        if shown:
                            sys.stderr.write("\n\n")
                        return event.suggestion
                    if isinstance(event, TryingAgain):
                        wrong = counted(
                            (one.finding for one in errors(event.suggestion.findings)), console.language
                        )
                        console.tell(f"\n\n{console.say('once_more', found=wrong)}")
                        shown = False
                    if isinstance(event, Delta) and not console.as_json:
                        if not shown:
                            console.tell(console.say("generating"))
                            shown = True
                        sys.stderr.write(event.text)
                        sys.stderr.flush()
        raise AssertionError("a revision ends with its suggestion or an error")

    return asyncio.run(run())


def _judged(
    args: Namespace, settings: Settings, console: Console, document: Document, suggestion: Suggestion
) -> Suggestion:
    """A rewrite made elsewhere with what the guard finds in it."""
    from assistant.guard.findings import Proposal
    from assistant.owner.access import library_access
    from assistant.revision.judging import judged

    proposal = Proposal(
        document.text,
        suggestion.proposed,
        material=tuple(one.text for one in materials(args, settings)),
        start=suggestion.body_start,
        end=suggestion.body_end,
    )
    with library_access(settings) as library:
        console.notices(library.notices)
        return judged(suggestion, proposal, library.guard)


def _save(args: Namespace, console: Console, document: Document, suggestion: Suggestion) -> None:
    """The whole text with every change, in the user's own Word file where there is one."""
    from assistant.changes.diff import apply
    from assistant.document import Document
    from assistant.exporting import export, manuscript_of_changed

    after = Document.from_text(apply(document.text, suggestion.hunks))
    manuscript = manuscript_of_changed(args.file, document, after, suggestion)
    made = export(
        manuscript, exporting.kind_of(args), options=exporting.options_of(args), language=console.language
    )
    output.write(args.output, made.data)
    console.notices(made.notices)
    console.tell(console.say("exported", path=args.output))


def _lines(suggestion: Suggestion, console: Console) -> Iterator[str]:
    if not suggestion.hunks:
        yield console.say("no_changes")
        return
    yield console.say("changes", count=len(suggestion.hunks))
    for hunk in suggestion.hunks:
        yield f"\n[{hunk.id}]"
        if hunk.before.strip():
            yield f"- {hunk.before.strip()}"
        if hunk.after.strip():
            yield f"+ {hunk.after.strip()}"
    yield from _findings(suggestion, console)
    if suggestion.note:
        yield f"\n{suggestion.note}"
    if suggestion.citations:
        yield f"\n{console.say('sources')}"
        for citation in suggestion.citations:
            yield f"[{citation.n}] 《{citation.report_title}》 {' / '.join(citation.passage.path)}"


def _findings(suggestion: Suggestion, console: Console) -> Iterator[str]:
    """What the guard compared and found, each finding with the changes it came with."""
    if suggestion.compared is None:
        return
    yield f"\n{summary(suggestion.compared, (one.finding for one in suggestion.findings), console.language)}"
    for one in suggestion.findings:
        changes = "".join(f"[{number}]" for number in one.hunks)
        yield from guarding.finding_lines(one.finding, console, changes)
