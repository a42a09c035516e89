"""A part of the page: a `gr.HTML` with a static template, drawn by its own script with `textContent` only.

A function and not a subclass: Gradio writes a stub file beside every subclass's source. Imports gradio only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent


@lru_cache(maxsize=64)
def script(name: str) -> str:
    """The script of a part: `name.js` beside this module. It sees `element`, `props`, `trigger`, `watch`, `server`."""
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


def part(
    name: str,
    value: dict[str, Any] | None = None,
    *,
    elem_id: str | None = None,
    hidden: bool = False,
    calls: Sequence[Callable[..., Any]] = (),
) -> gr.HTML:
    """A part drawn by `name.js`. calls: functions its script may call as `server.NAME(payload)`.

    No text ever stands in the template: Gradio evaluates templates, and texts of documents and models are data.
    """
    return gr.HTML(
        value or {},
        html_template=f'<div class="part-{name}"></div>',
        js_on_load=script(name),
        apply_default_css=False,
        elem_id=elem_id or name.replace("_", "-"),
        elem_classes=["part", *(["hidden-part"] if hidden else [])],
        server_functions=list(calls),
    )
