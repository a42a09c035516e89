"""References to sections, exact ones and those of a chat."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.errors import SectionError
from assistant.structure.outline import Outline, outline
from assistant.structure.place import Place, resolve_place
from assistant.structure.section_reference import candidates, display, resolve
from tests.shared import SHARED, needs_shared

REPORT = """松溪镇副镇长对照检查材料
根据县委安排，我作如下检查：
一、存在的问题
（一）在理论学习方面
一是学习不系统。
二是笔记不全。
（二）在政治素质方面
站位不高。
（三）在工作作风方面
是下村少。
二是调研浅，石桥村改厕的事拖了半年。
三是回复慢。
（%1）在廉洁自律方面
谈话走形式。
二、原因分析
（一）理论学习抓得不紧
时紧时松。
（二）宗旨意识有所淡化
对群众冷。
（三）担当精神弱化
怕出错。
三、下步打算
（一）强化理论武装
1.每周学习。
2.每月交流。
（二）改进工作作风
每月下村。
（三）严守廉洁底线
不收礼。
以上报告，请批评指正。"""


def of(text: str) -> Outline:
    return outline(Document.from_text(text))


@pytest.fixture(scope="module")
def report() -> Outline:
    return of(REPORT)


@pytest.mark.parametrize(
    ("reference", "section"),
    [
        ("2.3", "2.3"), ("1", "1"), ("3.1.2", "3.1.2"), ("u2", "u2"),
        ("二（三）", "2.3"), ("二(三)", "2.3"), ("二、（三）", "2.3"), (" 二 （三） ", "2.3"), ("二（3）", "2.3"), ("2（三）", "2.3"),
        ("一（四）", "1.4"), ("（四）", "1.4"),  # the label as repaired, unique
        ("第二部分（三）", "2.3"), ("第二部分第三点", "2.3"), ("第2部分第3条", "2.3"), ("第二部分的第三个", "2.3"),
        ("三（一）2", "3.1.2"), ("三（一）2.", "3.1.2"), ("三（一）第二条", "3.1.2"),
        ("三", "3"), ("三、", "3"), ("第三部分", "3"), ("最后一部分", "3"),
        ("政治素质", "1.2"), ("政治素质方面", "1.2"), ("在政治素质方面", "1.2"), ("宗旨意识", "2.2"), ("担当", "2.3"),
        ("在工作作风方面", "1.3"), ("工作作风", "1.3"),  # the whole heading beats a part of another
        ("廉洁底线", "3.3"), ("原因分析", "2"), ("存在的问题", "1"), ("下步打算", "3"), ("整改措施", "3"),
        ("正治素质", "1.2"), ("宗指意识", "2.2"), ("工做作风", "1.3"),  # typos
        ("标题", "u1"), ("开头", "u2"), ("结尾", "u3"), ("引言", "u2"), ("结束语", "u3"),
        ("三（一）强化理论武装", "3.1"), ("（二）宗旨意识有所淡化", "2.2"), ("一、存在的问题", "1"),
    ],
)  # fmt: skip
def test_resolve(report: Outline, reference: str, section: str) -> None:
    assert resolve(report, reference).id == section


@pytest.mark.parametrize(
    ("reference", "sections"),
    [
        ("（三）", ["1.3", "2.3", "3.3"]),
        ("（一）", ["1.1", "2.1", "3.1"]),
        ("学习", ["1.1", "2.1", "3.1.1"]),
        ("廉洁", ["1.4", "3.3"]),
    ],
)
def test_ambiguous(report: Outline, reference: str, sections: list[str]) -> None:
    with pytest.raises(SectionError) as caught:
        resolve(report, reference)
    error = caught.value
    assert error.code == "section_ambiguous"
    assert error.where == reference
    assert [resolve(report, candidate).id for candidate in error.candidates] == sections
    assert "可能指好几个部分" in error.message("zh")
    assert "several" in error.message("en")


@pytest.mark.parametrize("reference", ["二（九）", "9.9", "第八部分", "水利建设", "随便", "", "？", "2.3.4.5", "（十）", "二（九）三"])
def test_unknown(report: Outline, reference: str) -> None:
    with pytest.raises(SectionError) as caught:
        resolve(report, reference)
    assert caught.value.code == "section_unknown"
    assert caught.value.candidates
    for candidate in caught.value.candidates:
        assert display(report, resolve(report, candidate)) == candidate


def test_every_display_is_unique_readable_and_understood(report: Outline) -> None:
    shown = [display(report, section) for section in report.walk()]
    assert len(set(shown)) == len(shown)
    assert "一（三）在工作作风方面（1.3）" in shown
    assert "一、存在的问题（1）" in shown
    assert [resolve(report, name).id for name in shown] == [section.id for section in report.walk()]
    english = [display(report, section, "en") for section in report.walk()]
    assert [resolve(report, name).id for name in english] == [section.id for section in report.walk()]


def test_a_long_heading_is_shortened_where_it_is_offered() -> None:
    found = of("一、问题\n（一）在“" + "带头把握大局大势、担当作为、履职尽责，" * 6 + "”方面，表现为“三个不够”。\n甲。\n（二）其他\n乙。")
    shown = display(found, found.sections[0].children[0])
    assert len(shown) < 60
    assert resolve(found, shown).id == "1.1"


def test_an_unsettled_repetition_is_ambiguous() -> None:
    found = of("一、情况\n（一）学习\n甲。\n（一）项目\n乙。\n（二）民生\n丙。\n（三）党建\n丁。")
    with pytest.raises(SectionError) as caught:
        resolve(found, "一（一）")
    assert caught.value.code == "section_ambiguous"


def test_labels_of_another_level_are_tolerated() -> None:
    found = of("（一）问题\n1.学习\n少。\n2.作风\n浮。\n（二）措施\n1.学\n多。")
    assert resolve(found, "一（2）").id == "1.2"
    assert resolve(found, "第二部分").id == "2"
    assert resolve(found, "（一）2").id == "1.2"


def test_candidates_come_best_first_and_tolerate_typos(report: Outline) -> None:
    assert [s.id for s in candidates(report, "正治素质")][:1] == ["1.2"]
    assert [s.id for s in candidates(report, "理论学习那一条")][:2] == ["1.1", "2.1"]
    assert candidates(report, "水利") == ()


def told(places: tuple[Place, ...]) -> list[str]:
    return [p.section.id + (f"/{p.item.label}" if p.item else "") for p in places]


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("工作作风第一条不像咱镇的事,是不是串了,改改别瞎编", "1.3/一是"),
        ("第四个问题没原因也没措施吧 补一下", "1.4"),
        ("第三个问题太虚", "1.3"),
        ("最后一个问题写具体点", "1.4"),
        ("第二条措施换个写法", "3.2"),
        ("第一个原因再挖深些", "2.1"),
        ("理论学习那一条太空", "1.1"),
        ("宗旨意识那块加强剖析", "2.2"),
        ("最后一块再精炼些", "3"),
        ("第二部分（三）扩写", "2.3"),
        ("二（三）和三（一）合并一下", "2.3"),
        ("把一（三）二是那条写具体", "1.3/二是"),
        ("问题部分（一）的第二点不要了", "1.1/二是"),
        ("开头太长", "u2"),
        ("大帽子别动", "u2"),
        ("结尾换一种写法", "u3"),
        ("原因分析那部分太笼统", "2"),
        ("措施里第三条再具体点", "3.3"),
        ("(三)那几条太虚,参考别的镇咋写的", "1.3"),
        ("2.2 写得不好", "2.2"),
        ("第一部分第二点第一条", "1.2"),
    ],
)
def test_places(report: Outline, phrase: str, first: str) -> None:
    assert told(resolve_place(report, phrase))[:1] == [first]


@pytest.mark.parametrize(
    "phrase",
    ["压到3000字", "帮我找几个乡村振兴的例子", "第二处留着", "还是刚才那版", "改改错别字", "", "加强剖析", "写得更具体", "投资2.3亿元写错了", "全文润色一遍"],
)
def test_no_place(report: Outline, phrase: str) -> None:
    assert resolve_place(report, phrase) == ()


def test_several_parts_of_one_message_have_starts_of_their_own(report: Outline) -> None:
    places = resolve_place(report, "二（三）和三（一）合并一下")
    assert told(places) == ["2.3", "3.1"]
    assert len({p.start for p in places}) == 2
    ambiguous = resolve_place(report, "（二）改一下")
    assert told(ambiguous) == ["1.2", "2.2", "3.2"]
    assert len({p.start for p in ambiguous}) == 1


def test_what_is_to_be_kept_is_told(report: Outline) -> None:
    assert [p.kept for p in resolve_place(report, "大帽子别动")] == [True]
    assert [p.kept for p in resolve_place(report, "宗旨意识那条不要改")] == [True]
    assert [p.kept for p in resolve_place(report, "宗旨意识那条改一下")] == [False]


def test_the_selected_section_is_asked_first(report: Outline) -> None:
    assert told(resolve_place(report, "第一条改改", selected="1.3"))[0] == "1.3/一是"
    assert told(resolve_place(report, "第二条改改", selected="3"))[0] == "3.2"
    assert told(resolve_place(report, "（二）改改", selected="2"))[0] == "2.2"
    assert told(resolve_place(report, "第一条改改", selected="nowhere"))


def test_words_of_the_text_are_found_where_no_heading_has_them(report: Outline) -> None:
    assert resolve_place(report, "改厕那段写具体些") == ()
    places = resolve_place(report, "改厕那段写具体些", text=Document.from_text(REPORT).text)
    assert told(places) == ["1.3/二是"]


def test_scores_are_in_order_and_bounded(report: Outline) -> None:
    for phrase in ("（三）", "理论学习那条", "工作作风", "最后一条", "第三个"):
        scores = [p.score for p in resolve_place(report, phrase)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1.05 for score in scores)


@needs_shared
@pytest.mark.parametrize(
    ("name", "message", "first", "others"),
    [
        ("主题教育", "能力本领第一条不像咱镇的事,是不是串了,改改别瞎编", "1.3/一是", set()),
        ("镇长", "第四个问题没原因也没措施吧 补一下", "1.4", set()),
        ("镇班子", "(三)那几条太虚,参考别的镇咋写的但别抄", "2.3", {"3.3", "4.3"}),
        ("主题教育", "压到3000字,大帽子别动,比如后面的留着", "u1", set()),
        ("镇长", "不对 还是刚才那版,第二处留着,廉洁那条朋友圈重复了也弄下", "3.4", set()),
    ],
)
def test_messages_of_real_users_on_the_real_reports(name: str, message: str, first: str, others: set[str]) -> None:
    assert SHARED is not None
    path = next(p for p in (SHARED / "reports").glob("*.txt") if p.name.startswith(name + "-"))
    document = Document.from_text(path.read_text(encoding="utf-8"))
    places = resolve_place(outline(document), message, text=document.text)
    assert told(places)[0] == first
    assert set(told(places)[1:]) == others
