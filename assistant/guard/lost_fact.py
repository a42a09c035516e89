"""Kind `lost_fact`: a fact of the replaced text that the proposal dropped or changed. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.guard.facts import Fact, Given, clauses, facts
from assistant.guard.findings import Finding, Proposal
from assistant.guard.name import Name
from assistant.guard.places import stem_of
from assistant.guard.quantities import Moment
from assistant.guard.words import Lexer
from assistant.structure.plain import Plain, letters, letters_of

_SHORTEN = re.compile(
    r"压缩|精简|缩短|简短|简洁|删减|删去|删掉|压到|压至|减到|缩减|浓缩|概括|凝练|控制在|字以内|太长|短一点|短些|少一点"
)
_CORRECTED = re.compile(r"写错|弄错|错了|有误|笔误|更正|应为|应是|应该是|不是.{1,12}是")
_NEAR = 6
_POSTED = 16
_YEARS = ("今年", "去年", "本年", "上年")
_KINDS = (
    "街道", "社区", "公司", "中心", "学校", "医院", "法院", "大队", "支队", "中队", "分局", "林场", "农场", "集团",
)  # fmt: skip
_BODIES = "党组|党委|党工委|党支部|管委会|政府|办事处|领导班子|班子|机关"
_TITLE = re.compile(
    r"\s*[^。！？\n]{4,60}(?:材料|总结|报告|汇报|提纲|发言|讲话|计划|要点|说明)(?:[（(][^）)\n]{1,12}[）)])?[。\n]"
)
_COURT = re.compile("人民(?:法院|检察院|医院)")
_BUREAU = re.compile("([\u4e00-\u9fff]{2,6})[局委办厅]")
_BODY = re.compile(rf"(?:{_BODIES})\Z")
_BODY_AFTER = re.compile(_BODIES)
_POST = re.compile(
    r"[\u4e00-\u9fff]{0,12}?(?:书记|主任|[镇乡县局站所院校组会社]长|干部|会计|村民|居民|党员|同志)"
)


def findings(proposal: Proposal, lexer: Lexer, year: int | None) -> Iterator[Finding]:
    """The lost facts in the draft's order, each value once. A fact named in the wish was meant to change."""
    original, proposed = proposal.original, proposal.proposed
    given = Given([proposed], year, lexer)
    wished = Given([proposal.instruction], year, lexer)
    corrected = (
        {fact.kind for fact in facts(proposal.instruction, year, lexer)}
        if _CORRECTED.search(proposal.instruction)
        else set()
    )
    shortened = bool(_SHORTEN.search(proposal.instruction))
    plain, before = letters(proposed), letters(original)
    seen: set[str] = set()
    named: list[str] | None = None
    # A title names the whole text: where one section is rewritten it stays where it is.
    title = _TITLE.match(original)
    until = titled = title.end() if title and not _TITLE.match(proposed) else 0
    told = facts(original, year, lexer, clauses(proposed))
    persons = {fact.start for fact in told if fact.kind == "person"}
    for fact in told:
        # a county inside a unit's name
        inside = fact.start < titled or (fact.kind == "place" and fact.start < until)
        if fact.kind == "organisation":
            until = fact.end
        key = letters_of(fact.quote)
        if inside or fact.kind == "post" or key in seen:
            continue
        seen.add(key)
        if given.knows(_yearless(fact, year, given), placed=False):
            continue
        # 槐荫社区居委会主任尹松柏
        others = any(_POST.fullmatch(original, fact.end, at) for at in persons if 0 < at - fact.end < _POSTED)
        if not others and _told_otherwise(fact, original, proposed, year):
            continue
        if proposal.instruction and (wished.knows(fact) or fact.kind in corrected):
            continue
        if fact.kind in ("place", "person", "organisation"):
            if named is None:
                named = [letters_of(one.quote) for one in facts(proposed, year, lexer, clauses(original))]
            if _misspelt(fact, before, plain, named):
                continue
        place = _place(fact, before, plain, len(proposed))
        yield Finding(
            "lost_fact_shortened" if shortened else "lost_fact",
            "lost_fact",
            "advice" if shortened else "warning",
            place,
            place,
            fact.quote,
            proposal.start + fact.start,
            proposal.start + fact.end,
            params={"fact": fact.kind},
        )


def _told_otherwise(fact: Fact, original: str, proposed: str, year: int | None) -> bool:
    content = fact.content
    if isinstance(content, Moment):
        # the year of a draft goes without saying
        bare = content.month is None and content.part is None
        words = (*_YEARS, "全年", "年内") if content.year == year else _YEARS
        return bare and (content.relative or any(word in proposed for word in words))
    if isinstance(content, Name) and content.kind in ("place", "organisation"):
        # one's own unit is told by what it is: 我镇, 镇政府, 局党组, 街道办事处
        bare_name = _BODY.sub("", content.text)
        kinds = {next((word for word in _KINDS if bare_name.endswith(word)), bare_name[-1:])}
        kinds |= {last for last in "院校司" if bare_name.endswith(last)}  # 县人民医院: 我院
        rest = original.replace(content.text, "")
        if any(len(own.findall(proposed)) > len(own.findall(rest)) for own in map(_own, kinds)):
            return True
        bureau = _BUREAU.fullmatch(content.text)  # 气象局: 气象部门
        if bureau and f"{bureau[1]}部门" in proposed:
            return True
        if _COURT.match(original, fact.end) and re.search("[我本全]院", proposed):
            return True
        body = _BODY_AFTER.match(original, fact.end)  # 渭北新区管委会: 管委会
        kind = content.text[len(stem_of(content.text)) :]
        return body is not None and bool(
            re.search(rf"(?<![\u4e00-\u9fff])(?:{re.escape(kind)})?{body[0]}", proposed)
        )
    return False


def _misspelt(fact: Fact, before: Plain, after: Plain, named: list[str]) -> bool:
    """Whether a name was only a slip of one character that is a plain word now: 范伟 put right as 范围."""
    first, last = bisect_left(before.at, fact.start), bisect_left(before.at, fact.end)
    name = before.text[first:last]
    left, right = before.text[max(0, first - 2) : first], before.text[last : last + 2]
    pattern = "|".join(re.escape(name[:at]) + "." + re.escape(name[at + 1 :]) for at in range(len(name)))
    found = re.search(f"{re.escape(left)}({pattern}){re.escape(right)}", after.text)
    return found is not None and not any(found[1] in one or one in found[1] for one in named)


def _yearless(fact: Fact, year: int | None, given: Given) -> Fact:
    """A date without its year where that is the draft's own, which goes without saying: 7月3日 for 2024年7月3日."""
    content = fact.content
    if not isinstance(content, Moment) or content.year != year or not (content.month or content.part):
        return fact
    if all(other == year for other, month in given.dated if month == content.month):
        return replace(fact, content=replace(content, year=None))
    return fact


@lru_cache(maxsize=256)
def _own(kind: str) -> re.Pattern[str]:
    kind = re.escape(kind)
    return re.compile(
        rf"[我本全]{kind}|(?<![\u4e00-\u9fff]){kind}(?=[\u4e00-\u9fff])|{kind}(?:党委|党组|党工委|政府|办事处|班子|机关)"
    )


def _place(fact: Fact, before: Plain, after: Plain, end: int) -> int:
    """Where in the proposal the fact would stand: after what stood before it, else before what stood after it."""
    first, last = bisect_left(before.at, fact.start), bisect_left(before.at, fact.end)
    for size in (_NEAR, 4, 2):
        left = before.text[max(0, first - size) : first]
        if len(left) == size and (at := after.text.find(left)) >= 0:
            return after.span(at, at + size)[1]
        right = before.text[last : last + size]
        if len(right) == size and (at := after.text.find(right)) >= 0:
            return after.at[at]
    return end
