"""A model's reply taken apart: the rewrite, the note, what is wrong with it. Pure; imports nothing of the project.

The form asked for is 【改写】…【说明】…; everything else a model writes around it is taken off, and a reply in no form at
all is the rewrite. What stands in the original is never taken for a mark or for chatter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

_REWRITE = "改写后?|改写(?:结果|稿|如下|正文)|修改(?:后|稿|结果)|修改后的?(?:正文|内容|文本|版本)|改后|润色后|正文|Rewrite|Rewritten(?: text)?|Revised(?: text)?|Revision"
_NOTE = "说明|(?:修改|改写|改动)(?:说明|理由|要点|内容|之处|点|思路)|主要(?:修改|改动)|备注|注|Notes?|Explanation|(?:Key )?Changes(?: made)?"
_SOURCE = "原文|Original(?: text)?"
_KINDS = {"rewrite": _REWRITE, "note": _NOTE, "source": _SOURCE}
# 【说明】 anywhere; **说明**, ## 说明 on a line of their own; 说明： at the beginning of a line.
_MARK_FORMS = (
    r"(?:^[ \t>]*#{{1,5}}[ \t]*)?(?:\*\*|__)?[【〖]\s*(?:{names})\s*[】〗][ \t]*[：:]?(?:\*\*|__)?",
    r"^[ \t>]*(?:#{{1,5}}[ \t]*|\*\*[ \t]*|__)+[\[「《]?(?:{names})[\]」》]?[ \t]*[：:]?[ \t]*(?:\*\*|__)?[ \t]*[：:]?[ \t]*$",
    r"^[ \t>]*\*\*(?:{names})[ \t]*(?:[：:][ \t]*\*\*|\*\*[ \t]*[：:])",
    r"^[ \t>]*[\[「]?(?:{names})[\]」]?[ \t]*[：:]",
)
_MARKS = {
    kind: re.compile(
        "|".join(f"(?:{form.format(names=names)})" for form in _MARK_FORMS), re.MULTILINE | re.IGNORECASE
    )
    for kind, names in _KINDS.items()
}

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"^.*</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)
_THOUGHT_OPEN = re.compile(r"<(?:think|thinking|thought|reasoning)>.*$", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(?P<inside>.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_RULE = re.compile(r"^[ \t]*(?:[-*_=—]{3,})[ \t]*$\n?", re.MULTILINE)

_ABOUT_WORK = (
    r"改写|修改|润色|优化|调整|完善|压缩|精简|扩写|版本|结果|rewrit|rewrote|revis|version|polish|edit"
)
_GREETING = re.compile(
    r"\s*(?:好的|好|当然(?:可以)?|没问题|可以|收到|明白了?|Certainly|Sure(?: thing)?|Of course|Okay|OK|Absolutely)"
    r"[，,！!。.：:～~]+\s*",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    rf"\s*(?:以下|下面|这是|根据|按照|按您|按你|我已|已经?|现将|为您|Here|Below|The following|I have|I've|This is)"
    rf"[^\n：:。]{{0,60}}?(?:{_ABOUT_WORK})[^\n：:。]{{0,40}}[：:。]\s*",
    re.IGNORECASE,
)
_BEGINNINGS = (
    "【", "〖", "*", "#", "`", "[", "「", "__", "好", "当然", "没问题", "可以", "收到", "明白", "以下", "下面", "这是",
    "根据", "按照", "按您", "按你", "我已", "已", "现将", "为您", "修改", "改", "润色", "certainly", "sure", "of course",
    "ok", "absolutely", "here", "below", "the following", "i have", "i've", "this is", "rewrit", "revis", "note",
)  # fmt: skip
_FAREWELL = re.compile(
    r"^\s*(?:希望|如需|如果(?:您|你|需要|还)|以上(?:是|修改|改写|内容)|需要我|如有|您(?:可以|看)|欢迎|请(?:您)?(?:核对|确认|告诉)"
    r"|Let me know|I hope|Hope|Feel free|If you|Please let)[^\n]*(?:您|你|帮助|告诉|调整|参考|修改|know|help|need|like|further)[^\n]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^\s*[（(](?:注|说明|以上|备注|Note)[：:，,\s].*[）)]\s*$", re.IGNORECASE | re.DOTALL)
_REFUSAL = re.compile(
    r"^\W{0,4}(?:(?:非常|很)?(?:抱歉|对不起|遗憾)|作为(?:一个|一名)?(?:AI|人工智能|语言模型|大模型|智能助手)|我(?:无法|不能|没有办法)"
    r"|(?:I'm|I am) (?:sorry|unable)|Sorry|As an? (?:AI|language model)|I (?:can(?:no|')t|cannot|won't))",
    re.IGNORECASE,
)
_ABRIDGED = re.compile(
    r"[（(\[【<]\s*(?:其余|其他|后文|以下|下文|余下|剩余|其它|后面|rest|remaining|the rest)[^）)\]】>\n]{0,14}?"
    r"(?:不变|略|同原文|保持|省略|unchanged|omitted|same)[^）)\]】>\n]{0,8}[）)\]】>]",
    re.IGNORECASE,
)
_CITED = re.compile(r"[\[【［〔](\s*\d{1,2}(?:\s*[,，、\-–—~]\s*\d{1,2})*\s*)[\]】］〕]")
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "'": "'", "‘": "’"}
_LETTERS = re.compile(r"[0-9a-z\u4e00-\u9fff]+", re.IGNORECASE)
_FEWEST_GRAMS = 15
LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class Reply:
    """rewrite: the new text of the section; note: what was changed and why; cut: other sections were taken off."""

    rewrite: str
    note: str
    cut: bool = False


def parse(raw: str, original: str, *, heading: str = "", others: Iterable[str] = ()) -> Reply:
    """A reply taken apart.

    heading: of the section, label included, taken off where it is repeated; others: the headings of the other sections,
    so that a reply that rewrote more than this section is cut to it.
    """
    text = _unfenced(_without_thought(raw.replace("\r\n", "\n").replace("\r", "\n")), original)
    rewrite, note = _parts(text, original)
    rewrite = _unfenced(rewrite.strip("\n"), original)
    rewrite, aside = _without_chatter(_without_greeting(rewrite, original), original)
    rewrite = _plain(rewrite, original)
    rewrite, cut = _cut_to_section(rewrite, heading, others, original)
    rewrite = _unquoted(_without_heading(rewrite, heading, original), original)
    note = _plain(_without_chatter(note, original)[0] or aside, "")
    note = re.sub(r"\s*\n\s*", "\n", note).strip()
    return Reply(rewrite.strip("\n"), note[:LONGEST_NOTE], cut)


def visible(raw: str, original: str) -> str:
    """What of a reply that is still being written may be shown as the rewrite; grows as the reply grows.

    A beginning that may still turn out to be chatter, and an end that may become a mark, are held back.
    """
    text = raw.replace("\r\n", "\n").lstrip()
    if re.match(r"<(?:think|thinking|thought|reasoning)?$|<t?h?i?n?k?$", text[:12], re.IGNORECASE):
        return ""
    text = _without_thought(text).lstrip()
    mark = _MARKS["rewrite"].search(text[:300])
    if mark and mark[0].strip() not in original:
        text = text[mark.end() :].lstrip("\n：: ")
    else:
        opening = text[:100]
        greeted = _GREETING.match(opening) or _INTRODUCTION.match(opening)
        if len(text) < 60 and "\n" not in text:
            begun = opening.lower()
            if greeted or any(begun.startswith(b[: len(begun)]) for b in _BEGINNINGS):
                return ""
        text = _without_greeting(text, original) if greeted else text
    note = next((m for m in _MARKS["note"].finditer(text) if m[0].strip() not in original), None)
    if note:
        return text[: note.start()].rstrip()
    last = text.rfind("\n") + 1
    if (
        re.match(r"\s*(?:[【〖*#\-—`（(「]|说|修|改|主|备|注|N|E|C|K|希|如|以)", text[last:])
        and len(text) - last < 16
    ):
        return text[:last].rstrip()
    opened = max(text.rfind("【"), text.rfind("〖"))
    return (
        text[:opened].rstrip()
        if opened >= 0 and len(text) - opened < 8 and "】" not in text[opened:]
        else text.rstrip()
    )


def fault(reply: Reply, original: str, *, related: str = "") -> str | None:
    """What makes a reply unusable, as an error code; None where it may be used.

    related: the wish and the material, which a rewrite may be made of instead of the original's words.
    """
    rewrite = reply.rewrite.strip()
    if not rewrite:
        return "model_empty"
    likeness = _shared(original + related, rewrite)
    if _REFUSAL.match(rewrite) and likeness < 0.5 and not _REFUSAL.match(original.strip()):
        return "reply_refused"
    if _ABRIDGED.search(rewrite) and not _ABRIDGED.search(original):
        return "reply_abridged"
    if len(_grams(original)) >= _FEWEST_GRAMS and likeness < UNRELATED and fuzz.ratio(original, rewrite) < 16:
        return "reply_unrelated"
    return None


# Of unrelated passages of one kind of report, half share less than 0.04 of their character pairs, nine tenths less than
# 0.10; a rewrite in wholly other words still shares some 0.2 with what it rewrites.
UNRELATED = 0.08


def plain_answer(raw: str) -> str:
    """An answer in free form, without the model's thoughts, a code fence around it and Markdown."""
    return _plain(_unfenced(_without_thought(raw), ""), "").strip()


def visible_answer(raw: str) -> str:
    """What of an answer in free form may be shown while it is still being written; grows as the answer grows."""
    text = raw.lstrip()
    if re.match(r"<\w{0,9}$|`{1,3}\w*$", text):
        return ""
    opened = text.rfind("**") if text.count("**") % 2 else -1
    text = text[:opened] if opened >= 0 else text
    last = text.rfind("\n") + 1
    held = re.match(r"[ \t]*(?:[-*_=—•#>`]+[ \t]*)?$", text[last:])
    return plain_answer(text[:last] if held else text.removesuffix("*") if not text.endswith("**") else text)


def unrelated(original: str, proposed: str) -> bool:
    """Whether a proposal shares hardly anything with the section."""
    return len(_grams(original)) >= _FEWEST_GRAMS and _shared(original, proposed) < UNRELATED


def cited(note: str, known: int) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The note with its citations as `[n]`, the numbers cited that exist (1…known), and those that do not, taken out."""
    found: list[int] = []
    unknown: list[int] = []

    def one(match: re.Match[str]) -> str:
        numbers = _numbers(match[1])
        good = [n for n in numbers if 1 <= n <= known]
        unknown.extend(n for n in numbers if n not in good)
        found.extend(good)
        return "".join(f"[{n}]" for n in good)

    clean = _CITED.sub(one, note)
    return (
        re.sub(r"[ \t]+([，。；、）])", r"\1", clean),
        tuple(sorted(set(found))),
        tuple(sorted(set(unknown))),
    )


def without_citations(rewrite: str, original: str) -> tuple[str, tuple[int, ...]]:
    """The rewrite without the `[n]` that a model put into it, and their numbers. What the original has stays."""
    found: list[int] = []

    def one(match: re.Match[str]) -> str:
        if match[0] in original or match[0][0] not in "[［【":
            return match[0]
        found.extend(_numbers(match[1]))
        return ""

    return _CITED.sub(one, rewrite), tuple(found)


def _numbers(written: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"\s*[,，、]\s*", written.strip()):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        numbers += range(ends[0], ends[-1] + 1) if ends and ends[-1] - ends[0] < 20 else ends
    return numbers


# --- marks -------------------------------------------------------------------------------------------------


def _parts(text: str, original: str) -> tuple[str, str]:
    """Rewrite and note by the marks; without marks everything is the rewrite."""
    marks: list[tuple[int, int, str]] = []
    for kind, pattern in _MARKS.items():
        found = list(pattern.finditer(text))
        own = len(pattern.findall(original))  # as many belong to the text itself
        kept = found[: max(0, len(found) - own)] if kind == "rewrite" else found[min(own, len(found)) :]
        marks += [(m.start(), m.end(), kind) for m in kept]
    marks.sort()
    contents: dict[str, list[str]] = {"rewrite": [], "note": [], "source": []}
    for n, (_, end, kind) in enumerate(marks):
        until = marks[n + 1][0] if n + 1 < len(marks) else len(text)
        contents[kind].append(text[end:until].strip())
    before = text[: marks[0][0]].strip() if marks else text.strip("\n")
    rewrite = next((part for part in contents["rewrite"] if part), "")
    if not any(kind == "rewrite" for _, _, kind in marks):
        rewrite = before
    return rewrite, "\n".join(part for part in contents["note"] if part)


def _without_thought(text: str) -> str:
    text = _THOUGHT.sub("", text)
    text = _THOUGHT_END.sub("", text)  # some servers leave out the opening tag
    return _THOUGHT_OPEN.sub("", text)


def _unfenced(text: str, original: str) -> str:
    """What stands in a code fence, where the reply has one and the original has none."""
    if "```" in original or "~~~" in original:
        return text
    match = _FENCED.search(text)
    if match is None:
        return text
    after = re.sub(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*$\n?", "", text[match.end() :], flags=re.MULTILINE)
    before = text[: match.start()].strip()
    kept = before if any(pattern.search(before) for pattern in _MARKS.values()) else ""
    return "\n".join(part for part in (kept, match["inside"].strip("\n"), after.strip()) if part)


# --- chatter -----------------------------------------------------------------------------------------------


def _without_greeting(text: str, original: str) -> str:
    """The text without greeting and introduction."""
    begin = original.lstrip()[:60]
    for pattern in (_GREETING, _INTRODUCTION, _INTRODUCTION):
        match = pattern.match(text)
        if (
            match
            and match[0].strip() not in original
            and not (begin and fuzz.ratio(match[0].strip(), begin[: len(match[0])]) > 60)
        ):
            text = text[match.end() :]
    return text


def _without_chatter(text: str, original: str) -> tuple[str, str]:
    """The text without a farewell; and an aside at its end, which is a note."""
    aside = ""
    paragraphs = text.rstrip().split("\n")
    while len(paragraphs) > 1:
        last = paragraphs[-1]
        if last.strip() and last.strip() in original:
            break
        if _ASIDE.match(last):
            aside = last.strip().strip("（()）")
        elif last.strip() and not _FAREWELL.match(last):
            break
        paragraphs.pop()
    return "\n".join(paragraphs), aside


def _plain(text: str, original: str) -> str:
    """The text without Markdown that the original does not have."""
    if "**" not in original:
        text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text)
    if not re.search(r"^[ \t]*#{1,6} ", original, re.MULTILINE):
        text = re.sub(r"^([ \t]*)#{1,6}[ \t]+", r"\1", text, flags=re.MULTILINE)
    if not re.search(r"^[ \t]*[-*•] ", original, re.MULTILINE):
        text = re.sub(r"^([ \t]*)[-*•][ \t]+", r"\1", text, flags=re.MULTILINE)
    if not re.search(r"^[ \t]*> ?", original, re.MULTILINE):
        text = re.sub(r"^[ \t]*> ?", "", text, flags=re.MULTILINE)
    return text if _RULE.search(original) else _RULE.sub("", text)


def _unquoted(text: str, original: str) -> str:
    """The text without quotation marks around all of it."""
    body = text.strip()
    closing = _PAIRS.get(body[:1])
    if len(body) < 2 or closing is None or body[-1] != closing or original.strip()[:1] == body[0]:
        return text
    inside = body[1:-1]
    if closing == body[0]:
        return inside if closing not in inside else text
    depth = 0
    for character in inside:
        depth += (character == body[0]) - (character == closing)
        if depth < 0:
            return text
    return inside


# --- headings ----------------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    return "".join(_LETTERS.findall(text)).lower()


def _heading_end(text: str, heading: str) -> int | None:
    """Where `heading`, written at the beginning of `text` in any punctuation and spacing, ends; None if it is not."""
    wanted = _bare(heading)
    if not wanted:
        return None
    position = 0
    for index, character in enumerate(text[: 3 * len(heading) + 40]):
        if not _LETTERS.match(character):
            if character == "\n" and position:
                return None
            continue
        if character.lower() != wanted[position]:
            return None
        position += 1
        if position == len(wanted):
            rest = re.match(r"[^\S\n]*[）)”」】》*#]*[。．.：:；;]?[*#]*[^\S\n]*\n?", text[index + 1 :])
            return index + 1 + (rest.end() if rest else 0)
    return None


def _without_heading(text: str, heading: str, original: str) -> str:
    """The text without the section's heading repeated at its beginning, with or without its label."""
    stripped = text.lstrip()
    label = re.match(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*", heading)
    forms = [heading] + ([heading[label.end() :]] if label else [])
    for form in forms:
        end = _heading_end(stripped, form)
        if end is not None and _heading_end(original.lstrip(), form) is None and stripped[end:].strip():
            return stripped[end:]
    if label and stripped.startswith(label[0].strip()) and not original.lstrip().startswith(label[0].strip()):
        return stripped[len(label[0].strip()) :].lstrip()
    return text


def _cut_to_section(text: str, heading: str, others: Iterable[str], original: str) -> tuple[str, bool]:
    """The section alone, where the reply holds the headings of others too."""
    lines = text.split("\n")
    foreign = [other for other in others if len(_bare(other)) >= 4 and _bare(other) not in _bare(original)]
    starts = [n for n, line in enumerate(lines) if _is_heading(line, foreign)]
    if not starts:
        return text, False
    own = next(
        (n for n, line in enumerate(lines) if heading and _heading_end(line.lstrip(), heading) is not None),
        None,
    )
    begin = own if own is not None else 0
    end = next((n for n in starts if n > begin), len(lines))
    return "\n".join(lines[begin:end]) if end > begin else "", True


def _is_heading(line: str, headings: Sequence[str]) -> bool:
    return any(_heading_end(line.lstrip(), heading) is not None for heading in headings)


# --- likeness ----------------------------------------------------------------------------------------------


def _grams(text: str) -> frozenset[str]:
    letters = _bare(text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _shared(text: str, other: str) -> float:
    """Share of the smaller one's character pairs that the other has too."""
    a, b = _grams(text), _grams(other)
    return len(a & b) / max(1, min(len(a), len(b)))
