"""What of a draft is assigned as one: a section with its text, or what stands in it, where each may go elsewhere.

Pure; imports parts, roles and themes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.restructure.parts import Part, Parts
from assistant.structure.roles import names_a_role

_FINAL = "。；;：:！!？?，, \u3000"
_ANNOUNCES = re.compile(r"[：:]$")
_TURN = re.compile(
    r"[二三四五六七八九]是|(今后|下一?步|下一?阶段|接下来|明年)[，,我将]|针对(这些|上述|以上)(问题|不足)|究其|(主要)?原因(是|在于|有)"
    r"|(存在的)?(主要)?(问题|不足)(是|主要)|(深刻)?(反思|剖析|检视)[，,]|(产生|出现|存在)(这些|上述|以上)(问题|不足)"
    r"|(根源|根子|症结)(是|在)|(整改|改进|主要|具体)?措施(是|有|：|:)"
    r"|在.{1,8}(上|方面)[，,]"
)
_COUNTS = re.compile("[二三四五六七八九]是")
_FIRST = re.compile(r"[。；;！!？?：:\n]")


@dataclass(frozen=True, slots=True)
class Unit:
    """Parts that are assigned together.

    head: its heading, or its first clause. body: all its text. above: the headings it stands below, outermost first.
    parts: one, or sentences of the unit before that turn to something else (carved).
    edge: stands in the opening or the closing. item: it is, or stands in; opens: begins it. announces: only leads to what follows (`存在的问题是：`).
    """

    parts: tuple[str, ...]
    section: str
    head: str
    body: str
    above: tuple[str, ...]
    start: int
    edge: str = ""
    announces: bool = False
    headed: bool = False
    item: str = ""
    opens: bool = False
    carved: bool = False


def units(parts: Parts) -> tuple[Unit, ...]:
    """The units of a draft, in order."""
    return tuple(unit for root in parts.roots for unit in _of_section(parts, root, ()))


def _of_section(parts: Parts, part: Part, above: tuple[str, ...]) -> Iterator[Unit]:
    section = part.section
    if section is None or part.fixed:
        return
    blocks = [child for child in part.children if child.kind != "section"]
    below = [child for child in part.children if child.kind == "section"]
    edge = section.kind if section.kind in ("opening", "closing") else ""
    heading = " ".join(section.heading.split("\n"))
    own = (*above, heading) if heading else above
    if below:
        for block in blocks:
            for item in _items(block):
                yield _unit(parts, item, own, part.id)
                yield from _carved(parts, item, own, part.id)
        for child in below:
            yield from _of_section(parts, child, own)
        return
    several = sum(1 for block in blocks for _ in _divided(parts, block)) > 1
    if heading and not edge and not (several and _open(parts, part, blocks, heading)):
        words = parts.text[part.text_start : part.text_end]
        yield Unit((part.id,), part.id, heading, words, above, part.text_start, headed=True)
        for block in blocks:
            yield from _carved(parts, block, own, part.id, from_first=True)
        return
    for block in blocks:
        for one in _divided(parts, block):
            yield _unit(parts, one, own, part.id, edge)
            yield from _carved(parts, one, own, part.id)


def _open(parts: Parts, part: Part, blocks: list[Part], heading: str) -> bool:
    """Whether what stands in a section may belong to different headings: its own says only what it is for, or several
    items stand in it."""
    if names_a_role(heading.strip(_FINAL)) is not None or part.heading_is_text:
        return not part.heading_is_text
    return any(block.kind == "item" or any(c.kind == "item" for c in block.children) for block in blocks)


def _items(block: Part) -> Iterator[Part]:
    if block.kind == "item":
        yield block
    else:
        yield from (child for child in block.children if child.kind == "item")


def _divided(parts: Parts, block: Part) -> Iterator[Part]:
    """A block, or the items in it; an item of several paragraphs is these."""
    if block.kind == "item" and any(child.kind == "paragraph" for child in block.children):
        yield from block.children
        return
    items = [child for child in block.children if child.kind == "item"]
    if not items:
        yield block
        return
    lead = [child for child in block.children if child.kind == "sentence" and child.start < items[0].start]
    if lead:
        yield lead[0] if len(lead) == 1 else block
        if len(lead) > 1:
            return
    yield from items


def _unit(parts: Parts, part: Part, above: tuple[str, ...], section: str, edge: str = "") -> Unit:
    words = parts.words(part)
    if part.kind == "item":
        words = parts.text[part.head_end : part.text_end].lstrip()
    match = _FIRST.search(words)
    head = words[: match.start()] if match else words
    announces = len(words) <= 40 and _ANNOUNCES.search(words) is not None
    holder = part if part.kind == "item" else parts.parent(part.id)
    item = holder.id if holder is not None and holder.kind == "item" else ""
    opens = holder is not None and bool(item) and part.text_start <= holder.head_end
    return Unit(
        (part.id,), section, head[:60], words, above, part.text_start, edge, announces, False, item, opens
    )


def _carved(
    parts: Parts, part: Part, above: tuple[str, ...], section: str, *, from_first: bool = False
) -> Iterator[Unit]:
    """The sentences of a part, behind its first, with which it turns to something else (`今后，……`, `二是……`)."""
    runs: list[list[Part]] = []
    for holder in part.walk():
        sentences = [child for child in holder.children if child.kind == "sentence"]
        if holder.kind == "table" or not sentences:
            continue
        current: list[Part] | None = None
        for n, sentence in enumerate(sentences):
            first = n == 0 and (holder is part or part.kind == "section" or holder.kind != "paragraph")
            if (from_first or not first) and _TURN.match(parts.words(sentence)):
                current = []
                runs.append(current)
            if current is not None:
                current.append(sentence)
    for run in runs:
        words = parts.text[run[0].text_start : run[-1].text_end]
        match = _FIRST.search(words)
        label = _COUNTS.match(words)
        begin = label.end() if label else 0
        head = words[begin : match.start()] if match else words[begin:]
        ids = tuple(one.id for one in run)
        yield Unit(
            ids, section, head[:60], words[begin:], above, run[0].text_start, opens=bool(label), carved=True
        )
