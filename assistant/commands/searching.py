"""`gaigao search`: comparable passages for one query, or for a file of queries."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.commands.batch import batch_lines
from assistant.commands.console import Console
from assistant.commands.invalid import invalid
from assistant.errors import GaigaoError, UsageError
from assistant.settings import Settings
from assistant.structure.report_identity import KINDS
from assistant.structure.roles import ROLES
from assistant.wording import Reason, wording

if TYPE_CHECKING:
    from assistant.library.hits import Hit
    from assistant.owner.access import LibraryAccess

FAILED = 1


class _Request(BaseModel):
    """One line of a batch, or the arguments of a single search."""

    model_config = ConfigDict(extra="forbid")

    query: str
    k: int = 10
    role: str | None = None
    kind: str | None = None
    origin: str | None = None


def arguments(parser: ArgumentParser, console: Console) -> None:
    """A query or a batch, and what narrows it."""
    parser.add_argument("query", nargs="?", metavar="QUERY", help=console.say("help.query"))
    parser.add_argument("--batch", metavar="FILE", help=console.say("help.batch"))
    parser.add_argument("--k", type=int, default=10, metavar="N", help=console.say("help.k"))
    parser.add_argument(
        "--role", choices=ROLES, metavar="ROLE", help=f"{console.say('help.role')}: {', '.join(ROLES)}"
    )
    parser.add_argument(
        "--kind", choices=KINDS, metavar="KIND", help=f"{console.say('help.kind')}: {', '.join(KINDS)}"
    )
    parser.add_argument("--origin", choices=("reference", "own"), help=console.say("help.origin"))


def search(args: Namespace, settings: Settings, console: Console) -> int:
    """Search once, or once for each line of a batch; a bad line stops no other."""
    from assistant.owner.access import library_access

    if (args.query is None) == (args.batch is None):
        raise UsageError("query_or_batch")
    with library_access(settings) as library:
        library.prepare()  # what is mended when the index is first used is told too
        console.notices(library.notices)
        if args.batch is not None:
            return _batch(args, library, console)
        request = _Request(query=args.query, k=args.k, role=args.role, kind=args.kind, origin=args.origin)
        result, hits = _answer(request, library)
        empty = console.say("nothing_found" if library.list() else "library_empty") if not hits else ""
        console.result(result, _lines(hits, console) if hits else [empty])
    return 0


def _answer(request: _Request, library: LibraryAccess) -> tuple[dict[str, Any], list[Hit]]:
    from assistant.library.hits import search_json

    start = time.perf_counter()
    hits = list(library.search(request.query, request.k, request.role, request.kind, request.origin))
    return search_json(request.query, hits, (time.perf_counter() - start) * 1000), hits


def _batch(args: Namespace, library: LibraryAccess, console: Console) -> int:
    status = 0
    for number, line in enumerate(batch_lines(args.batch), 1):
        if not line.strip():
            continue
        try:
            result, hits = _answer(_request(line, number, args), library)
        except GaigaoError as error:
            status = FAILED
            console.failure(error)
            continue
        console.result(result, [f"# {result['query']}", *_lines(hits, console)])
    return status


def _request(line: str, number: int, args: Namespace) -> _Request:
    """A line as a request: words, or a JSON object whose fields go before the command's own."""
    given: dict[str, Any] = {"k": args.k, "role": args.role, "kind": args.kind, "origin": args.origin}
    try:
        if line.lstrip().startswith("{"):
            return _Request.model_validate({**given, **json.loads(line)})
        return _Request(query=line.strip(), **given)
    except ValidationError as error:
        name, why = invalid(error)
        reason = Reason("reasons.field", {"name": name, "reason": why})
        raise UsageError("batch_line", line=number, reason=reason) from error
    except (ValueError, RecursionError) as error:
        reason = Reason("reasons.not_json", {"column": getattr(error, "colno", 1)})
        raise UsageError("batch_line", line=number, reason=reason) from error


def _lines(hits: list[Hit], console: Console) -> Iterator[str]:
    for hit in hits:
        role = wording(f"roles.{hit.passage.role}", console.language)
        yield f"{hit.rank}. 《{hit.report.title}》 {' / '.join(hit.passage.path)}  [{role} · {hit.score:.2f}]"
        yield f"   {hit.passage.text.strip()}"
