"""Markdown: marks of headings, and of bold beginnings, become hints and are no text. Imports only parts of reading.

Lists, tables, emphasis inside a line and everything else stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.document import Document, normalise_newlines
from assistant.documents.format import Format, Source
from assistant.documents.lines import Line, compose
from assistant.documents.text import plain_text

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s\d]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_HASHTAG = re.compile(r"^ {0,3}#[^#\s][^#]*#")  # #话题# is text
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_UNDERLINE = re.compile(r"^ {0,3}={3,}[ \t]*$")
_BOLD = re.compile(r"^([ \t\u3000]*)(\*\*|__)(?=\S)((?:(?!\2).)+?)(?<=\S)\2")
# Reports leave names out as ** (“**镇”, “意见**条”), so only a beginning that reads like a heading counts as bold.
_RUN_IN = re.compile(
    r"^[（(]?[一二三四五六七八九十百\d０-９]{1,3}[）)、.．]|^第.{1,4}[条章节]|^[一二三四五六七八九十]{1,2}是|^[首其再最]先|.[。：:；;，]$"
)


def read(source: Source) -> Document:
    """The text without heading marks; their levels and bold beginnings are hints of the paragraphs."""
    text, notices = plain_text(source)
    return compose(list(_lines(normalise_newlines(text).split("\n"))), format=FORMAT.name, warnings=notices)


def _lines(written: list[str]) -> Iterator[Line]:
    fence = ""
    skip = False
    for number, line in enumerate(written):
        if skip:
            skip = False
            continue
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1].startswith(fence) and not line[mark.end() :].strip())):
            fence = "" if fence else mark[1]
            yield Line(line)
        elif fence:
            yield Line(line)
        elif (heading := _HEADING.match(line)) and not _HASHTAG.match(line):
            content, bold = _without_bold(heading[2])
            yield Line(content, heading_level=len(heading[1]), bold_prefix=bold)
        else:
            content, bold = _without_bold(line)
            skip = (
                bool(line.strip())
                and number + 1 < len(written)
                and bool(_UNDERLINE.match(written[number + 1]))
            )
            yield Line(content, heading_level=1 if skip else 0, bold_prefix=bold)


def _without_bold(line: str) -> tuple[str, int]:
    """The line without the marks of a bold beginning, and the length of that beginning."""
    found = _BOLD.match(line)
    if not found:
        return line, 0
    indent, content = found[1], found[3]
    rest = line[found.end() :]
    whole = not rest.strip() and len(content) > 2
    if not whole and not _RUN_IN.search(content) and not rest.startswith(("：", ":")):
        return line, 0
    return indent + content + rest, len(indent) + len(content)


FORMAT = Format("markdown", (".md", ".markdown"), read)
