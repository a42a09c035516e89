"""What the embedding says of parts: only what was learned with it, of no more texts than there is time for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.restructure import likeness
from assistant.restructure.course import PLACE
from assistant.restructure.likeness import Likeness, most_open
from assistant.restructure.subjects import shared_out
from assistant.restructure.units import units
from tests.restructure.assigned_cases import parts_in
from vectorstore.embeddings import open_embedder


def asked(texts: list[str]) -> np.ndarray:
    """An embedding that nothing was learned with."""
    return np.array([[len(text), 1.0, text.count("学")] for text in texts])


@pytest.fixture(scope="module")
def built_in() -> Iterator[Likeness]:
    yield Likeness(open_embedder("use").embed_documents)


def test_with_another_embedding_only_the_cosine_counts() -> None:
    found = Likeness(asked)
    assert found.learned is None
    assert found.roles(["学习不深入。"]) is None
    table = found.about(["学习", "作风"], ["学习"])
    assert table[0, 0] == pytest.approx(1.0) and table[1, 0] < 1.0


def test_the_built_in_embedding_tells_what_a_sentence_is_for(built_in: Likeness) -> None:
    table = built_in.roles(["巡河时只看了桥头两处，上游没有去过。", "明年三月前修好渠道，由水管站牵头。"])
    assert table is not None
    assert table[0, PLACE["problems"]] > table[0, PLACE["measures"]]
    assert table[1, PLACE["measures"]] > table[1, PLACE["problems"]]
    assert table.sum(axis=1) == pytest.approx(0.0, abs=20)


def test_each_text_is_embedded_once() -> None:
    counted: list[str] = []

    def embed(texts: list[str]) -> np.ndarray:
        counted.extend(texts)
        return asked(texts)

    found = Likeness(embed)
    found.about(["学习", "学习", "作风"], ["作风"])
    found.about(["学习"], ["作风"])
    assert sorted(counted) == sorted({likeness.PROBE, "学习", "作风"})


def test_where_there_are_many_the_least_certain_are_embedded() -> None:
    shares = np.full((likeness.MOST + 50, 2), 0.5)
    shares[:40] = [0.9, 0.1]
    rows = most_open(shares)
    assert len(rows) == likeness.MOST and not set(rows) & set(range(40))
    assert most_open(shares[:7]) == list(range(7))


def test_headings_share_what_there_is() -> None:
    scores = np.array([[2.0, 0.0], [2.0, 1.5]])
    assert shared_out(scores).argmax(axis=1).tolist() == [0, 1]
    assert shared_out(scores * 20).argmax(axis=1).tolist() == [0, 0]  # not against what is plain


def test_a_draft_is_judged_by_the_sentence() -> None:
    found = units(
        parts_in("材料\n\n一、巡河不勤。只走过两回。原因是怕吃苦。\n\n二、整改措施\n\n（一）每月巡河四次。")
    )
    assert [(one.part, one.above, one.first) for one in found] == [
        ("1/p1/s1", ("巡河不勤",), True),
        ("1/p1/s2", ("巡河不勤",), False),
        ("2.1/p1/s1", ("整改措施",), True),
    ]
    assert found[0].words == "巡河不勤。只走过两回。" and found[0].claims
