"""Files found in folders, and whose they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.errors import DocumentError, LibraryError
from assistant.library.intake import (
    SourceFile,
    content_of,
    find_files,
    guess_origin,
    origin_of,
    read_report,
    readable_name,
    readable_suffixes,
    report_id,
)
from tests.library.texts import report


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("本单位/2023年总结.docx", "own"),
        ("往年/2023年总结.docx", "own"),
        ("本单位往年材料/党建/总结.docx", "own"),
        ("参考/总结.docx", "reference"),
        ("范文/总结.docx", "reference"),
        ("外单位往年范文/总结.docx", "reference"),
        ("往年/参考/总结.docx", "reference"),
        ("参考/往年/总结.docx", "own"),
        ("C:\\资料\\往年\\总结.docx", "own"),
        ("总结（本单位）.docx", None),
        ("总结.docx", None),
        ("", None),
    ],
)
def test_origin_from_the_folder(name: str, origin: str | None) -> None:
    assert guess_origin(name) == origin


def test_a_given_origin_counts_more_than_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "往年"
    folder.mkdir()
    path = folder / "总结.txt"
    assert origin_of(SourceFile(str(path), path), None) == "own"
    assert origin_of(SourceFile(str(path), path), "reference") == "reference"
    assert origin_of(SourceFile(str(path), path, "own"), "reference") == "own"
    assert origin_of(SourceFile("往年/总结.txt", b"..."), None) == "own"
    assert origin_of(SourceFile("往年/总结.txt", tmp_path / "参考" / "upload-1.txt"), None) == "own"
    assert origin_of(SourceFile("总结.txt", b"..."), None) == "reference"


def test_a_relative_path_is_judged_by_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "本单位"
    folder.mkdir()
    (folder / "总结.txt").write_text("正文", encoding="utf-8")
    monkeypatch.chdir(folder)
    [found] = find_files([Path("总结.txt")]).files
    assert origin_of(found, None) == "own"


def test_folders_are_walked_once_and_in_order(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "a/1.md",
        "a/深/3.TXT",
        ".隐藏/4.txt",
        "a/.隐藏.txt",
        "a/~$1.docx",
        "a/.~1.docx",
        "a/照片.jpg",
        "a/台账.xlsx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文", encoding="utf-8")
    found = find_files([tmp_path, tmp_path / "b", tmp_path / "b" / "2.txt"])
    assert [Path(file.name).relative_to(tmp_path).as_posix() for file in found.files] == [
        "a/1.md",
        "a/深/3.TXT",
        "b/2.txt",
    ]
    assert sorted(Path(name).name for name in found.skipped) == ["台账.xlsx", "照片.jpg"]
    assert found.failed == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_that_lead_back_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.txt").write_text("正文", encoding="utf-8")
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = find_files([tmp_path])
    assert len(found.files) == 1
    assert [Path(failed.path).name for failed in found.failed] == ["gone.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [Path(name).name for name in find_files([tmp_path]).skipped] == ["pipe.txt"]
    [failed] = find_files([tmp_path / "pipe.txt"]).failed
    assert failed.error.code == "not_a_file"


def test_what_is_named_and_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_files([tmp_path / "nothing.txt", tmp_path / "empty"])
    assert [failed.error.code for failed in found.failed] == ["file_missing", "no_reports_in_folder"]
    assert found.files == ()


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_from_an_archive_made_on_chinese_windows(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "总结.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_text("正文", encoding="utf-8")
    [found] = find_files([tmp_path]).files
    assert Path(found.name).name == "总结.txt"
    found.name.encode("utf-8")
    assert content_of(found)
    assert readable_name("正常.txt") == "正常.txt"


def test_a_file_named_outright_is_taken_whatever_it_is(tmp_path: Path) -> None:
    path = tmp_path / ".hidden.xyz"
    path.write_text("正文", encoding="utf-8")
    assert len(find_files([path]).files) == 1


def test_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(DocumentError) as caught:
        content_of(SourceFile("large.txt", path))
    assert caught.value.code == "file_too_large"
    with pytest.raises(DocumentError) as caught:
        content_of(SourceFile("gone.txt", tmp_path / "gone.txt"))
    assert caught.value.code == "file_missing"


def test_a_report_is_read_and_cut() -> None:
    text = report(3)
    data = text.encode("gb18030")
    new = read_report(data, "往年/石桥铺镇2023年对照检查.txt", "own")
    assert new.id == report_id(data)
    assert new.filename == "石桥铺镇2023年对照检查.txt"
    assert new.suffix == ".txt"
    assert new.document.text == text
    assert len(new.passages) >= 9
    assert {passage.role for passage in new.passages} >= {"problems", "causes", "measures"}
    assert new.year == 2023
    assert "对照检查" in new.title


def test_the_same_text_in_another_format_has_the_same_text_hash() -> None:
    text = report(3)
    one = read_report(text.encode(), "a.txt", "own")
    other = read_report(text.replace("\n", "\r\n").encode("utf-16"), "b.txt", "own")
    assert one.id != other.id
    assert one.text_hash == other.text_hash


@pytest.mark.parametrize("name", ["台账.csv", "台账.xlsx"])
def test_a_table_is_no_report(name: str) -> None:
    with pytest.raises(LibraryError) as caught:
        read_report(b"a,b\n1,2\n", name, "own")
    assert caught.value.code == "table_is_no_report"


def test_the_readable_suffixes() -> None:
    assert {".txt", ".md", ".docx", ".pdf", ".doc", ".wps"} <= readable_suffixes()
    assert not {".xlsx", ".csv", ".jpg", ".zip"} & readable_suffixes()


def test_an_odd_suffix_does_not_reach_the_disk() -> None:
    for name, suffix in (("总结.txt", ".txt"), ("总结", ""), ("总结.TXT", ".txt")):
        assert read_report(report(1).encode(), name, "own").suffix == suffix
