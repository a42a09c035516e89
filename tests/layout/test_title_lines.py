"""Where a long title breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.layout.title_lines import title_width
from assistant.layout.widths import width

MOST = 20.1


def lines(title: str) -> list[str]:
    """As an office program sets the title: each line as full as its room allows."""
    room = title_width(title, MOST) or MOST
    found = [""]
    for character in title:
        if width(found[-1] + character) > room:
            found.append("")
        found[-1] += character
    return found


@pytest.mark.parametrize(
    "expected",
    [
        "青禾镇二〇二五年度工作总结",
        "青禾镇领导班子2025年度民主生活会|个人对照检查材料",
        "在全县抓党建促乡村振兴|工作推进会议上的发言",
        "青禾镇人民政府关于印发青禾镇|农村人居环境整治方案的通知",
    ],
)
def test_breaks_between_words(expected: str) -> None:
    assert "|".join(lines(expected.replace("|", ""))) == expected


@pytest.mark.parametrize("title", ["在平漪县第十五届人民代表大会第四次会议上的报告材料", "青禾镇2024年度和2025年度工作对照情况报告"])
def test_numbers_stay_whole(title: str) -> None:
    for line in lines(title)[:-1]:
        assert not line.endswith(("第", "第十", "第十五", "2", "20", "202"))


@given(st.text("青禾镇关于落实的、《》2025年度工作a ", max_size=100))
def test_any_title(title: str) -> None:
    room = title_width(title, MOST)
    if room is None:
        assert width(title) <= MOST or len(lines(title)) > 1
        return
    assert room <= MOST
    found = lines(title)
    assert len(found) <= 5
    assert "".join(found) == title
