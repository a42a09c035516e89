"""The outline's rows, section names as one speaks of them, and offsets as a browser counts them."""

from __future__ import annotations

import pytest

from assistant.structure.outline import outline
from assistant.ui.outline_view import outline_json, section_name, utf16_offset
from tests.ui.reports import document


def test_every_section_is_a_row_with_its_length() -> None:
    doc = document()
    value = outline_json(doc, outline(doc), draft="d", waiting={"1.1"})
    sections = {row["id"]: row for row in value["sections"]}
    assert [row["id"] for row in value["sections"]][:5] == ["u1", "u2", "1", "1.1", "1.2"]
    assert sections["1.1"]["open"]
    assert not sections["1.2"]["open"]
    assert sections["1"]["length"] > sections["1.1"]["length"] > 0
    assert sections["u1"]["title"] == "标题"
    assert value["length"] == sum(row["length"] for row in value["sections"] if row["level"] == 1)


def test_a_section_is_named_with_the_labels_above_it() -> None:
    doc = document()
    tree = outline(doc)
    section = tree.find("1.2")
    assert section is not None
    assert section_name(tree, section, "zh") == "一（二）工作作风方面"


def test_english_names_begin_with_a_capital() -> None:
    doc = document()
    value = outline_json(doc, outline(doc), draft="d", language="en")
    assert value["sections"][0]["title"] == "Title"


@pytest.mark.parametrize(
    ("text", "offset", "counted"), [("一二三", 2, 2), ("一𠮷三", 2, 3), ("𠮷𠮷", 1, 2), ("", 0, 0)]
)
def test_offsets_as_a_browser_counts(text: str, offset: int, counted: int) -> None:
    assert utf16_offset(text, offset) == counted
