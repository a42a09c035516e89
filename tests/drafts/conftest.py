"""A database for each test, SQLite's and PostgreSQL's, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.database import open_database
from assistant.drafting.drafts import Drafts
from tests.drafts.postgresql import missing, postgresql

__all__ = ["postgresql"]

# Where there is no PostgreSQL, one test says so (`test_migration.py`), not every one.
DATABASES = ("sqlite",) if missing() else ("sqlite", "postgresql")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'drafts.db').as_posix()}"
    return str(request.getfixturevalue("postgresql").database("migrated"))


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    yield engine
    engine.dispose()


@pytest.fixture
def drafts(engine: Engine, clock: Clock) -> Drafts:
    return Drafts(engine, clock)
