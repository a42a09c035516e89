"""A chat without a model for tests of the page alone: it streams what a test wrote, through the real drafts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict
from typing import Any

from assistant.chat.events import (
    Asked,
    ChatEvent,
    Delta,
    Done,
    Failed,
    Found,
    Place,
    Said,
    Suggested,
    Task,
    Transcript,
    Understood,
)
from assistant.drafting.drafts import Drafts
from assistant.errors import ModelError
from assistant.library.hits import Hit
from assistant.revision.revision import review_pasted
from assistant.structure.outline import outline
from assistant.structure.section import Outline, Section
from assistant.wording import Language


class ScriptedChat:
    """Rewrites the selected section by putting `word` before every full stop; knows 找, 断, 哪 and 空 as wishes."""

    def __init__(self, drafts: Drafts, hits: tuple[Hit, ...] = (), pause: float = 0.02) -> None:
        self.drafts, self.hits, self.pause = drafts, hits, pause
        self.closed = 0
        self.asked: list[dict[str, Any]] = []

    async def respond(
        self,
        owner: str,
        draft: str | None,
        message: str,
        *,
        selected: str | None = None,
        chosen: Mapping[int, str] | None = None,
        resume: str | None = None,
        language: Language = "zh",
    ) -> AsyncGenerator[ChatEvent, None]:
        self.asked.append(
            {"message": message, "selected": selected, "chosen": dict(chosen or {}), "resume": resume}
        )
        transcript = Transcript(language)
        if draft:
            self.drafts.add_message(owner, draft, "user", {"text": message})
        try:
            async for event in self._events(owner, draft, message, (chosen or {}).get(1) or selected):
                transcript.add(event)
                yield event
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += 1
            transcript.stopped()
            raise
        finally:
            kept = ""
            if draft:
                kept = self.drafts.add_message(owner, draft, "assistant", {"blocks": transcript.blocks}).id
        yield Done(kept, tuple(transcript.blocks))

    async def _events(
        self, owner: str, draft: str | None, message: str, selected: str | None
    ) -> AsyncGenerator[ChatEvent, None]:
        if draft is None or "找" in message:
            task = Task(1, "find", "找参考", message, "none")
            yield Understood((task,), "找参考")
            yield Found(1, self.hits, f"找到 {len(self.hits)} 段。", message)
            return
        current = self.drafts.freeze(owner, draft)
        tree = outline(current.document)
        sections = [section for section in tree.walk() if section.kind == "section"]
        section = tree.find(selected or "") or sections[0]
        places = tuple(_place(tree, one) for one in sections[:3])
        place = _place(tree, section)
        task = Task(1, "rewrite", f"改写 · {place.name}", message, "section", place, (place, *places))
        yield Understood((task,), f"改写 · {place.name}")
        if "哪" in message and not selected:
            yield Asked(1, "有三处（三），您指的是哪一处？", places, places[0].section)
            return
        if "空" in message:
            yield Said("要改写先得连接模型。", 1, "connect")
            return
        yield Found(1, self.hits, f"找到 {len(self.hits)} 段。", message)
        body = current.text[section.body_start : section.body_end]
        text = body.replace("。", "，还要抓实。")
        for start in range(0, len(text), 2):
            await asyncio.sleep(self.pause)
            yield Delta(1, text[start : start + 2], "proposal")
            if "断" in message and start > 20:
                yield Failed(ModelError("model_cut_off", where="测试模型"), 1)
                return
        suggestion = review_pasted(current.document, tree, section, text)
        kept = self.drafts.add_suggestion(
            owner, draft, suggestion, version=current.version, name=place.name, instruction=message
        )
        changes = len(suggestion.hunks)
        yield Suggested(1, kept.id, place, changes, "补了几处 [1]。", f"改写建议：{changes} 处修改")


def _place(tree: Outline, section: Section) -> Place:
    above = "".join(part.label or "" for part in tree.path(section.id)[:-1])
    return Place(section.id, above + section.name, section.start, section.end)


def as_json(event: ChatEvent) -> dict[str, Any]:
    """An event for comparison in a test."""
    return asdict(event)
