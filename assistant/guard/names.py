"""Names in a folded text: places, units, persons, posts claimed, campaigns, titles 《》 and numbers of documents.

Pure. Places, units and persons are told by a lexer's words and the endings in `names.yaml`, the rest by their marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.guard.fact_words import either, made_of, name_words
from assistant.guard.honours import honours
from assistant.guard.name import Name
from assistant.guard.organisations import organisations
from assistant.guard.persons import persons
from assistant.guard.places import places
from assistant.guard.words import Asked, Lexer, Word, clause_spans

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_ROAD = re.compile(r"(?<![a-z\d])(?:[gsxyzc]\d{3,4}(?![\d%.])线?|\d{3}[国省县乡]道)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?\d{1,4}号")
_QUOTE = re.compile(r"[“\"「]([^“”\"「」\n]{2,16})[”\"」]")
_BEFORE_NUMBER = re.compile(
    r".*(?:按照|根据|印发|下发|转发|文件|通知|依据|落实|贯彻|执行|学习|虽有|以|的|和|与|及|是|为|对|由|了|在|据|按|有|把|将)"
)
_PHRASE = re.compile(r"[、，。；！？一不的了]|.{9}|^.{,2}$|[式化制型性]$")
_COUNTED = re.compile(r"第?[一二三四五六七八九十两\d]+(?:[大个项高条]|$)")  # “三大工程”, “12345”热线
_SAID = re.compile(r"[、，。；！？不没已未在的了]")
_SHORT = 4
_NOUNS = ("n", "nz", "LOC", "ORG", "PER", "s")
_ROW = re.compile(
    r"([^、]{2,30}(?:、[^、]{2,8}){1,6}?)等(?:[\d一二三四五六七八九十两多]+[个家所处])?(?:小区|[镇乡]?村|企业|公司|厂家|乡镇|社区|学校|商户|景区|[\u4e00-\u9fff]{0,4}(?:项目|楼盘)|地(?!方))"
)
_POST = re.compile("[^、]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = name_words().raw
    post = rf"[\u4e00-\u9fff]{{0,8}}(?:{either(raw['posts'])})"
    return (
        re.compile(
            rf"[”\"」](?:[^，。；：！？、的等在了是和与及问现思心意观想态\W\d]{{0,6}}?)(?:{either(raw['quoted_names'])})"
        ),
        re.compile(rf"[\u4e00-\u9fff]{{2}}(?:{either(raw['named_within'])})\Z"),
        re.compile(
            rf"(?:作为|担任|[时调升改兼转接历]任|身为|(?<=[年月起日])任)(?:一名)?({post}(?:、{post})*)"
        ),
        re.compile(rf"(?:{either(raw['founded'])})了?[一1]?[支个批]?\Z"),
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
    people = list(persons(clause, words, lexer))
    others = (*places(clause, words, lexer), *_undertakings(clause, words))
    found = units + _beside([*_beside(others, people), *people], units)
    return found + _beside(_in_row(clause, words, found), found)


def _in_row(clause: str, words: Sequence[Word], found: Sequence[Name]) -> Iterator[Name]:
    """What stands in a row with a name: 阳光丽景 in 阳光丽景、凯旋城等小区."""
    data = name_words()
    for match in _ROW.finditer(clause) if found else ():
        beside = [one for one in found if match.start() <= one.start and one.end <= match.end()]
        kinds = [one.kind for one in beside if one.kind in ("place", "organisation")]
        if not kinds:
            continue
        end = match.start(1)
        for part in match[1].split("、"):
            start, end = end, end + len(part)
            inside = [word for word in words if start <= word.start and word.end <= end]
            begin = len(inside)
            while begin and inside[begin - 1].tag in _NOUNS:
                begin -= 1
            name = clause[inside[begin].start : end] if begin < len(inside) else ""
            plain = (
                made_of(name, data.generic) or made_of(name, data.generic_of_units) or name in data.everyones
            )
            if 2 <= len(name) <= 8 and not plain and (begin == 0 or start == match.start(1)):
                yield Name(kinds[0], end - len(name), end, name, name)
            end += 1


def _beside(found: Iterable[Name], taken: Sequence[Name]) -> list[Name]:
    """The names that overlap none of those taken."""
    return [name for name in found if not any(one.start < name.end and name.start < one.end for one in taken)]


def _undertakings(clause: str, words: Sequence[Word]) -> Iterator[Name]:
    """Campaigns without quotation marks, between a verb and their kind: 开展敲门行动."""
    data = name_words()
    if not any(kind in clause for kind in data.raw["undertakings"]):
        return
    for number, word in enumerate(words):
        kind = clause[word.start : word.end]
        if kind not in data.raw["undertakings"]:
            continue
        first = number
        while (
            first
            and number - first < 4
            and words[first - 1].tag in ("n", "nz", "vn", "v", "a", "f", "LOC", "PER")
        ):
            if clause[words[first - 1].start : words[first - 1].end] in data.raw["undertaken"]:
                break
            first -= 1
        stem = clause[words[first].start : word.start]
        led = first > 0 and clause[words[first - 1].start : words[first - 1].end] in data.raw["undertaken"]
        if (
            led
            and 2 <= len(stem) <= _SHORT
            and not made_of(stem, data.generic_of_campaigns)
            and not _everyones(stem + kind)
        ):
            yield Name("campaign", words[first].start, word.end, stem + kind, stem)


def _everyones(text: str) -> bool:
    """Whether a campaign is one of the whole country, perhaps with a word for its kind; 清朗乡风 is somebody's own."""
    data = name_words()
    return any(
        made_of(text.replace(one, "", 1), data.generic_of_campaigns)
        for one in data.raw["everyones_campaigns"]
        if one in text
    )


def _marked(text: str) -> Iterator[Name]:
    for match in _TITLE.finditer(text):
        yield Name("document", *match.span(), match[0], match[1])
    for match in _ROAD.finditer(text):
        yield Name("place", *match.span(), match[0], match[0].removesuffix("线"))
    for match in _NUMBER.finditer(text):
        head = _BEFORE_NUMBER.match(match[0][:6])
        start = match.start() + (head.end() if head else 0)
        if start < match.end():
            yield Name("document", start, match.end(), text[start : match.end()], text[start : match.end()])
    named, within, post, founded = _patterns()
    for match in _QUOTE.finditer(text):
        if _everyones(match[1]) or _COUNTED.match(match[1]):
            continue
        new = not _PHRASE.search(match[1]) and founded.search(text, max(0, match.start() - 6), match.start())
        ended = within.search(match[1]) and not _SAID.search(match[1])
        if new or ended or named.match(text, match.end() - 1):
            yield Name("campaign", *match.span(1), match[1], match[1])
    yield from honours(text)
    for match in post.finditer(text):
        yield from (Name("post", *one.span(), one[0], one[0]) for one in _POST.finditer(text, *match.span(1)))
