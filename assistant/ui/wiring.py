"""How the parts' events reach the handlers, and what the handlers say reaches the parts. Imports gradio."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import GaigaoError
from assistant.ui.desk import Payload, Update
from assistant.ui.entrance import Entrance, Handler, translated
from assistant.ui.layout import Layout
from assistant.ui.uploads import discard
from assistant.ui.visitor import Visitor

Stream = Callable[[Visitor, Payload], AsyncIterator[Update]]
Step = Callable[[int, int, str], None]
Files = Callable[[Visitor, list[tuple[Path, str]], Payload, Step], Update]
CHATS = 32


class Wiring:
    """Connects the parts of one page."""

    def __init__(self, entrance: Entrance, layout: Layout, uploads: Path) -> None:
        self._entrance, self._layout, self._uploads = entrance, layout, uploads

    def on(self, part: gr.HTML, event: str, handler: Handler, outputs: Sequence[str]) -> None:
        """A part's event, handled at once beside whatever else is under way."""
        names = (*outputs, *(() if "orders" in outputs else ("orders",)))

        async def handle(data: gr.EventData, request: gr.Request) -> Any:
            return self._values(names, await self._entrance.outcome(handler, request, data._data or {}))

        self._listen(part, event, handle, names, queue=False)

    def stream(self, part: gr.HTML, event: str, handler: Stream) -> None:
        """A part's event answered by many values of the part `live`, and of nothing else.

        Gradio copies and inspects every output of every update, those that stay as they are too.
        """

        async def handle(data: gr.EventData, request: gr.Request) -> AsyncIterator[Any]:
            sent = data._data
            try:
                with translated():
                    async for update in handler(self._entrance.visitor(request), sent):
                        yield update["live"]
            except GaigaoError as error:
                told = error.as_json(self._entrance.somebody(request).language)
                block = {"type": "failed", "task": None, "error": told}
                yield {
                    "run": sent.get("run"),
                    "draft": sent.get("draft"),
                    "blocks": json.dumps([block]),
                    "text": "",
                    "done": True,
                }

        self._listen(part, event, handle, ("live",), concurrency_limit=CHATS, concurrency_id="chat")

    def upload(
        self,
        button: gr.UploadButton,
        handler: Files,
        shown: str,
        outputs: Sequence[str],
        *,
        progress: bool = False,
    ) -> None:
        """Files that were uploaded: handled, then deleted. shown: the part whose value the handler sees as `shown`.

        progress: one batch at a time, with Gradio's bar.
        """
        names = (*outputs, "orders")

        def handle(
            paths: Any,
            tab: Any,
            value: Any,
            request: gr.Request,
            bar: gr.Progress = gr.Progress(),  # noqa: B008
        ) -> Any:
            given = [Path(str(path)) for path in (paths if isinstance(paths, list) else [paths]) if path]
            told = ((tab or {}).get("uploads") or {}).get(button.elem_id) or []
            files = [(p, str(told[i]) if len(told) == len(given) else p.name) for i, p in enumerate(given)]

            def step(done: int, total: int, what: str) -> None:
                if progress:
                    bar((done, total), desc=what, unit="")

            try:
                with translated():
                    sent = {**(tab or {}), "shown": value or {}}
                    update = handler(self._entrance.visitor(request), files, sent, step)
            except GaigaoError as error:
                update = self._entrance.told(error, request)
            finally:
                discard(given, self._uploads)
            return self._values(names, update)

        kind: dict[str, Any] = {"queue": False}
        if progress:
            kind = {"concurrency_limit": 1, "concurrency_id": "ingest", "show_progress": "full"}
            kind["show_progress_on"] = [self._layout.ingest]
        self._listen(
            button,
            "upload",
            handle,
            names,
            inputs=[button, self._layout.tab, getattr(self._layout, shown)],
            **kind,
        )

    def _values(self, names: Sequence[str], update: Update) -> Any:
        """One value a component, in order; a single one alone, as Gradio wants it."""
        values = [update.get(name, gr.skip()) for name in names]
        return values if len(values) > 1 else values[0]

    def _listen(
        self,
        component: Any,
        event: str,
        handle: Callable[..., Any],
        outputs: Sequence[str],
        *,
        inputs: Sequence[Any] = (),
        show_progress: str = "hidden",
        **kind: Any,
    ) -> None:
        getattr(component, event)(
            handle,
            list(inputs),
            [getattr(self._layout, name) for name in outputs],
            show_progress=show_progress,
            api_visibility="private",
            trigger_mode="multiple",
            **kind,
        )
