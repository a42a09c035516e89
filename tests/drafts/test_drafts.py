"""Drafts: whose they are, typing and versions, undo and redo, material, messages, conflicts between tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from assistant.document import Document, Paragraph, Span
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from tests.drafts.conftest import Clock

OWNER = "9f3c"
TEXT = "述职报告\n一、存在的问题\n走访不够深入。办法不多。\n二、下一步\n多到村里去。"


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(
        OWNER, "年度述职", Document.from_text(TEXT), filename="述职.docx", original=b"PK\x03\x04"
    )


def test_a_new_draft(drafts: Drafts, draft: Current) -> None:
    assert (draft.text, draft.version, draft.typing, draft.undo, draft.redo) == (TEXT, 1, False, None, None)
    assert drafts.current(OWNER, draft.draft) == draft
    (info,) = drafts.list(OWNER)
    assert (info.id, info.title, info.filename, info.version) == (draft.draft, "年度述职", "述职.docx", 1)
    assert drafts.get(OWNER, draft.draft) == info
    assert drafts.original(OWNER, draft.draft) == b"PK\x03\x04"
    (version,) = drafts.versions(OWNER, draft.draft)
    assert version.name.text() == "打开 述职.docx"
    assert version.current


def test_a_draft_survives_a_restart(drafts: Drafts, draft: Current, engine: Engine, clock: Clock) -> None:
    drafts.save_typing(OWNER, draft.draft, TEXT + "还有。", draft.revision)
    engine.dispose()
    assert Drafts(engine, clock).current(OWNER, draft.draft).text == TEXT + "还有。"


CALLS: dict[str, Callable[[Drafts, str, str], Any]] = {
    "get": lambda d, o, i: d.get(o, i),
    "rename": lambda d, o, i: d.rename(o, i, "新名"),
    "delete": lambda d, o, i: d.delete(o, i),
    "original": lambda d, o, i: d.original(o, i),
    "current": lambda d, o, i: d.current(o, i),
    "save_typing": lambda d, o, i: d.save_typing(o, i, "新", 1),
    "settle": lambda d, o, i: d.settle(o, i),
    "freeze": lambda d, o, i: d.freeze(o, i),
    "undo": lambda d, o, i: d.undo(o, i),
    "redo": lambda d, o, i: d.redo(o, i),
    "restore": lambda d, o, i: d.restore(o, i, 1),
    "versions": lambda d, o, i: d.versions(o, i),
    "version": lambda d, o, i: d.version(o, i, 1),
    "suggestions": lambda d, o, i: d.suggestions(o, i),
    "plans": lambda d, o, i: d.plans(o, i),
    "add_material": lambda d, o, i: d.add_material(o, i, "名", "事"),
    "materials": lambda d, o, i: d.materials(o, i),
    "remove_material": lambda d, o, i: d.remove_material(o, i, "x"),
    "add_message": lambda d, o, i: d.add_message(o, i, "user", {"text": "在"}),
    "messages": lambda d, o, i: d.messages(o, i),
    "rewind": lambda d, o, i: d.rewind(o, i, "x"),
    "copy": lambda d, o, i: d.copy(o, i),
    "compare": lambda d, o, i: d.compare(o, i, 1),
    "edits_since": lambda d, o, i: d.edits_since(o, i),
    "moves_since": lambda d, o, i: d.moves_since(o, i),
    "accepted": lambda d, o, i: d.accepted(o, i),
    "targets": lambda d, o, i: d.targets(o, i),
    "set_target": lambda d, o, i: d.set_target(o, i, None, 800),
}


@pytest.mark.parametrize("call", CALLS)
def test_another_owner_s_draft_is_unknown(drafts: Drafts, draft: Current, call: str) -> None:
    for owner, number in (("someone else", draft.draft), (OWNER, "no such draft"), ("", draft.draft)):
        with pytest.raises(DraftError) as caught:
            CALLS[call](drafts, owner, number)
        assert caught.value.code == "draft_unknown"
    assert drafts.list("someone else") == ()
    assert drafts.current(OWNER, draft.draft) == draft


def test_every_public_call_checks_the_owner() -> None:
    """The table above names every method that takes an owner and a draft."""
    public = {name for name in dir(Drafts) if not name.startswith("_")}
    by_suggestion = {
        "suggestion",
        "accept",
        "reject",
        "reconsider",
        "accept_all",
        "reject_all",
        "add_suggestion",
        "keep_findings",
        "set_aside",
    }
    by_plan = {
        "plan",
        "plan_preview",
        "add_plan",
        "accept_operations",
        "reject_operations",
        "reconsider_operations",
        "accept_plan",
        "reject_plan",
    }
    assert public - by_suggestion - by_plan - {"create", "list", "bring_back", "deleted", "purge"} == set(CALLS)


def test_deleted_and_brought_back(drafts: Drafts, draft: Current) -> None:
    drafts.delete(OWNER, draft.draft)
    assert drafts.list(OWNER) == ()
    with pytest.raises(DraftError):
        drafts.current(OWNER, draft.draft)
    with pytest.raises(DraftError):
        drafts.bring_back("someone else", draft.draft)
    assert drafts.bring_back(OWNER, draft.draft).title == "年度述职"
    assert drafts.current(OWNER, draft.draft).text == TEXT


def test_renamed(drafts: Drafts, draft: Current) -> None:
    assert drafts.rename(OWNER, draft.draft, " 述职（送审） ").title == "述职（送审）"
    assert drafts.rename(OWNER, draft.draft, "  ").title == "述职（送审）"


# --- typing --------------------------------------------------------------------------------


def test_typing_is_saved_and_is_a_version_at_the_next_action(drafts: Drafts, draft: Current) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一", draft.revision)
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一定。", typed.revision)
    assert (typed.text, typed.version, typed.typing) == (TEXT + "一定。", 1, True)
    assert len(drafts.versions(OWNER, draft.draft)) == 1
    frozen = drafts.freeze(OWNER, draft.draft, typed.revision)
    assert (frozen.text, frozen.version, frozen.typing) == (TEXT + "一定。", 2, False)
    assert frozen.revision == typed.revision
    newest = drafts.versions(OWNER, draft.draft)[0]
    assert (newest.cause, newest.parent, newest.details) == ("typed", 1, {"added": 3, "removed": 0})
    assert newest.name.text() == "编辑"
    assert drafts.freeze(OWNER, draft.draft) == frozen


def test_typing_is_a_version_after_a_minute(drafts: Drafts, draft: Current, clock: Clock) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一", draft.revision)
    at = clock.now
    clock.pass_seconds(59)
    assert drafts.settle(OWNER, draft.draft).version == 1
    clock.pass_seconds(1)
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一二", typed.revision)
    assert (typed.version, typed.typing) == (2, True)
    newest = drafts.versions(OWNER, draft.draft)[0]
    assert newest.created_at == at
    assert drafts.version(OWNER, draft.draft, 2).text == TEXT + "一"
    clock.pass_seconds(60)
    assert drafts.settle(OWNER, draft.draft).version == 3


def test_typing_that_comes_to_nothing_is_no_version(drafts: Drafts, draft: Current) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一", draft.revision)
    typed = drafts.save_typing(OWNER, draft.draft, TEXT, typed.revision)
    assert not typed.typing
    assert drafts.freeze(OWNER, draft.draft).version == 1


def test_what_cannot_be_kept_is_made_fit(drafts: Drafts, draft: Current) -> None:
    kept = drafts.save_typing(OWNER, draft.draft, "甲\r\n乙\x00丙\ud800丁\r戊😀", draft.revision)
    assert kept.text == "甲\n乙丙\ufffd丁\n戊😀"
    assert drafts.create(OWNER, "坏\ud800字", Document.from_text("甲\x00乙")).text == "甲乙"
    with pytest.raises(DraftError) as caught:
        drafts.save_typing(OWNER, draft.draft, "长" * 1_000_001, kept.revision)
    assert caught.value.code == "draft_too_long"


# --- two tabs --------------------------------------------------------------------------------


def test_the_second_tab_is_told_and_keeps_its_text(drafts: Drafts, draft: Current) -> None:
    first = drafts.save_typing(OWNER, draft.draft, TEXT + "左边。", draft.revision)
    with pytest.raises(DraftError) as caught:
        drafts.save_typing(OWNER, draft.draft, TEXT + "右边。", draft.revision)
    assert caught.value.code == "draft_changed"
    assert drafts.current(OWNER, draft.draft).text == first.text
    number = caught.value.params["version"]
    assert drafts.version(OWNER, draft.draft, number).text == TEXT + "右边。"
    assert f"版本 {number}" in caught.value.kept()
    with pytest.raises(DraftError) as again:
        drafts.save_typing(OWNER, draft.draft, TEXT + "右边。", draft.revision)
    assert again.value.params["version"] == number
    restored = drafts.restore(OWNER, draft.draft, number)
    assert restored.text == TEXT + "右边。"
    assert drafts.undo(OWNER, draft.draft).text == TEXT + "左边。"


def test_saving_the_same_text_again_is_no_conflict(drafts: Drafts, draft: Current) -> None:
    first = drafts.save_typing(OWNER, draft.draft, TEXT + "一。", draft.revision)
    assert drafts.save_typing(OWNER, draft.draft, TEXT + "一。", draft.revision) == first


@pytest.mark.parametrize("call", ["freeze", "undo", "redo", "restore"])
def test_an_action_on_a_text_not_seen_is_refused(drafts: Drafts, draft: Current, call: str) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "一。", draft.revision)
    with pytest.raises(DraftError) as caught:
        getattr(drafts, call)(OWNER, draft.draft, *((1,) if call == "restore" else ()), draft.revision)
    assert caught.value.code == "draft_changed_meanwhile"
    assert drafts.current(OWNER, draft.draft) == typed


# --- undo, redo, restore --------------------------------------------------------------------------


def test_undo_and_redo_walk_the_steps(drafts: Drafts, draft: Current) -> None:
    texts = [TEXT]
    now = draft
    for word in ("甲。", "乙。", "丙。"):
        now = drafts.save_typing(OWNER, draft.draft, now.text + word, now.revision)
        now = drafts.freeze(OWNER, draft.draft)
        texts.append(now.text)
    assert now.undo is not None and now.undo.text() == "编辑"
    for expected in reversed(texts[:-1]):
        now = drafts.undo(OWNER, draft.draft, now.revision)
        assert now.text == expected
        assert now.redo is not None
    with pytest.raises(DraftError) as caught:
        drafts.undo(OWNER, draft.draft)
    assert caught.value.code == "nothing_to_undo"
    for expected in texts[1:]:
        now = drafts.redo(OWNER, draft.draft, now.revision)
        assert now.text == expected
    with pytest.raises(DraftError) as caught:
        drafts.redo(OWNER, draft.draft)
    assert caught.value.code == "nothing_to_redo"


def test_undo_takes_back_typing_that_is_no_version_yet(drafts: Drafts, draft: Current) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "甲。", draft.revision)
    assert typed.undo is not None and typed.redo is None
    assert drafts.undo(OWNER, draft.draft, typed.revision).text == TEXT
    assert drafts.redo(OWNER, draft.draft).text == TEXT + "甲。"


def test_typing_after_an_undo_leaves_the_old_way_to_the_versions(drafts: Drafts, draft: Current) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "甲。", draft.revision)
    back = drafts.undo(OWNER, draft.draft, typed.revision)
    other = drafts.save_typing(OWNER, draft.draft, TEXT + "乙。", back.revision)
    assert other.redo is None
    drafts.freeze(OWNER, draft.draft)
    with pytest.raises(DraftError):
        drafts.redo(OWNER, draft.draft)
    assert drafts.undo(OWNER, draft.draft).text == TEXT
    assert drafts.redo(OWNER, draft.draft).text == TEXT + "乙。"
    assert drafts.restore(OWNER, draft.draft, 2).text == TEXT + "甲。"


def test_restore_is_a_new_version(drafts: Drafts, draft: Current) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, "全改了。", draft.revision)
    restored = drafts.restore(OWNER, draft.draft, 1, typed.revision)
    assert (restored.text, restored.version) == (TEXT, 3)
    assert [v.cause for v in drafts.versions(OWNER, draft.draft)] == ["restored", "typed", "opened"]
    assert drafts.versions(OWNER, draft.draft)[0].name.text("en") == "Restored version 1"
    assert drafts.undo(OWNER, draft.draft).text == "全改了。"
    with pytest.raises(DraftError) as caught:
        drafts.restore(OWNER, draft.draft, 99)
    assert caught.value.code == "version_unknown"


def test_versions_never_change(drafts: Drafts, draft: Current) -> None:
    before = drafts.version(OWNER, draft.draft, 1)
    now = drafts.save_typing(OWNER, draft.draft, "甲。", draft.revision)
    drafts.undo(OWNER, draft.draft, now.revision)
    now = drafts.save_typing(OWNER, draft.draft, "乙。", drafts.current(OWNER, draft.draft).revision)
    drafts.freeze(OWNER, draft.draft)
    assert drafts.version(OWNER, draft.draft, 1) == before
    assert [v.number for v in drafts.versions(OWNER, draft.draft)] == [3, 2, 1]
    assert {v.parent for v in drafts.versions(OWNER, draft.draft)} == {None, 1}


# --- what the file said of the lines --------------------------------------------------------------


def word_document() -> Document:
    text = "报告\n（一）走访不够\n正文一句。\n（二）办法不多"
    lines = (Paragraph(0, 2, 1), Paragraph(3, 10, 2, 3), Paragraph(11, 16), Paragraph(17, 24, 2, 0, "table"))
    return Document(text, lines, (Span(3, 6), Span(17, 20)), (), "docx")


def test_hints_and_generated_numbers_are_carried(drafts: Drafts) -> None:
    document = word_document()
    draft = drafts.create(OWNER, "报告", document)
    assert draft.document == document
    typed = drafts.save_typing(
        OWNER, draft.draft, document.text.replace("正文一句", "正文\n两句"), draft.revision
    )
    for now in (typed, drafts.freeze(OWNER, draft.draft)):
        generated = [now.text[span.start : span.end] for span in now.document.generated]
        assert generated == ["（一）", "（二）"]
        assert [p.heading_level for p in now.document.paragraphs] == [1, 2, 0, 0, 2]
        assert [p.bold_prefix for p in now.document.paragraphs] == [0, 3, 0, 0, 0]
        assert now.document.paragraphs[4].container == "table"
        assert now.document.format == "docx"


def test_a_number_typed_over_is_generated_no_longer(drafts: Drafts) -> None:
    document = word_document()
    draft = drafts.create(OWNER, "报告", document)
    now = drafts.save_typing(OWNER, draft.draft, document.text.replace("（二）", "二、"), draft.revision)
    assert [now.text[s.start : s.end] for s in now.document.generated] == ["（一）"]
    assert drafts.undo(OWNER, draft.draft).document == document


# --- material and messages ------------------------------------------------------------------------


def test_material(drafts: Drafts, draft: Current) -> None:
    first = drafts.add_material(OWNER, draft.draft, "台账.xlsx", "石榴坪\t12次", "file")
    second = drafts.add_material(OWNER, draft.draft, "回答", "路灯5月修好。", "answer")
    assert {m.id for m in drafts.materials(OWNER, draft.draft)} == {first.id, second.id}
    drafts.remove_material(OWNER, draft.draft, first.id)
    assert drafts.materials(OWNER, draft.draft) == (second,)
    with pytest.raises(DraftError) as caught:
        drafts.add_material(OWNER, draft.draft, "空的", " \n")
    assert caught.value.code == "material_empty"
    with pytest.raises(DraftError) as caught:
        drafts.remove_material(OWNER, draft.draft, first.id)
    assert caught.value.code == "material_unknown"


def test_material_of_another_draft_is_unknown(drafts: Drafts, draft: Current) -> None:
    other = drafts.create(OWNER, "另一份", Document.from_text("文。"))
    material = drafts.add_material(OWNER, other.draft, "名", "事")
    with pytest.raises(DraftError):
        drafts.remove_material(OWNER, draft.draft, material.id)
    assert drafts.materials(OWNER, other.draft) == (material,)


def test_messages_are_kept_in_order(drafts: Drafts, draft: Current) -> None:
    asked = drafts.add_message(OWNER, draft.draft, "user", {"text": "（三）写具体点\x00"})
    content = {"blocks": [{"type": "said", "text": "好", "n": 1, "ok": True, "none": None}]}
    answer = drafts.add_message(OWNER, draft.draft, "assistant", content, asked.id)
    assert drafts.messages(OWNER, draft.draft) == (asked, answer)
    assert asked.content == {"text": "（三）写具体点"}
    assert (answer.content, answer.reply_to, answer.number) == (content, asked.id, 2)


def test_a_page_without_a_draft_names_an_unknown_one(drafts: Drafts) -> None:
    with pytest.raises(DraftError) as caught:
        drafts.current("o1", None)  # type: ignore[arg-type]
    assert caught.value.code == "draft_unknown"
