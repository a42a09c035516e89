"""What a message asks for: tasks, each on a part of the draft, by rules alone. Pure; imports pure modules.

`understand` never guesses silently: a reference that may mean several sections gives all of them, the likeliest
first, and a message the rules do not decide is said to be undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.chat.clauses import Clause, clauses, rules
from assistant.chat.mentions import Meant, Mentions, narrower
from assistant.chat.ready_wishes import is_ready
from assistant.revision.length import target
from assistant.structure.place import Place
from assistant.structure.section import Outline, Section

Kind = Literal["find", "rewrite", "review", "inspect", "restructure", "question", "undo", "unsupported"]
Scope = Literal["section", "item", "whole", "none"]

_VAGUE = 0.6  # a reference less sure than this says nothing of what a question is about
_SECTION_CHARS = 800  # a length beyond this (and beyond twice the section's) is that of a draft
_KEEP = re.compile("(别|不要?|不用|先不)[动改变碰]")
_WITH = re.compile("(和|跟|与|连)(?!.{0,12}(分开|不同))")
_NUMBER = re.compile(r"第\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:处|个修改|条修改|项修改)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One task.

    wish: the user's words for it; meant: what it is about, the likeliest first, two or more where it is ambiguous;
    missing: it is about one section, but which was not said; kept: sections to be left as they are; limits: the
    user's words that only limit the wish; keep: numbers of changes that an undo leaves; feature: what cannot be
    done yet; role, report_kind, origin: what a search is narrowed to.
    """

    kind: Kind
    wish: str
    scope: Scope = "none"
    meant: tuple[Meant, ...] = ()
    missing: bool = False
    kept: tuple[Section, ...] = ()
    limits: tuple[str, ...] = ()
    keep: tuple[int, ...] = ()
    feature: str | None = None
    report_kind: str | None = None
    origin: str | None = None
    role: str | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether several sections may be meant."""
        return len(self.meant) > 1


@dataclass(frozen=True, slots=True)
class Understanding:
    """The tasks of a message, in its order. certain: the rules found what each clause wants."""

    tasks: tuple[Wanted, ...]
    certain: bool


@dataclass(slots=True)
class _Group:
    """Clauses that are one task. places: one list of alternatives for each part that is meant."""

    kind: Kind | None
    clauses: list[Clause] = field(default_factory=list)
    places: list[list[Place]] = field(default_factory=list)
    kept: list[Section] = field(default_factory=list)
    soft: bool = False
    feature: str | None = None

    @property
    def decided(self) -> bool:
        """Whether the rules found what is wanted. What only limits is about a rewrite."""
        return self.kind is not None or all(clause.intent == "limit" for clause in self.clauses)

    @property
    def limits(self) -> tuple[str, ...]:
        """The clauses that only limit, those aside that name what is to be left alone."""
        leave = {section.id for section in self.kept}
        return tuple(
            c.text for c in self.clauses if c.intent == "limit" and not (leave and _KEEP.search(c.mended))
        )

    def wish(self, message: str) -> str:
        """The user's words, from the first clause to the last."""
        last = self.clauses[-1]
        return message[self.clauses[0].start : last.start + len(last.text)]


def understand(
    message: str,
    outline: Outline,
    *,
    selected: str | None = None,
    previous: str | None = None,
    text: str = "",
) -> Understanding:
    """The tasks of a message about a draft.

    selected: id of the section chosen on the page; previous: of the one the message before was about; text: the
    draft's text, so that words of the body are understood (“路灯那段”).
    """
    reader = _Reader(message, outline, selected, previous, text)
    if is_ready(message):
        return Understanding((reader.ready(),), True)
    groups = reader.groups(clauses(message))
    tasks = [task for group in groups for task in reader.tasks(group)]
    return Understanding(tuple(tasks), bool(tasks) and all(group.decided for group in groups))


class _Reader:
    def __init__(
        self, message: str, outline: Outline, selected: str | None, previous: str | None, text: str
    ) -> None:
        self.message = message
        self.outline = outline
        self.selected = outline.find(selected) if selected else None
        self.previous = outline.find(previous) if previous else None
        self.mentions = Mentions(outline, self.selected, self.previous, text)

    def ready(self) -> Wanted:
        """A wish that the product offered: one rewrite of the section chosen, or it is asked which."""
        chosen = self.selected or self.previous or self._only_section()
        meant = (Meant(chosen),) if chosen else ()
        return Wanted(
            "rewrite", self.message.strip(), "section" if meant else "none", meant, missing=not meant
        )

    # --- clauses to groups -----------------------------------------------------------------------------------

    def groups(self, found: Sequence[Clause]) -> list[_Group]:
        """Clauses that belong together: a complaint and what is to be done about it, a wish and its limits."""
        groups: list[_Group] = []
        for clause in found:
            current = groups[-1] if groups else None
            before = current.places if current is not None else []
            places, kept = self.mentions.places(clause, before, first=current is None)
            if current is not None and self._joins(clause, places, current):
                self._join(clause, places, kept, current)
                continue
            kind = _kind(clause)
            group = _Group(kind, [clause], places, kept, clause.soft, clause.feature)
            if current is not None and not places and _inherits(clause, current):
                group.places = current.places
            groups.append(group)
        for group in groups:
            if group.kind is None and not group.places and any(_filters(group.clauses).values()):
                group.kind = "find"  # “要本单位以前的”
        return groups

    def _joins(self, clause: Clause, places: list[list[Place]], current: _Group) -> bool:
        kind = _kind(clause)
        if clause.intent == "limit" or _WITH.match(clause.mended):
            return True
        if current.kind == kind == "restructure":
            return True  # one plan: its steps are done together
        same_place = not places or not current.places or narrower(places, current.places) is not None
        if clause.intent == "none":
            return same_place
        if current.kind is None:
            return same_place
        same_place = not places or narrower(places, current.places) is not None
        if current.kind == "find" and kind == "review" and not places:
            return len(clause.text) <= 6  # 给我看看
        if current.kind == "rewrite":
            asks_along = (kind == "question" and not _own(clause)) or (kind == "find" and _manner(clause))
            return same_place and (kind == "rewrite" or asks_along)
        if current.kind == "question" and kind == "rewrite":
            return not places and current.soft
        return current.kind == kind and same_place

    @staticmethod
    def _join(clause: Clause, places: list[list[Place]], kept: list[Section], group: _Group) -> None:
        group.clauses.append(clause)
        group.kept += kept
        if group.kind is None or (group.kind == "question" and clause.intent == "rewrite"):
            group.kind, group.feature = _kind(clause), clause.feature
        if not group.places:
            group.places = places
        elif places:
            group.places = narrower(places, group.places) or group.places

    # --- parts of the draft ----------------------------------------------------------------------------------

    def tasks(self, group: _Group) -> list[Wanted]:
        """The tasks of a group: one for each part that is meant."""
        here = rules().words["here"]
        about = group.places or group.decided or any(here.search(clause.mended) for clause in group.clauses)
        kind: Kind = group.kind or ("rewrite" if about else "question")
        task = Wanted(
            kind, group.wish(self.message), kept=tuple(group.kept), limits=group.limits, feature=group.feature
        )
        if kind == "unsupported":
            return [task]
        if kind == "restructure":  # the whole of it is read anew: a plan tells its parts by itself
            return [task]
        if kind == "inspect":
            return [replace(task, scope="whole")]
        if kind == "undo":
            return [replace(task, keep=_numbers(group.clauses))]
        if kind == "find":
            task = replace(task, **_filters(group.clauses))  # type: ignore[arg-type]
        if kind == "question" and all(
            len(p) > 1 and (p[0].item or p[0].score < _VAGUE) for p in group.places
        ):
            group.places = []
        parts = [
            part
            for part in (
                self.mentions.possible(places, group.kept, group.wish(self.message))
                for places in group.places
            )
            if part
        ]
        if parts:
            return [replace(task, meant=part, scope="item" if part[0].item else "section") for part in parts]
        return [self._unnamed(task, group)]

    def _unnamed(self, task: Wanted, group: _Group) -> Wanted:
        """A task whose part was not named: the section chosen on the page, the whole draft, or to be asked."""
        said = "，".join(clause.mended for clause in group.clauses)
        words = rules().words
        chosen = self.selected or self.previous
        about = replace(task, scope="section", meant=(Meant(chosen),)) if chosen else None
        if words["here"].search(said):
            return about or (task if task.kind == "find" else replace(task, missing=True))
        if words["whole"].search(said):
            return task if task.kind == "find" else replace(task, scope="whole")
        match task.kind:
            case "find":
                return about if about and words["topicless"].search(said) else task
            case "review" | "question":
                return replace(task, scope="whole")
            case _:
                bound = target(said)
                longer = bound is not None and (
                    about is None or bound.count > max(_SECTION_CHARS, 2 * chosen_length(chosen))
                )
                if longer or (group.kept and about is None):
                    return replace(task, scope="whole")
                only = self._only_section()
                if about is None and only is not None:
                    return replace(task, scope="section", meant=(Meant(only),))
                return about or replace(task, missing=True)

    def _only_section(self) -> Section | None:
        """The section of a draft that has only one."""
        parts = [s for s in self.outline.walk() if s.kind == "section" and s.body_end > s.body_start]
        return parts[0] if len(parts) == 1 else None


def chosen_length(section: Section | None) -> int:
    """Characters of a section's body."""
    return section.body_end - section.body_start if section else 0


def _kind(clause: Clause) -> Kind | None:
    if clause.intent in ("limit", "none"):
        return None
    if clause.intent == "rewrite" and clause.soft and clause.asks:
        return "question"
    return clause.intent  # type: ignore[return-value]  # the two others are excluded above


def _inherits(clause: Clause, current: _Group) -> bool:
    """Whether a wish without a part of its own is about the part of the one before."""
    return clause.intent in ("rewrite", "review", "find", "question") and not rules().words["whole"].search(
        clause.mended
    )


def _own(clause: Clause) -> bool:
    """Whether a question is about the draft or its length, and not about the rewrite beside it."""
    return any(rules().words[key].search(clause.mended) for key in ("whole", "counting"))


def _manner(clause: Clause) -> bool:
    """“参考别的镇咋写的” beside a rewrite says how to rewrite; 找, 看 and 有没有 want to see something."""
    return bool(rules().words["manner"].match(clause.mended.lstrip("但也可以再多就请要")))


def _filters(found: Iterable[Clause]) -> dict[str, str | None]:
    said = "，".join(clause.mended for clause in found)
    marks = rules().words["kind_marks"].pattern
    origin = next((name for name, pattern in rules().origins.items() if pattern.search(said)), None)
    kind = next(
        (
            name
            for name, pattern in rules().kinds.items()
            if re.search(
                rf"(?:{marks})?.{{0,2}}(?:{pattern.pattern})(?:{marks})|(?:只看|仅看|只要|只找|限于?)(?:{pattern.pattern})",
                said,
            )
        ),
        None,
    )
    return {"origin": origin, "report_kind": kind}


def _numbers(found: Iterable[Clause]) -> tuple[int, ...]:
    """The changes that stay (“第二处留着”)."""
    numbers = []
    for clause in found:
        if clause.intent == "limit":
            found_numbers = (match[1] for match in _NUMBER.finditer(clause.mended))
            numbers += [int(n) if n.isdecimal() else _chinese(n) for n in found_numbers]
    return tuple(dict.fromkeys(numbers))


def _chinese(written: str) -> int:
    tens, _, ones = written.rpartition("十")
    if "十" not in written:
        return _DIGITS.get(written, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
