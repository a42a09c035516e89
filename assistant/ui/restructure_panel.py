"""调整结构 on the page: a frame chosen, a plan made, its operations decided, the words that are left reviewed. Thin.

Imports use cases. What changes the draft answers with its parts anew; a choice and a preview are answered directly.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from assistant.drafting.plan_values import PlanView, Source
from assistant.errors import DraftError, GaigaoError, ModelError, SectionError, SettingsError, UsageError
from assistant.restructure.frame import Frame
from assistant.restructuring.reviewing import PlanOutcome
from assistant.structure.outline import outline
from assistant.structure.report_identity import identify
from assistant.ui.answer_view import hit_json
from assistant.ui.desk import Desk, Payload, Update
from assistant.ui.frame_view import frame_json, frames_json, reports_json
from assistant.ui.library_view import hits_json
from assistant.ui.plan_view import confirm_json, plan_json
from assistant.ui.ports import Services
from assistant.ui.running_plans import RunningPlans
from assistant.ui.visitor import Visitor
from assistant.wording import wording

EXAMPLES = 4
_NAME = 60


class RestructurePanel:
    """The handlers of plans."""

    def __init__(self, services: Services, desk: Desk) -> None:
        self._services, self._desk = services, desk
        self._drafts, self._plans = services.drafts, services.restructuring
        self._reviewing = services.restructuring.review
        self._running = RunningPlans()

    # --- what to go by ------------------------------------------------------------------------------------------------

    def choices(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Frames and reports to go by, and the plans that still wait."""
        language = visitor.language
        kind, library = self._kind(visitor, sent), self._services.library
        told = ""
        frames: tuple[Frame, ...] = ()
        try:
            frames = self._plans.frames()
        except (
            SettingsError
        ) as error:  # a file of the office's own; what else there is can be gone by all the same
            told = error.tell(language)
        return {
            "frames": frames_json(frames, kind, language),
            "frames_told": told,
            "reports": reports_json(library.list() if library is not None else (), kind, language),
            "loading": library is None and self._services.engines == "loading",
            "plans": [
                {
                    "id": plan.id,
                    "text": wording(
                        "page.restructure.waiting",
                        language,
                        source=wording(f"page.restructure.source.{plan.source}", language, name=plan.name),
                        n=plan.pending,
                    ),
                }
                for plan in reversed(self._drafts.plans(visitor.owner, sent["draft"]))
                if plan.pending
            ][:3],
        }

    def _kind(self, visitor: Visitor, sent: Payload) -> str:
        """What kind of report the draft is."""
        current = self._drafts.current(visitor.owner, sent["draft"])
        return identify(current.document, outline(current.document), "").kind

    def preview(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """The outline of what was chosen."""
        return frame_json(self._frame(sent)[0], visitor.language)

    def _frame(self, sent: Payload) -> tuple[Frame, Source]:
        by, chosen = sent["by"], str(sent["chosen"])
        if by == "report":
            return self._plans.frame_like(chosen), "report"
        if by == "frame":
            return self._plans.frame(chosen), "frame"
        if by == "notice":
            return self._plans.frame_asked(chosen), "notice"
        raise UsageError("page_confused", detail="by")

    # --- a plan -------------------------------------------------------------------------------------------------------

    async def make(self, visitor: Visitor, sent: Payload) -> Update:
        """A plan made. What only a model can make, or which part is meant, is told beside the choice."""
        try:
            plan = await self._made(visitor, sent)
        except (ModelError, SectionError, UsageError) as error:
            return {"restructure": self._asked(visitor, sent, error)}
        except DraftError as error:
            if error.code not in ("plan_empty", "plan_in_order", "plan_impossible"):
                raise
            return {"restructure": self._asked(visitor, sent, error)}
        if plan is None:
            said = wording("page.restructure.stopped", visitor.language)
            return {"restructure": {**self._choosing(sent), "said": said}}
        outcome = self._reviewing.look_again(visitor.owner, plan.id, language=visitor.language)
        return self._shown(visitor, outcome, sent)

    async def _made(self, visitor: Visitor, sent: Payload) -> PlanView | None:
        owner, draft, seen = visitor.owner, sent["draft"], sent["seen"]
        if sent["by"] == "wish":
            events = self._plans.as_said(
                owner, draft, str(sent["chosen"]), selected=sent.get("section"), seen=seen
            )
        else:
            frame, source = self._frame(sent)
            if source == "notice" and (name := str(sent.get("keep") or "").strip()):
                frame = self._plans.keep_frame(frame, name[:_NAME], self._kind(visitor, sent))
            events = self._plans.in_frame(
                owner, draft, frame, source, seen=seen, by_model=sent.get("by_model") is True
            )
        return await self._running.made(owner, str(sent.get("run")), events)

    def progress(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """What a plan that is being made waits for."""
        return {"text": self._running.waits_for(visitor.owner, str(sent.get("run")), visitor.language)}

    async def stop(self, visitor: Visitor, sent: Payload) -> Update:
        """No plan is wanted any more: its request at the model's service is closed."""
        self._running.stop(visitor.owner, str(sent.get("run")))
        return {}

    @staticmethod
    def _choosing(sent: Payload) -> Update:
        return {"n": uuid4().hex, "draft": sent["draft"], "plan": None}

    def _asked(self, visitor: Visitor, sent: Payload, error: GaigaoError) -> Update:
        language = visitor.language
        if error.code == "no_model":
            key = "needs_model" if sent["by"] == "wish" else "no_model"
            return {
                **self._choosing(sent),
                "connect": True,
                "said": wording(f"page.restructure.{key}", language),
            }
        said = "\n· ".join((error.tell(language), *error.candidates))
        return {**self._choosing(sent), "said": said}

    def open(self, visitor: Visitor, sent: Payload) -> Update:
        """A plan shown as it stands now."""
        outcome = self._reviewing.look_again(visitor.owner, sent["plan"], language=visitor.language)
        return self._shown(visitor, outcome, sent)

    def turn(self, visitor: Visitor, sent: Payload) -> Update:
        """Operations accepted, refused or taken back: one, or all that wait."""
        owner, plan, seen, language = visitor.owner, sent["plan"], sent["seen"], visitor.language
        one = [sent["operation"]] if sent.get("operation") else None
        try:
            match sent["state"]:
                case "accepted" if one is None:
                    outcome = self._reviewing.accept_all(owner, plan, seen, language=language)
                case "accepted":
                    confirmed = sent.get("confirmed") is True
                    outcome = self._reviewing.accept(
                        owner, plan, one or (), seen, confirmed=confirmed, language=language
                    )
                case "rejected":
                    outcome = self._reviewing.reject(owner, plan, one, seen, language=language)
                case "pending":
                    outcome = self._reviewing.reconsider(owner, plan, one or (), seen, language=language)
                case _:
                    raise UsageError("page_confused", detail="state")
        except DraftError as error:
            raise self._numbered(visitor, sent, error) from error
        shown = self._shown(visitor, outcome, sent, notes=self._told(visitor, outcome, sent))
        if outcome.held and one is not None:
            shown["restructure"]["confirm"] = confirm_json(outcome.held[0], language)
        return shown

    def _numbered(self, visitor: Visitor, sent: Payload, error: DraftError) -> DraftError:
        """The error with operations called as the page calls them."""
        if not {"operation", "needed"} & error.params.keys():
            return error
        numbers = _numbers(self._drafts.plan(visitor.owner, sent["plan"]))
        named = {
            key: wording("page.restructure.step", visitor.language, n=numbers.get(value, value))
            if key in ("operation", "needed")
            else value
            for key, value in error.params.items()
        }
        return DraftError(error.code, where=error.where, **named)

    def _told(self, visitor: Visitor, outcome: PlanOutcome, sent: Payload) -> list[list[str]]:
        """What went with an operation that was turned by itself, and what was held of all of them."""
        numbers, language = _numbers(outcome.plan), visitor.language
        joint = wording("guard.between", language)
        if sent.get("operation"):
            others = sorted(numbers[one] for one in outcome.because)
            if not others:
                return []
            key = f"page.restructure.with_it.{sent['state']}"
            return [["info", wording(key, language, others=joint.join(map(str, others)))]]
        if not outcome.held:
            return []
        steps = joint.join(str(numbers[one.operation]) for one in outcome.held)
        return [["lasting", wording("page.restructure.held", language, steps=steps)]]

    def _shown(self, visitor: Visitor, outcome: PlanOutcome, sent: Payload, **told: Any) -> Update:
        current = outcome.current
        return {
            "restructure": self._value(visitor, outcome),
            **self._desk.after(visitor, current, sent, **told),
        }

    def _value(self, visitor: Visitor, outcome: PlanOutcome) -> dict[str, Any]:
        plan, current, changes = outcome.plan, outcome.current, outcome.changes
        return {
            "n": uuid4().hex,  # so that the same answer twice is drawn twice
            "draft": plan.draft,
            "seen": current.revision,
            "version": current.version,
            "plan": plan_json(plan, visitor.language),
            "changes": changes.id if changes is not None and changes.pending else None,
        }

    # --- what is left to do -------------------------------------------------------------------------------------------

    def examples(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """How others wrote what the draft lacks: passages for a heading of the frame, of its role where there are any."""
        gaps = self._drafts.plan(visitor.owner, sent["plan"]).gaps
        gap = gaps[int(sent["gap"])]
        role = None if gap.get("role") in (None, "other") else str(gap["role"])
        if gap.get("passages"):
            return {
                "hits": [hit_json(hit, visitor.language) for hit in gap["passages"]],
                "text": wording("page.library.found", visitor.language, n=len(gap["passages"])),
            }
        library = self._services.opened_library()
        hits = library.search(gap["heading"], k=EXAMPLES, role=role)
        if not hits and role:
            hits = library.search(gap["heading"], k=EXAMPLES)
        found = hits_json(hits, visitor.language)
        return {"hits": found["hits"], "text": found["found_text"]}


def _numbers(plan: PlanView) -> dict[str, int]:
    """What the page calls the operations of a plan."""
    return {one.id: number for number, one in enumerate(plan.operations, 1)}
