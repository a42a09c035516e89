"""What the owner of a data folder does for other processes: one function a command, each a stream of JSON
objects.

Lines `{"progress": [done, total, what]}` and `{"alive": true}` come first; the last is `{"result": …}` or
`{"error": …}`. To add a command: a function here and its line in `COMMANDS`. Imports the library; knows no
HTTP.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import GaigaoError, LibraryError, StoreError, UsageError
from assistant.library.catalog import Origin
from assistant.owner import wire

if TYPE_CHECKING:
    from assistant.library.library import Library

_LOG = logging.getLogger(__name__)
BEAT = 5.0  # seconds between two signs of life

Line = dict[str, Any]
Progress = Callable[[int, int, str], None]
Command = Callable[["Library", Mapping[str, Any]], Iterator[Line]]
Work = Callable[[Progress], Any]
Prepare = Callable[["Library", Mapping[str, Any]], Work]


def _streamed(prepare: Prepare) -> Command:
    """Run the work in a thread of its own and give its progress as it comes. Closing the stream stops it."""

    def command(library: Library, body: Mapping[str, Any]) -> Iterator[Line]:
        try:
            work = prepare(library, body)
        except (KeyError, TypeError, ValueError) as error:
            yield {"error": wire.error_out(UsageError("bad_request", reason=type(error).__name__))}
            return
        lines: queue.SimpleQueue[Line] = queue.SimpleQueue()
        stopped = threading.Event()

        def progress(done: int, total: int, what: str, /) -> None:
            if stopped.is_set():
                raise LibraryError("stopped")
            lines.put({"progress": [done, total, what]})

        def run() -> None:
            try:
                lines.put({"result": work(progress)})
            except GaigaoError as error:
                lines.put({"error": wire.error_out(error)})
            except Exception as error:  # noqa: BLE001
                # The other process must not wait for ever; the failure's kind is logged, never its text.
                _LOG.error("a command for another process failed: %s", type(error).__name__)
                failure = StoreError("owner_failed", reason=type(error).__name__)
                lines.put({"error": wire.error_out(failure)})

        threading.Thread(target=run, name="gaigao-owner-command", daemon=True).start()
        try:
            while True:
                try:
                    line = lines.get(timeout=BEAT)
                except queue.Empty:
                    line = {"alive": True}
                yield line
                if "result" in line or "error" in line:
                    return
        finally:
            stopped.set()

    return command


def _add(library: Library, body: Mapping[str, Any]) -> Work:
    files = [wire.source_in(source) for source in body["files"]]
    origin: Origin | None = body["origin"]
    return lambda progress: wire.added_out(library.add(files, origin, progress))


def _list(library: Library, _body: Mapping[str, Any]) -> Work:
    return lambda _progress: [wire.report_out(report) for report in library.list()]


def _report(library: Library, body: Mapping[str, Any]) -> Work:
    given = str(body["id"])
    return lambda _progress: wire.report_out(library.report(given))


def _report_document(library: Library, body: Mapping[str, Any]) -> Work:
    given = str(body["id"])
    return lambda _progress: wire.document_out(library.document(given))


def _remove(library: Library, body: Mapping[str, Any]) -> Work:
    ids = [str(given) for given in body["ids"]]
    return lambda progress: wire.removed_out(library.remove(ids, progress))


def _rebuild(library: Library, _body: Mapping[str, Any]) -> Work:
    return lambda progress: library.rebuild(progress).as_json()


def _search(library: Library, body: Mapping[str, Any]) -> Work:
    query, k = body["query"], body["k"]
    if not isinstance(query, str) or not isinstance(k, int):
        raise TypeError
    filters = (body.get("role"), body.get("kind"), body.get("origin"))
    return lambda _progress: [wire.hit_out(hit) for hit in library.search(query, k, *filters)]


def _guard(library: Library, body: Mapping[str, Any]) -> Work:
    proposal = wire.proposal_in(body)
    return lambda _progress: wire.guarded_out(library.guard(proposal))


def _inspect(library: Library, body: Mapping[str, Any]) -> Work:
    submission = wire.submission_in(body)
    return lambda _progress: wire.inspection_out(library.inspect(submission))


COMMANDS: Mapping[str, Command] = {
    "library_add": _streamed(_add),
    "library_list": _streamed(_list),
    "report": _streamed(_report),
    "report_document": _streamed(_report_document),
    "library_remove": _streamed(_remove),
    "library_rebuild": _streamed(_rebuild),
    "search": _streamed(_search),
    "guard": _streamed(_guard),
    "inspect": _streamed(_inspect),
}
