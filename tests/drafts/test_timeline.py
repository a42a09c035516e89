"""The timeline: every version and every step is named by what made it, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.drafting.rows import step_name
from assistant.drafting.values import Cause
from assistant.errors import DraftError
from tests.drafts.conftest import Clock
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
TEXT = "述职报告\n一、存在的问题\n走访不够深入。办法不多。"


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "年度述职", Document.from_text(TEXT), filename="述职.docx")


def test_what_made_each_version(drafts: Drafts, draft: Current, clock: Clock) -> None:
    number = draft.draft
    value = suggestion(draft.document, 13, 25, "走访只有3次。办法很多。")
    view = drafts.add_suggestion(OWNER, number, value, version=1, name="一、存在的问题")
    drafts.accept_all(OWNER, view.id)
    now = drafts.reject(OWNER, view.id, [2])
    now = drafts.save_typing(OWNER, number, now.text + "好。", now.revision)
    with pytest.raises(DraftError):
        drafts.save_typing(OWNER, number, "另一个窗口", now.revision - 1)
    drafts.restore(OWNER, number, 2)
    drafts.reconsider(OWNER, view.id, [1])
    timeline = drafts.versions(OWNER, number)
    assert [v.name.text("zh") for v in timeline] == [
        "退回“一、存在的问题”的 1 处修改",
        "恢复到版本 2",
        "编辑",
        "另一窗口里没能存上的文字",
        "退回“一、存在的问题”的 1 处修改",
        "接受“一、存在的问题”的 2 处修改",
        "打开 述职.docx",
    ]
    assert [v.name.text("en") for v in timeline] == [
        "Took back 1 change(s) in 一、存在的问题",
        "Restored version 2",
        "Edited",
        "Text from another window that came too late",
        "Took back 1 change(s) in 一、存在的问题",
        "Accepted 2 change(s) in 一、存在的问题",
        "Opened 述职.docx",
    ]
    assert [v.number for v in timeline if v.current] == [7]
    copy = drafts.copy(OWNER, number)
    assert drafts.versions(OWNER, copy.id)[0].name.text("en") == "Copied from “年度述职”"


@pytest.mark.parametrize("cause", [*get_args(Cause), "rejected", "reconsidered"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_cause_has_a_name(cause: str, language: str) -> None:
    details = {
        "section": "二（三）",
        "changes": [1, 2, 3],
        "version": 4,
        "title": "述职",
        "filename": "a.docx",
        "name": "民主生活会2025",
    }
    name = step_name(cause, details).text(language)  # type: ignore[arg-type]
    assert name and "{" not in name
    assert step_name("opened", {}).text(language)  # type: ignore[arg-type]


def test_typing_without_a_pause_is_one_version(drafts: Drafts, draft: Current, clock: Clock) -> None:
    now, texts = draft, []
    for run in range(3):
        for n in range(20):
            clock.pass_seconds(2)
            now = drafts.save_typing(OWNER, draft.draft, f"{now.text}{run}{n} ", now.revision)
        texts.append(now.text)
        clock.pass_seconds(60)
    drafts.settle(OWNER, draft.draft)
    timeline = drafts.versions(OWNER, draft.draft)
    assert [v.cause for v in timeline] == ["typed", "typed", "typed", "opened"]
    assert [drafts.version(OWNER, draft.draft, v.number).text for v in timeline[2::-1]] == texts
    for text in (*texts[1::-1], TEXT):
        assert drafts.undo(OWNER, draft.draft).text == text


def test_the_way_back_outlives_a_deletion(drafts: Drafts, draft: Current) -> None:
    """Deleted and had back: every step can still be taken back and repeated."""
    value = suggestion(draft.document, 13, 25, "走访只有3次。办法很多。")
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    drafts.accept(OWNER, view.id, [1])
    now = drafts.accept(OWNER, view.id, [2])
    drafts.undo(OWNER, draft.draft)
    drafts.delete(OWNER, draft.draft)
    drafts.bring_back(OWNER, draft.draft)
    assert drafts.redo(OWNER, draft.draft).text == now.text
    drafts.undo(OWNER, draft.draft)
    assert drafts.undo(OWNER, draft.draft).text == TEXT
    assert [h.state for h in drafts.suggestion(OWNER, view.id).hunks] == ["pending", "pending"]


def test_undo_across_a_paragraph_that_was_deleted(drafts: Drafts, draft: Current) -> None:
    """A change in a paragraph that is deleted no longer fits, and does again when the paragraph is back."""
    value = suggestion(draft.document, 13, 25, "走访只有3次。办法很多。")
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    now = drafts.accept(OWNER, view.id, [1])
    drafts.save_typing(OWNER, draft.draft, "述职报告", now.revision)
    assert [h.fits for h in drafts.suggestion(OWNER, view.id).hunks] == [False, False]
    with pytest.raises(DraftError) as caught:
        drafts.reject(OWNER, view.id, [1])
    assert (caught.value.code, caught.value.params["changes"]) == ("change_lost", "1")
    drafts.undo(OWNER, draft.draft)
    assert [h.fits for h in drafts.suggestion(OWNER, view.id).hunks] == [True, True]
    assert drafts.reject(OWNER, view.id, [1]).text == TEXT


def test_that_version_but_keep_the_second(drafts: Drafts, draft: Current) -> None:
    """“还是刚才那版，第二处留着”: one change at a time, also after edits elsewhere and other suggestions."""
    value = suggestion(draft.document, 13, 25, "走访只有3次。办法很多。")
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    now = drafts.accept_all(OWNER, view.id)
    title = suggestion(now.document, 0, 4, "述职述廉报告")
    other = drafts.add_suggestion(OWNER, draft.draft, title, version=now.version)
    now = drafts.accept_all(OWNER, other.id)
    now = drafts.save_typing(OWNER, draft.draft, now.text + "\n二、下一步", now.revision)
    now = drafts.reject(OWNER, view.id, [1], now.revision)
    assert (
        now.text == TEXT.replace("办法不多", "办法很多").replace("述职报告", "述职述廉报告") + "\n二、下一步"
    )
    now = drafts.reject(OWNER, view.id, [2], now.revision)
    assert now.text == TEXT.replace("述职报告", "述职述廉报告") + "\n二、下一步"
    assert drafts.accept(OWNER, view.id, [2], now.revision).text.count("办法很多") == 1
