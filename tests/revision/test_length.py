"""Lengths counted as Word counts, wishes that name one, and the ready-made wishes."""

from __future__ import annotations

import pytest

from assistant.revision.length import Target, count, target
from assistant.revision.presets import preset, presets


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("　　理论学习不够。", 7),
        ("2023年集中学习12次", 8),
        ("GDP 增长 5.5%。", 5),
        ("“千万工程”——好…", 10),
        ("one two, three", 3),
        ("一\n\n二", 2),
        ("①落实", 3),
    ],
)
def test_count(text: str, length: int) -> None:
    assert count(text) == length


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        ("压到3000字，大帽子别动", Target(3000)),
        ("压缩至 500 字以内", Target(500, "at_most")),
        ("控制在八百字", Target(800)),
        ("扩写到一千二百字左右", Target(1200)),
        ("不超过６００字", Target(600, "at_most")),
        ("最多300字", Target(300, "at_most")),
        ("写成三千五字", Target(3500)),
        ("改成两百来字", Target(200)),
        ("一万二千字左右", Target(12000)),
        ("改得更具体", None),
        ("删掉300字的套话", None),
        ("第3条改一改", None),
        ("这几个字改了", None),
    ],
)
def test_a_length_in_a_wish(wish: str, wanted: Target | None) -> None:
    assert target(wish) == wanted


def test_a_target_is_missed_or_not() -> None:
    assert (
        Target(1000).missed_by(1090) == 0
        and Target(1000).missed_by(1200) == 200
        and Target(1000).missed_by(700) == 300
    )
    assert Target(1000, "at_most").missed_by(1001) == 1 and Target(1000, "at_most").missed_by(400) == 0


class TestPresets:
    def test_the_named_ones_are_there(self) -> None:
        assert [p.label["zh"] for p in presets()] == [
            "更具体",
            "更精炼",
            "更规范",
            "扩写",
            "换一种写法",
            "加强问题剖析",
            "压到……字",
        ]

    def test_each_has_a_wish_in_both_languages(self) -> None:
        for entry in presets():
            for language in ("zh", "en"):
                wish = entry.wish_for(language, count=800)  # type: ignore[arg-type]
                assert len(wish) > 20 and "{" not in wish

    def test_the_length_names_its_counting_rule_and_is_understood_as_a_target(self) -> None:
        wish = preset("compress").wish_for("zh", count=800)
        assert "Word" in wish and target(wish) == Target(800)

    def test_the_length_needs_a_number(self) -> None:
        with pytest.raises(ValueError, match="number"):
            preset("compress").wish_for()

    def test_only_the_length_is_a_wish_about_length(self) -> None:
        assert [p.id for p in presets() if target(p.wish_for(count=800))] == ["compress"]
