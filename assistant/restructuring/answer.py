"""A model's answer to a request for a plan: read whatever its form, checked against the draft. Pure.

Imports restructure, numbering and the wording's types. What is wrong with an answer is told as reasons, so that the
model can be told it once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.restructure.operation import (
    KINDS,
    WHERE,
    Certainty,
    Kind,
    Operation,
    Plan,
    Refusal,
    To,
    Where,
    told,
)
from assistant.restructure.part_name import with_names
from assistant.restructure.parts import Parts
from assistant.restructure.validation import validate
from assistant.structure.numbering import read_label
from assistant.wording import Reason

REASON_CHARS = 120
MOST_FAULTS = 12
_MOST_BEGINNINGS = 400
_BEGINNING = re.compile(r"[{\[]")
_OF_JSON = re.compile(r'[{\[]\s*["{]')
_WHOLE = frozenset(("", "0", "全文", "全篇", "root", "whole", "none", "null"))
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(?=\s*[\]}])")
_PART = re.compile(r"@?[A-Za-z0-9_.\-]+(?:/[A-Za-z0-9_.\-]+)*")
_ID = re.compile(r"[A-Za-z0-9_\-]{1,20}")
_WIDE = str.maketrans("０１２３４５６７８９．／＠，", "0123456789./@,")

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "operations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "kind": {"type": "string", "enum": list(KINDS)},
                    "parts": {"type": "array", "items": {"type": "string"}},
                    "where": {"type": "string", "enum": list(WHERE)},
                    "place": {"type": "string"},
                    "heading": {"type": "string"},
                    "level": {"type": "integer"},
                    "at": {"type": "string"},
                    "reason": {"type": "string"},
                    "certainty": {"type": "string", "enum": ["likely", "unsure"]},
                },
                "required": ["id", "kind", "parts"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["operations"],
    "additionalProperties": False,
}
"""The form of an answer, in the words that every service's JSON mode knows."""


def _text(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    return value.strip() if isinstance(value, str) else value


def _texts(value: object) -> object:
    if isinstance(value, str):
        return [one for one in re.split(r"[、,，;；\s]+", value) if one]
    if value is None:
        return []
    return [_text(one) for one in value] if isinstance(value, list) else [_text(value)]


def _word(value: object) -> object:
    return value.strip().casefold() if isinstance(value, str) else value


def _number(value: object) -> object:
    return 0 if value in (None, "") else value


Text = Annotated[str, BeforeValidator(_text)]


class _Answered(BaseModel):
    """One operation as a model writes it: flat, or with a `to` like the command line's."""

    model_config = ConfigDict(extra="ignore")

    kind: Annotated[Kind, BeforeValidator(_word)]
    id: Text = ""
    parts: Annotated[list[str], BeforeValidator(_texts)] = Field(default_factory=list)
    where: Annotated[Where | None, BeforeValidator(lambda value: _word(value) or None)] = None
    place: Text = ""
    heading: Text = ""
    level: Annotated[int, BeforeValidator(_number)] = 0
    at: Text = ""
    reason: Text = ""
    certainty: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("to"), dict):
            return value
        inner = dict(value["to"])
        inner.setdefault("place", inner.pop("part", ""))
        return {**inner, **{key: one for key, one in value.items() if key != "to"}}


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan as it was read, and what is wrong with it; usable where nothing is. read: an object was found at all.

    faults: as the model is told them, parts by their ids; reason: the first as people are, parts by their names.
    """

    plan: Plan = field(default_factory=Plan)
    faults: tuple[Reason, ...] = ()
    read: bool = True
    reason: Reason = field(default_factory=lambda: Reason("restructuring.fault.unreadable"))


def without_thought(raw: str) -> str:
    """A reply without what a model thought aloud before it."""
    return _THOUGHT.sub("", raw)


def answer_in(
    raw: str, parts: Parts, headings: Sequence[str] = (), said: str = "", example: str = ""
) -> Answer:
    """The plan in a reply, checked. headings: those that new ones are taken from; said: the user's own words; example:
    what the request says itself, which no heading is taken from.
    """
    entries = _entries(raw)
    if entries is None:
        return Answer(faults=(Reason("restructuring.fault.unreadable"),), read=False)
    if not entries:
        nothing = Reason("restructuring.fault.nothing")
        return Answer(faults=(nothing,), reason=nothing)
    operations: list[Operation] = []
    faults: list[Reason] = []
    answered: list[_Answered] = []
    for number, entry in enumerate(entries, 1):
        try:
            answered.append(_Answered.model_validate(entry))
        except ValidationError as error:
            fields = "、".join(sorted({str(one["loc"][0]) if one["loc"] else "?" for one in error.errors()}))
            faults.append(Reason("restructuring.fault.shape", {"number": number, "fields": fields}))
    made = {one.id for one in answered}
    taken = set(made)
    for number, one in enumerate(answered, 1):
        if not _ID.fullmatch(one.id):
            one.id = next(
                name for n in range(number, number + len(taken) + 1) if (name := f"o{n}") not in taken
            )
            taken.add(one.id)
        operations.append(_operation(one, parts, made))
    operations = _makers_first(operations)
    given = "\n".join(_bare(text) for text in (said, parts.text, *headings))
    for n, operation in enumerate(operations):
        faults += _invented(operation, given, _bare(example), framed=bool(headings))
        if operation.to.heading and _bare(operation.to.heading) not in given:
            operations[n] = replace(operation, certainty="unsure")
    plan = Plan(tuple(operations))
    refusals = validate(plan, parts).refusals
    shown = [*faults, *(_refused(with_names(refusal, parts, plan)) for refusal in refusals)]
    faults += map(_refused, refusals)
    return Answer(plan, tuple(faults[:MOST_FAULTS]), reason=shown[0]) if faults else Answer(plan)


def _makers_first(operations: Sequence[Operation]) -> list[Operation]:
    """The same, each behind those that make the parts it names; as they are where that is no order."""
    known = {operation.made for operation in operations}
    waiting, done, made = list(operations), [], set[str]()
    while waiting:
        ready = next((one for one in waiting if _named(one) & known <= made), waiting[0])
        waiting.remove(ready)
        done.append(ready)
        made.add(ready.made)
    return done


def _named(operation: Operation) -> set[str]:
    return {*operation.parts, *operation.to.anchors, operation.to.at}


def _refused(refusal: Refusal) -> Reason:
    params = {"operation": refusal.operation, "reason": refusal.reason()}
    return Reason("restructuring.fault.refused", params)


def _operation(one: _Answered, parts: Parts, made: set[str]) -> Operation:
    names = [_part(name, parts, made) for name in one.parts]
    place = _part(one.place, parts, made)
    if one.kind == "merge" and place and place not in names:  # into `place`
        names = [place, *names]
    if one.kind in ("renumber", "to_headings", "to_items", "rename", "level", "reorder", "split"):
        place = ""
    to = To(
        one.where or "last",
        (place,) if place else (),
        _heading(one.heading),
        one.level,
        _part(one.at, parts, made),
    )
    certainty: Certainty = "unsure" if one.certainty.casefold() == "unsure" else "likely"
    reason = " ".join(one.reason.split())[:REASON_CHARS]
    return Operation(
        one.id,
        one.kind,
        tuple(names),
        to,
        told(reason) if reason else Reason("restructuring.reason.model"),
        certainty,
    )


def _part(name: str, parts: Parts, made: set[str]) -> str:
    """An id as it is meant: without the brackets it was shown in, and the heading behind it."""
    if name.casefold() in _WHOLE or name in parts.by_id:
        return "" if name.casefold() in _WHOLE else name
    match = _PART.search(name.translate(_WIDE))
    if match is None:
        return name[:40]
    found = match[0].rstrip(".")
    return f"@{found}" if found in made and found not in parts.by_id else found


def _heading(words: str) -> str:
    """A heading without the number that follows by itself."""
    words = " ".join(words.split())
    label = read_label(words, 0, len(words))
    return words[label.end :].strip() if label is not None and label.end < len(words) else words


# --- what is in the text -------------------------------------------------------------------------------------------


def _entries(raw: str) -> list[Any] | None:
    """The operations in a reply, whatever stands around them; None where there are none that are whole."""
    text = without_thought(raw)
    found, broken = _values(text)
    if broken:
        found, broken = _values(_TRAILING_COMMA.sub("", text))
    whole = [
        value["operations"]
        for value in found
        if isinstance(value, dict) and isinstance(value.get("operations"), list)
    ]
    if whole:
        return list(whole[-1])
    lists = [value for value in found if isinstance(value, list) and value and all(map(_is_entry, value))]
    if lists:
        return list(lists[-1])
    lines = [value for value in found if _is_entry(value)]
    return lines if lines and not broken else None


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and "kind" in value


def _values(text: str) -> tuple[list[Any], bool]:
    """The JSON objects and lists in a text, outermost ones, in order; whether one was begun and is not whole."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    broken = False
    position = 0
    for _ in range(_MOST_BEGINNINGS):
        match = _BEGINNING.search(text, position)
        if match is None:
            break
        try:
            value, position = decoder.raw_decode(text, match.start())
            found.append(value)
        except (ValueError, RecursionError):
            broken = broken or _OF_JSON.match(text, match.start()) is not None
            position = match.end()
    return found, broken


# --- what may not be said ------------------------------------------------------------------------------------------

_MARKS = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _invented(operation: Operation, given: str, example: str, *, framed: bool) -> Iterator[Reason]:
    """A new heading that nobody gave: of no frame where there is one, of the example, or with figures of its own."""
    words = _bare(operation.to.heading)
    if not words or operation.kind not in ("add", "rename", "split") or words in given:
        return
    params = {"operation": operation.id, "heading": operation.to.heading[:40]}
    if framed or words in example:
        yield Reason("restructuring.fault.heading", params)
    elif any(figure not in given for figure in re.findall(r"\d+", words)):
        yield Reason("restructuring.fault.figure", params)
