"""Sentences too like another report's, recast by the model in the writer's own words. Imports the model and prompts."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from assistant.errors import ModelError
from assistant.language_model.model import ChatModel, Piece, Waiting
from assistant.language_model.prompt import prompt
from assistant.revision import reply
from assistant.revision.briefing import Fence, restore

PROMPT = "recast"
_AROUND = 400  # characters before and after that the model may read
_LONGEST = 3  # times the original, and a little
_ROOM = 200
_SPOKEN = re.compile(r"^(?:好的[，。！]?)?\s*(?:【?(?:重写|改写)(?:后)?(?:的?句子)?】?\s*[：:]?\s*\n?)?")
_QUOTES = (("“", "”"), ("「", "」"), ('"', '"'))
_ENDS = "。！？；…!?;"


@dataclass(frozen=True, slots=True)
class Recast:
    """The sentences as they were recast."""

    text: str


async def recast(
    sentences: str, *, before: str, after: str, model: ChatModel
) -> AsyncGenerator[Waiting | Recast, None]:
    """`sentences` said in other words, `Recast` last. before, after: the text around them, for the model to read.

    Raises ModelError, "reply_unchanged" too. Closing the generator closes the request at the model's service.
    """
    fence = Fence()
    messages = prompt(PROMPT).fill(
        before=fence.block("前文", before[-_AROUND:]),
        sentence=fence.block("句子", sentences),
        after=fence.block("后文", after[:_AROUND]),
    )
    written = ""
    async with aclosing(model.stream(messages)) as events:
        async for event in events:
            match event:
                case Piece():
                    written += event.text
                    if len(written) > _LONGEST * len(sentences) + _ROOM:
                        raise ModelError("reply_too_much", where=sentences[:20])
                case Waiting():
                    yield event
    text = _plain(restore(written), sentences)
    if not text:
        raise ModelError("model_empty", where=sentences[:20], reason="")
    if text == sentences:
        raise ModelError("reply_unchanged", where=sentences[:20])
    yield Recast(text)


def _said(written: str, sentences: str) -> str:
    return reply.parse(written, sentences, heading="", others=()).rewrite.strip()


def _plain(written: str, sentences: str) -> str:
    """The sentences without what a model says around them, ending as they ended."""
    text = _SPOKEN.sub("", _said(written, sentences), count=1).strip()
    for left, right in _QUOTES:
        if text.startswith(left) and text.endswith(right) and not sentences.startswith(left):
            text = text[1:-1].strip()
    if text and sentences[-1] in _ENDS and text[-1] not in _ENDS + "”’）》":
        text += sentences[-1]
    return text
