"""A draft taken away as a file: one route, for the draft's owner alone. Imports the export and the preferences.

The page asks for it by script, so that an error is told on the page and what is to be known of the file is shown there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.errors import DraftError, GaigaoError, UsageError
from assistant.ui.entrance import translated
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor, visitor

if TYPE_CHECKING:
    from assistant.exporting import Export

NOTICES = "x-gaigao-notices"
"""The header with what the user should know of the file: a JSON list of sentences, percent-encoded."""
_UNSTORED = {"cache-control": "no-store"}


def export_router(services: Services) -> APIRouter:
    """`GET /export/DRAFT?as=clean|tracked|…&reasons=0|1&sources=0|1`: the text as it stands, typing included."""
    router = APIRouter(include_in_schema=False)

    @router.get("/export/{draft}")
    async def export(draft: str, request: Request) -> Response:
        visiting = visitor(request.headers, request.cookies, services.settings)
        asked = request.query_params
        try:
            made = await run_in_threadpool(_made, services, visiting, draft, dict(asked))
        except GaigaoError as error:
            status = 404 if isinstance(error, DraftError) else 422
            failed = {"error": error.tell(visiting.language), "code": error.code}
            return JSONResponse(failed, status, headers=_UNSTORED)
        told = json.dumps([notice.text(visiting.language) for notice in made.notices], ensure_ascii=False)
        headers = {
            **_UNSTORED,
            "content-disposition": f"attachment; filename*=UTF-8''{quote(made.filename)}",
            NOTICES: quote(told),
        }
        return Response(made.data, media_type=made.media_type, headers=headers)

    return router


def _made(services: Services, visiting: Visitor, draft: str, asked: dict[str, str]) -> Export:
    with translated():
        # Not before the first export: it brings the Word and layout engines.
        from assistant.exporting import CHECKS, KINDS, Options, export_draft
        from assistant.reviewing.inspecting import inspect_draft

        kind = next((kind for kind in KINDS if kind == asked.get("as", "clean")), None)
        if kind is None:
            raise UsageError("page_confused", detail="as")
        chosen = services.preferences.get(visiting.owner)
        options = Options(
            reasons=asked.get("reasons") == "1",
            sources=asked.get("sources") == "1",
            author=chosen.author,
            line_pitch=chosen.line_pitch,
            fonts=chosen.fonts,
        )
        owner, language, inspection = visiting.owner, visiting.language, None
        if kind in CHECKS:
            library = services.opened_library()
            inspection = inspect_draft(services.drafts, library, owner, draft, language)
        return export_draft(
            services.drafts, owner, draft, kind, options=options, language=language, inspection=inspection
        )
