"""What the page is given: the use cases and the state of the engines. `app.py` fills it in.

Imports use cases for their types only.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.errors import GaigaoError, LibraryError

if TYPE_CHECKING:
    from assistant.chat.events import ChatEvent
    from assistant.drafting.drafts import Drafts
    from assistant.drafting.preferences import PreferenceStore
    from assistant.drafting.quick_actions import QuickActions
    from assistant.library.library import Library
    from assistant.restructuring.restructuring import Restructuring
    from assistant.reviewing.mending import Mending
    from assistant.reviewing.reviewing import Reviewing
    from assistant.settings import Settings
    from assistant.wording import Language


class Chat(Protocol):
    """The chat: one message in, its answer as events out. Closing the generator stops the answer."""

    def respond(
        self,
        owner: str,
        draft: str | None,
        message: str,
        *,
        selected: str | None = None,
        chosen: Mapping[int, str] | None = None,
        resume: str | None = None,
        language: Language = "zh",
    ) -> AsyncGenerator[ChatEvent, None]:
        """selected: id of the section chosen on the page; chosen: task number → section id that was clicked;
        resume: id of the answer to go on with."""
        ...


@dataclass(slots=True)
class Services:
    """Everything the page works with.

    library: None until it is open. ready: set when the engines are loaded, or when loading them failed, which
    `failure` then tells; what needs no engine works before.
    """

    settings: Settings
    drafts: Drafts
    chat: Chat
    quick_actions: QuickActions
    preferences: PreferenceStore
    reviewing: Reviewing
    mending: Mending
    restructuring: Restructuring
    library: Library | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    failure: GaigaoError | None = None

    @property
    def engines(self) -> str:
        """`loading`, `ready` or `failed`."""
        if not self.ready.is_set():
            return "loading"
        return "failed" if self.failure is not None else "ready"

    def opened_library(self) -> Library:
        """The library. Raises LibraryError("library_loading"), or why it could not be opened."""
        if self.library is not None:
            return self.library
        raise self.failure or LibraryError("library_loading")
