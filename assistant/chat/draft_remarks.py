"""What can be said of a draft without a model: numbering, items, placeholders, lengths, missing facts. Pure.

Imports pure modules and the wording. Only what is plainly there or plainly not there; never a judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from assistant.changes.alignment import units
from assistant.chat.events import Place, Remark
from assistant.chat.mentions import Meant
from assistant.chat.part_names import place_of
from assistant.document import Document
from assistant.revision.length import count
from assistant.structure.section import Outline, Section
from assistant.structure.section_index import SectionIndex
from assistant.structure.structure_notices import shortened
from assistant.wording import Language, Notice, wording

_PLACEHOLDER = re.compile(
    r"【\s*待补[^】\n]{0,60}】|[×Xx]{2,}(?=[镇村县市区局年月日届轮人名个条次])|\*{1,4}(?=[\u4e00-\u9fff])|[×＊]{2,}|_{3,}"
)
_EXAMPLE = re.compile(
    r"比如|例如|譬如|如[，,：:]|再如|有一次|案例|[0-9０-９]|[一二两三四五六七八九十百]+(次|个|件|户|天|名|年|月|人)"
)
_COMMITMENT = re.compile(
    r"[0-9０-９]|每(天|日|周|旬|月|季|半年|年|次|名|人|村|户)|(月|季度|年)底|定期|[一二两三四五六七八九十]+(次|个|件|户|天|名|月|周)|责任人|牵头|负责人|由.{1,8}负责"
)
_SHORT, _SHORT_SHARE = 60, 0.3
_TELLING = 40  # characters of a part from which a missing example is worth telling
_REPEATED = 14  # characters of a sentence that stands twice
_MOST = 20


def remarks(
    document: Document, outline: Outline, language: Language, section: Section | None = None
) -> tuple[Remark, ...]:
    """Remarks on the draft, or one section of it, in the order of the text; at most 20."""
    found = list(_Reader(document, outline, language).all())
    if section is not None:
        found = [
            r for r in found if r.place and section.start <= r.place.start and r.place.end <= section.end
        ]
    found.sort(key=lambda remark: remark.start)
    return tuple(found[:_MOST])


class _Reader:
    def __init__(self, document: Document, outline: Outline, language: Language) -> None:
        self.text, self.outline, self.language = document.text, outline, language
        self.parts = [s for s in outline.walk() if s.kind in ("section", "opening", "closing")]
        self.parents = {child.id: part for part in self.parts for child in part.children}
        self.index = SectionIndex(outline)
        self.leaves = [s for s in self.parts if not s.children]

    def all(self) -> Iterator[Remark]:
        yield from self._numbering()
        yield from self._placeholders()
        yield from self._lengths()
        yield from self._facts()
        yield from self._repeated()
        yield from self._measures()

    def _remark(
        self, section: Section, code: str, start: int, end: int, *, wish: str = "", **params: Any
    ) -> Remark:
        place = place_of(self.outline, Meant(section), self.language)
        text = wording(f"chat.remark.{code}", self.language, **params)
        said = wording(f"chat.wish.{wish}", self.language, **params) if wish else ""
        return Remark(place, text, said, start, end, self.text[start:end] if end - start <= 40 else "")

    def _numbering(self) -> Iterator[Remark]:
        """What the outline warned of: repaired labels, gaps, items that are missing, residue."""
        for notice in self.outline.warnings:
            section = self._warned(notice)
            place: Place | None = place_of(self.outline, Meant(section), self.language) if section else None
            start, end = (section.heading_start, section.heading_end) if section else (0, 0)
            yield Remark(place, notice.text(self.language), "", start, end)

    def _warned(self, notice: Notice) -> Section | None:
        label, heading, place = (notice.params.get(key) for key in ("label", "heading", "place"))
        same = [
            s
            for s in self.parts
            if (s.label == label and shortened(s.heading) == heading)
            or (
                place
                and place
                in (
                    labels + shortened(s.heading) for labels in (self.index.by_id[s.id].labels, s.label or "")
                )
            )
        ]
        return same[0] if len(same) == 1 else None

    def _placeholders(self) -> Iterator[Remark]:
        for section in self.leaves:
            found = list(_PLACEHOLDER.finditer(self.text, section.start, section.end))
            if found:
                examples = "、".join(dict.fromkeys(self._around(m) for m in found[:3]))
                yield self._remark(
                    section,
                    "placeholders",
                    found[0].start(),
                    self._end_with_words(found[0]),
                    count=len(found),
                    examples=examples,
                )

    def _around(self, match: re.Match[str]) -> str:
        return " ".join(self.text[match.start() : self._end_with_words(match)].split())

    def _end_with_words(self, match: re.Match[str]) -> int:
        """Where a placeholder ends; of bare marks (`**`), with the few words after them, which tell the place."""
        if match[0].startswith("【"):
            return match.end()
        line_end = self.text.find("\n", match.end())
        return min(match.end() + 4, line_end if line_end >= 0 else len(self.text))

    def _lengths(self) -> Iterator[Remark]:
        tops = [s for s in self.parts if s.id not in self.parents]
        for beside in (tops, *(list(part.children) for part in self.parts)):
            leaves = [s for s in beside if s.kind == "section" and not s.children]
            sizes = {s.id: count(self.text[s.body_start : s.body_end]) for s in leaves}
            usual = round(median(sizes.values())) if len(sizes) > 2 else 0
            for section in leaves:
                size = sizes[section.id]
                whole = section.heading_start < section.body_end <= section.heading_end
                if section.body_end <= section.body_start:
                    yield self._remark(section, "empty", section.heading_start, section.heading_end)
                elif size < _SHORT and size < usual * _SHORT_SHARE and not whole:
                    yield self._remark(
                        section,
                        "short",
                        section.body_start,
                        section.body_end,
                        wish="short",
                        count=size,
                        usual=usual,
                    )

    def _parent(self, section: Section) -> Section | None:
        return self.parents.get(section.id)

    def _facts(self) -> Iterator[Remark]:
        """Problems without any example, measures without any time or number."""
        for section in self.leaves:
            body = self.text[section.body_start : section.body_end]
            if count(body) < _TELLING or section.kind != "section":
                continue
            if section.role == "problems" and not _EXAMPLE.search(body):
                yield self._remark(
                    section, "no_example", section.body_start, section.body_end, wish="no_example"
                )
            if section.role == "measures" and not _COMMITMENT.search(body):
                yield self._remark(
                    section, "no_commitment", section.body_start, section.body_end, wish="no_commitment"
                )

    def _repeated(self) -> Iterator[Remark]:
        seen: dict[str, Section] = {}
        for section in self.leaves:
            for unit in units(self.text[section.body_start : section.body_end]):
                words = unit.text.strip("，。；！？ \t　\n")
                if unit.kind != "sentence" or len(words) < _REPEATED:
                    continue
                first = seen.setdefault(words, section)
                if first is not section:
                    start = section.body_start + unit.start
                    place = place_of(self.outline, Meant(first), self.language).name
                    quote = words if len(words) <= 30 else words[:29] + "…"
                    yield self._remark(
                        section,
                        "repeated",
                        start,
                        start + len(unit.text),
                        wish="repeated",
                        place=place,
                        quote=quote,
                    )

    def _measures(self) -> Iterator[Remark]:
        problems, measures = self._count("problems"), self._count("measures")
        if problems and measures and len(measures) < len(problems):
            last = self._parent(measures[0]) or measures[0]
            yield self._remark(
                last,
                "fewer_measures",
                last.heading_start,
                last.heading_end,
                problems=len(problems),
                measures=len(measures),
            )

    def _count(self, role: str) -> Sequence[Section]:
        """The parts of the one chapter of a role."""
        tops = [s for s in self.outline.sections if s.kind == "section" and s.role == role]
        return tops[0].children if len(tops) == 1 else ()
