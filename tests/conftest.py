"""What every test shares: the long kinds are left out unless asked for, and no test reaches beyond loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

LONG_KINDS = ("bench", "soak", "model")

# A slow machine is no bug; and a run that decides whether a change lands is the same run each time.
settings.register_profile("gaigao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("gaigao"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "gaigao")

# No test may depend on what the developer's own environment says.
for _name in list(os.environ):
    if _name.startswith(("GAIGAO_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_")):
        del os.environ[_name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect benchmarks, soaks and model runs unless `-m` names them."""
    asked = config.getoption("-m") or ""
    dropped = [
        item for item in items if any(item.get_closest_marker(k) and k not in asked for k in LONG_KINDS)
    ]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection to anything but loopback fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test reached for the network: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield
