"""The chat about a draft: a message is understood as tasks, each is carried out, the answer is streamed and kept.

Imports use cases, the model's seam and pure modules; what carries out one task stands in `chat_tasks.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from assistant.chat.clauses import clauses
from assistant.chat.events import ChatEvent, Done, Failed, Said, Transcript, Understood
from assistant.chat.mentions import Meant
from assistant.chat.part_names import task_of, understood_text
from assistant.chat.subject import Subject
from assistant.chat.tasks import Tasks
from assistant.chat.understanding import Wanted, understand
from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.errors import DraftError, GaigaoError, ModelError, SectionError, UsageError
from assistant.language_model.model import ChatModel, chat_model
from assistant.restructure.parts import parts_of
from assistant.restructure.wishes import plan_of
from assistant.restructuring.restructuring import Restructuring
from assistant.restructuring.reviewing import PlanReview
from assistant.reviewing.reviewing import Reviewing
from assistant.revision import advice
from assistant.settings import Settings
from assistant.structure.outline import outline
from assistant.wording import Language, wording

if TYPE_CHECKING:
    from assistant.chat.tasks import Examples
    from assistant.restructuring.restructuring import Shelf

_STATEMENT = 8  # characters from which a message without a wish may be a fact for the draft


class Chat:
    """Answers messages. One object serves all users.

    library: the library, or raises why there is none yet; model: the model chosen, or raises ModelError("no_model").
    """

    def __init__(
        self,
        drafts: Drafts,
        library: Callable[[], Examples],
        settings: Settings,
        *,
        restructuring: Restructuring | None = None,
        model: Callable[[], ChatModel] | None = None,
    ) -> None:
        self._drafts = drafts
        self._settings = settings
        self._model = model or (lambda: chat_model(settings))
        restructuring = restructuring or Restructuring(
            drafts,
            lambda: cast("Shelf", library()),
            self._model,
            PlanReview(drafts, Reviewing(drafts, library)),
            settings.data_dir,
            settings.context_chars,
        )
        self._tasks = Tasks(drafts, library, self._model, settings.context_chars, restructuring)

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
        """The answer to a message: `Understood` first, `Done` last. What fails in a task is a `Failed` event.

        draft: None where none is open; selected: id of the section chosen on the page; chosen: for a message answered
        before with `Asked`, the section that was clicked for each task; only those tasks are carried out; resume: id of the
        answer to this message whose rewrite was stopped or cut off, to go on with that. Closing the generator closes the
        request at the model's service; what was said until then is kept. Raises UsageError("message_missing") and
        DraftError("draft_unknown", "message_unknown").
        """
        if not message.strip():
            raise UsageError("message_missing")
        subject = await asyncio.to_thread(self._subject, owner, draft, selected, language)
        transcript = Transcript(language)
        begun = await asyncio.to_thread(self._begun, subject, resume) if resume else None
        chosen = {begun.task: begun.section} if begun else chosen or {}
        asked = await asyncio.to_thread(self._keep_question, subject, message, chosen, begun)
        kept = ""
        try:
            async with aclosing(self._events(subject, message, chosen, begun)) as events:
                async for event in events:
                    transcript.add(event)
                    yield event
        except (GeneratorExit, asyncio.CancelledError):
            transcript.stopped()
            raise
        finally:
            # Not in a thread: on the way out of a stopped answer nothing may be waited for.
            if draft is not None:
                content = {"blocks": transcript.blocks}
                kept = self._drafts.add_message(owner, draft, "assistant", content, asked).id
        yield Done(kept, tuple(transcript.blocks))

    def _subject(self, owner: str, draft: str | None, selected: str | None, language: Language) -> Subject:
        """What the message is about: the draft as it stands, its outline, the section last spoken of."""
        if draft is None:
            empty = Document.from_text("")
            return Subject(owner, None, 0, empty, outline(empty), None, None, language)
        # An action begins: typing becomes a version, and what is suggested is made for that version's text.
        current = self._drafts.freeze(owner, draft)
        parts = outline(current.document)
        previous = next(
            (
                task["place"]["section"]
                for message in reversed(self._drafts.messages(owner, draft))
                for block in message.content.get("blocks", ())
                if block["type"] == "understood"
                for task in block["tasks"]
                if task.get("place")
            ),
            None,
        )
        return Subject(owner, draft, current.version, current.document, parts, selected, previous, language)

    def _begun(self, subject: Subject, answer: str) -> _Begun:
        """The rewrite that an answer did not finish. Raises DraftError("message_unknown")."""
        messages = self._drafts.messages(subject.owner, subject.draft) if subject.draft else ()
        blocks = next((m.content.get("blocks", ()) for m in messages if m.id == answer), ())
        texts = {b["task"]: b["text"] for b in blocks if b["type"] == "text" and b["channel"] == "proposal"}
        for task in (task for b in blocks if b["type"] == "understood" for task in b["tasks"]):
            if task["n"] in texts and task.get("place"):
                return _Begun(task["n"], task["place"]["section"], texts[task["n"]])
        raise DraftError("message_unknown")

    def _keep_question(
        self, subject: Subject, message: str, chosen: Mapping[int, str], begun: _Begun | None
    ) -> str | None:
        """Keep the user's message; a click on a candidate is kept as the section clicked."""
        if subject.draft is None:
            return None
        names = [subject.name(section) for section in map(subject.outline.find, chosen.values()) if section]
        if begun is not None:
            names = [wording("chat.continued", subject.language)]
        content = {"text": "、".join(names), "of": message} if names else {"text": message}
        return self._drafts.add_message(subject.owner, subject.draft, "user", content).id

    async def _events(
        self, subject: Subject, message: str, chosen: Mapping[int, str], begun: _Begun | None
    ) -> AsyncGenerator[ChatEvent, None]:
        if not clauses(message):
            hello = wording("chat.hello", subject.language)
            yield Understood((), hello)
            yield Said(hello)
            return
        try:
            understood = await self._understood(subject, message, chosen)
        except SectionError as error:
            yield Understood((), understood_text((), subject.language))
            yield Failed(error)
            return
        tasks = [task_of(subject.outline, one, n, subject.language) for n, one in understood.tasks.items()]
        if not understood.decided and not any(task.place for task in tasks):
            yield Understood((), understood_text((), subject.language))
            if understood.failure is not None:
                yield Failed(understood.failure)
            yield Said(wording("chat.undecided", subject.language))
            if subject.draft is not None and len(message.strip()) >= _STATEMENT:
                yield Said(wording("chat.material", subject.language), tone="material")
            return
        yield Understood(tuple(tasks), understood_text(tasks, subject.language), understood.by)
        if understood.failure is not None:
            yield Failed(understood.failure)
        for number, task in understood.tasks.items():
            try:
                text = begun.text if begun and begun.task == number else ""
                async with aclosing(self._tasks.run(subject, number, task, text)) as events:
                    async for event in events:
                        yield event
            except GaigaoError as error:
                yield Failed(error, number)

    async def _understood(self, subject: Subject, message: str, chosen: Mapping[int, str]) -> _Understood:
        """The tasks by rules; where these do not decide and a model is connected, by the model. Of a message that was
        understood before, those tasks whose section was clicked. Raises SectionError("section_unknown").
        """
        found = understand(
            message,
            subject.outline,
            selected=subject.selected,
            previous=subject.previous,
            text=subject.document.text,
        )
        tasks = dict(enumerate(found.tasks, 1))
        if chosen:
            tasks |= await asyncio.to_thread(self._remembered, subject, message)
            settled = {n: _settled(subject, task, chosen[n]) for n, task in tasks.items() if n in chosen}
            return _Understood(settled, True, "user")
        if found.certain:
            return _Understood(tasks, True)
        if subject.draft is not None and _moves_parts(subject, message):
            return _Understood({1: Wanted("restructure", message)}, True)
        try:
            wanted = await advice.understand(
                message,
                subject.outline,
                model=self._model(),
                selected=subject.selected,
                context_chars=self._settings.context_chars,
            )
        except ModelError as error:
            return _Understood(tasks, False, failure=None if error.code == "no_model" else error)
        by_model = dict(enumerate(_by_model(subject, message, wanted), 1))
        return _Understood(by_model, True, "model") if by_model else _Understood(tasks, False)

    def _remembered(self, subject: Subject, message: str) -> dict[int, Wanted]:
        """The tasks that a model took this message for, when it was answered before."""
        if subject.draft is None:
            return {}
        messages = self._drafts.messages(subject.owner, subject.draft)
        asked = {one.id for one in messages if one.role == "user" and one.content.get("text") == message}
        for answer in reversed(messages):
            first: Mapping[str, Any] = next(iter(answer.content.get("blocks", ())), {})
            if answer.reply_to in asked and first.get("by") == "model":
                return {task["n"]: Wanted(task["kind"], task["wish"]) for task in first["tasks"]}
        return {}


@dataclass(frozen=True, slots=True)
class _Begun:
    """A rewrite that was not finished: of which task and section, and what was written of it."""

    task: int
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class _Understood:
    """What a message was taken for. decided: not only a guess; failure: why the model could not be asked."""

    tasks: Mapping[int, Wanted]
    decided: bool
    by: Literal["rules", "model", "user"] = "rules"
    failure: ModelError | None = None


def _by_model(subject: Subject, message: str, wanted: Sequence[advice.Wanted]) -> tuple[Wanted, ...]:
    """What the model understood, as tasks; a wish it did not take from the message is the message itself."""
    tasks = []
    for one in wanted:
        section = subject.outline.find(one.section_id) if one.section_id else None
        wish = one.wish if one.wish and one.wish in message else message
        task = Wanted(one.kind, wish)
        if one.kind == "restructure":
            pass  # read anew: a plan tells its parts by itself
        elif section is not None and one.kind != "inspect":
            task = replace(task, scope="section", meant=(Meant(section),))
        elif one.kind != "find":
            task = replace(task, scope="whole")
        tasks.append(task)
    return tuple(tasks)


def _moves_parts(subject: Subject, message: str) -> bool:
    """Whether the whole of a message says where parts go."""
    try:
        parts = parts_of(subject.document, subject.outline)
        return plan_of(message, parts, selected=subject.selected) is not None
    except SectionError:
        return False


def _settled(subject: Subject, task: Wanted, section_id: str) -> Wanted:
    """The task about the section that was clicked. Raises SectionError("section_unknown")."""
    section = subject.section(section_id)
    meant = next((m for m in task.meant if m.section.id == section_id), Meant(section))
    return replace(task, meant=(meant,), missing=False, scope="item" if meant.item else "section")
