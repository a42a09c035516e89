"""The timeline of a draft: each version by what made it, the text of one, two of them compared. Imports the drafts.

Answers scripts directly; restoring a version changes the draft and is the desk's.
"""

from __future__ import annotations

from typing import Any

from assistant.drafting.comparison import Comparison
from assistant.errors import DraftError
from assistant.ui.desk import Payload
from assistant.ui.desk_view import saved_json, versions_json
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor


class Timeline:
    """The handlers of the timeline."""

    def __init__(self, services: Services) -> None:
        self._drafts = services.drafts

    def list_versions(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """The timeline, and the text of one version where `number` names it."""
        if sent.get("number"):
            return {"text": self._drafts.version(visitor.owner, sent["draft"], int(sent["number"])).text}
        frozen = self._frozen(visitor, sent)
        versions = versions_json(self._drafts.versions(visitor.owner, sent["draft"]), visitor.language)
        return {"versions": versions, **frozen}

    def _frozen(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Typing made a version, so that the timeline ends with the text as it stands; not what another tab types."""
        try:
            current = self._drafts.freeze(visitor.owner, sent["draft"], sent.get("seen"))
        except DraftError as error:
            if error.code != "draft_changed_meanwhile":
                raise
            return {}
        return {"seen": current.revision, **saved_json(current, visitor.language)}

    def compare_versions(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """What is different between two versions."""
        compared = self._drafts.compare(visitor.owner, sent["draft"], int(sent["before"]), int(sent["after"]))
        return comparison_json(compared)


def comparison_json(compared: Comparison) -> dict[str, Any]:
    """A comparison as it is drawn: lines with their marks, cut here and never by offset in the browser."""
    return {
        "before": compared.before,
        "after": compared.after,
        "changed": compared.changed,
        "inserted": compared.inserted,
        "deleted": compared.deleted,
        "skipped": compared.skipped,
        "parts": [
            {
                "skipped": part.skipped,
                "lines": [
                    {
                        "k": line.kind,
                        "b": line.before,
                        "a": line.after,
                        "m": [[m.kind, m.text] for m in line.marks],
                    }
                    for line in part.lines
                ],
            }
            for part in compared.parts
        ],
    }
