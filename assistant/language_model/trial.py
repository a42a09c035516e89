"""Trying a connection out: one tiny request, and what came of it in plain words. Imports the model and the wording.

The request holds no word of any document.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from assistant.errors import GaigaoError
from assistant.language_model.connection import Connection
from assistant.language_model.model import ChatModel
from assistant.wording import Language, Notice, wording

QUESTION = "请只回答一个字：好"
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial showed. connection: as it should be saved, its address completed where `/v1` was missing.

    seconds: until the answer was complete; error: None where the connection works; completed: `/v1` was added.
    """

    connection: Connection
    seconds: float
    error: GaigaoError | None = None
    notices: tuple[Notice, ...] = ()
    completed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the model answered."""
        return self.error is None

    def text(self, language: Language = "zh") -> str:
        """The result in a sentence or two."""
        if self.error is not None:
            return self.error.tell(language)
        key = "connection.trial.completed" if self.completed else "connection.trial.good"
        told = self.connection
        seconds = round(self.seconds, 1)
        return wording(key, language, model=told.model_name, seconds=seconds, address=told.base_url)


async def try_out(connection: Connection, *, timeout: float = SECONDS) -> Trial:
    """Ask the model for one word. Never raises for what a service does; cancelling it closes the request."""
    from langchain_core.messages import HumanMessage

    model = ChatModel(connection, temperature=None, timeout=timeout)
    begun = time.monotonic()
    try:
        answer = await model.complete([HumanMessage(QUESTION)])
    except GaigaoError as error:
        return Trial(connection, time.monotonic() - begun, error)
    works = replace(connection, base_url=model.base_url_found)
    # the result itself says that the address was completed
    notices = tuple(notice for notice in answer.ended.notices if notice.code != "model_address_completed")
    completed = len(notices) < len(answer.ended.notices)
    return Trial(works, time.monotonic() - begun, None, notices, completed)


async def models_at(connection: Connection, *, timeout: float = SECONDS) -> tuple[str, ...]:
    """The names of the models at an address, empty where the service has no list. Raises ModelError."""
    return await ChatModel(connection, timeout=timeout).models()
