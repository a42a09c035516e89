"""What stands before the first heading and after the last text: title, date, author, addressee; closing, signature.

Pure; imports lines and residue. Nothing here looks at headings: it is told between which lines to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.structure.lines import BLANKS, Line

FrontKind = Literal["residue", "title", "opening"]

TITLE_CHARS = 60
LONG_TITLE = 90  # of a line that ends as titles do
CLOSING_CHARS = 450


def squeezed(text: str) -> str:
    """`text` without blanks between Chinese characters (`政 府 工 作 报 告`), other blanks as one."""
    text = re.sub(rf"[{BLANKS}\n]+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])|(?<=[^\x00-\xff]) (?=\d)|(?<=\d) (?=[^\x00-\xff])", "", text)


_NOUN = re.compile(
    r"(报告|材料|总结|发言|提纲|发言稿|方案|意见|计划|要点|通知|讲话|汇报|清单|说明|规划|纲要|情况|文稿|稿|书|体会|规定|办法"
    r"|细则|制度|公报|纪要|简报|通报|决定|请示|批复|函|申请|致辞|倡议书|台账|剖析|述职|小结|预案|安排|思路|评议|点评|承诺|清样|打算|思考|探索|启示|实践|经验|做法)"
    r"([（(《【][^）)》】]{1,24}[）)》】])?$"
)
_ADDRESSEE = re.compile(
    r"(?:尊敬的|敬爱的)?(?:各位|全体|诸位)?\S{0,24}(?:代表|委员|同志们?|领导|来宾|朋友们|评委|同仁|党员|嘉宾|组长|书记|常委|主席"
    r"|党委|党组|总支|支部|纪委|纪委监委|组织部|宣传部|统战部|办公室|人民政府|常委会|委员会|督导组|巡察组|考核组|单位)"
    r"(?:[、，,和及与 　]\S{0,30})?[：:！!]"
)
_DATE = re.compile(
    r"[（(]?(?:(?:19|20)\d\d|[二〇零一三四五六七八九○O]{4})\s*[年./-]\s*[\d一二三四五六七八九十×xX*]{0,3}\s*(?:[月./-]\s*"
    r"[\d一二三四五六七八九十×xX*]{0,3}\s*日?)?\s*[）)]?"
)
_MEETING = re.compile(r"[—–―-]{0,4}\s*\S.{3,60}(?:会议|大会|全会|会|座谈会|现场会)(?:第\S{1,6}次(?:会议|大会))?(?:上|上的(?:讲话|发言|报告))?")
_OFFICE = re.compile(
    r"(书记|主任|[省市区县州盟旗镇乡局处科所站校院厂社会部厅行]长|委员|组长|代表|干事|主席|经理|队长|专员|秘书长?|支部|党委|党组"
    r"|政府|委员会|办公室|(?<![新破布全大结格变胜])局|(?<![全内外])部|[厅院校])"
)
_AUTHOR = re.compile(r"(?:汇报人|报告人|述职人|述廉人|发言人|撰稿人|作者|单位|姓名|职务|部门)\s*[：:].{0,30}")
_PERSON = re.compile(r"[\u4e00-\u9fff×某*Xx]{1}\s{0,4}[\u4e00-\u9fff×某*Xx]{1,3}")


def is_addressee(words: str) -> bool:
    """`各位代表：`, `同志们：`, `县委组织部：`, also at the beginning of a longer line."""
    return _ADDRESSEE.match(words[:60]) is not None


def is_title(words: str) -> bool:
    """Whether a line ends as titles of reports do (…报告, …材料, …总结)."""
    return _title_like(words) and _NOUN.search(words.strip("《》")) is not None


def is_date(words: str) -> bool:
    """A line that is only a date, in brackets or not."""
    return _DATE.fullmatch(words) is not None


_HEADER = re.compile(
    r"\S{2,30}文件|\S{1,12}[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s*第?\s*\S{1,5}号|(?:绝密|机密|秘密|特急|加急|急件|内部资料|内部材料).{0,12}"
    r"|附件?\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?|[（(]?(?:送审稿|征求意见稿|初稿|讨论稿|草稿|终稿|定稿|代拟稿)[）)]?"
)


def _is_header(words: str) -> bool:
    """What stands above a title: the letterhead, the number of the document, its secrecy, `附件2`."""
    return _HEADER.fullmatch(words) is not None


def _below_title(words: str) -> bool:
    """Date, meeting, author or office below a title: `——2024年1月5日在……会议上`, `青禾镇镇长　李某`, `（2024年1月）`."""
    if len(words) > TITLE_CHARS or words[-1] in "。；;":
        return False
    if is_date(words) or words.startswith(("—", "--", "––", "－－")) or _AUTHOR.fullmatch(words):
        return True
    if words[0] in "（(" and words[-1] in "）)" and len(words) <= 40:
        return True
    if re.match(r"(?:19|20)\d\d年", words) and _MEETING.fullmatch(words) and words.endswith("上"):
        return True
    if len(words) <= 30 and not re.search(r"[，,：:]", words):
        return not _NOUN.search(words) and bool(_PERSON.fullmatch(words) or _OFFICE.search(words))
    return False


_NAMED = re.compile(rf"(\S{{2,30}}?)[{BLANKS}]+([\u4e00-\u9fff×某*Xx][{BLANKS}]{{0,4}}[\u4e00-\u9fff×某*Xx]{{1,3}})")


def is_byline(line: str) -> bool:
    """Whether a line can be nothing but who speaks or when: `李某某`, `青禾镇镇长　李某某`, `（2024年1月）`."""
    words = squeezed(line)
    if is_date(words) or _AUTHOR.fullmatch(words) or _PERSON.fullmatch(words):
        return True
    named = _NAMED.fullmatch(line)
    return named is not None and _OFFICE.search(named[1]) is not None


def _title_like(words: str) -> bool:
    if not 2 <= len(words) <= LONG_TITLE or not re.search(r"[\u4e00-\u9fffA-Za-z]", words):
        return False
    inner = words.strip("《》【】“”")
    return not re.search(r"[。；;！!？?，,：:]", inner[-1:]) and "。" not in inner and inner.count("，") <= 1


@dataclass(frozen=True, slots=True)
class Front:
    """What the lines before the first heading are.

    kinds: one for each of those lines. title: indices of the title's own lines, without those below it.
    """

    kinds: tuple[FrontKind, ...]
    title: tuple[int, ...]


def front(
    text: str, lines: Sequence[Line], stop: int, residue: frozenset[int], numbered: int | None = None
) -> Front:
    """Tell title, residue and opening apart among `lines[:stop]`. `numbered`: the first line that has a number."""
    words = [squeezed(text[line.start : line.end]) for line in lines[: min(stop, 60)]]
    kinds: list[FrontKind] = ["residue" if i in residue else "opening" for i in range(stop)]
    limit = _prose_starts(words, lines, residue)
    limit = limit if numbered is None else min(limit, numbered)
    title = _title_lines(words, lines, residue, limit)
    if title:
        again = _repeated(words, residue, limit, title)
        if again:
            for index in range(again[0]):
                kinds[index] = "residue"
            title = again
        for index in range(title[0], limit):
            if kinds[index] == "opening":
                kinds[index] = "title"
    else:
        # a report without title may still begin with the lines that stand below one
        for index in range(limit):
            if kinds[index] == "opening" and _below_title(words[index]):
                kinds[index] = "title"
            elif kinds[index] == "opening":
                break
    last_title = max((i for i, kind in enumerate(kinds) if kind == "title"), default=-1)
    for index in range(last_title):
        if kinds[index] == "opening":
            kinds[index] = "title"
    return Front(tuple(kinds), tuple(title))


def _prose_starts(words: Sequence[str], lines: Sequence[Line], residue: frozenset[int]) -> int:
    """Index of the first line that is an addressee or running text."""
    for index, line in enumerate(words):
        if index in residue:
            continue
        if is_addressee(line) or lines[index].table:
            return index
        long = len(line) > (LONG_TITLE if _NOUN.search(line) and "，" not in line else TITLE_CHARS)
        if (long or line[-1] in "。；;！!：:，," or "。" in line) and not _is_header(line):
            return index
    return len(words)


def _title_lines(words: Sequence[str], lines: Sequence[Line], residue: frozenset[int], limit: int) -> list[int]:
    """The title's lines: the first lines that look like one, up to the one that ends as a title does."""
    found: list[int] = []
    for index in range(limit):
        if index in residue:
            if found:
                break
            continue
        if _is_header(words[index]):
            continue
        if not _title_like(words[index]) or (_below_title(words[index]) and (found or not _whole(words, index, limit))):
            if found:
                break
            continue
        found.append(index)
        if _NOUN.search(words[index].strip("《》")) or lines[index].level == 1 or len(found) == 4:
            break
    if len(found) > 1 and not _NOUN.search(words[found[-1]].strip("《》")):
        below = next((words[i] for i in range(found[-1] + 1, limit) if i not in residue), "")
        if not below.startswith("—"):  # two lines of a slogan, what it is below them after a dash
            del found[1:]
    return found


def _whole(words: Sequence[str], index: int, limit: int) -> bool:
    """Whether an office (`中共青禾镇委员会`) begins a title that the next lines complete."""
    if is_date(words[index]) or words[index][0] in "—-（(" or _PERSON.fullmatch(words[index]):
        return False
    return any(_NOUN.search(w.strip("《》")) for w in words[index + 1 : min(limit, index + 4)])


def _repeated(words: Sequence[str], residue: frozenset[int], limit: int, title: Sequence[int]) -> list[int]:
    """The title where it stands again further down (below what a web page put there), else nothing."""
    whole = "".join(words[i] for i in title)
    for index in range(limit - 1, title[-1], -1):
        if index not in residue and words[index].strip("《》") == whole.strip("《》"):
            return [index]
    return []


_CLOSING = re.compile(
    r"(?:以上)(?:是|就是|即是|对照|检查|汇报|报告|发言|述职|情况|内容|所述|意见|问题|，|,|、)|(?:特此|专此)(?:报告|汇报|说明|函|通知|致)"
    r"|(?:我的)?(?:汇报|报告|发言|述职|对照检查|检查)(?:到此|就到|完毕|完了|结束)|(?:谢谢|感谢)(?:大家|各位|同志|领导)?[！!。]?$"
    r"|(?:不妥|不足|不当|不对)之处|(?:敬请|恳请|欢迎|望|请)(?:各位|同志|大家|领导|组织|予以|批评|审议|评议|审查|指正)"
    r"|(?:此致|敬礼)|(?:妥否|当否|可否|请示如此)，?请"
)
_CLOSING_INSIDE = re.compile(
    r"(?:请|恳请|敬请|欢迎|望)(?:[各与]位?\S{0,8})?(?:同志们?|大家|领导|组织|代表|委员)?(?:予以|给予|多加|提出)?"
    r"(?:批评|审议|评议|指正|审查|监督|帮助|指导)|(?:谢谢|感谢)(?:大家|各位\S{0,6}|同志们)?[！!。]?$|(?:以上|上述|这些)\S{0,4}(?:建议|意见|报告|思考)，?\S{0,6}(?:供|请)"
)
_ADDRESS = re.compile(r"(?:各位|同志们|代表们|委员们|朋友们|尊敬的各位)\S{0,12}?[！!，,：:]")
_APPEAL = re.compile(r"让我们|我们坚信|我们相信|我相信|我坚信|奋斗|努力|更加紧密")
_SIGNATURE = re.compile(r"(?:[\u4e00-\u9fff]{1,4}人|签名|签字|单位|日期|时间|电话)\s*[：:].{0,30}")
_OFFICE_NOTE = re.compile(r"[（(]?(?:联系人|联系电话|此件|抄送|抄报|印发|主题词|共印|此页无正文)")
_ENCLOSURE = re.compile(r"[0-9０-９]{1,2}[.．、].{1,60}")
_NOTE = re.compile(r"(?:附件|附|注|此件|（此件|抄送|联系人|主题词|（联系人)")


def closing_start(text: str, lines: Sequence[Line], start: int, stop: int) -> int:
    """Index of the line at which the closing begins among `lines[start:stop]`, `stop` if there is none."""
    first = stop
    index = stop - 1
    signed = False
    while index >= start and stop - index <= 8:
        words = squeezed(text[lines[index].start : lines[index].end])
        if lines[index].table or not _is_signature(words, below=first < stop):
            break
        signed = signed or is_date(words) or bool(_SIGNATURE.match(words))
        first = index
        index -= 1
    if not signed:
        first, index = stop, stop - 1
    note = index
    while note >= start and _ENCLOSURE.fullmatch(text, lines[note].start, min(lines[note].end, lines[note].start + 80)):
        note -= 1
    if start <= note and is_note(text[lines[note].start : lines[note].end]):
        first, index = note, note - 1
    after_signature = first
    spoken = 0
    while index >= start and spoken < 4:
        words = text[lines[index].start : lines[index].end]
        if lines[index].table or len(words) > CLOSING_CHARS or not _is_closing(words):
            break
        first = index
        index -= 1
        spoken += 1
    return min(first, after_signature, _last_address(text, lines, start, min(first, after_signature)))


def _is_signature(words: str, *, below: bool) -> bool:
    if is_date(words) or _SIGNATURE.fullmatch(words) or _OFFICE_NOTE.match(words):
        return True
    if len(words) > 30 or words[-1] in "。；;！!：:，,？?”":
        return False
    return below and bool(_PERSON.fullmatch(words) or _OFFICE.search(words) or re.search(r"[×*某]{1,4}$", words))


def _is_closing(words: str) -> bool:
    if _CLOSING.match(words):
        return True
    return len(words) <= 160 and _CLOSING_INSIDE.search(words, max(0, len(words) - 60)) is not None


def _last_address(text: str, lines: Sequence[Line], start: int, stop: int) -> int:
    """The last `各位代表！……让我们……` with what follows it, if that is the end of a speech."""
    for index in range(stop - 1, max(start, stop - 4) - 1, -1):
        words = text[lines[index].start : lines[index].end]
        if _ADDRESS.match(words):
            rest = text[lines[index].start : lines[stop - 1].end]
            return index if _APPEAL.search(rest) else stop
    return stop


def is_note(words: str) -> bool:
    """`附件：1. ……`, `注：……`: a note below the text, in which numbers begin no headings."""
    return _NOTE.match(words) is not None and re.match(r"[（(]?(附件|附|注)\s*[：:]", words) is not None


_APPENDIX = re.compile(r"(?:附件|附录|附表|附图|附)\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?|名词解释|指标解释|相关名词解释|有关说明|注释")


def is_appendix(words: str) -> bool:
    """A line that opens a part after the report's end: `附件1`, `名词解释`."""
    return len(words) <= 12 and _APPENDIX.fullmatch(words) is not None
