"""Reviewing suggestions: accept, refuse, take back, undo; what no longer fits; nothing is ever misplaced."""

from __future__ import annotations

import pytest

from assistant.document import Document, Paragraph, Span
from assistant.drafting.drafts import Current, Drafts, SuggestionView
from assistant.errors import DraftError
from assistant.wording import Notice
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
BODY = "一是走访不够深入。全年到村次数少。二是办法不多。遇事等靠要。三是学习不系统。读书少。"
BETTER = "一是走访不够深入。全年到村只有3次。二是办法不多。遇事等上级、靠经验。还爱照抄照搬。三是学习不系统。"
HEAD = "（二）工作作风方面\n"
TEXT = f"一、存在的问题\n{HEAD}{BODY}\n二、下一步\n多到村里去。"
START = TEXT.index(BODY)


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "对照检查", Document.from_text(TEXT))


@pytest.fixture
def made(drafts: Drafts, draft: Current) -> SuggestionView:
    """Four changes: 1 and 2 rewrite a sentence, 3 inserts one, 4 removes one."""
    value = suggestion(draft.document, START, START + len(BODY), BETTER)
    return drafts.add_suggestion(
        OWNER, draft.draft, value, version=1, name="一（二）工作作风方面", instruction="更具体"
    )


def states(view: SuggestionView) -> str:
    return "".join(
        {"pending": "?", "accepted": "+", "rejected": "-"}[h.state] + "!" * (not h.fits) for h in view.hunks
    )


def body(now: Current) -> str:
    return now.text[START : now.text.index("\n二、")]


def test_a_suggestion_as_it_is_kept(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    assert [(h.before, h.after) for h in made.hunks] == [
        ("全年到村次数少。", "全年到村只有3次。"),
        ("遇事等靠要。", "遇事等上级、靠经验。"),
        ("", "还爱照抄照搬。"),
        ("读书少。", ""),
    ]
    assert (made.number, made.version, made.pending, states(made)) == (1, 1, 4, "????")
    assert made.section["name"] == "一（二）工作作风方面"
    assert made.instruction == "更具体"
    assert made.citations[0]["report"] == {"id": "0123456789abcdef" * 4, "title": "某镇对照检查材料"}
    assert made.citations[0]["passage"]["path"] == ["一、存在的问题"]
    assert made.prompt == {"name": "revise", "version": "1", "sha256": "0" * 64}
    assert (made.model, made.usage) == ("test-model", {"input": 10, "output": 20})
    assert made.notices == (Notice("numbers_restored", {}),)
    assert [m.text for m in made.hunks[0].marks if m.kind != "equal"] == ["次数少", "只有3次"]
    assert drafts.suggestion(OWNER, made.id) == made
    assert drafts.suggestions(OWNER, draft.draft) == (made,)
    assert drafts.current(OWNER, draft.draft) == draft


def test_a_suggestion_for_another_text_is_not_kept(drafts: Drafts, draft: Current) -> None:
    other = Document.from_text("甲" + TEXT)
    with pytest.raises(ValueError, match="not made for this version"):
        drafts.add_suggestion(
            OWNER, draft.draft, suggestion(other, START + 1, START + 1 + len(BODY), BETTER), version=1
        )
    with pytest.raises(DraftError):
        drafts.add_suggestion(
            OWNER, draft.draft, suggestion(draft.document, START, START + len(BODY), BETTER), version=9
        )
    assert drafts.suggestions(OWNER, draft.draft) == ()


def test_what_a_model_wrote_can_always_be_kept(drafts: Drafts, draft: Current) -> None:
    value = suggestion(
        draft.document, START, START + len(BODY), BETTER.replace("只有3次", "只有3次\ud800\x00")
    )
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    assert body(drafts.accept_all(OWNER, view.id)) == BETTER.replace("只有3次", "只有3次\ufffd")


def test_accept_one_refuse_one_undo(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    accepted = drafts.accept(OWNER, made.id, [2], draft.revision)
    assert body(accepted) == BODY.replace("等靠要", "等上级、靠经验")
    assert (accepted.version, accepted.revision) == (2, draft.revision + 1)
    view = drafts.suggestion(OWNER, made.id)
    assert states(view) == "?+??"
    assert view.hunks[1].version == 2
    assert all(
        accepted.text[h.start : h.end] == (h.after if h.state == "accepted" else h.before) for h in view.hunks
    )
    refused = drafts.reject(OWNER, made.id, [1])
    assert refused.text == accepted.text
    assert refused.version == 2
    assert states(drafts.suggestion(OWNER, made.id)) == "-+??"
    assert refused.undo is not None and refused.undo.text() == "拒绝“一（二）工作作风方面”的 1 处修改"
    assert drafts.undo(OWNER, draft.draft).text == accepted.text
    assert states(drafts.suggestion(OWNER, made.id)) == "?+??"
    assert drafts.undo(OWNER, draft.draft).text == TEXT
    assert states(drafts.suggestion(OWNER, made.id)) == "????"
    drafts.redo(OWNER, draft.draft)
    assert drafts.redo(OWNER, draft.draft).text == refused.text
    assert states(drafts.suggestion(OWNER, made.id)) == "-+??"


def test_the_timeline_names_what_was_accepted(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    drafts.accept(OWNER, made.id, [1, 2, 4])
    newest = drafts.versions(OWNER, draft.draft)[0]
    assert newest.name.text() == "接受“一（二）工作作风方面”的 3 处修改"
    assert newest.details == {"section": "一（二）工作作风方面", "suggestion": 1, "changes": [1, 2, 4]}


def test_all_accepted_is_the_proposal_and_all_refused_the_original(
    drafts: Drafts, draft: Current, made: SuggestionView
) -> None:
    assert body(drafts.accept_all(OWNER, made.id)) == BETTER
    assert states(drafts.suggestion(OWNER, made.id)) == "++++"
    assert drafts.undo(OWNER, draft.draft).text == TEXT
    assert drafts.reject_all(OWNER, made.id).text == TEXT
    assert states(drafts.suggestion(OWNER, made.id)) == "----"
    assert body(drafts.accept(OWNER, made.id, [1, 2, 3, 4])) == BETTER


def test_all_means_the_pending_ones(drafts: Drafts, made: SuggestionView) -> None:
    drafts.reject(OWNER, made.id, [1])
    drafts.accept_all(OWNER, made.id)
    assert states(drafts.suggestion(OWNER, made.id)) == "-+++"
    drafts.reject_all(OWNER, made.id)
    assert states(drafts.suggestion(OWNER, made.id)) == "-+++"


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (3, 2, 4, 1)])
def test_neighbours_keep_their_order_whatever_is_accepted_first(
    drafts: Drafts, made: SuggestionView, order: tuple[int, ...]
) -> None:
    for number in order:
        now = drafts.accept(OWNER, made.id, [number])
    assert body(now) == BETTER
    for number in order:
        now = drafts.reject(OWNER, made.id, [number])
    assert body(now) == BODY
    assert states(drafts.suggestion(OWNER, made.id)) == "----"


def test_taken_back_after_later_edits_elsewhere(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    """还是刚才那版，第二处留着."""
    now = drafts.accept_all(OWNER, made.id)
    now = drafts.save_typing(
        OWNER, draft.draft, "标题\n" + now.text.replace("多到村里去", "每月到村里去两次"), now.revision
    )
    now = drafts.reject(OWNER, made.id, [1, 3, 4], now.revision)
    expected = TEXT.replace("等靠要", "等上级、靠经验").replace("多到村里去", "每月到村里去两次")
    assert now.text == "标题\n" + expected
    assert states(drafts.suggestion(OWNER, made.id)) == "-+--"
    assert drafts.versions(OWNER, draft.draft)[0].name.text() == "退回“一（二）工作作风方面”的 3 处修改"


def test_reconsidered(drafts: Drafts, made: SuggestionView) -> None:
    drafts.accept(OWNER, made.id, [1, 2])
    drafts.reject(OWNER, made.id, [4])
    now = drafts.reconsider(OWNER, made.id, [1, 4])
    assert body(now) == BODY.replace("等靠要", "等上级、靠经验")
    assert states(drafts.suggestion(OWNER, made.id)) == "?+??"


def test_doing_it_twice_changes_nothing(drafts: Drafts, made: SuggestionView) -> None:
    once = drafts.accept(OWNER, made.id, [1])
    assert drafts.accept(OWNER, made.id, [1], once.revision) == once
    assert drafts.accept(OWNER, made.id, [], once.revision) == once


def test_a_change_that_does_not_exist(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    with pytest.raises(DraftError) as caught:
        drafts.accept(OWNER, made.id, [1, 9])
    assert caught.value.code == "change_unknown"
    assert drafts.current(OWNER, draft.draft) == draft


@pytest.mark.parametrize("call", ["accept", "reject", "reconsider"])
def test_another_owner_s_suggestion_is_unknown(drafts: Drafts, made: SuggestionView, call: str) -> None:
    for owner, number in (("someone else", made.id), (OWNER, "no such suggestion")):
        with pytest.raises(DraftError) as caught:
            getattr(drafts, call)(owner, number, [1])
        assert caught.value.code == "suggestion_unknown"
    for name in ("accept_all", "reject_all", "suggestion"):
        with pytest.raises(DraftError):
            getattr(drafts, name)("someone else", made.id)
    value = suggestion(Document.from_text(TEXT), START, START + len(BODY), BETTER)
    with pytest.raises(DraftError):
        drafts.add_suggestion("someone else", made.draft, value, version=1)


def test_a_text_not_seen_is_not_changed(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, TEXT + "甲", draft.revision)
    for call in (drafts.accept, drafts.reject, drafts.reconsider):
        with pytest.raises(DraftError) as caught:
            call(OWNER, made.id, [1], draft.revision)
        assert caught.value.code == "draft_changed_meanwhile"
    assert drafts.current(OWNER, draft.draft) == typed


# --- the text changes under a suggestion ----------------------------------------------------------


def test_typing_elsewhere_moves_the_changes(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    typed = drafts.save_typing(OWNER, draft.draft, "新加的标题\n" + TEXT, draft.revision)
    view = drafts.suggestion(OWNER, made.id)
    assert states(view) == "????"
    assert all(typed.text[h.start : h.end] == h.before for h in view.hunks)
    assert body(drafts.accept_all(OWNER, made.id, typed.revision)).endswith(BETTER)


def test_typing_inside_a_change_is_told_and_never_misplaced(
    drafts: Drafts, draft: Current, made: SuggestionView
) -> None:
    typed = drafts.save_typing(
        OWNER, draft.draft, TEXT.replace("遇事等靠要", "遇事总是等靠要"), draft.revision
    )
    assert states(drafts.suggestion(OWNER, made.id)) == "??!??"
    with pytest.raises(DraftError) as caught:
        drafts.accept(OWNER, made.id, [1, 2], typed.revision)
    assert caught.value.code == "change_lost"
    assert "第 2 处" in caught.value.message()
    assert drafts.current(OWNER, draft.draft) == typed
    now = drafts.accept_all(OWNER, made.id)
    assert body(now) == BETTER.replace("等上级、靠经验", "总是等靠要")
    assert states(drafts.suggestion(OWNER, made.id)) == "+?!++"
    with pytest.raises(DraftError):
        drafts.accept_all(OWNER, made.id)
    assert drafts.reject_all(OWNER, made.id).text == now.text
    drafts.undo(OWNER, draft.draft)
    assert drafts.undo(OWNER, draft.draft).text == typed.text
    assert drafts.undo(OWNER, draft.draft).text == TEXT
    assert states(drafts.suggestion(OWNER, made.id)) == "????"


def test_an_accepted_change_typed_over_cannot_be_taken_back(
    drafts: Drafts, draft: Current, made: SuggestionView
) -> None:
    now = drafts.accept(OWNER, made.id, [1])
    now = drafts.save_typing(OWNER, draft.draft, now.text.replace("只有3次", "只有4次"), now.revision)
    assert states(drafts.suggestion(OWNER, made.id)) == "+!???"
    for call in (drafts.reject, drafts.reconsider):
        with pytest.raises(DraftError) as caught:
            call(OWNER, made.id, [1])
        assert caught.value.code == "change_lost"
    assert drafts.current(OWNER, draft.draft) == now


def test_two_suggestions_for_one_section(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    """A second one for the same text: what the first changed no longer fits, the rest does."""
    again = suggestion(
        draft.document, START, START + len(BODY), BODY.replace("次数少", "屈指可数").replace("系统", "深入")
    )
    other = drafts.add_suggestion(OWNER, draft.draft, again, version=1)
    assert other.number == 2
    drafts.accept(OWNER, made.id, [1, 2])
    assert states(drafts.suggestion(OWNER, other.id)) == "?!?"
    with pytest.raises(DraftError):
        drafts.accept(OWNER, other.id, [1])
    now = drafts.accept(OWNER, other.id, [2])
    assert "只有3次" in now.text and "学习不深入" in now.text


def test_a_suggestion_that_took_time_is_rebased(drafts: Drafts, draft: Current) -> None:
    """The user typed and accepted while the model was writing."""
    value = suggestion(draft.document, START, START + len(BODY), BETTER)
    now = drafts.save_typing(
        OWNER, draft.draft, "标题\n" + TEXT.replace("读书少", "读书太少"), draft.revision
    )
    drafts.freeze(OWNER, draft.draft)
    now = drafts.save_typing(OWNER, draft.draft, now.text.replace("存在的问题", "问题"), now.revision)
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    assert states(view) == "????!"
    now = drafts.accept_all(OWNER, view.id, now.revision)
    assert now.text.endswith(TEXT[TEXT.index("\n二、") :])
    assert BETTER + "读书太少。" in now.text


def test_a_suggestion_made_before_an_undo(drafts: Drafts, draft: Current) -> None:
    """Made for a version that was then undone: what it shares with the earlier text still fits."""
    now = drafts.save_typing(OWNER, draft.draft, TEXT.replace("读书少", "读书太少"), draft.revision)
    now = drafts.freeze(OWNER, draft.draft)
    value = suggestion(now.document, START, START + len(BODY) + 1, BETTER)
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=now.version)
    assert states(view) == "????"
    drafts.undo(OWNER, draft.draft)
    assert states(drafts.suggestion(OWNER, view.id)) == "????!"
    now = drafts.accept(OWNER, view.id, [1, 2, 3])
    assert body(now) == BETTER + "读书少。"
    drafts.undo(OWNER, draft.draft)
    drafts.redo(OWNER, draft.draft)
    assert drafts.current(OWNER, draft.draft).text == now.text


def test_restore_restores_how_the_changes_stood(drafts: Drafts, draft: Current, made: SuggestionView) -> None:
    drafts.accept(OWNER, made.id, [1])
    drafts.accept(OWNER, made.id, [2])
    drafts.save_typing(OWNER, draft.draft, "全删了", drafts.current(OWNER, draft.draft).revision)
    now = drafts.restore(OWNER, draft.draft, 2)
    assert body(now) == BODY.replace("次数少", "只有3次")
    assert states(drafts.suggestion(OWNER, made.id)) == "+???"
    assert body(drafts.reject(OWNER, made.id, [1])) == BODY


def test_generated_numbers_are_never_touched(drafts: Drafts) -> None:
    text = "（一）走访不够。\n（二）办法不多。"
    lines = (Paragraph(0, 8), Paragraph(9, 17))
    document = Document(text, lines, (Span(0, 3), Span(9, 12)), (), "docx")
    draft = drafts.create(OWNER, "稿", document)
    value = suggestion(document, 0, len(text), "1.走访太少。\n2.办法太旧。")
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1)
    now = drafts.accept_all(OWNER, view.id)
    assert now.text == "（一）走访太少。\n（二）办法太旧。"
    assert [now.text[s.start : s.end] for s in now.document.generated] == ["（一）", "（二）"]
