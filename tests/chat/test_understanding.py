"""Messages as they are typed → tasks, on invented drafts and, where they are at hand, on the real reports."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.clauses import clauses, mend
from assistant.chat.ready_wishes import behind
from assistant.chat.understanding import Understanding, Wanted, understand
from assistant.document import Document
from assistant.revision.presets import Preset, presets
from assistant.structure.outline import Outline, outline
from assistant.wording import catalogue
from tests.chat.invented import DUTY_REPORT, SELF_CRITICISM
from tests.shared import SHARED, needs_shared

TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "messages.yaml").read_text(encoding="utf-8")
)
SAMPLES = Path(__file__).parents[2] / "assistant" / "samples"
DRAFTS = {
    "self": SELF_CRITICISM,
    "duty": DUTY_REPORT,
    "sample": next((SAMPLES / "draft").glob("青石桥镇*.txt")).read_text(encoding="utf-8"),
    "bureau": next((SAMPLES / "library").glob("澄源县农业*2024年度述职*.txt")).read_text(encoding="utf-8"),
    "issues": next((SAMPLES / "library").glob("枣林渡镇镇长*.txt")).read_text(encoding="utf-8"),
}


@cache
def read(draft: str) -> tuple[Document, Outline]:
    document = Document.from_text(DRAFTS[draft])
    return document, outline(document)


def shown(task: Wanted) -> str:
    if task.kind == "unsupported":
        return f"unsupported {task.feature}"
    parts = "|".join(m.section.id + (f"/{m.item.label}" if m.item else "") for m in task.meant)
    return f"{task.kind} {parts or ('?' if task.missing else 'whole' if task.scope == 'whole' else '-')}"


def ask(case: dict[str, Any]) -> Understanding:
    document, parts = read(case.get("draft", "self"))
    return understand(
        case["say"],
        parts,
        selected=case.get("selected"),
        previous=case.get("previous"),
        text=document.text,
    )


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['say']} {case.get('selected', '')}")
def test_the_table(case: dict[str, Any]) -> None:
    understood = ask(case)
    if case["is"] == "undecided":
        assert not understood.certain
        return
    assert [shown(task) for task in understood.tasks] == case["is"]
    assert understood.certain == case.get("sure", bool(case["is"]))
    first = understood.tasks[0] if understood.tasks else None
    if "kept" in case:
        kept = [[s.id for s in task.kept] for task in understood.tasks]
        assert kept == (case["kept"] if isinstance(case["kept"][0], list) else [case["kept"]])
    for key, name in (("origin", "origin"), ("kind", "report_kind"), ("keep", "keep")):
        if first is not None and key in case:
            assert getattr(first, name) == (tuple(case[key]) if key == "keep" else case[key])


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 80


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['say']} {case.get('selected', '')}")
def test_the_users_words_are_kept(case: dict[str, Any]) -> None:
    """A task's wish is made of the message's own words: what is mended is only looked at."""
    for task in ask(case).tasks:
        for piece in task.wish.split("，"):
            assert piece in case["say"] or all(p in case["say"] for p in piece.split())


@given(message=st.text(max_size=60))
def test_any_message_is_understood_as_something_or_nothing(message: str) -> None:
    document, parts = read("self")
    understand(message, parts, selected="1.3", text=document.text)


@given(
    words=st.lists(
        st.sampled_from([word for case in TABLE for word in (case["say"],)]), min_size=1, max_size=3
    )
)
def test_messages_put_together(words: list[str]) -> None:
    document, parts = read("self")
    understood = understand("。".join(words), parts, text=document.text)
    for task in understood.tasks:
        for meant in task.meant:
            assert parts.find(meant.section.id) is meant.section
            assert meant.item is None or meant.item in meant.section.items


@given(text=st.text("改该写些审稿搞具休体点一下，。 （三）abc", max_size=40))
def test_mending_keeps_the_length_and_is_done_at_once(text: str) -> None:
    mended = mend(text)
    assert len(mended) == len(text)
    assert mend(mended) == mended


OFFERED = [
    wish.format(count=300, rule="按 Word 的“字数”", quote="学归学、做归做", limits="数字都留着")
    if "{" in wish
    else wish
    for wish in (
        *(text for preset in presets() for text in preset.wish.values()),
        *(
            text
            for key, entry in catalogue().items()
            if key.startswith("chat.wish.")
            for text in entry.values()
        ),
        *catalogue()["chat.plan.wish"].values(),
        *catalogue()["chat.plan.grow"].values(),
    )
]


@pytest.mark.parametrize("wish", OFFERED)
def test_what_the_product_offers_is_one_rewrite(wish: str) -> None:
    document, parts = read("self")
    (task,) = understand(wish, parts, selected="1.3", text=document.text).tasks
    assert (shown(task), task.wish) == ("rewrite 1.3", wish.strip())
    (task,) = understand(wish, parts, text=document.text).tasks
    assert shown(task) == "rewrite ?"


def test_what_stands_behind_a_label() -> None:
    assert behind("更具体", "zh").startswith("改得更具体")
    assert behind("more concrete", "en").startswith("Make it more concrete")
    assert behind("压到 300 字", "zh").startswith("压到 300 字左右（按")
    assert behind("压到300字。", "zh").startswith("压到 300 字左右（按")
    for own in ("更具体一点，别抄", "压到300字，比如后面的留着", "压到……字", "改一下"):
        assert behind(own, "zh") == own


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.id)
def test_the_labels_are_understood(preset: Preset) -> None:
    document, parts = read("self")
    for label in preset.label.values():
        said = re.sub(r"\s*…+\s*", " 300 ", label)
        (task,) = understand(said, parts, selected="1.3", text=document.text).tasks
        assert shown(task) == "rewrite 1.3"


def test_a_long_message_is_cut_quickly() -> None:
    assert len(clauses("改一下，" * 5_000)) <= 1_000
    clauses("，" * 100_000)
    clauses("“" * 3_000)


# --- the messages of real users, on real reports -----------------------------------------------------------------

REAL = [
    ("主题教育", "能力本领第一条不像咱镇的事,是不是串了,改改别瞎编", ["rewrite 1.3/一是"], []),
    ("镇长", "第四个问题没原因也没措施吧 补一下", ["rewrite 1.4"], []),
    ("镇班子", "(三)那几条太虚,参考别的镇咋写的但别抄", ["rewrite 2.3|3.3|4.3"], []),
    ("主题教育", "压到3000字,大帽子别动,比如后面的留着", ["rewrite whole"], ["u1"]),
    ("镇长", "不对 还是刚才那版,第二处留着,廉洁那条朋友圈重复了也弄下", ["undo -", "rewrite 3.4"], []),
]


@needs_shared
@pytest.mark.parametrize(("report", "message", "expected", "kept"), REAL, ids=[case[1] for case in REAL])
def test_messages_on_the_real_reports(
    report: str, message: str, expected: list[str], kept: list[str]
) -> None:
    assert SHARED is not None
    file = next((SHARED / "reports").glob(f"{report}*"))
    document = Document.from_text(file.read_text(encoding="utf-8"))
    understood = understand(message, outline(document), text=document.text)
    assert understood.certain
    assert [shown(task) for task in understood.tasks] == expected
    assert [s.id for s in understood.tasks[0].kept] == kept
    if "undo" in expected[0]:
        assert understood.tasks[0].keep == (2,)
