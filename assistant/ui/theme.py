"""How the page looks: Gradio's theme in our colours, our style sheets, and the scripts every part shares.

Imports gradio and the wording.
"""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr

from assistant.wording import LANGUAGES, catalogue

HERE = Path(__file__).parent
STYLES = ("frame", "sheet", "findings", "side", "chat", "panels", "lists", "restructure", "phone")
SHARED_SCRIPTS = (
    "page",
    "answer",
    "findings",
    "inspection",
    "plan_outlines",
    "plan_review",
    "quick_actions",
    "dropped",
)
UI_FONT = ["system-ui", "-apple-system", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]


def theme() -> gr.themes.Base:
    """A light theme with system fonts (no font is fetched), the same where the browser asks for a dark one."""
    teal = gr.themes.Color(
        "#f0f7f6",
        "#e3f0ee",
        "#c4dfdb",
        "#9dc9c3",
        "#5fa39b",
        "#2b7d74",
        "#0b5c55",
        "#094c46",
        "#073c38",
        "#052c29",
        "#031d1b",
    )
    base = gr.themes.Base(
        primary_hue=teal,
        neutral_hue="gray",
        font=UI_FONT,
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
    light = {
        "body_background_fill": "#f5f4f0",
        "body_text_color": "#1f2328",
        "body_text_color_subdued": "#5b6470",
        "background_fill_primary": "#ffffff",
        "background_fill_secondary": "#f5f4f0",
        "border_color_primary": "#e3e6ea",
        "block_background_fill": "#ffffff",
        "block_border_color": "#e3e6ea",
        "block_label_text_color": "#5b6470",
        "input_background_fill": "#ffffff",
        "input_border_color": "#cfd4da",
        "button_primary_background_fill": "#0b5c55",
        "button_primary_text_color": "#ffffff",
        "color_accent": "#0b5c55",
        "color_accent_soft": "#e3f0ee",
    }
    dark = {f"{name}_dark": value for name, value in light.items() if name != "color_accent"}
    return base.set(**light, **dark)


def css() -> str:
    """Every style sheet of the page, in order."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


def head() -> str:
    """What stands in the page's head: our styles, the texts in both languages and the shared scripts.

    The styles stand here and not in Gradio's `css`, which would put its own class before every selector.
    """
    prefix = "page."
    texts = {
        language: {
            key.removeprefix(prefix): entry[language]
            for key, entry in catalogue().items()
            if key.startswith(prefix)
        }
        for language in LANGUAGES
    }
    # "<" written as an escape: no text can end the script element.
    data = json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")
    scripts = "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in SHARED_SCRIPTS)
    told = f"<script>window.gaigao = {{catalogues: {data}}};</script>"
    return f"<style>{css()}</style>\n{told}\n<script>{scripts}</script>"
