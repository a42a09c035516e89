"""How Rust engines give up: an exception that is no `Exception`. Imports nothing."""

from __future__ import annotations


def is_panic(error: BaseException) -> bool:
    """Whether the Rust code of an engine panicked (pyo3 derives its exception from BaseException)."""
    return type(error).__name__ == "PanicException"
