"""调整结构 on the page: a frame chosen, a plan made, its operations decided, the words that are left reviewed. Thin.

Imports use cases. What changes the draft answers with its parts anew; a choice and a preview are answered directly.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import Any
from uuid import uuid4

from assistant.drafting.plan_values import PlanTurned, PlanView, Source
from assistant.drafting.values import Current
from assistant.errors import DraftError, GaigaoError, ModelError, SectionError, UsageError
from assistant.language_model.model import Waiting
from assistant.restructure.frame import Frame
from assistant.structure.outline import outline
from assistant.structure.report_identity import identify
from assistant.ui.answer_view import hit_json
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.frame_view import frame_json, frames_json, reports_json
from assistant.ui.library_view import hits_json
from assistant.ui.plan_view import plan_json
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from assistant.wording import wording

EXAMPLES = 4


class RestructurePanel:
    """The handlers of plans."""

    def __init__(self, services: Services, desk: Desk) -> None:
        self._services, self._desk = services, desk
        self._drafts, self._plans = services.drafts, services.restructuring

    # --- what to go by ------------------------------------------------------------------------------------------------

    def choices(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Frames and reports to go by, and the plans that still wait."""
        language = visitor.language
        current = self._drafts.current(visitor.owner, sent["draft"])
        kind = identify(current.document, outline(current.document), "").kind
        library = self._services.library
        return {
            "frames": frames_json(self._plans.frames(), kind, language),
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
        except (ModelError, SectionError) as error:
            return {"restructure": self._asked(visitor, sent, error)}
        if not plan.operations:
            said = wording("page.restructure.nothing", visitor.language)
            return {"restructure": {**self._choosing(sent), "said": said}}
        current = self._drafts.current(visitor.owner, sent["draft"])
        return self._shown(visitor, plan, current, sent)

    async def _made(self, visitor: Visitor, sent: Payload) -> PlanView:
        owner, draft, seen = visitor.owner, sent["draft"], sent["seen"]
        if sent["by"] == "wish":
            events = self._plans.as_said(
                owner, draft, str(sent["chosen"]), selected=sent.get("section"), seen=seen
            )
        else:
            frame, source = self._frame(sent)
            events = self._plans.in_frame(
                owner, draft, frame, source, seen=seen, by_model=sent.get("by_model") is True
            )
        async with aclosing(events) as stream:
            async for event in stream:
                if not isinstance(event, Waiting):
                    return event
        raise DraftError("plan_unknown")

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
        return {**self._choosing(sent), "said": error.tell(language)}

    def open(self, visitor: Visitor, sent: Payload) -> Update:
        """A plan shown as it stands now."""
        plan = self._drafts.plan(visitor.owner, sent["plan"])
        return {"restructure": self._value(visitor, plan)}

    def turn(self, visitor: Visitor, sent: Payload) -> Update:
        """Operations accepted, refused or taken back: one, or all that wait."""
        owner, plan, seen, state = visitor.owner, sent["plan"], sent["seen"], sent["state"]
        if sent.get("operation"):
            one = {
                "accepted": self._drafts.accept_operations,
                "rejected": self._drafts.reject_operations,
                "pending": self._drafts.reconsider_operations,
            }[state]
            turned = one(owner, plan, [sent["operation"]], seen)
        else:
            every = {"accepted": self._drafts.accept_plan, "rejected": self._drafts.reject_plan}[state]
            turned = every(owner, plan, seen)
        view = self._drafts.plan(owner, plan)
        return self._shown(visitor, view, turned.current, sent, notes=self._told(visitor, view, turned, sent))

    def _told(self, visitor: Visitor, view: PlanView, turned: PlanTurned, sent: Payload) -> list[list[str]]:
        """What went with an operation that was turned by itself."""
        if not sent.get("operation") or not turned.because:
            return []
        numbers = {one.id: number for number, one in enumerate(view.operations, 1)}
        joint = wording("guard.between", visitor.language)
        others = joint.join(str(numbers[one]) for one in sorted(turned.because, key=lambda o: numbers[o]))
        said = wording(f"page.restructure.with_it.{sent['state']}", visitor.language, others=others)
        return [["info", said]]

    def _shown(
        self, visitor: Visitor, plan: PlanView, current: Current, sent: Payload, **told: Any
    ) -> Update:
        return {
            "restructure": self._value(visitor, plan, current),
            **self._desk.after(visitor, current, sent, **told),
        }

    def _value(self, visitor: Visitor, plan: PlanView, current: Current | None = None) -> dict[str, Any]:
        current = current or self._drafts.current(visitor.owner, plan.draft)
        shown = plan_json(plan, visitor.language)
        return {
            "n": uuid4().hex,  # so that the same answer twice is drawn twice
            "draft": plan.draft,
            "seen": current.revision,
            "version": current.version,
            "plan": shown,
        }

    # --- what is left to do -------------------------------------------------------------------------------------------

    def review_words(self, visitor: Visitor, sent: Payload) -> Update:
        """The words that no longer fit, as suggestions to review in the sheet."""
        kept = self._plans.to_review(visitor.owner, sent["plan"])
        current = self._drafts.current(visitor.owner, sent["draft"])
        if not kept:
            said = wording("page.restructure.no_words", visitor.language)
            return {"orders": orders(notes=[["info", said]])}
        reviewing = kept[0].id
        return self._desk.after(visitor, current, {**sent, "reviewing": reviewing}, see=reviewing)

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
