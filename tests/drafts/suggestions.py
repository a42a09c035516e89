"""Suggestions for tests: what a revision of a stretch of a text would hand over."""

from __future__ import annotations

from assistant.changes.diff import hunks
from assistant.document import Document
from assistant.language_model.prompt import PromptStamp
from assistant.revision.suggestion import Citation, Suggestion
from assistant.structure.passages import Passage
from assistant.wording import Notice


def suggestion(document: Document, start: int, end: int, proposed: str) -> Suggestion:
    """A suggestion to make `document.text[start:end]` into `proposed`."""
    original = document.text[start:end]
    passage = Passage("0123456789abcdef-0003", "走访不够深入。", 10, 17, "problems", ("一、存在的问题",))
    return Suggestion(
        section_id="1.2",
        label="（二）",
        heading="工作作风方面",
        start=start,
        end=end,
        body_start=start,
        body_end=end,
        original=original,
        proposed=proposed,
        note="按素材补了次数[1]。",
        hunks=hunks(original, proposed, offset=start, barriers=document.generated),
        citations=(Citation(1, "0123456789abcdef" * 4, "某镇对照检查材料", passage),),
        model="test-model",
        prompt=PromptStamp("revise", "1", "0" * 64),
        usage={"input": 10, "output": 20},
        notices=(Notice("numbers_restored", {}),),
    )
