"""The page as a whole: its parts connected with the handlers, and mounted into a web application.

Imports gradio and every module of the page.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant.documents.bounds import MAX_FILE_BYTES
from assistant.ui.entrance import Entrance
from assistant.ui.export_route import export_router
from assistant.ui.front_page import FrontPage
from assistant.ui.handlers import Handlers
from assistant.ui.layout import Calls, Layout, lay_out
from assistant.ui.library_panel import file_types
from assistant.ui.owner_cookie import OwnerCookie
from assistant.ui.ports import Services
from assistant.ui.theme import head, theme
from assistant.ui.uploads import FOLDER, prepare
from assistant.ui.wiring import Wiring
from assistant.wording import wording

if TYPE_CHECKING:
    from fastapi import FastAPI

TEXT = ("header", "sheet", "outline", "rewrite", "orders")
DRAFT = (*TEXT, "materials", "conversation", "live", "welcome")
EVERYTHING = (*DRAFT, "views", "composer", "exports", "reports", "connection")
PLAN = ("restructure", *TEXT)
LIBRARY = ("reports", "views", "orders")
CONNECTION = ("connection", "header", "views", "welcome")
WAITING_REQUESTS = 512
KEPT_UPLOADS = (
    3600,
    3600,
)  # seconds; every file is deleted when it was read, this is for those that never were


def build_page(services: Services) -> gr.Blocks:
    """The page as Gradio's blocks."""
    handlers = Handlers(services)
    entrance = Entrance(services.settings, handlers.desk)
    desk, library, habits = handlers.desk, handlers.library, handlers.habits
    with gr.Blocks(
        title=wording("page.app.title"), analytics_enabled=False, fill_width=True, delete_cache=KEPT_UPLOADS
    ) as blocks:
        layout = lay_out(
            Calls(
                save_text=entrance.call("save_text", desk.save_text),
                whole_text=entrance.call("whole_text", desk.whole_text),
                set_target=entrance.call("set_target", desk.set_target),
                list_drafts=entrance.call("list_drafts", handlers.drafts.list_drafts),
                change_draft=entrance.call("change_draft", handlers.drafts.change_draft),
                list_versions=entrance.call("list_versions", handlers.timeline.list_versions),
                compare_versions=entrance.call("compare_versions", handlers.timeline.compare_versions),
                change_quick_action=entrance.call("change_quick_action", habits.change_quick_action),
                save_preferences=entrance.call("save_preferences", habits.save_preferences),
                read_material=entrance.call("read_material", desk.read_material),
                read_report=entrance.call("read_report", library.read_report),
                restructure_choices=entrance.call("restructure_choices", handlers.restructure.choices),
                preview_frame=entrance.call("preview_frame", handlers.restructure.preview),
                gap_examples=entrance.call("gap_examples", handlers.restructure.examples),
                plan_progress=entrance.call("plan_progress", handlers.restructure.progress),
            ),
            draft_types=file_types(tables=False),
            material_types=file_types(tables=True),
            report_types=file_types(tables=False),
        )
        _connect(Wiring(entrance, layout, services.settings.data_dir / FOLDER), layout, handlers)
    page: gr.Blocks = blocks
    page.queue(max_size=WAITING_REQUESTS, default_concurrency_limit=32, api_open=False)
    return page


def _connect(wiring: Wiring, layout: Layout, handlers: Handlers) -> None:
    desk, library, chat, reviews = handlers.desk, handlers.library, handlers.chat, handlers.reviews
    plans, on = handlers.restructure, wiring.on
    on(layout.tab, "start", handlers.start, EVERYTHING)
    on(layout.tab, "look", desk.look, TEXT)
    on(layout.header, "leave", handlers.leave, DRAFT)
    on(layout.header, "pick", desk.pick, DRAFT)
    on(layout.header, "rename", desk.rename, ("header",))
    on(layout.header, "undo", desk.undo, TEXT)
    on(layout.header, "redo", desk.redo, TEXT)
    on(layout.timeline, "restore", desk.restore, TEXT)
    on(layout.header, "engines", handlers.engines, ("header", "views", "reports"))
    on(layout.views, "visit", handlers.visit, ("reports", "connection", "views"))
    on(layout.welcome, "paste", desk.paste, DRAFT)
    on(layout.welcome, "sample", desk.sample, DRAFT)
    on(layout.welcome, "pick", desk.pick, DRAFT)
    on(layout.sheet, "look", desk.look, TEXT)
    on(layout.sheet, "decide", reviews.decide, TEXT)
    on(layout.sheet, "decide_all", reviews.decide_all, TEXT)
    on(layout.sheet, "finding_missing", reviews.missing, TEXT)
    on(layout.sheet, "finding_vouch", reviews.vouch, (*TEXT, "materials"))
    on(layout.editor, "finish", desk.look, TEXT)
    on(layout.rewrite, "review", reviews.review, TEXT)
    on(layout.rewrite, "prepared", reviews.prepared, TEXT)
    on(layout.restructure, "make", plans.make, PLAN)
    on(layout.restructure, "stop", plans.stop, ())
    on(layout.restructure, "visit", plans.open, PLAN)
    on(layout.restructure, "turn", plans.turn, PLAN)
    on(layout.materials, "put_in", desk.add_material, ("materials", *TEXT))
    on(layout.materials, "take_out", desk.remove_material, ("materials", *TEXT))
    wiring.stream(layout.composer, "send", chat.send)
    on(layout.composer, "ended", chat.ended, ("conversation", *TEXT))
    on(layout.composer, "stop", chat.stop, ("live",))
    on(layout.conversation, "rewind", chat.rewind, ("conversation", *TEXT))
    on(layout.reports, "search", library.search, ("reports",))
    on(layout.reports, "edit", library.edit, LIBRARY)
    on(layout.reports, "take_out", library.remove, LIBRARY)
    on(layout.connection, "test", handlers.connection_test, CONNECTION)
    on(layout.connection, "save", handlers.connection_save, CONNECTION)
    on(layout.connection, "forget", handlers.connection_forget, CONNECTION)
    wiring.upload(layout.open_file, handlers.open_files, "welcome", DRAFT[:4] + DRAFT[5:])
    wiring.upload(layout.material_files, handlers.add_material_files, "materials", ("materials", *TEXT[:-1]))
    wiring.upload(
        layout.library_files, handlers.add_reports, "reports", ("reports", "ingest", "views"), progress=True
    )


def mount(app: FastAPI, services: Services) -> FastAPI:
    """Mount the page at `/` of a web application, with the owner's cookie and the visitor's language.

    Uploads stand in the data folder while they are read, not in a temporary folder that others may see.
    """
    os.environ["GRADIO_TEMP_DIR"] = str(prepare(services.settings.data_dir))
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    app.include_router(export_router(services))
    # The largest file that is read, and a little for what wraps it: a larger one gets our own message, not Gradio's.
    gr.mount_gradio_app(
        app,
        build_page(services),
        path="/",
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        theme=theme(),
        head=head(),
        favicon_path=str(Path(__file__).parent / "favicon.png"),
        max_file_size=MAX_FILE_BYTES + 1024 * 1024,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
    )
    app.add_middleware(FrontPage)
    app.add_middleware(OwnerCookie)
    return app
