"""A scripted model on loopback and a draft about an invented town, in parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.document import Document
from assistant.language_model.connection import Connection, connection
from assistant.language_model.model import ChatModel
from assistant.restructure.parts import Parts, parts_of
from assistant.structure.outline import outline
from tests.restructuring.drafts import TEXT
from tests.scripted_model import ScriptedModel


@pytest.fixture
def scripted() -> Iterator[ScriptedModel]:
    """A scripted model; what it was asked is in `scripted.asked`."""
    with ScriptedModel() as model:
        yield model


@pytest.fixture
def chosen(scripted: ScriptedModel) -> Connection:
    """A connection to the scripted model."""
    return connection(model="scripted", base_url=scripted.url, api_key="sk-test-1234567890abcd")


@pytest.fixture
def model(chosen: Connection) -> ChatModel:
    """The scripted model as the project sees it; silent for half a second (three halves on loopback) means stalled."""
    return ChatModel(chosen, timeout=0.5)


@pytest.fixture
def parts() -> Parts:
    """The parts of the draft."""
    document = Document.from_text(TEXT)
    return parts_of(document, outline(document))
