"""Markdown: its marks are hints, or nothing, but no text. Imports only parts of reading.

Headings and bold beginnings become hints, the marks of bold words, lists and rules go, the cells of a table are joined
by tabs. Numbers, quotations, links and code stay as they are written, and so does every line: no two are joined, which
is why this is no general parser of Markdown. A mark behind a backslash is text, and so is the whole line where that
stands at its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.document import Document, normalise_newlines
from assistant.documents.format import Format, Source
from assistant.documents.lines import Line, compose
from assistant.documents.text import plain_text
from assistant.wording import Notice

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s\d]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_HASHTAG = re.compile(r"^ {0,3}#[^#\s][^#]*#")  # #话题# is text
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_BEHIND_BACKSLASH = re.compile(r"^([ \t\u3000]*)\\(.*)$", re.DOTALL)
_MARKS = tuple("\\#*_`~|+-")
_ESCAPED = re.compile(r"\\([\\#*_`~|\[\]<>+.-])")
_UNDERLINE = re.compile(r"^ {0,3}={3,}[ \t]*$")
_RULE = re.compile(r"^ {0,3}-(?:[ \t]*-){2,}[ \t]*$")
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)")
_PAGE_NUMBER = re.compile(r"^[ \t]*-[ \t]*\d+[ \t]*-[ \t]*$")
_BOLD = re.compile(r"^([ \t\u3000]*)(\*\*|__)(?=\S)((?:(?!\2).)+?)(?<=\S)\2")
_STARS = re.compile(r"(?<![\\*])\*{2,3}(?!\*)")
_RUN_IN = re.compile(
    r"^[（(]?[一二三四五六七八九十百\d０-９]{1,3}[）)、.．]|^第.{1,4}[条章节]|^[一二三四五六七八九十]{1,2}是|^[首其再最]先|.[。：:；;，]$"
)
# Reports leave names and numbers out as ** (“**镇”, “意见**条”): what stands behind such stars, and between two of them.
_HIDDEN_BEFORE = re.compile(
    r"(?:[省市县区州镇乡村局年月日条个名人户项件次起元万亿亩%％]|街道|社区|公司|同志|书记|主任)(?![级域度底初终常件目员才民口场])"
)
_BETWEEN_HIDDEN = re.compile(r"[，。、；：]|[和与及至到的在等同对向]$")

_DELIMITERS = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)


def read(source: Source) -> Document:
    """The text without its marks; levels of headings, bold beginnings and rows of tables are hints of the paragraphs."""
    text, notices = plain_text(source)
    return markdown_document(text, notices)


def markdown_document(text: str, warnings: Iterable[Notice] = ()) -> Document:
    """The document in a decoded text."""
    lines = list(_lines(normalise_newlines(text).split("\n")))
    return compose(lines, format=FORMAT.name, warnings=warnings)


def _lines(written: Sequence[str]) -> Iterator[Line]:
    code = _code(written)
    emphasis = _stars_emphasise(line for line, coded in zip(written, code, strict=True) if not coded)
    number = 0
    while number < len(written):
        line, coded = written[number], code[number]
        number += 1
        following = written[number] if number < len(written) and not code[number] else ""
        if coded:
            yield Line(line)
        elif (literal := _literal(line)) is not None:
            yield Line(literal)
        elif _begins_table(line, following):
            yield _row(line, emphasis)
            number += 1
            while number < len(written) and not code[number] and "|" in written[number]:
                yield _row(written[number], emphasis)
                number += 1
        else:
            underlined = bool(line.strip()) and _UNDERLINE.match(following) is not None
            number += underlined
            yield _line(line, emphasis, underlined)


def _code(written: Sequence[str]) -> list[bool]:
    """For each line whether it belongs to code between fences."""
    code = []
    fence = ""
    for line in written:
        mark = _FENCE.match(line)
        code.append(bool(fence or mark))
        if mark and (not fence or (mark[1].startswith(fence) and not line[mark.end() :].strip())):
            fence = "" if fence else mark[1]
    return code


def _line(line: str, emphasis: bool, underlined: bool = False) -> Line:
    """A line outside code and tables, its marks as hints."""
    level = int(underlined)
    if (heading := _HEADING.match(line)) and not _HASHTAG.match(line):
        level, line = len(heading[1]), heading[2]
    elif _RULE.match(line):
        line = ""
    elif not _PAGE_NUMBER.match(line):
        line = _BULLET.sub("", line)
    content, bold = _without_bold(line, emphasis)
    return Line(content, heading_level=level, bold_prefix=bold)


def _literal(line: str) -> str | None:
    """A line behind a backslash, where that keeps its marks; None for any other."""
    if "\\" not in line or not (found := _BEHIND_BACKSLASH.match(line)):
        return None
    indent, rest = found[1], found[2]
    if rest.startswith(_MARKS) or _line(indent + rest, emphasis=True).text != indent + rest:
        return indent + rest
    return None


# -- tables ----------------------------------------------------------------------------------------------------------


def _begins_table(line: str, following: str) -> bool:
    """Whether a line is the first row of a table: the line below it tells where its columns end."""
    if "|" not in line or "|" not in following or not _DELIMITERS.match(following):
        return False
    return len(_cells(line)) == len(_cells(following))


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _CELL_END.split(line)]


def _row(line: str, emphasis: bool) -> Line:
    cells = (_LINE_BREAK.sub(" ", cell).replace("\t", " ") for cell in _cells(line))
    return Line("\t".join(_without_bold(cell, emphasis)[0] for cell in cells), container="table")


# -- bold ------------------------------------------------------------------------------------------------------------


def _pairs(line: str) -> list[tuple[re.Match[str], re.Match[str]]] | None:
    """The stars of a line as opening and closing marks; None where they are not such."""
    marks = list(_STARS.finditer(line))
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    if len(marks) % 2:
        return None
    for opening, closing in pairs:
        content = line[opening.end() : closing.start()]
        if (
            opening[0] != closing[0]
            or not content
            or content != content.strip()
            or _BETWEEN_HIDDEN.match(content)
        ):
            return None
        if _HIDDEN_BEFORE.match(content) and _HIDDEN_BEFORE.match(line, closing.end()):
            return None
    return pairs


def _stars_emphasise(lines: Iterable[str]) -> bool:
    """Whether the stars of a text are marks of bold words, as in most of its lines, and not words left out."""
    balance = 0
    for line in lines:
        if "**" in line and _literal(line) is None and _STARS.search(line):
            balance += -1 if _pairs(line) is None else 1
    return balance > 0


def _without_bold(line: str, emphasis: bool) -> tuple[str, int]:
    """The line without the marks of bold words, and the length of its bold beginning."""
    pairs = _pairs(line) if emphasis and "**" in line else None
    if not pairs:
        line, bold = _without_bold_beginning(line)
        return _ESCAPED.sub(r"\1", line), len(_ESCAPED.sub(r"\1", line[:bold]))
    first, closing = pairs[0]
    bold = 0 if line[: first.start()].strip() else closing.start() - len(first[0])
    for pair in reversed(pairs):
        for mark in reversed(pair):
            line = line[: mark.start()] + line[mark.end() :]
    return _ESCAPED.sub(r"\1", line), len(_ESCAPED.sub(r"\1", line[:bold]))


def _without_bold_beginning(line: str) -> tuple[str, int]:
    """The same where stars may hide words: only a beginning that reads like a heading counts."""
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
