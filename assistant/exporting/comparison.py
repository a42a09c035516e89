"""The rows of a 修改对照表: every difference between the file and the text now. Pure; imports pure modules."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.changes.diff import hunks
from assistant.exporting.manuscript import Manuscript, Reason
from assistant.layout import ComparisonRow
from assistant.structure.outline import outline
from assistant.structure.section import Outline, Section
from assistant.structure.section_name import section_name
from assistant.wording import Language


def comparison_rows(manuscript: Manuscript, language: Language) -> tuple[ComparisonRow, ...]:
    """One row for each changed, added or removed sentence or paragraph, in the order of the text."""
    tree = outline(manuscript.after)
    return tuple(_rows(manuscript, tree, language))


def _rows(manuscript: Manuscript, tree: Outline, language: Language) -> Iterator[ComparisonRow]:
    grown = 0
    for hunk in hunks(manuscript.before.text, manuscript.after.text):
        start = hunk.start + grown
        end = start + len(hunk.after)
        grown += len(hunk.after) - len(hunk.before)
        before, after = hunk.before.strip(), hunk.after.strip()
        if before == after:
            continue
        section = _section_at(tree, start + len(hunk.after) - len(hunk.after.lstrip()))
        reasons = [reason for reason in manuscript.reasons if _meets(reason, start, end)]
        yield ComparisonRow(
            section=section_name(tree, section, language) if section else "",
            before=before,
            after=after,
            reason="\n".join(dict.fromkeys(reason.text for reason in reasons if reason.text)),
            sources=tuple(dict.fromkeys(source for reason in reasons for source in reason.sources)),
        )


def _section_at(tree: Outline, position: int) -> Section | None:
    """The innermost section around a position."""
    around = [
        section for section in tree.walk() if section.start <= position < max(section.end, section.start + 1)
    ]
    return around[-1] if around else (tree.sections[-1] if tree.sections else None)


def _meets(reason: Reason, start: int, end: int) -> bool:
    """Whether a reason is about this stretch; a place where something was removed has no length."""
    return reason.start <= end and start <= reason.end
