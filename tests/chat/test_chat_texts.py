"""Every text that the chat tells exists, in both languages, with the values it is given."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from assistant.chat.clauses import rules
from assistant.wording import catalogue

CODE = sorted((Path(__file__).resolve().parents[2] / "assistant" / "chat").glob("*.py"))


def told() -> list[tuple[str, str]]:
    """(module, key) of every text named in the chat's code; `*` for what is filled in."""
    found = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if node.func.attr == "tell":
                found += [(path.name, key) for key in keys(node.args[0])]
    return found


def keys(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str()):
            return [node.value]
        case ast.IfExp():
            return keys(node.body) + keys(node.orelse)
        case ast.JoinedStr():
            return ["".join(v.value if isinstance(v, ast.Constant) else "*" for v in node.values)]
    return []


def test_every_text_of_the_chat_exists() -> None:
    known = [key.removeprefix("chat.") for key in catalogue() if key.startswith("chat.")]
    missing = [
        f"{module}: {key}"
        for module, key in told()
        if not any(re.fullmatch(re.escape(key).replace(r"\*", "[a-z_]+"), one) for one in known)
    ]
    assert len(told()) > 20
    assert not missing


def test_every_feature_that_cannot_be_done_yet_is_told() -> None:
    features = {rule.feature for rule in rules().intents if rule.feature}
    assert features == {
        key.removeprefix("chat.not_yet.") for key in catalogue() if key.startswith("chat.not_yet.")
    }
    assert set(rules().kinds) <= {key.removeprefix("kinds.") for key in catalogue()}
