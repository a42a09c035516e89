"""Accepting under the guard: what has an error waits for the user's word, everything else goes in."""

from __future__ import annotations

import pytest

from assistant.drafting.drafts import Current, Drafts, SuggestionView
from assistant.errors import DraftError, LibraryError
from assistant.reviewing.reviewing import Reviewing
from tests.reviewing.conftest import OWNER, TEXT, Watch, pasted

BODY = "一是走访不够，到槐荫村去过4次，全年下村12次。二是听意见少，座谈少。三是回头看少，石磨村没去过。"


@pytest.fixture
def made(reviewing: Reviewing, drafts: Drafts, draft: Current) -> SuggestionView:
    return pasted(reviewing, drafts, draft.draft, BODY)


def quotes(view: SuggestionView) -> list[tuple[str, list[int]]]:
    return [(one["quote"], one["hunks"]) for one in view.findings]


def test_a_pasted_rewrite_is_judged_when_it_is_kept(made: SuggestionView, watch: Watch) -> None:
    assert quotes(made) == [("槐荫村", [1]), ("4次", [1]), ("石磨村", [3])]
    assert made.compared is not None and made.compared.passages == 9
    (asked,) = watch.asked
    assert asked.draft == TEXT.rstrip("\n") and asked.proposed == BODY


def test_a_change_without_an_error_is_accepted(reviewing: Reviewing, made: SuggestionView) -> None:
    outcome = reviewing.accept(OWNER, made.id, [2])
    assert outcome.held == () and "座谈少" in outcome.current.text


def test_one_with_an_error_waits_for_the_user(
    reviewing: Reviewing, drafts: Drafts, made: SuggestionView
) -> None:
    outcome = reviewing.accept(OWNER, made.id, [1])
    assert [(one.hunk, [f["quote"] for f in one.findings]) for one in outcome.held] == [(1, ["槐荫村"])]
    assert drafts.suggestion(OWNER, made.id).pending == 3
    assert "槐荫村" not in drafts.current(OWNER, made.draft).text
    confirmed = reviewing.accept(OWNER, made.id, [1], confirmed=True)
    assert confirmed.held == () and "槐荫村" in confirmed.current.text


def test_all_but_those_with_errors(reviewing: Reviewing, drafts: Drafts, made: SuggestionView) -> None:
    outcome = reviewing.accept_all(OWNER, made.id)
    assert [one.hunk for one in outcome.held] == [1, 3]
    assert "座谈少" in outcome.current.text and "村" not in outcome.current.text.replace("下村", "")
    again = reviewing.accept_all(OWNER, made.id)
    assert [one.hunk for one in again.held] == [1, 3] and again.current.text == outcome.current.text


def test_the_subset_is_judged_and_not_the_whole(
    reviewing: Reviewing, drafts: Drafts, draft: Current, watch: Watch
) -> None:
    """A sentence is only copied where both of its halves are taken over."""
    watch.quotes = {"听意见少，座谈少。三是回头看少，总结少": ("copied", "error")}
    made = pasted(
        reviewing,
        drafts,
        draft.draft,
        "一是走访不够，全年下村12次。二是听意见少，座谈少。三是回头看少，总结少。",
    )
    assert reviewing.accept(OWNER, made.id, [1]).held == ()
    assert [one.hunk for one in reviewing.accept(OWNER, made.id, [2]).held] == [2]


def test_what_was_confirmed_is_the_user_s_from_then_on(reviewing: Reviewing, made: SuggestionView) -> None:
    reviewing.accept(OWNER, made.id, [1], confirmed=True)
    reviewing.accept(OWNER, made.id, [3], confirmed=True)
    assert reviewing.accept_all(OWNER, made.id).held == ()


def test_what_the_draft_once_said_is_known(reviewing: Reviewing, drafts: Drafts, draft: Current) -> None:
    current = drafts.save_typing(
        OWNER, draft.draft, draft.text.replace("听意见少", "在槐荫村听意见少"), draft.revision
    )
    drafts.freeze(OWNER, draft.draft)
    first = pasted(
        reviewing, drafts, draft.draft, "一是走访不够，全年下村12次。二是听意见少。三是回头看少，总结少。"
    )
    assert quotes(first) == []
    reviewing.accept(OWNER, first.id, [1])
    # Taken out by the first change, brought back by the second: it is nobody else's.
    assert reviewing.accept(OWNER, first.id, [2]).held == ()
    assert current.text != drafts.current(OWNER, draft.draft).text


def test_material_given_meanwhile_counts(reviewing: Reviewing, drafts: Drafts, made: SuggestionView) -> None:
    drafts.add_material(OWNER, made.draft, "台账", "槐荫村去过。")
    reviewing.judge_again(OWNER, made.draft)
    assert quotes(drafts.suggestion(OWNER, made.id)) == [("4次", [1]), ("石磨村", [3])]
    assert reviewing.accept(OWNER, made.id, [1]).held == ()


def test_nothing_goes_in_unchecked_without_the_user_s_word(
    reviewing: Reviewing, drafts: Drafts, made: SuggestionView, watch: Watch
) -> None:
    watch.failure = LibraryError("library_loading")
    outcome = reviewing.accept(OWNER, made.id, [2])
    ((held,),) = [one.findings for one in outcome.held]
    assert held["kind"] == "unchecked" and "没有核对" in held["message"]
    assert [one.hunk for one in reviewing.accept_all(OWNER, made.id).held] == [1, 2, 3]
    assert drafts.current(OWNER, made.draft).text == TEXT.rstrip("\n")
    assert reviewing.accept(OWNER, made.id, [2], confirmed=True).held == ()


def test_kept_though_the_guard_cannot_be_asked(
    reviewing: Reviewing, drafts: Drafts, draft: Current, watch: Watch
) -> None:
    watch.failure = LibraryError("library_loading")
    made = pasted(reviewing, drafts, draft.draft, BODY)
    assert (made.compared, made.findings) == (None, ())
    assert [notice.code for notice in made.notices].count("not_checked") == 1
    watch.failure = None
    assert [one.hunk for one in reviewing.accept(OWNER, made.id, [1]).held] == [1]


def test_a_text_changed_elsewhere_meanwhile(
    reviewing: Reviewing, drafts: Drafts, made: SuggestionView
) -> None:
    seen = drafts.current(OWNER, made.draft).revision
    drafts.save_typing(OWNER, made.draft, TEXT + "补记。", seen)
    for accepting in (
        lambda: reviewing.accept(OWNER, made.id, [2], seen),
        lambda: reviewing.accept(OWNER, made.id, [1], seen),
        lambda: reviewing.accept_all(OWNER, made.id, seen),
    ):
        with pytest.raises(DraftError) as raised:
            accepting()
        assert raised.value.code == "draft_changed_meanwhile"
    assert reviewing.accept(OWNER, made.id, [2]).held == ()
