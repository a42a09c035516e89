"""Answers of the chat as JSON for the page: names beside ids, paths in one line. Pure views; imports the wording."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from assistant.wording import Language, wording


def role_name(role: str, language: Language) -> str:
    """What a section or passage is for, in the user's words."""
    return wording(f"roles.{role}", language, default=role)


def origin_name(origin: str, language: Language) -> str:
    """Whose report it is, in the user's words."""
    return wording(f"page.origin.{origin}", language, default="") if origin else ""


def path_text(path: Iterable[str]) -> str:
    """A passage's path in one line."""
    return " › ".join(path)


def hit_json(hit: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A passage found, as its card is drawn. hit: as `chat_events.hit_block` makes it."""
    passage, report = hit["passage"], hit["report"]
    role = passage.get("role", "other")
    return {
        **hit,
        "n": hit.get("n") or hit.get("rank"),
        "path": path_text(passage.get("path", ())),
        "role_name": "" if role == "other" else role_name(role, language),
        "origin_name": origin_name(report.get("origin", ""), language),
    }


def citation_json(citation: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The passage behind `[n]`, as its card is drawn."""
    return hit_json({**citation, "rank": citation["n"]}, language)


def marked_runs(text: str, start: int, end: int, shared: Collection[Sequence[int]]) -> list[Any]:
    """`text[start:end]` as runs: plain text, and `{"x": text}` for what is shared; blanks at its ends left out."""
    start += len(text[start:end]) - len(text[start:end].lstrip("\u3000 "))
    end = start + len(text[start:end].rstrip("\u3000 "))
    bounds = {bound for span in shared for bound in span if start < bound < end}
    cuts = [start, *sorted(bounds), end]
    runs: list[Any] = []
    for first, last in pairwise(cuts):
        inside = any(span[0] <= first and last <= span[1] for span in shared)
        runs.append({"x": text[first:last]} if inside else text[first:last])
    return [run for run in runs if run]


def block_json(block: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """One block of an answer with what the page shows beside it."""
    if block["type"] == "found":
        return {**block, "hits": [hit_json(hit, language) for hit in block["hits"]]}
    if block["type"] == "inspected":
        return {**block, "report": inspection_json(block["report"], language)}
    if block["type"] == "suggested" and block.get("citations"):
        return {**block, "citations": [citation_json(one, language) for one in block["citations"]]}
    return dict(block)


def source_json(source: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The passage that something was found in, as a source card is drawn. marks: what is shared, in its text."""
    report = {"origin": source.get("origin", ""), **source["report"]}
    return hit_json({"marks": [], **source, "report": report}, language)


def inspection_json(report: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The check of a whole draft with its sources as cards are drawn."""
    groups = [
        {
            **group,
            "items": [
                {**item, "source": source_json(item["source"], language) if item["source"] else None}
                for item in group["items"]
            ],
        }
        for group in report["groups"]
    ]
    return {**report, "groups": groups}


class LiveAnswer:
    """An answer being written: its blocks as one text, and beside it the text that grows at the end of the last block.

    Gradio looks into every value of every update and sends what changed: so it finds little to look into, and what
    changed is what was added. The blocks before the last stand; they are put into JSON once.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._standing: list[Mapping[str, Any]] = []
        self._json = ""

    def value(self, blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """What the page is sent for these blocks. A block is never changed, but for the text of the last one."""
        if not blocks or blocks[-1]["type"] != "text":
            return {"blocks": json.dumps(blocks_json(blocks, self._language), ensure_ascii=False), "text": ""}
        *standing, last = blocks
        if not self._json or not _same(self._standing, standing):
            shown = blocks_json([*standing, {**last, "text": ""}], self._language)
            self._standing, self._json = standing, json.dumps(shown, ensure_ascii=False)
        return {"blocks": self._json, "text": last["text"]}


def _same(left: Sequence[object], right: Sequence[object]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def blocks_json(blocks: Sequence[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    """An answer, live or from history."""
    return [block_json(block, language) for block in blocks]
