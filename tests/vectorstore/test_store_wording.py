"""Every error of the engine room has its texts, in both languages, and says what was kept and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import vectorstore
from assistant import wording

CODE = re.compile(r'(?:Error|failed)\(\s*"([a-z_]+)"')
SOURCES = sorted(Path(vectorstore.__file__).parent.rglob("*.py"))
TEXTS = yaml.safe_load((Path(wording.__file__).parent / "errors_store.yaml").read_text(encoding="utf-8"))


def raised() -> set[str]:
    return {code for path in SOURCES for code in CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_code_has_texts_and_every_text_a_code() -> None:
    assert raised() == set(TEXTS)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_parts(code: str) -> None:
    assert set(TEXTS[code]) == {"message", "kept", "hint"}
    for part in TEXTS[code].values():
        assert set(part) == {"zh", "en"}
        assert part["zh"].endswith("。")
        assert part["en"].endswith(".")
