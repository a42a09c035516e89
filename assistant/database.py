"""The one database: its engine, its base class, its migrations. The tables stand beside what they keep
(`catalog.py`, `drafts.py`). Imports errors only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, DateTime, Engine, TypeDecorator, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from assistant.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


class Base(DeclarativeBase):
    """Base of every table."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, also where the database keeps naive ones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return (
            None
            if value is None
            else value.replace(tzinfo=UTC)
            if value.tzinfo is None
            else value.astimezone(UTC)
        )


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    # WAL and synchronous=FULL: a committed transaction survives a kill and a power cut; readers never block the writer.
    # secure_delete: a report that was removed does not linger in the file.
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def open_database(address: str) -> Engine:
    """An engine on `address`, its schema brought up to date.

    Raises StoreError: database_address, database_newer, and what `database_errors` tells.
    """
    url = _url(address)
    with database_errors(url):
        # hide_parameters: an error's text must hold no user's text.
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_pragmas)
        try:
            upgrade(engine)
        except CommandError as error:
            engine.dispose()
            raise StoreError("database_newer", where=_place(url)) from error
        except BaseException:
            engine.dispose()
            raise
    return engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """A time as the command line prints it: `2026-11-21T09:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _url(address: str) -> URL:
    """A database's address, taken apart. Raises StoreError("database_address")."""
    try:
        return make_url(address)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError("database_address") from error


@contextmanager
def database_errors(url: URL) -> Iterator[None]:
    """Tell what the database at `url` says as StoreError: disk_full, database_driver, database_failed."""
    where = _place(url)
    try:
        yield
    except ImportError as error:
        raise StoreError("database_driver", where=where, reason=error.name or "") from error
    except SQLAlchemyError as error:
        # Only the driver's own words: SQLAlchemy's would carry the statement's values, the user's text.
        reason = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
        full = "full" in reason.lower() or "no space" in reason.lower()
        raise StoreError("disk_full" if full else "database_failed", where=where, reason=reason) from None


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any exception. Raises StoreError."""
    with database_errors(engine.url), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _place(url: URL) -> str:
    """A database as it is named to the user: the file, or the address without its password."""
    return url.database if url.get_backend_name() == "sqlite" and url.database else str(url)
