"""The layout as data: what the standard gives, what may be adjusted, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.errors import UsageError
from assistant.layout import Layout, layout, layouts


def test_the_figures_of_the_standard() -> None:
    """GB/T 9704—2012: 5.1, 5.2.1, 5.2.3, 7.3.1, 7.3.3, 7.5."""
    found = layout()
    assert (found.page.width, found.page.height) == (210, 297)
    area = found.type_area
    assert (area.top, area.left, area.width, area.height) == (37, 28, 156, 225)
    assert (area.lines, area.characters) == (22, 28)
    assert found.font("title") == "方正小标宋简体"
    assert found.styles["title"].size == 22
    levels = [found.font(found.styles[kind].font) for kind in ("heading_1", "heading_2", "heading_3", "heading_4")]
    assert levels == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    assert {found.styles[kind].size for kind in ("body", "heading_1", "heading_2", "date")} == {16}
    assert (found.page_number.size, found.font(found.page_number.font), found.page_number.below) == (14, "宋体", 7)
    assert found.font("latin") == "Times New Roman"


def test_every_pitch_gives_22_lines() -> None:
    found = layout()
    for pitch in found.line_pitches:
        lines = found.type_area.height / 25.4 * 72 / pitch
        assert 21.99 < lines < 23  # at 29 the type area grows by a tenth of a millimetre


def test_adjusted() -> None:
    found = layout(line_pitch=29, fonts={"body": " 仿宋 ", "heading_2": "楷体"})
    assert found.line_pitch == 29
    assert found.font("body") == found.font("heading_3") == "仿宋"
    assert found.font("heading_2") == "楷体"
    assert layout().font("body") == "仿宋_GB2312"
    assert layout(line_pitch=None, fonts={}) == layout()


@pytest.mark.parametrize("pitch", [0, -28, 27, 28.5, 1000, float("nan"), float("inf"), True])
def test_other_pitches_are_refused(pitch: float) -> None:
    with pytest.raises(UsageError) as caught:
        layout(line_pitch=pitch)
    assert caught.value.code == "layout_line_pitch"
    assert "28、29" in caught.value.tell()


@pytest.mark.parametrize(
    ("fonts", "code"),
    [
        ({"heading": "黑体"}, "layout_font_role"),
        ({"": "黑体"}, "layout_font_role"),
        ({"body": ""}, "layout_font_name"),
        ({"body": "　"}, "layout_font_name"),
        ({"body": "仿" * 32}, "layout_font_name"),
        ({"body": '仿宋"/><w:b/>'}, "layout_font_name"),
        ({"body": "仿宋\n"[:2] + "\x00"}, "layout_font_name"),
        ({"latin": "Arial, sans-serif"}, "layout_font_name"),
        ({"body": None}, "layout_font_name"),
    ],
)
def test_other_fonts_are_refused(fonts: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        layout(fonts=fonts)
    assert caught.value.code == code
    assert caught.value.hint("zh") and caught.value.hint("en")


@pytest.mark.parametrize("name", ["", "没有", "../gbt9704", "gbt9704.yaml", "a" * 99])
def test_an_unknown_layout(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        layout(name)
    assert caught.value.code == "layout_unknown"
    assert "gbt9704" in caught.value.hint()
    assert layouts() == ("gbt9704",)


def test_data_that_is_not_whole_is_refused() -> None:
    data = layout().model_dump()
    for broken in ({"styles": {}}, {"fonts": {"body": "仿宋"}}, {"line_pitch": "weit"}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            Layout.model_validate({**data, **broken})
