"""The language model: the only importer of chat-model classes. Messages in, a stream of pieces out.

Every failure is a ModelError. Imports connections and errors; LangChain, openai and httpx only when a model is asked.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import ModelError
from assistant.language_model.address import Destination, has_version
from assistant.language_model.connection import Connection, resolve
from assistant.language_model.model_errors import (
    PASSING,
    Asked,
    RedirectedError,
    of_status,
    refuses_format,
    refuses_temperature,
    refuses_usage,
    translate,
)
from assistant.language_model.tracing import switch_off
from assistant.language_model.wire import CONNECT_SECONDS, NO_KEY, certificates, http_client, whole_answer
from assistant.settings import Settings
from assistant.wording import Language, Notice

if TYPE_CHECKING:
    import httpx
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_openai import ChatOpenAI

    from assistant.language_model.local_model import Running

# A model on this machine may read a long prompt for minutes before its first word; a remote one that does is gone.
LOCAL_PATIENCE = 3.0
ATTEMPTS = 3
LONGEST_PAUSE = 30
PAUSES = (1.0, 3.0)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Ollama reads 2,048 or 4,096 tokens and silently drops the rest. A service that counts only what its cache did not hold
# reports a few tokens, so few are no sign.
_FEWEST_TOKENS = 1_000
_LEAST_TOKENS_A_CHARACTER = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A further piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing comes for a while. error: why the request is repeated, None while a model file is started.

    seconds: how long, 0 if unknown.
    """

    model: str
    seconds: float = 0.0
    error: ModelError | None = None

    def text(self, language: Language = "zh") -> str:
        """What to tell the user."""
        if self.error is None:
            return Notice("model_file_starting", {"model": self.model}).text(language)
        params = {"reason": self.error.message(language), "seconds": round(self.seconds)}
        return Notice("model_waiting", params).text(language)


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is complete. usage: tokens as counted by the service, None where it does not count."""

    usage: dict[str, int] | None
    model: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    text: str
    ended: Ended


ModelEvent = Piece | Waiting | Ended


@dataclass(frozen=True, slots=True)
class Form:
    """The form an answer is to have, where the service can see to it: JSON by a schema, else any JSON, else as it comes."""

    name: str
    schema: Mapping[str, Any]

    def wanted(self, refused: int) -> dict[str, Any]:
        """What is put into the request. refused: how many ways this service has refused so far."""
        if refused == 0:
            inner = {"name": self.name, "schema": dict(self.schema), "strict": False}
            return {"response_format": {"type": "json_schema", "json_schema": inner}}
        return {"response_format": {"type": "json_object"}} if refused == 1 else {}


_FORMS = 2  # ways to ask for a form


class ChatModel:
    """One model behind one connection. May be asked many times at once and from several event loops."""

    def __init__(
        self, connection: Connection, *, temperature: float | None = 0.3, timeout: float = 60.0
    ) -> None:
        self.connection = connection
        self._temperature = temperature
        self._timeout = timeout
        self._usage = True
        self._forms_refused = 0
        self._suffix = ""

    @property
    def name(self) -> str:
        """The model's name as it is recorded."""
        return self.connection.model_name

    @property
    def destination(self) -> Destination:
        """Where text goes."""
        return self.connection.destination

    async def stream(
        self, messages: Sequence[BaseMessage], *, form: Form | None = None
    ) -> AsyncGenerator[ModelEvent, None]:
        """Ask, and pass the answer on as it comes; `Ended` is last. Raises ModelError.

        Closing the generator or cancelling the task closes the request at the service. A failure that may pass (a
        limit, a busy server, a reset before the first word) is tried again, and the wait is told. form: asked for as
        far as the service takes it; the answer may have any form all the same.
        """
        if self.connection.missing_key:
            raise ModelError("model_key_missing", where=self.destination.address, model=self.name)
        attempt = 0
        while True:
            attempt += 1
            begun: float | None = None
            base_url, api_key, starting = self.connection.base_url, self.connection.api_key, None
            refused = self._forms_refused if form is not None else _FORMS
            body = form.wanted(refused) if form is not None else {}
            if self.connection.is_file:
                from assistant.language_model import local_model

                if not local_model.is_running(self.connection.model):
                    yield Waiting(self.name)
                    starting = True
                served = await local_model.server_for(self.connection.model)
                base_url, api_key = served.base_url, served.api_key
            try:
                async with aclosing(self._once(messages, base_url + self._suffix, api_key, body)) as events:
                    async for event in events:
                        if isinstance(event, Ended):
                            notices = self._told(messages, event)
                            if self.connection.is_file:
                                notices += _local_notices(served, bool(starting), event, begun)
                            yield replace(event, notices=notices)
                            continue
                        begun = begun or time.monotonic()
                        yield event
                return
            except ModelError as error:
                if begun is not None:
                    raise
                if self._adapt(error, base_url, refused):
                    attempt -= 1
                    continue
                pause = _pause(error, attempt)
                if pause is None:
                    raise
                waiting = Waiting(self.name, pause, error)
            yield waiting
            await asyncio.sleep(pause)

    async def complete(self, messages: Sequence[BaseMessage]) -> Answer:
        """Ask, and return the whole answer. Raises ModelError."""
        parts: list[str] = []
        ended = Ended(None, self.name)
        async with aclosing(self.stream(messages)) as events:
            async for event in events:
                if isinstance(event, Piece):
                    parts.append(event.text)
                elif isinstance(event, Ended):
                    ended = event
        return Answer("".join(parts), ended)

    async def models(self) -> tuple[str, ...]:
        """The names of the models the service offers; empty where it has no such list. Raises ModelError."""
        if self.connection.is_file:
            return (self.name,)
        import httpx

        asked = self._asked(self.connection.api_key)
        key = self.connection.api_key
        for suffix in ("", "" if has_version(self.connection.base_url) else "/v1"):
            try:
                async with http_client(CONNECT_SECONDS, local=self.destination.local) as client:
                    headers = {"Authorization": f"Bearer {key}"} if key else {}
                    answer = await client.get(f"{self.connection.base_url}{suffix}/models", headers=headers)
                    body = answer.json()
            except (httpx.HTTPError, OSError) as error:
                raise translate(error, asked) from error
            except (ValueError, RedirectedError):
                continue
            if answer.status_code in (401, 403):
                raise of_status(answer.status_code, answer.text, answer.headers, asked)
            entries = body.get("data") if isinstance(body, dict) else None
            if answer.status_code == 200 and isinstance(entries, list):
                names = [e["id"] for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str)]
                return tuple(sorted(names))
        return ()

    @property
    def base_url_found(self) -> str:
        """The base address that worked: the one given, or the same with `/v1`."""
        return self.connection.base_url + self._suffix

    def _told(self, messages: Sequence[BaseMessage], ended: Ended) -> tuple[Notice, ...]:
        """What should be known about an answer: another address was used, or the prompt was probably cut."""
        notices = []
        if self._suffix:
            notices.append(Notice("model_address_completed", {"address": self.base_url_found}))
        read = (ended.usage or {}).get("prompt_tokens", 0)
        written = sum(len(_CHINESE.findall(str(message.content))) for message in messages)
        if _FEWEST_TOKENS <= read < written * _LEAST_TOKENS_A_CHARACTER:
            notices.append(Notice("model_prompt_cut", {"tokens": read}))
        return tuple(notices)

    def _adapt(self, error: ModelError, base_url: str, refused: int) -> bool:
        """Whether the request can be put so that this service takes it; each way is tried once and remembered."""
        if error.code in ("model_address_wrong", "model_not_api") and not has_version(base_url):
            self._suffix = "" if self._suffix else "/v1"
            return bool(self._suffix)
        if refused < _FORMS and refuses_format(error):
            self._forms_refused = max(self._forms_refused, refused + 1)
            return True
        if self._temperature is not None and refuses_temperature(error):
            self._temperature = None
            return True
        if self._usage and refuses_usage(error):
            self._usage = False
            return True
        # Not every service says what it does not take.
        if refused < _FORMS and error.code == "model_request_refused":
            self._forms_refused = max(self._forms_refused, refused + 1)
            return True
        return False

    def _asked(self, api_key: str) -> Asked:
        return Asked(self.destination.address, self.name, api_key, self._patience)

    @property
    def _patience(self) -> float:
        return self._timeout * (LOCAL_PATIENCE if self.destination.local else 1.0)

    async def _once(
        self, messages: Sequence[BaseMessage], base_url: str, api_key: str, body: Mapping[str, Any]
    ) -> AsyncGenerator[ModelEvent, None]:
        asked = self._asked(api_key)
        finish = ""
        usage: dict[str, int] | None = None
        anything = False
        # Before the first chunk the client's limit holds, by bytes; a chunk of reasoning is a sign of life too.
        limit: float | None = None
        try:
            async with http_client(self._patience, local=self.destination.local) as client:
                stream = self._chat(client, base_url, api_key, body).astream(list(messages))
                async with aclosing(cast("AsyncGenerator[AIMessageChunk, None]", stream)) as chunks:
                    while True:
                        try:
                            async with asyncio.timeout(limit):
                                chunk = await anext(chunks)
                        except StopAsyncIteration:
                            break
                        limit = self._timeout
                        finish = chunk.response_metadata.get("finish_reason") or finish
                        usage = _usage(chunk) or usage
                        if chunk.text:
                            anything = True
                            yield Piece(str(chunk.text))
        except Exception as error:  # a service may answer anything, and all of it is told as a ModelError
            whole = whole_answer(error)
            if whole is None:
                raise translate(error, asked) from error
            text, finish, usage = whole
            if text:
                anything = True
                yield Piece(text)
        if finish in ("content_filter", "sensitive"):
            raise ModelError("model_filtered", where=asked.address, model=self.name, detail="")
        if finish in ("", "length"):
            code = "model_cut_off" if anything else "model_empty"
            raise ModelError(code, where=asked.address, model=self.name, reason=finish)
        if not anything:
            raise ModelError("model_empty", where=asked.address, model=self.name)
        yield Ended(usage, self.name)

    def _chat(
        self, client: httpx.AsyncClient, base_url: str, api_key: str, body: Mapping[str, Any]
    ) -> ChatOpenAI:
        switch_off()
        from langchain_openai import ChatOpenAI

        async def key() -> str:  # an asynchronous key: no second, synchronous client is made
            return api_key or NO_KEY

        return ChatOpenAI(
            model=self.connection.model_name if self.connection.is_file else self.connection.model,
            base_url=base_url,
            api_key=key,
            http_async_client=client,
            temperature=self._temperature,
            timeout=client.timeout,
            max_retries=0,
            stream_usage=self._usage,
            # With its own limit on, Python 3.11's wait_for swallows a cancellation now and then.
            stream_chunk_timeout=None,
            use_responses_api=False,
            # As `response_format` the client would read the stream itself, and fail on what it does not expect.
            extra_body=body or None,
        )


def _local_notices(served: Running, starting: bool, ended: Ended, begun: float | None) -> tuple[Notice, ...]:
    """What a model file takes: told when it was started, and how fast it writes."""
    tokens = (ended.usage or {}).get("completion_tokens", 0)
    seconds = time.monotonic() - begun if begun is not None else 0.0
    speed = (Notice("model_speed", {"speed": round(tokens / seconds)}),) if tokens > 1 and seconds > 0 else ()
    return ((served.notice(),) if starting else ()) + speed


def chat_model(settings: Settings) -> ChatModel:
    """The model that was chosen. Raises ModelError("no_model") where none was."""
    connection = resolve(settings)
    if connection is None:
        raise ModelError("no_model")
    return ChatModel(connection, temperature=settings.temperature, timeout=settings.model_timeout)


def warm() -> None:
    """Load what asking a model needs, so that the first question does not wait for it."""
    switch_off()
    import langchain_openai  # noqa: F401

    certificates()


def _usage(chunk: AIMessageChunk) -> dict[str, int] | None:
    counted = chunk.usage_metadata
    if not counted:
        return None
    return {
        "prompt_tokens": counted["input_tokens"],
        "completion_tokens": counted["output_tokens"],
        "total_tokens": counted["total_tokens"],
    }


def _pause(error: ModelError, attempt: int) -> float | None:
    """Seconds to wait before the next attempt; None: do not try again."""
    if error.code not in PASSING or attempt >= ATTEMPTS:
        return None
    wanted = float(error.params.get("seconds") or 0)
    if wanted > LONGEST_PAUSE:
        return None
    return max(wanted, PAUSES[min(attempt, len(PAUSES)) - 1])
