"""Names in a folded text: places, units, persons, posts claimed, campaigns, titles 《》 and numbers of documents.

Pure. Places, units and persons are told by a lexer's words and the endings in `names.yaml`, the rest by their marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from assistant.guard.fact_words import either, name_words
from assistant.guard.name import Name
from assistant.guard.organisations import organisations
from assistant.guard.persons import persons
from assistant.guard.places import places
from assistant.guard.words import Asked, Lexer, Word, clause_spans

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?\d{1,4}号")
_QUOTE = re.compile(r"[“\"「]([^“”\"「」\n]{2,16})[”\"」]")
_BEFORE_NUMBER = re.compile(
    r".*(?:按照|根据|印发|下发|转发|文件|通知|依据|以|的|和|与|及|是|为|对|由|了|在|据|按)"
)
_POST = re.compile("[^、]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = name_words().raw
    post = rf"[\u4e00-\u9fff]{{0,4}}(?:{either(raw['posts'])})"
    return (
        re.compile(rf"[”\"」](?:{either(raw['quoted_names'])})"),
        re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{either(raw['named_within'])})\Z"),
        re.compile(rf"(?:作为|担任|时任|身为)(?:一名)?({post}(?:、{post})*)"),
    )


def names(text: str, lexer: Lexer | None = None, known: Collection[str] = ()) -> Iterator[Name]:
    """The names of a text. Without a lexer only what marks tell; known: clauses that nobody asks about."""
    yield from _marked(text)
    if lexer is None:
        return
    places_of: dict[str, list[int]] = defaultdict(list)
    for start, end in clause_spans(text):
        clause = text[start:end]
        if clause not in known and _HAN.search(clause):
            places_of[clause].append(start)
    asked = Asked(lexer)
    pending = list(zip(places_of, lexer.read(list(places_of)), strict=True))
    while pending:
        again = []
        for clause, words in pending:
            before = asked.waiting
            found = _read(clause, words, asked)
            if asked.waiting > before:
                again.append((clause, words))
            else:
                yield from (name.moved(start) for start in places_of[clause] for name in found)
        asked.answer()
        pending = again


def _read(clause: str, words: Sequence[Word], lexer: Lexer) -> list[Name]:
    """The places, units and persons of a clause: no place inside a unit but those that it begins with."""
    units = list(organisations(clause, words, lexer))
    others = (*places(clause, words, lexer), *persons(clause, words, lexer))
    return units + [
        name for name in others if not any(one.start < name.end and name.start < one.end for one in units)
    ]


def _everyones(text: str) -> bool:
    return any(one in text for one in name_words().raw["everyones_campaigns"])


def _marked(text: str) -> Iterator[Name]:
    for match in _TITLE.finditer(text):
        yield Name("document", *match.span(), match[0], match[1])
    for match in _NUMBER.finditer(text):
        head = _BEFORE_NUMBER.match(match[0][:6])
        start = match.start() + (head.end() if head else 0)
        if start < match.end():
            yield Name("document", start, match.end(), text[start : match.end()], text[start : match.end()])
    named, within, post = _patterns()
    for match in _QUOTE.finditer(text):
        if (named.match(text, match.end() - 1) or within.search(match[1])) and not _everyones(match[1]):
            yield Name("campaign", *match.span(1), match[1], match[1])
    for match in post.finditer(text):
        yield from (Name("post", *one.span(), one[0], one[0]) for one in _POST.finditer(text, *match.span(1)))
