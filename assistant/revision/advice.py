"""What the model says about a draft without changing it: a review, the answer to a question, a message as tasks.

Imports the model, prompts and pure modules. Parsing is pure: `remarks_in` and `tasks_in`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.document import Document
from assistant.errors import ModelError
from assistant.language_model.model import ChatModel, Ended, Piece, Waiting
from assistant.language_model.prompt import prompt
from assistant.revision import reply
from assistant.revision.briefing import Fence, fit_material, fit_passages, restore
from assistant.revision.material import Material
from assistant.revision.suggestion import Citation
from assistant.structure.outline import Outline, Section
from assistant.structure.room import longest_that_fits
from assistant.wording import Notice

if TYPE_CHECKING:
    from assistant.library.hits import Hit

CONTEXT_CHARS = 12_000
_SHORTEST_PIECE = 60
_PASSAGES_SHARE = 0.5
WHOLE = "全文"
# An answer without a remark that says so; any other answer without one is no review.
_ALL_CLEAR = re.compile(
    r"(没有|未|无).{0,8}(毛病|问题|意见|不妥|硬伤|可改|要改|该改|改的地方|修改之处)|^无[。.]?$|\b(nothing|no remarks|no comments)\b",
    re.IGNORECASE,
)
_ALL_CLEAR_CHARS = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """One point of a review. quote: words of the draft at `[start, end)`; wish: what a rewrite would be asked."""

    section_id: str
    quote: str
    start: int
    end: int
    problem: str
    wish: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A further piece of an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer; `[n]` in it are its citations, `〔2.1〕` sections."""

    text: str
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The remarks of a review, in the order the model gave them (the weightiest first)."""

    remarks: tuple[Remark, ...]
    notices: tuple[Notice, ...] = ()


Kind = Literal["find", "rewrite", "review", "inspect", "restructure", "question"]
_KINDS: dict[str, Kind] = {
    "查找": "find", "查": "find", "找": "find", "改写": "rewrite", "修改": "rewrite", "改": "rewrite",
    "审稿": "review", "点评": "review", "审": "review", "检查": "inspect", "送审前检查": "inspect", "查重": "inspect",
    "结构": "restructure", "调整结构": "restructure", "调结构": "restructure", "移动": "restructure", "问题": "question", "提问": "question", "回答": "question",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """One task of a message. section_id: None for the whole draft or where no section can be told."""

    kind: Kind
    section_id: str | None
    wish: str


async def review(
    document: Document,
    outline: Outline,
    *,
    model: ChatModel,
    section: Section | None = None,
    wish: str = "",
    context_chars: int = CONTEXT_CHARS,
) -> AsyncGenerator[Waiting | Reviewed, None]:
    """审稿: remarks on the draft or one section of it. Raises ModelError("review_unreadable") and what the model raises."""
    asked, fence = prompt("review"), Fence()
    wanted = fence.block("要求", wish[:500] or "找出最该改的地方")
    room = context_chars - asked.length() - len(wanted) - fence.cost("稿子")
    draft, notices = numbered_draft(document, outline, room, section)
    messages = asked.fill(draft=fence.block("稿子", draft), wish=wanted)
    text, ended = "", Ended(None, model.name)
    async with aclosing(model.stream(messages)) as events:
        async for event in events:
            match event:
                case Piece():
                    text += event.text
                case Ended():
                    ended = event
                case _:
                    yield event
    remarks = remarks_in(restore(text), document, outline, section)
    said = reply.plain_answer(text)
    if not remarks and (len(said) > _ALL_CLEAR_CHARS or not _ALL_CLEAR.search(said)):
        raise ModelError("review_unreadable", where=model.name)
    yield Reviewed(remarks, (*notices, *ended.notices))


async def answer(
    question: str,
    document: Document,
    outline: Outline,
    *,
    model: ChatModel,
    hits: Sequence[Hit] = (),
    material: Sequence[Material] = (),
    section: Section | None = None,
    context_chars: int = CONTEXT_CHARS,
) -> AsyncGenerator[Waiting | Delta | Answered, None]:
    """The answer to a question about the draft (or one section of it), streamed; `Answered` is last."""
    asked, fence = prompt("answer"), Fence()
    wanted = fence.block("问题", question[:2_000])
    left = context_chars - asked.length() - len(wanted) - sum(map(fence.cost, ("稿子", "素材", "参考片段")))
    facts, told = fit_material(material, question, left // 4)
    shown, also = fit_passages([hit.passage.text for hit in hits], int((left - len(facts)) * _PASSAGES_SHARE))
    draft, cut = numbered_draft(document, outline, left - len(facts) - len("\n".join(shown)), section)
    messages = asked.fill(
        draft=fence.block("稿子", draft),
        material=fence.block("素材", facts),
        passages=fence.block("参考片段", "\n".join(shown)),
        question=wanted,
    )
    text, said, ended = "", "", Ended(None, model.name)
    async with aclosing(model.stream(messages)) as events:
        async for event in events:
            match event:
                case Piece():
                    text += event.text
                    visible = restore(reply.visible_answer(text))
                    if visible.startswith(said) and len(visible) > len(said):
                        yield Delta(visible[len(said) :])
                        said = visible
                case Ended():
                    ended = event
                case _:
                    yield event
    clean, numbers, unknown = reply.cited(restore(reply.plain_answer(text)), len(shown))
    if not clean.strip():
        raise ModelError("model_empty", where=model.name)
    notices = [*told, *also, *cut, *ended.notices]
    if unknown:
        notices.append(Notice("citations_unknown", {"numbers": "".join(f"[{n}]" for n in unknown)}))
    used = {n: hits[n - 1] for n in numbers}
    citations = tuple(Citation(n, hit.report.id, hit.report.title, hit.passage) for n, hit in used.items())
    yield Answered(clean, citations, tuple(notices))


async def understand(
    message: str,
    outline: Outline,
    *,
    model: ChatModel,
    selected: str | None = None,
    context_chars: int = CONTEXT_CHARS,
) -> tuple[Wanted, ...]:
    """A message as tasks, for what rules did not decide; empty where the model's answer says nothing usable."""
    asked, fence = prompt("understand"), Fence()
    lines = [f"{part.id} {part.name[:60]}" for part in outline.walk() if part.kind == "section"]
    room = context_chars - asked.length() - 3_000
    while lines and sum(map(len, lines)) + len(lines) > room:
        lines.pop()
    messages = asked.fill(
        outline=fence.block("目录", "\n".join(lines)),
        selected=fence.block("选中", selected or ""),
        message=fence.block("话", message[:2_000]),
    )
    answered = await model.complete(messages)
    return tasks_in(restore(answered.text), outline)


# --- what is given -----------------------------------------------------------------------------------------


def numbered_draft(
    document: Document, outline: Outline, room: int, section: Section | None = None
) -> tuple[str, list[Notice]]:
    """The draft (or one section) with `〔id〕` before each part, in at most `room` characters.

    Where it is too long, the longest parts are cut to the same length each, and that is told.
    """
    heads: list[str] = []
    bodies: list[str] = []
    for part in _parts(outline, section):
        body_end = part.children[0].start if part.children else part.body_end
        heads.append(f"〔{part.id}〕{part.name}" if part.label or part.heading else f"〔{part.id}〕")
        bodies.append(document.text[part.body_start : max(part.body_start, body_end)].strip())
    left = max(0, room - sum(len(head) + 3 for head in heads))
    limit = longest_that_fits([len(body) for body in bodies], left)
    cut = [body if len(body) <= limit else body[: max(0, limit - 2)] + "……" for body in bodies]
    pairs = zip(heads, cut, strict=True)
    text = "\n".join(f"{head}\n{body}" if body else head for head, body in pairs)[: max(0, room)]
    shortened = sum(1 for body in bodies if len(body) > limit)
    return text, [Notice("draft_shortened", {"count": shortened})] if shortened else []


def _parts(outline: Outline, section: Section | None) -> list[Section]:
    parts = [part for part in outline.walk() if part.kind != "residue"]
    if section is None:
        return parts
    return [part for part in parts if section.start <= part.start and part.end <= section.end]


# --- what is answered --------------------------------------------------------------------------------------

_COLUMN = re.compile(r"\s*[｜|]\s*")
_ID = re.compile(r"[〔\[【（(]?\s*(u?\d+(?:\.\d+)*)\s*[〕\]】）)]?")
_QUOTES = "“”\"'‘’「」『』…。，,;； "


def remarks_in(
    text: str, document: Document, outline: Outline, section: Section | None = None
) -> tuple[Remark, ...]:
    """The remarks in a reply, one a line: `〔id〕｜quote｜problem｜wish`. A line of another form is left out.

    A quote is looked for in the draft; where it is not found the remark is about its section as a whole.
    """
    found: list[Remark] = []
    for line in reply.plain_answer(text).split("\n"):
        columns = [column.strip() for column in _COLUMN.split(line.strip().strip("|｜")) if column.strip()]
        if len(columns) < 3 or not (number := _ID.search(columns[0])):
            continue
        part = outline.find(number[1]) or section
        if part is None:
            continue
        quote, problem, wish = (
            (columns[1], columns[2], columns[3]) if len(columns) > 3 else ("", columns[1], columns[2])
        )
        words = quote.strip(_QUOTES)
        at = document.text.find(words, part.start, part.end) if words else -1
        if at < 0 and words:
            at = document.text.find(words)
        start, end = (at, at + len(words)) if at >= 0 else (part.start, part.end)
        found.append(Remark(part.id, words if at >= 0 else "", start, end, problem, wish))
    return tuple(found)


def tasks_in(text: str, outline: Outline) -> tuple[Wanted, ...]:
    """The tasks in a reply, one a line: `kind｜section｜wish`. A line of another form is left out."""
    found: list[Wanted] = []
    for line in reply.plain_answer(text).split("\n"):
        columns = [column.strip() for column in _COLUMN.split(line.strip().strip("|｜-•* "), maxsplit=2)]
        kind = _KINDS.get(columns[0])
        if kind is None or len(columns) < 2:
            continue
        number = _ID.search(columns[1])
        part = outline.find(number[1]) if number and WHOLE not in columns[1] else None
        found.append(Wanted(kind, part.id if part else None, columns[2] if len(columns) > 2 else ""))
    return tuple(dict.fromkeys(found))
