"""The list of a visitor's drafts: found, renamed, copied, deleted and had back. Thin: drafts do the work.

Answers scripts directly: nothing but the list is drawn. Imports use cases.
"""

from __future__ import annotations

from typing import Any

from assistant.database import rfc3339
from assistant.drafting.values import DeletedDraft
from assistant.errors import UsageError
from assistant.ui.desk import Payload
from assistant.ui.desk_view import drafts_json
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from assistant.wording import wording

RECENT = 6


class DraftsPanel:
    """The handlers of the list."""

    def __init__(self, services: Services) -> None:
        self._drafts = services.drafts

    def recent(self, visitor: Visitor) -> dict[str, Any]:
        """The drafts last changed, for the menu and the first page."""
        drafts = self._drafts.list(visitor.owner)
        return {"drafts": drafts_json(drafts[:RECENT]), "count": len(drafts)}

    def list_drafts(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Every draft that has `query` in it, and those deleted that can still be had back."""
        if sent.get("recent"):
            return self.recent(visitor)
        found = self._drafts.list(visitor.owner, str(sent.get("query") or ""))
        gone = self._drafts.deleted(visitor.owner)
        return {"drafts": drafts_json(found), "deleted": [deleted_json(one) for one in gone]}

    def change_draft(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """One draft renamed, copied, deleted or had back; then the list as it is."""
        owner, draft, step = visitor.owner, sent["draft"], sent["step"]
        said = ""
        if step == "rename":
            self._drafts.rename(owner, draft, str(sent["title"]))
        elif step == "copy":
            made = self._drafts.copy(owner, draft, visitor.language)
            said = wording("page.drafts.copied", visitor.language, title=made.title)
        elif step == "delete":
            title = self._drafts.get(owner, draft).title
            self._drafts.delete(owner, draft)
            said = wording("page.drafts.deleted", visitor.language, title=title)
        elif step == "bring_back":
            said = wording(
                "page.drafts.brought_back",
                visitor.language,
                title=self._drafts.bring_back(owner, draft).title,
            )
        else:
            raise UsageError("page_confused", detail="step")
        return {**self.list_drafts(visitor, sent), "said": said}


def deleted_json(deleted: DeletedDraft) -> dict[str, Any]:
    """A deleted draft as the list shows it."""
    return {
        **drafts_json([deleted.info])[0],
        "deleted_at": rfc3339(deleted.deleted_at),
        "gone_at": rfc3339(deleted.gone_at),
    }
