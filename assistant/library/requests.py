"""What can be asked of the library, and the refusal of what cannot. Pure but for the catalog's types."""

from __future__ import annotations

from typing import TypedDict

from assistant.errors import UsageError
from assistant.library.catalog import ORIGINS, Origin
from assistant.structure.report_identity import KINDS
from assistant.structure.roles import ROLES

MAX_HITS = 200
MAX_TITLE = 200
YEARS = range(1949, 2101)


class Changes(TypedDict, total=False):
    """What a user may correct of a report. year: the one reported on, None where it is about none."""

    title: str
    kind: str
    year: int | None
    origin: Origin


def check_search(query: str, k: int, role: str | None, kind: str | None, origin: str | None) -> None:
    """Raises UsageError: empty_query, bad_k, unknown_filter."""
    if not query.strip():
        raise UsageError("empty_query")
    if not 1 <= k <= MAX_HITS:
        raise UsageError("bad_k", where=str(k), limit=MAX_HITS)
    for given, known in ((role, ROLES), (kind, KINDS), (origin, ORIGINS)):
        _check_known(given, known)


def check_origin(origin: str | None) -> None:
    """Raises UsageError("unknown_filter")."""
    _check_known(origin, ORIGINS)


def check_changes(changes: Changes) -> None:
    """Raises UsageError: bad_title, bad_year, unknown_filter."""
    title, year = changes.get("title", "-"), changes.get("year")
    if not title.strip() or len(title) > MAX_TITLE:
        raise UsageError("bad_title", limit=MAX_TITLE)
    if year is not None and year not in YEARS:
        raise UsageError("bad_year", where=str(year), first=YEARS[0], last=YEARS[-1])
    if "kind" in changes:
        _check_known(changes["kind"], KINDS)
    check_origin(changes.get("origin"))


def _check_known(given: str | None, known: tuple[str, ...]) -> None:
    if given is not None and given not in known:
        raise UsageError("unknown_filter", where=given, candidates=known)
