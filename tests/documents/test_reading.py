"""Reading as a whole: names and extensions, files that cannot be opened, bounds, hostile archives, real files at hand."""

from __future__ import annotations

import random
import struct
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from assistant.document import Document
from assistant.documents import bounds, formats, is_clutter, read, read_bytes
from assistant.documents.archive import Archive
from assistant.documents.lines import Line, compose
from assistant.errors import DocumentError
from tests.documents.pdf_files import pdf, set_paragraphs
from tests.documents.table import READABLE, content
from tests.documents.test_table import check_invariants
from tests.documents.word_files import archive, docx, p
from tests.shared import SHARED, needs_shared


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as raised:
        read_bytes(data, name)
    return raised.value.code


def test_every_format_has_its_own_extensions_and_label() -> None:
    extensions = [e for f in formats() for e in f.extensions]
    assert len(extensions) == len(set(extensions))
    assert all(e == e.lower() and e.startswith(".") for e in extensions)
    assert {f.name for f in formats()} == {"docx", "text", "markdown", "pdf", "legacy", "xlsx", "csv"}
    assert {f.name for f in formats() if f.tabular} == {"xlsx", "csv"}
    for f in formats():
        assert f.label("zh") and f.label("en")


@pytest.mark.parametrize(
    "name", ["稿子.TXT", "稿子.txt ", "稿子.v2.txt", "C:\\资料\\稿子.txt", "/tmp/稿子.txt", "稿子.txt."]
)
def test_names(name: str) -> None:
    assert read_bytes("一句话".encode(), name).text == "一句话"


@pytest.mark.parametrize(
    ("name", "clutter"),
    [
        ("~$稿子.docx", True),
        ("目录/._稿子.docx", True),
        (".~稿子.docx", True),
        ("Thumbs.db", True),
        ("稿子~$.docx", False),
        ("稿子.docx", False),
    ],
)
def test_clutter(name: str, clutter: bool) -> None:
    assert is_clutter(name) is clutter


def test_a_name_without_extension_is_read_by_content() -> None:
    assert read_bytes(docx(p("字")), "稿子").format == "docx"
    assert read_bytes(pdf(set_paragraphs(["一句话。"])), "稿子").format == "pdf"
    assert read_bytes("一句话".encode(), "稿子").format == "text"
    assert code_of(b"\x89PNG\r\n\x1a\n", "稿子") == "unsupported_format"


def test_a_text_about_pdf_is_a_text() -> None:
    assert read_bytes("PDF 文件以 %PDF-1.7 开头。".encode(), "说明.txt").text == "PDF 文件以 %PDF-1.7 开头。"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "没有.txt", "file_missing"),
        (tmp_path, "is_a_folder"),
        (tmp_path / "a\0b.txt", "unreadable"),
    ):
        with pytest.raises(DocumentError) as raised:
            read(path)
        assert raised.value.code == code


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "稿子.txt"
    path.write_text("字", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DocumentError) as raised:
        read(path)
    assert raised.value.code == "not_permitted"
    assert "Permission" not in raised.value.tell("zh")


def test_the_size_is_checked_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(bounds.MAX_FILE_BYTES + 1)  # a sparse file: nothing of it may be read
    with pytest.raises(DocumentError) as raised:
        read(path)
    assert raised.value.code == "file_too_large"
    assert raised.value.params["limit"] == 20


def test_a_file_of_exactly_the_limit_is_read() -> None:
    line = "到柳沟村宣讲。".encode() * 50 + b"\n"
    data = (line * (bounds.MAX_FILE_BYTES // len(line) + 1))[: bounds.MAX_FILE_BYTES // len(line) * len(line)]
    data += b" " * (bounds.MAX_FILE_BYTES - len(data))
    assert len(read_bytes(data, "正好.txt").paragraphs) > 19_000
    assert code_of(data + b" ", "过了.txt") == "file_too_large"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The directory says 10 bytes, the data unpack to more: nothing beyond the declared size is taken."""
    data = bytearray(docx(p("字" * 2000)))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        if data[place + 46 : place + 46 + 17] == b"word/document.xml":
            struct.pack_into("<I", data, place + 24, 10)
        place = data.find(b"PK\x01\x02", place + 4)
    assert code_of(bytes(data), "谎报.docx") == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_methods_that_word_does_not_use_are_refused(method: int) -> None:
    data = archive(
        {"word/document.xml": "<x/>", "_rels/.rels": "<x/>", "[Content_Types].xml": "<x/>"}, method=method
    )
    assert code_of(data, "奇怪.docx") == "damaged"


def test_too_many_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_XML_TAGS", 1000)
    assert code_of(docx(p("字") * 300), "标签.docx") == "too_complex"


def test_names_in_an_archive_cannot_lead_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = archive({"../../evil.xml": "x", "/etc/evil.xml": "x", "word/document.xml": "x"})
    assert set(Archive(data, "x").names()) == {"../../evil.xml", "etc/evil.xml", "word/document.xml"}
    assert list(tmp_path.iterdir()) == []


def test_relations_to_the_outside_are_not_followed() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{relation}/styles" Target="http://192.0.2.1/styles.xml" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{relation}/numbering" Target="../../../../etc/passwd"/></Relationships>'
    )
    assert read_bytes(docx(p("字"), parts={"word/_rels/document.xml.rels": rels}), "外链.docx").text == "字"


def test_deep_nesting_in_a_deep_stack() -> None:
    """A page handler's stack is deep already: nesting ends in an error by name, never in a crash."""
    data = docx("<w:tbl><w:tr><w:tc>" * 60 + p("字") + "</w:tc></w:tr></w:tbl>" * 60)

    def deep(frames: int) -> str:
        return deep(frames - 1) if frames else code_or_text()

    def code_or_text() -> str:
        try:
            return read_bytes(data, "深.docx").text
        except DocumentError as error:
            return error.code

    assert code_or_text() == "字"
    assert deep(sys.getrecursionlimit() - 220) in ("字", "damaged")


def test_several_threads_at_once() -> None:
    """PDFium allows one at a time; the page reads files in several threads."""
    cases = [c for c in READABLE if c.name in ("公文.pdf", "自动编号.docx", "台账.xlsx", "页码一.pdf")]
    failures: list[str] = []

    def work() -> None:
        wrong = (
            c.name for c in cases * 3 if tuple(read_bytes(content(c), c.name).text.split("\n")) != c.lines
        )
        failures.extend(wrong)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_are_read_or_refused_by_name(seed: int) -> None:
    """Bytes changed, cut and doubled at random: an error with a code, or a document that keeps its invariants."""
    rnd = random.Random(seed)
    for case in READABLE:
        data = bytearray(content(case))
        for _ in range(rnd.choice((1, 3, 12))):
            place = rnd.randrange(len(data) or 1)
            end = min(len(data), place + rnd.choice((1, 16, 200)))
            change = rnd.randrange(3)
            data[place:end] = (b"", rnd.randbytes(end - place), data[place:end] * 2)[change]
        try:
            document = read_bytes(bytes(data), case.name, libreoffice="no-such-program")
        except DocumentError as error:
            assert error.message("zh") != error.code
        else:
            check_invariants(document)


def test_lines_make_a_document() -> None:
    document = compose([Line("甲"), Line(""), Line("乙", 1), Line("")], format="text")
    assert document.text == "甲\n\n乙"
    assert [(q.start, q.end, q.heading_level) for q in document.paragraphs] == [
        (0, 1, 0),
        (2, 2, 0),
        (3, 4, 1),
    ]
    assert compose([], format="text").text == ""
    with pytest.raises(ValueError, match="newline"):
        compose([Line("甲\n乙")], format="text")


# Real files at hand, not part of the project.


@needs_shared
def test_real_word_files() -> None:
    assert SHARED is not None
    files = sorted((SHARED / "data" / "docx").glob("*.docx"))
    assert len(files) >= 4
    for path in files:
        document = read(path)
        check_invariants(document)
        assert len(document.text) > 30
        assert document.warnings == ()


@needs_shared
def test_automatic_numbers_of_a_real_file() -> None:
    assert SHARED is not None
    (path,) = (SHARED / "data" / "docx").glob("*06-auto-numbering.docx")
    document = read(path)
    numbered = [q for q in document.paragraphs if any(s.start == q.start for s in document.generated)]
    assert [document.text[q.start : q.start + 3] for q in numbered] == ["1. ", "2. ", "3. "]
    assert [document.text[s.start : s.end] for s in document.generated] == ["1. ", "2. ", "3. "]


@needs_shared
def test_headers_and_footers_of_a_real_file_stay_out() -> None:
    assert SHARED is not None
    (path,) = (SHARED / "data" / "docx").glob("*03-header-footer-page.docx")
    with zipfile.ZipFile(path) as package:
        assert "word/header1.xml" in package.namelist()
    assert len(read(path).paragraphs) == 5


@needs_shared
def test_real_texts_are_read_unchanged() -> None:
    assert SHARED is not None
    for path in sorted([*(SHARED / "reports").glob("*.txt"), *(SHARED / "data").rglob("*.txt")]):
        document = read(path)
        expected = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        assert document.text == expected.removesuffix("\n")
        assert document.warnings == ()
        again = read_bytes(document.text.encode("gb18030"), path.name)
        assert isinstance(again, Document)
        assert again.text == Document.from_text(document.text).text
