"""A suggestion and what the guard says of it. Pure; imports the guard and the suggestion."""

from __future__ import annotations

from dataclasses import replace

from assistant.guard.changes import Guard, by_change, changed, errors
from assistant.guard.findings import Proposal
from assistant.revision.suggestion import Suggestion


def judged(suggestion: Suggestion, proposal: Proposal, guard: Guard) -> Suggestion:
    """The suggestion with its findings; the proposal is the one it makes of its section's body."""
    guarded = guard(proposal)
    made = changed(proposal.draft, suggestion.hunks, suggestion.body_start, suggestion.body_end)
    return replace(suggestion, findings=by_change(guarded.findings, made), compared=guarded.compared)


def better(first: Suggestion, second: Suggestion) -> Suggestion:
    """The one with fewer errors; of equals the second, which was written knowing them."""
    return first if len(errors(first.findings)) < len(errors(second.findings)) else second
