"""The object of the command line's contract: its keys, its figures, that it is plain JSON in both languages."""

from __future__ import annotations

import json

import pytest

from assistant.restructure.applied import apply
from assistant.restructure.assignment import assign
from assistant.restructure.frame import built_in_frames
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.plan_json import plan_json
from assistant.wording import LANGUAGES, Language
from tests.restructure.drafts import parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contract(language: Language) -> None:
    found = parts()
    frame = next(frame for frame in built_in_frames() if frame.name == "民主生活会2024")
    every = assign(found, frame)
    plan = plan_from(every, found)
    told = plan_json(found, plan, apply(found, plan), every, language)
    assert json.loads(json.dumps(told)) == told
    assert list(told)[:6] == [
        "operations",
        "outline_before",
        "outline_after",
        "sentences",
        "unassigned",
        "gaps",
    ]
    assert (
        set(told["sentences"]) == {"before", "after", "moved", "added", "lost"}
        and told["sentences"]["lost"] == 0
    )
    for operation in told["operations"]:
        assert set(operation) == {"id", "kind", "parts", "to", "reason", "certainty"}
        assert "restructure." not in operation["reason"] and "{" not in operation["reason"]
    for one in told["unassigned"]:
        assert found.text[one["start"] : one["end"]] == one["quote"]
    assert {gap["heading"] for gap in told["gaps"]} >= {"反面典型案例剖析情况"}
    assert [entry["heading"] for entry in told["outline_after"] if entry["level"] == 1] == [
        heading.heading for heading in frame.headings
    ]
