"""Failures of the command line: the exit status, one clear message, the error object, nothing lost, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from tests.commands.conftest import Run

ERROR = {"code", "message", "where", "kept", "hint", "candidates"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("search",),
        ("search", "x", "--batch", "y"),
        ("search", "x", "--role", "nobody"),
        ("search", "x", "--k", "0"),
        ("search", "x", "--k", "many"),
        ("outline",),
        ("revise", "a.txt"),
        ("revise", "a.txt", "--section", "1"),
        ("library",),
        ("library", "add"),
        ("revise", "a.txt", "--section", "1", "--proposed", "b.txt", "-o", "out.pdf"),
        ("export", "a.txt"),
        ("export", "a.txt", "-o", "out.pdf"),
        ("export", "a.txt", "-o", "out.md", "--as", "tracked"),
        ("export", "a.txt", "-o", "out.docx", "--as", "pretty"),
        ("export", "a.txt", "-o", "out.docx", "--font", "仿宋"),
    ],
)
def test_wrong_usage(gaigao: Run, arguments: tuple[str, ...]) -> None:
    status, value, _ = gaigao(*arguments)
    assert status == 2 and set(value["error"]) == ERROR and value["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense",), "不能写“nonsense”，可以写 serve, text, library"),
        (("search", "x", "--role", "nobody"), "--role 不能写“nobody”，可以写 opening"),
        (("search", "x", "--k", "many"), "--k 要写数字，不是“many”"),
        (("search", "x", "--k"), "--k 后面还要写内容"),
        (("search", "x", "y"), "不认识“y”"),
        (("outline",), "少写了 FILE"),
        (("revise", "a.txt", "--section", "1"), "--instruction --proposed 要写其中一个"),
        (("revise", "a.txt", "--section", "1", "--instruction", "a", "--proposed", "b"), "不能一起用"),
    ],
)
def test_a_wrong_usage_is_told_in_the_users_language(
    gaigao: Run, arguments: tuple[str, ...], told: str
) -> None:
    error = gaigao(*arguments)[1]["error"]
    assert told in error["message"] and error["hint"].startswith("写法：gaigao")


def test_commands_of_later_work_are_absent(gaigao: Run) -> None:
    for command in ("check", "guard", "restructure", "frames", "eval"):
        assert gaigao(command, "x")[0] == 2


def test_a_missing_file_says_which(gaigao: Run, tmp_path: Path) -> None:
    status, value, _ = gaigao("outline", str(tmp_path / "没有.txt"))
    assert status == 1 and "没有.txt" in value["error"]["where"]


def test_an_ambiguous_section_lists_candidates(gaigao: Run, tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(
        "一、问题\n（一）学习不深\n学得少。\n二、措施\n（一）加强学习\n每周学一次。\n", encoding="utf-8"
    )
    status, value, _ = gaigao("revise", str(path), "--section", "（一）", "--instruction", "写具体")
    assert (status, value["error"]["code"], len(value["error"]["candidates"])) == (1, "section_ambiguous", 2)
    status, value, _ = gaigao("revise", str(path), "--section", "（九）", "--instruction", "写具体")
    assert (status, value["error"]["code"]) == (1, "section_unknown")


def test_a_rewrite_without_a_model_says_how_to_connect(
    gaigao: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-stray")
    status, value, _ = gaigao("revise", str(draft), "--section", "一（三）", "--instruction", "写具体")
    assert (status, value["error"]["code"]) == (1, "no_model") and "gaigao connect" in value["error"]["hint"]


def test_an_existing_output_is_not_overwritten(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    out.write_bytes(b"mine")
    rewrite = tmp_path / "r.txt"
    rewrite.write_text("改好的话。", encoding="utf-8")
    arguments = ("revise", str(draft), "--section", "一（三）", "--proposed", str(rewrite), "-o", str(out))
    status, value, _ = gaigao(*arguments)
    assert (status, value["error"]["code"], out.read_bytes()) == (1, "output_exists", b"mine")
    assert gaigao(*arguments, "--force")[0] == 0 and out.read_bytes() != b"mine"


def test_an_unwritable_output_loses_nothing(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    rewrite = tmp_path / "r.txt"
    rewrite.write_text("改好的话。", encoding="utf-8")
    status, value, _ = gaigao(
        "revise",
        str(draft),
        "--section",
        "一（三）",
        "--proposed",
        str(rewrite),
        "-o",
        str(tmp_path / "no" / "x.docx"),
    )
    assert (status, value["error"]["code"]) == (1, "output_unwritable")
    assert value["error"]["message"] == "写不进去：没有这个文件或文件夹。"


def test_a_bad_setting_is_told(gaigao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAIGAO_PORT", "ninety")
    status, value, _ = gaigao("doctor")
    assert (status, value["error"]["code"]) == (1, "bad_setting")
    assert value["error"]["message"] == "设置项的值不能用：应当是整数。"


def test_an_outline_for_a_reader(draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "网页.txt"
    page.write_text(f"【字号：大 中 小】\n来源：某网\n{draft.read_text(encoding='utf-8')}", encoding="utf-8")
    for path in (draft, page):
        assert main(["outline", str(path)]) == 0
        out = capsys.readouterr().out
        assert "标题" in out and "（三）工作作风方面" in out and "结尾" in out
    assert "网页残留" in out


def test_text_for_a_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["outline", "没有.txt"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("没有完成：") and "Traceback" not in err
    monkeypatch.setenv("GAIGAO_LANGUAGE", "en")
    assert main(["outline", "没有.txt"]) == 1
    assert capsys.readouterr().err.startswith("Failed: ")
