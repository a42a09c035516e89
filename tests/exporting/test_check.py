"""The sheet of a 送审前检查: what an office attaches; figures with their rule, sources named only if asked for."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest

from assistant.document import Document
from assistant.documents import read_bytes
from assistant.exporting import Export, Kind, Options, export
from assistant.exporting.manuscript import Manuscript
from assistant.guard.inspection import Shelves, inspect
from assistant.guard.sources import Nothing
from assistant.guard.texts import Text, held
from assistant.lexer import lexer
from assistant.reviewing.inspecting import submission
from assistant.wording import Language

AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
COPIED = "到村里多是听汇报看展板，坐在院坝里跟群众拉家常的时候少。"
OTHER = "开会布置得多、蹲点盯办得少，几件承诺的小事拖到年底才办成。"
DRAFT = f"""青禾镇工作总结
一、存在的问题
（一）走访不够
{COPIED}今年去蒲家湾村3次。
（二）落实不够
{OTHER}路灯【待补：哪天】修好。<b>**村</b>的事|也记下了。
二、整改措施
每季度召开一次院坝会，当面听群众讲。
青禾镇"""
THEIRS = held(
    [Text("r1", "枫桥坳乡总结", COPIED), Text("r2", "蒲家湾村总结", f"{OTHER}蒲家湾村今年走访31户。")],
    "reference",
)
TITLES = ("枫桥坳乡总结", "蒲家湾村总结")


def made(
    kind: Kind, language: Language = "zh", shelf: object = THEIRS, text: str = DRAFT, **options: bool
) -> Export:
    document = Document.from_text(text)
    others = [Text("d2", "青禾镇副本", DRAFT)]
    shelves = Shelves(shelf, Nothing(), shelf, 3, AT)  # type: ignore[arg-type]
    given = submission(document, "青禾镇工作总结", (), language, others)
    manuscript = Manuscript("青禾镇工作总结", None, None, document, document)
    manuscript = replace(manuscript, inspection=inspect(given, shelves, lexer()))
    return export(manuscript, kind, options=Options(**options), language=language, at=AT)  # type: ignore[arg-type]


def lines(made: Export) -> list[str]:
    return read_bytes(made.data, "x.docx").text.split("\n")


def test_word() -> None:
    sheet = made("check")
    assert sheet.filename == "青禾镇工作总结（送审前检查）.docx"
    assert sheet.data == made("check").data
    found = lines(sheet)
    assert found[0] == "送审前检查情况" and found[1] == "稿件：《青禾镇工作总结》"
    assert found[2].startswith("2031年5月6日，与外单位参考稿 2 份（2 个片段）、自己的其他稿子 1 份逐句比对")
    (table,) = docx.Document(io.BytesIO(sheet.data)).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["项目", "结果", "说明"]
    assert cells[1][1].startswith("2 句（共比对 ")
    assert cells[2][1] == "未比对"
    assert ["待补和占位", "2 处", ""] in cells
    at = found.index("与外单位参考稿相同或基本相同（2 处）")
    assert found[at + 1] == f"1. 一（一）走访不够：“{COPIED.rstrip('。')}”（参考稿1，相同 100%）"
    assert "1. 一（二）落实不够：【待补：哪天】、**村" in found
    assert found[-1].startswith("算法：")


def test_it_is_one_or_two_pages_of_words() -> None:
    many = "".join(f"{COPIED[:-1]}第{n}回。\n" for n in range(60))
    found = lines(made("check", text=f"青禾镇总结\n{many}"))
    assert len(found) < 60 and any("从略" in line for line in found)


@pytest.mark.parametrize("kind", ["check", "check-md"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_sources_are_named_only_if_asked_for(kind: Kind, language: Language) -> None:
    def text(sheet: Export) -> str:
        return "\n".join(lines(sheet)) if kind == "check" else sheet.data.decode()

    silent, open_ = text(made(kind, language)), text(made(kind, language, sources=True))
    assert not [title for title in (*TITLES, "青禾镇副本") if title in silent]
    assert all(title in open_ for title in (*TITLES, "青禾镇副本"))
    assert not re.search(r"gaigao|改稿|assistant", silent, re.IGNORECASE)


def test_an_empty_library() -> None:
    nothing = made("check-md", shelf=Nothing()).data.decode()
    assert "与自己的其他稿子" in nothing  # one draft is there to compare with
    assert "| 未比对 | 参考稿库里没有外单位参考稿 |" in nothing
    assert "0 句" not in nothing.split("自己的其他稿子相同或基本相同 |")[0]


def test_markdown_shows_text_as_it_is() -> None:
    sheet = made("check-md")
    assert sheet.filename == "青禾镇工作总结（送审前检查）.md"
    text = sheet.data.decode()
    assert text.startswith("# 送审前检查情况\n") and "| --- | --- | --- |" in text
    assert r"\*\*村" in text and "<b>" not in text
    assert text.index("## 与外单位参考稿") < text.index("## 疑似外单位的名称和数字") < text.index("算法：")


def test_a_check_needs_its_inspection() -> None:
    document = Document.from_text(DRAFT)
    with pytest.raises(ValueError, match="inspection"):
        export(Manuscript("甲", None, None, document, document), "check")
