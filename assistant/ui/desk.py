"""What happens to a draft on the page: opened, typed into, undone, given material. Thin: drafts do the work.

Every method takes a visitor and what the page sent, and answers with new values of parts by name. Imports use cases.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.document import Document
from assistant.documents import read
from assistant.drafting.values import Current
from assistant.errors import DraftError, GaigaoError, LibraryError, SectionError
from assistant.language_model.connection import where_text_goes
from assistant.samples import sample_draft
from assistant.structure.outline import outline
from assistant.structure.report_identity import identify
from assistant.structure.section import Outline
from assistant.structure.section_reference import resolve
from assistant.ui.desk_view import (
    conversation_json,
    header_json,
    materials_json,
    saved_json,
)
from assistant.ui.finding_view import compared_with_nothing
from assistant.ui.outline_view import outline_json, section_name, utf16_offset
from assistant.ui.ports import Services
from assistant.ui.sheet_view import open_sections, sheet_json
from assistant.ui.visitor import Visitor
from assistant.wording import wording

Payload = Mapping[str, Any]
Update = dict[str, Any]


def orders(**content: Any) -> dict[str, Any]:
    """What a tab is told beside its parts' values: tab, notes, go, see, confirm, conflict. Each is carried out once."""
    return {"n": uuid4().hex, **content}


class Desk:
    """The handlers of one page."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._drafts = services.drafts

    # --- the parts ----------------------------------------------------------------------------------------------

    def parts(self, visitor: Visitor, current: Current, reviewing: str | None) -> Update:
        """Every part that shows the text of a draft."""
        draft, language = current.draft, visitor.language
        tree = outline(current.document)
        suggestions = self._drafts.suggestions(visitor.owner, draft)
        sheet = sheet_json(
            current.document,
            tree,
            suggestions,
            draft=draft,
            seen=current.revision,
            reviewing=reviewing,
            language=language,
        )
        waiting = open_sections(sheet)
        return {
            "sheet": sheet,
            "outline": self._outline(visitor, current, tree, waiting),
            "rewrite": self._rewrite(visitor, current, tree, bool(suggestions)),
            "header": self.header(visitor, current),
        }

    def _outline(
        self, visitor: Visitor, current: Current, tree: Outline, waiting: Collection[str] = ()
    ) -> dict[str, Any]:
        return outline_json(
            current.document,
            tree,
            draft=current.draft,
            waiting=waiting,
            targets=self._drafts.targets(visitor.owner, current.draft),
            language=visitor.language,
        )

    def header(self, visitor: Visitor, current: Current | None) -> dict[str, Any]:
        """The value of the part `header`."""
        failure = self._services.failure
        return header_json(
            current,
            where_text_goes(self._services.settings),
            self._services.engines,
            failure.tell(visitor.language) if failure and self._services.engines == "failed" else "",
            visitor.language,
        )

    def _rewrite(self, visitor: Visitor, current: Current, tree: Outline, reviewed: bool) -> dict[str, Any]:
        sections = [
            {"id": s.id, "level": max(1, s.level), "name": section_name(tree, s, visitor.language)}
            for s in tree.walk()
            if s.kind not in ("title", "residue")
        ]
        return {
            "draft": current.draft,
            "sections": sections,
            "prepared": None if reviewed else self._prepared(current, tree, visitor),
        }

    def _prepared(self, current: Current, tree: Outline, visitor: Visitor) -> dict[str, Any] | None:
        """The sample's prepared rewrite, where this is the sample draft and nothing was suggested yet."""
        sample = sample_draft()
        if current.title != sample.title:
            return None
        try:
            section = resolve(tree, sample.section)
        except SectionError:
            return None
        if section.heading != sample.heading:  # another section stands there by now
            return None
        return {"section": section.id, "name": section_name(tree, section, visitor.language)}

    def _shown(self, visitor: Visitor, draft: str, reviewing: str | None = None, **told: Any) -> Update:
        """Everything about a draft that this tab now turns to."""
        current = self._drafts.settle(visitor.owner, draft)
        return {
            **self.parts(visitor, current, reviewing),
            "materials": materials_json(draft, self._drafts.materials(visitor.owner, draft)),
            "conversation": conversation_json(
                draft, self._drafts.messages(visitor.owner, draft), visitor.language
            ),
            "orders": orders(tab={"draft": draft, "seen": current.revision, "reviewing": reviewing}, **told),
        }

    def after(self, visitor: Visitor, current: Current, sent: Payload, **told: Any) -> Update:
        """The same draft after a step."""
        reviewing = sent.get("reviewing")
        tab = {"seen": current.revision, "reviewing": reviewing}
        return {**self.parts(visitor, current, reviewing), "orders": orders(tab=tab, **told)}

    def nothing_open(self, visitor: Visitor, **told: Any) -> Update:
        """No draft: the first page."""
        return {
            "header": self.header(visitor, None),
            "sheet": {"draft": None, "paras": []},
            "outline": {"draft": None, "sections": []},
            "materials": {"draft": None, "materials": []},
            "rewrite": {"draft": None, "sections": []},
            "conversation": {"draft": None, "messages": []},
            "orders": orders(tab={"draft": None, "section": None, "seen": 0, "reviewing": None}, **told),
        }

    # --- which draft ----------------------------------------------------------------------------------------------

    def start(self, visitor: Visitor, sent: Payload) -> Update:
        """A tab was opened or loaded again."""
        draft = sent.get("draft")
        if draft:
            try:
                return self._shown(visitor, draft, sent.get("reviewing"))
            except DraftError:
                return self.nothing_open(visitor)
        return self.nothing_open(visitor)

    def pick(self, visitor: Visitor, sent: Payload) -> Update:
        """Another of the owner's drafts."""
        return {**self._shown(visitor, sent["draft"]), "live": {}}

    def open_file(self, visitor: Visitor, path: Path, name: str) -> Update:
        """A file chosen or dropped."""
        document = read(path, name=name, libreoffice=self._services.settings.libreoffice)
        return self._create(visitor, document, name, path.read_bytes())

    def paste(self, visitor: Visitor, sent: Payload) -> Update:
        """A text pasted as a draft."""
        title = str(sent.get("name") or "").strip()
        return self._create(visitor, Document.from_text(sent["text"]), "", None, title)

    def sample(self, visitor: Visitor, _sent: Payload) -> Update:
        """The sample draft with its material."""
        sample = sample_draft()
        document = read(sample.path)
        current = self._drafts.create(visitor.owner, sample.title, document, filename=sample.path.name)
        for path in sample.materials:
            self._drafts.add_material(visitor.owner, current.draft, path.name, read(path).text, "file")
        return self._opened(visitor, current)

    def _create(
        self, visitor: Visitor, document: Document, filename: str, original: bytes | None, title: str = ""
    ) -> Update:
        title = title or identify(document, outline(document), filename).title
        title = title or Path(filename).stem or wording("page.welcome.untitled", visitor.language)
        current = self._drafts.create(
            visitor.owner, title, document, filename=filename or None, original=original
        )
        return self._opened(visitor, current, *(w.text(visitor.language) for w in document.warnings))

    def _opened(self, visitor: Visitor, current: Current, *warnings: str) -> Update:
        notes = [["info", warning] for warning in warnings]
        update = self._shown(visitor, current.draft, notes=notes)
        update["orders"]["tab"]["section"] = None
        update["orders"]["tab"]["view"] = "draft"
        return {**update, "live": {}}

    def rename(self, visitor: Visitor, sent: Payload) -> Update:
        """Another title for a draft."""
        self._drafts.rename(visitor.owner, sent["draft"], sent["title"])
        return {"header": self.header(visitor, self._drafts.current(visitor.owner, sent["draft"]))}

    # --- the text -------------------------------------------------------------------------------------------------

    def look(self, visitor: Visitor, sent: Payload) -> Update:
        """The tab is looked at again: what was changed elsewhere in between, and what can be checked by now."""
        owner, draft = visitor.owner, sent["draft"]
        current = self._drafts.settle(owner, draft)
        waiting = [one for one in self._drafts.suggestions(owner, draft) if one.pending]
        if any(map(compared_with_nothing, waiting)):
            self._judge_again(visitor, draft)
        told = {"see": sent["reviewing"]} if sent.get("see") and sent.get("reviewing") else {}
        return self.after(visitor, current, sent, **told)

    def whole_text(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """The text as it stands, for editing. at: where a section begins, as a browser counts."""
        current = self._drafts.current(visitor.owner, sent["draft"])
        section = outline(current.document).find(sent["section"]) if sent.get("section") else None
        at = utf16_offset(current.text, section.body_start) if section else 0
        return {"text": current.text, "seen": current.revision, "at": at}

    def save_text(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Typing saved. A text that came too late is kept as a version of its own, and the tab is told."""
        try:
            current = self._drafts.save_typing(visitor.owner, sent["draft"], sent["text"], sent["seen"])
        except DraftError as error:
            if error.code != "draft_changed":
                raise
            return {"conflict": {"text": error.tell(visitor.language)}}
        return self._saved(visitor, current)

    def set_target(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """How long a section, or the whole, should be. Typing becomes a version by it."""
        wanted = sent.get("count")
        self._drafts.set_target(
            visitor.owner, sent["draft"], sent.get("section") or None, None if wanted is None else int(wanted)
        )
        return self._saved(visitor, self._drafts.current(visitor.owner, sent["draft"]))

    def _saved(self, visitor: Visitor, current: Current) -> dict[str, Any]:
        """What a script is told after the text was saved without being drawn."""
        return {
            "seen": current.revision,
            "outline": self._outline(visitor, current, outline(current.document)),
            **saved_json(current, visitor.language),
        }

    def undo(self, visitor: Visitor, sent: Payload) -> Update:
        """One step back."""
        what = self._drafts.current(visitor.owner, sent["draft"]).undo
        current = self._drafts.undo(visitor.owner, sent["draft"], sent["seen"])
        said = wording(
            "page.header.undone", visitor.language, what=what.text(visitor.language) if what else ""
        )
        return self.after(visitor, current, sent, notes=[["info", said]])

    def redo(self, visitor: Visitor, sent: Payload) -> Update:
        """One step forward again."""
        current = self._drafts.redo(visitor.owner, sent["draft"], sent["seen"])
        return self.after(visitor, current, sent)

    def restore(self, visitor: Visitor, sent: Payload) -> Update:
        """An earlier version made current again."""
        current = self._drafts.restore(visitor.owner, sent["draft"], sent["number"], sent["seen"])
        said = wording("page.versions.restored", visitor.language, n=sent["number"])
        return self.after(visitor, current, sent, notes=[["info", said]])

    # --- material ---------------------------------------------------------------------------------------------------

    def add_material(self, visitor: Visitor, sent: Payload) -> Update:
        """Material pasted."""
        draft, language = sent["draft"], visitor.language
        number = len(self._drafts.materials(visitor.owner, draft)) + 1
        name = sent.get("name") or wording("page.materials.pasted_name", language, n=number)
        self._drafts.add_material(visitor.owner, draft, name, sent["text"])
        return self._materials(
            visitor, sent, [["info", wording("page.materials.added", language, name=name)]]
        )

    def add_files(self, visitor: Visitor, sent: Payload, files: list[tuple[Path, str]]) -> Update:
        """Files attached as material; one that cannot be read stops no other."""
        notes = []
        for path, name in files:
            try:
                document = read(path, name=name, libreoffice=self._services.settings.libreoffice)
                self._drafts.add_material(visitor.owner, sent["draft"], name, document.text, "file")
            except GaigaoError as error:
                notes.append(["error", error.tell(visitor.language)])
            else:
                notes.append(["info", wording("page.materials.added", visitor.language, name=name)])
        return self._materials(visitor, sent, notes)

    def remove_material(self, visitor: Visitor, sent: Payload) -> Update:
        """Material taken away."""
        self._drafts.remove_material(visitor.owner, sent["draft"], sent["material"])
        return self._materials(visitor, sent, [])

    def read_material(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """The text of one material."""
        for material in self._drafts.materials(visitor.owner, sent["draft"]):
            if material.id == sent["material"]:
                return {"text": material.text}
        raise DraftError("material_unknown")

    def _judge_again(self, visitor: Visitor, draft: str) -> None:
        with suppress(LibraryError):  # not opened yet: what was found stands, and accepting asks again
            self._services.reviewing.judge_again(visitor.owner, draft)

    def _materials(self, visitor: Visitor, sent: Payload, notes: list[list[str]]) -> Update:
        """The list of material, and what waits for review: the guard knows other facts now."""
        draft = sent["draft"]
        materials = materials_json(draft, self._drafts.materials(visitor.owner, draft))
        if not any(one.pending for one in self._drafts.suggestions(visitor.owner, draft)):
            return {"materials": materials, "orders": orders(notes=notes)}
        self._judge_again(visitor, draft)
        current = self._drafts.current(visitor.owner, draft)
        return {**self.after(visitor, current, sent, notes=notes), "materials": materials}
