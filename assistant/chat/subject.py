"""What one message is about: the draft as it stands, its outline, and how its parts are called. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.chat.events import Place
from assistant.chat.mentions import Meant
from assistant.chat.part_names import place_of
from assistant.document import Document
from assistant.errors import SectionError
from assistant.structure.section import Outline, Section
from assistant.structure.section_name import section_name
from assistant.wording import Language, wording


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about. version: of the draft, whose text `document` is; selected, previous: section ids."""

    owner: str
    draft: str | None
    version: int
    document: Document
    outline: Outline
    selected: str | None
    previous: str | None
    language: Language

    def section(self, section_id: str) -> Section:
        """Raises SectionError("section_unknown")."""
        section = self.outline.find(section_id)
        if section is None:
            raise SectionError("section_unknown", where=section_id)
        return section

    def name(self, section: Section) -> str:
        """What a section is called."""
        return section_name(self.outline, section, self.language)

    def place(self, meant: Meant) -> Place:
        """A part as the chat shows it."""
        return place_of(self.outline, meant, self.language)

    def tell(self, key: str, **params: Any) -> str:
        """A text of the chat."""
        return wording(f"chat.{key}", self.language, **params)
