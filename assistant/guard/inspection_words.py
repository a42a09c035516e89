"""An `Inspection` in words: figures that can be defended, lists, what was compared and what was not. Pure.

Imports the inspection and the wording. The page, the chat and the exported file say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.guard import copied
from assistant.guard.findings import Finding, Severity, Source
from assistant.guard.formulation import formulations
from assistant.guard.inspection import Alike, Inspection, Shared
from assistant.structure.passages import passage_json
from assistant.wording import Language, wording

_MOST = 50
"""Items of one group that a page is given: a draft that is somebody else's has hundreds."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table of figures."""

    kind: str
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found, at `[start, end)` of the draft. quote: empty where it is about the whole of it; source_name: what
    the source is called, empty where there is none; share: percent of a sentence.
    """

    quote: str
    section: str
    start: int
    end: int
    message: str
    source: Source | None = None
    source_name: str = ""
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: references, own, others, foreign, stale, unsourced, missing, formulations, leaks."""

    kind: str
    label: str
    severity: Severity
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An inspection in one language. rule: how sentences were counted, empty where none was compared."""

    text: str
    compared: str
    rule: str
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...]


def told(inspection: Inspection, language: Language = "zh", *, sources: bool = True) -> Told:
    """The inspection in words; groups in which nothing was found are left out. sources: named by title, else by number."""
    words = _Words(inspection, language, sources)
    return Told(
        words.summary(),
        words.compared(),
        words.rule() if inspection.shelves else "",
        tuple(words.figures()),
        tuple(group for group in words.groups() if group.items),
    )


def inspection_json(inspection: Inspection, language: Language = "zh") -> dict[str, Any]:
    """The inspection for the page::

        {"text": one line, "compared": what with, when, and what not, "rule": how sentences were counted,
         "figures": [{"kind", "label", "value", "note"}],
         "groups": [{"kind", "label", "severity", "count",
                     "items": [{"quote", "section", "start", "end", "message",
                                "source": {"report": {"id", "title", "origin"}, "passage": PASSAGE,
                                           "marks": [[start, end]…] in the passage's text} or null}]}]}

    kind: references, own, others, foreign, stale, unsourced, missing, formulations or leaks; count: of all that was
    found, of which the first fifty are items; start, end: offsets into the draft; quote: empty for an item about the
    whole draft. origin: reference, own, or draft (another one of the same writer, its id the draft's).
    """
    said = told(inspection, language)
    return {
        "text": said.text,
        "compared": said.compared,
        "rule": said.rule,
        "figures": [
            {"kind": one.kind, "label": one.label, "value": one.value, "note": one.note}
            for one in said.figures
        ],
        "groups": [
            {
                "kind": group.kind,
                "label": group.label,
                "severity": group.severity,
                "count": len(group.items),
                "items": [_item_json(item) for item in group.items[:_MOST]],
            }
            for group in said.groups
        ],
    }


def _item_json(item: Item) -> dict[str, Any]:
    source = item.source
    return {
        "quote": item.quote,
        "section": item.section,
        "start": item.start,
        "end": item.end,
        "message": item.message,
        "source": None
        if source is None
        else {
            "report": {"id": source.report_id, "title": source.report_title, "origin": source.origin},
            "passage": passage_json(source.passage),
            "marks": [list(span) for span in source.marks],
        },
    }


class _Words:
    def __init__(self, inspection: Inspection, language: Language, sources: bool) -> None:
        self.found = inspection
        self.language = language
        self.sources = sources
        self.numbers: dict[str, dict[str, int]] = {}

    def name(self, one: Source | Alike | None) -> str:
        """What a source is called."""
        if one is None:
            return ""
        if self.sources:
            return self.text("source.named", title=one.report_title)
        numbers = self.numbers.setdefault(one.origin, {})
        return self.text(f"source.{one.origin}", number=numbers.setdefault(one.report_id, len(numbers) + 1))

    def text(self, key: str, **params: Any) -> str:
        return wording(f"inspection.{key}", self.language, **params)

    def date(self) -> str:
        at = self.found.at.astimezone()
        return self.text("date", year=at.year, month=at.month, day=at.day)

    # --- what was compared -----------------------------------------------------------------------------------

    def compared(self) -> str:
        at = self.date()
        if not self.found.shelves:
            return self.text("compared_nothing", at=at)
        parts = [
            self.text(f"with.{name}", reports=one.compared.reports, passages=one.compared.passages)
            for name, one in self.found.shelves.items()
        ]
        listed = self.text("listed").join(parts)
        return self.text("compared", at=at, **{"with": listed}, generation=self.found.generation)

    def rule(self) -> str:
        return self.text(
            "rule",
            shortest=copied.SHORTEST,
            least=copied.OLD_SHORTEST,
            share=f"{copied.SHARE:.0%}",
            run=copied.RUN,
        )

    def summary(self) -> str:
        found, shelves = self.found, self.found.shelves
        parts = [
            self.text(f"short.{name}", reports=one.compared.reports, value=self.few(one))
            for name, one in shelves.items()
        ]
        if shelves and "references" not in shelves:
            parts.append(self.text("short.not_compared"))
        if found.foreign or "references" in shelves:
            parts.append(self.text("short.foreign", count=len(found.foreign)))
        parts.append(self.text("short.missing", count=len(found.missing)))
        listed = self.text("between").join(parts)
        return self.text("summary" if shelves else "summary_nothing", sentences=found.sentences, found=listed)

    # --- figures ---------------------------------------------------------------------------------------------

    def figures(self) -> Iterator[Figure]:
        found = self.found
        yield self.shared("references", found.references)
        yield self.shared("own", found.own)
        if found.others is not None:
            yield self.shared("others", found.others)
        if "references" in found.shelves:
            yield self.places("foreign", found.foreign, self.text("note.foreign"))
        else:
            yield self.unknown("foreign", "not_compared", self.text("note.no_references"))
        if "own" in found.shelves:
            yield self.places("stale", found.stale, self.text("note.stale"))
        if found.material:
            yield self.places("unsourced", found.unsourced, self.text("note.unsourced"))
        else:
            note = self.text("note.no_material", count=len(found.unsourced))
            yield self.unknown("unsourced", "not_checked", note)
        yield self.places("missing", found.missing, "")
        note = self.text("note.formulations", count=len(formulations()))
        yield self.places("formulations", found.formulations, note)
        if found.leaks:
            yield self.places("leaks", found.leaks, "")

    def shared(self, kind: str, shared: Shared) -> Figure:
        if kind not in self.found.shelves:
            return self.unknown(kind, "not_compared", self.text(f"note.no_{kind}"))
        value = self.text(
            "value.sentences",
            count=len(shared.findings),
            sentences=self.found.sentences,
            letters=shared.letters,
            percent=self.percent(shared),
        )
        return Figure(kind, self.text(f"label.{kind}"), value, self.text("note.shared"))

    def places(self, kind: str, found: tuple[Finding, ...], note: str) -> Figure:
        return Figure(kind, self.text(f"label.{kind}"), self.text("value.places", count=len(found)), note)

    def unknown(self, kind: str, value: str, note: str) -> Figure:
        return Figure(kind, self.text(f"label.{kind}"), self.text(f"value.{value}"), note)

    def few(self, shared: Shared) -> str:
        return self.text("value.few", count=len(shared.findings), percent=self.percent(shared))

    def percent(self, shared: Shared) -> str:
        share = shared.letters / max(1, self.found.letters)
        return self.text("value.least") if 0 < share < 0.001 else f"{share:.1%}"

    # --- lists -----------------------------------------------------------------------------------------------

    def groups(self) -> Iterator[Group]:
        found = self.found
        yield self.group("references", "error", self.same(found.references, "alike"))
        yield self.group("foreign", "error", self.items(found.foreign, "foreign"))
        yield self.group("missing", "error", self.items(found.missing, "missing"))
        yield self.group("leaks", "error", self.items(found.leaks))
        wrong = any(one.severity == "error" for one in found.formulations)
        yield self.group("formulations", "error" if wrong else "advice", self.items(found.formulations))
        yield self.group("own", "warning", self.same(found.own, "alike"))
        yield self.group("stale", "warning", self.items(found.stale, "stale"))
        if found.others is not None:
            yield self.group("others", "warning", self.same(found.others, "alike_others"))
        if found.material:
            yield self.group("unsourced", "advice", self.items(found.unsourced, "unsourced"))

    def group(self, kind: str, severity: Severity, items: Iterable[Item]) -> Group:
        return Group(kind, self.text(f"label.{kind}"), severity, tuple(items))

    def same(self, shared: Shared, alike: str) -> Iterator[Item]:
        for one in shared.alike:
            name = self.name(one)
            message = self.text(f"message.{alike}", title=name, share=round(one.share * 100))
            yield Item("", "", 0, 0, message, None, name)
        yield from self.items(shared.findings, "shared")

    def items(self, found: Iterable[Finding], message: str = "") -> Iterator[Item]:
        """message: which of the inspection's own; the finding's where there is none."""
        for one in found:
            name, share = self.name(one.source), one.params.get("share")
            said = one.message(self.language)
            if message:
                key = "lifted" if one.rule == "foreign_figure" else message
                said = self.text(f"message.{key}", quote=one.quote, title=name, share=share)
            yield Item(
                one.quote, self.found.section(one.start), one.start, one.end, said, one.source, name, share
            )  # fmt: skip
