"""`gaigao serve`: the web page, as `python app.py`."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace

from assistant.commands.console import Console
from assistant.settings import Settings


def arguments(parser: ArgumentParser, console: Console) -> None:
    """Where to listen; the settings' address and port by default."""
    parser.add_argument("--host", help=console.say("help.host"))
    parser.add_argument("--port", type=int, help=console.say("help.port"))


def serve(args: Namespace, settings: Settings, console: Console) -> int:
    """Serve until interrupted."""
    gc.disable()  # loading makes no garbage; the page switches it on again
    from app import serve as serve_page

    return serve_page(settings, console.tell)
