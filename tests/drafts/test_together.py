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


def test_of_typing_and_accepting_at_once_one_is_first_and_nothing_is_lost(drafts: Drafts) -> None:
    """Two tabs that show the same text: one types, the other accepts, all in the same moment."""
    before, after = "办得不够扎实。", "办得不够细致。"
    for n in range(6):
        now = drafts.create(OWNER, "稿", Document.from_text(before))
        view = drafts.add_suggestion(
            OWNER, now.draft, suggestion(now.document, 0, len(before), after), version=1
        )
        calls: list[Callable[[], object]] = [
            lambda now=now: drafts.save_typing(OWNER, now.draft, before + "打的字。", now.revision),  # type: ignore[misc]
            lambda now=now, view=view: drafts.accept(OWNER, view.id, [1], now.revision),  # type: ignore[misc]
        ]
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(outcome, calls[:: 1 if n % 2 else -1]))
        assert results.count("done") == 1, results
        text = drafts.current(OWNER, now.draft).text
        kept = {drafts.version(OWNER, now.draft, v.number).text for v in drafts.versions(OWNER, now.draft)}
        if text == after:
            assert before + "打的字。" in kept, "what was typed is kept as a version"
        else:
            assert text == before + "打的字。"
            assert drafts.accept(OWNER, view.id, [1]).text == after + "打的字。"


def test_copies_made_while_somebody_writes_are_whole(drafts: Drafts) -> None:
    now = drafts.create(OWNER, "稿", Document.from_text("文。"))
    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write_on, drafts, now.draft)
        copies = list(pool.map(lambda _: drafts.copy(OWNER, now.draft), range(8)))
        texts = writing.result()
    assert len({copy.title for copy in copies}) == 8
    assert {drafts.current(OWNER, copy.id).text for copy in copies} <= texts
    assert drafts.current(OWNER, now.draft).text == max(texts, key=len)


def write_on(drafts: Drafts, draft: str) -> set[str]:
    """Type ten times; every text there ever was."""
    now = drafts.current(OWNER, draft)
    texts = {now.text}
    for n in range(10):
        now = drafts.save_typing(OWNER, draft, f"{now.text}{n}。", now.revision)
        texts.add(now.text)
    return texts
