"""What the parts of a draft and the tasks on them are called. Pure; imports pure modules and the wording."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat.events import Filters, Place, Task
from assistant.chat.mentions import Meant
from assistant.chat.understanding import Wanted
from assistant.structure.items import Item
from assistant.structure.section import Outline, Section
from assistant.structure.section_name import section_name
from assistant.wording import Language, wording


def place_of(outline: Outline, meant: Meant, language: Language) -> Place:
    """A part as the chat shows it."""
    part: Section | Item = meant.item or meant.section
    name = section_name(outline, meant.section, language, meant.item)
    return Place(meant.section.id, name, part.start, part.end, meant.item.label if meant.item else None)


def task_of(outline: Outline, wanted: Wanted, number: int, language: Language) -> Task:
    """A task as the chat shows it."""
    places = tuple(place_of(outline, meant, language) for meant in wanted.meant)
    kind = wording(f"chat.kind.{wanted.kind}", language)
    about = ""
    if places:
        about = places[0].name
    elif wanted.missing:
        about = wording("chat.which", language)
    elif wanted.scope == "whole":
        about = wording("chat.whole", language)
    return Task(
        number,
        wanted.kind,
        wording("chat.title", language, kind=kind, place=about) if about else kind,
        wanted.wish,
        wanted.scope,
        places[0] if places else None,
        places if len(places) > 1 else (),
        Filters(wanted.role, wanted.report_kind, wanted.origin),
    )


def understood_text(tasks: Sequence[Task], language: Language) -> str:
    """“理解为 改写 · 一（三）工作作风方面”."""
    if not tasks:
        return wording("chat.understood.nothing", language)
    if len(tasks) == 1:
        return wording("chat.understood.one", language, task=tasks[0].title)
    joint = wording("chat.understood.joint", language)
    return wording(
        "chat.understood.many", language, count=len(tasks), tasks=joint.join(task.title for task in tasks)
    )
