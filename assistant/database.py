"""The one database: its engine, its base class, its migrations. The tables stand beside what they keep
(`catalog.py`, `drafts.py`). Imports errors only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, DateTime, Engine, TypeDecorator, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from assistant.errors import StoreError
from assistant.wording import Reason

MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x6761_6967_616F  # any number that nothing else in the database takes


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
    for pragma in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # A new file; SQLite does not wait here for another process that opens it in the same moment.
        for pause in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 0):
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
                break
            except connection.OperationalError:
                if not pause:
                    raise
                sleep(pause)
    cursor.close()


def _postgresql_settings(connection: Any, _record: Any) -> None:
    # As long as SQLite waits for another writer: a lock that is never let go is told, not waited for.
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
    connection.commit()


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
        elif engine.dialect.name == "postgresql":
            event.listen(engine, "connect", _postgresql_settings)
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
    """Bring the schema up to `revision`, all steps in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    wanted = ScriptDirectory.from_config(config).as_revision_number(revision)
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == wanted:
            return
        # One process at a time; those that waited find it done.
        if engine.dialect.name == "sqlite":
            # Its driver begins no transaction for a change of the schema: killed half way, it would be half done.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
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
    """Tell what the database at `url` says as StoreError: database_driver, and what `Trouble` lists."""
    where = _place(url)
    try:
        yield
    except ImportError as error:
        raise StoreError("database_driver", where=where, reason=error.name or "") from error
    except SQLAlchemyError as error:
        trouble, reason = trouble_of(error)
        raise StoreError(_CODES[trouble], where=where, reason=reason) from None


Trouble = Literal["full", "busy", "read_only", "damaged", "gone", "failed"]
"""Why a database did not do what it was asked: the disk is full, another writer holds it, it may not be written to,
its file is broken, there is no connection, or anything else."""

_CODES: dict[Trouble, str] = {
    "full": "disk_full",
    "busy": "database_busy",
    "read_only": "database_read_only",
    "damaged": "database_damaged",
    "gone": "database_gone",
    "failed": "database_failed",
}

_SAID: tuple[tuple[Trouble, tuple[str, ...]], ...] = (
    ("full", ("disk is full", "disk full", "no space")),
    ("busy", ("database is locked", "database table is locked", "lock timeout", "deadlock detected")),
    ("read_only", ("readonly database", "read-only transaction", "read-only database")),
    ("damaged", ("malformed", "not a database", "could not decode", "invalid page")),
    ("gone", ("connection refused", "connection failed", "server closed the connection", "terminating connection",
              "connection is lost", "could not connect", "connection is closed", "timeout expired")),
)  # fmt: skip
"""What SQLite and PostgreSQL say, in small letters. Their messages are not translated: SQLite has one language, and
a server whose messages are in another is told as `failed`, with its own words."""


_REASONS: dict[Trouble, str] = {
    "full": "reasons.disk_full",
    "busy": "reasons.in_use",
    "read_only": "reasons.read_only",
    "damaged": "reasons.damaged",
}


def trouble_of(error: SQLAlchemyError) -> tuple[Trouble, str | Reason]:
    """What went wrong, and why; where that is not plain by itself, in the driver's own words.

    SQLAlchemy's words would carry the statement's values, the user's text.
    """
    # Its first line only: PostgreSQL tells the values of the row in the next ones.
    reason = str(error.orig).strip().split("\n")[0][:200] if isinstance(error, DBAPIError) else ""
    reason = reason or type(error).__name__
    said = reason.lower()
    for trouble, phrases in _SAID:
        if any(phrase in said for phrase in phrases):
            return trouble, Reason(_REASONS[trouble]) if trouble in _REASONS else reason
    return ("gone" if isinstance(error, DBAPIError) and error.connection_invalidated else "failed"), reason


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any exception. Raises StoreError."""
    with database_errors(engine.url), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _place(url: URL) -> str:
    """A database as it is named to the user: the file, or the address without its password."""
    return url.database if url.get_backend_name() == "sqlite" and url.database else str(url)
