"""An OpenAI-compatible embedding service on loopback: real HTTP, vectors made of characters, faults on request."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

DIMENSION = 24


def vector_of(text: str) -> list[float]:
    """Not of length 1, and alike for texts that share characters."""
    total = np.full(DIMENSION, 0.01)
    for character in text:
        seed = int.from_bytes(hashlib.sha256(character.encode()).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(DIMENSION)
    return [float(value) for value in total]


@dataclass
class EmbeddingServer:
    """fault: how every answer goes wrong, "" for none; base64: answers as asked for, else as plain numbers."""

    address: str = ""
    fault: str = ""
    base64: bool = True
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def answer(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        if self.fault.isdecimal():
            return (
                int(self.fault),
                "application/json",
                json.dumps({"error": {"message": "no", "code": "x"}}).encode(),
            )
        if self.fault == "web page":
            return 200, "text/html", "<html>登录</html>".encode()
        texts = request["input"]
        assert isinstance(texts, list) and all(isinstance(text, str) and text.strip() for text in texts)
        vectors = [vector_of(text) for text in texts]
        if self.fault == "one too few":
            vectors = vectors[1:]
        if self.fault == "zero":
            vectors = [[0.0] * DIMENSION for _ in vectors]
        if self.fault == "not a number":
            vectors = [[float("nan")] * DIMENSION for _ in vectors]
        if self.fault == "another length":
            vectors = [vector[:-1] for vector in vectors] if len(self.requests) > 1 else vectors
        encode = self.base64 and request.get("encoding_format") == "base64"
        data = [
            {
                "object": "embedding",
                "index": i,
                "embedding": base64.b64encode(np.array(vector, dtype="<f4").tobytes()).decode()
                if encode
                else vector,
            }
            for i, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = {"object": "list", "data": data, "model": request["model"], "usage": usage}
        if self.fault == "no data":
            del body["data"]
        return 200, "application/json", json.dumps(body).encode()


@contextmanager
def embedding_server() -> Iterator[EmbeddingServer]:
    state = EmbeddingServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if state.fault == "reset":
                self.close_connection = True
                return
            if state.fault == "redirect":
                self.send_response(307)
                self.send_header("Location", f"{state.address}/elsewhere/embeddings")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if not self.path.endswith("/v1/embeddings"):
                self.reply(404, "text/plain", b"not found")
                return
            request = json.loads(body)
            state.requests.append(request)
            state.keys.append(self.headers.get("Authorization", ""))
            self.reply(*state.answer(request))

        def reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
