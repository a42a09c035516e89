"""What the chat says while it answers, one frozen value an event, and the answer as it is kept (JSON blocks).

A page draws the blocks of a `Transcript`: the same ones live and from history. Imports only values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import GaigaoError
from assistant.wording import Language

if TYPE_CHECKING:
    from assistant.library.hits import Hit

TaskKind = Literal["find", "rewrite", "review", "inspect", "restructure", "question", "undo", "unsupported"]
Scope = Literal["section", "item", "whole", "none"]
Tone = Literal["info", "warning", "connect", "material"]


@dataclass(frozen=True, slots=True)
class Place:
    """A section (or one item of it) as the chat names it.

    section: its id, valid for the version the answer was made for; name: "一（三）工作作风方面", then the
    item's label where one is meant (" · 二是"); start, end: the span meant, in the draft's text.
    """

    section: str
    name: str
    start: int
    end: int
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; None: not narrowed. Ids as `library` and `roles` use them."""

    role: str | None = None
    kind: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One wish of a message.

    n: counted from 1 within the message; title: "改写 · 一（三）工作作风方面"; wish: the user's words for
    it, the instruction of a rewrite; place: the section or item, None for the whole draft; candidates:
    what it may be about, likeliest first, `place` the first of them. Two or more mean that the reference is
    ambiguous: the task waits for a click (`Chat.respond(…, chosen={n: section_id})`), a find does not.
    """

    n: int
    kind: TaskKind
    title: str
    wish: str
    scope: Scope
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    filters: Filters = Filters()

    @property
    def ambiguous(self) -> bool:
        """Whether the user must say which section is meant."""
        return len(self.candidates) > 1


@dataclass(frozen=True, slots=True)
class Understood:
    """First event of every answer: what the message was taken for. by: "user" is a click on a candidate."""

    tasks: tuple[Task, ...]
    text: str
    by: Literal["rules", "model", "user"] = "rules"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question back: which section is meant. The task rests until one of `options` is clicked."""

    task: int
    text: str
    options: tuple[Place, ...]
    preselected: str


@dataclass(frozen=True, slots=True)
class Found:
    """Comparable passages, best first; `text` says how many and in what was searched."""

    task: int
    hits: tuple[Hit, ...]
    text: str
    query: str
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Delta:
    """A further piece of the model's text. channel "proposal": a rewrite being written, not yet checked."""

    task: int
    text: str
    channel: Literal["proposal", "answer"] = "answer"


@dataclass(frozen=True, slots=True)
class Waited:
    """Nothing comes for a while, and why. Shown while it lasts, not kept."""

    task: int
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's whole answer, in place of its pieces. citations: `{"n", "report", "passage"}` behind `[n]`."""

    task: int
    text: str
    citations: tuple[Mapping[str, Any], ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion was made and kept; the draft is untouched until its changes are accepted.

    suggestion: its id in `Drafts`; changes: how many; note: the model's words on what it changed and why, with
    `[n]` for citations; text: one sentence for the user; notices: what else the user should know; checked: what the guard
    compared and found, in one line; errors: how many of its findings keep a change from being accepted unasked.
    """

    task: int
    suggestion: str
    place: Place
    changes: int
    note: str
    text: str
    notices: tuple[str, ...] = ()
    citations: tuple[Mapping[str, Any], ...] = ()
    checked: str = ""
    errors: int = 0


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """The guard found errors in a rewrite, and the model is writing it once more.

    text: says so, with what was found; suggestion: the first try, kept: it is what remains if the answer is stopped.
    """

    task: int
    text: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One point of a 审稿. wish: the instruction one click sends for a rewrite of `place` (empty: none).

    start, end: what the remark is about, in the draft's text; source: "rules": seen in the outline.
    """

    place: Place | None
    text: str
    wish: str
    start: int
    end: int
    quote: str = ""
    source: Literal["rules", "model"] = "rules"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The remarks of a review, in the order of the draft."""

    task: int
    remarks: tuple[Remark, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """送审前检查 of the whole draft. report: as `inspection_json` has it; version: that its offsets are into."""

    task: int
    text: str
    report: Mapping[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan of restructuring is kept, none of it carried out. steps: the first operations in words; more: how many
    others; figures: 全文 86 句，移动 12 句，丢失 0 句.
    """

    task: int
    plan: str
    text: str
    steps: tuple[str, ...]
    more: str = ""
    figures: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """The draft itself was changed as asked (an undo): show its text anew. suggestion: whose changes were turned."""

    task: int
    text: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the assistant itself.

    tone "connect": a model is needed, offer the connection panel; "material": offer to add the user's message to the
    draft's material; "warning": something the user should not overlook.
    """

    text: str
    task: int | None = None
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class Failed:
    """A task failed; others go on. The draft is as it was."""

    error: GaigaoError
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Last event of a complete answer: it is kept under `message` (the assistant's message id)."""

    message: str
    blocks: tuple[Mapping[str, Any], ...]


ChatEvent = (
    Understood
    | Asked
    | Found
    | Waited
    | Delta
    | Answered
    | TriedAgain
    | Suggested
    | Reviewed
    | Inspected
    | Planned
    | Changed
    | Said
    | Failed
    | Done
)


def hit_block(hit: Hit) -> dict[str, Any]:
    """A hit as it is kept in a message: a snapshot, so that an old answer stays readable."""
    passage, report = hit.passage, hit.report
    return {
        "rank": hit.rank,
        "score": round(float(hit.score), 4),
        "report": {"id": report.id, "title": report.title, "origin": report.origin, "kind": report.kind},
        "passage": {
            "id": passage.id,
            "text": passage.text,
            "start": passage.start,
            "end": passage.end,
            "role": passage.role,
            "path": list(passage.path),
        },
    }


def block(event: ChatEvent, language: Language = "zh") -> dict[str, Any]:
    """One event as a JSON object with a `type` (understood, asked, found, text, suggested …)."""
    match event:
        case Understood():
            return {"type": "understood", **asdict(event)}
        case Asked():
            return {
                "type": "asked",
                "task": event.task,
                "text": event.text,
                "options": [asdict(option) for option in event.options],
                "preselected": event.preselected,
            }
        case Found():
            return {
                "type": "found",
                "task": event.task,
                "text": event.text,
                "query": event.query,
                "filters": asdict(event.filters),
                "hits": [hit_block(hit) for hit in event.hits],
            }
        case Failed():
            return {"type": "failed", "task": event.task, "error": event.error.as_json(language)}
        case Delta():
            return {"type": "text", "task": event.task, "channel": event.channel, "text": event.text}
        case Answered() | Suggested() | Reviewed() | Inspected() | Planned() | Changed() | Said() | Waited():
            return {"type": type(event).__name__.lower(), **asdict(event)}
        case Done():
            return {"type": "done", "message": event.message}
        case TriedAgain():
            return {"type": "tried_again", **asdict(event)}


class Transcript:
    """The answer so far as JSON blocks: what is drawn and what is kept.

    Pieces of one task's text are one block; they give way to the answer or suggestion they were pieces of, and those of a
    first try to the word that there is a second.
    """

    def __init__(self, language: Language = "zh") -> None:
        self._language = language
        self.blocks: list[dict[str, Any]] = []

    def add(self, event: ChatEvent) -> None:
        """Take one event in."""
        if isinstance(event, Done | Waited):
            return
        new = block(event, self._language)
        last = self.blocks[-1] if self.blocks else None
        if new["type"] == "text" and last is not None and _same_text(last, new):
            last["text"] += new["text"]
            return
        if isinstance(event, Suggested | Answered | TriedAgain):
            self.blocks = [b for b in self.blocks if not (b["type"] == "text" and b["task"] == event.task)]
        self.blocks.append(new)

    def stopped(self) -> None:
        """The user stopped the answer: what is kept says so."""
        self.blocks.append({"type": "stopped"})


def _same_text(last: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all(last.get(key) == new[key] for key in ("type", "task", "channel"))
