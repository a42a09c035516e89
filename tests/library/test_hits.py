"""Which of the scored passages are shown: versions of one report count as one source."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.library.catalog import Report, text_hash
from assistant.library.hits import Scored, choose, hit_json, search_json
from assistant.structure.passages import Passage


def scored(score: float, text: str, report: str = "r1", family: str | None = None) -> Scored:
    digest = text_hash(report)
    made = Report(
        digest,
        f"{report}的标题",
        "other",
        2023,
        "reference",
        family or digest,
        f"{report}.txt",
        9,
        datetime.now(UTC),
    )
    name = f"{digest[:16]}-{abs(hash(text)) % 10000:04d}"
    return Scored(score, Passage(name, text, 0, len(text), "problems", ("一、问题",)), made, text_hash(text))


LINE = "三月以来，望川镇驻村干部走访了四十二户，发现三处灌渠淤塞，当天报到了农业服务站。"


def test_the_same_text_is_shown_once() -> None:
    hits = choose(
        [scored(3, LINE, "r1"), scored(2, LINE, "r2"), scored(1, "另一段话，说的是别的事。", "r2")], 10
    )
    assert [hit.passage.text for hit in hits] == [LINE, "另一段话，说的是别的事。"]
    assert hits[0].report.filename == "r1.txt"


def test_a_passage_in_another_version_is_shown_once() -> None:
    changed = LINE.replace("四十二户", "四十三户")
    assert len(choose([scored(3, LINE, "r1", "f"), scored(2, changed, "r2", "f")], 10)) == 1
    assert len(choose([scored(3, LINE, "r1", "f"), scored(2, changed, "r2", "g")], 10)) == 2, "two sources"
    assert len(choose([scored(3, LINE, "r1", "f"), scored(2, changed, "r1", "f")], 10)) == 2, "one report"


def test_one_source_leaves_room_for_others_that_are_nearly_as_good() -> None:
    one = [scored(10 - n / 10, f"第{n}段，讲的是第{n * 7}件事情和它的办法。", "r1") for n in range(12)]
    others = [scored(8 - n / 10, f"别处第{n}段，讲的是另外{n * 5}户。", f"o{n}") for n in range(8)]
    far = [scored(0.0, "毫不相干的一句话。", "z")]
    hits = choose([*one, *others, *far], 10)
    assert sum(hit.report.filename == "r1.txt" for hit in hits) == 6
    alone = choose(one, 10)
    assert len(alone) == 10


def test_others_that_are_much_worse_do_not_push_a_source_out() -> None:
    one = [scored(10 - n / 10, f"第{n}段，讲的是第{n * 7}件事情和它的办法。", "r1") for n in range(12)]
    poor = [scored(0.1 - n / 100, f"别处第{n}段，讲的是另外{n * 5}户。", f"o{n}") for n in range(8)]
    hits = choose([*one, *poor], 10)
    assert [hit.report.filename for hit in hits] == ["r1.txt"] * 10


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 30), st.integers(0, 4)), max_size=60),
    st.integers(1, 20),
)
def test_always(rows: list[tuple[float, int, int]], k: int) -> None:
    given_rows = [scored(s, f"第{t}句，内容各不相同的{t * 97}。", f"r{r}", f"f{r % 3}") for s, t, r in rows]
    hits = choose(given_rows, k)
    assert len(hits) <= k
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    texts = [hit.passage.text for hit in hits]
    assert len(set(texts)) == len(texts)
    if given_rows:
        assert hits[0].score == max(one.score for one in given_rows)
        distinct = {one.text_hash for one in given_rows}
        assert hits
        assert len(hits) <= len(distinct)
    again = choose(reversed(given_rows), k)
    assert [(hit.score, hit.passage.id) for hit in again] == [(hit.score, hit.passage.id) for hit in hits]


def test_the_contract() -> None:
    [hit] = choose([scored(1.23456789, LINE)], 5)
    told = search_json("灌渠", [hit], 12.3456)
    assert set(told) == {"query", "took_ms", "hits"}
    [one] = told["hits"]
    assert set(one) == {"rank", "score", "passage", "report"}
    assert set(one["passage"]) == {"id", "text", "start", "end", "role", "path"}
    assert one["report"] == {"id": hit.report.id, "title": "r1的标题"}
    assert hit_json(hit) == one
