"""What leaves the page: each kind with a name of its own, errors as words, nobody else's draft."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.guard.inspection import Inspection, Shelves, Submission, inspect
from assistant.guard.sources import Nothing
from assistant.lexer import lexer
from assistant.ui.export_route import NOTICES
from assistant.ui.page import mount
from assistant.ui.ports import Services
from assistant.ui.visitor import OWNER_COOKIE
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT, document


@pytest.fixture
async def client(services: Services) -> AsyncIterator[TestClient]:
    services.library = EmptyLibrary()  # type: ignore[assignment]
    app = mount(FastAPI(docs_url=None, redoc_url=None, openapi_url=None), services)
    with TestClient(app, cookies={OWNER_COOKIE: OWNER}) as client:
        yield client


@pytest.fixture
def draft(services: Services) -> str:
    current = services.drafts.create(OWNER, "述职：报告/一", document(REPORT))
    return services.drafts.save_typing(OWNER, current.draft, REPORT + "\n加一句。", current.revision).draft


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("clean", ".docx"),
        ("tracked", ".docx"),
        ("layout", ".docx"),
        ("table", ".docx"),
        ("table-md", ".md"),
        ("check", ".docx"),
        ("check-md", ".md"),
        ("txt", ".txt"),
        ("md", ".md"),
    ],
)
async def test_every_kind_is_a_file_with_a_name(
    client: TestClient, draft: str, kind: str, suffix: str
) -> None:
    answer = client.get(f"/export/{draft}", params={"as": kind, "reasons": "1", "sources": "1"})
    assert answer.status_code == 200, answer.text
    name = unquote(answer.headers["content-disposition"].split("''")[1])
    assert name.endswith(suffix)
    assert "/" not in name
    assert answer.headers["cache-control"] == "no-store"
    assert isinstance(json.loads(unquote(answer.headers[NOTICES])), list)
    if suffix == ".docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    elif kind not in ("table-md", "check-md"):
        assert "加一句" in answer.text


class EmptyLibrary:
    """A library that compares with nothing."""

    def inspect(self, submission: Submission) -> Inspection:
        at = datetime(2031, 5, 6, tzinfo=UTC)
        return inspect(submission, Shelves(Nothing(), Nothing(), Nothing(), 0, at), lexer())


async def test_a_check_names_other_drafts_only_if_asked(
    client: TestClient, services: Services, draft: str
) -> None:
    services.drafts.create(OWNER, "去年的述职", document(REPORT))
    for sources in ("0", "1"):
        text = client.get(f"/export/{draft}", params={"as": "check-md", "sources": sources}).text
        assert "基本相同" in text and ("去年的述职" in text) == (sources == "1")
    assert (
        "not compared" in client.get(f"/export/{draft}?as=check-md", headers={"accept-language": "en"}).text
    )


async def test_a_check_waits_for_the_library(client: TestClient, services: Services, draft: str) -> None:
    services.library = None
    answer = client.get(f"/export/{draft}", params={"as": "check"})
    assert answer.status_code == 422 and answer.json()["code"] == "library_loading"


async def test_the_author_that_was_kept_stands_on_the_changes(
    client: TestClient, services: Services, draft: str
) -> None:
    services.preferences.set(OWNER, author="李四")
    answer = client.get(f"/export/{draft}", params={"as": "tracked"})
    parts = zipfile.ZipFile(io.BytesIO(answer.content))
    assert 'w:author="李四"' in parts.read("word/document.xml").decode("utf-8")


async def test_what_cannot_be_exported_is_told_in_words(client: TestClient, draft: str) -> None:
    missing = client.get("/export/nobody", params={"as": "clean"})
    assert missing.status_code == 404
    assert missing.json()["code"] == "draft_unknown"
    assert missing.json()["error"]
    strange = client.get(f"/export/{draft}", params={"as": "exe"})
    assert strange.status_code == 422
    assert strange.json()["error"]


async def test_nobody_gets_the_draft_of_another(client: TestClient, draft: str) -> None:
    client.cookies.set(OWNER_COOKIE, "f" * 32)
    assert client.get(f"/export/{draft}").status_code == 404
