"""The list of drafts: search, copies, deleted ones had back for 30 days, and then gone with all their rows."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from assistant.changes.edits import apply_edits
from assistant.document import Document, Paragraph, Span
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from tests.drafts.conftest import Clock
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
DAY = 24 * 3600
TEXT = "述职报告\n一、存在的问题\n走访不够深入。办法不多。\n二、下一步\n多到村里去。"
TABLES = ("draft_version", "draft_state", "draft_material", "draft_message", "draft_suggestion")


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(
        OWNER, "年度述职", Document.from_text(TEXT), filename="述职.docx", original=b"PK\x03"
    )


# --- search -----------------------------------------------------------------------------------


def titles(drafts: Drafts, query: str) -> list[str]:
    return [info.title for info in drafts.list(OWNER, query)]


def test_search(drafts: Drafts, draft: Current, clock: Clock) -> None:
    clock.pass_seconds(1)
    drafts.create(
        OWNER, "民主生活会发言", Document.from_text("对照检查，100%落实。"), filename="Speech_v2.DOCX"
    )
    drafts.create("someone else", "年度述职", Document.from_text(TEXT))
    assert titles(drafts, "") == titles(drafts, "  \n") == ["民主生活会发言", "年度述职"]
    for query in ("年度", "述职.docx", "够深", "走访 办法", "下一步\t述职", "。办法"):
        assert titles(drafts, query) == ["年度述职"], query
    for query in ("speech", "V2.docx", "100%", "生活会 落实", "%", "_", "检查，100"):
        assert titles(drafts, query) == ["民主生活会发言"], query
    assert titles(drafts, "1_0%") == titles(drafts, "走访 落实") == titles(drafts, "不存在") == []
    assert titles(drafts, "docx") == ["民主生活会发言", "年度述职"]
    assert titles(drafts, "坏\ud800字\x00") == []


def test_what_is_typed_is_found_and_what_was_written_before_is_not(drafts: Drafts, draft: Current) -> None:
    now = drafts.save_typing(OWNER, draft.draft, TEXT.replace("办法不多", "点子太少"), draft.revision)
    assert titles(drafts, "点子") == ["年度述职"]
    assert titles(drafts, "办法") == []
    now = drafts.save_typing(OWNER, draft.draft, "", now.revision)
    (info,) = drafts.list(OWNER)
    assert info.length == 0
    assert titles(drafts, "走访") == []
    drafts.undo(OWNER, draft.draft)
    assert titles(drafts, "走访 办法") == ["年度述职"]


def test_the_length_in_the_list_is_that_of_the_text(drafts: Drafts, draft: Current) -> None:
    assert drafts.list(OWNER)[0].length == 34
    now = drafts.save_typing(OWNER, draft.draft, TEXT + "五个字。", draft.revision)
    assert drafts.list(OWNER)[0].length == drafts.get(OWNER, draft.draft).length == 38
    drafts.freeze(OWNER, draft.draft)
    drafts.restore(OWNER, draft.draft, 1, now.revision)
    assert drafts.list(OWNER)[0].length == 34


# --- copies -----------------------------------------------------------------------------------


def test_a_copy(drafts: Drafts, draft: Current, clock: Clock) -> None:
    view = drafts.add_suggestion(
        OWNER,
        draft.draft,
        suggestion(draft.document, 13, 25, "走访只有3次。办法不多，"),
        version=1,
        name="一",
    )
    drafts.accept(OWNER, view.id, [1])
    now = drafts.current(OWNER, draft.draft)
    typed = drafts.save_typing(
        OWNER, draft.draft, now.text.replace("多到村里去", "每月到村里去"), now.revision
    )
    drafts.add_material(OWNER, draft.draft, "台账", "石榴坪12次")
    drafts.add_message(OWNER, draft.draft, "user", {"text": "改"})
    drafts.set_target(OWNER, draft.draft, None, 3_000)
    drafts.set_target(OWNER, draft.draft, "1", 800)
    before = drafts.current(OWNER, draft.draft)
    clock.pass_seconds(5)
    copy = drafts.copy(OWNER, draft.draft)

    own = drafts.current(OWNER, copy.id)
    assert (copy.title, own.text, own.typing, own.undo) == ("年度述职（副本）", typed.text, False, None)
    assert [v.name.text() for v in drafts.versions(OWNER, copy.id)] == [
        "复制自《年度述职》",
        "打开 述职.docx",
    ]
    # What the original file needs: its own text as version 1, and what leads from there.
    assert drafts.original(OWNER, copy.id) == b"PK\x03"
    assert drafts.version(OWNER, copy.id, 1).text == TEXT
    assert drafts.edits_since(OWNER, copy.id) == drafts.edits_since(OWNER, draft.draft)
    assert apply_edits(TEXT, drafts.edits_since(OWNER, copy.id)) == typed.text
    assert [m.text for m in drafts.materials(OWNER, copy.id)] == ["石榴坪12次"]
    assert drafts.targets(OWNER, copy.id) == drafts.targets(OWNER, draft.draft)
    assert drafts.messages(OWNER, copy.id) == ()
    # What was accepted can be told and taken back; what still waited is not asked about again.
    (change,) = drafts.accepted(OWNER, copy.id)
    assert (change.section, change.before, change.after) == ("一", "走访不够深入。", "走访只有3次。")
    (told,) = drafts.suggestions(OWNER, copy.id)
    assert [h.state for h in told.hunks] == ["accepted", "rejected"]
    assert drafts.reject(OWNER, told.id, [1]).text == typed.text.replace("只有3次", "不够深入")
    # The first is as it was.
    assert drafts.current(OWNER, draft.draft) == before
    assert drafts.list(OWNER)[0].id == copy.id


def test_a_copy_of_a_draft_nobody_changed(drafts: Drafts, draft: Current) -> None:
    copy = drafts.copy(OWNER, draft.draft, "en")
    assert (copy.title, copy.version) == ("年度述职 (copy)", 1)
    assert drafts.current(OWNER, copy.id).text == TEXT
    assert len(drafts.versions(OWNER, copy.id)) == 1
    names = [drafts.copy(OWNER, draft.draft).title for _ in range(3)]
    assert names == ["年度述职（副本）", "年度述职（副本 2）", "年度述职（副本 3）"]


def test_a_copy_keeps_what_the_file_said(drafts: Drafts) -> None:
    text = "报告\n（一）走访不够\n正文一句。\n（二）办法不多"
    lines = (Paragraph(0, 2, 1), Paragraph(3, 10, 2, 3), Paragraph(11, 16), Paragraph(17, 24, 2, 0, "table"))
    document = Document(text, lines, (Span(3, 6), Span(17, 20)), (), "docx")
    first = drafts.create(OWNER, "报告", document)
    drafts.save_typing(OWNER, first.draft, text.replace("一句", "两句"), first.revision)
    copy = drafts.copy(OWNER, first.draft)
    assert drafts.current(OWNER, copy.id).document == drafts.current(OWNER, first.draft).document
    assert drafts.version(OWNER, copy.id, 1) == document


def test_an_accepted_change_typed_over_is_told_in_the_copy(drafts: Drafts, draft: Current) -> None:
    view = drafts.add_suggestion(
        OWNER, draft.draft, suggestion(draft.document, 13, 25, "走访只有3次。办法不多。"), version=1
    )
    now = drafts.accept_all(OWNER, view.id)
    drafts.save_typing(OWNER, draft.draft, now.text.replace("3次", "4次"), now.revision)
    (change,) = drafts.accepted(OWNER, draft.draft)
    assert (change.before, change.after, change.edited) == ("走访不够深入。", "走访只有4次。", True)
    (told,) = drafts.accepted(OWNER, drafts.copy(OWNER, draft.draft).id)
    assert (told.before, told.after, told.edited, told.start) == (
        change.before,
        change.after,
        True,
        change.start,
    )


# --- deleted ----------------------------------------------------------------------------------


def test_deleted_for_thirty_days(drafts: Drafts, draft: Current, clock: Clock, engine: Engine) -> None:
    other = drafts.create(OWNER, "另一份", Document.from_text("文。"))
    full(drafts, draft)
    full(drafts, other)
    drafts.delete(OWNER, draft.draft)
    (gone,) = drafts.deleted(OWNER)
    assert (gone.info.title, gone.info.length, (gone.gone_at - gone.deleted_at).days) == ("年度述职", 34, 30)
    assert drafts.deleted("someone else") == ()
    assert titles(drafts, "走访") == []
    clock.pass_seconds(30 * DAY - 1)
    assert drafts.purge() == 0
    assert drafts.bring_back(OWNER, draft.draft).title == "年度述职"
    assert drafts.current(OWNER, draft.draft).text == TEXT
    assert drafts.deleted(OWNER) == ()

    drafts.delete(OWNER, draft.draft)
    clock.pass_seconds(30 * DAY)
    assert drafts.deleted(OWNER) == ()
    assert drafts.purge() == 1
    assert drafts.purge() == 0
    with pytest.raises(DraftError):
        drafts.bring_back(OWNER, draft.draft)
    assert [info.id for info in drafts.list(OWNER)] == [other.draft]
    with engine.connect() as connection:
        for table in TABLES:
            rows = connection.execute(text(f"select distinct draft_id from {table}")).scalars().all()
            assert rows == [other.draft], table


def full(drafts: Drafts, draft: Current) -> None:
    """Something in every table."""
    drafts.add_material(OWNER, draft.draft, "名", "事")
    drafts.add_message(OWNER, draft.draft, "user", {"text": "在"})
    drafts.add_suggestion(OWNER, draft.draft, suggestion(draft.document, 0, 2, "文章"), version=1)


def test_the_last_deleted_comes_first(drafts: Drafts, clock: Clock) -> None:
    ids = [drafts.create(OWNER, name, Document.from_text("文。")).draft for name in ("甲", "乙", "丙")]
    for n in (1, 0, 2):
        clock.pass_seconds(60)
        drafts.delete(OWNER, ids[n])
    assert [one.info.title for one in drafts.deleted(OWNER)] == ["丙", "甲", "乙"]


def test_deleting_again_starts_the_thirty_days_anew(drafts: Drafts, draft: Current, clock: Clock) -> None:
    drafts.delete(OWNER, draft.draft)
    clock.pass_seconds(29 * DAY)
    drafts.bring_back(OWNER, draft.draft)
    drafts.delete(OWNER, draft.draft)
    clock.pass_seconds(29 * DAY)
    assert drafts.purge() == 0
    assert len(drafts.deleted(OWNER)) == 1
