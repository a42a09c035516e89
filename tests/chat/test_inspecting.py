"""送审前检查 in the chat: understood, carried out without a model, kept as the page draws it."""

from __future__ import annotations

from assistant.chat.events import Done, Failed, Inspected, Reviewed, Said, Understood
from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import LibraryError
from tests.chat.conftest import ELSEWHERE, OWNER, FewPassages, Talk, of
from tests.chat.invented import SELF_CRITICISM


async def test_the_check_is_a_task_of_its_own(
    talk: Talk, drafts: Drafts, draft: Current, library: FewPassages
) -> None:
    drafts.save_typing(OWNER, draft.draft, f"{draft.text}\n{ELSEWHERE}", draft.revision)
    drafts.create(OWNER, "另一份", Document.from_text(f"述职\n{ELSEWHERE}"))
    events = await talk.say("送审前检查")
    first = events[0]
    assert isinstance(first, Understood) and first.text == "理解为 送审前检查 · 全文"
    (checked,) = of(Inspected, events)
    assert not of(Said, events) and not of(Reviewed, events)
    assert checked.text == checked.report["text"] and "未与互联网比对" in checked.text
    kinds = {group["kind"]: group for group in checked.report["groups"]}
    text = drafts.version(OWNER, draft.draft, checked.version).text
    for kind in ("references", "own", "others"):
        (item,) = [one for one in kinds[kind]["items"] if one["quote"]]
        assert text[item["start"] : item["end"]] == item["quote"] == ELSEWHERE[:-1]
    assert kinds["others"]["items"][0]["source"]["report"]["title"] == "另一份"
    done = events[-1]
    assert isinstance(done, Done)
    block = next(block for block in done.blocks if block["type"] == "inspected")
    assert block["report"]["figures"] and block["version"] == checked.version
    kept = drafts.messages(OWNER, draft.draft)[-1]
    assert kept.content["blocks"][-1]["report"] == checked.report


async def test_a_draft_and_its_copy(talk: Talk, drafts: Drafts, draft: Current) -> None:
    copy = drafts.copy(OWNER, draft.draft)
    (checked,) = of(Inspected, await talk.say("查重"))
    others = next(group for group in checked.report["groups"] if group["kind"] == "others")
    assert others["count"] == 1 and f"《{copy.title}》基本相同" in others["items"][0]["message"]
    drafts.delete(OWNER, copy.id)
    (checked,) = of(Inspected, await talk.say("查重"))
    assert not [group for group in checked.report["groups"] if group["kind"] == "others"]


async def test_another_owner_s_drafts_are_nobody_s_business(talk: Talk, drafts: Drafts) -> None:
    drafts.create("owner-2", "别人的", Document.from_text(SELF_CRITICISM))
    (checked,) = of(Inspected, await talk.say("跟别人的雷同吗"))
    assert "别人的" not in str(checked.report)


async def test_material_vouches(talk: Talk, drafts: Drafts, draft: Current) -> None:
    drafts.add_material(OWNER, draft.draft, "台账", SELF_CRITICISM)
    (checked,) = of(Inspected, await talk.say("check before submission", language="en"))
    assert "sentences compared" in checked.text
    figures = {one["kind"]: one["value"] for one in checked.report["figures"]}
    assert figures["unsourced"] == "0"


async def test_an_empty_library_is_said(talk: Talk, library: FewPassages) -> None:
    library.empty = True
    (checked,) = of(Inspected, await talk.say("查重"))
    assert "没有比对" in checked.text


async def test_without_a_library_or_a_draft(talk: Talk, library: FewPassages) -> None:
    library.failure = LibraryError("library_loading")
    (failed,) = of(Failed, await talk.say("送审前检查"))
    assert failed.error.code == "library_loading"
    talk.draft = None
    (said,) = of(Said, await talk.say("送审前检查"))
    assert "打开一份稿子" in said.text
