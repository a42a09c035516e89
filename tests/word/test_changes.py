"""One change at a time: where it goes, how it is set, what becomes of numbers, what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import docx as python_docx
import pytest

from assistant.changes.edits import Edit
from assistant.documents import read_bytes
from assistant.errors import DocumentError
from assistant.word import Remark, Tracked, rewrite
from assistant.word.proof import main_part
from tests.documents import word_files as word
from tests.documents.table import OFFICE_NUMBERS
from tests.documents.word_files import definition, docx, field, instance, level, p, run, table, text_box
from tests.word.samples import BOLD, SONG, sample

BY = Tracked("镇党政办", datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
NAME = "稿子.docx"
LIST = definition(0, level(0, "chineseCounting", "（%1）")) + instance(1, 0)


def text_of(data: bytes) -> str:
    return read_bytes(data, NAME).text


def body_of(data: bytes) -> str:
    whole = main_part(data).decode("utf-8")
    return whole[whole.index("<w:body>") :]


def changed(data: bytes, change: Callable[[str], str], tracked: Tracked | None = None) -> bytes:
    return rewrite(data, NAME, change(text_of(data)), None, tracked=tracked).data


def runs_of(data: bytes) -> list[tuple[str, bool]]:
    """Text and boldness of every run."""
    document = python_docx.Document(io.BytesIO(data))
    return [(r.text, bool(r.bold)) for q in document.paragraphs for r in q.runs]


def test_untouched_characters_keep_their_look() -> None:
    data = docx(p(run("（一）学习不深入。", BOLD), run("学用结合不紧，交流发言只有5次。", SONG)))
    found = runs_of(changed(data, lambda t: t.replace("不紧", "不够紧密")))
    assert "".join(t for t, bold in found if bold) == "（一）学习不深入。"
    assert "".join(t for t, _ in found) == "（一）学习不深入。学用结合不够紧密，交流发言只有5次。"


def test_new_text_is_set_like_most_of_what_it_replaces() -> None:
    data = docx(p(run("甲", BOLD), run("乙丙丁戊", SONG), run("己", BOLD)))
    assert ("新的说法", False) in runs_of(changed(data, lambda t: "新的说法"))


def test_a_sentence_after_a_run_in_heading_is_body_text() -> None:
    data = docx(p(run("学习不深入。", BOLD), run("学用结合不紧。", SONG)))
    found = runs_of(changed(data, lambda t: t.replace("学用", "读书不多。学用")))
    assert [t for t, bold in found if bold] == ["学习不深入。"]


def test_a_new_paragraph_looks_like_the_body_and_not_like_the_heading() -> None:
    indent = '<w:ind w:firstLine="640"/>'
    data = docx(
        p(run("一、问题", BOLD), style="1") + p(run("正文一。", SONG), properties=indent),
        styles=word.NORMAL + word.style("1", name="heading 1"),
    )
    result = changed(data, lambda t: t.replace("一、问题\n", "一、问题\n新写的正文。\n"))
    paragraph = re.findall(r"<w:p>.*?</w:p>", body_of(result))[1]
    assert "新写的正文。" in paragraph
    assert 'w:firstLine="640"' in paragraph
    assert "pStyle" not in paragraph
    assert "<w:b/>" not in paragraph


@pytest.mark.parametrize("tracked", [None, BY])
def test_a_new_item_gets_the_number_and_loses_the_typed_one(tracked: Tracked | None) -> None:
    data = docx(p("学习方面", number=(1, 0)) + p("作风方面", number=(1, 0)) + p("末段"), numbering=LIST)
    result = rewrite(
        data, NAME, "（一）学习方面\n（二）新增方面\n（三）作风方面\n末段", None, tracked=tracked
    )
    assert text_of(result.data) == "（一）学习方面\n（二）新增方面\n（三）作风方面\n末段"
    assert "（二）" not in body_of(result.data)
    assert body_of(result.data).count("<w:numId ") == 3


@pytest.mark.parametrize("tracked", [None, BY])
def test_a_new_paragraph_without_number_gets_none(tracked: Tracked | None) -> None:
    data = docx(p("学习方面", number=(1, 0)) + p("作风方面", number=(1, 0)), numbering=LIST)
    result = rewrite(data, NAME, "（一）学习方面\n插进来的一段。\n（二）作风方面", None, tracked=tracked)
    assert text_of(result.data) == "（一）学习方面\n插进来的一段。\n（二）作风方面"
    assert 'w:numId w:val="0"' in body_of(result.data)
    assert not result.notices


@pytest.mark.parametrize("tracked", [None, BY])
def test_word_renumbers_and_it_is_told(tracked: Tracked | None) -> None:
    data = docx("".join(p(t, number=(1, 0)) for t in "甲乙丙") + p("末"), numbering=LIST)
    result = rewrite(data, NAME, "（一）甲\n（三）丙\n末", None, tracked=tracked)
    assert text_of(result.data) == "（一）甲\n（二）丙\n末"
    (notice,) = result.notices
    assert notice.code == "word_numbers_follow"
    assert "（三） → （二）" in notice.text("zh")


@pytest.mark.parametrize("tracked", [None, BY])
def test_a_number_typed_over_is_written_as_typed(tracked: Tracked | None) -> None:
    data = docx("".join(p(t, number=(1, 0)) for t in "甲乙丙") + p("末"), numbering=LIST)
    result = rewrite(data, NAME, "（一）甲\n附：乙\n（三）丙\n末", None, tracked=tracked)
    assert text_of(result.data) == "（一）甲\n附：乙\n（二）丙\n末"


def test_a_number_is_never_written_twice() -> None:
    data = sample("office_styles")
    new = text_of(data).replace("理论学习方面", "思想理论学习方面")
    result = rewrite(data, NAME, new)
    assert text_of(result.data) == new
    assert "（一）" not in body_of(result.data)


@pytest.mark.parametrize("tracked", [None, BY])
def test_text_boxes_are_changed_in_both_versions(tracked: Tracked | None) -> None:
    data = docx(p("前") + p(text_box(p("框中第一段"), p("框中第二段")), "后"))
    result = changed(data, lambda t: t.replace("第一段", "头一段"), tracked)
    assert body_of(result).count("头") == 2


def test_a_text_box_whose_versions_differ_is_refused() -> None:
    box = text_box(p("框中文字"))
    head, tail = box.rsplit("框中文字", 1)
    with pytest.raises(DocumentError) as caught:
        changed(docx(p("前") + p(head + "另外的话" + tail, "后")), lambda t: t.replace("框中", "匣中"))
    assert caught.value.code == "word_change_unplaced"
    assert caught.value.params["reason"] == "box"


@pytest.mark.parametrize(
    ("body", "change", "reason"),
    [
        (p("截至", field("DATE", "2024年3月"), "止。"), lambda t: t.replace("2024", "2025"), "field"),
        (p("表", f'<w:fldSimple w:instr="SEQ t">{run("12")}</w:fldSimple>'), lambda t: t.replace("12", "13"), "field"),
        (table(("甲", "乙"), ("丙", "丁")), lambda t: t.replace("\t乙", ""), "table"),
        (table(("甲", "乙"), ("丙", "丁")), lambda t: t.replace("\n丙\t丁", ""), "table"),
        (table(("甲", "乙"), ("丙", "丁")), lambda t: t.replace("乙", "乙\n新行"), "table"),
        (p("公式<m>".replace("<m>", ""), "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), lambda t: t.replace("a+b", "a-b"), "math"),
        (
            p(f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>{run("锁住的")}</w:sdtContent></w:sdt>'),
            lambda t: t.replace("锁住", "改动"),
            "control",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tracked", [None, BY])
def test_what_has_no_place_is_refused_and_named(
    body: str, change: Callable[[str], str], reason: str, tracked: Tracked | None
) -> None:
    with pytest.raises(DocumentError) as caught:
        changed(docx(body + p("末段")), change, tracked)
    assert caught.value.code == "word_change_unplaced"
    assert caught.value.params["reason"] == reason
    assert caught.value.params["place"] in caught.value.message("zh")


def test_a_cell_changes_in_its_place() -> None:
    data = sample("tables")
    result = changed(
        data, lambda t: t.replace("供水管道老化", "供水管网老化严重").replace("2\t\t", "2\t道路破损\t")
    )
    cells = [c.text for row in python_docx.Document(io.BytesIO(result)).tables[0].rows for c in row.cells]
    assert cells == ["序号", "问题", "责任单位", "1", "供水管网老化严重", "水利站", "2", "道路破损", "村建办"]


def test_strict_files_are_refused_by_name() -> None:
    strict = word.part("document", f"<w:body>{p('正文')}</w:body>").replace(word.WORD, word.STRICT_WORD)
    with pytest.raises(DocumentError) as caught:
        rewrite(docx("", parts={"word/document.xml": strict}), NAME, "别的")
    assert caught.value.code == "word_not_editable"


def test_hostile_files_are_refused_as_in_reading() -> None:
    bad = '<!DOCTYPE a [<!ENTITY b "c">]>' + word.part("document", "<w:body/>").split("?>", 1)[1]
    with pytest.raises(DocumentError) as caught:
        rewrite(docx("", parts={"word/document.xml": bad}), NAME, "别的")
    assert caught.value.code == "hostile_xml"
    with pytest.raises(DocumentError):
        rewrite(b"PK\x03\x04 no", NAME, "别的")


def test_control_characters_are_cleaned() -> None:
    result = changed(docx(p("甲乙")), lambda t: "甲\x00\x0b\ud800\ufffe新\x1b乙")
    assert text_of(result) == "甲新乙"


def test_markup_in_the_text_stays_text() -> None:
    assert text_of(changed(docx(p("甲乙")), lambda t: '甲<w:t>&amp;"]]>乙')) == '甲<w:t>&amp;"]]>乙'


def test_revisions_from_before_are_accepted_first() -> None:
    data = sample("revised_before")
    result = rewrite(data, NAME, text_of(data), None, tracked=BY)
    assert [n.code for n in result.notices] == ["word_revisions_accepted"]
    body = body_of(result.data)
    assert not re.search(r"<w:(ins|del|moveTo|moveFrom|rPrChange|pPrChange)\b", body)
    assert text_of(result.data) == text_of(data)


def test_a_clean_copy_has_no_comments_and_a_tracked_one_keeps_them() -> None:
    data = sample("commented")
    clean = rewrite(data, NAME, text_of(data))
    assert [(n.code, n.params) for n in clean.notices] == [("word_comments_removed", {"count": 1})]
    with zipfile.ZipFile(io.BytesIO(clean.data)) as package:
        assert "word/comments.xml" not in package.namelist()
        everything = "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
    assert "comment" not in everything
    assert "李四" not in everything
    kept = rewrite(data, NAME, text_of(data), tracked=BY, remarks=(Remark(0, 4, "说明"),))
    with zipfile.ZipFile(io.BytesIO(kept.data)) as package:
        comments = package.read("word/comments.xml").decode()
    assert comments.count("<w:comment ") == 2
    assert "李四" in comments


def test_remarks_stand_on_their_words() -> None:
    data = docx(p("集中学习12次。") + p("到村宣讲少。"))
    new = "集中学习15次。\n到村宣讲偏少。"
    at = new.index("15")
    result = rewrite(
        data,
        NAME,
        new,
        (Edit(4, 6, "15"), Edit(13, 13, "偏")),
        tracked=BY,
        remarks=(Remark(at, at + 2, "据学习台账\n第二行"),),
    )
    body = body_of(result.data)
    between = re.search(r'<w:commentRangeStart w:id="0"/>(.*?)<w:commentRangeEnd w:id="0"/>', body)
    assert between is not None
    assert "".join(re.findall(r"<w:t [^>]*>([^<]*)", between[1])) == "15"
    opened = python_docx.Document(io.BytesIO(result.data))
    comments = list(opened.comments)
    assert [(c.author, c.text) for c in comments] == [("镇党政办", "据学习台账\n第二行")]


def test_a_clean_copy_takes_no_remarks() -> None:
    with pytest.raises(ValueError, match="no comments"):
        rewrite(docx(p("甲")), NAME, "乙", remarks=(Remark(0, 1, "说明"),))


def test_edits_that_do_not_lead_there_are_not_used() -> None:
    data = docx(p("甲乙丙"))
    assert text_of(rewrite(data, NAME, "甲丁丙", (Edit(7, 9, "丁"),)).data) == "甲丁丙"


def test_the_proof_refuses_another_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that went wrong hands over nothing."""
    from assistant.word import host

    true_run = host.run
    monkeypatch.setattr(host, "run", lambda text, look: true_run(text + "多", look))
    with pytest.raises(DocumentError) as caught:
        changed(docx(p("甲乙")), lambda t: "甲新乙")
    assert caught.value.code == "word_proof_failed"


def test_the_proof_refuses_a_lost_look(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.word import runs

    def forgetful(element: object) -> None:
        true_cut(element)  # type: ignore[arg-type]
        for properties in list(element.getparent().getparent().iter(runs._RPR)):  # type: ignore[attr-defined]
            properties.getparent().remove(properties)

    true_cut = runs.cut_before
    monkeypatch.setattr("assistant.word.host.cut_before", forgetful)
    with pytest.raises(DocumentError) as caught:
        changed(docx(p(run("甲乙丙丁", BOLD))), lambda t: "甲乙新丙丁")
    assert caught.value.code == "word_proof_failed"


@pytest.mark.parametrize("tracked", [None, BY])
def test_a_divided_paragraph_keeps_its_looks(tracked: Tracked | None) -> None:
    data = docx(
        p(run("学习不深入。学用结合不紧，", SONG), run("交流发言", BOLD), run("只有5次。", SONG)) + p("末段")
    )
    result = changed(data, lambda t: t.replace("深入。", "深入。\n"), tracked)
    assert text_of(result) == "学习不深入。\n学用结合不紧，交流发言只有5次。\n末段"
    assert re.search(r"<w:b/></w:rPr><w:t [^>]*>交流发言</w:t>", body_of(result))


def test_a_new_item_with_another_number_is_told() -> None:
    data = docx(p("甲", number=(1, 0)) + p("乙", number=(1, 0)) + p("末"), numbering=LIST)
    result = rewrite(data, NAME, "（一）甲\n（二）乙\n（五）丙\n末")
    assert text_of(result.data) == "（一）甲\n（二）乙\n（三）丙\n末"
    assert result.notices[0].params == {"count": 1, "examples": "（五） → （三）"}


def test_numbers_of_the_office_sample_are_in_the_styles() -> None:
    assert OFFICE_NUMBERS
    data = sample("office_styles")
    new = text_of(data).replace("二是督办不及时。", "二是督办不及时。\n三是台账不完整。")
    result = rewrite(data, NAME, new, None, tracked=BY)
    assert text_of(result.data) == new
