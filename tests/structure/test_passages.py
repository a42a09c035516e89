"""Passages: cut at items, then at sentence ends; never across sections; nothing lost."""

from __future__ import annotations

import re

from assistant.document import Document, Paragraph, line_spans
from assistant.structure.outline import outline
from assistant.structure.passages import MOST, Passage, passage_json, passages
from assistant.structure.sentences import cut_long, sentence_spans
from tests.structure.mini_reports import MINI_REPORTS

SENTENCE = "镇里组织干部走村入户听取意见并逐条登记在册。"


def cut(text: str) -> tuple[Passage, ...]:
    document = Document.from_text(text)
    return passages(document, outline(document), "a" * 64)


def texts(text: str) -> list[str]:
    return [p.text for p in cut(text)]


def test_items_are_passages_of_their_own() -> None:
    one, two = "一是学习不深。" + SENTENCE * 3, "二是调研不实。" + SENTENCE * 3
    assert texts(f"一、问题\n{one}\n{two}") == [one, two]
    assert texts(f"一、问题\n{one}{two}") == [one, two]


def test_paragraphs_are_not_joined_unless_short() -> None:
    long, short = SENTENCE * 4, "如石桥村。"
    assert texts(f"一、问题\n{long}\n{long}") == [long, long]
    assert texts(f"一、问题\n{long}\n{short}") == [f"{long}\n{short}"]
    assert texts(f"一、问题\n{short}\n{long}") == [f"{short}\n{long}"]


def test_nothing_is_joined_across_sections() -> None:
    assert texts("一、问题\n（一）学习\n少。\n（二）作风\n浮。") == ["少。", "浮。"]


def test_the_introduction_of_a_parent_is_a_passage_with_the_parents_path() -> None:
    found = cut("一、问题\n主要有两个方面的问题需要引起重视。\n（一）学习\n少。")
    assert [p.path for p in found] == [("一、问题",), ("一、问题", "（一）学习")]
    assert found[0].text == "主要有两个方面的问题需要引起重视。"


def test_a_long_paragraph_is_cut_at_sentence_ends_into_about_equal_pieces() -> None:
    found = texts("一、回顾\n" + SENTENCE * 40)
    assert len(found) == 3
    assert all(text.endswith("。") and 200 <= len(text) <= MOST for text in found)
    assert "".join(found) == SENTENCE * 40


def test_a_very_long_sentence_is_cut_at_semicolons_then_commas_then_anywhere() -> None:
    clause = "抓住重点环节持续用力推进各项工作落地见效"
    for mark in "；，":
        found = texts("一、回顾\n" + (clause + mark) * 40 + "完。")
        assert all(len(text) <= MOST for text in found)
        assert all(text.endswith(mark) for text in found[:-1])
    found = texts("一、回顾\n" + clause * 60)
    assert all(40 <= len(text) <= MOST for text in found)
    assert "".join(found) == clause * 60


def test_no_passage_of_title_residue_and_signature() -> None:
    text = "青禾镇工作总结\n（2024年1月）\n下载\n打印\n收藏\n一、成绩\n修路5公里，惠及群众三千余人，群众出行更加便捷安全。\n青禾镇党委\n2024年1月5日\n相关报道："
    assert texts(text) == ["修路5公里，惠及群众三千余人，群众出行更加便捷安全。"]


def test_opening_and_closing_are_passages_without_path() -> None:
    found = cut("同志们：\n根据安排，现将情况报告如下：\n一、成绩\n修路5公里。\n以上报告，请批评指正。")
    assert [(p.role, p.path) for p in found] == [("opening", ()), ("achievements", ("一、成绩",)), ("closing", ())]
    assert found[0].text == "同志们：\n根据安排，现将情况报告如下："


def test_residue_in_the_middle_is_left_out_but_not_joined_over() -> None:
    found = texts("一、成绩\n修路5公里。\n- 3 -\n改厕300户。\n二、打算\n继续。")
    assert found == ["修路5公里。", "改厕300户。", "继续。"]


def test_a_list_entry_is_a_passage_although_it_is_a_heading() -> None:
    found = cut("一、措施\n1.每周组织学习一次。\n2.每月下村四天。\n二、打算\n继续。")
    assert [(p.path[-1], p.text) for p in found[:2]] == [
        ("1.每周组织学习一次", "每周组织学习一次。"),
        ("2.每月下村四天", "每月下村四天。"),
    ]


def test_rows_of_a_table_stay_whole_and_keep_together() -> None:
    rows = [f"问题{i}\t学习不够系统，下村次数偏少\t办公室\t2024年{i}月底前完成整改并长期坚持下去" for i in range(1, 13)]
    text = "一、台账\n" + "\n".join(rows) + "\n二、打算\n继续。"
    paragraphs = tuple(
        Paragraph(s.start, s.end, container="table" if 1 <= i <= 12 else "body") for i, s in enumerate(line_spans(text))
    )
    document = Document(text, paragraphs)
    found = passages(document, outline(document))
    table = [p.text for p in found if "\t" in p.text]
    assert "\n".join(table).split("\n") == rows
    assert 1 < len(table) < 12


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = "一、回顾\n今年以来，我们坚持把产业发展放在首位，扎实推进各项\n工作，引进项目三个，完成投资一点五亿元，带动就业三百\n人。\n群众满意度不断提升，社会大局保持稳定，各项事业都有新的进步和发展。"
    assert texts(text) == [
        "今年以来，我们坚持把产业发展放在首位，扎实推进各项\n工作，引进项目三个，完成投资一点五亿元，带动就业三百\n人。",
        "群众满意度不断提升，社会大局保持稳定，各项事业都有新的进步和发展。",
    ] or len(texts(text)) == 1


def test_ids_and_json() -> None:
    found = cut("一、成绩\n修路。\n二、问题\n钱少。")
    assert [p.id for p in found] == ["a" * 16 + "-0000", "a" * 16 + "-0001"]
    assert passage_json(found[0]) == {
        "id": "a" * 16 + "-0000", "text": "修路。", "start": 5, "end": 8, "role": "achievements", "path": ["一、成绩"],
    }  # fmt: skip


def test_all_visible_text_of_sections_is_in_passages() -> None:
    for mini in MINI_REPORTS:
        document = Document.from_text(mini.text)
        found = outline(document)
        covered = bytearray(len(document.text))
        for passage in passages(document, found):
            covered[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
        for section in found.walk():
            if section.kind not in ("section", "opening"):
                continue
            end = section.children[0].start if section.children else section.body_end
            for match in re.finditer(r"\S+", document.text[section.body_start : end]):
                at = section.body_start + match.start()
                assert covered[at] or re.match(r"-|3|公众号|欢迎关注", match[0]), (mini.name, match[0])


def test_sentence_spans_keep_closing_quotes_and_skip_blanks() -> None:
    text = "　他说：“要抓紧。”大家同意。\n真的吗？！\n　\n结束"
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == ["他说：“要抓紧。”", "大家同意。", "真的吗？！", "结束"]


def test_cut_long_keeps_everything() -> None:
    text = "甲乙丙丁，" * 50
    pieces = [text[a:b] for a, b in cut_long(text, 0, len(text), 60, 20)]
    assert "".join(pieces) == text
    assert all(20 <= len(piece) <= 60 for piece in pieces)
