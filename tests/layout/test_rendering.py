"""The page as LibreOffice sets it, measured: GB/T 9704—2012 in millimetres, lines and characters."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.layout import ComparisonRow, comparison_docx, layout, write_layout
from assistant.layout.widths import width
from assistant.structure.outline import outline
from tests.layout.rendering import MM, Leaf, needs_rendering, rendered, said
from tests.layout.texts import OFFICIAL, SPEECH

pytestmark = needs_rendering

PROSE = "\n".join("测" * 900 for _ in range(4))
TITLE = "青禾镇二〇二五年度工作总结"
LONG_TITLE = "中共青禾镇委员会关于落实县委第一巡察组反馈意见整改情况和下一步巩固深化整改成果的报告"
CHARACTER = 15.75


@pytest.fixture(scope="module")
def leaves(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Leaf]]:
    texts = {
        "prose": PROSE,
        "official": OFFICIAL,
        "speech": SPEECH,
        "titles": f"{LONG_TITLE}\n\n一、总的情况\n整改工作进展顺利。",
        "headings": f"{TITLE}\n一、做法\n{'测' * (26 + 17 * 28)}\n二、问题\n还有问题。",
    }
    files = {name: _made(text, 28) for name, text in texts.items()}
    files["prose29"] = _made(PROSE, 29)
    rows = [ComparisonRow("二、问题", "学习不够" * 30, "学习抓得不紧" * 30, "换成事实")] * 12
    files["table"] = comparison_docx("青禾镇总结", rows)
    return rendered(files, tmp_path_factory.mktemp("rendering"))


def _made(text: str, pitch: float) -> bytes:
    document = Document.from_text(text)
    return write_layout(document, outline(document), layout(line_pitch=pitch)).data


@pytest.mark.parametrize(("name", "pitch"), [("prose", 28), ("prose29", 29)])
def test_22_lines_of_28_characters_inside_the_type_area(
    leaves: dict[str, list[Leaf]], name: str, pitch: float
) -> None:
    found = leaves[name]
    assert len(found) >= 6
    for number, leaf in enumerate(found):
        assert (leaf.width / MM, leaf.height / MM) == pytest.approx((210, 297), abs=0.3)
        full = [line for line in leaf.body if len(line) == 28]
        for line in full:
            assert line[0].left / MM == pytest.approx(28, abs=1)
            assert line[-1].right / MM == pytest.approx(184, abs=1)
        assert {len(line) for line in leaf.body} <= {28, 26, (len(PROSE.split("\n")[0]) - 26) % 28}
        assert len(full) >= len(leaf.body) - 4
        if number < len(found) - 1:
            assert len(leaf.body) == 22
        for above, below in zip(leaf.body, leaf.body[1:], strict=False):
            assert below[0].bottom - above[0].bottom == pytest.approx(pitch, abs=0.3)
        first, last = leaf.body[0][0].middle / MM, leaf.body[-1][0].middle / MM
        assert first == pytest.approx(37 + pitch / 2 / MM, abs=1.5)
        assert last <= 37 + 225 - 2


def test_a_paragraph_begins_two_characters_in(leaves: dict[str, list[Leaf]]) -> None:
    first = leaves["prose"][0].body[0]
    assert len(first) == 26
    assert first[0].left == pytest.approx(28 * MM + 2 * CHARACTER, abs=1)


@pytest.mark.parametrize("name", ["prose", "prose29"])
def test_page_numbers(leaves: dict[str, list[Leaf]], name: str) -> None:
    """7.5: below the type area, dashes 7 mm below it, odd ones one character from the right, even ones from the left."""
    for number, leaf in enumerate(leaves[name], start=1):
        line = leaf.lines[-1]
        assert said(line) == f"—{number}—"
        if number % 2:
            assert line[-1].right == pytest.approx(184 * MM - 14, abs=1.5)
        else:
            assert line[0].left == pytest.approx(28 * MM + 14, abs=1.5)
        # Dash and digits are in the middle of their line; fonts differ by a point or two in where that is.
        assert line[0].middle / MM == pytest.approx(37 + 225 + 7, abs=1.5)


def test_a_title_is_centred_and_falls_into_lines_of_like_length(leaves: dict[str, list[Leaf]]) -> None:
    lines = leaves["titles"][0].body
    title = lines[: next(n for n, line in enumerate(lines) if said(line).startswith("一、"))]
    assert "".join(map(said, title)) == LONG_TITLE
    assert len(title) == 3
    for line in title:
        assert (line[0].left + line[-1].right) / 2 == pytest.approx(106 * MM, abs=2)
        assert len(line) >= len(LONG_TITLE) / 3 * 0.6
    assert lines[3][0].bottom - title[-1][0].bottom > 50  # one empty line


def test_no_heading_stands_alone_at_the_end_of_a_page(leaves: dict[str, list[Leaf]]) -> None:
    first, second = leaves["headings"][:2]
    assert said(first.body[0]) == TITLE
    assert len(first.body) == 20  # the title, an empty line, 一、, 18 lines, and room for one more
    assert said(second.body[0]) == "二、问题"


def test_addressee_enclosures_signature_and_date(leaves: dict[str, list[Leaf]]) -> None:
    pages = leaves["official"]
    addressee = pages[0].line("县人民政府")
    assert addressee[0].left == pytest.approx(28 * MM, abs=1)
    page = pages[1]
    enclosure = page.line("附件：1.")
    assert enclosure[0].left == pytest.approx(28 * MM + 2 * CHARACTER, abs=1)
    name = next(c for c in enclosure if c.text == "枫")
    following = page.body[page.body.index(enclosure) + 1]
    assert following[0].left == pytest.approx(name.left, abs=4)
    second = page.line("2.乡村")
    assert second[0].left == pytest.approx(enclosure[3].left, abs=4)
    date, signature = page.line("2025年7月3日"), page.line("枫桥坳镇人民政府")
    assert date[-1].right == pytest.approx(184 * MM - 4 * CHARACTER, abs=4)
    assert (date[0].left + date[-1].right) / 2 == pytest.approx((signature[0].left + signature[-1].right) / 2, abs=4)


def test_an_appendix_begins_a_page(leaves: dict[str, list[Leaf]]) -> None:
    pages = leaves["official"]
    assert [said(page.body[0]) for page in pages[2:]] == ["附件1", "附件2"]
    title = pages[2].body[1]
    assert (title[0].left + title[-1].right) / 2 == pytest.approx(106 * MM, abs=2)
    # 7.3.7: on the third line of the type area
    assert title[0].bottom - pages[2].body[0][0].bottom == pytest.approx(2 * 28, abs=5)


def test_a_long_signature_pushes_the_date_in(leaves: dict[str, list[Leaf]]) -> None:
    page = leaves["speech"][0]
    signature, date = page.line("中共槐树岭镇"), page.line("二〇二五年")
    assert (date[0].left + date[-1].right) / 2 == pytest.approx((signature[0].left + signature[-1].right) / 2, abs=4)
    assert signature[-1].right <= 184 * MM + 1


def test_a_table_of_changes_lies_across_and_repeats_its_header(leaves: dict[str, list[Leaf]]) -> None:
    found = leaves["table"]
    assert len(found) > 1
    for number, leaf in enumerate(found):
        assert (leaf.width / MM, leaf.height / MM) == pytest.approx((297, 210), abs=0.3)
        assert said(leaf.lines[2 if number == 0 else 0]) == "部分修改前修改后理由"
    assert said(found[0].lines[0]) == "《青禾镇总结》修改对照表"


def test_widths_are_those_of_the_page(leaves: dict[str, list[Leaf]]) -> None:
    for beginning in ("2025年7月3日", "枫桥坳镇人民政府"):
        line = leaves["official"][1].line(beginning)
        assert (line[-1].right - line[0].left) / CHARACTER == pytest.approx(width(beginning), abs=0.5)
