"""Restructuring: how much of an assignment is right, with the embedding and without; a 300-part draft planned and applied."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.document import Document
from assistant.restructure.applied import apply
from assistant.restructure.assignment import Embed, assign
from assistant.restructure.frame import built_in_frames
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.parts import parts_of
from assistant.structure.numbering import Style, chinese, label_text
from assistant.structure.outline import outline
from tests.restructure.assigned_cases import cases, measured
from vectorstore.embeddings import open_embedder

pytestmark = pytest.mark.bench

CASES = Path(__file__).parents[1] / "restructure"
FILES = [*sorted(CASES.glob("cases/*.yaml")), *sorted(CASES.glob("unseen/*.yaml"))]


@pytest.fixture(scope="module")
def embed() -> Embed:
    embedder = open_embedder("use")
    embedder.embed_documents(["。"])
    return embedder.embed_documents


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_assignment(path: Path, embed: Embed) -> None:
    found = cases(path)
    print(f"\n{path.stem}: {len(found)} cases, {'learned from' if path.parent.name == 'cases' else 'unseen'}")
    for name, embedding in (("embedding", embed), ("words alone", None)):
        print(f"  {name}: {measured(found, embedding).line()}")


def long_draft() -> str:
    """300 parts besides sentences: 3 sections of 6, each with 5 items of 3 sentences, and paragraphs."""
    subjects = ["理论学习", "工作作风", "担当作为", "廉洁自律", "能力本领", "政治素质"]
    words = [
        "学习不够深入，第{}次研讨走了过场。",
        "第{}个村的诉求没有及时答复群众。",
        "第{}个项目久拖不决，怕担责任。",
    ]
    lines = ["青禾镇党委班子对照检查材料", "按照安排，现将有关情况报告如下。"]
    serial = 0
    for number, name in enumerate(["存在的主要问题", "原因分析", "整改措施"], start=1):
        lines.append(label_text(Style.CHINESE, number) + name)
        for below, subject in enumerate(subjects, start=1):
            lines.append(label_text(Style.BRACKETED_CHINESE, below) + subject + "方面")
            for item in range(1, 15):
                serial += 1
                lines.append(f"{chinese(item)}是" + "".join(word.format(serial) for word in words))
    return "\n".join(lines)


def test_a_draft_of_300_parts(embed: Embed) -> None:
    document = Document.from_text(long_draft())
    start = time.perf_counter()
    found = outline(document)
    outlined = time.perf_counter() - start
    start = time.perf_counter()
    parts = parts_of(document, found)
    cut = time.perf_counter() - start
    count = sum(part.kind != "sentence" for part in parts.walk())
    frame = next(frame for frame in built_in_frames() if frame.name == "民主生活会2024")
    took = {}
    for name, embedding in (("words alone", None), ("embedding", embed)):
        start = time.perf_counter()
        plan = plan_from(assign(parts, frame, embedding), parts)
        took[name] = time.perf_counter() - start
    applying = []
    for _ in range(5):
        start = time.perf_counter()
        done = apply(parts, plan)
        applying.append(time.perf_counter() - start)
    middle = sorted(applying)[2]
    print(
        f"\n{count} parts, {done.sentences.before} sentences (outline {outlined * 1000:.0f} ms, parts {cut * 1000:.0f} ms): "
        f"planned in {took['words alone'] * 1000:.0f} ms, with the embedding {took['embedding'] * 1000:.0f} ms "
        f"({len(plan.operations)} operations); applied in {middle * 1000:.0f} ms, {done.sentences.as_json()}"
    )
    assert count >= 270 and done.sentences.lost == 0
    assert took["embedding"] < 5 and middle < 1
