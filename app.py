"""The composition root: settings → library, model, drafts → chat → page → serve. `python app.py` is `gaigao serve`.

The page is up first; the engines are loaded in a thread behind it.
"""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from tqdm import tqdm

from assistant.chat.chat import Chat
from assistant.cli import main
from assistant.database import open_database
from assistant.drafting.drafts import Drafts
from assistant.drafting.preferences import PreferenceStore
from assistant.drafting.quick_actions import QuickActions
from assistant.errors import GaigaoError, SettingsError
from assistant.language_model import connection, local_model, tracing
from assistant.language_model.model import chat_model
from assistant.library.library import Library
from assistant.library.ownership import Ownership
from assistant.owner.api import loopback_url, owner_router
from assistant.restructuring.restructuring import Restructuring, built_in_embedding
from assistant.restructuring.reviewing import PlanReview
from assistant.reviewing.mending import Mending
from assistant.reviewing.reviewing import Reviewing
from assistant.samples import sample_reports
from assistant.settings import Settings
from assistant.ui import mount
from assistant.ui.ports import Services
from assistant.wording import wording

SAMPLES_MARK = "samples-added"
"""File in the data folder: the samples were added once, and whoever removes them does not want them back."""

_COLLECT = (20_000, 20, 20)
"""When garbage is collected. With Python's own numbers a full collection comes every few seconds of thirty answers."""

_log = logging.getLogger(__name__)


def create(settings: Settings, ownership: Ownership) -> tuple[FastAPI, Services]:
    """The app and what its page works with; no engine is loaded yet."""
    database = open_database(settings.sqlalchemy_url)
    drafts = Drafts(database)
    drafts.purge()
    reviewing = Reviewing(drafts, lambda: services.opened_library())
    restructuring = Restructuring(
        drafts,
        lambda: services.opened_library(),
        lambda: chat_model(settings),
        PlanReview(drafts, reviewing),
        settings.data_dir,
        settings.context_chars,
        built_in_embedding,
    )
    chat = Chat(drafts, lambda: services.opened_library(), settings, restructuring=restructuring)
    services = Services(
        settings,
        drafts,
        chat,
        QuickActions(database),
        PreferenceStore(database),
        reviewing,
        Mending(drafts, reviewing, lambda: chat_model(settings)),
        restructuring,
    )
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(owner_router(lambda: services.library, lambda: ownership.owner.secret))
    return mount(app, services), services


def load(settings: Settings, ownership: Ownership, services: Services) -> None:
    """Open the library, its engines included, and add the samples on the first start. Run beside the page."""
    try:
        library = Library.open(settings, ownership=ownership)
        # Known before it is prepared: a library that must be rebuilt first can be told to, from the command line.
        services.library = library
        library.prepare(warm=True)
        for notice in library.notices:
            _log.warning("%s", notice.text(settings.language))
        _keep_loaded()
        _add_samples(settings, library)
    except GaigaoError as error:
        services.failure = error
        _log.error("%s", error.tell(settings.language))
    except Exception as error:  # noqa: BLE001  (the page must say why it has no library)
        services.failure = GaigaoError("unexpected", kind=type(error).__name__, detail=str(error)[:200])
        _log.exception("the library could not be opened")
    finally:
        services.ready.set()
        gc.enable()


def _keep_loaded() -> None:
    """Leave what was loaded out of every later collection: looking through it would halt all answers for 200 ms."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)


def _add_samples(settings: Settings, library: Library) -> None:
    mark = settings.data_dir / SAMPLES_MARK
    if not settings.samples or mark.exists() or library.count()[0]:
        return
    label = wording("cli.adding_samples", settings.language)
    reports = list(sample_reports())
    # The total from the first line on: seconds go by, with other steps, before the first report is in.
    with tqdm(
        desc=label, unit="", total=len(reports), file=sys.stderr, dynamic_ncols=True, mininterval=0.2
    ) as bar:

        def progress(done: int, total: int, _what: str, /) -> None:
            if total == bar.total:
                bar.update(done - bar.n)

        added = library.add(reports, "reference", progress)
    if not added.failed:
        mark.touch()


class _Server(uvicorn.Server):
    """A server that calls `started` once it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()


def serve(settings: Settings, tell: Callable[[str], None]) -> int:
    """Serve the page until interrupted. Raises GaigaoError where it cannot begin."""
    tracing.switch_off()
    gc.disable()  # until all is loaded: what is loaded stays, and looking for garbage in it takes a second
    with Ownership.take(settings.data_dir, "service") as ownership:
        listener = _listen(settings)
        url = loopback_url(settings.host, listener.getsockname()[1])
        app, services = create(settings, ownership)

        def listening() -> None:
            ownership.announce(url)
            tell(wording("cli.serving", settings.language, url=url))
            tell(wording("cli.data_at", settings.language, path=settings.data_dir))
            where = connection.where_text_goes(settings)
            key = "cli.goes_nowhere" if where.local else "cli.goes_to"
            tell(wording(key, settings.language, address=where.address))
            threading.Thread(target=load, args=(settings, ownership, services), daemon=True).start()

        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
        try:
            asyncio.run(_Server(config, listening).serve(sockets=[listener]))
        finally:
            local_model.stop()
            if services.library is not None:
                services.library.close()
    return 0


def _listen(settings: Settings) -> socket.socket:
    """A listening socket. Raises SettingsError("port_in_use", "host_unusable")."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there the option lets two processes share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise SettingsError("host_unusable", where=where) from error
        if isinstance(error, PermissionError):
            raise SettingsError("port_forbidden", where=where) from error
        raise SettingsError("port_in_use", where=where, other=settings.port + 1) from error
    return listener


if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
