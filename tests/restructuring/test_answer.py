"""What a model answers, in whatever form, read as operations; what is wrong with it is told by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.restructure.operation import Plan, To
from assistant.restructure.parts import Parts
from assistant.restructuring.answer import answer_in
from assistant.restructuring.listing import parts_lines

MOVE = {"id": "1", "kind": "move", "parts": ["3"], "where": "before", "place": "2", "reason": "先说措施"}
GOOD = json.dumps({"operations": [MOVE]}, ensure_ascii=False)

READ: list[tuple[str, str]] = [
    ("as asked", GOOD),
    ("indented", json.dumps({"operations": [MOVE]}, ensure_ascii=False, indent=2)),
    ("in a fence", f"```json\n{GOOD}\n```"),
    ("in a fence without a name", f"```\n{GOOD}\n```"),
    ("talk before", f"好的，我来调整。需要把〔3〕放到〔2〕前面：\n{GOOD}"),
    ("talk behind", f"{GOOD}\n以上就是调整方案，如有需要请告诉我。"),
    ("talk with brackets", f"按照要求[1]和{{说明}}，方案如下：{GOOD}"),
    ("a thought", f"<think>先看看，{{\"operations\": []}}不行</think>{GOOD}"),
    ("a thought without end is no answer before it", f"{GOOD}\n<think>再想想"),
    ("a second thought counts", f'{{"operations": [{{"kind": "renumber"}}]}}\n更正：\n{GOOD}'),
    ("a list", json.dumps([MOVE], ensure_ascii=False)),
    ("one a line", json.dumps(MOVE, ensure_ascii=False)),
    ("a comma too many", GOOD.replace("}]", "},]")),
    ("more keys", json.dumps({"note": "好", "operations": [{**MOVE, "confidence": 0.9}]}, ensure_ascii=False)),
    ("a nested place", json.dumps({"operations": [
        {"id": "1", "kind": "move", "parts": ["3"], "to": {"where": "before", "part": "2"}, "reason": "先说措施"}
    ]}, ensure_ascii=False)),
    ("brackets around ids", GOOD.replace('"3"', '"〔3〕"').replace('"2"', '"〔2〕二、原因分析"')),
    ("full-width ids", GOOD.replace('"3"', '"３"')),
    ("numbers for ids", GOOD.replace('["3"]', "[3]").replace('"2"', "2")),
    ("one part, no list", GOOD.replace('["3"]', '"3"')),
    ("capitals", GOOD.replace('"move"', '"MOVE"').replace('"before"', '"Before"')),
    ("null for nothing", GOOD.replace('"reason"', '"heading": null, "level": null, "at": null, "reason"')),
]  # fmt: skip


@pytest.mark.parametrize("raw", [r[1] for r in READ], ids=[r[0] for r in READ])
def test_it_is_read(parts: Parts, raw: str) -> None:
    answer = answer_in(raw, parts)
    assert [fault.text() for fault in answer.faults] == []
    (one,) = answer.plan.operations
    assert (one.kind, one.parts, one.to) == ("move", ("3",), To("before", ("2",)))
    assert one.certainty == "likely" and one.reason.params == {"text": "先说措施"}


UNREADABLE = [
    ("nothing", ""),
    ("talk", "好的，我把第三部分移到第二部分前面了。"),
    ("cut off in an operation", GOOD[:-30]),
    ("cut off behind an operation", GOOD[:-2]),
    ("a list cut off", "[" + json.dumps(MOVE) + ","),
    ("only a thought", f"<think>{GOOD}"),
    ("brackets without end", "[" * 50_000),
    ("objects without end", '{"a":' * 20_000),
    ("JSON of another shape", '{"answer": "好"}'),
    ("the draft again", "〔1〕一、存在的主要问题\n〔2〕二、原因分析"),
]


@pytest.mark.parametrize("raw", [r[1] for r in UNREADABLE], ids=[r[0] for r in UNREADABLE])
def test_what_is_no_answer_is_said_to_be_none(parts: Parts, raw: str) -> None:
    answer = answer_in(raw, parts)
    assert not answer.read and answer.plan == Plan()
    assert [fault.key for fault in answer.faults] == ["restructuring.fault.unreadable"]


def faults(parts: Parts, *operations: dict[str, Any], headings: list[str] | None = None) -> list[str]:
    """What is wrong: `refused` with the code behind it, else the fault's own."""
    answer = answer_in(json.dumps({"operations": operations}), parts, headings or [], "改成六个部分")
    for fault in answer.faults:
        assert fault.text("zh") and fault.text("en")
    return [
        fault.params["reason"].key.rpartition(".")[2]
        if "reason" in fault.params
        else fault.key.rpartition(".")[2]
        for fault in answer.faults
    ]


def op(kind: str, *ids: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "parts": list(ids), **more}


WRONG: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    ("none at all", [], ["nothing"]),
    ("a part that is not there", [op("move", "9.9", where="first")], ["unknown_part"]),
    ("a place that is not there", [op("move", "3", where="after", place="第七部分")], ["unknown_part"]),
    ("a part twice", [op("move", "3", where="first"), op("move", "3", where="last")], ["moved_twice"]),
    ("a part twice in one", [op("move", "3", "3", where="first")], ["part_twice"]),
    ("a cycle", [op("move", "1", where="last", place="1.1")], ["cycle"]),
    ("a cycle of two", [op("move", "1", where="last", place="2"), op("move", "2", where="last", place="1")], ["cycle"]),
    ("a part that is gone", [op("merge", "1.1", "1.2"), op("rename", "1.2", heading="作风")], ["gone"]),
    ("the title", [op("move", "u1", where="last")], ["fixed_part"]),
    ("an unknown kind", [op("delete", "3")], ["shape"]),
    ("an unknown place word", [op("move", "3", where="middle")], ["shape"]),
    ("no object", [op("move", "3", where="first"), "移动3"], ["shape"]),  # type: ignore[list-item]
    ("a level in words", [op("level", "1.1", level="二级")], ["shape"]),
    ("the same id twice", [op("renumber", id="1"), op("move", "3", where="first", id="1")], ["repeated_id"]),
    ("parts that are made of each other", [op("add", id="1", heading="甲", where="last", place="@2"), op("add", id="2", heading="乙", where="last", place="@1")], ["needs_unknown", "depends"]),
    ("a made part that is not", [op("move", "1.1", where="last", place="@9")], ["needs_unknown"]),
    ("a heading with a figure nobody gave", [op("rename", "1.1", heading="走访87户")], ["figure"]),
    ("two things at once", [op("move", "9", where="first"), op("move", "1", where="last", place="1.1")], ["unknown_part", "cycle"]),
]  # fmt: skip


@pytest.mark.parametrize(("operations", "wrong"), [r[1:] for r in WRONG], ids=[r[0] for r in WRONG])
def test_what_is_wrong_is_told(parts: Parts, operations: list[dict[str, Any]], wrong: list[str]) -> None:
    assert faults(parts, *operations) == wrong


FINE: list[tuple[str, list[dict[str, Any]]]] = [
    ("parts that are not named stay", [op("renumber")]),
    ("merged into the place", [op("merge", "1.2", place="1.1")]),
    ("a new part named without @", [op("add", id="7", heading="下一步打算", where="last"), op("move", "1.2/p1", where="last", place="7")]),
    ("a part used before it is made", [op("move", "1.2/p1", where="last", place="@7"), op("add", id="7", heading="打算", where="last")]),
    ("the whole text as a place", [op("move", "3", where="first", place="全文")]),
    ("a heading with its number", [op("rename", "1.1", heading="（一）学习方面")]),
    ("a figure from the draft", [op("rename", "1.1", heading="2023年学习方面")]),
    ("split, and the half moved", [op("split", "1", at="1.3", heading="廉洁问题", id="a"), op("move", "@a", where="last")]),
]  # fmt: skip


@pytest.mark.parametrize("operations", [r[1] for r in FINE], ids=[r[0] for r in FINE])
def test_what_is_meant_well_is_understood(parts: Parts, operations: list[dict[str, Any]]) -> None:
    assert faults(parts, *operations) == []


def test_a_heading_of_a_frame_is_taken_as_it_is(parts: Parts) -> None:
    frame = ["带头严守政治纪律", "带头担当作为"]
    assert faults(parts, op("rename", "1.1", heading="带头严守 政治纪律"), headings=frame) == []
    assert faults(parts, op("rename", "1.1", heading="带头争创一流"), headings=frame) == ["heading"]
    assert faults(parts, op("rename", "1.1", heading="工作作风方面"), headings=frame) == [], "the draft's own"


def test_a_heading_that_the_model_made_up_is_unsure_and_one_of_the_example_refused(parts: Parts) -> None:
    def asked(heading: str, **more: Any) -> Any:
        raw = json.dumps(
            {"operations": [{**op("add", where="last", heading=heading), "certainty": "likely", **more}]}
        )
        return answer_in(raw, parts, (), "最后加一部分“今后打算”", "例子：加一部分“下一步打算”")

    assert asked("今后打算").plan.operations[0].certainty == "likely"
    assert asked("理论学习").plan.operations[0].certainty == "likely"
    assert not asked("努力方向").faults and asked("努力方向").plan.operations[0].certainty == "unsure"
    assert [fault.key for fault in asked("下一步打算").faults] == ["restructuring.fault.heading"]


def test_the_reason_is_bounded_and_on_one_line(parts: Parts) -> None:
    said = "因为\n" + "很重要" * 300
    answer = answer_in(json.dumps({"operations": [{**MOVE, "reason": said}]}), parts)
    reason = answer.plan.operations[0].reason.params["text"]
    assert len(reason) <= 120 and "\n" not in reason
    silent = answer_in(json.dumps({"operations": [op("renumber")]}), parts).plan.operations[0]
    assert silent.reason.text() and silent.reason.text("en")


def test_a_model_is_never_more_than_likely_to_be_right(parts: Parts) -> None:
    for said, told in (("sure", "likely"), ("likely", "likely"), ("unsure", "unsure"), ("很确定", "likely")):
        answer = answer_in(json.dumps({"operations": [{**MOVE, "certainty": said}]}), parts)
        assert answer.plan.operations[0].certainty == told


def test_many_faults_are_told_in_part(parts: Parts) -> None:
    assert len(faults(parts, *[op("move", f"9.{n}", where="first") for n in range(200)])) == 12


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["move", "merge", "3", "1.1", "@1", "before", "〔2〕"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["operations", "kind", "parts", "where", "place", "to", "heading", "level", "id", "at"]), inner, max_size=5
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.integers(0, 60))
def test_no_answer_brings_it_down(value: Any, cut: int) -> None:
    from assistant.document import Document
    from assistant.restructure.parts import parts_of
    from assistant.structure.outline import outline
    from tests.restructuring.drafts import TEXT

    document = Document.from_text(TEXT)
    found = parts_of(document, outline(document))
    for raw in (json.dumps(value), json.dumps({"operations": value}), json.dumps({"operations": [value]})):
        for text in (raw, raw[: max(0, len(raw) - cut)]):
            answer = answer_in(text, found)
            assert all(fault.text() for fault in answer.faults)
            assert answer.faults or answer.plan.operations


def test_the_listing_and_the_answer_speak_of_the_same_ids(parts: Parts) -> None:
    text, _ = parts_lines(parts, 4_000, sentences=True)
    for part in parts.walk():
        assert part.fixed or f"〔{part.id}〕" in text
        answer = answer_in(json.dumps({"operations": [op("move", f"〔{part.id}〕", where="first")]}), parts)
        assert answer.plan.operations[0].parts == (part.id,)
