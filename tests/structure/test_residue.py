"""Web residue: what is, what is not, and where."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.structure.lines import visible_lines
from assistant.structure.residue import head, inside, strength, tail
from tests.structure.trees import codes, tree_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("下载", "weak"), ("打印", "weak"), ("】", "weak"), ("大", "weak"),
        ("大 中 小", "weak"), ("打印 收藏 关闭", "strong"),
        ("【字号：加大 还原 减小】", "strong"), ("【字体：", "strong"), ("字号：大 中 小", "weak|strong|None"),
        ("来源：青禾日报", "medium"), ("时间：2024-02-03", "medium"), ("发布时间：2024年2月3日", "medium"),
        ("发布时间：2024-02-03　来源：本站　字号：[大][中][小]", "strong"), ("来源：青禾日报 日期：2024-02-03 打印", "strong"),
        ("日期：2024-03-05 地点：二楼会议室", "medium|None"), ("2024-02-03 09:02:33", "strong"), ("浏览次数：128", "strong"), ("责任编辑：王某", "strong"),
        ("上一篇：某镇工作总结", "strong"), ("下一篇：没有了", "strong"), ("分享到：", "strong"),
        ("您的位置：首页 > 政务公开", "strong"), ("扫一扫在手机打开当前页", "strong"), ("相关报道：", "strong"),
        ("仅供学习参考，请勿转载", "strong"), ("本文仅供个人学习使用", "strong"), ("版权所有 青禾县人民政府", "strong"),
        ("本文来源于网络，如有侵权请联系删除", "strong"), ("公众号：公文写作助手", "strong"),
        ("https://example.invalid/a/b.html", "strong"), ("本报记者 朱某 摄", "strong"), ("青ICP备12345678号", "strong"),
        # what a report itself says
        ("来源多样，渠道畅通，群众满意。", None), ("时间紧、任务重，各村要抓紧落实。", None),
        ("以上意见仅供领导参考。", None), ("开通了“青禾发布”微信公众号，推送信息120条。", None),
        ("建立工作微信群，及时发布通知。", None), ("打印机采购不规范", None), ("大力推进乡村振兴", None),
        ("引导群众下载反诈软件2000余人次。", None), ("关注老年人免费体检工作", None), ("主办单位要负总责，协办单位要配合。", None),
        ("编辑村史资料3册", None), ("分享学习心得", None), ("更多资源向基层下沉。", None), ("提供更多材料支撑", None),
    ],
)  # fmt: skip
def test_strength(line: str, expected: str | None) -> None:
    found = strength(line)
    assert str(found) in expected.split("|") if expected and "|" in expected else found == expected


def lines_of(text: str) -> tuple[str, tuple]:  # type: ignore[type-arg]
    return text, visible_lines(Document.from_text(text))


def test_one_button_or_one_date_alone_is_no_residue() -> None:
    for text in ("下载\n一、问题", "来源：群众来信\n一、问题", "时间：2024年3月5日\n地点：二楼会议室\n主持人：李某\n一、议题"):
        words, lines = lines_of(text)
        assert head(words, lines, len(lines) - 1) == frozenset()


def test_minutes_keep_their_time_and_place() -> None:
    text, lines = lines_of("会议记录\n日期：2024-03-05\n时间：2024年3月5日\n地点：二楼会议室\n一、议题")
    assert head(text, lines, 4) == frozenset()


def test_the_value_below_a_name_is_residue_too() -> None:
    text, lines = lines_of("来源：\n青禾日报\n【字号：\n大\n中\n小\n】\n青禾镇工作总结\n各位代表：")
    assert head(text, lines, 8) == frozenset(range(7))


def test_the_authors_line_between_residue_is_not() -> None:
    text, lines = lines_of("来源：青禾日报\n时间：2024-02-09\n青禾县县长　李某\n李某作报告。本报记者 王某 摄\n各位代表：")
    assert head(text, lines, 4) == {0, 1, 3}


def test_the_tail_begins_at_the_first_line_of_residue() -> None:
    text, lines = lines_of("二、打算\n继续努力。\n责任编辑：\n李某\n扫一扫在手机打开当前页\n青禾县工作总结\n关闭窗口")
    assert tail(text, lines, 0) == 2


def test_the_tail_does_not_swallow_the_report() -> None:
    prose = "全镇上下要以更加饱满的热情投入工作，" * 8
    text, lines = lines_of(f"二、打算\n来源：群众来信\n{prose}\n{prose}\n{prose}\n关闭窗口")
    assert tail(text, lines, 0) == 5
    text, lines = lines_of("二、打算\n继续努力。\n分享到：微信\n三、保障\n加强领导。")
    assert tail(text, lines, 3) == len(lines)


def test_inside_only_what_is_beyond_doubt() -> None:
    text, lines = lines_of(
        "一、学习\n学习12次。\n- 3 -\n打印\n来源：日报\n第 4 页 共 10 页\n欢迎关注公众号获取更多范文\n资料仅供学习参考。\n二、作风\n实。"
    )
    assert inside(text, lines, 0, len(lines)) == (2, 5, 6, 7)


def test_residue_is_a_section_without_label_and_told() -> None:
    text = "青禾镇工作总结\n下载\n打印\n全屏\n青禾镇工作总结\n一、成绩\n修路5公里。\n相关报道："
    assert tree_of(text) == "u1 residue\nu2 title 青禾镇工作总结\n1 achieve 一、成绩\nu3 residue"
    assert codes(text) == ["residue_head", "residue_tail"]
