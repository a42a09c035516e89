"""What stands around the sheet as JSON: the header, the lists of drafts, material and versions. Pure views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.database import rfc3339
from assistant.drafting.values import Current, DraftInfo, DraftMaterial, Message, Version
from assistant.language_model.address import Destination
from assistant.revision.length import count
from assistant.ui.answer_view import blocks_json
from assistant.wording import Language, Notice, wording


def where_json(destination: Destination, language: Language) -> dict[str, Any]:
    """Where text goes: the line that is always on the page, and the same at length."""
    if not destination.local:
        values = {"address": destination.address, "model": destination.model}
        short = wording("page.header.where_remote", language, address=destination.address)
        explained = wording("page.connection.remote_explained", language, **values)
    else:
        short = wording("page.header.where_local", language)
        key = "local_explained" if destination.model else "nothing_sent"
        explained = wording(f"page.connection.{key}", language, model=destination.model)
    return {"local": destination.local, "address": destination.address, "text": short, "explained": explained}


def drafts_json(drafts: Sequence[DraftInfo]) -> list[dict[str, Any]]:
    """An owner's drafts, as the menu and the first page list them."""
    return [
        {"id": d.id, "title": d.title, "length": d.length, "changed_at": rfc3339(d.changed_at)}
        for d in drafts
    ]


def header_json(
    current: Current | None,
    destination: Destination,
    engines: str,
    failure: str,
    language: Language,
) -> dict[str, Any]:
    """The value of the part `header`. failure: why the engines could not be loaded."""
    return {
        "draft": current.draft if current else None,
        "title": current.title if current else "",
        **saved_json(current, language),
        "where": where_json(destination, language),
        "engines": engines,
        "failure": failure,
    }


def saved_json(current: Current | None, language: Language) -> dict[str, Any]:
    """The header's words about a draft's version and what can be undone."""
    if current is None:
        return {"version": 0, "undo": False, "redo": False}
    return {
        "version": current.version,
        "typing": current.typing,
        "undo": current.undo is not None,
        "undo_what": _said(current.undo, language),
        "redo": current.redo is not None,
        "redo_what": _said(current.redo, language),
    }


def _said(notice: Notice | None, language: Language) -> str:
    return notice.text(language) if notice else ""


def materials_json(draft: str, materials: Sequence[DraftMaterial]) -> dict[str, Any]:
    """The value of the part `materials`: names and lengths, not the texts."""
    return {
        "draft": draft,
        "materials": [
            {"id": m.id, "name": m.name, "kind": m.kind, "length": count(m.text)} for m in materials
        ],
    }


def versions_json(versions: Sequence[Version], language: Language) -> list[dict[str, Any]]:
    """The timeline, the newest first."""
    return [
        {
            "number": v.number,
            "parent": v.parent,
            "name": v.name.text(language),
            "current": v.current,
            "at": rfc3339(v.created_at),
        }
        for v in versions
    ]


def wish_json(messages: Sequence[Message]) -> dict[str, Any]:
    """What the first of these messages asked, and the section its answer took it to be about."""
    asked, answer = messages[0].content, messages[1].content if len(messages) > 1 else {}
    tasks = [t for block in answer.get("blocks", ()) if block["type"] == "understood" for t in block["tasks"]]
    places = {str(task["n"]): task["place"]["section"] for task in tasks if task.get("place")}
    clicked = "of" in asked
    return {
        "text": asked.get("of") or asked.get("text", ""),
        "shown": asked.get("text", "") if clicked else "",
        "chosen": places if clicked else None,
        "section": next(iter(places.values()), None),
    }


def conversation_json(draft: str, messages: Sequence[Message], language: Language) -> dict[str, Any]:
    """The value of the part `conversation`."""
    shown: list[dict[str, Any]] = []
    for message in messages:
        if message.role == "user":
            asked = {key: str(message.content[key]) for key in ("text", "of") if key in message.content}
            # A click on a finding is no message to be written or answered anew.
            kept = "clicked" not in message.content
            shown.append({"id": message.id, "role": "user", "kept": kept, "text": "", **asked})
        else:
            blocks = blocks_json(message.content.get("blocks", ()), language)
            shown.append({"id": message.id, "role": "assistant", "blocks": blocks})
    return {"draft": draft, "messages": shown}
