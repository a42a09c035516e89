"""What each line of an official document is taken for."""

from __future__ import annotations

import pytest

from assistant.document import Document, Paragraph
from assistant.layout.paper import PaperLine, PaperTable, paper
from assistant.structure.outline import outline
from tests.layout.texts import OFFICIAL, SPEECH


def told(text: str) -> list[tuple[str, str]]:
    """(kind, beginning) of every line; for a heading that runs on, its level and end."""
    document = Document.from_text(text)
    found = []
    for block in paper(document, outline(document)):
        if isinstance(block, PaperTable):
            found.append(("TABLE", f"{len(block.rows)}x{block.columns}"))
        elif block.level:
            found.append((f"run_in_{block.level}", text[block.start : block.head]))
        else:
            found.append((block.kind + "!" * block.new_page, text[block.start : block.end][:10]))
    return found


def test_an_official_document() -> None:
    assert told(OFFICIAL) == [
        ("letterhead", "枫桥坳镇人民政府文件"),
        ("document_number", "枫政发[2025]第"),
        ("title", "枫桥坳镇人民政府关于"),
        ("addressee", "县人民政府："),
        ("body", "现将我镇上半年有关工"),
        ("heading_1", "一、主要做法"),
        ("run_in_2", "（一）压实责任。"),
        ("heading_2", "（二）健全机制"),
        ("heading_3", "1.建立台账"),
        ("heading_4", "（1）村级台账"),
        ("body", "每村一本，问题、责任"),
        ("heading_4", "（2）镇级台账"),
        ("body", "由镇督查办统一管理。"),
        ("run_in_3", "2.建立通报制度。"),
        ("heading_1", "二、存在的问题"),
        ("TABLE", "4x4"),
        ("heading_1", "三、下一步打算"),
        ("body", "下半年重点抓好三件事"),
        ("body", "特此报告。"),
        ("enclosures", "附件：1.枫桥坳镇2"),
        ("enclosures", "2.乡村道路养护明细"),
        ("signature", "枫桥坳镇人民政府"),
        ("date", "2025年7月3日"),
        ("body", "（联系人：陈某，电话"),
        ("mark!", "附件1"),
        ("appendix_title", "农村人居环境整治问题"),
        ("TABLE", "3x2"),
        ("mark!", "附件2"),
        ("appendix_title", "乡村道路养护明细表"),
        ("body", "本表由镇交通站填报。"),
    ]


def test_a_speech() -> None:
    assert told(SPEECH) == [
        ("title", "在全县抓党建促乡村振"),
        ("byline", "（2025年3月8日"),
        ("byline", "槐树岭镇党委书记　周"),
        ("addressee", "各位领导，同志们："),
        ("body", "根据会议安排，我作交"),
        ("run_in_1", "一、抓组织。"),
        ("run_in_1", "二、抓队伍。"),
        ("body", "以上发言，不当之处请"),
        ("signature", "中共槐树岭镇委员会组"),
        ("date", "二〇二五年三月八日"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("只有一句话，没有结构。", ["body"]),
        ("各位代表：现在开会。\n大家好。", ["body", "body"]),
        ("第一部分　基本情况\n情况良好，稳中有进。\n第二部分　主要问题\n问题不少，需要改。", ["heading_1", "body", "heading_1", "body"]),
        ("附件2\n\n青禾镇防汛预案\n\n一、总则\n为做好防汛工作，制定本预案。\n二、职责\n各村负责。", ["mark", "title", "heading_1", "body", "heading_1", "body"]),
        ("青禾镇总结\n\n一、做法\n正文写到这里，附件：见后。\n二、问题\n有问题。", ["title", "heading_1", "body", "heading_1", "body"]),
        # a numbered sentence that only begins with its name is no heading
        ("青禾镇工作总结\n一、问题\n（一）学习抓得不紧，没有坚持每周两个晚上自学，笔记有三分之一是后来突击补上的，学用也没有结合起来。", ["title", "heading_1", "body"]),
        ("\t一段\n\t又一段", ["body", "body"]),
        ("甲\t乙\n\n丙\t丁", ["body", "body"]),
        ("甲\t乙\n丙\t丁", ["TABLE"]),
        ("甲" + "\t乙" * 62 + "\n丙" + "\t丁" * 62, ["TABLE"]),
        ("甲" + "\t乙" * 63 + "\n丙" + "\t丁" * 63, ["body", "body"]),
    ],
)  # fmt: skip
def test_small_documents(text: str, kinds: list[str]) -> None:
    assert [kind.rstrip("!") for kind, _ in told(text)] == kinds


def test_tables_of_a_file_and_prose_in_its_cells() -> None:
    text = "表头\n甲\t乙\t丙\n合计\t3\n\n单独一格的文字\n后面"
    starts = [0, 3, 9, 14, 15, 23]
    kinds = ["table", "table", "table", "body", "table", "body"]
    lines = text.split("\n")
    document = Document(
        text,
        tuple(
            Paragraph(start, start + len(line), container=kind)
            for start, line, kind in zip(starts, lines, kinds, strict=True)
        ),
    )
    table, prose, rest = paper(document, outline(document))
    assert isinstance(table, PaperTable)
    assert table.rows == (("表头",), ("甲", "乙", "丙"), ("合计", "3"))
    assert isinstance(prose, PaperLine)
    assert isinstance(rest, PaperLine)
