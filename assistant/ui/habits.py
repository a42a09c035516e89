"""What a user keeps for all drafts: their own quick actions and how their Word files are made. Imports the stores.

Answers scripts directly.
"""

from __future__ import annotations

from typing import Any

from assistant.errors import UsageError
from assistant.revision.presets import presets
from assistant.ui.desk import Payload, Update
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor


class Habits:
    """The handlers of quick actions and preferences."""

    def __init__(self, services: Services) -> None:
        self._actions, self._preferences = services.quick_actions, services.preferences

    def composer(self, visitor: Visitor) -> Update:
        """The value of the part `composer`: the ready-made wishes and the user's own."""
        ready = [{"id": p.id, "label": p.label[visitor.language], "number": p.number} for p in presets()]
        return {"presets": ready, **self._own(visitor)}

    def change_quick_action(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """One of the user's own wishes saved, deleted or moved; then all of them."""
        owner, step = visitor.owner, sent["step"]
        if step == "save":
            self._actions.save(owner, str(sent["name"]), str(sent["wish"]), sent.get("id") or None)
        elif step == "delete":
            self._actions.delete(owner, sent["id"])
        elif step == "move":
            self._actions.move(owner, sent["id"], int(sent["position"]))
        else:
            raise UsageError("page_confused", detail="step")
        return self._own(visitor)

    def _own(self, visitor: Visitor) -> dict[str, Any]:
        own = self._actions.list(visitor.owner)
        return {"own": [{"id": one.id, "name": one.name, "wish": one.wish} for one in own]}

    def exports(self, visitor: Visitor) -> Update:
        """The value of the part `exports`."""
        chosen = self._preferences.get(visitor.owner)
        return {"author": chosen.author, "line_pitch": chosen.line_pitch, "fonts": dict(chosen.fonts)}

    def save_preferences(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """How Word files are made from now on."""
        pitch, fonts = sent.get("line_pitch"), sent.get("fonts")
        self._preferences.set(
            visitor.owner,
            author=sent.get("author"),
            line_pitch=None if pitch is None else int(pitch),
            fonts=None if fonts is None else {str(role): str(name) for role, name in fonts.items()},
        )
        return self.exports(visitor)
