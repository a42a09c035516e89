"""Kind `new_fact`: a fact of the proposal that nobody gave: not the user, and not the library either. Pure."""

from __future__ import annotations

from assistant.guard.facts import Fact
from assistant.guard.findings import Finding
from assistant.guard.name import Name


def finding(fact: Fact, *, reckoned: bool = False) -> Finding:
    """The finding of a fact that is nowhere. An invented place, person or unit is worse than a figure to verify.

    reckoned: it follows from figures that were given, which do not stand beside it.
    """
    name = isinstance(fact.content, Name)
    return Finding(
        "new_name" if name else "reckoned_figure" if reckoned else "new_figure",
        "new_fact",
        "advice" if reckoned else "error" if fact.kind in ("place", "person") else "warning",
        fact.start,
        fact.end,
        fact.quote,
        params={"fact": fact.kind},
    )
