"""What a section's rewrite is asked with, and the suggestion that its reply is. Imports the prompt and pure modules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.changes.diff import apply, hunks
from assistant.document import Document, Span
from assistant.errors import ModelError
from assistant.guard.findings import Proposal
from assistant.language_model.prompt import prompt
from assistant.revision import length, reply
from assistant.revision.briefing import Fence, brief
from assistant.revision.layout import about_marks, settle
from assistant.revision.material import Material
from assistant.revision.suggestion import Citation, Suggestion
from assistant.structure.outline import Outline, Section
from assistant.wording import Notice, wording

if TYPE_CHECKING:
    from assistant.library.hits import Hit

PROMPT = "revise"
# A rewrite much shorter than its original, without a wish to shorten it, may have lost something.
_SHORT = 0.6
_SHORTENING = ("压", "缩", "减", "删", "精", "短", "简", "concise", "short", "cut", "drop")
_OTHER_LANGUAGE = ("翻译", "译成", "英文", "英语", "translat", "English", "Chinese")


class Request:
    """What one section is asked with, and what its reply means.

    longest: characters of a reply beyond which a model repeats itself or writes another report.
    """

    def __init__(
        self,
        document: Document,
        outline: Outline,
        section: Section,
        wish: str,
        material: Sequence[Material],
        hits: Sequence[Hit],
        context_chars: int,
    ) -> None:
        self.document, self.outline, self.section, self.wish = document, outline, section, wish
        self.original = document.text[section.body_start : section.body_end]
        self.material = material
        self.target = length.target(wish)
        self.prompt = prompt(PROMPT)
        fence = Fence()
        place = fence.block("位置", " > ".join(part.name for part in outline.path(section.id)))
        target = wording("length.target.none")
        if self.target is not None:
            target = wording(f"length.target.{self.target.kind}", count=self.target.count)
        count = str(length.count(self.original))
        blocks = brief(
            self.original,
            wish,
            material,
            [hit.passage.text for hit in hits],
            room=context_chars - self.prompt.length() - len(place) - len(target) - len(count),
            limit=context_chars,
            heading=section.name,
            fence=fence,
        )
        self.hits = tuple(hits[: blocks.passages_shown])
        self.notices = blocks.notices
        self.messages = self.prompt.fill(
            place=place,
            original=blocks.original,
            material=blocks.material,
            passages=blocks.passages,
            wish=blocks.wish,
            count=count,
            target=target,
        )
        wanted = self.target.count if self.target else 0
        # Beyond this a model repeats itself or writes another report; the request is closed.
        self.longest = 6 * len(self.original) + 3 * wanted + 6_000

    def suggestion(self, raw: str) -> Suggestion:
        """The suggestion a reply is. Raises ModelError where the reply is none."""
        taken = taken_apart(raw, self.document, self.outline, self.section)
        where = self.section.name
        related = "\n".join([self.wish, *(m.text for m in self.material)])
        code = reply.fault(taken, self.original, related=related)
        if code == "reply_unrelated" and any(word in self.wish for word in _OTHER_LANGUAGE):
            code = None
        if code is not None:
            raise ModelError(
                "reply_too_much" if taken.cut and code == "model_empty" else code, where=where, reason=""
            )
        rewrite, in_text = reply.without_citations(taken.rewrite, self.original)
        note, numbers, unknown = reply.cited(taken.note, len(self.hits))
        numbers = tuple(sorted({*numbers, *(n for n in in_text if 1 <= n <= len(self.hits))}))
        unknown = tuple(sorted({*unknown, *(n for n in in_text if not 1 <= n <= len(self.hits))}))
        made = suggestion_of(
            self.document, self.section, rewrite, note, keep_marks=not about_marks(self.wish)
        )
        if not made.hunks:
            raise ModelError("reply_unchanged", where=where)
        notices = [Notice("reply_cut_to_section")] if taken.cut else []
        if unknown:
            notices.append(Notice("citations_unknown", {"numbers": "".join(f"[{n}]" for n in unknown)}))
        notices += self._length_notices(made.proposed)
        hits = {n: self.hits[n - 1] for n in numbers}
        citations = tuple(
            Citation(n, hit.report.id, hit.report.title, hit.passage) for n, hit in hits.items()
        )
        return replace(made, citations=citations, prompt=self.prompt.stamp, notices=(*made.notices, *notices))

    def proposal(self, made: Suggestion, earlier: Sequence[str] = ()) -> Proposal:
        """What the guard is asked about a suggestion made of a reply."""
        return Proposal(
            self.document.text,
            made.proposed,
            self.wish,
            tuple(one.text for one in self.material),
            self.section.body_start,
            self.section.body_end,
            prompt=tuple(text for _, text in self.prompt.messages),
            earlier=tuple(earlier),
        )

    def _length_notices(self, proposed: str) -> list[Notice]:
        before, after = length.count(self.original), length.count(proposed)
        if self.target is not None:
            missed = self.target.missed_by(after)
            params = {"before": before, "after": after, "target": self.target.count, "difference": missed}
            return [
                Notice(
                    "length_missed" if missed else "length_result", {**params, "rule": wording("length.rule")}
                )
            ]
        shortening = any(word in self.wish for word in _SHORTENING)
        if before >= 40 and after < before * _SHORT and not shortening:
            return [Notice("reply_may_be_short", {"percent": round(100 * after / before)})]
        return []


def taken_apart(raw: str, document: Document, outline: Outline, section: Section) -> reply.Reply:
    inside = {id(part) for part in _walk(section)}
    others = [
        part.name
        for part in outline.walk()
        if id(part) not in inside and part.heading and part.kind == "section"
    ]
    original = document.text[section.body_start : section.body_end]
    return reply.parse(raw, original, heading=section.name, others=others)


def _walk(section: Section) -> list[Section]:
    return [section, *(part for child in section.children for part in _walk(child))]


def suggestion_of(
    document: Document, section: Section, rewrite: str, note: str, *, keep_marks: bool
) -> Suggestion:
    """The suggestion that a rewrite of the section's body is."""
    text, start, end = document.text, section.body_start, section.body_end
    original = text[start:end]
    numbers = _numbers(document, section)
    body = settle(original, rewrite, keep_marks=keep_marks, numbers=numbers)
    if not original:
        before = "" if start == 0 or text[start - 1] == "\n" else "\n"
        after = "" if end == len(text) or text[end] == "\n" else "\n"
        body = f"{before}{body}{after}"
    changes = hunks(original, _tight(body, numbers), offset=start, barriers=document.generated)
    changed = apply(text, changes)
    proposed = changed[start : len(changed) - (len(text) - end)]
    notices = (Notice("numbers_restored"),) if proposed != body else ()
    return Suggestion(
        section.id,
        section.label,
        section.heading,
        section.start,
        section.end,
        start,
        end,
        original,
        proposed,
        note,
        changes,
        notices=notices,
    )


def _tight(body: str, numbers: Sequence[str]) -> str:
    """`body` with its generated numbers as a model writes them, no blank behind: the blank is the number's own."""
    for number in {n for n in numbers if n != n.rstrip()}:
        body = re.sub(rf"(?m)^(\s*){re.escape(number)}", rf"\g<1>{number.rstrip()}", body)
    return body


def _numbers(document: Document, section: Section) -> list[str]:
    """The generated number at the beginning of each line of the body that is not blank, empty where there is none."""
    numbers: list[str] = []
    position = section.body_start
    for line in document.text[section.body_start : section.body_end].split("\n"):
        visible = position + len(line) - len(line.lstrip())
        if line.strip():
            span = next((s for s in document.generated if _covers(s, visible)), None)
            numbers.append(document.text[visible : span.end] if span else "")
        position += len(line) + 1
    return numbers


def _covers(span: Span, position: int) -> bool:
    return span.start <= position < span.end
