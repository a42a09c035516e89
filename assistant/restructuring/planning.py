"""A plan for a draft, asked of the model: operations on ids, checked, told once what is wrong, else set aside.

Imports the model, prompts and restructure. The model never writes a word of the text; what it answers is only carried
out where every operation is valid.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.errors import ModelError
from assistant.language_model.model import ChatModel, Ended, Form, Piece, Waiting
from assistant.language_model.prompt import PromptStamp, prompt
from assistant.restructure.operation import Plan
from assistant.restructure.parts import Parts
from assistant.restructuring.answer import SCHEMA, Answer, answer_in, without_thought
from assistant.restructuring.listing import Heading, frame_lines, headings_of, parts_lines
from assistant.revision.briefing import LONGEST_WISH, Fence, restore
from assistant.wording import Notice, Reason, wording

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

PROMPT = "restructure"
CONTEXT_CHARS = 12_000
LEAST_ROOM = 400
_TRIES = 2
_SLACK = 40  # for what says that a block is empty
_FRAME_SHARE = 0.3  # of the room, for the headings of a frame
_PROBLEMS_CHARS = 2_000  # what is wrong with an answer, and the answer
_ANSWER_CHARS = 6_000
_ANSWER_CHARS_A_PART = 150
_LONGEST_ANSWER = 60_000
_SENTENCES = re.compile("[句话]|sentence", re.IGNORECASE)
# What an answer broke off with, which being told may mend; any other failure is not the model's to mend.
_MENDABLE = frozenset(("model_cut_off", "model_empty"))


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, valid for these parts. by: who made it; where the model's was set aside, the notices say why.

    model, prompt, usage: of the model, where it was asked and gave the plan.
    """

    plan: Plan
    by: Literal["model", "rules"]
    notices: tuple[Notice, ...] = ()
    model: str | None = None
    prompt: PromptStamp | None = None
    usage: dict[str, int] | None = None


async def plan_by_model(
    parts: Parts,
    wish: str = "",
    *,
    frame: Sequence[Heading] = (),
    by_rule: Plan | None = None,
    model: ChatModel,
    context_chars: int = CONTEXT_CHARS,
) -> AsyncGenerator[Waiting | Planned, None]:
    """The model's plan, `Planned` last. Closing the generator closes the request at the service.

    wish: the user's words; frame: the headings aimed at. by_rule: shown instead where the model fails; without it the
    failure is raised: ModelError("plan_refused", "plan_no_room") or what the model raises.
    """
    try:
        request = _Request(parts, wish, frame, context_chars)
    except ModelError as error:
        if by_rule is None:
            raise
        yield _set_aside(by_rule, (), error.reason())
        return
    told: list[Notice] = list(request.notices)
    faults: tuple[Reason, ...] = ()
    reason = Reason("restructuring.fault.unreadable")
    previous = ""
    for number in range(_TRIES):
        raw, ended = "", Ended(None, model.name)
        broke: Reason | None = None
        try:
            async with aclosing(
                model.stream(request.messages(previous, faults), form=request.form)
            ) as events:
                async for event in events:
                    match event:
                        case Piece():
                            raw += event.text
                            if len(raw) > request.longest:
                                broke = Reason("restructuring.fault.too_long", {"most": request.longest})
                                break
                        case Ended():
                            ended = event
                        case _:
                            yield event
        except ModelError as error:
            if error.code not in _MENDABLE:
                if by_rule is None:
                    raise
                yield _set_aside(by_rule, told, error.reason())
                return
            broke = Reason("restructuring.fault.broken_off" if raw else "restructuring.fault.empty")
        answer = answer_in(restore(raw), parts, request.headings, wish, request.example)
        if broke is not None and not answer.read:
            answer = Answer(faults=(broke,), read=False, reason=broke)
        if not answer.faults:
            if number:
                told.append(Notice("plan_mended", {"count": len(faults)}))
            yield Planned(
                answer.plan, "model", (*told, *ended.notices), ended.model, request.prompt.stamp, ended.usage
            )
            return
        faults, reason = answer.faults, answer.reason
        previous = without_thought(raw).strip()
    if by_rule is None:
        raise ModelError("plan_refused", where=model.name, reason=reason)
    yield _set_aside(by_rule, told, reason)


def _set_aside(by_rule: Plan, told: Sequence[Notice], reason: Reason) -> Planned:
    return Planned(by_rule, "rules", (*told, Notice("plan_set_aside", {"reason": reason})))


class _Request:
    """What the model is asked. longest: characters of an answer beyond which it repeats itself."""

    form = Form("plan", SCHEMA)

    def __init__(self, parts: Parts, wish: str, frame: Sequence[Heading], context_chars: int) -> None:
        self.prompt = prompt(PROMPT)
        self.fence = Fence()
        self.headings = headings_of(frame)
        self.example = "\n".join(text for _, text in self.prompt.messages)
        said = wish.strip()
        notices: list[Notice] = []
        if len(said) > LONGEST_WISH:
            said = said[:LONGEST_WISH]
            notices.append(Notice("wish_shortened", {"kept": LONGEST_WISH}))
        names = ("稿子", "目录", "要求", "问题")
        room = context_chars - self.prompt.length() - sum(map(self.fence.cost, names)) - len(said) - _SLACK
        lines = frame_lines(frame)
        if len(lines) > room * _FRAME_SHARE:
            raise ModelError("plan_no_room", where="", length=len(lines), limit=context_chars)
        self.problems_room = min(_PROBLEMS_CHARS, room // 4)
        room -= len(lines) + self.problems_room
        if room < LEAST_ROOM:
            raise ModelError("plan_no_room", where="", length=len(parts.text), limit=context_chars)
        listed, cut = parts_lines(parts, room, sentences=bool(_SENTENCES.search(said)))
        self.draft, self.frame, self.said = listed, lines, said
        self.notices = (*notices, *cut)
        movable = sum(part.kind in ("section", "item", "paragraph") for part in parts.walk())
        self.longest = min(_LONGEST_ANSWER, _ANSWER_CHARS + _ANSWER_CHARS_A_PART * movable)

    def messages(self, previous: str, faults: Sequence[Reason]) -> list[BaseMessage]:
        """The request, with what was wrong with the previous answer."""
        problems = "\n".join(f"- {fault.text('zh')}" for fault in faults)
        if previous:
            problems = f"{problems}\n{wording('restructuring.fault.previous')}{previous}"
        if len(problems) > self.problems_room:
            problems = problems[: self.problems_room - 2] + "……"
        return self.prompt.fill(
            draft=self.fence.block("稿子", self.draft),
            frame=self.fence.block("目录", self.frame),
            wish=self.fence.block(
                "要求", self.said or wording("restructuring.wish_of_frame") if self.frame else self.said
            ),
            problems=self.fence.block("问题", problems),
        )
