"""Every way a model's service can fail, over real HTTP: each is told by name, with what was kept and what to do."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.language_model.connection import Connection, connection
from assistant.language_model.model import ChatModel, Ended, Piece, Waiting, chat_model
from assistant.settings import Settings
from tests.revision.conftest import KEY
from tests.scripted_model import Scripted, ScriptedModel

CERTIFICATE_NEEDS = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl makes the certificate and is not here"
)


async def ask(model: ChatModel) -> tuple[str, list[Any]]:
    """The text of an answer, and the other events."""
    from langchain_core.messages import HumanMessage, SystemMessage

    text, others = "", []
    async for event in model.stream([SystemMessage("系统"), HumanMessage("问题")]):
        if isinstance(event, Piece):
            text += event.text
        else:
            others.append(event)
    return text, others


async def failure(model: ChatModel) -> ModelError:
    with pytest.raises(ModelError) as raised:
        await ask(model)
    error = raised.value
    for language in ("zh", "en"):
        assert error.message(language) and error.kept(language) and error.hint(language)  # type: ignore[arg-type]
        assert KEY not in error.tell(language) and "Traceback" not in error.tell(language)  # type: ignore[arg-type]
    assert KEY not in str(error.as_json())
    return error


def refusal(status: int, **error: Any) -> Scripted:
    return Scripted(status=status, body={"error": error})


# What services answer, and what it means. Words as OpenAI, DeepSeek, 百炼, 智谱, Kimi, Ollama, vLLM, llama.cpp put them.
REFUSALS: list[tuple[str, Scripted, str]] = [
    (
        "401",
        refusal(401, message=f"Incorrect API key provided: {KEY}", code="invalid_api_key"),
        "model_key_refused",
    ),
    ("401 without words", Scripted(status=401, body=""), "model_key_refused"),
    ("403", refusal(403, message="Country, region, or territory not supported"), "model_forbidden"),
    ("404 of a route", Scripted(status=404, body={"detail": "Not Found"}), "model_address_wrong"),
    (
        "404 as a page",
        Scripted(status=404, body="<html>no</html>", content_type="text/html"),
        "model_address_wrong",
    ),
    ("405", Scripted(status=405, body={"detail": "Method Not Allowed"}), "model_address_wrong"),
    (
        "404 of a model",
        refusal(404, message="The model `x` does not exist", code="model_not_found"),
        "model_unknown",
    ),
    ("model, Ollama", refusal(404, message='model "x" not found, try pulling it first'), "model_unknown"),
    ("model, DeepSeek", refusal(400, message="Model Not Exist"), "model_unknown"),
    ("model, 智谱", refusal(400, code="1211", message="模型不存在，请检查模型代码。"), "model_unknown"),
    (
        "quota",
        refusal(
            429,
            message="You exceeded your current quota",
            type="insufficient_quota",
            code="insufficient_quota",
        ),
        "model_quota",
    ),
    ("quota, DeepSeek", refusal(402, message="Insufficient Balance"), "model_quota"),
    ("quota, 智谱", refusal(429, code="1113", message="您的账户已欠费，请充值后重试。"), "model_quota"),
    (
        "quota, Kimi",
        refusal(429, type="exceeded_current_quota_error", message="Your account is suspended"),
        "model_quota",
    ),
    (
        "quota, 百炼",
        refusal(400, code="Arrearage", message="Access denied, account not in good standing"),
        "model_quota",
    ),
    (
        "too long, OpenAI",
        refusal(400, code="context_length_exceeded", message="maximum context length is 8192 tokens"),
        "model_context_too_long",
    ),
    (
        "too long, llama.cpp",
        refusal(
            400,
            type="exceed_context_size_error",
            message="request (9000 tokens) exceeds the available context size",
        ),
        "model_context_too_long",
    ),
    (
        "too long, 百炼",
        refusal(400, message="Range of input length should be [1, 30720]"),
        "model_context_too_long",
    ),
    (
        "filter, 百炼",
        refusal(400, code="data_inspection_failed", message="Input data may contain inappropriate content."),
        "model_filtered",
    ),
    ("filter, DeepSeek", refusal(400, message="Content Exists Risk"), "model_filtered"),
    (
        "filter, 智谱",
        refusal(400, code="1301", message="系统检测到输入或生成内容可能包含不安全或敏感内容"),
        "model_filtered",
    ),
    ("another 400", refusal(400, message="messages must alternate"), "model_request_refused"),
    (
        "long wait",
        Scripted(status=429, headers={"retry-after": "3600"}, body={"error": {"message": "slow"}}),
        "model_rate_limited",
    ),
    (
        "redirected",
        Scripted(status=307, headers={"location": "http://127.0.0.1:1/v1/chat/completions"}, body=""),
        "model_address_wrong",
    ),
    (
        "a web page",
        Scripted(body="<!doctype html><title>登录</title>", content_type="text/html; charset=utf-8"),
        "model_not_api",
    ),
    ("an error in a 200", Scripted(body={"error": {"message": "insufficient balance"}}), "model_quota"),
    ("JSON of another shape", Scripted(body={"ok": True}), "model_garbled"),
]


@pytest.mark.parametrize(("answer", "code"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS])
async def test_a_refusal_is_told_at_once(
    scripted: ScriptedModel, model: ChatModel, answer: Scripted, code: str
) -> None:
    scripted.enqueue(answer)
    error = await failure(model)
    assert error.code == code
    assert error.where == f"127.0.0.1:{scripted.port}"
    assert len(scripted.asked) == 1, "it is not tried again"


STREAMS: list[tuple[str, Scripted, str]] = [
    ("reset", Scripted("到村里走访", fault="reset"), "model_reset"),
    ("dropped", Scripted("到村里走访", fault="drop"), "model_reset"),
    ("stall", Scripted("到村里走访", fault="stall"), "model_stalled"),
    ("stall before the first word", Scripted(fault="stall"), "model_stalled"),
    ("stall before the headers", Scripted("晚了", wait=30), "model_stalled"),
    ("no finish reason", Scripted("到村里走访", finish=None), "model_cut_off"),
    ("no finish reason, no end mark", Scripted("到村里走访", finish=None, done=False), "model_cut_off"),
    ("too long for the service", Scripted("到村里走访", finish="length"), "model_cut_off"),
    ("garbage chunk", Scripted("到村里走访", fault="garbage"), "model_garbled"),
    ("odd chunk", Scripted("到村里走访", fault="odd"), "model_garbled"),
    ("error in the stream", Scripted("到村里", fault="error"), "model_server_failed"),
    (
        "filter in the stream",
        Scripted("到村里", fault="error", error={"code": "data_inspection_failed", "message": "x"}),
        "model_filtered",
    ),
    ("filter at the end", Scripted("到村里", finish="content_filter"), "model_filtered"),
    ("empty", Scripted(""), "model_empty"),
    ("empty, nothing at all", Scripted("", finish=None, done=False), "model_empty"),
    ("reasoning and no answer", Scripted("", reasoning=("想", "想"), finish="stop"), "model_empty"),
    ("reasoning up to the limit", Scripted("", reasoning=("想",) * 3, finish="length"), "model_empty"),
]


@pytest.mark.parametrize(("answer", "code"), [r[1:] for r in STREAMS], ids=[r[0] for r in STREAMS])
async def test_a_broken_stream_is_told(
    scripted: ScriptedModel, model: ChatModel, answer: Scripted, code: str
) -> None:
    scripted.enqueue(*[answer] * 3)
    begun = time.monotonic()
    error = await failure(model)
    assert error.code == code
    assert time.monotonic() - begun < 4


async def test_a_stall_is_told_with_the_seconds_waited(scripted: ScriptedModel, chosen: Connection) -> None:
    scripted.enqueue(Scripted("到村里", fault="stall"))
    error = await failure(ChatModel(chosen, timeout=1))
    assert error.code == "model_stalled" and error.params["seconds"] >= 1
    await asyncio.sleep(0.1)
    assert scripted.left, "the request was closed"


async def test_reasoning_is_a_sign_of_life_and_no_text(scripted: ScriptedModel, model: ChatModel) -> None:
    scripted.enqueue(Scripted("到村里走访很少。", reasoning=("想一想",) * 8, pace=0.15))
    text, others = await ask(model)
    assert text == "到村里走访很少。" and isinstance(others[-1], Ended)


async def test_a_service_that_does_not_stream_is_understood(
    scripted: ScriptedModel, model: ChatModel
) -> None:
    message = {"role": "assistant", "content": "到村里走访很少。"}
    usage = {"prompt_tokens": 9, "completion_tokens": 8, "total_tokens": 17}
    scripted.enqueue(
        Scripted(body={"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage})
    )
    text, others = await ask(model)
    assert text == "到村里走访很少。" and others == [Ended(usage, "scripted")]
    assert len(scripted.asked) == 1, "the text was sent once"


class TestTryingAgain:
    @pytest.fixture(autouse=True)
    def short_pauses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("assistant.language_model.model.PAUSES", (0.05, 0.1))

    async def test_retry_after_is_respected_and_shown(
        self, scripted: ScriptedModel, model: ChatModel
    ) -> None:
        scripted.enqueue(
            Scripted(status=429, headers={"retry-after": "1"}, body={"error": {"message": "slow down"}}),
            "好的，继续。",
        )
        begun = time.monotonic()
        text, others = await ask(model)
        assert text == "好的，继续。" and time.monotonic() - begun >= 1
        (waiting,) = [e for e in others if isinstance(e, Waiting)]
        assert (
            waiting.seconds == 1
            and "1 秒" in waiting.text()
            and "429" in waiting.text()
            and "1 second" in waiting.text("en")
        )

    @pytest.mark.parametrize(
        "answer",
        [
            Scripted(status=500, body="oops"),
            Scripted(status=503, body={"error": {"message": "Loading model"}}),
            Scripted(fault="reset"),
        ],
    )
    async def test_what_passes_is_tried_again(
        self, scripted: ScriptedModel, model: ChatModel, answer: Scripted
    ) -> None:
        scripted.enqueue(answer, answer, "好了。")
        text, others = await ask(model)
        assert text == "好了。" and sum(isinstance(e, Waiting) for e in others) == 2

    async def test_but_not_for_ever(self, scripted: ScriptedModel, model: ChatModel) -> None:
        scripted.enqueue(*[Scripted(status=500, body="oops")] * 9)
        assert (await failure(model)).code == "model_server_failed"
        assert len(scripted.asked) == 3

    async def test_nothing_is_tried_again_once_words_have_come(
        self, scripted: ScriptedModel, model: ChatModel
    ) -> None:
        scripted.enqueue(Scripted("到村里", fault="reset"), "不会用到")
        assert (await failure(model)).code == "model_reset"
        assert len(scripted.asked) == 1


class TestWhatAServiceDoesNotTake:
    async def test_stream_options(self, scripted: ScriptedModel, model: ChatModel) -> None:
        refused = refusal(400, message="Unrecognized request argument supplied: stream_options")
        scripted.enqueue(refused, "好。", "又好。")
        assert (await ask(model))[0] == "好。"
        assert "stream_options" in scripted.asked[0].body and "stream_options" not in scripted.asked[1].body
        await ask(model)
        assert "stream_options" not in scripted.asked[2].body, "it is remembered"

    async def test_temperature(self, scripted: ScriptedModel, model: ChatModel) -> None:
        refused = refusal(
            400, message="Unsupported value: 'temperature' does not support 0.3 with this model."
        )
        scripted.enqueue(refused, "好。")
        assert (await ask(model))[0] == "好。"
        assert scripted.asked[0].body["temperature"] == 0.3 and "temperature" not in scripted.asked[1].body

    async def test_usage_is_counted_where_the_service_counts(
        self, scripted: ScriptedModel, model: ChatModel
    ) -> None:
        scripted.enqueue(Scripted("好的好的"), Scripted("好的好的", usage=False))
        assert (await ask(model))[1][-1].usage == {
            "prompt_tokens": 11,
            "completion_tokens": 1,
            "total_tokens": 12,
        }
        assert (await ask(model))[1][-1].usage is None


class TestAddress:
    async def test_a_missing_version_is_found_and_told(
        self, scripted: ScriptedModel, chosen: Connection
    ) -> None:
        model = ChatModel(replace(chosen, base_url=chosen.base_url.removesuffix("/v1")), timeout=2)
        scripted.enqueue("好。")
        text, others = await ask(model)
        assert text == "好。" and model.base_url_found == chosen.base_url
        assert [n.code for n in others[-1].notices] == ["model_address_completed"]
        assert await model.models() == ("scripted",)

    async def test_a_wrong_path_is_told_once(self, scripted: ScriptedModel, chosen: Connection) -> None:
        model = ChatModel(replace(chosen, base_url=f"http://127.0.0.1:{scripted.port}/nothing"), timeout=2)
        assert (await failure(model)).code == "model_address_wrong"
        assert len(scripted.history) == 2

    async def test_nothing_listens(self, chosen: Connection) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        error = await failure(ChatModel(replace(chosen, base_url=f"http://127.0.0.1:{port}/v1"), timeout=2))
        assert error.code == "model_refused"

    async def test_an_unknown_host(self, chosen: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: Any, **__: Any) -> None:
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        error = await failure(ChatModel(replace(chosen, base_url="http://model.invalid/v1"), timeout=2))
        assert error.code == "model_host_unknown" and error.where == "model.invalid"

    async def test_https_to_a_plain_port(self, scripted: ScriptedModel, chosen: Connection) -> None:
        error = await failure(
            ChatModel(replace(chosen, base_url=chosen.base_url.replace("http:", "https:")), timeout=2)
        )
        assert error.code == "model_tls"

    @CERTIFICATE_NEEDS
    async def test_a_certificate_nobody_vouches_for(self, tmp_path: Path, chosen: Connection) -> None:
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
        ]
        subprocess.run(
            [*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        with ScriptedModel(tls=context) as server:
            error = await failure(ChatModel(replace(chosen, base_url=server.url), timeout=2))
        assert error.code == "model_certificate"

    async def test_a_proxy_in_the_environment_gets_nothing_meant_for_this_machine(
        self, scripted: ScriptedModel, model: ChatModel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ScriptedModel() as proxy:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            scripted.enqueue("好。")
            assert (await ask(model))[0] == "好。"
            assert proxy.history == []


class TestKey:
    async def test_it_goes_to_the_service_and_nothing_about_this_machine_does(
        self, scripted: ScriptedModel, model: ChatModel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "project-secret")
        scripted.enqueue("好。")
        await ask(model)
        headers = scripted.asked[0].headers
        assert headers["authorization"] == f"Bearer {KEY}"
        assert set(headers) <= {
            "host",
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "user-agent",
        }
        assert headers["user-agent"] == "gaigao"

    async def test_a_local_server_needs_none(
        self, scripted: ScriptedModel, chosen: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-stray-key-of-another-service")
        scripted.enqueue("好。")
        assert (await ask(ChatModel(replace(chosen, api_key=""))))[0] == "好。"
        assert "authorization" not in scripted.asked[0].headers

    async def test_a_service_that_wants_one_is_not_asked_without(
        self, scripted: ScriptedModel, chosen: Connection
    ) -> None:
        error = await failure(ChatModel(replace(chosen, service="deepseek", api_key="")))
        assert error.code == "model_key_missing" and scripted.history == []

    async def test_a_401_without_a_key_says_that_it_is_missing(
        self, scripted: ScriptedModel, chosen: Connection
    ) -> None:
        scripted.enqueue(Scripted(status=401, body={"error": {"message": "no key"}}))
        assert (await failure(ChatModel(replace(chosen, api_key="")))).code == "model_key_missing"


def test_without_a_model_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        chat_model(Settings(data_dir=tmp_path, _env_file=None))  # type: ignore[call-arg]
    assert raised.value.code == "no_model" and "“连接”" in raised.value.hint()


async def test_a_prompt_that_was_probably_cut_is_told(scripted: ScriptedModel, model: ChatModel) -> None:
    from langchain_core.messages import HumanMessage

    body = {
        "choices": [{"message": {"content": "好。"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 4096},
    }
    scripted.enqueue(Scripted(body=body), Scripted(body=body))
    answer = await model.complete([HumanMessage("长" * 12_000)])
    assert [n.code for n in answer.ended.notices] == ["model_prompt_cut"]
    assert (await model.complete([HumanMessage("长" * 6_000)])).ended.notices == ()


async def test_many_at_once(scripted: ScriptedModel, chosen: Connection) -> None:
    scripted.enqueue(*[Scripted(f"回答{n}。", pace=0.01) for n in range(12)])
    model = ChatModel(chosen, timeout=5)
    texts = await asyncio.gather(*(ask(model) for _ in range(12)))
    assert sorted(t for t, _ in texts) == sorted(f"回答{n}。" for n in range(12))


async def test_connection_given_as_typed(scripted: ScriptedModel) -> None:
    scripted.enqueue("好。")
    typed = connection(
        model=" scripted ", base_url=f" {scripted.url}/chat/completions ", api_key=f"{KEY}\n".strip()
    )
    assert (await ask(ChatModel(typed)))[0] == "好。"
