"""What of a draft is judged by itself: its sentences, each with the block, the section and the headings it stands in.

Pure; imports parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.restructure.parts import Part, Parts

_FIRST = re.compile(r"[。；;！!？?：:，,\n]")
_ANNOUNCES = re.compile(r"[：:，,]$")
_SAYS = re.compile("。|，.{6,}$|；")  # a heading that is a sentence of its own
_LABEL = re.compile(
    r"^([（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十](是要?|要)|第[一二三四五六七八九十][，,]|(首先|其次|再次|最后)[，,是])\s*"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence. part: its id; where it is a heading that says something: that of the section.

    words: what it says, behind a heading in its line; head: its first clause. block: the item or paragraph that it stands
    in, section: the section, above: the headings over it, outermost first. edge: stands in the opening or the closing.
    first: begins its block. claims: the last heading stands in the line of its text. announces: only leads to what
    follows (`存在的问题是：`).
    """

    part: str
    block: str
    section: str
    words: str
    head: str
    above: tuple[str, ...]
    edge: str = ""
    first: bool = False
    claims: bool = False
    announces: bool = False


def units(parts: Parts) -> tuple[Unit, ...]:
    """The units of a draft, in order."""
    return tuple(unit for root in parts.roots for unit in _of_section(parts, root, ()))


def _of_section(parts: Parts, part: Part, above: tuple[str, ...]) -> Iterator[Unit]:
    section = part.section
    if section is None or part.fixed:
        return
    heading = "" if part.heading_is_text else " ".join(section.heading.split("\n"))
    own = (*above, heading) if heading else above
    edge = section.kind if section.kind in ("opening", "closing") else ""
    blocks = [child for child in part.children if child.kind != "section"]
    below = [child for child in part.children if child.kind == "section"]
    claims = bool(heading) and "\n" not in parts.text[section.heading_end : part.head_end]
    lead = heading + "。" if claims else ""
    says = (
        bool(heading)
        and not claims
        and _SAYS.search(parts.text[section.heading_start : section.heading_end + 1])
    )
    if heading and not below and (says or not blocks):
        yield _unit(part.id, part.id, part.id, heading, above, edge, first=True)
    for block in blocks:
        for holder, sentence, first in _sentences(block):
            if below and holder.kind != "item":
                continue  # what leads to the sections below stays with their heading
            words = lead + parts.words(sentence)
            yield _unit(sentence.id, holder.id, part.id, words, own, edge, first=first, claims=claims)
            lead = ""
    for child in below:
        yield from _of_section(parts, child, own)


def _sentences(block: Part) -> Iterator[tuple[Part, Part, bool]]:
    """Every sentence with the item or paragraph it stands in, and whether it begins that."""
    first = True
    for child in block.children:
        if child.kind == "sentence":
            yield block, child, first
            first = False
        else:
            yield from _sentences(child)


def _unit(
    part: str,
    block: str,
    section: str,
    words: str,
    above: tuple[str, ...],
    edge: str,
    *,
    first: bool,
    claims: bool = False,
) -> Unit:
    words = _LABEL.sub("", words)
    match = _FIRST.search(words)
    head = words[: match.start()] if match else words
    announces = len(words) <= 40 and _ANNOUNCES.search(words) is not None
    return Unit(part, block, section, words, head[:60], above, edge, first, claims, announces)
