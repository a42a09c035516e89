"""Several writers of one draft at once: each step is whole, one of two conflicting ones is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.errors import DraftError
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"


def outcome(call: Callable[[], object]) -> str:
    try:
        call()
    except DraftError as error:
        return error.code
    return "done"


def test_of_tabs_that_type_at_once_one_is_first_and_none_loses_its_text(drafts: Drafts) -> None:
    now = drafts.create(OWNER, "稿", Document.from_text("原来的话。"))
    texts = [f"第{n}个窗口写的话。" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda t: outcome(lambda: drafts.save_typing(OWNER, now.draft, t, now.revision)), texts)
        )
    assert Counter(results) == {"done": 1, "draft_changed": 7}
    kept = {drafts.version(OWNER, now.draft, v.number).text for v in drafts.versions(OWNER, now.draft)}
    assert kept | {drafts.current(OWNER, now.draft).text} == {"原来的话。", *texts}


def test_changes_accepted_at_once_are_all_in_the_text(drafts: Drafts) -> None:
    sentences = [f"第{n}件事办得不够扎实。" for n in range(10)]
    before, after = "".join(sentences), "".join(s.replace("扎实", "细致") for s in sentences)
    now = drafts.create(OWNER, "稿", Document.from_text(before))
    view = drafts.add_suggestion(OWNER, now.draft, suggestion(now.document, 0, len(before), after), version=1)
    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda h: outcome(lambda: drafts.accept(OWNER, view.id, [h.id])), view.hunks))
    assert set(results) == {"done"}
    now = drafts.current(OWNER, now.draft)
    assert (now.text, now.version) == (after, 11)
    for _ in range(10):
        drafts.undo(OWNER, now.draft)
    assert drafts.current(OWNER, now.draft).text == before


def test_messages_sent_at_once_are_numbered(drafts: Drafts) -> None:
    now = drafts.create(OWNER, "稿", Document.from_text("文。"))
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda n: drafts.add_message(OWNER, now.draft, "user", {"text": str(n)}), range(20)))
    messages = drafts.messages(OWNER, now.draft)
    assert [m.number for m in messages] == list(range(1, 21))
    assert {m.content["text"] for m in messages} == {str(n) for n in range(20)}
