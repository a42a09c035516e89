"""`gaigao restructure` and `gaigao frames`: the contract, the file it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from assistant.cli import main
from assistant.documents import read
from assistant.restructure.frame import built_in_frames
from tests.commands.conftest import Run

CONTRACT = {"operations", "outline_before", "outline_after", "sentences", "unassigned", "gaps"}
OPERATION = {"id", "kind", "parts", "to", "reason", "certainty"}

OWN = """- name: 两段式
  title: 本局的两段式
  kind: own
  year: 2026
  source: 局办公室通知
  headings:
    - {heading: 查摆的问题, role: problems}
    - heading: 下步打算
      role: measures
      children: [{heading: 学习打算}]
    - {heading: 廉政家访情况}
"""


def test_frames(gaigao: Run) -> None:
    status, value, _ = gaigao("frames")
    assert status == 0 and len(value["frames"]) == len(built_in_frames())
    for frame in value["frames"]:
        assert {"name", "title", "kind", "year", "source", "current", "headings"} <= set(frame)
        assert frame["source"] and all(one["heading"] for one in frame["headings"])


def test_frames_for_a_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frames", "--data-dir", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert all(frame.title in out and frame.source in out for frame in built_in_frames())


def test_an_own_frame(gaigao: Run, draft: Path, filled_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "frames"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    _, value, _ = gaigao("frames")
    assert value["frames"][0]["name"] == "两段式" and value["frames"][0]["current"]
    status, value, _ = gaigao("restructure", str(draft), "--frame", "本局的两段式")
    assert status == 0 and value["frame"]["year"] == 2026
    headings = [entry["heading"] for entry in value["outline_after"] if entry["level"] == 1]
    assert "查摆的问题" in headings and "下步打算" in headings and "廉政家访情况" in headings
    assert [gap["heading"] for gap in value["gaps"]] == ["廉政家访情况"]
    (folder / "own.yaml").write_text(OWN.replace("heading: 查摆的问题, ", ""), encoding="utf-8")
    status, value, _ = gaigao("frames")
    assert status == 1 and value["error"]["code"] == "frames_unreadable"
    assert "headings.0.heading" in value["error"]["message"] and "own.yaml" in value["error"]["where"]


@pytest.mark.parametrize("frame", [frame.name for frame in built_in_frames()][:4])
def test_by_a_frame(gaigao: Run, draft: Path, filled_folder: Path, frame: str) -> None:
    before = draft.read_bytes()
    status, value, _ = gaigao("restructure", str(draft), "--frame", frame, folder=filled_folder)
    assert status == 0 and set(value) >= CONTRACT
    for one in value["operations"]:
        assert set(one) == OPERATION and one["reason"]
        assert one["certainty"] in ("sure", "likely", "unsure")
    figure = value["sentences"]
    assert set(figure) == {"before", "after", "moved", "added", "lost"}
    assert figure["lost"] == 0 and figure["after"] == figure["before"] + figure["added"]
    for gap in value["gaps"]:
        assert gap["heading"]
        for found in gap["passages"]:
            assert set(found) == {"report", "passage"}
    text = read(draft).text
    for left in value["unassigned"]:
        assert text[left["start"] : left["end"]] == left["quote"] and left["reason"]
    assert value["by"] == "rules" and draft.read_bytes() == before


def test_like_a_report(gaigao: Run, draft: Path, filled_folder: Path) -> None:
    _, listed, _ = gaigao("library", "list", folder=filled_folder)
    report = listed["reports"][0]
    status, value, _ = gaigao("restructure", str(draft), "--like", report["id"][:10], folder=filled_folder)
    assert status == 0 and value["frame"]["title"] == report["title"] and value["sentences"]["lost"] == 0
    status, value, _ = gaigao("restructure", str(draft), "--like", "0123456789abcdef", folder=filled_folder)
    assert status == 1 and value["error"]["code"] == "unknown_report"


def test_by_words(gaigao: Run, draft: Path, filled_folder: Path) -> None:
    status, value, _ = gaigao(
        "restructure", str(draft), "--instruction", "把第三部分移到最前面", folder=filled_folder
    )
    assert status == 0
    assert [(one["kind"], one["parts"]) for one in value["operations"]] == [("move", ["3"])]
    tops = [entry["heading"] for entry in value["outline_before"] if entry["level"] == 1]
    after = [entry["heading"] for entry in value["outline_after"] if entry["level"] == 1]
    assert after == [tops[2], *tops[:2], *tops[3:]]
    moved = [entry["heading"] for entry in value["outline_after"] if entry["operations"]]
    assert moved == [tops[2]]


def test_by_words_that_name_a_frame_or_a_report(gaigao: Run, draft: Path, filled_folder: Path) -> None:
    how = ("restructure", str(draft), "--by-rule", "--instruction")
    status, value, _ = gaigao(*how, "按述职述廉的框架调整", folder=filled_folder)
    assert status == 0 and value["frame"]["title"] == "述职述廉报告"
    _, listed, _ = gaigao("library", "list", folder=filled_folder)
    title = listed["reports"][0]["title"]
    status, value, _ = gaigao(*how, f"按《{title}》的结构调整", folder=filled_folder)
    assert status == 0 and value["frame"]["title"] == title
    status, value, _ = gaigao(*how, "改成十九个带头的框架", folder=filled_folder)
    assert status == 2 and value["error"]["code"] == "frame_not_there" and value["error"]["candidates"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("把第九部分移到最前面", "section_unknown"),
        ("把第二部分移到第二部分里面", "plan_impossible"),
        ("写得更有文采一些", "no_model"),
    ],
)
def test_what_cannot_be_done(gaigao: Run, draft: Path, filled_folder: Path, words: str, code: str) -> None:
    status, value, _ = gaigao("restructure", str(draft), "--instruction", words, folder=filled_folder)
    assert (status, value["error"]["code"]) == (1, code)
    assert value["error"]["message"] and value["error"]["hint"]


def test_an_unknown_frame_and_what_there_is(gaigao: Run, draft: Path) -> None:
    status, value, _ = gaigao("restructure", str(draft), "--frame", "九个带头")
    assert status == 2 and value["error"]["code"] == "frame_unknown"
    assert len(value["error"]["candidates"]) == len(built_in_frames())


@pytest.mark.parametrize(
    "given", [(), ("--frame", "甲", "--like", "乙"), ("--frame", "甲", "-o", "out.pdf")], ids=str
)
def test_wrong_usage(gaigao: Run, draft: Path, given: tuple[str, ...]) -> None:
    status, value, _ = gaigao("restructure", str(draft), *given)
    assert status == 2 and "error" in value


def test_it_is_written_into_the_own_word_file(
    gaigao: Run, draft: Path, filled_folder: Path, tmp_path: Path
) -> None:
    word = docx.Document()
    for line in draft.read_text(encoding="utf-8").split("\n"):
        word.add_paragraph(line, style="Heading 1" if line[1:2] == "、" else None)
    own = tmp_path / "稿.docx"
    word.save(str(own))
    out = tmp_path / "改.docx"
    given = ("restructure", str(own), "--instruction", "把第二部分移到最前面", "-o", str(out))
    status, value, _ = gaigao(*given, folder=filled_folder)
    assert status == 0
    found = docx.Document(str(out))
    tops = [p.text for p in found.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert [one[2:] for one in tops] == [e["heading"] for e in value["outline_after"] if e["level"] == 1]
    assert [one[0] for one in tops] == ["一", "二", "三"]
    status, value, _ = gaigao(*given, folder=filled_folder)
    assert status == 1 and value["error"]["code"] == "output_exists"
    status, value, _ = gaigao(*given, "--as", "tracked", "--reasons", "--force", folder=filled_folder)
    assert status == 0 and read(out).text.count("一、") == 1


def test_for_a_reader(draft: Path, filled_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = built_in_frames()[0].name
    capsys.readouterr()
    assert main(["restructure", str(draft), "--frame", name, "--data-dir", str(filled_folder)]) == 0
    out = capsys.readouterr().out
    assert "丢失 0 句" in out and "调整后：" in out and "[o1]" in out
    assert "{" not in json.dumps(out)


NOTICE = """关于开好2031年度党员领导干部民主生活会的通知
各党组：
围绕带头学习、带头实干、带头守纪三个方面查摆问题，剖析原因，提出整改措施。"""


def test_a_notice_is_kept_as_a_frame_of_the_office(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    status, value, _ = gaigao("frames", "--add", str(notice), "--name", "我县2031")
    assert status == 0
    (added,) = value["added"]
    assert (added["name"], added["year"], added["kind"], added["origin"], added["current"]) == (
        "我县2031", 2031, "self_criticism", "own", True,
    )  # fmt: skip
    assert added["source"].startswith("关于开好2031年度")
    assert [one["heading"] for one in added["headings"]] == ["存在的问题", "原因分析", "整改措施"]
    current = [one["name"] for one in value["frames"] if one["current"] and one["kind"] == "self_criticism"]
    assert current == ["我县2031"]  # what came with the program is an old one now
    status, value, _ = gaigao("frames", "--add", str(notice), "--name", "我县2031")
    assert status == 1 and value["error"]["code"] == "frame_exists"
    assert gaigao("frames", "--add", str(notice), "--name", "我县2031", "--force", "--year", "2032")[0] == 0
    status, value, _ = gaigao("restructure", str(draft), "--frame", "我县2031")
    assert status == 0 and value["frame"]["year"] == 2032


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("请各单位按时参加会议，着正装。", [], "frame_not_found"),
        (NOTICE, ["--year", "31"], "frame_year_wrong"),
        (None, ["--name", "甲"], "frame_without_notice"),
    ],
)
def test_what_is_no_frame_is_not_kept(
    gaigao: Run, tmp_path: Path, text: str | None, options: list[str], code: str
) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(text or "", encoding="utf-8")
    status, value, _ = gaigao("frames", *(["--add", str(notice)] if text else []), *options)
    assert status != 0 and value["error"]["code"] == code
    assert not (tmp_path / "data" / "frames").exists()


def styled(path: Path, lines: list[tuple[str, str]]) -> Path:
    made = docx.Document()
    for style, text in lines:
        made.add_paragraph(text, style=style)
    made.save(str(path))
    return path


def styles(path: Path) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(str(path)).paragraphs]  # type: ignore[union-attr]


LINES = [
    ("Title", "青禾镇党委书记对照检查材料"),
    ("Heading 1", "一、存在的问题"),
    ("Heading 2", "（一）廉洁自律方面"),
    ("Normal", "公务接待台账登记不全，有三笔没有写明事由。"),
    ("Heading 2", "（二）理论学习方面"),
    ("Normal", "学习有三个不够：一是学得不深，全年只学了六次。二是用得不够，油茶项目的难题没有拿出来研究。"),
    ("Heading 1", "二、整改措施"),
    ("Normal", "每周学习半天，每月下村四天。"),
]


def test_a_heading_that_is_moved_and_renamed_looks_as_before(gaigao: Run, tmp_path: Path) -> None:
    frame = tmp_path / "data" / "frames"
    frame.mkdir(parents=True)
    (frame / "own.yaml").write_text(
        "- name: 两个带头\n  title: 两个带头\n  source: 通知\n  headings:\n    - heading: 存在的问题\n      role: problems\n"
        "      children: [{heading: 带头学习理论方面}, {heading: 带头廉洁自律方面}]\n    - {heading: 整改措施, role: measures}\n",
        encoding="utf-8",
    )
    out = tmp_path / "调整后.docx"
    file = styled(tmp_path / "我的.docx", LINES)
    status, value, _ = gaigao("restructure", str(file), "--frame", "两个带头", "-o", str(out))
    assert status == 0 and value["sentences"]["lost"] == 0
    told = styles(out)
    assert ("Heading 2", "（一）带头学习理论方面") in told and ("Heading 2", "（二）带头廉洁自律方面") in told
    assert [style for style, text in told if text.startswith("公务接待")] == ["Normal"]


def test_items_that_become_lines_look_like_text(gaigao: Run, tmp_path: Path) -> None:
    out = tmp_path / "调整后.docx"
    file = styled(tmp_path / "我的.docx", LINES)
    said = "把理论学习方面的一是二是改成小标题"
    status, value, _ = gaigao("restructure", str(file), "--instruction", said, "-o", str(out))
    assert status == 0, value
    assert [style for style, text in styles(out) if text.startswith(("1.", "2."))] == ["Normal", "Normal"]
