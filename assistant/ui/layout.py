"""Where every part stands on the page. No behaviour: `page.py` connects the parts with the handlers.

Imports gradio.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.ui.part import part

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Calls:
    """What scripts may ask of the server directly, each with one JSON object: reading and saving, nothing drawn."""

    save_text: Call
    whole_text: Call
    set_target: Call
    list_drafts: Call
    change_draft: Call
    list_versions: Call
    compare_versions: Call
    change_quick_action: Call
    save_preferences: Call
    read_material: Call
    read_report: Call
    restructure_choices: Call
    preview_frame: Call
    gap_examples: Call
    plan_progress: Call


@dataclass(frozen=True, slots=True)
class Layout:
    """Every part, by the noun it shows."""

    tab: gr.HTML
    orders: gr.HTML
    header: gr.HTML
    views: gr.HTML
    outline: gr.HTML
    materials: gr.HTML
    welcome: gr.HTML
    sheet: gr.HTML
    editor: gr.HTML
    conversation: gr.HTML
    live: gr.HTML
    rewrite: gr.HTML
    composer: gr.HTML
    reports: gr.HTML
    ingest: gr.HTML
    connection: gr.HTML
    drawer: gr.HTML
    exports: gr.HTML
    shelf: gr.HTML
    timeline: gr.HTML
    restructure: gr.HTML
    open_file: gr.UploadButton
    material_files: gr.UploadButton
    library_files: gr.UploadButton


def lay_out(
    calls: Calls, *, draft_types: list[str], material_types: list[str], report_types: list[str]
) -> Layout:
    """Build the parts inside the `gr.Blocks` that is open. The types are file suffixes with their dot."""
    header = part("header", calls=[calls.list_drafts])
    views = part("views")
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(elem_id="side"):
            outline = part("outline_list", elem_id="outline", calls=[calls.set_target])
            materials = part("materials", calls=[calls.read_material])
        with gr.Column(elem_id="paper"):
            welcome = part("welcome", calls=[calls.list_drafts])
            sheet = part("sheet", calls=[calls.whole_text])
            editor = part("editor", calls=[calls.whole_text, calls.save_text])
        with gr.Column(elem_id="chat"):
            with gr.Column(elem_id="log"):
                conversation = part("conversation")
                live = part("live")
            rewrite = part("rewrite_paste", elem_id="rewrite")
            composer = part("composer", calls=[calls.change_quick_action])
    with gr.Column(elem_id="library-view"):
        reports = part("reports")
        ingest = part("ingest_report", elem_id="ingest")
    with gr.Column(elem_id="connection-view"):
        connection = part("connection")
    drawer = part("drawer", calls=[calls.read_report])
    exports = part("exports", calls=[calls.save_preferences])
    shelf = part("shelf", calls=[calls.list_drafts, calls.change_draft], hidden=True)
    timeline = part("timeline", calls=[calls.list_versions, calls.compare_versions], hidden=True)
    restructure = part(
        "restructure",
        calls=[calls.restructure_choices, calls.preview_frame, calls.gap_examples, calls.plan_progress],
        hidden=True,
    )
    with gr.Column(elem_id="hidden-uploads"):
        open_file = gr.UploadButton(
            "open", elem_id="open-file", file_count="multiple", file_types=draft_types
        )
        material_files = gr.UploadButton(
            "material", elem_id="material-files", file_count="multiple", file_types=material_types
        )
        library_files = gr.UploadButton(
            "library", elem_id="library-files", file_count="multiple", file_types=report_types
        )
    orders = part("orders", hidden=True)
    tab = part("tab", hidden=True)
    return Layout(
        tab=tab,
        orders=orders,
        header=header,
        views=views,
        outline=outline,
        materials=materials,
        welcome=welcome,
        sheet=sheet,
        editor=editor,
        conversation=conversation,
        live=live,
        rewrite=rewrite,
        composer=composer,
        reports=reports,
        ingest=ingest,
        connection=connection,
        drawer=drawer,
        exports=exports,
        shelf=shelf,
        timeline=timeline,
        restructure=restructure,
        open_file=open_file,
        material_files=material_files,
        library_files=library_files,
    )
