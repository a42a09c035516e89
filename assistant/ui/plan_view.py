"""A plan of restructuring as it is drawn: its operations in words, two outlines with what moved between them, figures.

Places are told by numbers of operations and keys of rows, never by offsets. Pure views.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.document import Span
from assistant.drafting.plan_states import depending
from assistant.drafting.plan_values import OperationView, PlanView
from assistant.restructure.applied import Applied, OutlineEntry
from assistant.restructure.part_name import name_of
from assistant.restructure.parts import Parts, parts_of
from assistant.restructuring.operation_words import operation_text
from assistant.restructuring.reviewing import HeldOperation
from assistant.structure.outline import outline
from assistant.ui.finding_view import finding_asked
from assistant.wording import Language, wording

_QUOTE = 60
_AROUND = 16
_SOURCES = {"report": "report", "frame": "frame", "notice": "notice", "wish": "wish"}


@dataclass(slots=True)
class _Row:
    """A line of an outline. piece: not a heading but what stands below one; unmatched: it fits no heading of the frame."""

    key: str
    label: str
    heading: str
    level: int
    start: int
    piece: bool = False
    unmatched: bool = False
    operations: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def mark(self, operation: str) -> None:
        """Belongs to an operation."""
        if operation not in self.operations:
            self.operations.append(operation)


def plan_json(plan: PlanView, language: Language) -> dict[str, Any]:
    """The value of the part `restructure` for a plan: everything of its review."""
    numbers = {one.id: number for number, one in enumerate(plan.operations, 1)}
    needs = {one.id: one.needs for one in plan.operations}
    shown = plan.preview
    states = [one.state for one in plan.operations]
    return {
        "id": plan.id,
        "source": wording(f"page.restructure.source.{_SOURCES[plan.source]}", language, name=plan.name),
        "by": made_by(plan, language),
        "fits": plan.fits,
        "figures": figures_json(shown, language) if shown else None,
        "operations": [
            operation_json(one, numbers, depending(one.id, needs), language) for one in plan.operations
        ],
        "pending": plan.pending,
        "accepted": states.count("accepted"),
        "rejected": states.count("rejected"),
        "outlines": outlines_json(plan, shown, numbers, language) if shown else None,
        "unassigned": [
            {"quote": _cut(one.quote), "text": one.quote, "reason": one.reason.text(language)}
            for one in plan.unassigned
        ],
        "gaps": [
            {"n": number, "heading": gap["heading"], "level": gap.get("level", 1)}
            for number, gap in enumerate(plan.gaps)
        ],
        "changes": changes_json(plan.now, language),
        "notices": [notice.text(language) for notice in plan.notices],
    }


def made_by(plan: PlanView, language: Language) -> str:
    """Who made it, in a word."""
    key = "by_model" if plan.made_by == "model" else "by_rules"
    return wording(f"page.restructure.{key}", language, model=plan.model or "")


def figures_json(applied: Applied, language: Language) -> dict[str, Any]:
    """全文 86 句，移动 12 句，丢失 0 句."""
    count = applied.sentences
    key = "figures_added" if count.added else "figures"
    values: dict[str, Any] = {
        "before": count.before,
        "moved": count.moved,
        "added": count.added,
        "lost": count.lost,
    }
    return {"text": wording(f"page.restructure.{key}", language, **values), "lost": count.lost}


def operation_json(
    one: OperationView, numbers: Mapping[str, int], needed_by: Iterable[str], language: Language
) -> dict[str, Any]:
    """An operation as its row is drawn. needed_by: what would be refused with it."""
    joint = wording("guard.between", language)
    needs = joint.join(str(numbers[name]) for name in one.needs if name in numbers)
    along = joint.join(map(str, sorted(numbers[name] for name in needed_by)))
    certainty = one.operation.certainty
    return {
        "id": one.id,
        "n": numbers[one.id],
        "kind": one.operation.kind,
        "kind_name": wording(f"restructure.kind.{one.operation.kind}", language),
        "text": operation_text(one, language),
        "reason": one.operation.reason.text(language),
        "certainty": certainty,
        "certainty_name": wording(f"page.restructure.certainty.{certainty}", language),
        "state": one.state,
        "needs": wording("page.restructure.needs", language, n=needs) if needs else "",
        "needed_by": wording("page.restructure.needed_by", language, n=along)
        if along and one.state != "rejected"
        else "",
        "because": numbers.get(one.because) if one.because else None,
        "refusal": one.refusal.text(language) if one.refusal else "",
        "texts": list(one.texts),
    }


def confirm_json(held: HeldOperation, language: Language) -> dict[str, Any]:
    """What the page asks before an operation is accepted against what the guard found in what it writes."""
    return {
        "operation": held.operation,
        "findings": [finding_asked(one, language) for one in held.findings],
    }


def changes_json(now: Applied | None, language: Language) -> list[dict[str, Any]]:
    """Words that no longer fit after what was accepted. ready: whether there is something to put in their place."""
    if now is None or not now.accepted:
        return []
    return [
        {
            "quote": change.quote,
            "around": [
                _line(now.text[max(0, change.start - _AROUND) : change.start].rpartition("\n")[2]),
                _line(now.text[change.end : change.end + _AROUND].partition("\n")[0]),
            ],
            "proposal": change.proposal or "",
            "reason": change.reason.text(language),
            "ready": change.proposal is not None and change.proposal != change.quote,
        }
        for change in now.changes
    ]


# -- the two outlines -----------------------------------------------------------------------------------------------


def outlines_json(
    plan: PlanView, shown: Applied, numbers: Mapping[str, int], language: Language
) -> dict[str, Any]:
    """Both outlines, and which row of one is which row of the other where an operation moved or changed it.

    links: [row before, row after, number of the operation, whether it moved].
    """
    document = plan.document
    assert document is not None
    parts = parts_of(document, outline(document))
    before = [_of_entry("b", one) for one in shown.outline_before]
    after = [_of_entry("a", one) for one in shown.outline_after]
    links: list[tuple[str, str, str, bool]] = []
    _moved(shown, parts, before, after, links)
    _changed(plan, shown, before, after, links)
    _unmatched(plan, shown, before, after)
    return {
        "before": [_row_json(row, numbers, language) for row in _sorted(before)],
        "after": [_row_json(row, numbers, language) for row in _sorted(after)],
        "links": [[one, other, numbers[operation], moved] for one, other, operation, moved in links],
    }


def _of_entry(side: str, entry: OutlineEntry) -> _Row:
    row = _Row(f"{side}-{entry.id}", entry.label, entry.heading, max(1, entry.level), entry.start)
    row.operations.extend(entry.operations)
    return row


def _moved(
    shown: Applied,
    parts: Parts,
    before: list[_Row],
    after: list[_Row],
    links: list[tuple[str, str, str, bool]],
) -> None:
    """What was moved, on both sides: a heading by its own row, other parts by one row where several go together."""
    old, new = _by_key(before), _by_key(after)
    groups: dict[tuple[str, str, str], list[tuple[str, Span, Span]]] = {}
    for moved in shown.moved:
        row, made = old.get(f"b-{moved.part}"), new.get(f"a-{moved.part}")
        if row is not None and made is None and moved.after:
            made = _at(after, moved.after[0].start)  # its heading is gone with a merge
        if row is not None and made is not None:
            row.mark(moved.operation)
            made.mark(moved.operation)
            links.append((row.key, made.key, moved.operation, True))
            continue
        if not moved.after:
            continue
        above, below = _at(before, moved.before.start), _at(after, moved.after[0].start)
        key = (moved.operation, above.key if above else "", below.key if below else "")
        groups.setdefault(key, []).append((moved.part, moved.before, moved.after[0]))
    for number, ((operation, above_key, below_key), found) in enumerate(groups.items()):
        above, below = old.get(above_key), new.get(below_key)
        names = [_name(parts, part) for part, _, _ in found]
        pair = []
        for side, row, rows, start in (
            ("b", above, before, found[0][1].start),
            ("a", below, after, found[0][2].start),
        ):
            level = row.level + 1 if row else 1
            piece = _Row(
                f"{side}p{number}", "", names[0], level, start, True, operations=[operation], texts=names[1:]
            )
            rows.append(piece)
            pair.append(piece.key)
        links.append((pair[0], pair[1], operation, True))


def _changed(
    plan: PlanView,
    shown: Applied,
    before: list[_Row],
    after: list[_Row],
    links: list[tuple[str, str, str, bool]],
) -> None:
    """Headings that stay where they are and are called otherwise, and those that are gone with a merge."""
    old, new = _by_key(before), _by_key(after)
    linked = {(one, other) for one, other, _, _ in links}
    for view in plan.operations:
        if view.id not in shown.accepted:
            continue
        for part in view.operation.parts:
            row, made = old.get(f"b-{part}"), new.get(f"a-{part}")
            if row is not None:
                row.mark(view.id)
            if row is not None and made is not None and (row.key, made.key) not in linked:
                linked.add((row.key, made.key))
                links.append((row.key, made.key, view.id, False))
        if view.operation.kind == "merge" and view.operation.parts:
            target = new.get(f"a-{view.operation.parts[0]}")
            for part in view.operation.parts[1:]:
                gone = old.get(f"b-{part}")
                told = gone is not None and any(one == gone.key and by == view.id for one, _, by, _ in links)
                if gone is not None and target is not None and not told:
                    links.append((gone.key, target.key, view.id, True))


def _unmatched(plan: PlanView, shown: Applied, before: list[_Row], after: list[_Row]) -> None:
    """没对上的, at its place on both sides."""
    assert plan.document is not None
    for number, one in enumerate(plan.unassigned):
        words = one.quote.strip().partition("\n")[0]
        for side, rows, text in (("b", before, plan.document.text), ("a", after, shown.text)):
            start = text.find(words) if words else -1
            if start >= 0:
                above = _at(rows, start)
                if above is not None and words.startswith(above.label + above.heading):
                    above.unmatched = True  # a heading that runs into its text
                    continue
                level = above.level + 1 if above else 1
                rows.append(_Row(f"{side}u{number}", "", _cut(one.quote), level, start, True, True))


def _by_key(rows: Iterable[_Row]) -> dict[str, _Row]:
    return {row.key: row for row in rows}


def _at(rows: Sequence[_Row], start: int) -> _Row | None:
    """The heading that a place stands below."""
    headings = [row for row in rows if not row.piece]
    at = bisect_right([row.start for row in headings], start) - 1
    return headings[at] if at >= 0 else None


def _sorted(rows: list[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (row.start, row.piece))


def _name(parts: Parts, part_id: str) -> str:
    """What a part that is no heading begins with."""
    part = parts.find(part_id)
    return _cut(parts.words(part)) if part is not None else name_of(parts, part_id)


def _row_json(row: _Row, numbers: Mapping[str, int], language: Language) -> dict[str, Any]:
    more = len(row.texts)
    return {
        "key": row.key,
        "label": row.label,
        "text": row.heading,
        "more": wording("page.restructure.more_pieces", language, n=more) if more else "",
        "level": row.level,
        "piece": row.piece,
        "unmatched": row.unmatched,
        "n": [numbers[one] for one in row.operations if one in numbers],
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    words = _line(text)
    return words if len(words) <= _QUOTE else words[:_QUOTE] + "……"
