"""A rewrite under the guard: judged before it is a suggestion, written once more where there is an error."""

from __future__ import annotations

from typing import Any

from assistant.errors import LibraryError
from assistant.guard.findings import Compared, Finding, Guarded, Proposal
from assistant.language_model.model import ChatModel
from assistant.revision.revision import (
    Checking,
    Delta,
    Finished,
    Suggestion,
    TryingAgain,
    revise,
    suggestion_json,
)
from tests.revision.drafts import body, section
from tests.scripted_model import Scripted, ScriptedModel

STUDY = body("1.1")
INVENTED = f"{STUDY}到槐荫村去过4次。"
HONEST = f"{STUDY}到村里去过【待补：几次？】。"


def said(rewrite: str) -> str:
    return f"【改写】\n{rewrite}\n【说明】\n补了一句。"


def judge(proposal: Proposal) -> Guarded:
    """槐荫村 is an error, 走访 a warning."""
    findings = []
    for rule, kind, severity, quote in (
        ("new_name", "new_fact", "error", "槐荫村"),
        ("new_name", "new_fact", "warning", "去过"),
    ):
        at = proposal.proposed.find(quote)
        if at >= 0:
            findings.append(Finding(rule, kind, severity, at, at + len(quote), quote))  # type: ignore[arg-type]
    return Guarded(Compared(3, 41, 5), tuple(findings))


async def rewritten(model: ChatModel, **more: Any) -> list[Any]:
    document, outline, found = section("1.1")
    return [event async for event in revise(document, outline, found, "写具体", model=model, **more)]


def finished(events: list[Any]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


def kinds(suggestion: Suggestion) -> list[str]:
    return [one.finding.quote for one in suggestion.findings]


async def test_what_is_found_goes_with_the_suggestion(scripted: ScriptedModel, model: ChatModel) -> None:
    scripted.enqueue(said(HONEST))
    events = await rewritten(model, guard=judge)
    made = finished(events).suggestion
    assert [type(event) for event in events[-2:]] == [Checking, Finished]
    assert (kinds(made), made.compared) == (["去过"], Compared(3, 41, 5))
    assert len(scripted.asked) == 1
    (finding,) = suggestion_json(made)["findings"]
    assert finding["hunks"] == [made.hunks[0].id]
    assert made.proposed[finding["start"] : finding["end"]] == finding["quote"] == "去过"


async def test_an_error_is_told_to_the_model_once(scripted: ScriptedModel, model: ChatModel) -> None:
    scripted.enqueue(said(INVENTED), said(HONEST))
    events = await rewritten(model, guard=judge)
    done = finished(events)
    (again,) = [event for event in events if isinstance(event, TryingAgain)]
    assert kinds(again.suggestion) == ["去过", "槐荫村"] or kinds(again.suggestion) == ["槐荫村", "去过"]
    assert done.suggestion.proposed == HONEST and done.set_aside == again.suggestion
    first, second = scripted.asked
    assert "槐荫村" not in first.user and "无出处请核实：槐荫村" in second.user
    assert "去过" not in second.user.split("核对后发现")[-1].split("疑似照抄：那句话")[0]
    at = events.index(again)
    assert "".join(e.text for e in events[at:] if isinstance(e, Delta)) == HONEST


async def test_what_remains_after_the_second_try_is_shown(scripted: ScriptedModel, model: ChatModel) -> None:
    scripted.enqueue(said(INVENTED), said(f"{INVENTED}再去一次。"))
    done = finished(await rewritten(model, guard=judge))
    assert "槐荫村" in kinds(done.suggestion) and "再去一次" in done.suggestion.proposed
    assert len(scripted.asked) == 2


async def test_a_worse_second_try_is_set_aside(scripted: ScriptedModel, model: ChatModel) -> None:
    def twice(proposal: Proposal) -> Guarded:
        found = judge(proposal)
        return Guarded(found.compared, found.findings * (2 if "再去" in proposal.proposed else 1))

    scripted.enqueue(said(INVENTED), said(f"{INVENTED}再去一次。"))
    done = finished(await rewritten(model, guard=twice))
    assert done.suggestion.proposed == INVENTED
    assert done.set_aside is not None and "再去一次" in done.set_aside.proposed


async def test_a_second_try_that_fails_costs_nothing(scripted: ScriptedModel, model: ChatModel) -> None:
    for answer in (
        Scripted("好的"),
        Scripted(status=400, body={"error": {"message": "too long"}}),
        said(STUDY),
    ):
        scripted.enqueue(said(INVENTED), answer)
        done = finished(await rewritten(model, guard=judge))
        assert done.suggestion.proposed == INVENTED and "槐荫村" in kinds(done.suggestion)
        assert done.set_aside is None
        assert "second_try_failed" in [notice.code for notice in done.suggestion.notices]


async def test_a_guard_that_cannot_be_asked_costs_nothing(scripted: ScriptedModel, model: ChatModel) -> None:
    def gone(_: Proposal) -> Guarded:
        raise LibraryError("guard_unavailable", reason="坏了。")

    scripted.enqueue(said(HONEST))
    made = finished(await rewritten(model, guard=gone)).suggestion
    assert (made.proposed, made.compared) == (HONEST, None)
    (told,) = [notice for notice in made.notices if notice.code == "not_checked"]
    assert "坏了" in told.text()


async def test_the_guard_is_told_everything_that_was_given(scripted: ScriptedModel, model: ChatModel) -> None:
    from assistant.revision.revision import Material

    asked: list[Proposal] = []

    def listening(proposal: Proposal) -> Guarded:
        asked.append(proposal)
        return judge(proposal)

    document, _, found = section("1.1")
    scripted.enqueue(said(HONEST))
    await rewritten(
        model, guard=listening, material=[Material("台账", "去过4次。")], earlier=["原先的稿子。"]
    )
    (proposal,) = asked
    assert proposal.draft == document.text and proposal.proposed == HONEST
    assert proposal.original == document.text[found.body_start : found.body_end]
    assert (proposal.instruction, proposal.material, proposal.earlier) == (
        "写具体",
        ("去过4次。",),
        ("原先的稿子。",),
    )
    assert any("只学它怎么分条" in text for text in proposal.prompt)
