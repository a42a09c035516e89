"""Facts about the real reports beside the project, and the invariants on every text among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.document import Document
from assistant.structure.outline import Outline, outline
from assistant.structure.passages import LEAST, passages
from assistant.structure.report_identity import identify
from tests.shared import SHARED, needs_shared, shared_texts
from tests.structure.test_outline_properties import check

pytestmark = needs_shared

TEXTS = shared_texts()
PROVINCES = [path for path in TEXTS if path.parent.name == "provinces"]
DISTRICT = [path for path in TEXTS if path.parent.name == "hailar"]


def read(path: Path) -> tuple[Document, Outline]:
    document = Document.from_text(path.read_text(encoding="utf-8"))
    return document, outline(document)


def report(name: str) -> tuple[Document, Outline]:
    assert SHARED is not None
    return read(next(p for p in (SHARED / "reports").glob("*.txt") if p.name.startswith(name + "-")))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_invariants(path: Path) -> None:
    check(read(path)[0])


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_passages_have_the_length_they_should(path: Path) -> None:
    document, found = read(path)
    cut = passages(document, found)
    short = [p for p in cut if len(p.text) < LEAST]
    assert len(short) <= max(2, len(cut) // 20)
    assert sum(len(p.text) for p in cut) > 0.85 * len(document.text)


@pytest.mark.parametrize("path", [p for p in TEXTS if p.parent.name != "reports"], ids=lambda p: p.stem)
def test_government_reports(path: Path) -> None:
    document, found = read(path)
    labels = [s.label for s in found.sections if s.label]
    assert labels == ["一、", "二、", "三、", "四、"][: len(labels)]
    assert 2 <= len(labels) <= 4
    roles = {s.role for s in found.sections if s.label}
    assert {"achievements", "measures"} <= roles <= {"achievements", "measures"}
    kinds = [s.kind for s in found.sections]
    assert kinds.count("opening") == kinds.count("closing") == 1
    for section in found.sections:
        inner = [child.label for child in section.children if child.label]
        if inner and section.label:
            assert [s for s in inner if s.startswith("（")] == inner
    assert all(n.code.startswith("residue") for n in found.warnings)
    assert identify(document, found, path.name).kind == "work_report"
    assert str(identify(document, found, path.name).year) in path.name


@pytest.mark.parametrize("path", PROVINCES, ids=lambda p: p.stem)
def test_web_residue_is_set_apart(path: Path) -> None:
    document, found = read(path)
    text = "".join(p.text for p in passages(document, found))
    for word in ("【字号", "【字体", "来源：", "相关报道：", "扫一扫", "责任编辑"):
        assert word not in text
    assert found.title.endswith("政府工作报告")
    assert "下载" not in found.title


def test_the_team_of_a_town() -> None:
    _, found = report("镇班子")
    assert [(s.id, s.role) for s in found.sections] == [
        ("u1", "opening"), ("1", "follow_up"), ("2", "problems"), ("3", "causes"), ("4", "measures"),
    ]  # fmt: skip
    assert [len(s.children) for s in found.sections[1:]] == [0, 5, 5, 4]
    written = [c.written_label for c in found.sections[4].children]
    assert written == ["(一)", "（二）", "(三)", "（四)"]
    assert [c.label for c in found.sections[4].children] == ["（一）", "（二）", "（三）", "（四）"]
    assert all(child.role == "problems" and len(child.items) == 3 for child in found.sections[2].children)
    assert len(found.sections[2].children[0].heading) > 100
    assert [i.label for i in found.sections[1].items] == ["一是", "二是", "三是", "四是"]
    assert found.warnings == ()


def test_the_mayor() -> None:
    document, found = report("镇长")
    damaged = found.find("1.4")
    assert damaged is not None
    assert (damaged.label, damaged.written_label) == ("（四）", "（%1）")
    assert [n.code for n in found.warnings] == ["label_damaged"]
    assert found.title == "镇长巡察整改专题民主生活会对照检查材料"
    assert [s.kind for s in found.sections] == ["title", "opening", "section", "section", "section", "closing"]
    assert all(not s.heading.endswith("。") for s in found.walk())
    identity = identify(document, found, "镇长-巡察整改-对照检查材料.txt")
    assert (identity.kind, identity.year) == ("self_criticism", None)


def test_the_theme() -> None:
    document, found = report("主题教育")
    section = found.find("1.3")
    assert section is not None
    assert [i.label for i in section.items] == ["一是", "二是", "三是"]
    assert document.text[section.items[0].start] == "是"
    assert [n.code for n in found.warnings] == ["item_label_lost"]
    assert [len(s.children) for s in found.sections] == [0, 6, 4, 4, 0]
    run_in = found.find("2.1")
    assert run_in is not None
    assert document.text[run_in.body_start :].startswith("尽管")
    closing = found.sections[-1]
    assert (closing.kind, closing.label, closing.level) == ("closing", None, 0)
