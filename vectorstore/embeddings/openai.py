"""Embeddings of any OpenAI-compatible service, through LangChain's OpenAIEmbeddings; its failures become
ModelError here. Imports langchain-openai and openai when they are first used.
"""

from __future__ import annotations

import ipaddress
import re
import threading
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from assistant.errors import GaigaoError, ModelError, SettingsError
from vectorstore.embeddings.embedder import Embedder

OFFICIAL = "https://api.openai.com/v1"

# Seconds: a batch of ten passages takes a small server on an office machine several.
_TIMEOUT = 60.0


class OpenAIEmbedder(Embedder):
    """`openai:MODEL`. Ten texts a request: some services take no more.

    The dimension is asked of the service once, with a one-word text.
    """

    batch: ClassVar[int] = 10

    def __init__(self, model: str, base_url: str, api_key: str) -> None:
        super().__init__(f"openai:{model}")
        self.model = model
        self.base_url = re.sub(r"/embeddings/?$", "", base_url.strip()).rstrip("/") or OFFICIAL
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError("embedding_address", where=base_url)
        if self.base_url == OFFICIAL and not api_key:
            raise SettingsError("embedding_no_key", where=self.name)
        self._host = parts.hostname
        self._address = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        self._api_key = api_key
        self._opening = threading.Lock()
        self._opened: tuple[Any, Any] | None = None
        self._known_dimension = 0

    def __repr__(self) -> str:
        return f"OpenAIEmbedder({self.model!r}, {self._address!r})"

    def close(self) -> None:
        with self._opening:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened[1].close()

    def _version(self) -> str:
        # The same name at another host may be another model; a port of this machine says nothing.
        return f"@{self._host}"

    def _dimension(self) -> int:
        if not self._known_dimension:
            rows = self._encode(["稿"])
            if len(rows) != 1 or not isinstance(rows[0], list) or not rows[0]:
                raise ModelError("embedding_unusable", where=self._address)
            self._known_dimension = len(rows[0])
        return self._known_dimension

    def _client(self) -> Any:
        with self._opening:
            if self._opened is None:
                import openai
                from langchain_openai import OpenAIEmbeddings
                from pydantic import SecretStr

                # Texts go to the address that was chosen: no redirect elsewhere, and no proxy for this
                # machine itself.
                http = openai.DefaultHttpxClient(
                    timeout=_TIMEOUT, follow_redirects=False, trust_env=not _is_loopback(self._host)
                )
                client = OpenAIEmbeddings(
                    model=self.model,
                    openai_api_base=self.base_url,
                    openai_api_key=SecretStr(self._api_key or "none"),
                    check_embedding_ctx_length=False,
                    chunk_size=self.batch,
                    max_retries=2,
                    request_timeout=_TIMEOUT,
                    http_client=http,
                    openai_api_type=None,
                    openai_proxy=None,
                    openai_organization="",
                )
                self._opened = (client, http)
            return self._opened[0]

    def _encode(self, texts: Sequence[str]) -> Any:
        client = self._client()
        try:
            return client.embed_documents(list(texts))
        except Exception as error:
            raise self._translated(error) from error

    def _translated(self, error: Exception) -> GaigaoError:
        import openai

        def failed(code: str, **params: Any) -> ModelError:
            return ModelError(code, where=self._address, model=self.model, **params)

        if isinstance(error, openai.APITimeoutError):
            return failed("embedding_stalled", seconds=round(_TIMEOUT))
        if isinstance(error, openai.APIConnectionError):
            return failed("embedding_unreachable")
        if isinstance(error, openai.RateLimitError):
            return failed("embedding_limited")
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return failed("embedding_refused")
        if isinstance(error, openai.NotFoundError):
            return failed("embedding_not_found")
        if isinstance(error, openai.APIStatusError):
            return failed("embedding_failed", status=error.status_code)
        if isinstance(error, UnicodeError):  # a key that cannot stand in a header
            return failed("embedding_refused")
        return failed("embedding_unusable")  # an answer that is no list of vectors


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def open_provider(model: str, base_url: str, api_key: str) -> Embedder:
    """The embedding `model` of the service at `base_url` (empty: OpenAI's own, which needs a key)."""
    return OpenAIEmbedder(model, base_url, api_key)
