"""Embedding providers behind one interface: one module each, one line each in the registry below. Imports
errors; each provider's package is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from assistant.errors import SettingsError
from vectorstore.embeddings.embedder import Embedder

__all__ = ["PROVIDERS", "Embedder", "index_fingerprint", "open_embedder"]

# First word of the setting → module, whose `open_provider(argument, base_url, api_key)` gives the Embedder.
PROVIDERS: Mapping[str, str] = {
    "use": "vectorstore.embeddings.use",
    "openai": "vectorstore.embeddings.openai",
    "onnx": "vectorstore.embeddings.onnx",
    "sentence-transformers": "vectorstore.embeddings.sentence_transformers",
}
_WITHOUT_ARGUMENT = frozenset({"use"})


def open_embedder(spec: str, *, base_url: str = "", api_key: str = "") -> Embedder:
    """The embedding that a setting names: `use`, `openai:MODEL`, `onnx:FOLDER` or
    `sentence-transformers:FOLDER`.

    base_url, api_key: for `openai:` only. Nothing is loaded and nothing is asked of a service before the
    first use. Raises SettingsError where the setting, the folder or the package cannot be used.
    """
    provider, colon, argument = spec.strip().partition(":")
    argument = argument.strip()
    if (
        provider not in PROVIDERS
        or bool(argument) == (provider in _WITHOUT_ARGUMENT)
        or (colon and not argument)
    ):
        raise SettingsError("embedding_unknown", where=spec)
    opening: Callable[[str, str, str], Embedder] = import_module(PROVIDERS[provider]).open_provider
    return opening(argument, base_url, api_key)


def index_fingerprint(embedder: Embedder, splitter: str | int) -> str:
    """What an index folder belongs to, readable: the embedding, how terms are cut and weighed, how passages
    are cut.

    splitter: the version of the passage splitter.
    """
    from vectorstore.lexical import LEXICAL_VERSION
    from vectorstore.tokens import TOKENS_VERSION

    return " | ".join(
        (embedder.fingerprint, f"terms {TOKENS_VERSION} {LEXICAL_VERSION}", f"passages {splitter}")
    )
