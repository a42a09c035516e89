"""`gaigao export` and the file that `revise -o` writes: each kind, what it says, and what it refuses."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from assistant.documents import read
from assistant.samples import sample_draft, sample_reports
from tests.commands.conftest import Run


@pytest.fixture
def word_draft(tmp_path: Path) -> Path:
    """The sample draft as somebody's Word file, its headings in bold."""
    word = docx.Document()
    for line in sample_draft().path.read_text("utf-8").splitlines():
        run = word.add_paragraph().add_run(line)
        run.bold = line.startswith(("一、", "（一）"))
    path = tmp_path / "我的稿子.docx"
    word.save(str(path))
    return path


def inside(path: Path, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


@pytest.mark.parametrize("kind", ["clean", "layout", "tracked", "table"])
def test_every_kind_of_a_file_by_itself(gaigao: Run, word_draft: Path, tmp_path: Path, kind: str) -> None:
    before = word_draft.read_bytes()
    status, value, _ = gaigao("export", str(word_draft), "-o", "out.docx", "--as", kind)
    assert status == 0 and set(value) == {"output", "as", "notices"} and value["as"] == kind
    assert word_draft.read_bytes() == before
    if kind in ("clean", "tracked"):
        assert read(tmp_path / "out.docx").text == read(word_draft).text
    told = [notice["code"] for notice in value["notices"]]
    assert ("export_nothing_changed" in told) == (kind in ("tracked", "table"))


@pytest.mark.parametrize(("output", "kind"), [("out.md", "md"), ("out.txt", "txt")])
def test_plain_text(gaigao: Run, word_draft: Path, tmp_path: Path, output: str, kind: str) -> None:
    status, value, _ = gaigao("export", str(word_draft), "-o", output)
    assert status == 0 and value["as"] == kind
    lines = [line.strip(" \u3000") for line in read(word_draft).text.splitlines()]
    assert [line for line in read(tmp_path / output).text.splitlines() if line] == [
        line for line in lines if line
    ]


def test_a_text_goes_back_into_the_word_file_it_came_from(
    gaigao: Run, word_draft: Path, tmp_path: Path
) -> None:
    text = read(word_draft).text
    at = text.index("。", len(text) // 2)
    (tmp_path / "新.txt").write_text(f"{text[:at]}，并逐户核对{text[at:]}", encoding="utf-8")
    for kind in ("clean", "tracked"):
        status, _, _ = gaigao(
            "export", "新.txt", "--original", str(word_draft), "-o", f"{kind}.docx", "--as", kind
        )
        assert status == 0 and read(tmp_path / f"{kind}.docx").text == f"{text[:at]}，并逐户核对{text[at:]}"
    assert "<w:ins " not in inside(tmp_path / "clean.docx") and "<w:b/>" in inside(tmp_path / "clean.docx")
    assert 'w:author="修改"' in inside(tmp_path / "tracked.docx")
    status, value, _ = gaigao(
        "export", "新.txt", "--original", str(word_draft), "-o", "表.md", "--as", "table"
    )
    assert status == 0 and value["as"] == "table-md" and "逐户核对" in (tmp_path / "表.md").read_text("utf-8")


def test_a_text_file_is_laid_out_and_that_is_told(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    status, value, _ = gaigao("export", str(draft), "-o", "out.docx")
    assert status == 0 and "export_laid_out" in [notice["code"] for notice in value["notices"]]
    assert "方正小标宋" in inside(tmp_path / "out.docx", "word/styles.xml")
    status, _, _ = gaigao("export", str(draft), "-o", "29.docx", "--line-pitch", "29", "--font", "title=宋体")
    assert status == 0 and "方正小标宋" not in inside(tmp_path / "29.docx", "word/styles.xml")
    status, value, _ = gaigao("export", str(draft), "-o", "30.docx", "--line-pitch", "30")
    assert status == 2 and not (tmp_path / "30.docx").exists()


@pytest.mark.parametrize("kind", ["clean", "tracked", "table"])
def test_revise_writes_into_the_own_word_file(
    gaigao: Run, word_draft: Path, tmp_path: Path, kind: str
) -> None:
    rewrite = sample_draft().rewrite_text()
    (tmp_path / "改好的.txt").write_text(rewrite, encoding="utf-8")
    status, value, _ = gaigao(
        *("revise", str(word_draft), "--section", sample_draft().section, "--proposed", "改好的.txt"),
        *("-o", "out.docx", "--as", kind, "--author", "李伟"),
    )
    assert status == 0 and value["hunks"]
    changed = read(tmp_path / "out.docx").text
    assert all(hunk["after"].strip() in changed for hunk in value["hunks"])
    if kind != "table":
        assert ("李伟" in inside(tmp_path / "out.docx")) == (kind == "tracked")
        assert inside(tmp_path / "out.docx", "word/styles.xml") == inside(word_draft, "word/styles.xml")


def test_nothing_is_overwritten_unasked(gaigao: Run, word_draft: Path, tmp_path: Path) -> None:
    (tmp_path / "out.docx").write_bytes(b"mine")
    status, value, _ = gaigao("export", str(word_draft), "-o", "out.docx")
    assert status == 1 and value["error"]["code"] == "output_exists"
    assert (tmp_path / "out.docx").read_bytes() == b"mine"
    assert gaigao("export", str(word_draft), "-o", "out.docx", "--force")[0] == 0
    assert gaigao("export", str(word_draft), "-o", str(word_draft), "--force")[0] == 1


def test_a_check_is_compared_with_the_library(
    gaigao: Run, draft: Path, tmp_path: Path, filled_folder: Path
) -> None:
    sentence = next(
        line
        for path in sample_reports()[:4]
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 100 and "。" in line
    )
    draft.write_text(f"{draft.read_text('utf-8')}\n{sentence}", encoding="utf-8")
    (tmp_path / "通知.txt").write_text("请报送对照检查材料。", encoding="utf-8")
    for name, more in (("检查.docx", ()), ("检查.md", ("--sources",))):
        status, value, _ = gaigao(
            *("export", str(draft), "-o", name, "--as", "check", "--material", "通知.txt", *more),
            folder=filled_folder,
        )
        assert status == 0 and value["as"] == ("check" if name.endswith("docx") else "check-md")
        text = read(tmp_path / name).text
        assert "外单位参考稿 4 份" in text and "未与互联网比对" in text
        assert "自己的其他稿子" not in text  # not known here, so nothing is said of them
        assert ("参考稿1" in text) == (not more)
    assert sentence[:12] in text


def test_a_check_without_a_library_says_so(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    status, _, _ = gaigao("export", str(draft), "-o", "检查.md", "--as", "check")
    assert status == 0 and "没有比对任何材料" in (tmp_path / "检查.md").read_text("utf-8")
    assert gaigao("export", str(draft), "-o", "检查.txt", "--as", "check")[0] == 2
