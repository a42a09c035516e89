"""A database that is full, busy, read-only, broken or away: a clear error each time, and nothing lost or half done."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from assistant.database import open_database, transaction, trouble_of
from assistant.document import Document
from assistant.drafting.access import kept_in
from assistant.drafting.drafts import Current, Drafts
from assistant.drafting.preferences import PreferenceStore
from assistant.drafting.quick_actions import QuickActions
from assistant.errors import StoreError
from tests.drafts.conftest import Clock
from tests.drafts.postgresql import Server
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
TEXT = "述职报告\n一、存在的问题\n走访不够深入。办法不多。\n二、下一步\n多到村里去。"
SECRET = "只有本人知道的一句话。"


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "年度述职", Document.from_text(TEXT), filename="述职.docx", original=b"PK")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def on_disk(path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{path.as_posix()}")
    yield engine
    engine.dispose()


def told(error: StoreError, code: str) -> None:
    """It says by name what failed, what was kept and what to do, in both languages, and nothing of the text."""
    assert error.code == code
    for language in ("zh", "en"):
        said = error.as_json(language)  # type: ignore[arg-type]
        assert said["message"] and said["kept"] and said["hint"]
        assert SECRET not in error.tell(language)  # type: ignore[arg-type]
    assert error.__cause__ is None, "the cause would carry the statement, and with it the text"


# --- anything the database refuses ------------------------------------------------------------


REFUSE = {
    "sqlite": (
        ["create trigger refusing before insert on draft_state begin select raise(abort, 'refused'); end"],
        ["drop trigger refusing"],
    ),
    "postgresql": (
        [
            "create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$",
            "create trigger refusing before insert on draft_state for each row execute function refuse()",
        ],
        ["drop trigger refusing on draft_state"],
    ),
}


def test_what_the_database_refuses_is_told_and_nothing_is_half_done(
    drafts: Drafts, draft: Current, engine: Engine
) -> None:
    before, after = REFUSE[engine.dialect.name]
    with engine.begin() as connection:
        for statement in before:
            connection.execute(text(statement))
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + SECRET, draft.revision)
    view = drafts.add_suggestion(OWNER, draft.draft, suggestion(draft.document, 0, 4, "述职"), version=1)
    steps: list[Callable[[], object]] = [
        lambda: drafts.freeze(OWNER, draft.draft),
        lambda: drafts.accept_all(OWNER, view.id),
        lambda: drafts.restore(OWNER, draft.draft, 1),
        lambda: drafts.undo(OWNER, draft.draft),
        lambda: drafts.copy(OWNER, draft.draft),
        lambda: drafts.set_target(OWNER, draft.draft, "1", 200),
        lambda: drafts.create(OWNER, "另一份", Document.from_text(SECRET)),
    ]
    for step in steps:
        with pytest.raises(StoreError) as caught:
            step()
        told(caught.value, "draft_not_saved")
        assert "refused" in caught.value.message()
    with engine.begin() as connection:
        for statement in after:
            connection.execute(text(statement))
    assert drafts.current(OWNER, draft.draft) == typed
    assert len(drafts.versions(OWNER, draft.draft)) == len(drafts.list(OWNER)) == 1
    assert drafts.accept_all(OWNER, view.id).text == TEXT.replace("述职报告", "述职") + SECRET


@pytest.mark.parametrize(
    ("kind", "said", "trouble"),
    [
        (OperationalError, "database or disk is full", "full"),
        (
            OperationalError,
            'could not extend file "base/16384/2619": No space left on device\nHINT: …',
            "full",
        ),
        (OperationalError, "database is locked", "busy"),
        (OperationalError, "canceling statement due to lock timeout", "busy"),
        (OperationalError, "deadlock detected\nDETAIL: Process 1 waits", "busy"),
        (OperationalError, "attempt to write a readonly database", "read_only"),
        (ProgrammingError, "cannot execute UPDATE in a read-only transaction", "read_only"),
        (OperationalError, "database disk image is malformed", "damaged"),
        (OperationalError, "file is not a database", "damaged"),
        (OperationalError, "connection failed: Connection refused", "gone"),
        (OperationalError, "server closed the connection unexpectedly", "gone"),
        (OperationalError, "no such table: draft", "failed"),
    ],
)
def test_each_trouble_has_its_name(kind: Any, said: str, trouble: str) -> None:
    found, reason = trouble_of(kind("select 1", {}, Exception(said)))
    assert found == trouble
    assert str(reason) and "\n" not in str(reason), "PostgreSQL tells the values of the row in further lines"


def test_the_values_of_a_row_are_not_told(drafts: Drafts, draft: Current, engine: Engine) -> None:
    """PostgreSQL tells the whole row that a constraint refused."""
    with engine.begin() as connection:
        connection.execute(text("create unique index one_material on draft_material (kind)"))
    drafts.add_material(OWNER, draft.draft, "一", SECRET)
    with pytest.raises(StoreError) as caught:
        drafts.add_material(OWNER, draft.draft, "二", SECRET)
    told(caught.value, "draft_not_saved")
    assert SECRET not in str(caught.value.params)


# --- the disk is full -------------------------------------------------------------------------


@pytest.mark.parametrize("pages", [0, 1, 3, 8, 20])
def test_a_full_disk(on_disk: Engine, path: Path, pages: int) -> None:
    """SQLite's own limit of pages gives its own error: database or disk is full."""
    drafts, clock = Drafts(on_disk), Clock()
    drafts = Drafts(on_disk, clock)
    now = drafts.create(OWNER, "稿", Document.from_text(TEXT))
    view = drafts.add_suggestion(OWNER, now.draft, suggestion(now.document, 0, 4, "述职"), version=1)
    with on_disk.connect() as connection:
        most = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + pages
    limited = True

    @event.listens_for(on_disk, "checkout")
    def _limit(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {most if limited else 2**30}")

    saved, failed = now, 0
    for n in range(30):
        try:
            saved = drafts.save_typing(OWNER, now.draft, f"{TEXT}\n{SECRET * 20 * n}", saved.revision)
            saved = drafts.freeze(OWNER, now.draft)
        except StoreError as error:
            failed += 1
            told(error, "draft_disk_full")
            saved = drafts.current(OWNER, now.draft)
    assert failed
    with pytest.raises(StoreError) as caught:
        drafts.accept_all(OWNER, view.id)
        drafts.save_typing(OWNER, now.draft, SECRET * 5_000, drafts.current(OWNER, now.draft).revision)
    told(caught.value, "draft_disk_full")
    kept = drafts.current(OWNER, now.draft)
    limited = False
    on_disk.dispose()

    # Space is made: the page saves again what it still has, and everything from before is there.
    assert drafts.current(OWNER, now.draft) == kept
    assert integrity(path) == "ok"
    assert drafts.version(OWNER, now.draft, 1).text == TEXT
    again = drafts.save_typing(OWNER, now.draft, TEXT + SECRET, kept.revision)
    assert drafts.current(OWNER, now.draft) == again


def integrity(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


# --- another writer ---------------------------------------------------------------------------


def hurried(engine: Engine) -> None:
    """Wait a tenth of a second for another writer, not ten."""

    @event.listens_for(engine, "checkout")
    def _hurry(connection: Any, *_: Any) -> None:
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA busy_timeout = 100")
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            connection.commit()


def test_a_writer_that_does_not_let_go(drafts: Drafts, draft: Current, engine: Engine, address: str) -> None:
    other = create_engine(address)
    hurried(engine)
    with other.connect() as holder:
        if engine.dialect.name == "sqlite":
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        holder.execute(text("update draft set title = title"))
        with pytest.raises(StoreError) as caught:
            drafts.save_typing(OWNER, draft.draft, TEXT + SECRET, draft.revision)
        told(caught.value, "draft_database_busy")
        assert drafts.current(OWNER, draft.draft) == draft, "reading needs no lock"
        holder.rollback()
    assert drafts.save_typing(OWNER, draft.draft, TEXT + SECRET, draft.revision).text == TEXT + SECRET
    other.dispose()


def test_a_writer_that_takes_a_moment_is_waited_for(
    drafts: Drafts, draft: Current, engine: Engine, address: str
) -> None:
    other = create_engine(address)
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with other.connect() as holder:
            if engine.dialect.name == "sqlite":
                holder.exec_driver_sql("BEGIN IMMEDIATE")
            holder.execute(text("update draft set title = title"))
            held.set()
            go.wait(5)
            holder.rollback()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(5)
    threading.Timer(0.4, go.set).start()
    assert drafts.save_typing(OWNER, draft.draft, TEXT + "。", draft.revision).text == TEXT + "。"
    thread.join()
    other.dispose()


def test_the_library_s_transactions_tell_a_busy_database_too(engine: Engine, address: str) -> None:
    other = create_engine(address)
    hurried(engine)
    with other.connect() as holder:
        if engine.dialect.name == "sqlite":
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            holder.execute(text("lock table draft"))
        with pytest.raises(StoreError) as caught, transaction(engine) as session:
            session.execute(text("update draft set title = title"))
        told(caught.value, "database_busy")
        holder.rollback()
    other.dispose()


# --- a read-only place ------------------------------------------------------------------------


def test_a_database_that_can_only_be_read(on_disk: Engine, path: Path) -> None:
    now = Drafts(on_disk).create(OWNER, "稿", Document.from_text(TEXT))
    on_disk.dispose()
    engine = create_engine(f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true")
    drafts = Drafts(engine)
    assert drafts.current(OWNER, now.draft).text == TEXT
    writes: list[Callable[[], object]] = [
        lambda: drafts.save_typing(OWNER, now.draft, SECRET, now.revision),
        lambda: drafts.create(OWNER, "另一份", Document.from_text(SECRET)),
        lambda: drafts.delete(OWNER, now.draft),
        lambda: drafts.purge(),
        lambda: QuickActions(engine).save(OWNER, "名", SECRET),
        lambda: PreferenceStore(engine).set(OWNER, author="张三"),
    ]
    for write in writes:
        with pytest.raises(StoreError) as caught:
            write()
        told(caught.value, "draft_database_read_only")
    engine.dispose()


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not write anywhere; the root user may, whatever the permissions say."""
    if os.geteuid() != 0:
        yield
        return
    import pwd  # not on Windows

    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter on Windows")
@pytest.mark.parametrize("what", ["the file", "the folder", "both"])
def test_a_read_only_place(what: str) -> None:
    # Not below tmp_path: its parents can be entered by one user only.
    folder = Path(tempfile.mkdtemp(prefix="gaigao-"))
    path = folder / "own.db"
    engine = open_database(f"sqlite:///{path.as_posix()}")
    drafts = Drafts(engine)
    now = drafts.create(OWNER, "稿", Document.from_text(TEXT))
    engine.dispose()
    path.chmod(0o444 if what != "the folder" else 0o666)
    folder.chmod(0o555 if what != "the file" else 0o777)
    try:
        with nobody(), pytest.raises(StoreError) as caught:
            drafts.save_typing(OWNER, now.draft, SECRET, now.revision)
        told(caught.value, "draft_database_read_only")
        engine.dispose()
        if what != "the file":
            with nobody(), pytest.raises(StoreError) as opening:
                open_database(f"sqlite:///{path.as_posix()}")
            told(opening.value, "database_read_only")
    finally:
        folder.chmod(0o700)
        path.chmod(0o600)
        engine.dispose()
    assert drafts.current(OWNER, now.draft) == now
    assert drafts.save_typing(OWNER, now.draft, SECRET, now.revision).text == SECRET
    engine.dispose()
    shutil.rmtree(folder)


# --- a broken file ----------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["head", "pages"])
def test_a_damaged_file(on_disk: Engine, path: Path, damage: str) -> None:
    drafts = Drafts(on_disk)
    now = drafts.create(OWNER, "稿", Document.from_text(TEXT * 500))
    for n in range(20):
        now = drafts.save_typing(OWNER, now.draft, f"{n}{TEXT * 500}", now.revision)
        drafts.freeze(OWNER, now.draft)
    with on_disk.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    on_disk.dispose()
    data = bytearray(path.read_bytes())
    if damage == "head":
        data[:100] = b"\x00\x01 no database at all".ljust(100, b"x")
    else:
        data[4096 * 2 : len(data)] = os.urandom(len(data) - 4096 * 2)
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        drafts.list(OWNER)
        drafts.save_typing(OWNER, now.draft, SECRET, now.revision)
    told(caught.value, "draft_database_damaged")
    on_disk.dispose()
    kept = path.read_bytes()
    assert kept == bytes(data), "a damaged file is left as it is, for whoever can mend it"


def test_a_row_that_is_no_longer_what_was_written(on_disk: Engine) -> None:
    drafts = Drafts(on_disk)
    now = drafts.create(OWNER, "稿", Document.from_text(TEXT))
    with on_disk.begin() as connection:
        connection.exec_driver_sql("""update draft_version set layout = '{"format": "tex'""")
    with pytest.raises(StoreError) as caught:
        drafts.current(OWNER, now.draft)
    told(caught.value, "draft_database_damaged")


def test_a_table_that_is_gone(drafts: Drafts, draft: Current, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("drop table draft_message"))
    with pytest.raises(StoreError) as caught:
        drafts.messages(OWNER, draft.draft)
    told(caught.value, "draft_not_read")
    with pytest.raises(StoreError) as caught:
        drafts.add_message(OWNER, draft.draft, "user", {"text": SECRET})
    told(caught.value, "draft_not_saved")
    assert drafts.current(OWNER, draft.draft) == draft


# --- PostgreSQL -------------------------------------------------------------------------------


def test_a_server_that_is_away(postgresql: Server) -> None:
    engine = create_engine("postgresql+psycopg://tester@127.0.0.1:1/none")
    with pytest.raises(StoreError) as caught:
        Drafts(engine).list(OWNER)
    told(caught.value, "draft_database_gone")
    with pytest.raises(StoreError) as opening:
        open_database("postgresql+psycopg://tester:geheim@127.0.0.1:1/none")
    told(opening.value, "database_gone")
    assert "geheim" not in opening.value.tell()


CUT = """select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend'"""


def test_a_connection_that_was_cut_is_made_anew(postgresql: Server) -> None:
    engine = open_database(postgresql.database("migrated"))
    drafts = Drafts(engine)
    now = drafts.create(OWNER, "稿", Document.from_text(TEXT))
    postgresql.do(CUT)
    assert drafts.current(OWNER, now.draft) == now
    with pytest.raises(StoreError) as caught, kept_in(engine) as session:
        session.execute(text("update draft set title = 'cut off'"))
        postgresql.do(CUT)
        session.execute(text("select 1"))
    told(caught.value, "draft_database_gone")
    assert drafts.current(OWNER, now.draft) == now
    engine.dispose()
