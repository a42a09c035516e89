"""No way into the text past the guard: only `reviewing` has changes accepted."""

from __future__ import annotations

import ast
from pathlib import Path

ASSISTANT = Path(__file__).parents[2] / "assistant"
ACCEPTING = {"accept", "accept_all", "add_suggestion"}


def calls(path: Path) -> list[str]:
    """What is called to accept or keep a suggestion, as it is written."""
    tree = ast.parse(path.read_text("utf-8"))
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ACCEPTING]
    return [ast.unparse(node) for node in named]


def test_drafts_are_asked_to_accept_by_reviewing_alone() -> None:
    found = {
        (path.relative_to(ASSISTANT).as_posix(), call)
        for path in ASSISTANT.rglob("*.py")
        if path.parent.name not in ("drafting", "reviewing")
        for call in calls(path)
        if "reviewing" not in call
    }
    assert found == set()


def test_it_sees_them() -> None:
    assert any("_drafts.accept" in call for call in calls(ASSISTANT / "reviewing" / "reviewing.py"))


def test_plans_are_kept_and_accepted_by_their_review_alone() -> None:
    wanted = {"add_plan", "accept_operations", "accept_plan"}
    found = set()
    for path in ASSISTANT.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr in wanted for node in ast.walk(tree)):
            found.add(path.relative_to(ASSISTANT).as_posix())
    assert found == {"restructuring/reviewing.py"}
