"""The schema that the migrations make is the one the tables declare, and an older database keeps what it has."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from assistant.database import Base, open_database, upgrade
from assistant.document import Document
from assistant.drafting.drafts import Drafts


def test_the_migrations_make_what_the_tables_declare(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        different = compare_metadata(context, Base.metadata)
    assert [change for change in different if "draft" in str(change)] == []


def test_an_older_database_keeps_its_reports(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'old.db').as_posix()}"
    old = create_engine(url)
    upgrade(old, "0001")
    assert "draft" not in inspect(old).get_table_names()
    with old.begin() as connection:
        columns = {c["name"]: c for c in inspect(connection).get_columns("report")}
        values = {
            name: datetime(2026, 1, 1, tzinfo=UTC).isoformat() if name == "added_at"
            else "[]" if "JSON" in str(column["type"])
            else 0 if "INTEGER" in str(column["type"])
            else b"" if "BLOB" in str(column["type"])
            else "旧"
            for name, column in columns.items()
        }  # fmt: skip
        names = ", ".join(values)
        slots = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"insert into report ({names}) values ({slots})"), values)
    old.dispose()
    engine = open_database(url)
    with engine.connect() as connection:
        assert connection.execute(text("select title from report")).scalar() == "旧"
    drafts = Drafts(engine)
    assert drafts.create("owner", "稿", Document.from_text("文。")).version == 1
    engine.dispose()
    again = open_database(url)
    assert [one.title for one in Drafts(again).list("owner")] == ["稿"]
    again.dispose()


def test_what_belongs_to_a_draft_goes_with_it(engine: Engine, drafts: Drafts) -> None:
    current = drafts.create("owner", "稿", Document.from_text("文。"))
    drafts.add_material("owner", current.draft, "名", "事")
    drafts.add_message("owner", current.draft, "user", {"text": "在"})
    with engine.begin() as connection:
        connection.execute(text("delete from draft"))
        for table in ("draft_version", "draft_state", "draft_material", "draft_message", "draft_suggestion"):
            assert connection.execute(text(f"select count(*) from {table}")).scalar() == 0
