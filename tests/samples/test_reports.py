"""The example reports: enough of them, of enough kinds, clean in form, nobody's sentences but their own."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from assistant.document import Document
from assistant.samples import sample_reports
from tests.samples.runs import grams, shared_runs
from tests.shared import needs_shared, shared_texts

REPORTS = sample_reports()
DIGITS = "一二三四五六七八九十"
ITEM = re.compile(rf"(?:^|[。；：，”）\u3000\n])\s*([{DIGITS}])是")
VERSIONS = "鹤鸣圩镇副镇长2024年度民主生活会对照检查材料"

EXPECTED = {
    "乌桕坪镇领导班子主题教育专题民主生活会对照检查材料": ("self_criticism", 2023),
    "乌桕坪镇领导班子2025年度述职述廉报告": ("duty_report", 2025),
    "云岫县农村养老服务情况调研报告": ("research", 2024),
    "岭脚村党支部2022年度组织生活会对照检查材料": ("self_criticism", 2022),
    "平漪县2025年政府工作报告": ("work_report", 2025),
    "平漪县卫生健康局关于县委第三巡察组反馈意见整改情况的报告": ("rectification_report", 2023),
    "景川区住建局局长2022年度民主生活会发言": ("meeting_speech", 2022),
    "景川区信访局深入贯彻中央八项规定精神学习教育问题整改情况报告": ("rectification_report", 2025),
    "望陵县城市管理局副局长2025年度民主生活会发言材料": ("meeting_speech", 2025),
    "望陵县民政局局长2022年度述职述廉报告": ("duty_report", 2022),
    "望陵县财政局党组2025年度民主生活会对照检查材料": ("self_criticism", 2025),
    "枣林渡镇党委书记2023年度抓基层党建工作述职报告": ("duty_report", 2023),
    "枣林渡镇镇长巡察整改专题民主生活会个人对照检查材料": ("self_criticism", 2022),
    "槐川县教育局2023年工作总结": ("work_summary", 2023),
    "澄源县农业农村局局长2024年度述职述廉报告": ("duty_report", 2024),
    "澄源县委办公室2025年工作要点": ("work_plan", 2025),
    "石臼岭乡党委书记2024年度民主生活会个人对照检查材料": ("self_criticism", 2024),
    "芦荻街道2024年工作总结和2025年工作打算": ("work_summary", 2024),
    f"{VERSIONS}（终稿）": ("self_criticism", 2024),
    f"{VERSIONS}（书记改后稿）": ("self_criticism", 2024),
}
"""Report → its kind and the year it reports on."""

each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").removesuffix("\n")


def document_of(path: Path) -> Document:
    from assistant.documents import read

    return read(path)


def test_the_library_is_the_expected_one() -> None:
    assert {path.stem for path in REPORTS} == set(EXPECTED)
    assert len({path.stem for path in REPORTS if not path.stem.startswith(VERSIONS)}) >= 14
    assert len([path for path in REPORTS if path.suffix == ".md"]) >= 2
    assert len({kind for kind, _ in EXPECTED.values()}) >= 6
    assert {year for _, year in EXPECTED.values()} == {2022, 2023, 2024, 2025}


@each_report
def test_plain_text_of_a_fair_length(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    text = raw.decode("utf-8")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)
    assert 1_800 <= len(re.sub(r"\s", "", text)) <= 4_000


@each_report
def test_only_simplified_characters(path: Path) -> None:
    """GB 2312 has every simplified character in common use: what is outside it is another form."""
    text_of(path).replace("—", "").encode("gb2312")


@each_report
def test_nothing_left_to_fill_in_and_no_half_width_marks(path: Path) -> None:
    text = text_of(path)
    assert not re.search(r"\*\*|××|XX|某某|【|_{2,}|%\d", text)
    assert not re.search(r"[\u4e00-\u9fff“”（）][,;:?!()\"']|[,;:?!()\"'][\u4e00-\u9fff]", text)


@each_report
def test_formulations_are_quoted_right(path: Path) -> None:
    text = text_of(path)
    for phrase, before in {"“四个意识”": "增强", "“四个自信”": "坚定", "“两个维护”": "做到"}.items():
        for match in re.finditer(phrase, text):
            assert text[: match.start()].endswith(before)
    assert text.count("“两个确立”") == text.count("深刻领悟“两个确立”的决定性意义")


@each_report
def test_items_are_counted_without_a_gap(path: Path) -> None:
    previous = 0
    for match in ITEM.finditer(text_of(path)):
        number = DIGITS.index(match[1]) + 1
        assert number in (1, previous + 1), match[0]
        previous = number


DECLARED = [
    ("乌桕坪镇领导班子2025", "从履职、廉洁、不足和打算四个方面述职", "sections", 4),
    ("乌桕坪镇领导班子主题教育", "现对照通知列出的六个方面", "subsections of 2", 6),
    ("平漪县2025年", "办好以下六件实事", "numbers", 6),
    ("平漪县卫生健康局", "反馈4个方面23个具体问题", "subsections of 2", 4),
    ("平漪县卫生健康局", "未完成整改的问题", "subsections of 3", 3),
    ("平漪县卫生健康局", "还有两个方面的不足", "items", 2),
    ("平漪县卫生健康局", "做到以下三点", "items", 3),
    ("景川区住建局局长", "按照“六个带头”要求发言", "subsections of 1", 6),
    ("景川区住建局局长", "我从思想深处找了三条", "items", 3),
    ("景川区信访局", "有三条教训", "items", 3),
    ("望陵县城市管理局", "归纳起来是三个“没有”", "items", 3),
    ("望陵县民政局", "重点抓好五件事", "items", 5),
    ("望陵县财政局", "三类问题11个", "quoted", 3),
    ("望陵县财政局", "躲不开的三个责任", "items", 3),
    ("枣林渡镇党委书记", "我抓基层党建主要做了四件事", "subsections of 2", 4),
    ("枣林渡镇党委书记", "今年准备从三个方面去改", "subsections of 4", 3),
    ("枣林渡镇党委书记", "我当场承诺三件事", "items", 3),
    ("枣林渡镇镇长", "我按巡察反馈的四个方面", "sections", 4),
    ("槐川县教育局", "四个方面的短板", "items", 4),
    ("澄源县农业农村局", "增产主要靠三件事", "items", 3),
    ("澄源县委办公室", "自身建设五个方面", "sections", 5),
    ("石臼岭乡", "我对照“四个带头”", "subsections of 2", 4),
    ("石臼岭乡", "我有三点警醒", "items", 3),
    (VERSIONS, "现从以下四个方面对照检查", "sections", 4),
]
"""Every count that a report announces: where, the announcement, what is counted, how many."""


@pytest.mark.parametrize(("name", "announcement", "what", "count"), DECLARED)
def test_declared_counts_are_right(name: str, announcement: str, what: str, count: int) -> None:
    from assistant.structure.outline import outline

    paths = [path for path in REPORTS if path.stem.startswith(name)]
    assert paths
    for path in paths:
        document = document_of(path)
        text = document.text
        assert text.count(announcement) == 1
        after = text[text.index(announcement) + len(announcement) :]
        match what.split(" of "):
            case ["sections"]:
                found = sum(1 for section in outline(document).sections if section.label)
            case ["subsections", parent]:
                section = outline(document).find(parent)
                assert section is not None
                found = sum(1 for child in section.children if child.label)
            case ["items"]:
                found = _first_count(after)
            case ["numbers"]:
                found = len(re.findall(r"(?:[：；])\d\.", after.splitlines()[0]))
            case _:
                before = text[: text.index(announcement)]
                found = len(re.findall(r"“[^”]+”", before[before.rindex("。") :]))
        assert found == count


def _first_count(text: str) -> int:
    """How many items follow: 一是 二是 … up to the next 一是 or the end of the counting."""
    found = 0
    for match in ITEM.finditer(text):
        if DIGITS.index(match[1]) != found:
            break
        found += 1
    return found


@each_report
def test_numbering_is_clean(path: Path) -> None:
    from assistant.structure.outline import outline

    result = outline(document_of(path))
    assert [notice.code for notice in result.warnings] == []
    labelled = [section for section in result.walk() if section.label]
    assert len(labelled) >= 4
    for section in labelled:
        assert section.written_label is None or section.written_label == section.label
    assert not [section for section in result.walk() if section.kind == "residue"]


def test_all_roles_are_there() -> None:
    from assistant.structure.outline import outline
    from assistant.structure.passages import passages
    from assistant.structure.roles import ROLES

    found: dict[str, set[str]] = {role: set() for role in ROLES}
    for path in REPORTS:
        document = document_of(path)
        for passage in passages(document, outline(document)):
            found[passage.role].add(path.stem)
    assert not [role for role, reports in found.items() if not reports]
    for role in ("opening", "problems", "causes", "measures", "achievements", "closing", "follow_up"):
        assert len(found[role]) >= 5, role


@each_report
def test_kind_and_year_are_recognised(path: Path) -> None:
    from assistant.structure.outline import outline
    from assistant.structure.report_identity import identify

    document = document_of(path)
    identity = identify(document, outline(document), path.name)
    kind, year = EXPECTED[path.stem]
    assert identity.kind == kind
    if re.search(r"20\d\d", path.stem):
        assert identity.year == year
    else:  # it stands only in the text: null is right, another year is not
        assert identity.year in (year, None)


def test_two_are_versions_of_one_report_and_no_others() -> None:
    from assistant.library.similarity import Version, are_versions, signature

    versions = {}
    for path in REPORTS:
        text = text_of(path)
        versions[path.stem] = Version(path.stem, EXPECTED[path.stem][1], signature(text), lambda text=text: text)  # type: ignore[misc]
    alike = {(a, b) for a, b in combinations(sorted(versions), 2) if are_versions(versions[a], versions[b])}
    assert {name for pair in alike for name in pair} == {f"{VERSIONS}（终稿）", f"{VERSIONS}（书记改后稿）"}


def test_no_report_repeats_another() -> None:
    for one, other in combinations(REPORTS, 2):
        if one.stem.startswith(VERSIONS) and other.stem.startswith(VERSIONS):
            continue
        known = grams([text_of(other)], 16)
        assert not list(shared_runs(text_of(one), known, 16)), (one.name, other.name)


@needs_shared
def test_no_sentence_is_anybody_elses() -> None:
    from assistant.samples import DRAFT

    known = grams([path.read_text(encoding="utf-8", errors="ignore") for path in shared_texts()], 12)
    assert len(known) > 100_000
    for path in [*REPORTS, *sorted(DRAFT.iterdir())]:
        assert not list(shared_runs(path.read_text(encoding="utf-8"), known, 12)), path.name


def test_a_shared_run_is_found() -> None:
    known = grams(["会前到三个村开了五场座谈会听取意见"], 12)
    assert list(shared_runs("班子成员会前到三个村开了五场座谈会，\n没有走过场", known, 12)) == [
        "会前到三个村开了五场座谈会"
    ]
    assert not list(shared_runs("会前到三个村\n开了五场座谈会", known, 12))
