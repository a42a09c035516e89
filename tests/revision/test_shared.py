"""On real reports: what a careless model gives back of a section is no change, and one changed sentence is one change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.changes.diff import apply, hunks
from assistant.documents import read
from assistant.revision.layout import settle
from assistant.revision.revision import Suggestion, review_pasted
from assistant.structure.outline import outline
from tests.revision.test_layout import flattened
from tests.shared import SHARED, needs_shared

FILES = (
    sorted([*(SHARED / "reports").glob("*.txt"), *(SHARED / "data" / "docx").glob("*.docx")])
    if SHARED
    else []
)


@needs_shared
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:12])
def test_every_section(file: Path) -> None:
    document = read(file)
    tree = outline(document)
    looked = 0
    for part in tree.walk():
        body = document.text[part.body_start : part.body_end]
        if len(body) < 10:
            continue

        def pasted(text: str, part=part) -> Suggestion:  # type: ignore[no-untyped-def]
            made = review_pasted(document, tree, part, text)
            before, after = document.text[: part.body_start], document.text[part.body_end :]
            assert apply(document.text, made.hunks) == before + made.proposed + after
            return made

        looked += 1
        assert pasted(f"【改写】\n{body}\n【说明】\n没有改。").hunks == ()
        # Marks are left as pasted, so only blanks and line breaks are careless here.
        assert pasted("\n".join(line.strip() for line in body.split("\n") if line.strip())).hunks == ()
        sentences = list(re.finditer(r"[^。！？；\n]{6,}[。；]", body))
        if sentences:
            end = sentences[len(sentences) // 2].end() - 1
            careless = flattened(f"{body[:end]}，情况属实{body[end:]}")
            (change,) = hunks(body, settle(body, careless))
            assert "情况属实" in change.after
    assert looked
