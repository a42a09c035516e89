"""What must hold of every outline, whatever the text (invariants 1 and 2 of the design)."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.document import Document, Paragraph, line_spans
from assistant.structure.numbering import Style, label_text
from assistant.structure.outline import Outline, Section, outline
from assistant.structure.outline_json import outline_json
from assistant.structure.passages import MOST, passages
from assistant.structure.report_identity import KINDS, identify
from assistant.structure.roles import ROLES
from assistant.structure.section_reference import candidates, display, resolve


def check(document: Document) -> Outline:
    """Every invariant of an outline and of its passages."""
    text = document.text
    found = outline(document)
    assert found.length == len(text)
    position = 0
    for section in found.sections:
        assert section.start == position
        position = section.end
    assert position == len(text)
    seen: set[str] = set()
    for section in found.walk():
        _check_section(section, text)
        assert section.id not in seen
        seen.add(section.id)
        assert found.find(section.id) is section
    cut = passages(document, found, "0" * 64)
    last = 0
    for passage in cut:
        assert text[passage.start : passage.end] == passage.text
        assert passage.start >= last
        assert 0 < len(passage.text) <= MOST
        assert passage.text == passage.text.strip()
        last = passage.end
    outline_json(document, found)
    assert identify(document, found, "x.txt").kind in KINDS
    return found


def _check_section(section: Section, text: str) -> None:
    assert 0 <= section.start < section.end <= len(text)
    assert text[section.heading_start : section.heading_end] == section.heading
    assert section.start <= section.heading_start <= section.heading_end <= section.end
    assert section.start <= section.body_start <= section.body_end <= section.end
    assert section.role in ROLES
    assert (section.label is None) == (section.written_label is None) == (section.level == 0)
    body = text[section.body_start : section.body_end]
    assert body == body.strip("\n")
    if section.written_label:
        assert section.written_label in text[section.start : section.heading_start]
    own_end = section.children[0].start if section.children else section.end
    position = own_end
    for child in section.children:
        assert child.start == position
        position = child.end
    assert position == section.end
    last = section.start
    for item in section.items:
        assert last <= item.start < item.end <= own_end
        assert text[item.start : item.end].strip() == text[item.start : item.end]
        last = item.end
    labelled = [child.id for child in section.children if child.label]
    assert labelled == [f"{section.id}.{i}" for i in range(1, len(labelled) + 1)]


words = st.text("学习作风廉洁不够深入加强落实问题措施工作村镇一二三", min_size=1, max_size=12)
punctuation = st.sampled_from(["。", "：", "；", "，", "", "！", "”", "）"])
sentence = st.builds(lambda w, p: w + p, words, punctuation)
label = st.one_of(
    st.builds(
        lambda style, number: label_text(style, number, (number,) if style is Style.DECIMAL else ()),
        st.sampled_from(list(Style)),
        st.integers(1, 12),
    ),
    st.sampled_from(["（%1）", "（）", "(一)", "（四)", "１．", "一 、", "l.", "（\n三）", "一是", "是", "第一，", "首先，", "①", "%1、", "一）", "2.5"]),
)
heading = st.builds(lambda m, a, b: m + a + b, label, sentence, st.one_of(st.just(""), sentence))
residue = st.sampled_from(
    ["下载", "打印", "【字号：", "大", "】", "来源：日报", "责任编辑：李某", "相关报道：", "- 3 -", "上一篇：无", "仅供学习参考", "目录", "附件1", "附件：1.表"]
)
front = st.sampled_from(["青禾镇工作总结", "各位代表：", "（2024年1月）", "以上报告，请批评指正。", "特此报告。", "青禾镇党委", "2024年1月5日"])
bare = st.sampled_from(["存在的问题", "原因分析", "整改措施", "# 标题", "**一、问题**", "（", "“未闭合的引号"])
blank = st.sampled_from(["", " ", "\u3000", "\t", "\u00a0"])
line = st.builds(lambda i, body: i + body, blank, st.one_of(heading, heading, sentence, residue, front, bare, blank))
report = st.lists(line, max_size=40).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(report)
def test_made_up_reports(text: str) -> None:
    check(Document.from_text(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(Document.from_text(text))


@settings(max_examples=200, deadline=None)
@given(st.text("一二三十（）()、.。：；，\n 　1２%第部分章条是要首先“”①——*#\t各位代表！附件", max_size=200))
def test_any_text_of_the_signs_that_matter(text: str) -> None:
    check(Document.from_text(text))


@settings(max_examples=150, deadline=None)
@given(report, st.data())
def test_any_hints(text: str, data: st.DataObject) -> None:
    """Levels, bold beginnings and tables, whatever a reader may say."""
    text = Document.from_text(text).text
    paragraphs = tuple(
        Paragraph(
            span.start,
            span.end,
            data.draw(st.sampled_from([0, 0, 0, 1, 2, 3, 9])),
            data.draw(st.integers(0, span.end - span.start)),
            data.draw(st.sampled_from(["body", "body", "body", "table", "text_box"])),
        )
        for span in line_spans(text)
    )
    check(Document(text, paragraphs))


@settings(max_examples=100, deadline=None)
@given(report, st.text("一二三（）.第部分点条理论学习作风问题那12u", max_size=12))
def test_references_never_break(text: str, reference: str) -> None:
    from assistant.errors import SectionError

    found = check(Document.from_text(text))
    for section in candidates(found, reference):
        assert found.find(section.id) is section
    try:
        assert found.find(resolve(found, reference).id)
    except SectionError as error:
        assert error.code in ("section_unknown", "section_ambiguous")
        for candidate in error.candidates:
            assert display(found, resolve(found, candidate)) == candidate


numbers = st.integers(2, 6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=6), st.sampled_from([("一、", "（一）"), ("（一）", "1."), ("1.", "（1）")]), words)
def test_a_regular_report_comes_back_as_it_was_built(counts: list[int], styles: tuple[str, str], name: str) -> None:
    outer = {"一、": Style.CHINESE, "（一）": Style.BRACKETED_CHINESE, "1.": Style.ARABIC}[styles[0]]
    inner = {"（一）": Style.BRACKETED_CHINESE, "1.": Style.ARABIC, "（1）": Style.BRACKETED_ARABIC}[styles[1]]
    lines, expected = [], []
    for i, count in enumerate(counts, start=1):
        lines.append(f"{label_text(outer, i)}甲{name}")
        expected.append((f"{i}", label_text(outer, i)))
        lines.append("这里是一段说明文字，交代总体的情况。")
        for j in range(1, count + 1):
            lines.append(f"{label_text(inner, j)}乙{name}")
            lines.append("这里是一段具体的文字，说明事情的经过。")
            expected.append((f"{i}.{j}", label_text(inner, j)))
    found = check(Document.from_text("\n".join(lines)))
    assert [(s.id, s.label) for s in found.walk() if s.label] == expected
    assert found.warnings == ()


def test_whitespace_only_lines_do_not_count() -> None:
    found = check(Document.from_text("\n\n  \n一、问题\n\n\t\n学习少。\n\n"))
    assert [s.id for s in found.sections] == ["1"]
    assert not re.search(r"\s$", found.sections[0].heading)
