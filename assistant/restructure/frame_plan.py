"""The plan that follows from an assignment: headings renamed, added and put in the frame's order, parts moved below them.

Pure; imports assignment, heading_name and operation. A section that is wholly for one heading becomes it; what fits nowhere stays where
it is. Each operation can be refused by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant.restructure.assignment import Assigned, Assignments
from assistant.restructure.frame import FrameHeading
from assistant.restructure.heading_name import gives_way, is_name, same_name, stands_apart
from assistant.restructure.operation import CERTAINTIES, Certainty, Operation, Plan, To
from assistant.restructure.parts import Part, Parts
from assistant.restructure.tree import Tree
from assistant.structure.roles import names_a_role
from assistant.wording import Reason

# of a section, for it to become a heading: where it has another name, where it has the same
MUCH, MOST = 0.6, 0.5


def plan_from(assignments: Assignments, parts: Parts) -> Plan:
    """The operations that give a draft the headings of the frame."""
    return Plan(tuple(_Planner(assignments, parts).operations))


class _Planner:
    def __init__(self, assignments: Assignments, parts: Parts) -> None:
        self.parts, self.frame = parts, assignments.frame
        self.every = assignments.every
        self.of_part = {part: one for one in self.every for part in one.parts}
        self.gaps = {one.id for gap in assignments.gaps for one in gap.walk()}
        self.goal: dict[str, str | None] = {}
        self.told: dict[str, list[str]] = {}  # section → the headings of the units in it, "" for none
        for root in parts.roots:
            self._goals(root)
        self.carriers = self._carriers()
        self.carried = {part: heading for heading, part in self.carriers.items()}
        self.container: dict[str, str] = {}
        self.operations: list[Operation] = []
        self.taken: dict[str, list[str]] = {}  # section → operations that took something out of it
        self._headings(self.frame.headings, None)
        self._moves()
        self._left_over()

    def _add(self, operation: Operation) -> Operation:
        self.operations.append(operation)
        return operation

    def _next(self) -> str:
        return f"o{len(self.operations) + 1}"

    # -- what whole sections are for --------------------------------------------------------------------------------

    def _goals(self, part: Part) -> list[str | None]:
        """The heading of every section that is wholly for one, by its id; what each unit in `part` is for."""
        if part.kind == "section" and part.fixed:
            return []
        own = self.of_part.get(part.id)
        found: list[str | None] = [own.heading] if own is not None else []
        for child in part.children:
            found += self._goals(child)
        if part.kind == "section":
            self.told[part.id] = [one or "" for one in found]
        if part.kind == "section" and found and len(set(found)) == 1 and found[0] is not None:
            self.goal[part.id] = found[0]
        elif part.kind == "section" and found and None not in found:
            self.goal[part.id] = _common(str(one) for one in found) or None
        return found

    def _carriers(self) -> dict[str, str]:
        """Heading → the section of the draft that becomes it."""
        found: dict[str, str] = {}
        sections = [part for part in self.parts.walk() if part.kind == "section" and not part.fixed]
        for heading in self.frame.walk():
            fitting = [
                part for part in sections if self._fits(part, heading) and part.id not in found.values()
            ]
            if names_a_role(heading.heading) is not None and len(self._subjects(fitting)) > 1:
                fitting = [part for part in fitting if part not in self._subjects(fitting)]
            if fitting:
                found[heading.id] = max(fitting, key=lambda part: self._rank(part, heading)).id
        return found

    def _fits(self, part: Part, heading: FrameHeading) -> bool:
        section = part.section
        if (
            section is None
            or section.kind != "section"
            or part.heading_is_text
            or not _room(part, heading.level)
            or stands_apart(section.heading, heading)
        ):
            return False
        same = same_name(section.heading, heading.heading)
        if self.goal.get(part.id) != heading.id and not self._mostly(part, heading, MOST if same else MUCH):
            return False
        if same:
            return True
        if heading.children and not any(child.kind == "section" for child in part.children):
            return False
        run_in = "\n" not in self.parts.text[section.heading_end : part.head_end] and part.head_end < part.end
        if heading.own_words:
            return True
        return not section.heading or is_name(section.heading, heading.heading, run_in=run_in)

    @staticmethod
    def _subjects(found: Sequence[Part]) -> list[Part]:
        """Those that are named by their subject: beside each other, none of them is all that the heading is for."""
        return [one for one in found if one.section is not None and names_a_role(one.section.heading) is None]

    def _mostly(self, part: Part, heading: FrameHeading, least: float) -> bool:
        """Whether so much of what stands in a section is for a heading, or those below it."""
        told = self.told.get(part.id, [])
        inside = [one for one in told if one == heading.id or one.startswith(f"{heading.id}.")]
        if not told or len(inside) < least * len(told):
            return False
        return least == MOST or _least(o for o in self._inside(part) if o.heading in inside) != "unsure"

    def _rank(self, part: Part, heading: FrameHeading) -> tuple[int, int, int]:
        section = part.section
        assert section is not None
        same = same_name(section.heading, heading.heading)
        depth = part.id.count(".") + 1
        return int(same), -abs(depth - heading.level), part.text_end - part.text_start

    # -- headings ---------------------------------------------------------------------------------------------------

    def _headings(self, headings: Sequence[FrameHeading], above: FrameHeading | None) -> None:
        """Headings beside each other, in their order, then those below each."""
        inside = self.container[above.id] if above is not None else ""
        staying = self._staying([h for h in headings if h.id in self.carriers], inside)
        before: list[str] = []
        for heading in headings:
            place = (
                To("after", tuple(reversed(before))) if before else To("first", (inside,) if inside else ())
            )
            carrier = self.carriers.get(heading.id)
            if carrier is None and heading.own_words and above is not None and above.id in self.carriers:
                continue  # how the text below that one is divided is the writer's own
            if carrier is None:
                self._added(heading, place)
            else:
                if heading.id not in staying:
                    self._moved_section(carrier, heading, place)
                self._renamed(carrier, heading)
                self.container[heading.id] = carrier
            before.append(self.container[heading.id])
        for heading in headings:
            missing = (
                heading.id in self.gaps and self.frame.origin == "report"
            )  # how it divides that is its own
            if heading.id in self.container and not missing:
                self._headings(heading.children, heading)

    def _staying(self, headings: Sequence[FrameHeading], inside: str) -> set[str]:
        """Those whose sections stand where they should, as many as keep their order."""
        order = [part.id for part in self.parts.walk()]
        places = [
            (order.index(self.carriers[h.id]), h.id)
            for h in headings
            if self.parts.above.get(self.carriers[h.id], "") == inside
        ]
        best: list[list[tuple[int, str]]] = []
        for place in places:
            longest = max((run for run in best if run[-1][0] < place[0]), key=len, default=[])
            best.append([*longest, place])
        return {name for _, name in max(best, key=len, default=[])}

    def _added(self, heading: FrameHeading, place: To) -> None:
        gap = heading.id in self.gaps
        code = ("general_gap" if gap else "general") if heading.own_words else "gap" if gap else "container"
        reason = Reason(f"restructure.reason.{code}", {"heading": heading.heading})
        to = To(place.where, place.anchors, heading.heading)
        made = self._add(
            Operation(self._next(), "add", (), to, reason, "likely" if gap else self._certainty(heading))
        )
        self.container[heading.id] = made.made

    def _renamed(self, carrier: str, heading: FrameHeading) -> None:
        part = self.parts.find(carrier)
        section = part.section if part is not None else None
        if section is None or same_name(section.heading, heading.heading):
            return
        if heading.own_words and section.heading:
            return
        reason = Reason("restructure.reason.rename", {"old": section.heading, "heading": heading.heading})
        to = To(heading=heading.heading)
        role = names_a_role(heading.heading)
        plain = role is not None and role == names_a_role(section.heading)
        if plain and self.frame.origin == "report":  # two ways to say the same: a report's is no rule
            return
        certainty: Certainty = "sure" if plain else self._certainty(heading)
        self._add(Operation(self._next(), "rename", (carrier,), to, reason, certainty))

    def _moved_section(self, carrier: str, heading: FrameHeading, place: To) -> None:
        reason = Reason("restructure.reason.order", {"heading": heading.heading})
        made = self._add(Operation(self._next(), "move", (carrier,), place, reason, self._certainty(heading)))
        self._took(carrier, made.id)

    def _certainty(self, heading: FrameHeading) -> Certainty:
        inside = {one.id for one in heading.walk()}
        return _least(one for one in self.every if one.heading in inside)

    # -- parts ------------------------------------------------------------------------------------------------------

    def _moves(self) -> None:
        """Parts below their headings, those that go from one place to another together in one operation."""
        runs: list[tuple[str, str, str, list[str], list[Assigned]]] = []
        for part, wanted, told in self._moving():
            above = self.parts.above.get(part.id, "")
            kind = "section" if part.kind == "section" else "sentence" if part.kind == "sentence" else "block"
            if runs and runs[-1][:3] == (wanted, above, kind):
                runs[-1][3].append(part.id)
                runs[-1][4].extend(told)
            else:
                runs.append((wanted, above, kind, [part.id], list(told)))
        for heading_id, _, _, ids, inside in runs:
            heading = self.frame.find(heading_id)
            assert heading is not None
            reason = Reason(
                "restructure.reason.belongs", {"heading": heading.heading, "why": inside[0].reason}
            )
            to = To("last", (self._place(heading_id),))
            made = self._add(Operation(self._next(), "move", tuple(ids), to, reason, _least(inside)))
            for part_id in ids:
                self._took(part_id, made.id)

    def _moving(self) -> Iterator[tuple[Part, str, list[Assigned]]]:
        """What has to be moved, and below which heading: whole sections where they are for one."""
        pending = [(root, "", False) for root in reversed(self.parts.roots)]
        while pending:
            part, holder, named = pending.pop()
            if part.fixed:
                continue
            if part.kind == "section" and part.id in self.carried:
                holder = self.carried[part.id]
                named = self._named(part, holder)
            goal = self.goal.get(part.id) if part.kind == "section" else None
            heading = self.frame.find(goal) if goal else None
            movable = part.section is None or part.section.kind == "section"
            headed = part.section is not None and bool(part.section.heading)
            whole = heading is not None and not heading.children and _room(part, heading.level + 1)
            if (
                heading is not None
                and whole
                and part.id not in self.carried
                and movable
                and headed
                and not gives_way(part, heading)
            ):
                inside = self._inside(part)
                stays = named and self._stays_below(heading.id, holder, inside)
                if goal != holder and not stays and not self._own_place(part, heading):
                    yield part, heading.id, inside
                continue
            own = self.of_part.get(part.id)
            if own is not None and part.kind != "section":
                if own.heading is not None and own.heading != holder:
                    stays = named and self._stays_below(own.heading, holder, [own])
                    aim = self.frame.find(own.heading)
                    if not stays and not (aim is not None and self._own_place(part, aim)):
                        yield part, own.heading, [own]
                        holder, named = own.heading, False
                elif own.heading is None:
                    holder, named = "", False
            pending.extend((child, holder, named) for child in reversed(part.children))

    def _own_place(self, part: Part, heading: FrameHeading) -> bool:
        """Whether a part stands below the heading above one in the writer's own words: how that is divided is theirs."""
        above = heading.id.rpartition(".")[0]
        return heading.own_words and bool(above) and self._within(part.id, {self._place(above)})

    def _named(self, part: Part, heading_id: str) -> bool:
        """Whether a section had the name of the heading that it becomes."""
        section = part.section
        heading = self.frame.find(heading_id)
        return section is not None and heading is not None and same_name(section.heading, heading.heading)

    @staticmethod
    def _stays_below(heading: str, holder: str, inside: Sequence[Assigned]) -> bool:
        """What the writer put under a heading of the same name leaves it only where it surely belongs elsewhere."""
        return not heading.startswith(f"{holder}.") and _least(inside) != "sure"

    def _inside(self, part: Part) -> list[Assigned]:
        return [one for inner in part.walk() if (one := self.of_part.get(inner.id)) is not None]

    def _place(self, heading_id: str) -> str:
        """The section for a heading; for one that was left to the writer, that for the one above it."""
        while heading_id not in self.container:
            heading_id = heading_id.rpartition(".")[0]
        return self.container[heading_id]

    def _took(self, part_id: str, operation: str) -> None:
        above = self.parts.above.get(part_id, "")
        while above:
            self.taken.setdefault(above, []).append(operation)
            above = self.parts.above.get(above, "")

    # -- what is left -----------------------------------------------------------------------------------------------

    def _left_over(self) -> None:
        """Headings of which all that stood below them has gone: what is left goes with it."""
        moved = {part for one in self.operations if one.kind == "move" for part in one.parts}
        gone: set[str] = set()
        for part in self._inner_first():
            section = part.section
            if section is None or section.kind != "section" or not section.heading or part.id in self.carried:
                continue
            if self._within(part.id, moved | gone) or part.id not in self.taken:
                continue
            inside = self._inside(part)
            if not inside or any(one.heading is None for one in inside) or self._stays(part, moved):
                continue
            top = Counter(str(one.heading).split(".")[0] for one in inside).most_common(1)[0][0]
            target = self.container[top]
            reason = Reason("restructure.reason.left_over", {"heading": section.heading})
            needs = tuple(dict.fromkeys(self.taken[part.id]))
            self._add(
                Operation(self._next(), "merge", (target, part.id), To(), reason, _least(inside), needs)
            )
            gone.add(part.id)

    def _inner_first(self) -> Iterator[Part]:
        """Every part, those in it before it."""
        pending = [(root, False) for root in reversed(self.parts.roots)]
        while pending:
            part, seen = pending.pop()
            if seen:
                yield part
                continue
            pending.append((part, True))
            pending.extend((child, False) for child in reversed(part.children))

    def _within(self, part_id: str, ids: set[str]) -> bool:
        while part_id:
            if part_id in ids:
                return True
            part_id = self.parts.above.get(part_id, "")
        return False

    def _stays(self, part: Part, moved: set[str]) -> bool:
        """Whether a unit of a section is not moved."""
        for one in self._inside(part):
            if not any(self._within(part_id, moved) for part_id in one.parts):
                return True
        return False


def _room(part: Part, level: int) -> bool:
    """Whether a section with all below it can stand at a level."""
    return level + _height(part) - 1 <= Tree.deepest


def _height(part: Part) -> int:
    return int(part.kind == "section") + max((_height(child) for child in part.children), default=0)


def _common(headings: Iterable[str]) -> str:
    """The id of the heading above all these."""
    names = [heading.split(".") for heading in headings]
    found = []
    for step in zip(*names, strict=False):
        if len(set(step)) > 1:
            break
        found.append(step[0])
    return ".".join(found)


def _least(found: Iterable[Assigned]) -> Certainty:
    """The least certain of these."""
    return max((one.certainty for one in found), key=CERTAINTIES.index, default="likely")
