"""How long a draft and its sections should be. Imports the database, the open draft and pure modules."""

from __future__ import annotations

from typing import Any

from assistant.changes.edits import Edit, compose
from assistant.changes.runs import Runs, composed, runs_of
from assistant.drafting.access import DraftAccess
from assistant.drafting.length_targets import LONGEST, anchored, section_now
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.values import Targets
from assistant.errors import DraftError
from assistant.structure.outline import outline
from assistant.structure.section import Section


class Lengths(DraftAccess):
    """The part of `Drafts` that keeps length targets."""

    def targets(self, owner: str, draft: str) -> Targets:
        """How long the text as it stands should be. The target of a section that is gone is left out."""
        with self._reading(owner, draft) as (_, opened):
            return targets_of(opened)

    def set_target(self, owner: str, draft: str, section_id: str | None, count: int | None) -> Targets:
        """Set how long a section of the text as it stands, or the whole (None), should be; count None: no target.

        Typing is made a version by it: the target is for the section as it stands there.
        Raises DraftError("target_unusable") and DraftError("target_section_unknown").
        """
        if count is not None and not 1 <= count <= LONGEST:
            raise DraftError("target_unusable", count=count, limit=LONGEST)
        with self._locked(owner, draft) as (_, opened):
            stored = opened.row.targets or {}
            if section_id is None:
                opened.row.targets = {**stored, "whole": count}
                return targets_of(opened)
            opened.freeze()
            tree = outline(opened.document)
            section = tree.find(section_id)
            if section is None:
                raise DraftError("target_section_unknown", where=section_id)
            version = opened.state.version
            anchors = []
            for anchor, at in _placed(opened):
                if at is None:
                    anchors.append(anchor)  # kept: an undo may bring its section back
                elif at.id != section.id:
                    anchors.append(anchored(at, version, anchor["count"]))
            if count is not None:
                anchors.append(anchored(section, version, count))
            opened.row.targets = {**stored, "sections": anchors}
            return targets_of(opened)


def targets_of(draft: OpenDraft) -> Targets:
    """A draft's targets, by the sections of the text as it stands."""
    sections: dict[str, int] = {}
    for anchor, section in _placed(draft):
        if section is not None:
            sections.setdefault(section.id, anchor["count"])
    return Targets((draft.row.targets or {}).get("whole"), sections)


def _placed(draft: OpenDraft) -> list[tuple[dict[str, Any], Section | None]]:
    """Every stored target of a section with the section it is for now."""
    anchors: list[dict[str, Any]] = (draft.row.targets or {}).get("sections", [])
    if not anchors:
        return []
    tree = outline(draft.document)
    ways: dict[int, tuple[tuple[Edit, ...], Runs]] = {}
    placed = []
    for anchor in anchors:
        version = anchor["version"]
        if version not in ways:
            since = draft.history.edits_from(version, draft.state.version)
            runs = draft.history.runs_from(version, draft.state.version)
            ways[version] = compose(since, draft.typing), composed(runs, runs_of(draft.typing))
        placed.append((anchor, section_now(anchor, *ways[version], tree)))
    return placed
