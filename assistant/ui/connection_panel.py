"""The model's connection on the page: seen, tried, saved, forgotten. A key goes in and never comes out.

Imports the connection; the model only when one is tried.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from assistant.errors import GaigaoError, SettingsError
from assistant.language_model.connection import (
    Connection,
    connection,
    forget,
    may_save,
    resolve,
    save,
    saved,
    where_text_goes,
)
from assistant.language_model.services import MODEL_FILE, OTHER, Service, services
from assistant.ui.desk import Payload, Update
from assistant.ui.desk_view import where_json
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from assistant.wording import Language, wording


def service_json(one: Service, language: Language) -> dict[str, Any]:
    """A service as it is offered."""
    page = wording("page.connection.key_page", language, address=one.key_page) if one.key_page else ""
    inside = "://127.0.0.1" in one.base_url or one.id == MODEL_FILE
    return {
        "id": one.id,
        "name": one.name[language],
        "address": one.base_url,
        "models": list(one.models),
        "key": one.key != "none",
        "file": one.id == MODEL_FILE,
        "stays": "unknown" if one.id == OTHER else "yes" if inside else "no",
        "help": " ".join(part for part in (one.note[language], page) if part),
    }


class ConnectionPanel:
    """The handlers of the connection's view."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def panel(self, visitor: Visitor, **answer: Any) -> dict[str, Any]:
        """The value of the part `connection`. answer: what came of the last click."""
        settings, language = self._services.settings, visitor.language
        trouble = ""
        try:
            now, kept = resolve(settings), saved(settings.data_dir)
        except GaigaoError as error:
            now = kept = None
            trouble = error.tell(language)
        by_settings = now is not None and now.source == "settings"
        return {
            "n": uuid4().hex,  # so that the same answer twice is drawn twice
            "services": [service_json(one, language) for one in services()],
            "service": now.service if now else None,
            "address": now.base_url if now else "",
            "model": now.model_name if now and not now.is_file else "",
            "file": now.model if now and now.is_file and may_save(settings.host) else "",
            "has_key": bool(now and now.api_key),
            "saved": kept is not None or bool(trouble),
            "may_save": may_save(settings.host),
            "from_environment": wording("page.connection.from_settings", language) if by_settings else "",
            "where": where_json(where_text_goes(settings), language),
            "answer": {"ok": False, "texts": [trouble]} if trouble else None,
            **answer,
        }

    def visit(self, visitor: Visitor, _sent: Payload) -> Update:
        """The view is opened."""
        return {"connection": self.panel(visitor)}

    def _given(self, sent: Payload) -> Connection:
        """What was filled in; an empty key means the saved one where service and address are the saved ones."""
        model = sent.get("file") if sent.get("service") == MODEL_FILE else sent.get("model")
        given = connection(
            model=model or "",
            base_url=sent.get("address") or "",
            api_key=sent.get("key") or "",
            service_id=sent.get("service") or "",
        )
        if given.api_key:
            return given
        try:
            kept = resolve(self._services.settings)
        except GaigaoError:
            return given
        if kept is not None and kept.base_url == given.base_url:
            return Connection(given.service, given.base_url, given.model, kept.api_key)
        return given

    async def test(self, visitor: Visitor, sent: Payload) -> Update:
        """One tiny request, and what came of it."""
        from assistant.language_model.trial import try_out

        trial = await try_out(self._given(sent))
        texts = [trial.text(visitor.language), *(n.text(visitor.language) for n in trial.notices)]
        return {"connection": self.panel(visitor, answer={"ok": trial.ok, "texts": texts})}

    def save(self, visitor: Visitor, sent: Payload) -> Update:
        """Kept in the data folder, only while the page is served to this machine alone."""
        if not may_save(self._services.settings.host):
            raise SettingsError("connection_read_only")
        save(self._given(sent), self._services.settings.data_dir)
        answer = {"ok": True, "texts": [wording("page.connection.saved", visitor.language)]}
        return {"connection": self.panel(visitor, answer=answer, changed=True)}

    def forget(self, visitor: Visitor, _sent: Payload) -> Update:
        """The saved connection and its key removed."""
        if not may_save(self._services.settings.host):
            raise SettingsError("connection_read_only")
        forget(self._services.settings.data_dir)
        answer = {"ok": True, "texts": [wording("page.connection.forgotten", visitor.language)]}
        return {"connection": self.panel(visitor, answer=answer, changed=True)}

    def failed(self, visitor: Visitor, error: GaigaoError) -> Update:
        """What was filled in cannot be used: said beside the form, which stays as it is."""
        return {
            "connection": self.panel(visitor, answer={"ok": False, "texts": [error.tell(visitor.language)]})
        }
