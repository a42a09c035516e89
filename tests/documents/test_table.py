"""Every file of the table through every entry point of `assistant.documents`."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.document import Document, line_spans
from assistant.documents import read, read_bytes
from assistant.errors import DocumentError
from tests.documents.table import READABLE, REFUSED, Readable, Refused, content, write

ENTRY_POINTS = ("read", "read under another name", "read_bytes")


def open_through(entry: str, case: Readable | Refused, folder: Path) -> Document:
    if entry == "read":
        return read(write(case, folder))
    if entry == "read_bytes":
        return read_bytes(content(case), case.name)
    path = folder / "upload.tmp"
    path.write_bytes(content(case))
    return read(path, name=case.name)


def check_invariants(document: Document) -> None:
    """What must hold for every document."""
    assert [(p.start, p.end) for p in document.paragraphs] == [
        (s.start, s.end) for s in line_spans(document.text)
    ]
    assert "\r" not in document.text
    assert "\x00" not in document.text
    for p in document.paragraphs:
        assert 0 <= p.bold_prefix <= p.end - p.start
        assert 0 <= p.heading_level <= 9
        assert p.container in ("body", "table", "text_box")
    ends = 0
    for span in document.generated:
        assert ends <= span.start < span.end <= len(document.text)
        assert "\n" not in document.text[span.start : span.end]
        ends = span.end
    for notice in document.warnings:
        assert notice.text("zh") and notice.text("en")


@pytest.mark.parametrize("entry", ENTRY_POINTS)
@pytest.mark.parametrize("case", READABLE, ids=lambda c: c.name)
def test_readable(case: Readable, entry: str, tmp_path: Path) -> None:
    document = open_through(entry, case, tmp_path)
    check_invariants(document)
    assert document.format == case.format
    if case.lines:
        assert tuple(document.text.split("\n")) == case.lines
    for text in case.must_include:
        assert text in document.text
    for text in case.must_not_include:
        assert text not in document.text
    assert tuple(notice.code for notice in document.warnings) == case.notices


@pytest.mark.parametrize("entry", ENTRY_POINTS)
@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.name)
def test_refused(case: Refused, entry: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        open_through(entry, case, tmp_path)
    error = raised.value
    assert error.code == case.code
    assert error.where == case.name
    for language in ("zh", "en"):
        told = error.as_json(language)
        assert told["message"] and told["message"] != error.code
        assert told["kept"] and told["hint"]
        assert case.about in told["message"]
