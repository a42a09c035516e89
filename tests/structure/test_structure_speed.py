"""Hostile and huge texts take about linear time. Bounds are generous: they tell a blow-up, not a slow machine."""

from __future__ import annotations

import time

import pytest

from assistant.document import Document
from assistant.structure.outline import outline
from assistant.structure.passages import passages
from assistant.structure.place import resolve_place
from assistant.structure.report_identity import identify

SIZE = 200_000
BOUND = 20.0

HOSTILE = {
    "one line of a numeral": "一" * SIZE,
    "one line of labels": "一、" * (SIZE // 2),
    "one line of numbers": "1." * (SIZE // 2),
    "open brackets": "（" * SIZE,
    "nested quotations": "“" * (SIZE // 2) + "”" * (SIZE // 2),
    "an open quotation": "一、“" + "好。" * (SIZE // 2),
    "colons": "一、" + "：好" * (SIZE // 2),
    "items in one line": "一是好。二是坏。" * (SIZE // 8),
    "items in lines": "一是好\n" * (SIZE // 4),
    "lost items": "是好的\n" * (SIZE // 4),
    "order words": "首先，好。" * (SIZE // 5),
    "bracketed numbers in one line": "".join(f"（{i}）好；" for i in range(SIZE // 10)),
    "blanks": " " * SIZE,
    "leaders": "…" * SIZE + "3",
    "no end": "我们的工作要继续努力" * (SIZE // 10),
    "short lines": "好\n" * 100_000,
    "blank lines": "\n" * SIZE,
    "the same heading": "一、好\n" * 20_000,
    "restarts": "（一）好\n（二）好\n" * 10_000,
    "counting on": "".join(f"{i}.好\n" for i in range(20_000)),
    "damaged labels": "（%1）好\n" * 20_000,
    "names of roles": "原因分析\n" * 20_000,
    "lost headings": "一、好\n" + "原因分析\n" * 20_000,
    "buttons": "下载\n" * 50_000,
    "sources": "来源：好\n" * 30_000,
    "appendices": "一、好\n" + "附件1\n整改\n" * 20_000,
    "contents": "目录\n" + "一、好……3\n" * 20_000,
    "closings": "以上是\n" * 30_000,
    "addresses": "各位代表！让我们\n" * 20_000,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text(name: str) -> None:
    document = Document.from_text(HOSTILE[name])
    started = time.perf_counter()
    found = outline(document)
    passages(document, found)
    identify(document, found, "x.txt")
    resolve_place(found, "第二部分（三）的工作作风那一条，还有最后一块", text=document.text)
    assert time.perf_counter() - started < BOUND


def test_an_ordinary_report_takes_milliseconds() -> None:
    body = "镇里组织干部走村入户听取意见，逐条登记，逐件答复，群众比较满意。" * 6
    text = "\n".join(
        f"{'一二三四'[i]}、第{i + 1}个方面的问题\n"
        + "\n".join(f"（{'一二三四五'[j]}）具体表现{j + 1}。{body}\n一是学习。{body}\n二是作风。{body}" for j in range(5))
        for i in range(4)
    )
    document = Document.from_text(text)
    assert len(text) > 10_000
    outline(document)  # rules and patterns are read once
    best = 9.9
    for _ in range(5):
        started = time.perf_counter()
        passages(document, outline(document))
        best = min(best, time.perf_counter() - started)
    assert best < 0.5
