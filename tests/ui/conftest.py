"""Real drafts in a temporary folder, a library that holds what a test gave it, a scripted chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.database import open_database
from assistant.drafting.drafts import Drafts
from assistant.drafting.preferences import PreferenceStore
from assistant.drafting.quick_actions import QuickActions
from assistant.language_model.model import chat_model
from assistant.restructuring.restructuring import Restructuring
from assistant.restructuring.reviewing import PlanReview
from assistant.reviewing.mending import Mending
from assistant.reviewing.reviewing import Reviewing
from assistant.settings import Settings
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from tests.ui.scripted_chat import ScriptedChat
from tests.ui.scripted_guard import ScriptedGuard

OWNER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", samples=False)


@pytest.fixture
def drafts(settings: Settings) -> Iterator[Drafts]:
    settings.data_dir.mkdir(parents=True)
    engine = open_database(settings.sqlalchemy_url)
    yield Drafts(engine)
    engine.dispose()


@pytest.fixture
def found() -> ScriptedGuard:
    """What the guard finds."""
    return ScriptedGuard()


@pytest.fixture
def services(settings: Settings, drafts: Drafts, found: ScriptedGuard) -> Iterator[Services]:
    engine = open_database(settings.sqlalchemy_url)
    chat = ScriptedChat(drafts, pause=0.0)
    reviewing = Reviewing(drafts, lambda: found)
    mending = Mending(drafts, reviewing, lambda: chat_model(settings))
    services = Services(
        settings,
        drafts,
        chat,
        QuickActions(engine),
        PreferenceStore(engine),
        reviewing,
        mending,
        Restructuring(
            drafts,
            lambda: services.opened_library(),
            lambda: chat_model(settings),
            PlanReview(drafts, reviewing),
            settings.data_dir,
            settings.context_chars,
        ),
    )
    yield services
    engine.dispose()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(OWNER, "zh")
