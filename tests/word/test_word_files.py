"""A text put back into Word files built in many ways: read again it is the new text; refused, the old one."""

from __future__ import annotations

import io
import random
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.documents import read_bytes
from assistant.errors import DocumentError
from assistant.word import Remark, Tracked, Written, rewrite
from assistant.word.proof import main_part, read_view
from tests.shared import SHARED
from tests.word.mutations import mutated
from tests.word.samples import SAMPLES, sample

BY_OFFICE = Tracked("镇党政办", datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
NAME = "稿子.docx"
BLANKS = " \t\u3000\xa0"
WAYS = pytest.mark.parametrize("tracked", [None, BY_OFFICE], ids=["clean", "tracked"])
FILES = pytest.mark.parametrize("name", SAMPLES)


def written(
    data: bytes, new: str, tracked: Tracked | None = None, remarks: tuple[Remark, ...] = ()
) -> Written:
    return rewrite(data, NAME, new, None, tracked=tracked, remarks=remarks)


def text_of(data: bytes) -> str:
    return read_bytes(data, NAME).text


def body_of(data: bytes) -> str:
    return main_part(data).decode("utf-8")


def lines_of(text: str) -> list[str]:
    """Lines with what a number that Word generates may become taken off."""
    return [line.strip(BLANKS) for line in text.split("\n") if line.strip(BLANKS)]


@WAYS
@FILES
def test_nothing_changed_is_the_same_file(name: str, tracked: Tracked | None) -> None:
    data = sample(name)
    result = written(data, text_of(data), tracked)
    assert text_of(result.data) == text_of(data)
    if name not in ("revised_before", "commented", "footnotes"):
        assert read_view(main_part(result.data), accept=True) == read_view(main_part(data), accept=True)


@WAYS
@FILES
def test_a_word_in_every_line_that_takes_one(name: str, tracked: Tracked | None) -> None:
    data = sample(name)
    old = text_of(data)
    for number, line in enumerate(old.split("\n")):
        if len(line) < 6 or "\t" in line:
            continue
        lines = old.split("\n")
        lines[number] = line[:-1] + "确实" + line[-1:]
        try:
            result = written(data, "\n".join(lines), tracked)
        except DocumentError as error:
            assert error.code == "word_change_unplaced"
            assert error.params["place"]
            continue
        assert text_of(result.data) == "\n".join(lines)
        if tracked:
            accepted = read_view(main_part(written(data, old).data), accept=True)
            refused = read_view(main_part(result.data), accept=False)
            if name not in ("revised_before", "commented"):
                assert refused == accepted


@WAYS
@FILES
@pytest.mark.parametrize("seed", range(4))
def test_random_changes(name: str, seed: int, tracked: Tracked | None) -> None:
    """Every result was proved by the product itself; here its reading is compared once more."""
    data = sample(name)
    new = mutated(text_of(data), random.Random(f"{name} {seed}"))
    try:
        result = written(data, new, tracked)
    except DocumentError as error:
        assert error.code == "word_change_unplaced", error.params
        return
    if (
        not any(n.code == "word_numbers_follow" for n in result.notices)
        and not read_bytes(data, NAME).generated
    ):
        found, wanted = lines_of(text_of(result.data)), lines_of(new)
        if name not in ("form_around_prose",):
            assert found == wanted


@pytest.mark.parametrize(
    "name", [n for n in SAMPLES if n not in ("revised_before", "commented", "footnotes")]
)
def test_all_other_parts_are_the_same_bytes(name: str) -> None:
    data = sample(name)
    for tracked in (None, BY_OFFICE):
        result = (
            written(data, text_of(data).replace("。", "，特此说明。", 1), tracked)
            if "field" not in name
            else written(data, text_of(data), tracked)
        )
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(result.data)) as new:
            assert new.namelist() == old.namelist()
            changed = [n for n in old.namelist() if old.read(n) != new.read(n)]
        assert changed in ([], ["word/document.xml"])


def test_the_product_leaves_no_trace() -> None:
    for name in SAMPLES:
        data = sample(name)
        result = written(data, text_of(data), BY_OFFICE, (Remark(0, 2, "说明理由"),))
        with zipfile.ZipFile(io.BytesIO(result.data)) as package:
            everything = b"".join(package.read(n) for n in package.namelist()).lower()
        assert b"gaigao" not in everything
        assert "改稿".encode() not in everything


def test_real_files() -> None:
    if SHARED is None or not (SHARED / "data" / "docx").is_dir():
        pytest.skip("the folder shared/ with real Word files is not beside the project")
    done = 0
    for path in sorted((SHARED / "data" / "docx").glob("*.docx")):
        data = path.read_bytes()
        old = read_bytes(data, NAME).text
        for seed in range(4):
            new = mutated(old, random.Random(f"{path.name} {seed}")) if seed else old
            for tracked in (None, BY_OFFICE):
                try:
                    written(data, new, tracked)
                    done += 1
                except DocumentError as error:
                    assert error.code == "word_change_unplaced"
    assert done > 12


WORDS = st.text(alphabet="学习调研问题整改措施一二（）。，、1234 ", min_size=0, max_size=24)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paragraphs=st.lists(
        st.lists(st.tuples(WORDS, st.sampled_from(["", "<w:b/>", "<w:i/>"])), max_size=4),
        min_size=1,
        max_size=7,
    ),
    numbered=st.lists(st.sampled_from([None, (1, 0), (1, 1), (2, 0)]), min_size=7, max_size=7),
    seed=st.integers(0, 10_000),
)
def test_the_text_comes_back(
    paragraphs: list[list[tuple[str, str]]], numbered: list[tuple[int, int] | None], seed: int
) -> None:
    """For any document and change: accepted, it reads as the new text with Word's own numbers; refused, as before."""
    from tests.documents.word_files import definition, docx, instance, level, p, run

    numbering = (
        definition(0, level(0, "chineseCounting", "（%1）"), level(1, "decimal", "%2."))
        + definition(1, level(0, "chineseCounting", "%1是"))
        + instance(1, 0)
        + instance(2, 1)
    )
    body = "".join(
        p(*(run(text, look) for text, look in runs), number=number)
        for runs, number in zip(paragraphs, numbered, strict=False)
    )
    data = docx(body, numbering=numbering)
    try:
        old = text_of(data)
    except DocumentError as error:
        assert error.code == "no_text"
        return
    new = mutated(old, random.Random(seed))
    if not new.strip():
        return
    clean, tracked = written(data, new), written(data, new, BY_OFFICE)
    assert read_view(main_part(tracked.data), accept=False) == read_view(main_part(data), accept=True)
    for result in (clean, tracked):
        found, wanted = (_bare_lines(t) for t in (text_of(result.data), new))
        assert found == wanted


def _bare_lines(text: str) -> list[str]:
    """Lines without any number at their head: those that Word generates are compared elsewhere."""
    import re

    number = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d+\.|[一二三四五六七八九十]+是)+\s*")
    lines = [number.sub("", line.strip(BLANKS)).strip(BLANKS) for line in text.split("\n")]
    return [line for line in lines if line]


def test_ids_are_unique_and_marks_well_formed() -> None:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for name in SAMPLES:
        data = sample(name)
        for seed in range(4):
            try:
                result = written(data, mutated(text_of(data), random.Random(seed)), BY_OFFICE)
            except DocumentError:
                continue
            root = ET.fromstring(main_part(result.data))
            marks = [
                e
                for e in root.iter()
                if e.tag in (f"{word}ins", f"{word}del", f"{word}pPrChange")
                and e.get(f"{word}author") == BY_OFFICE.author
            ]
            ids = [e.get(f"{word}id") for e in marks]
            assert len(ids) == len(set(ids))
            for mark in marks:
                assert not [x for x in mark.iter() if x is not mark and x.tag in (f"{word}ins", f"{word}del")]
                if mark.tag == f"{word}del":
                    assert not list(mark.iter(f"{word}t"))
