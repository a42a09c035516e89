"""What the chat tells about a task: values in, events and sentences out. Pure; imports pure modules and the wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.chat.events import (
    Asked,
    ChatEvent,
    Filters,
    Planned,
    Remark,
    Reviewed,
    Said,
    Suggested,
    TriedAgain,
)
from assistant.chat.length_plan import plan
from assistant.chat.mentions import Meant
from assistant.chat.subject import Subject
from assistant.chat.understanding import Wanted
from assistant.drafting.plan_values import PlanView
from assistant.drafting.values import SuggestionView
from assistant.guard.changes import errors
from assistant.guard.summary import counted, summary
from assistant.restructuring.operation_words import operation_text
from assistant.revision import advice
from assistant.revision.length import count, target
from assistant.revision.suggestion import Citation, Suggestion
from assistant.structure.passages import passage_json
from assistant.wording import Language, wording

if TYPE_CHECKING:
    from assistant.library.hits import Hit

_OPTIONS = 12
_STEPS = 5
_NUMBER = re.compile(r"(?<![.\d])\d{2,6}(?![.\d])")
_PLACEHOLDER = re.compile(r"【\s*待补[：:]?\s*([^】\n]{1,60})】")


def found_text(subject: Subject, hits: Sequence[Hit], filters: Filters) -> str:
    what = [subject.tell(f"found.{filters.origin}")] if filters.origin else []
    what += [wording(f"kinds.{filters.kind}", subject.language)] if filters.kind else []
    narrowed = subject.tell("found.narrowed", what="、".join(what)) if what else ""
    reports = len({hit.report.id for hit in hits})
    return subject.tell(
        "found.some" if hits else "found.none", count=len(hits), reports=reports, narrowed=narrowed
    )


def asked_event(subject: Subject, number: int, task: Wanted) -> Asked:
    """Which part is meant: the candidates, or any part where none was named."""
    if task.meant:
        options = tuple(subject.place(meant) for meant in task.meant)
        text = subject.tell("asked.ambiguous", count=len(options), place=options[0].name)
        return Asked(number, text, options, options[0].section)
    parts = [s for s in subject.outline.walk() if s.kind == "section" and not s.children]
    if len(parts) > _OPTIONS:
        parts = [s for s in subject.outline.sections if s.kind == "section"]
    options = tuple(subject.place(Meant(section)) for section in parts[:_OPTIONS])
    return Asked(number, subject.tell("asked.missing"), options, "")


def shared_out(subject: Subject, number: int, task: Wanted) -> Reviewed:
    """A wish for the whole draft as one click for each part, each with its share of the length wanted."""
    bound = target(task.wish)
    shared = plan(subject.document, subject.outline, task.kept, bound)
    limits = "，".join(task.limits)
    offered: list[Remark] = []
    if shared.possible:
        for share in shared.shares:
            wish, text = task.wish, subject.tell("plan.part", now=share.now)
            if share.wanted is not None:
                key = "plan.wish" if share.wanted <= share.now else "plan.grow"
                wish = subject.tell(key, count=share.wanted, limits=limits).strip()
                text = subject.tell("plan.share", now=share.now, count=share.wanted)
            place = subject.place(Meant(share.section))
            offered.append(Remark(place, text, wish, place.start, place.end))
    if bound is None or shared.left is None:
        return Reviewed(number, tuple(offered), subject.tell("plan.parts"))
    if not shared.possible:
        text = subject.tell("plan.impossible", count=shared.kept, left=max(0, shared.left))
        return Reviewed(number, (), text)
    kept = subject.tell("plan.kept", count=shared.kept) if task.kept else ""
    rule = wording("length.rule", subject.language)
    told = subject.tell("plan.told", now=shared.now, rule=rule, target=bound.count, kept=kept)
    changed = sum(share.now for share in shared.shares)
    if shared.hard and changed:
        hard = subject.tell("plan.hard", percent=round(100 * (1 - shared.left / changed)))
        told = sentences([hard, told], subject.language)
    return Reviewed(number, tuple(offered), told)


def suggested_event(
    subject: Subject, number: int, meant: Meant, suggestion: Suggestion, kept: SuggestionView
) -> Suggested:
    lost = sum(not hunk.fits for hunk in kept.hunks)
    text = [
        subject.tell("suggested.some", count=len(kept.hunks)),
        subject.tell("suggested.moved", count=lost) if lost else "",
    ]
    return Suggested(
        number,
        kept.id,
        subject.place(meant),
        len(kept.hunks),
        suggestion.note,
        sentences(text, subject.language),
        tuple(notice.text(subject.language) for notice in suggestion.notices),
        tuple(kept.citations),
        told_by_the_guard(suggestion, subject.language),
        len(errors(suggestion.findings)),
    )


def tried_again_event(subject: Subject, number: int, first: Suggestion, kept: SuggestionView) -> TriedAgain:
    """Says what the first try had and that a second is being written."""
    wrong = [one.finding for one in errors(first.findings)]
    text = subject.tell("suggested.again", count=len(wrong), found=counted(wrong, subject.language))
    return TriedAgain(number, text, kept.id)


def told_by_the_guard(suggestion: Suggestion, language: Language) -> str:
    """What the guard did and found; empty where it could not be asked."""
    if suggestion.compared is None:
        return ""
    return summary(suggestion.compared, (one.finding for one in suggestion.findings), language)


def questions_in(suggestion: Suggestion) -> list[str]:
    """What a rewrite asks the writer for, each question once."""
    before = set(_PLACEHOLDER.findall(suggestion.original))
    return [q for q in dict.fromkeys(_PLACEHOLDER.findall(suggestion.proposed)) if q not in before]


def remark_of(subject: Subject, one: advice.Remark) -> Remark:
    section = subject.outline.find(one.section_id)
    place = subject.place(Meant(section)) if section else None
    return Remark(place, one.problem, one.wish, one.start, one.end, one.quote, "model")


def length_told(subject: Subject, task: Wanted) -> str:
    """How long the draft or a part of it is, and how far from a number that the question names."""
    text = subject.document.text
    whole = length = count(text)
    rule = wording("length.rule", subject.language)
    said = subject.tell("length.whole", count=whole, rule=rule)
    if task.meant:
        place = subject.place(task.meant[0])
        length = count(text[place.start : place.end])
        said = subject.tell("length.part", place=place.name, count=length, whole=whole, rule=rule)
    named = _NUMBER.findall(task.wish)
    wanted = int(named[-1]) if named else length
    if wanted != length:
        key = "length.more" if wanted > length else "length.less"
        more = subject.tell(key, target=wanted, difference=abs(wanted - length))
        said = sentences([said, more], subject.language)
    return said


def last_accepted(suggestions: Sequence[SuggestionView]) -> SuggestionView | None:
    """The suggestion of which changes were accepted last."""
    dated = [
        (max(hunk.version or 0 for hunk in view.hunks if hunk.state == "accepted"), view)
        for view in suggestions
        if any(hunk.state == "accepted" for hunk in view.hunks)
    ]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))


def sentences(parts: Sequence[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(part.strip() for part in parts if part)


def citation_of(citation: Citation) -> dict[str, Any]:
    """The passage behind `[n]` as the command line's JSON has it."""
    return {
        "n": citation.n,
        "report": {"id": citation.report_id, "title": citation.report_title},
        "passage": passage_json(citation.passage),
    }


def planned_event(subject: Subject, number: int, plan: PlanView) -> ChatEvent:
    """A plan that was made, in short."""
    notices = tuple(notice.text(subject.language) for notice in plan.notices)
    if not plan.operations:
        return Said(sentences((subject.tell("planned.nothing"), *notices), subject.language), number)
    steps = tuple(operation_text(one, subject.language) for one in plan.operations[:_STEPS])
    more = len(plan.operations) - len(steps)
    figures: dict[str, Any] | None = plan.preview.sentences.as_json() if plan.preview else None
    return Planned(
        number,
        plan.id,
        subject.tell(
            "planned.some" if plan.source == "wish" else "planned.by",
            name=plan.name,
            count=len(plan.operations),
        ),
        steps,
        subject.tell("planned.more", count=more) if more else "",
        wording("restructure.sentences.line", subject.language, **figures) if figures else "",
        notices,
    )
