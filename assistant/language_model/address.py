"""Addresses of model services: put in order as people paste them, and whether they stay on this machine.

Pure; imports errors and wording only.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from assistant.errors import SettingsError
from assistant.wording import Language, wording

# What is pasted behind the base address: the examples of every service show the whole address of a call.
_CALLS = re.compile(r"/(?:chat/completions|completions|responses|embeddings|models)/*$", re.IGNORECASE)
_VERSION = re.compile(r"/(?:v\d+[a-z0-9]*|api|openai|compatible-mode)(?:/|$)", re.IGNORECASE)
_FULL_WIDTH = str.maketrans("：／．。？　", ":/..? ")
# Ollama answers on this machine and computes these models on its own servers.
_CLOUD_MODEL = re.compile(r"[:-]cloud$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where text goes. local: nothing leaves this machine; address: host and port, empty without a model."""

    local: bool
    address: str = ""
    model: str = ""

    def text(self, language: Language = "zh") -> str:
        """The line that is always on the page."""
        kind = "remote" if not self.local else "local" if self.model else "none"
        return wording(f"connection.destination.{kind}", language, address=self.address, model=self.model)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: `localhost`, 127.0.0.0/8, ::1 (or ::ffff:127.0.0.1); no other name is."""
    host = host.strip().strip("[]").lower()
    if host == "localhost":
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return bool((mapped or ip).is_loopback)


def normalise(pasted: str) -> str:
    """The base address in what a person pasted; empty stays empty. Raises SettingsError("model_address_bad").

    A missing scheme is added, `/chat/completions` and the like and a slash at the end are removed.
    """
    text = pasted.strip().strip("\"'“”‘’<>").translate(_FULL_WIDTH).strip()
    if not text:
        return ""
    if "://" not in text:
        # Something without a scheme is plain http inside, https outside.
        text = f"{'http' if _inside(text) else 'https'}://{text}"
    parts = _split(text, pasted)
    host = parts.hostname or ""
    path = _CALLS.sub("", parts.path.rstrip("/")).rstrip("/")
    # 0.0.0.0 is what servers print about themselves; it is no address to call.
    host = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104
    port = f":{parts.port}" if parts.port else ""
    user = f"{parts.username}:{parts.password or ''}@" if parts.username else ""
    return f"{parts.scheme}://{user}{host}{port}{path}"


def _split(text: str, pasted: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", text):
        raise SettingsError("model_address_bad", where=pasted.strip()[:80])
    return parts


def _inside(text: str) -> bool:
    host = urlsplit(f"//{text}").hostname or ""
    if is_loopback(host) or host == "0.0.0.0" or "." not in host:  # noqa: S104
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def has_version(base_url: str) -> bool:
    """Whether the address names a version or an interface (`/v1`, `/api/…`), as most services' do."""
    return bool(_VERSION.search(urlsplit(base_url).path))


def shown(base_url: str) -> str:
    """Host and port as they are shown: no user name, no password, no path."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port else host


def destination(base_url: str, model: str) -> Destination:
    """Where text goes with this address and model."""
    local = is_loopback(urlsplit(base_url).hostname or "") and not _CLOUD_MODEL.search(model)
    return Destination(local, shown(base_url), model)
