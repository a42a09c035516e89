"""A chat over real drafts, a library of a few invented passages, and no model or a scripted one over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from assistant.chat.chat import Chat
from assistant.chat.events import ChatEvent, Done
from assistant.database import open_database
from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import LibraryError, ModelError
from assistant.guard.findings import Compared, Finding, Guarded, Proposal
from assistant.guard.inspection import Inspection, Shelves, Submission, inspect
from assistant.guard.texts import Text, held
from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel
from assistant.lexer import lexer
from assistant.library.catalog import Report
from assistant.library.hits import Hit
from assistant.settings import Settings
from assistant.structure.passages import Passage
from assistant.wording import Language
from tests.chat.invented import SELF_CRITICISM
from tests.scripted_model import ScriptedModel

OWNER = "owner-1"
Event = TypeVar("Event")


def report(number: int, title: str, kind: str, origin: str) -> Report:
    added = datetime(2026, 1, 1, tzinfo=UTC)
    identity = f"{number:016d}" * 4
    return Report(identity, title, kind, 2025, origin, identity, f"{title}.docx", 3, added)  # type: ignore[arg-type]


REPORTS = (
    report(1, "桐花镇对照检查材料", "self_criticism", "reference"),
    report(2, "松溪街道述职报告", "duty_report", "reference"),
    report(3, "石榴坪镇去年对照检查材料", "self_criticism", "own"),
)
TEXTS = (
    ("一是到村里去得少。全年到花石坳村4次，多是陪同检查。", "problems"),
    ("总觉得自己是老基层，学不学一个样。", "causes"),
    ("每月到联系村住两晚，问题当场记、当月办。", "measures"),
)


ELSEWHERE = "镇里开会讲过的事，散会以后由谁来盯、盯到什么时候，常常没有下文。"
"""A sentence that stands in every report."""


@dataclass
class FewPassages:
    """A library: passages of the role asked for first. calls: what was asked; failure: raised instead; judge: the guard."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    failure: LibraryError | None = None
    empty: bool = False
    judge: Callable[[Proposal], tuple[Finding, ...]] = lambda _: ()
    judged: list[Proposal] = field(default_factory=list)

    def list(self) -> Sequence[Report]:
        """The reports above."""
        return REPORTS

    def guard(self, proposal: Proposal) -> Guarded:
        """What `judge` finds."""
        self.judged.append(proposal)
        if self.failure:
            raise self.failure
        return Guarded(Compared(2, 9, 3), self.judge(proposal))

    def inspect(self, submission: Submission) -> Inspection:
        """Compared with the passages above."""
        if self.failure:
            raise self.failure
        reports = () if self.empty else REPORTS
        shelves = {
            origin: held(
                (
                    Text(one.id, one.title, "\n".join((*(text for text, _ in TEXTS), ELSEWHERE)))
                    for one in reports
                    if origin in ("", one.origin)
                ),
                origin,
            )
            for origin in ("reference", "own", "")
        }
        return inspect(
            submission,
            Shelves(shelves["reference"], shelves["own"], shelves[""], 4, datetime(2026, 1, 2, tzinfo=UTC)),
            lexer(),
        )

    def search(self, query: str, k: int = 10, role: str | None = None, **filters: Any) -> list[Hit]:
        self.calls.append({"query": query, "k": k, "role": role, **filters})
        if self.failure:
            raise self.failure
        hits = []
        for one in REPORTS if not self.empty else ():
            if filters.get("kind") in (None, one.kind) and filters.get("origin") in (None, one.origin):
                for n, (text, its_role) in enumerate(TEXTS):
                    passage = Passage(
                        f"{one.id[:16]}-{n:04d}", text, 10, 10 + len(text), its_role, ("一、问题",)
                    )  # type: ignore[arg-type]
                    hits.append(Hit(0, 1.0 - n / 10, passage, one))
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits[:k], 1)]


@pytest.fixture
def library() -> FewPassages:
    return FewPassages()


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    engine = open_database(f"sqlite:///{(tmp_path / 'chat.db').as_posix()}")
    yield Drafts(engine)
    engine.dispose()


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "对照检查", Document.from_text(SELF_CRITICISM))


@pytest.fixture
def scripted() -> Iterator[ScriptedModel]:
    with ScriptedModel() as model:
        yield model


@dataclass
class Talk:
    """One user's talk about one draft."""

    chat: Chat
    draft: str | None

    async def say(
        self,
        message: str,
        *,
        selected: str | None = None,
        chosen: Mapping[int, str] | None = None,
        language: Language = "zh",
    ) -> list[ChatEvent]:
        """Every event of the answer; the last is `Done`, which holds the same as JSON."""
        events: list[ChatEvent] = []
        answer = self.chat.respond(
            OWNER, self.draft, message, selected=selected, chosen=chosen, language=language
        )
        async with aclosing(answer) as stream:
            events += [event async for event in stream]
        assert isinstance(events[-1], Done)
        return events


def of(kind: type[Event], events: list[ChatEvent]) -> list[Event]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def no_model() -> ChatModel:
    raise ModelError("no_model")


@pytest.fixture
def talk(drafts: Drafts, draft: Current, library: FewPassages, tmp_path: Path) -> Talk:
    """A talk without a model."""
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    return Talk(Chat(drafts, lambda: library, settings, model=no_model), draft.draft)


@pytest.fixture
def with_model(
    drafts: Drafts, draft: Current, library: FewPassages, scripted: ScriptedModel, tmp_path: Path
) -> Talk:
    """A talk with the scripted model."""
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    chosen = connection(model="scripted", base_url=scripted.url, api_key="sk-test-1234567890abcd")
    model: Callable[[], ChatModel] = lambda: ChatModel(chosen, timeout=2.0)  # noqa: E731
    return Talk(Chat(drafts, lambda: library, settings, model=model), draft.draft)
