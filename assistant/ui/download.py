"""A draft taken away as a Word file: one route, for the draft's owner alone. Imports the drafts and the Word writer."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from assistant.errors import GaigaoError
from assistant.structure.outline import outline
from assistant.ui.ports import Services
from assistant.ui.visitor import visitor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 80


def download_router(services: Services) -> APIRouter:
    """`GET /download/DRAFT.docx`: the text as it stands, typing included, as a new and clean Word file."""
    router = APIRouter(include_in_schema=False)

    @router.get("/download/{draft}.docx")
    async def word(draft: str, request: Request) -> Response:
        visiting = visitor(request.headers, request.cookies, services.settings)
        try:
            title, data = await run_in_threadpool(_written, services, visiting.owner, draft)
        except GaigaoError as error:
            return PlainTextResponse(error.tell(visiting.language), 404)
        name = quote(f"{_NOT_IN_NAMES.sub('', title).strip()[:_LONGEST_NAME] or 'draft'}.docx")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
        return Response(data, media_type=WORD, headers=headers)

    return router


def _written(services: Services, owner: str, draft: str) -> tuple[str, bytes]:
    from assistant.documents.new_word import write_docx

    current = services.drafts.current(owner, draft)
    return current.title, write_docx(current.document, outline(current.document))
