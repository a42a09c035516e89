"""An older database keeps what it has: from every earlier revision, with rows in every table, on both databases.

The rows are written as that revision had them, not by today's classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, select, text

from assistant.changes.diff import hunks
from assistant.changes.edits import apply_edits
from assistant.database import MIGRATIONS, Base, open_database, upgrade
from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.preferences import PreferenceStore
from assistant.drafting.quick_actions import QuickActions
from assistant.errors import StoreError
from tests.drafts.conftest import DATABASES
from tests.drafts.postgresql import Server
from tests.library import invariants
from tests.library.fakes import open_library, write_reports

OWNER = "9f3c"
EARLIER = ("0001", "0002", "0003", "0004")
NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
LIBRARY = ("library", "report", "vector", "passage")

OPENED = "述职报告\n一、存在的问题\n走访不够深入。办法不多。\n二、下一步\n多到村里去。"
ACCEPTED = OPENED.replace("走访不够深入。", "走访只有3次。")
TYPED = ACCEPTED + "住下来。"


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'old.db').as_posix()}"
    return str(request.getfixturevalue("postgresql").database())


def at(address: str, revision: str) -> Engine:
    """An empty database of an earlier revision."""
    engine = create_engine(address)
    upgrade(engine, revision)
    return engine


def insert(engine: Engine, table: str, **values: Any) -> None:
    with engine.begin() as connection:
        own = Table(table, MetaData(), autoload_with=connection)
        connection.execute(own.insert().values(**values))


# --- the revisions ----------------------------------------------------------------------------


def test_the_earlier_revisions_are_all_tested() -> None:
    numbers = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert (*EARLIER, numbers[0]) == tuple(reversed(numbers))


def test_the_migrations_make_what_the_tables_declare(empty: str) -> None:
    engine = open_database(empty)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        different = compare_metadata(context, Base.metadata)
    engine.dispose()
    own = ("draft", "quick_action", "preference")
    assert [change for change in different if any(name in str(change) for name in own)] == []


def test_the_contract_is_tested_on_a_real_postgresql(postgresql: Server) -> None:
    """Says why, where it is not; the tests of this folder then run on SQLite alone."""
    assert "postgresql" in DATABASES
    engine = open_database(postgresql.database("migrated"))
    with engine.connect() as connection:
        assert "PostgreSQL" in str(connection.execute(text("select version()")).scalar())
    engine.dispose()


def test_a_newer_database_is_not_touched(empty: str) -> None:
    engine = open_database(empty)
    Drafts(engine).create(OWNER, "稿", Document.from_text("文。"))
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError) as caught:
        open_database(empty)
    assert caught.value.code == "database_newer"
    plain = create_engine(empty)
    with plain.connect() as connection:
        assert connection.execute(text("select title from draft")).scalar() == "稿"
    plain.dispose()


# --- reports, from 0001 on --------------------------------------------------------------------


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[dict[str, Any]]]]:
    """A data folder with a library, and the rows of its tables."""
    folder = tmp_path_factory.mktemp("library")
    write_reports(folder / "sources", 2)
    with open_library(folder / "data") as made:
        made.add([folder / "sources"])
    engine = create_engine(f"sqlite:///{(folder / 'data' / 'gaigao.db').as_posix()}")
    rows: dict[str, list[dict[str, Any]]] = {}
    with engine.connect() as connection:
        for name in LIBRARY:
            rows[name] = [
                dict(row) for row in connection.execute(select(Base.metadata.tables[name])).mappings()
            ]
    engine.dispose()
    return folder / "data", rows


@pytest.mark.parametrize("revision", EARLIER)
def test_reports_are_listed_and_found(
    empty: str, revision: str, library: tuple[Path, dict[str, list[dict[str, Any]]]]
) -> None:
    folder, rows = library
    engine = at(empty, revision)
    for name in LIBRARY:
        for row in rows[name]:
            insert(engine, name, **row)
    engine.dispose()
    with open_library(folder, database_url=empty) as opened:
        assert sorted(one.filename for one in opened.list()) == ["材料001.txt", "材料002.txt"]
        invariants.check(opened)


# --- drafts, from 0002 on ---------------------------------------------------------------------


@pytest.fixture
def old(empty: str) -> Iterator[Drafts]:
    """A database of 0002 with a draft in all its states, brought up to date."""
    engine = at(empty, "0002")
    fill(engine)
    engine.dispose()
    opened = open_database(empty)
    yield Drafts(opened, lambda: NOW + timedelta(days=40))
    opened.dispose()


def fill(engine: Engine) -> None:
    (change,) = hunks(OPENED, ACCEPTED)
    stored = {
        "id": change.id,
        "start": change.start,
        "end": change.end,
        "before": change.before,
        "after": change.after,
        "marks": [[mark.kind, mark.text] for mark in change.marks],
    }
    layout = {"format": "docx", "generated": [[5, 7]], "lines": [[0, 1, 0, "body"]]}
    base = {
        "owner": OWNER, "filename": "述职.docx", "original": b"PK\x03\x04", "state_id": None, "revision": 4,
        "working_text": None, "working_edits": None, "working_at": None, "created_at": NOW, "changed_at": NOW,
        "deleted_at": None,
    }  # fmt: skip
    insert(engine, "draft", id="d1", title="年度述职", **base)
    insert(engine, "draft", id="d2", title="刚删的", **{**base, "deleted_at": NOW + timedelta(days=39)})
    insert(engine, "draft", id="d3", title="早删的", **{**base, "deleted_at": NOW})
    for draft in ("d1", "d2", "d3"):
        for number, (cause, body) in enumerate((("opened", OPENED), ("accepted", ACCEPTED)), 1):
            insert(
                engine, "draft_version", id=f"{draft}v{number}", draft_id=draft, number=number,
                parent=number - 1 or None, text=body, layout=layout, cause=cause, created_at=NOW,
                details={"filename": "述职.docx"} if number == 1 else {"section": "一", "suggestion": 1, "changes": [1]},
                edits=[] if number == 1 else [[change.start, change.end, change.after]],
            )  # fmt: skip
        # A message and a suggestion whose change was accepted: the steps before and after.
        insert(
            engine, "draft_suggestion", id=f"{draft}s", draft_id=draft, number=1, version=1,
            section={"id": "1", "name": "一", "label": "一、", "heading": "存在的问题", "start": 5, "end": 26,
                     "body_start": 13, "body_end": 25},
            instruction="写具体", original=OPENED[13:25], proposed=ACCEPTED[13:25], note="补了次数[1]。", hunks=[stored],
            citations=[{"n": 1, "report": {"id": "ab", "title": "某镇材料"}, "passage": {"text": "走访"}}],
            findings=[], notices=[["numbers_restored", {}]], prompt={"name": "revise"}, model="m", usage={"input": 1},
            created_at=NOW,
        )  # fmt: skip
        insert(engine, "draft_message", id=f"{draft}m1", draft_id=draft, number=1, role="user",
               content={"text": "写具体"}, reply_to=None, created_at=NOW)  # fmt: skip
        insert(engine, "draft_message", id=f"{draft}m2", draft_id=draft, number=2, role="assistant",
               content={"blocks": [{"suggestion": f"{draft}s"}]}, reply_to=f"{draft}m1", created_at=NOW)  # fmt: skip
        insert(engine, "draft_material", id=f"{draft}f", draft_id=draft, name="台账", kind="pasted", text="12次",
               created_at=NOW)  # fmt: skip
        for version, action, standing in (
            (1, "opened", ["pending", change.start, change.end, None]),
            (2, "accepted", ["accepted", change.start, change.start + len(change.after), 2]),
        ):
            with engine.begin() as connection:
                own = Table("draft_state", MetaData(), autoload_with=connection)
                parent = connection.execute(select(own.c.id).where(own.c.draft_id == draft)).scalar()
                values = {
                    "details": {"section": "一", "changes": [1]},
                    "hunks": {f"{draft}s": {"1": standing}},
                }
                made = connection.execute(
                    own.insert().values(
                        draft_id=draft, parent_id=parent, version=version, action=action, created_at=NOW, **values
                    )
                )  # fmt: skip
                connection.execute(
                    text("update draft set state_id = :state where id = :draft"),
                    {"state": made.inserted_primary_key[0], "draft": draft},  # type: ignore[index]
                )
    end = len(ACCEPTED)
    with engine.begin() as connection:
        own = Table("draft", MetaData(), autoload_with=connection)
        connection.execute(
            own.update()
            .where(own.c.id == "d1")
            .values(working_text=TYPED, working_edits=[[end, end, "住下来。"]], working_at=NOW)
        )


def test_everything_of_an_old_draft_is_there(old: Drafts) -> None:
    (info,) = old.list(OWNER, "住下来 述职.docx")
    assert (info.id, info.title, info.version) == ("d1", "年度述职", 2)
    now = old.current(OWNER, "d1")
    assert (now.text, now.typing, now.revision, now.saved_at) == (TYPED, True, 4, NOW)
    assert now.document.format == "docx"
    assert now.document.paragraphs[0].heading_level == 1
    assert [now.text[s.start : s.end] for s in now.document.generated] == ["一、"]
    assert old.original(OWNER, "d1") == b"PK\x03\x04"
    assert [v.name.text() for v in old.versions(OWNER, "d1")] == ["接受“一”的 1 处修改", "打开 述职.docx"]
    assert [old.version(OWNER, "d1", n).text for n in (1, 2)] == [OPENED, ACCEPTED]
    assert apply_edits(OPENED, old.edits_since(OWNER, "d1")) == TYPED
    (view,) = old.suggestions(OWNER, "d1")
    assert [(h.state, h.fits, h.version) for h in view.hunks] == [("accepted", True, 2)]
    (change,) = old.accepted(OWNER, "d1")
    assert (change.section, change.before, change.after) == ("一", "走访不够深入。", "走访只有3次。")
    assert change.citations[0]["report"]["title"] == "某镇材料"
    assert [m.content for m in old.messages(OWNER, "d1")] == [
        {"text": "写具体"},
        {"blocks": [{"suggestion": "d1s"}]},
    ]
    assert [m.text for m in old.materials(OWNER, "d1")] == ["12次"]
    assert old.targets(OWNER, "d1").whole is None


STEPS: dict[str, Callable[[Drafts], str]] = {
    "typed on": lambda d: d.save_typing(OWNER, "d1", TYPED + "好。", 4).text.removesuffix("好。"),
    "taken back": lambda d: d.reject(OWNER, "d1s", [1]).text.replace("不够深入", "只有3次"),
    "undone": lambda d: d.undo(OWNER, "d1").text + "住下来。",
    "restored": lambda d: d.restore(OWNER, "d1", 2).text + "住下来。",
    "copied": lambda d: d.current(OWNER, d.copy(OWNER, "d1").id).text,
    "given targets": lambda d: str(
        d.set_target(OWNER, "d1", "1", 300).sections and d.current(OWNER, "d1").text
    ),
    "rewound": lambda d: str(len(d.rewind(OWNER, "d1", "d1m1")) == 2 and d.current(OWNER, "d1").text),
}


@pytest.mark.parametrize("step", STEPS)
def test_work_goes_on(old: Drafts, step: str) -> None:
    assert STEPS[step](old) == TYPED


def test_what_was_deleted_long_ago_is_purged(old: Drafts) -> None:
    assert [one.info.id for one in old.deleted(OWNER)] == ["d2"]
    assert old.purge() == 1
    assert old.bring_back(OWNER, "d2").title == "刚删的"
    assert old.current(OWNER, "d2").text == ACCEPTED


@pytest.mark.parametrize("revision", EARLIER)
def test_the_new_tables_can_be_used(empty: str, revision: str) -> None:
    old = at(empty, revision)
    assert ("quick_action" in inspect(old).get_table_names()) == (revision >= "0003")
    old.dispose()
    for _ in range(2):
        engine = open_database(empty)
        QuickActions(engine).save(OWNER, "压短", "压到800字")
        PreferenceStore(engine).set(OWNER, author="张三")
        engine.dispose()
    engine = open_database(empty)
    assert len(QuickActions(engine).list(OWNER)) == 2
    engine.dispose()


def test_an_upgrade_that_is_cut_off_is_done_whole_the_next_time(empty: str) -> None:
    """The steps of an upgrade are one transaction: as long as it is not over, nothing of it is there."""
    engine = at(empty, "0002")
    fill(engine)
    tables = set(inspect(engine).get_table_names())
    insert(engine, "draft", id="d9", owner=OWNER, title="占位", revision=1, created_at=NOW, changed_at=NOW)
    with engine.begin() as connection:
        connection.execute(
            text("create table preference (owner varchar(200))")
        )  # in the way of the last step
    with pytest.raises(StoreError):
        open_database(empty)
    assert set(inspect(engine).get_table_names()) == tables | {"preference"}
    assert "targets" not in {column["name"] for column in inspect(engine).get_columns("draft")}
    with engine.begin() as connection:
        connection.execute(text("drop table preference"))
        connection.execute(text("delete from draft where id = 'd9'"))
    engine.dispose()
    opened = open_database(empty)
    assert Drafts(opened).current(OWNER, "d1").text == TYPED
    opened.dispose()


@pytest.mark.parametrize("revision", [None, *EARLIER])
def test_opened_by_several_at_once(empty: str, revision: str | None) -> None:
    if revision:
        at(empty, revision).dispose()
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [empty] * 4))
    for engine in engines:
        Drafts(engine).create(OWNER, "稿", Document.from_text("文。"))
    assert len(Drafts(engines[0]).list(OWNER)) == 4
    for engine in engines:
        engine.dispose()


def test_what_belongs_to_a_draft_goes_with_it(engine: Engine, drafts: Drafts) -> None:
    current = drafts.create("owner", "稿", Document.from_text("文。"))
    drafts.add_material("owner", current.draft, "名", "事")
    drafts.add_message("owner", current.draft, "user", {"text": "在"})
    with engine.begin() as connection:
        connection.execute(text("delete from draft"))
        for table in ("draft_version", "draft_state", "draft_material", "draft_message", "draft_suggestion", "draft_plan", "draft_plan_ground"):
            assert connection.execute(text(f"select count(*) from {table}")).scalar() == 0
