"""The connection to a language model: chosen in the settings or saved in the data folder, never by accident.

Order: command line > environment > `.env` > saved > none. Imports settings, addresses, services and errors.

A key belongs to the address it came with: a key from the environment goes to an address from the environment, a
saved key to a saved address. Nothing but `GAIGAO_MODEL` or a saved connection chooses a model.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ModelError, SettingsError, reason_of
from assistant.language_model.address import Destination, destination, is_loopback, normalise
from assistant.language_model.services import MODEL_FILE, Service, service, service_of
from assistant.settings import Settings

FILE_NAME = "connection.json"
Source = Literal["settings", "saved", "given"]


@dataclass(frozen=True, slots=True)
class Connection:
    """Which model, where, with which key.

    service: id in `services.yaml`; base_url: normalised, empty for a model file; model: its name, or the path of a
    GGUF file; source: where it was chosen (`given`: typed in just now, not saved).
    """

    service: str
    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    source: Source = "given"

    @property
    def is_file(self) -> bool:
        """Whether the model is a file that Gaigao runs itself."""
        return self.service == MODEL_FILE

    @property
    def model_name(self) -> str:
        """The model as it is shown: its name, or the file's."""
        return Path(self.model).name if self.is_file else self.model

    @property
    def destination(self) -> Destination:
        """Where text goes."""
        if self.is_file:
            return Destination(True, "127.0.0.1", self.model_name)
        return destination(self.base_url, self.model)

    @property
    def masked_key(self) -> str:
        """The key as it may be shown."""
        return mask(self.api_key)

    @property
    def missing_key(self) -> bool:
        """Whether the service wants a key and there is none."""
        return not self.api_key and service(self.service).key == "required"

    def view(self) -> dict[str, Any]:
        """What may be shown and sent to a browser: the key masked."""
        where = self.destination
        return {
            "service": self.service,
            "base_url": self.base_url,
            "model": self.model_name,
            "key": self.masked_key,
            "source": self.source,
            "local": where.local,
            "address": where.address,
        }


class _Saved(BaseModel):
    """`connection.json`."""

    model_config = ConfigDict(extra="ignore")

    service: str
    base_url: str = ""
    model: str
    api_key: str = ""


def mask(key: str) -> str:
    """`sk-…abcd`: at most the last four characters of a key; nothing of a short one."""
    if not key:
        return ""
    if len(key) < 12:
        return "…"
    head = "sk-" if key.startswith("sk-") else ""
    return f"{head}…{key[-4:]}"


def connection(
    *, model: str, base_url: str = "", api_key: str = "", service_id: str = "", source: Source = "given"
) -> Connection:
    """A connection from what was typed in. An empty address is the service's own.

    A model that ends in `.gguf` and has no address is a file. Raises SettingsError("model_address_bad",
    "model_address_missing"), ModelError("model_name_missing", "model_key_unusable").
    """
    model, key = model.strip().strip("\"'"), api_key.strip().strip("\"'")
    if not model:
        raise ModelError("model_name_missing")
    if service_id == MODEL_FILE or (not base_url.strip() and not service_id and _is_file(model)):
        return Connection(MODEL_FILE, "", str(Path(model).expanduser().absolute()), "", source)
    if not key.isascii() or any(c.isspace() for c in key):
        raise ModelError("model_key_unusable")
    chosen: Service = service(service_id or "openai")
    address = normalise(base_url or chosen.base_url)
    if not address:
        raise SettingsError("model_address_missing")
    return Connection(service_id or service_of(address).id, address, model, key, source)


def _is_file(model: str) -> bool:
    return model.strip().lower().endswith(".gguf")


def resolve(settings: Settings) -> Connection | None:
    """The connection to use, or None where no model was chosen on purpose.

    With `settings.model`, the address is the settings' own, else the saved one, else OpenAI's; without it, the
    saved connection counts as it is, and a stray key or address in the environment changes nothing.
    """
    kept = saved(settings.data_dir)
    key = settings.openai_api_key.get_secret_value().strip()
    address = settings.openai_base_url.strip()
    if not settings.model.strip():
        if kept is not None and kept.missing_key and key:
            return replace(kept, api_key=key)
        return kept
    if not address and kept is not None and not kept.is_file and not _is_file(settings.model):
        return replace(kept, model=settings.model.strip(), api_key=kept.api_key or key, source="settings")
    return connection(model=settings.model, base_url=address, api_key=key, source="settings")


def saved(data_dir: Path) -> Connection | None:
    """The saved connection, None where there is none. Raises SettingsError("connection_damaged")."""
    file = data_dir / FILE_NAME
    try:
        raw = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("connection_damaged", where=str(file)) from error
    try:
        kept = _Saved.model_validate_json(raw)
        address = normalise(kept.base_url)
        return Connection(service(kept.service).id, address, kept.model, kept.api_key, "saved")
    except (ValidationError, SettingsError) as error:
        # The file may hold a key: nothing of its content belongs into the message.
        raise SettingsError("connection_damaged", where=str(file)) from error


def save(chosen: Connection, data_dir: Path) -> Connection:
    """Keep a connection in the data folder, readable by its owner only, whole or not at all; returns it."""
    content = {
        "service": chosen.service,
        "base_url": chosen.base_url,
        "model": chosen.model,
        "api_key": chosen.api_key,
    }
    file = data_dir / FILE_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file with mode 0600: the key is at no moment readable by others.
        handle, name = tempfile.mkstemp(prefix=".connection-", dir=data_dir)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(content, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise SettingsError("connection_not_saved", where=str(file), reason=reason_of(error)) from error
    return replace(chosen, source="saved")


def forget(data_dir: Path) -> bool:
    """Remove the saved connection; whether there was one."""
    try:
        (data_dir / FILE_NAME).unlink()
    except FileNotFoundError:
        return False
    return True


def may_save(host: str) -> bool:
    """Whether a page served on `host` may save a connection: only one that listens on loopback alone."""
    return is_loopback(host)


def where_text_goes(settings: Settings) -> Destination:
    """Where text goes with these settings; nowhere without a model or where the connection cannot be read."""
    try:
        chosen = resolve(settings)
    except (SettingsError, ModelError):
        chosen = None
    return chosen.destination if chosen else Destination(local=True)
