"""The draft to try: every fault it is said to have is there, and the prepared rewrite is a good one."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from assistant.samples import Fault, sample_draft

DRAFT = sample_draft()
TEXT = DRAFT.path.read_text(encoding="utf-8").removesuffix("\n")
LEDGER = next(path for path in DRAFT.materials if path.suffix == ".csv")
NOTICE = next(path for path in DRAFT.materials if path.suffix == ".txt").read_text(encoding="utf-8")
FAULTS = {fault.kind: fault for fault in DRAFT.faults}

with LEDGER.open(encoding="utf-8", newline="") as file:
    VISITS = list(csv.DictReader(file))


def test_the_draft_is_of_a_fair_length_and_named() -> None:
    assert 2_200 <= len(re.sub(r"\s", "", TEXT)) <= 2_800
    assert TEXT.startswith(DRAFT.title)
    assert all(path.is_file() for path in (DRAFT.path, DRAFT.rewrite, *DRAFT.materials))


def test_no_sample_report_names_the_drafts_places() -> None:
    from assistant.samples import sample_reports

    places = {row["村（社区）"] for row in VISITS} | {"青石桥镇", "陆知远"}
    for path in sample_reports():
        text = path.read_text(encoding="utf-8")
        assert not [place for place in places if place in text], path.name


@pytest.mark.parametrize("fault", DRAFT.faults, ids=lambda fault: fault.kind)
def test_every_fault_stands_in_the_draft(fault: Fault) -> None:
    expected = 2 if fault.kind == "repeated_sentence" else 1
    assert TEXT.count(fault.quote) == expected
    assert fault.tell("zh") != fault.tell("en")
    english = re.sub("（[二三四]）|坚定“四个自信”", "", fault.what.en)
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_each_kind_of_fault_stands_once() -> None:
    assert len(FAULTS) == len(DRAFT.faults) >= 9


def test_the_declared_count_is_wrong() -> None:
    from assistant.documents import read
    from assistant.structure.outline import outline

    problems = outline(read(DRAFT.path)).find("1")
    assert problems is not None
    assert len(problems.children) == 4
    assert "五个方面" in FAULTS["declared_count"].quote
    assert "四个方面" in NOTICE


def test_the_labels_are_damaged_where_it_says() -> None:
    from assistant.documents import read
    from assistant.structure.outline import outline

    result = outline(read(DRAFT.path))
    labels = {section.heading: (section.label, section.written_label) for section in result.walk()}
    repaired = {heading: pair for heading, pair in labels.items() if pair[1] not in (None, pair[0])}
    assert repaired["廉洁自律方面"] == ("（四）", "（%1）")
    assert repaired["严守廉洁底线"] == ("（三）", "（二）")
    assert len(repaired) == 2
    assert result.warnings


def test_an_item_is_missing() -> None:
    section = TEXT[TEXT.index("（二）能力本领方面") : TEXT.index("（三）工作作风方面")]
    assert re.findall(r"^([一二三四])是", section, re.MULTILINE) == ["一", "三"]


def test_a_problem_has_no_measure() -> None:
    measures = TEXT[TEXT.index("三、整改措施") :]
    assert not re.search("收购|山林|枫香岭|青石桥村|统筹", measures)
    assert re.search("27户的改厕", measures)  # others have theirs


def test_the_year_is_stale() -> None:
    meeting = re.search(r"定于(\d{4})年", NOTICE)
    stale = re.search(r"(\d{4})年", FAULTS["stale_year"].quote)
    assert meeting and stale
    assert int(stale[1]) < int(meeting[1])


def test_half_width_marks_stand_only_where_it_says() -> None:
    rest = TEXT.replace(FAULTS["half_width_punctuation"].quote, "").replace("（%1）", "")
    assert not re.search(r"[,;:?!()]", rest)


def test_the_section_of_the_rewrite_resolves() -> None:
    from assistant.documents import read
    from assistant.structure.outline import outline
    from assistant.structure.section_reference import resolve

    section = resolve(outline(read(DRAFT.path)), DRAFT.section)
    assert section.heading == "工作作风方面"
    assert TEXT[section.body_start : section.body_end].startswith("一是调查研究不够深入。")


def test_the_rewrite_changes_some_sentences_and_keeps_others() -> None:
    from assistant.changes.diff import apply, hunks
    from assistant.documents import read
    from assistant.structure.outline import outline
    from assistant.structure.section_reference import resolve
    from assistant.structure.sentences import sentence_spans

    section = resolve(outline(read(DRAFT.path)), DRAFT.section)
    original = TEXT[section.body_start : section.body_end]
    proposed = DRAFT.rewrite_text()
    changes = hunks(original, proposed, offset=section.body_start)
    assert 5 <= len(changes) <= 9
    assert apply(TEXT, changes) == TEXT[: section.body_start] + proposed + TEXT[section.body_end :]
    touched = [range(change.start, change.end) for change in changes]
    kept = [
        TEXT[start:end]
        for start, end in sentence_spans(TEXT, section.body_start, section.body_end)
        if not any(start < r.stop and r.start < end for r in touched)
    ]
    assert len(kept) >= 2
    assert all(sentence in proposed for sentence in kept)


def test_the_rewrite_asks_for_what_is_missing() -> None:
    questions = re.findall(r"【待补：([^】]+)】", DRAFT.rewrite_text())
    assert len(questions) >= 2
    assert all(question.endswith("？") for question in questions)
    assert "**" not in DRAFT.rewrite_text()


def test_the_figures_of_the_rewrite_come_from_draft_and_ledger() -> None:
    rewrite = DRAFT.rewrite_text()
    reasons = Counter(row["事由"] for row in VISITS)
    wishes = Counter(row["办理情况"] for row in VISITS if row["群众当面提出的诉求"])
    summer = [row for row in VISITS if row["村（社区）"] == "柳湾村" and "2025-06" <= row["日期"] < "2025-10"]
    assert f"下村{len(VISITS)}次" in rewrite
    assert f"陪同检查{reasons['陪同检查']}次" in rewrite
    assert f"到村开会{reasons['到村开会']}次" in rewrite
    assert f"谈心的只有{reasons['走访谈心']}次" in rewrite
    assert f"到村督查只有{reasons['人居环境督查']}次" in rewrite
    assert f"诉求{wishes.total()}件，到11月底办结{wishes['已办结']}件，另外{wishes['未答复']}件" in rewrite
    assert f"去过这个村{len(summer)}次" in rewrite
    assert all(row["入户数"].isdigit() for row in VISITS)
    dates = [row["日期"] for row in VISITS]
    assert dates == sorted(dates)
    assert [int(row["序号"]) for row in VISITS] == list(range(1, len(VISITS) + 1))


def test_numbers_of_the_rewrite_are_given() -> None:
    given = TEXT + LEDGER.read_text(encoding="utf-8")
    known = set(re.findall(r"\d+", given))
    derived = {"20", "11", "7", "4", "8", "46"}  # counted in the ledger: see the test above
    known |= {str(int(n)) for n in known}
    assert set(re.findall(r"\d+", DRAFT.rewrite_text())) <= known | derived
