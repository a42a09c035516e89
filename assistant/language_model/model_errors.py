"""Everything that can go wrong with a model's service, translated into ModelError: the one place that knows the
exceptions of openai, httpx and sockets. Imports errors; openai and httpx only when something failed.

Services word the same failure differently; the phrases below are those of OpenAI, DeepSeek, 百炼, 智谱, Kimi, Ollama,
LM Studio, vLLM and llama.cpp.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.errors import ModelError

_QUOTA = re.compile(
    r"insufficient[_ ]quota|exceeded_current_quota|insufficient[_ ]balance|arrearage|credit balance"
    r"|billing_(hard_limit|not_active)|\b1113\b|欠费|余额不足|账户余额",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(
    r"context_length_exceeded|maximum context length|exceeds? the (available )?context|exceed_context_size"
    r"|context window|prompt is too long|too many (input )?tokens|input tokens exceed|range of input length"
    r"|request too large|上下文长度",
    re.IGNORECASE,
)
_FILTERED = re.compile(
    r"content[_ ]?filter|data_?inspection_?failed|content exists risk|content_policy|\b1301\b|敏感"
    r"|inappropriate content",
    re.IGNORECASE,
)
_UNKNOWN_MODEL = re.compile(
    r"model_not_found|model[^\n]{0,80}(not found|not exist|does not exist|not supported)|pulling it first"
    r"|no models? (is )?loaded|\b1211\b|模型不存在",
    re.IGNORECASE,
)
_BAD_KEY = re.compile(
    r"invalid_api_key|invalidapikey|incorrect api key|invalid api.?key|no api.?key", re.IGNORECASE
)
_LOADING = re.compile(r"loading model|model is loading", re.IGNORECASE)
_STREAM_OPTIONS = re.compile(
    r"stream_options|include_usage|extra (fields|inputs)|unrecogni[sz]ed|unknown (field|name|argument|param)"
    r"|not permitted|additional propert",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
_FORMAT = re.compile(r"response_?format|json_?schema|json_?object|structured|guided|grammar", re.IGNORECASE)
_TRY_AGAIN = re.compile(r"try again in (\d+(?:\.\d+)?)\s*(ms|s|m)?", re.IGNORECASE)

# Failures that may be over a moment later; the others are told at once.
PASSING = frozenset({"model_rate_limited", "model_server_failed", "model_reset", "model_loading"})


class NotStreamed(Exception):  # noqa: N818  (not an error where it holds a whole answer)
    """A service answered 200 with what is no stream of events: a web page, or the whole answer at once."""

    def __init__(self, content_type: str, body: bytes) -> None:
        super().__init__(content_type)
        self.content_type = content_type
        self.body = body

    def json(self) -> Any:
        """The body as JSON, None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class RedirectedError(Exception):
    """A service sent the request elsewhere; text is never sent to an address that nobody chose."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom was asked, for the messages. waited: seconds of silence after which an answer counts as stalled."""

    address: str
    model: str
    api_key: str
    waited: float


def translate(error: BaseException, asked: Asked) -> ModelError:
    """The ModelError that tells what happened."""
    import httpx
    import openai

    if isinstance(error, ModelError):
        return error
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, NotStreamed):
            return _unstreamed(link, asked)
        if isinstance(link, RedirectedError):
            return _model_error("model_address_wrong", asked)
        if isinstance(link, openai.APIStatusError):
            return of_status(link.status_code, _words(link.message, link.body), link.response.headers, asked)
        if isinstance(link, ssl.SSLCertVerificationError):
            return _model_error("model_certificate", asked, reason=link.verify_message or "")
        if isinstance(link, ssl.SSLError):
            return _model_error("model_tls", asked)
        if isinstance(link, socket.gaierror):
            return _model_error("model_host_unknown", asked)
        if isinstance(link, ConnectionRefusedError):
            return _model_error("model_refused", asked)

    def any_of(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in chain)

    if any_of(httpx.ConnectTimeout):
        return _model_error("model_unreachable", asked)
    if any_of(openai.APITimeoutError, httpx.TimeoutException, TimeoutError):
        return _model_error("model_stalled", asked, seconds=max(1, round(asked.waited)))
    if any_of(httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, ConnectionError):
        return _model_error("model_reset", asked)
    if any_of(httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol, httpx.InvalidURL, OSError):
        return _model_error("model_unreachable", asked)
    if any_of(openai.APIConnectionError):
        return _model_error("model_reset", asked)
    for link in chain:
        if isinstance(link, openai.APIError):  # an error object inside the stream
            return of_status(_status_in(link.body), _words(link.message, link.body), {}, asked)
    return _model_error("model_garbled", asked, kind=type(error).__name__)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on; members of groups included."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        link = todo.pop(0)
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            todo.extend(link.exceptions)
        todo += [link.__cause__, link.__context__]


def _model_error(code: str, asked: Asked, **params: Any) -> ModelError:
    return ModelError(code, where=asked.address, model=asked.model, **params)


def _words(message: str, body: object) -> str:
    """Everything a service said about an error, on one line."""
    said = [message]
    if isinstance(body, Mapping):
        inner = body.get("error", body)
        inner = inner if isinstance(inner, Mapping) else {"message": inner}
        said += [str(inner[key]) for key in ("code", "type", "message") if inner.get(key) is not None]
    return re.sub(r"\s+", " ", " ".join(said))


def _status_in(body: object) -> int:
    """The status an error object inside a stream names, else 500."""
    code = str(body.get("code", "")) if isinstance(body, Mapping) else ""
    return int(code) if re.fullmatch(r"[45]\d\d", code) else 500


def detail(said: str, api_key: str, limit: int = 160) -> str:
    """A service's own words as they may be shown: bounded, the key taken out."""
    said = said.replace(api_key, "…") if len(api_key) > 3 else said
    said = re.sub(r"\bsk-[\w-]{8,}", "sk-…", said)
    return said if len(said) <= limit else said[: limit - 1] + "…"


def of_status(status: int, said: str, headers: Mapping[str, str], asked: Asked) -> ModelError:
    """The ModelError of an HTTP status and the service's words."""
    told = detail(said, asked.api_key)

    def failed(code: str, **params: Any) -> ModelError:
        return _model_error(code, asked, status=status, detail=told, **params)

    if _QUOTA.search(said) or status == 402:
        return failed("model_quota")
    if status == 401 or _BAD_KEY.search(said):
        return failed("model_key_refused" if asked.api_key else "model_key_missing")
    if _FILTERED.search(said):
        return failed("model_filtered")
    if _TOO_LONG.search(said) or status == 413:
        return failed("model_context_too_long")
    if status in (400, 403, 404, 422) and _UNKNOWN_MODEL.search(said):
        return failed("model_unknown")
    if status == 403:
        return failed("model_forbidden")
    if status in (404, 405, 410) or 300 <= status < 400:
        return failed("model_address_wrong")
    if status == 429:
        return failed("model_rate_limited", seconds=_retry_after(headers, said))
    if _LOADING.search(said):
        return failed("model_loading", seconds=_retry_after(headers, said))
    if status >= 500 or status == 408:
        return failed("model_server_failed", seconds=_retry_after(headers, said))
    return failed("model_request_refused")


def _unstreamed(answer: NotStreamed, asked: Asked) -> ModelError:
    body = answer.json()
    if isinstance(body, Mapping) and body.get("error"):
        return of_status(_status_in(body["error"]), _words("", body), {}, asked)
    return _model_error("model_not_api" if body is None else "model_garbled", asked, kind=answer.content_type)


def _retry_after(headers: Mapping[str, str], said: str) -> int:
    """Seconds a service asks to wait, rounded up; 0 where it does not say. RFC 9110, 10.2.3: seconds or a date."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return _up(float(value))
    if value:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return 0
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _up((moment - datetime.now(UTC)).total_seconds())
    in_words = _TRY_AGAIN.search(said)
    if in_words:
        return _up(float(in_words[1]) * {"ms": 0.001, "m": 60.0}.get((in_words[2] or "s").lower(), 1.0))
    return 0


def _up(seconds: float) -> int:
    return max(0, min(86_400, int(-(-seconds // 1))))


def refuses_usage(error: ModelError) -> bool:
    """Whether a service refused the request because of `stream_options`."""
    return error.code == "model_request_refused" and bool(_STREAM_OPTIONS.search(_detail(error)))


def refuses_format(error: ModelError) -> bool:
    """Whether a service refused the request because of the form that the answer is to have."""
    told = error.code in ("model_request_refused", "model_server_failed", "model_unknown")
    return told and bool(_FORMAT.search(_detail(error)))


def refuses_temperature(error: ModelError) -> bool:
    """Whether a service refused the request because of the temperature."""
    return error.code == "model_request_refused" and bool(_TEMPERATURE.search(_detail(error)))


def _detail(error: ModelError) -> str:
    return str(error.params.get("detail", ""))
