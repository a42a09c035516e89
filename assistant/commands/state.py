"""`gaigao doctor`: what is set up, where text goes, and what is wrong. Sends nothing and changes nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from assistant import __version__
from assistant.commands.console import Console
from assistant.errors import GaigaoError
from assistant.settings import Settings

LOW_SPACE = 500 * 1024 * 1024
"""Bytes of free disk below which doctor warns: an index of 50,000 passages takes about 250 MB, twice in a rebuild."""


def arguments(parser: ArgumentParser, console: Console) -> None:
    """None of its own."""


def doctor(args: Namespace, settings: Settings, console: Console) -> int:
    """Print the state; exit status 0 also where there are problems, which are listed."""
    problems: list[str] = []
    model = _model(settings, console, problems)
    store = _store(settings, console, problems)
    _surroundings(settings, console, problems)
    result: dict[str, Any] = {
        "version": __version__,
        "data_dir": str(settings.data_dir),
        "model": model,
        "sends_text_to": None if model["local"] else model["address"],
        "embedding": settings.embedding,
        "store": store,
        "problems": problems,
    }
    console.result(result, _lines(result, console))
    return 0


def _model(settings: Settings, console: Console, problems: list[str]) -> dict[str, Any]:
    from assistant.language_model.connection import resolve

    try:
        chosen = resolve(settings)
    except GaigaoError as error:
        problems.append(error.tell(console.language))
        chosen = None
    if chosen is None:
        return {"name": None, "service": None, "address": None, "local": True, "source": None}
    view = chosen.view()
    if chosen.missing_key:
        problems.append(console.say("doctor.missing_key"))
    return {
        key: view[other]
        for key, other in (
            ("name", "model"),
            ("service", "service"),
            ("address", "address"),
            ("local", "local"),
            ("source", "source"),
        )
    }


def _store(settings: Settings, console: Console, problems: list[str]) -> dict[str, Any]:
    """The library as it stands. A folder that does not exist yet is not made."""
    from assistant.library.ownership import owner_of

    store: dict[str, Any] = {
        "dense": settings.chroma_url or "embedded",
        "lexical": "embedded",
        "owner": None,
        "reports": 0,
        "passages": 0,
    }
    if not settings.data_dir.exists():
        return store
    if not os.access(settings.data_dir, os.W_OK):
        problems.append(console.say("doctor.unwritable", path=settings.data_dir))
    if (owner := owner_of(settings.data_dir)) is not None:
        store["owner"] = {"pid": owner.pid, "address": owner.url or None}
    try:
        from assistant.owner.access import library_access

        with library_access(settings) as library:
            reports = library.list()
            problems += [notice.text(console.language) for notice in library.notices]
        store |= {"reports": len(reports), "passages": sum(report.passages for report in reports)}
    except GaigaoError as error:
        problems.append(error.tell(console.language))
    return store


def _surroundings(settings: Settings, console: Console, problems: list[str]) -> None:
    folder = next(path for path in (settings.data_dir, *settings.data_dir.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < LOW_SPACE:
        problems.append(console.say("doctor.low_space", megabytes=free // 1024 // 1024))
    wanted = ("gradio", "chromadb", "tantivy", "langchain_openai")
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    problems += [console.say("doctor.missing_package", name=name) for name in missing]


def _lines(result: dict[str, Any], console: Console) -> Iterator[str]:
    model, store = result["model"], result["store"]
    yield f"gaigao {result['version']}"
    yield console.say("data_at", path=result["data_dir"])
    yield (
        console.say("doctor.model", name=model["name"], address=model["address"])
        if model["name"]
        else console.say("doctor.no_model")
    )
    yield (
        console.say("goes_to", address=model["address"])
        if result["sends_text_to"]
        else console.say("goes_nowhere")
    )
    yield console.say("doctor.embedding", name=result["embedding"])
    yield console.say("library_size", reports=store["reports"], passages=store["passages"])
    if store["owner"]:
        yield console.say("doctor.owner", pid=store["owner"]["pid"], address=store["owner"]["address"] or "-")
    if not result["problems"]:
        yield console.say("doctor.well")
    for problem in result["problems"]:
        yield console.say("doctor.problem", text=problem)
