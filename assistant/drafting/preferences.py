"""How a user wants their Word files: the name on tracked changes, line pitch, fonts. Imports the database and the
tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite

from assistant.database import utc_now
from assistant.drafting.access import kept_in
from assistant.drafting.rows import clean
from assistant.drafting.tables import PreferenceRow
from assistant.drafting.values import Preferences
from assistant.errors import DraftError

LINE_PITCHES = (28, 29)  # points: 28.95 fills the page of GB/T 9704 with 22 lines, offices round either way
LONGEST_AUTHOR, LONGEST_FONT, MOST_FONTS = 60, 60, 30


class PreferenceStore:
    """The preferences of every owner. All may raise StoreError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, owner: str) -> Preferences:
        """An owner's preferences; the defaults where nothing was chosen."""
        with kept_in(self._engine, reading=True) as session:
            row = session.get(PreferenceRow, owner)
            return _of(row.chosen if row else {})

    def set(
        self,
        owner: str,
        *,
        author: str | None = None,
        line_pitch: int | None = None,
        fonts: Mapping[str, str] | None = None,
    ) -> Preferences:
        """Change what is given and keep the rest. An empty author or an empty font goes back to the default.

        Raises DraftError("preference_unusable").
        """
        changed: dict[str, Any] = {}
        if author is not None:
            changed["author"] = _short(author, "author", LONGEST_AUTHOR)
        if line_pitch is not None:
            if line_pitch not in LINE_PITCHES:
                raise DraftError("preference_unusable", where=str(line_pitch))
            changed["line_pitch"] = int(line_pitch)
        if fonts is not None:
            if len(fonts) > MOST_FONTS:
                raise DraftError("preference_unusable", where="fonts")
            named = {clean(role): _short(font, role, LONGEST_FONT) for role, font in fonts.items()}
            changed["fonts"] = {role: font for role, font in named.items() if font}
        with kept_in(self._engine) as session:
            # Writing first takes the lock on SQLite and PostgreSQL alike, and two first writers both get their turn.
            insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
            new = insert(PreferenceRow).values(owner=owner, chosen={}, changed_at=self._clock())
            session.execute(
                new.on_conflict_do_update(index_elements=["owner"], set_={"changed_at": self._clock()})
            )
            row = session.get_one(PreferenceRow, owner)
            row.chosen = {**row.chosen, **changed}
            return _of(row.chosen)


def _short(text: str, what: str, longest: int) -> str:
    """A name on one line. Raises DraftError("preference_unusable")."""
    text = " ".join(clean(text).split())
    if len(text) > longest:
        raise DraftError("preference_unusable", where=what)
    return text


def _of(chosen: Mapping[str, Any]) -> Preferences:
    default = Preferences()
    return Preferences(
        chosen.get("author", default.author),
        chosen.get("line_pitch", default.line_pitch),
        dict(chosen.get("fonts", {})),
    )
