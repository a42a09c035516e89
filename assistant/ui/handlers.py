"""What the page answers where an event concerns more than one part of it. Imports the panels."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from assistant.errors import GaigaoError
from assistant.ui.chat_turn import ChatTurn
from assistant.ui.connection_panel import ConnectionPanel
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.drafts_panel import DraftsPanel
from assistant.ui.habits import Habits
from assistant.ui.library_panel import LibraryPanel, Step, formats_json
from assistant.ui.ports import Services
from assistant.ui.restructure_panel import RestructurePanel
from assistant.ui.review_panel import ReviewPanel
from assistant.ui.timeline import Timeline
from assistant.ui.visitor import Visitor
from assistant.wording import wording

Files = list[tuple[Path, str]]


class Handlers:
    """Every handler of one page."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.desk = Desk(services)
        self.library = LibraryPanel(services)
        self.connection = ConnectionPanel(services)
        self.reviews = ReviewPanel(services, self.desk)
        self.chat = ChatTurn(services, self.desk, self.reviews)
        self.drafts = DraftsPanel(services)
        self.timeline = Timeline(services)
        self.habits = Habits(services)
        self.restructure = RestructurePanel(services, self.desk)

    def start(self, visitor: Visitor, sent: Payload) -> Update:
        """A tab was opened or loaded again: everything it shows."""
        return {
            **self.desk.start(visitor, sent),
            "welcome": self.welcome(visitor),
            "views": self.views(visitor),
            "composer": self.habits.composer(visitor),
            "exports": self.habits.exports(visitor),
            "reports": self.library.reports(visitor),
            "connection": self.connection.panel(visitor),
        }

    def leave(self, visitor: Visitor, _sent: Payload) -> Update:
        """Back to the first page."""
        return {**self.desk.nothing_open(visitor), "welcome": self.welcome(visitor), "live": {}}

    def welcome(self, visitor: Visitor) -> Update:
        """The value of the part `welcome`."""
        where = self.desk.header(visitor, None)["where"]
        return {
            **formats_json(),
            "material_extensions": formats_json(tables=True)["extensions"],
            **self.drafts.recent(visitor),
            "sample": True,
            "local": where["local"],
            "address": where["address"],
        }

    def views(self, visitor: Visitor) -> Update:
        """The value of the part `views`: how many reports, whether there is a model."""
        return {**self.library.marks(), "model": self.connection.panel(visitor)["service"] is not None}

    def visit(self, visitor: Visitor, sent: Payload) -> Update:
        """The library's or the connection's view is opened."""
        if sent["view"] == "library":
            return {"reports": self.library.reports(visitor), "views": self.views(visitor)}
        return self.connection.visit(visitor, sent)

    def engines(self, visitor: Visitor, sent: Payload) -> Update:
        """Whether the engines are there by now; asked until they are."""
        return {
            "header": self._header(visitor, sent),
            "views": self.views(visitor),
            "reports": self.library.reports(visitor),
        }

    def _header(self, visitor: Visitor, sent: Payload) -> Update:
        draft = sent.get("draft")
        return self.desk.header(
            visitor, self._services.drafts.current(visitor.owner, draft) if draft else None
        )

    # --- files ------------------------------------------------------------------------------------------------------

    def open_files(self, visitor: Visitor, files: Files, sent: Payload, _step: Step) -> Update:
        """Drafts chosen or dropped: the first that can be read is shown, the others are kept in the list."""
        opened: Update = {}
        notes: list[list[str]] = []
        kept = 0
        for path, name in files:
            try:
                update = self.desk.open_file(visitor, path, name)
            except GaigaoError as error:
                notes.append(["error", error.tell(visitor.language)])
                continue
            kept += bool(opened)
            opened = opened or update
        if kept:
            notes.append(["info", wording("page.drafts.also_kept", visitor.language, n=kept)])
        if opened:
            opened["orders"]["notes"] = [*opened["orders"].get("notes", ()), *notes]
            return opened
        if sent.get("draft"):
            return {"orders": orders(notes=notes, opened=False)}
        # The first page is drawn anew so that it no longer says that the file is being read.
        return {
            **self.desk.nothing_open(visitor, notes=notes, opened=False),
            "welcome": {**self.welcome(visitor), "n": uuid4().hex},
        }

    def add_material_files(self, visitor: Visitor, files: Files, sent: Payload, _step: Step) -> Update:
        """Material attached to the draft that is open."""
        return self.desk.add_files(visitor, sent, files)

    def add_reports(self, visitor: Visitor, files: Files, sent: Payload, step: Step) -> Update:
        """Example reports put into the library."""
        return {**self.library.add(visitor, files, sent["shown"], step), "views": self.views(visitor)}

    # --- the connection ---------------------------------------------------------------------------------------------

    async def connection_test(self, visitor: Visitor, sent: Payload) -> Update:
        """The connection as filled in, tried."""
        try:
            return await self.connection.test(visitor, sent)
        except GaigaoError as error:
            return self.connection.failed(visitor, error)

    def connection_save(self, visitor: Visitor, sent: Payload) -> Update:
        """The connection as filled in, kept."""
        try:
            return {**self.connection.save(visitor, sent), **self._connected(visitor, sent)}
        except GaigaoError as error:
            return self.connection.failed(visitor, error)

    def connection_forget(self, visitor: Visitor, sent: Payload) -> Update:
        """The saved connection removed."""
        try:
            return {**self.connection.forget(visitor, sent), **self._connected(visitor, sent)}
        except GaigaoError as error:
            return self.connection.failed(visitor, error)

    def _connected(self, visitor: Visitor, sent: Payload) -> Update:
        """Where text goes now, wherever the page says so."""
        return {
            "header": self._header(visitor, sent),
            "views": self.views(visitor),
            "welcome": self.welcome(visitor),
        }
