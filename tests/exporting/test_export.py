"""Every kind of export of a draft: what stands in the file, what never does, and what is told."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from assistant.changes.edits import apply_edits
from assistant.database import open_database
from assistant.documents import read_bytes
from assistant.drafting.drafts import Drafts
from assistant.exporting import CHECKS, KINDS, Export, Kind, Options, export, manuscript_of_draft
from assistant.exporting.manuscript import Manuscript
from assistant.guard.inspection import Inspection, Shelves, inspect
from assistant.guard.sources import Nothing
from assistant.guard.texts import Text, held
from assistant.lexer import lexer
from assistant.reviewing.inspecting import submission
from tests.drafts.suggestions import suggestion

OWNER = "o1"
AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
LINES = [
    "青禾镇对照检查材料",
    "一、存在的问题",
    "（一）工作作风方面",
    "走访不够深入。台账不够细致。",
    "（二）能力本领方面",
    "学习抓得不紧。",
]
NEW = "全年只走访了3个村，走访不够深入。"
PRODUCT = re.compile(r"gaigao|改稿|assistant|python", re.IGNORECASE)


def word_file() -> bytes:
    """A Word file of somebody's, with formatting of their own."""
    word = docx.Document()
    for number, line in enumerate(LINES):
        paragraph = word.add_paragraph()
        paragraph.add_run(line[:3]).bold = True
        paragraph.add_run(line[3:]).italic = number % 2 == 0
    word.core_properties.author = "王敏"
    word.core_properties.comments = ""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(open_database(f"sqlite:///{tmp_path / 'drafts.db'}"))


def changed(drafts: Drafts, *, filename: str | None = "材料.docx") -> str:
    """A draft with one accepted change, one refused, and a word typed by hand."""
    original = word_file()
    document = read_bytes(original, "材料.docx")
    current = drafts.create(
        OWNER, "对照检查材料", document, filename=filename, original=original if filename else None
    )
    start = document.text.index("走访不够")
    end = document.text.index("\n", start)
    view = drafts.add_suggestion(
        OWNER,
        current.draft,
        suggestion(document, start, end, f"{NEW}台账不细。"),
        version=1,
        instruction="更具体",
    )
    current = drafts.accept(OWNER, view.id, [1])
    current = drafts.reject(OWNER, view.id, [2])
    drafts.save_typing(OWNER, current.draft, current.text.replace("抓得不紧", "抓得还不紧"), current.revision)
    return current.draft


def made(drafts: Drafts, draft: str, kind: Kind, **options: object) -> Export:
    manuscript = manuscript_of_draft(drafts, OWNER, draft)
    if kind in CHECKS:
        manuscript = replace(manuscript, inspection=inspection(manuscript))
    assert manuscript.edits is not None
    assert apply_edits(manuscript.before.text, manuscript.edits) == manuscript.after.text
    return export(manuscript, kind, options=Options(**options), at=AT)  # type: ignore[arg-type]


def inspection(manuscript: Manuscript) -> Inspection:
    """Of its text, compared with a report that has its first problem too."""
    theirs = held(
        [Text("r1", "某镇对照检查材料", "走访不够深入，台账不够细致，问题排查也不够全面。" + NEW)],
        "reference",
    )
    nothing = Nothing()
    return inspect(
        submission(manuscript.after, manuscript.title), Shelves(theirs, nothing, theirs, 3, AT), lexer()
    )


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_file_names_the_product_a_source_or_a_reason(drafts: Drafts, kind: Kind) -> None:
    result = made(drafts, changed(drafts), kind)
    texts = parts(result.data) if result.filename.endswith(".docx") else {"": result.data.decode()}
    for name, text in texts.items():
        assert not PRODUCT.search(text), (kind, name)
        assert "某镇对照检查材料" not in text and "[1]" not in text
    if kind != "table" and kind != "table-md":
        assert all("补了次数" not in text for text in texts.values())
    assert result.filename.startswith("对照检查材料")


@pytest.mark.parametrize("kind", ["clean", "tracked", "layout", "txt", "md"])
def test_the_text_is_read_back(drafts: Drafts, kind: Kind) -> None:
    draft = changed(drafts)
    result = made(drafts, draft, kind)
    text = read_bytes(result.data, f"x{result.filename[result.filename.rindex('.') :]}").text
    assert [line for line in text.split("\n") if line] == drafts.current(OWNER, draft).text.split("\n")
    assert NEW in text and "台账不够细致。" in text and "抓得还不紧" in text


def test_the_formatting_outside_the_changes_is_the_users_own(drafts: Drafts) -> None:
    word = docx.Document(io.BytesIO(made(drafts, changed(drafts), "clean").data))
    for number, (paragraph, line) in enumerate(zip(word.paragraphs, LINES, strict=True)):
        if paragraph.text == line:
            assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
                (line[:3], True, None),
                (line[3:], None, number % 2 == 0),
            ]
    assert word.core_properties.author == "王敏"


def test_tracked_changes_have_the_author_and_only_asked_for_comments(drafts: Drafts) -> None:
    draft = changed(drafts)
    plain = parts(made(drafts, draft, "tracked").data)
    assert 'w:author="修改"' in plain["word/document.xml"]
    assert "word/comments.xml" not in plain or "<w:comment " not in plain["word/comments.xml"]
    with_reasons = parts(made(drafts, draft, "tracked", reasons=True, author="李伟").data)
    assert (
        'w:author="李伟"' in with_reasons["word/document.xml"]
        and '修改"' not in with_reasons["word/document.xml"]
    )
    assert "按素材补了次数" in with_reasons["word/comments.xml"]
    assert "某镇" not in with_reasons["word/comments.xml"] and "[1]" not in with_reasons["word/comments.xml"]
    with_sources = parts(made(drafts, draft, "tracked", reasons=True, sources=True).data)
    assert "《某镇对照检查材料》" in with_sources["word/comments.xml"]


def test_the_table_has_reasons_and_only_asked_for_sources(drafts: Drafts) -> None:
    draft = changed(drafts)
    text = made(drafts, draft, "table-md").data.decode()
    plain = re.sub(r"</?\w+>", "", text)
    assert NEW in plain and "按素材补了次数" in plain and "抓得还不紧" in plain and "某镇" not in plain
    assert "某镇对照检查材料" in made(drafts, draft, "table-md", sources=True).data.decode()
    (table,) = docx.Document(io.BytesIO(made(drafts, draft, "table").data)).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert any(NEW in cell for row in cells for cell in row) and len(cells) == 3


@pytest.mark.parametrize("kind", ["clean", "tracked"])
def test_a_pasted_draft_becomes_a_laid_out_word_file(drafts: Drafts, kind: Kind) -> None:
    draft = changed(drafts, filename=None)
    result = made(drafts, draft, kind, reasons=True)
    assert "export_laid_out" in [notice.code for notice in result.notices]
    assert read_bytes(result.data, "x.docx").text == drafts.current(OWNER, draft).text
    if kind == "tracked":
        inside = parts(result.data)
        assert "<w:ins " in inside["word/document.xml"] and "按素材补了次数" in inside["word/comments.xml"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_that_was_not_changed(drafts: Drafts, kind: Kind) -> None:
    original = word_file()
    document = read_bytes(original, "材料.docx")
    draft = drafts.create(OWNER, 'a/b:"c"', document, filename="材料.docx", original=original).draft
    result = made(drafts, draft, kind)
    assert result.filename.startswith("abc")
    told = [notice.code for notice in result.notices]
    assert ("export_nothing_changed" in told) == (kind in ("tracked", "table", "table-md"))
    if kind == "clean":
        assert parts(result.data) == parts(original)
