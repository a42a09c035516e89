"""The model services that are known by name: `services.yaml`.

Pure but for reading that file once; imports the wording's types.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.wording import Language

FILE = Path(__file__).with_name("services.yaml")
OTHER = "other"
MODEL_FILE = "gguf"


class Service(BaseModel):
    """One entry of `services.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: Mapping[Language, str]
    base_url: str
    key: Literal["required", "optional", "none"]
    key_page: str
    models: tuple[str, ...]
    note: Mapping[Language, str]


@lru_cache(maxsize=1)
def services() -> tuple[Service, ...]:
    """Every known service, in the order they are offered."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Service(id=name, **entry) for name, entry in entries.items())


def service(service_id: str) -> Service:
    """The service of this id; `other` for an unknown one."""
    known = {entry.id: entry for entry in services()}
    return known.get(service_id, known[OTHER])


def service_of(base_url: str) -> Service:
    """The service an address belongs to, by host and port; `other` where none does."""
    place = urlsplit(base_url).netloc.lower().replace("localhost", "127.0.0.1")
    for entry in services():
        if place and urlsplit(entry.base_url).netloc == place:
            return entry
    return service(OTHER)
