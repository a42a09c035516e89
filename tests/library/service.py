"""A service that owns a data folder, as a process of its own: `python -m tests.library.service FOLDER`.

Prints its address once it serves, or the code of the error that it ends with. A line on standard input ends it.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from assistant.errors import GaigaoError
from assistant.library.library import Library
from assistant.owner.api import loopback_url, owner_router
from tests.library.fakes import BigramEmbedder, settings_in


def main(folder: Path) -> int:
    try:
        library = Library.open(settings_in(folder), purpose="service", embedder=BigramEmbedder())
    except GaigaoError as error:
        print(error.code, flush=True)
        return 1
    with library:
        library.prepare()
        app = FastAPI()
        app.include_router(owner_router(lambda: library, lambda: library.ownership.owner.secret))
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        url = loopback_url("0.0.0.0", listener.getsockname()[1])
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        library.ownership.announce(url)
        print(url, flush=True)
        sys.stdin.readline()
        server.should_exit = True
        thread.join(10)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
