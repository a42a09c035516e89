"""The chat: a message written or answered anew supersedes what followed, which is kept but no longer shown."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
TEXT = "一、存在的问题\n走访不够深入。办法不多。"


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "稿", Document.from_text(TEXT))


def asked(drafts: Drafts, draft: Current, wish: str) -> tuple[str, str, str]:
    """A question and its answer with a suggestion; the ids of all three."""
    question = drafts.add_message(OWNER, draft.draft, "user", {"text": wish})
    value = suggestion(draft.document, 8, len(TEXT), "走访只有3次。办法不多。")
    view = drafts.add_suggestion(OWNER, draft.draft, value, version=1, instruction=wish)
    blocks = [{"type": "suggested", "suggestion": view.id, "places": [{"name": "一"}], "n": 1}]
    answer = drafts.add_message(OWNER, draft.draft, "assistant", {"blocks": blocks}, question.id)
    return question.id, answer.id, view.id


def test_rewound_to_a_question(drafts: Drafts, draft: Current, engine: Engine) -> None:
    first = asked(drafts, draft, "写具体")
    second = asked(drafts, draft, "写短些")
    third = asked(drafts, draft, "再写")
    left = drafts.rewind(OWNER, draft.draft, second[0])
    assert [m.id for m in left] == [*second[:2], *third[:2]]
    assert left[0].content == {"text": "写短些"}
    assert [m.id for m in drafts.messages(OWNER, draft.draft)] == list(first[:2])
    assert [s.id for s in drafts.suggestions(OWNER, draft.draft)] == [first[2]]
    left_over = drafts.suggestion(OWNER, second[2])
    assert left_over.superseded and left_over.pending == 0
    assert [hunk.state for hunk in left_over.hunks] == ["pending"]
    again = drafts.add_message(OWNER, draft.draft, "user", {"text": "写短一半"})
    assert [m.number for m in drafts.messages(OWNER, draft.draft)] == [1, 2, 7]
    assert drafts.messages(OWNER, draft.draft)[-1] == again
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from draft_message")).scalar() == 7
        assert connection.execute(text("select count(*) from draft_suggestion")).scalar() == 3


def test_rewound_to_an_answer(drafts: Drafts, draft: Current) -> None:
    """To answer the same question anew."""
    question, answer, _ = asked(drafts, draft, "写具体")
    assert [m.id for m in drafts.rewind(OWNER, draft.draft, answer)] == [answer]
    assert [m.id for m in drafts.messages(OWNER, draft.draft)] == [question]
    assert drafts.suggestions(OWNER, draft.draft) == ()
    assert drafts.current(OWNER, draft.draft) == draft


def test_what_was_accepted_of_it_stays(drafts: Drafts, draft: Current) -> None:
    question, _, view = asked(drafts, draft, "写具体")
    now = drafts.accept_all(OWNER, view)
    drafts.rewind(OWNER, draft.draft, question)
    assert drafts.current(OWNER, draft.draft).text == now.text
    assert [s.id for s in drafts.suggestions(OWNER, draft.draft)] == [view]
    assert len(drafts.accepted(OWNER, draft.draft)) == 1
    drafts.undo(OWNER, draft.draft)
    assert drafts.suggestions(OWNER, draft.draft) == ()
    drafts.redo(OWNER, draft.draft)
    assert drafts.reject(OWNER, view, [1]).text == TEXT
    assert drafts.suggestions(OWNER, draft.draft) == ()


def test_a_new_suggestion_after_a_rewind_has_its_own_number(drafts: Drafts, draft: Current) -> None:
    question, _, _ = asked(drafts, draft, "写具体")
    drafts.rewind(OWNER, draft.draft, question)
    _, _, again = asked(drafts, draft, "写得再具体些")
    assert [s.number for s in drafts.suggestions(OWNER, draft.draft)] == [2]
    assert drafts.suggestion(OWNER, again).pending == 1


@pytest.mark.parametrize("which", ["none", "another draft's", "one that left"])
def test_a_message_that_is_not_there(drafts: Drafts, draft: Current, which: str) -> None:
    question, answer, _ = asked(drafts, draft, "写具体")
    other = drafts.create(OWNER, "另一份", Document.from_text("文。"))
    elsewhere = drafts.add_message(OWNER, other.draft, "user", {"text": "在"})
    drafts.rewind(OWNER, draft.draft, answer)
    number = {"none": "none", "another draft's": elsewhere.id, "one that left": answer}[which]
    with pytest.raises(DraftError) as caught:
        drafts.rewind(OWNER, draft.draft, number)
    assert caught.value.code == "message_unknown"
    assert [m.id for m in drafts.messages(OWNER, draft.draft)] == [question]
    assert drafts.messages(OWNER, other.draft) == (elsewhere,)
