"""The chat under the guard: what it says of a rewrite, the second try, and what is kept of both."""

from __future__ import annotations

from collections.abc import Callable

from assistant.chat.events import Delta, Suggested, TriedAgain
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import LibraryError
from assistant.guard.findings import Finding, Proposal
from tests.chat.conftest import OWNER, FewPassages, Talk, of
from tests.chat.test_chat import BETTER, REPLY
from tests.scripted_model import Scripted, ScriptedModel


def suspicious(quote: str) -> Callable[[Proposal], tuple[Finding, ...]]:
    def judge(proposal: Proposal) -> tuple[Finding, ...]:
        at = proposal.proposed.find(quote)
        return (Finding("new_name", "new_fact", "error", at, at + len(quote), quote),) if at >= 0 else ()

    return judge


INVENTED = f"【改写】\n{BETTER}到槐荫村去过4次。\n【说明】\n补了一句。"


async def test_the_guard_s_word_in_one_line(
    with_model: Talk, scripted: ScriptedModel, library: FewPassages, drafts: Drafts
) -> None:
    library.judge = suspicious("谈心")
    scripted.enqueue(REPLY, REPLY)
    events = await with_model.say("一（三）写具体点")
    (suggested,) = of(Suggested, events)
    assert suggested.checked == "与 2 份参考稿（9 个片段）比对 3 句，未与互联网比对；发现 1 处无出处请核实。"
    assert suggested.errors == 1
    (finding,) = drafts.suggestion(OWNER, suggested.suggestion).findings
    assert (finding["quote"], finding["hunks"]) == ("谈心", [1])


async def test_the_model_is_asked_once_more_in_sight_and_both_tries_are_kept(
    with_model: Talk, scripted: ScriptedModel, library: FewPassages, drafts: Drafts, draft: Current
) -> None:
    library.judge = suspicious("槐荫村")
    scripted.enqueue(INVENTED, REPLY)
    events = await with_model.say("一（三）写具体点")
    (again,) = of(TriedAgain, events)
    assert "1 处无出处请核实" in again.text
    (suggested,) = of(Suggested, events)
    assert (suggested.errors, again.suggestion != suggested.suggestion) == (0, True)
    first = drafts.suggestion(OWNER, again.suggestion)
    assert first.superseded and "槐荫村" in first.proposed and len(first.findings) == 1
    assert [view.id for view in drafts.suggestions(OWNER, draft.draft)] == [suggested.suggestion]
    blocks = drafts.messages(OWNER, draft.draft)[-1].content["blocks"]
    kinds = [block["type"] for block in blocks]
    assert kinds.count("tried_again") == 1 and "text" not in kinds


async def test_stopped_in_the_second_try_the_first_remains(
    with_model: Talk, scripted: ScriptedModel, library: FewPassages, drafts: Drafts, draft: Current
) -> None:
    library.judge = suspicious("槐荫村")
    scripted.enqueue(INVENTED, Scripted(REPLY, pace=0.05))
    answer = with_model.chat.respond(OWNER, draft.draft, "一（三）写具体点")
    seen = False
    async for event in answer:
        seen = seen or isinstance(event, TriedAgain)
        if seen and isinstance(event, Delta):
            break
    await answer.aclose()
    (left,) = drafts.suggestions(OWNER, draft.draft)
    assert "槐荫村" in left.proposed and left.pending


async def test_a_worse_second_try_is_kept_beside(
    with_model: Talk, scripted: ScriptedModel, library: FewPassages, drafts: Drafts, draft: Current
) -> None:
    library.judge = lambda proposal: suspicious("槐荫村")(proposal) + suspicious("石磨村")(proposal)
    scripted.enqueue(INVENTED, INVENTED.replace("4次", "4次、石磨村5次"))
    events = await with_model.say("一（三）写具体点")
    (suggested,) = of(Suggested, events)
    assert (suggested.errors, suggested.suggestion) == (1, of(TriedAgain, events)[0].suggestion)
    assert len(drafts.suggestions(OWNER, draft.draft)) == 1


async def test_a_guard_that_cannot_be_asked_loses_nothing(
    with_model: Talk, scripted: ScriptedModel, library: FewPassages, drafts: Drafts
) -> None:
    def broken(_: Proposal) -> tuple[Finding, ...]:
        raise LibraryError("library_loading")

    library.judge = broken
    scripted.enqueue(REPLY)
    (suggested,) = of(Suggested, await with_model.say("一（三）写具体点"))
    assert suggested.checked == "" and any("还没有核对" in text for text in suggested.notices)
    assert drafts.suggestion(OWNER, suggested.suggestion).compared is None
