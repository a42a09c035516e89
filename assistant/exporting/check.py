"""The sheet of a 送审前检查: an inspection in the words of a page that an office can attach. Imports the layout's values.

Without `sources` no report is named: they are 参考稿1, 参考稿2 …
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.guard.inspection import Inspection
from assistant.guard.inspection_words import Group, told
from assistant.layout import CheckSheet
from assistant.wording import Language, wording

_MOST = 20  # lines of one list: the sheet is to be read
_QUOTE = 48  # characters of a sentence
_SENTENCES = frozenset(("references", "own", "others", "formulations", "leaks"))
"""What is listed one by one; names and figures stand together, a line for each part."""


def check_sheet(
    inspection: Inspection, title: str, language: Language = "zh", *, sources: bool = False
) -> CheckSheet:
    """title: of the draft. sources: with the titles of the reports."""
    said = told(inspection, language, sources=sources)
    columns = tuple(wording(f"export.check.{name}", language) for name in ("what", "result", "note"))
    return CheckSheet(
        wording("export.check.heading", language),
        (wording("export.check.draft", language, title=" ".join(title.split())), said.compared),
        ((columns[0], columns[1], columns[2]), *((one.label, one.value, one.note) for one in said.figures)),
        tuple((_label(group, language), tuple(_lines(group, language))) for group in said.groups),
        (said.rule,) if said.rule else (),
    )


def _label(group: Group, language: Language) -> str:
    return wording("export.check.label", language, label=group.label, count=len(group.items))


def _lines(group: Group, language: Language) -> Iterator[str]:
    lines = list(_each(group, language) if group.kind in _SENTENCES else _together(group, language))
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield wording("export.check.more", language, count=len(lines) - _MOST)


def _each(group: Group, language: Language) -> Iterator[str]:
    for item in group.items:
        if not item.quote:
            yield item.message
            continue
        words = " ".join(item.quote.split())
        quote = words if len(words) <= _QUOTE else f"{words[: _QUOTE - 1]}…"
        about = item.message
        if item.share is not None:
            about = wording("export.check.share", language, source=item.source_name, share=item.share)
        at = wording("export.check.at", language, section=item.section) if item.section else ""
        yield at + wording("export.check.quoted", language, quote=quote, about=about)


def _together(group: Group, language: Language) -> Iterator[str]:
    sections: dict[str, dict[str, list[str]]] = {}
    for item in group.items:
        sections.setdefault(item.section, {}).setdefault(item.source_name, []).append(item.quote)
    joint = wording("inspection.listed", language)
    for section, by_source in sections.items():
        at = wording("export.check.at", language, section=section) if section else ""
        said = []
        for source, quotes in by_source.items():
            listed = joint.join(dict.fromkeys(quotes))
            said.append(
                wording("export.check.from", language, quote=listed, source=source) if source else listed
            )
        yield at + wording("inspection.between", language).join(said)
