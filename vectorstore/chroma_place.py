"""Where Chroma is: a server's address as a person writes it, or a folder. Imports errors and httpx, not
chromadb.
"""

from __future__ import annotations

import base64
import ipaddress
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from assistant.errors import StoreError

_DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A Chroma server. host: in brackets where it is an IPv6 address; headers: a user name and password, if
    any.
    """

    host: str
    port: int
    tls: bool
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(cls, url: str) -> ServerAddress:
        """`http://host:port`, the scheme may be left out. Raises StoreError("chroma_address")."""
        text = url.strip()
        with suppress(ValueError):
            parts = urlsplit(text if "://" in text else f"http://{text}")
            path = parts.path.rstrip("/").removesuffix("/api/v2").removesuffix("/api/v1")
            if parts.scheme in ("http", "https") and parts.hostname and not path and parts.port != 0:
                host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
                port = parts.port or (443 if parts.scheme == "https" else _DEFAULT_PORT)
                headers = {}
                if parts.username:
                    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
                    headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
                return cls(host, port, parts.scheme == "https", headers)
        raise StoreError("chroma_address", where=url.rpartition("@")[2])

    def __str__(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def require_heartbeat(self, timeout: float) -> None:
        """Raises httpx.TransportError where nobody answers in time, StoreError("chroma_refused") where it is
        no Chroma.
        """
        self._keep_from_proxies()
        answer = httpx.get(f"{self}/api/v2/heartbeat", headers=dict(self.headers), timeout=timeout)
        if answer.status_code != 200 or "heartbeat" not in answer.text:
            raise StoreError("chroma_refused", where=str(self), detail=f"HTTP {answer.status_code}")

    def _keep_from_proxies(self) -> None:
        """See that a proxy in the environment is not asked for this machine itself."""
        host = self.host.strip("[]")
        with suppress(ValueError):
            if host == "localhost" or ipaddress.ip_address(host).is_loopback:
                for name in ("NO_PROXY", "no_proxy"):
                    hosts = [one.strip() for one in os.environ.get(name, "").split(",") if one.strip()]
                    if host not in hosts and "*" not in hosts:
                        os.environ[name] = ",".join((*hosts, host))


def plain_path(folder: Path) -> str:
    """The folder's path as Chroma can write to it: on Windows its index library does not know names beyond
    ASCII (chroma-core/chroma issue 872), so the short name is given where the system has one. The folder must
    exist.
    """
    if sys.platform == "win32" and not str(folder).isascii():
        import ctypes

        short = ctypes.create_unicode_buffer(1024)
        if ctypes.windll.kernel32.GetShortPathNameW(str(folder), short, len(short)):
            return short.value
    return str(folder)


def free_bytes(folder: Path) -> int:
    """Room left on the folder's disk; very much where the system does not tell."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return sys.maxsize
