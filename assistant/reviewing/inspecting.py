"""送审前检查 of a kept draft or of a document by itself: what is handed to the library. Imports drafts and the guard's values.

Works without a model. The writer's other drafts are compared in memory; they never enter the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.errors import DraftError
from assistant.guard.inspection import Inspection, Part, Submission
from assistant.guard.texts import Text
from assistant.structure.outline import outline
from assistant.structure.section_name import section_names
from assistant.wording import Language

_CHARACTERS = 3_000_000
"""Of the other drafts that are compared, the last changed first: more than anybody keeps, and still a few seconds."""


class Inspector(Protocol):
    """The library as the check of a whole draft needs it."""

    def inspect(self, submission: Submission) -> Inspection:
        """What is to be known of it."""


def inspect_draft(
    drafts: Drafts, library: Inspector, owner: str, draft: str, language: Language = "zh"
) -> Inspection:
    """The draft as it stands, typing included. language: of the names of its parts. Raises DraftError("draft_unknown") and
    what `Library.inspect` raises.
    """
    current = drafts.current(owner, draft)
    material = [one.text for one in drafts.materials(owner, draft)]
    others = _others(drafts, owner, draft)
    return library.inspect(submission(current.document, current.title, material, language, others))


def submission(
    document: Document,
    title: str,
    material: Sequence[str] = (),
    language: Language = "zh",
    others: Sequence[Text] | None = None,
) -> Submission:
    """A document as it is checked. others: the writer's other drafts, None where they are not known."""
    tree = outline(document)
    names = section_names(tree, language)
    parts = (
        Part(one.start, one.end if one.kind == "title" else one.body_start, names[one.id])
        for one in tree.walk()
    )
    return Submission(
        document.text,
        title,
        tuple(material),
        tuple(sorted(parts, key=lambda part: part.start)),
        None if others is None else tuple(others),
    )


def _others(drafts: Drafts, owner: str, draft: str) -> list[Text]:
    found: list[Text] = []
    length = 0
    for info in drafts.list(owner):
        length += info.length
        if length > _CHARACTERS:
            break
        if info.id == draft:
            continue
        with suppress(DraftError):  # deleted meanwhile in another tab
            found.append(Text(info.id, info.title, drafts.current(owner, info.id).text))
    return found
