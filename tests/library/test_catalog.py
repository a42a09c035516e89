"""The tables: made by the migrations, the same as the models say, and what they keep comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from assistant.database import Base, open_database, transaction, upgrade
from assistant.document import Document, Paragraph, Span
from assistant.errors import StoreError
from assistant.library.catalog import (
    LibraryState,
    NewReport,
    ReportRow,
    document_of,
    report_json,
    structure_of,
    text_hash,
)
from assistant.library.records import Records
from assistant.structure.passages import Passage
from assistant.wording import Notice

TABLES = {"library", "report", "passage", "vector"}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'gaigao.db'}")


def new_report(name: str, body: str = "各项工作有序推进。") -> NewReport:
    digest = text_hash(name)
    document = Document.from_text(body)
    passage = Passage(f"{digest[:16]}-0000", body, 0, len(body), "problems", ("一、存在的问题",))
    return NewReport(
        digest, name, ".txt", name, "other", 2023, "own", document, (passage,), text_hash(body), b"\0\0\0\0"
    )


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) >= TABLES
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_from_an_empty_database_to_head_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a folder' / 'gaigao.db'}"
    (tmp_path / "a folder").mkdir()
    open_database(url).dispose()
    again = open_database(url)
    upgrade(again)
    assert set(inspect(again).get_table_names()) >= TABLES
    again.dispose()


def test_the_tables_are_for_postgresql_too() -> None:
    for name in TABLES:
        made = str(CreateTable(Base.metadata.tables[name]).compile(dialect=postgresql.dialect()))
        assert "CREATE TABLE" in made


def test_a_report_comes_back_as_it_was(engine: Engine) -> None:
    records = Records(engine)
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    new = new_report("年度总结.txt")
    records.insert(new, moment, {new.id: new.id})
    assert records.reports() == []
    assert records.states() == {new.id: ("adding", ".txt")}
    records.start(LibraryState(0, "000000-x", "f", "1"))
    records.mark([new.id], "indexed")
    [report] = records.reports()
    assert report.added_at == moment
    assert records.document(new.id) == new.document
    assert [one.passage for one in records.passages(new.id)] == list(new.passages)
    assert records.count() == (1, 1)
    assert report_json(report) == {
        "id": new.id,
        "title": "年度总结.txt",
        "kind": "other",
        "year": 2023,
        "origin": "own",
        "family": new.id,
        "filename": "年度总结.txt",
        "passages": 1,
        "added_at": "2026-01-02T03:04:05Z",
    }
    state = records.state()
    assert state is not None
    assert state.generation == 1


def test_every_part_of_a_document_survives() -> None:
    document = Document(
        "（一）标题\n正文",
        (Paragraph(0, 5, 2, 3, "table"), Paragraph(6, 8)),
        (Span(0, 3),),
        (Notice("some_code", {"n": 3, "name": "附件"}),),
        "docx",
    )
    assert document_of(document.text, structure_of(document)) == document


def test_the_ids_of_a_prefix(engine: Engine) -> None:
    records = Records(engine)
    records.start(LibraryState(0, "x", "f", "1"))
    for name in ("甲", "乙", "丙"):
        new = new_report(name)
        records.insert(new, datetime.now(UTC), {new.id: new.id})
        records.mark([new.id], "indexed")
    for report in records.reports():
        assert records.beginning_with(report.id[:10]) == [report.id]
    assert len(records.beginning_with("")) == 3
    assert records.beginning_with("%") == []
    assert records.beginning_with("_") == []


def test_deleting_keeps_the_vectors_that_others_need(engine: Engine) -> None:
    records = Records(engine)
    records.start(LibraryState(0, "x", "f", "1"))
    first, second = new_report("甲", "同样的一段话。"), new_report("乙", "同样的一段话。")
    for new in (first, second):
        records.insert(new, datetime.now(UTC), {new.id: first.id})
    with engine.begin() as connection:
        for digest in (text_hash("同样的一段话。"), text_hash("没有片段的话。")):
            connection.execute(
                text("INSERT INTO vector (text_hash, fingerprint, vector) VALUES (:h, 'f', x'00')"),
                {"h": digest},
            )

    def kept() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM vector")).scalar_one())

    records.delete([first.id], {second.id: second.id})
    assert kept() == 2
    assert records.families() == {second.id: second.id}
    records.delete([second.id], {})
    assert kept() == 1
    assert records.states() == {}


def test_what_the_database_says_names_no_text(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")  # no tables in it
    with pytest.raises(StoreError) as caught, transaction(engine) as session:
        session.add(
            ReportRow(
                id="x", filename="机密.txt", suffix="", title="机密", kind="other", year=None, origin="own"
            )
        )
    assert caught.value.code == "database_failed"
    assert "机密" not in caught.value.tell()
    assert "empty.db" in caught.value.tell()


def test_a_list_reads_no_text(engine: Engine) -> None:
    """A list of a thousand reports must not read a thousand texts."""
    records = Records(engine)
    new = new_report("甲")
    records.insert(new, datetime.now(UTC), {new.id: new.id})
    seen: list[str] = []
    from sqlalchemy import event

    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    [report] = records.reports(states=("adding",))
    assert report.id == new.id
    assert not any("report.text," in statement or "structure" in statement for statement in seen)
