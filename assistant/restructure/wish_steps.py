"""What each form of a wish makes: moves, merges, splits, headings, levels, numbers. Pure; imports the sketch.

A step tells whether it understood; what it cannot tell it raises as SectionError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.restructure.destinations import Destination, least
from assistant.restructure.naming import Named
from assistant.restructure.operation import Certainty, Operation, To
from assistant.restructure.parts import Part
from assistant.restructure.wish_forms import Form, Heard, heading_of
from assistant.restructure.wish_pairing import distribute, match_up
from assistant.restructure.wish_sketch import Sketch, parts_in, whole
from assistant.structure.numbering import number_of
from assistant.wording import wording

_TITLE = re.compile("新?的?(?:小?标题|题目|名字)的?")
_OF_TITLE = re.compile(r"^(?:小?标题|题目)(?=[“\"《（一二三四五六七八九十])")


# -- one place after another --------------------------------------------------------------------------------------------


def _move(sketch: Sketch, heard: Heard) -> bool:
    whats = sketch.names.several(heard["what"])
    place = sketch.places.read(heard["where"], parts_in(whats))
    return place is not None and _moved(sketch, whats, place)


def _moved(sketch: Sketch, whats: Sequence[Named], place: Destination) -> bool:
    moved = parts_in(whats)
    certainty = least(place.certainty, *(one.certainty for one in whats))
    if place.into is not None and place.into.kind == "item" and all(part.kind == "item" for part in moved):
        sketch.do("merge", [place.into, *moved], None, least(certainty, "likely"))
    else:
        sketch.do("move", moved, place.to, certainty)
    return True


def _shift(sketch: Sketch, heard: Heard) -> bool:
    whats = sketch.names.several(heard["what"])
    count = _count(heard["n"]) or 1
    place = sketch.places.shifted(parts_in(whats), count if heard["way"] in "后下" else -count)
    return place is None or _moved(sketch, whats, place)


def _swap(sketch: Sketch, heard: Heard) -> bool:
    both = sketch.names.several(heard["what"])
    if len(both) != 2:
        return False
    (one, other), certainty = parts_in(both), least(*(named.certainty for named in both))
    if sketch.beside(one, other):
        first, second = sorted((one, other), key=lambda part: part.start)
        sketch.do("reorder", (second, first), None, certainty)
        return True
    if one.kind != other.kind or sketch.names.inside(one, other) or sketch.names.inside(other, one):
        return False
    row = sketch.places.beside(other)
    at = row.index(other)
    above = sketch.parts.above.get(other.id)
    if at:
        back = To("after", (row[at - 1].id,))
    elif len(row) > 1:
        back = To("before", (row[1].id,))
    else:
        back = To("first", (above,) if above else ())
    first_step = sketch.do("move", (other,), To("before", (one.id,)), certainty)
    sketch.do("move", (one,), back, certainty, needs=(first_step.id,))
    return True


def _reverse(sketch: Sketch, heard: Heard) -> bool:
    inner = sketch.members(sketch.names.one(heard["what"]).part)
    if len(inner) < 2:
        return False
    sketch.do("reorder", inner[::-1])
    return True


def _order(sketch: Sketch, heard: Heard) -> bool:
    scope = sketch.names.one(heard["in"]).part if heard["in"] else None
    return _ordered(sketch, sketch.names.several(heard["list"], scope))


def _sequence(sketch: Sketch, heard: Heard) -> bool:
    return _ordered(sketch, sketch.names.several("、".join(one for name in "abc" if (one := heard[name]))))


def _ordered(sketch: Sketch, named: Sequence[Named]) -> bool:
    if len(named) < 2 or not sketch.beside(*parts_in(named)):
        return False
    sketch.do("reorder", parts_in(named), None, least(*(one.certainty for one in named)))
    return True


# -- joining and dividing --------------------------------------------------------------------------------------------


def _merge(sketch: Sketch, heard: Heard) -> bool:
    named = sketch.names.several(heard["what"])
    if len(named) < 2:
        return False
    joined = sorted(parts_in(named), key=lambda part: part.start)
    done = sketch.do("merge", joined, None, least(*(one.certainty for one in named)))
    if heard["heading"] and joined[0].kind == "section":
        _new_heading(sketch, joined[0], heard.own("heading"), done)
    return True


def _merge_into(sketch: Sketch, heard: Heard) -> bool:
    whats = sketch.names.several(heard["what"])
    target = sketch.names.one(heard["into"], parts_in(whats)[:1])
    certainty = least(target.certainty, *(one.certainty for one in whats))
    moved = parts_in(whats)
    if any(part is target.part for part in moved):
        return False
    deeper = target.part.kind == "section" and any(
        part.kind != "section" or sketch.names.depth(part) > sketch.names.depth(target.part) for part in moved
    )
    if deeper or target.part.kind != moved[0].kind:
        sketch.do("move", moved, To("last", (target.part.id,)), least(certainty, "likely"))
    else:
        sketch.do("merge", (target.part, *moved), None, certainty)
    return True


def _split(sketch: Sketch, heard: Heard) -> bool:
    holder = sketch.names.one(heard["what"]).part
    if heard["second"]:
        first = sketch.names.several(heard["first"], holder)
        at: Named | None = sketch.names.several(heard["second"], holder)[0]
        before = first[-1].part
    else:
        inner = sketch.names.several(heard["at"], holder)
        at = _begins(sketch, inner[0], holder) if len(inner) == 1 else None
        before = holder
    if at is None or sketch.parts.parent(at.part.id) is not holder or before.start > at.part.start:
        return False
    heading = ""
    if holder.kind == "section":
        said_so = heading_of(heard.own("heading"))
        heading = said_so or wording("restructuring.new_heading")
    sketch.do("split", (holder,), To(heading=heading, at=at.part.id), at.certainty)
    return True


def _begins(sketch: Sketch, named: Named, holder: Part) -> Named | None:
    """The part directly below `holder` that begins with the one named; None where it stands in the middle of one."""
    part = named.part
    while (above := sketch.parts.parent(part.id)) is not None and above is not holder:
        if above.children[0] is not part:
            return None
        part = above
    return replace(named, part=part) if above is holder and holder.children[0] is not part else None


# -- headings --------------------------------------------------------------------------------------------


def _rename(sketch: Sketch, heard: Heard) -> bool:
    if _TITLE.fullmatch(heard["what"]):  # of what, the clause before it says
        return False
    what = _OF_TITLE.sub("", heard["what"])
    named = sketch.names.one(what)
    _new_heading(sketch, named.part, heard.own("heading"), None, named.certainty)
    return True


def _new_heading(
    sketch: Sketch, part: Part, heading: str, after: Operation | None, certainty: Certainty = "sure"
) -> None:
    needs = (after.id,) if after else ()
    sketch.do("rename", (part,), To(heading=heading_of(heading)), certainty, needs=needs)


def _add(sketch: Sketch, heard: Heard) -> bool:
    heading = heading_of(heard.own("heading"))
    tops = sketch.tops
    if not heading or not tops:
        return False
    where = heard["where"] or ""
    place = sketch.places.read(where, tops[:1]) if where else None
    if where and place is None:
        return False
    if place is None:
        sketch.do("add", (), To("last", heading=heading), "likely")
        return True
    if (
        place.into is not None
        and place.into.children
        and not any(c.kind == "section" for c in place.into.children)
    ):
        return False  # one more of its items is text to write, no section
    sketch.do("add", (), replace(place.to, heading=heading), place.certainty)
    return True


def _level(sketch: Sketch, heard: Heard) -> bool:
    named = sketch.names.several(heard["what"])
    for one in named:
        depth = sketch.names.depth(one.part)
        wanted = _count(heard["level"])
        if not wanted:
            steps = _count(heard["n"]) or 1
            wanted = depth + steps if heard["down"] else depth - steps
        if wanted == depth:
            continue
        last = sketch.operations[-1] if sketch.operations else None
        if (
            last is not None
            and last.kind == "level"
            and last.to.level == wanted
            and last.reason == sketch.reason
        ):
            certainty = least(last.certainty, one.certainty)
            sketch.operations[-1] = replace(last, parts=(*last.parts, one.part.id), certainty=certainty)
        else:
            sketch.do("level", (one.part,), To(level=wanted), one.certainty)
    return True


def _apart(sketch: Sketch, heard: Heard) -> bool:
    """单独成为一部分, 单独作为第三部分."""
    named = sketch.names.one(heard["what"])
    if named.part.kind != "section" or sketch.names.depth(named.part) == 1:
        return False
    number = _count(heard["n"])
    tops = sketch.tops
    if number and number - 1 <= len(tops):
        to = To("before", (tops[0].id,)) if number == 1 else To("after", (tops[number - 2].id,))
        sketch.do("move", (named.part,), to, named.certainty)
    else:
        sketch.do("level", (named.part,), To(level=1), named.certainty)
    return True


def _renumber(sketch: Sketch, heard: Heard) -> bool:
    scope = [] if whole(heard["in"]) else sketch.names.several(heard["in"])
    sketch.do("renumber", parts_in(scope), None, least(*(one.certainty for one in scope)))
    return True


def _to_headings(sketch: Sketch, heard: Heard) -> bool:
    scopes, certainty = sketch.scopes(heard["in"])
    found = []
    for section in scopes:
        items = [p for p in section.walk() if p.kind == "item" and sketch.parts.section_of(p.id) is section]
        if len(items) > 1:
            found.append(items)
    for items in found:
        sketch.do("to_headings", items, None, certainty)
    return bool(found)


def _to_items(sketch: Sketch, heard: Heard) -> bool:
    if (
        not whole(heard["in"])
        and len(named := sketch.names.several(heard["in"])) > 1
        and sketch.beside(*parts_in(named))
    ):
        above = sketch.parts.parent(named[0].part.id)
        scopes, certainty = [above] if above else [], least(*(one.certainty for one in named))
    else:
        scopes, certainty = sketch.scopes(heard["in"])
    found = []
    for section in scopes:
        below = [part for part in section.children if part.kind == "section"]
        if len(below) > 1 and not any(
            p.kind in ("section", "item") for one in below for p in list(one.walk())[1:]
        ):
            found.append(below)
    for below in found:
        sketch.do("to_items", below, None, certainty)
    return bool(found)


def _count(words: str | None) -> int:
    """两 → 2, 三 → 3; 0 where nothing is said."""
    return number_of((words or "").replace("两", "二")) or 0


STEPS: Mapping[Form, Callable[[Sketch, Heard], bool]] = {
    "renumber": _renumber,
    "to_headings": _to_headings,
    "to_items": _to_items,
    "distribute": distribute,
    "match": match_up,
    "level": _level,
    "apart": _apart,
    "split": _split,
    "rename": _rename,
    "add": _add,
    "merge": _merge,
    "merge_into": _merge_into,
    "reverse": _reverse,
    "swap": _swap,
    "order": _order,
    "sequence": _sequence,
    "shift": _shift,
    "move": _move,
}
