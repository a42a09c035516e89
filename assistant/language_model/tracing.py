"""No tracing and no telemetry of any library, whatever the environment says. Imports nothing of the project.

LangChain posts whole prompts to LangSmith when `LANGSMITH_TRACING=true` stands in the environment; OpenAI's
client writes them to the log with `OPENAI_LOG=debug`.
"""

from __future__ import annotations

import logging
import os

_PREFIXES = ("LANGSMITH_", "LANGCHAIN_", "LANGGRAPH_")
_NAMES = ("OPENAI_LOG",)


def switch_off() -> None:
    """Take the switches out of this process's environment and turn tracing off. Harmless when repeated."""
    for name in list(os.environ):
        if name.startswith(_PREFIXES) or name in _NAMES:
            del os.environ[name]
    from langsmith import configure
    from langsmith.utils import get_env_var

    # Cached by functools.lru_cache under overloads that hide it.
    getattr(get_env_var, "cache_clear", lambda: None)()
    configure(enabled=False)
    for logger in ("openai", "httpx", "httpcore", "langsmith"):
        logging.getLogger(logger).setLevel(logging.WARNING)
