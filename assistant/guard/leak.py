"""Kind `leak`: words of the wish, of the prompt or of the conversation in the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.guard.findings import Finding, Proposal
from assistant.structure.plain import Plain, letters, letters_of

_TALK = re.compile(
    r"(?:^|(?<=[\n。！!]))[ \t\u3000]{0,8}(?:好的|当然|没问题|可以)?[，,！!。]?[ \t\u3000]{0,8}(?:以下|下面|这)(?:就?是|为)[^。\n：:]{0,24}(?:修改|改写|重写|润色|调整|优化|精简|完善)[^。\n：:]{0,16}[：:。\n]"
    r"|作为(?:一个|一名)?(?:AI|ai|人工智能|语言模型|大语言模型)[^。\n]{0,20}"
    r"|(?:希望|如果)[^。\n]{0,12}(?:对您有(?:所)?帮助|还有其他(?:需要|问题|要求))[^。\n]{0,20}"
    r"|(?:根据|按照|结合)(?:您|你)(?:所)?(?:的(?:要求|指示|意见|需求)|(?:提供|给出|上传|发来)的)[^。\n，]{0,20}"
    r"|(?:修改|改写|润色)(?:后的?)?(?:内容|文本|版本|段落|稿)?如下[：:]?"
    r"|(?:^|(?<=[\n。！*#]))\s{0,4}(?:修改|改写|润色|优化|调整)后(?:的?(?:内容|文本|版本|段落|稿|全文|表述|文字|句子))?(?=[：:])"
    r"|以上(?:内容|修改|改写|文稿|稿件|建议)?[^。\n，]{0,6}(?:仅供参考|供您参考)[^。\n]{0,30}"
    r"|如需[^。\n，]{0,10}(?:调整|修改|补充|完善|润色)[^。\n，]{0,4}[，,]?(?:请|可)?[^。\n]{0,4}(?:告诉|告知|联系|提出)[^。\n]{0,8}"
    r"|(?:修改|改动|改写)说明[：:]"
    r"|(?<![【\[（(〔])(?:此处|这里)(?:可|可以|请|需|需要|应)?(?:结合|根据|补充|填写|插入|写明|替换)[^。\n，]{0,24}"
    r"|[^。\n，；]{0,12}(?:您(?:所在)?(?:单位|部门|镇|乡|局|村)|贵(?:单位|部门))的?(?:实际|具体|情况)[^。\n，]{0,16}"
    r"|```|<\|?/?(?:think|im_start|im_end|draft|passage|material|system|user|assistant)\|?>"
)
_ASKED = re.compile(
    r"请|把|改|写|压|不要|别|补|展开|参考|字以内|语气|这段|这部分|删|润色|精简|突出|结合|扩充|口吻"
)
# What only a request says: a stretch of the wish that holds one was not meant for the text.
_SAID_OF_TEXT = re.compile(
    r"请|不要|别[超写太用改加抄]|写得|[实短长细软硬简]一?[点些]|字以内|超过\d+字|\d+字左右|改成|改写|语气|口吻|[多少]用|[多少]写|这一?[段句条]|这部分|润色|扩写|压到|压缩到"
)
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]+")
_WISH, _PROMPT = 8, 12  # letters
_CLAUSE_LEAST = 4  # letters of a clause of the wish that stands whole in a stretch


def findings(proposal: Proposal) -> Iterator[Finding]:
    """What leaked into the proposal and is not in the draft."""
    text = proposal.proposed
    for match in _TALK.finditer(text):
        quote = match[0].strip()
        if quote and quote not in proposal.draft:
            start = match.start() + match[0].index(quote)
            yield Finding("leak_talk", "leak", "error", start, start + len(quote), quote)
    plain = letters(text)
    draft = letters_of("\n".join((proposal.draft, *proposal.material)))
    yield from _wished(plain, text, proposal.instruction, draft)
    for part in proposal.prompt:
        for clause in _CLAUSE.findall(part):
            yield from _standing(plain, text, clause, _PROMPT, draft, "leak_prompt")


def _wished(plain: Plain, text: str, wish: str, draft: str) -> Iterator[Finding]:
    """Stretches of the wish in the text: whole clauses of a request, or any stretch that only a request says."""
    wanted = letters_of(wish)
    asked = {letters_of(clause) for clause in _CLAUSE.findall(wish) if _ASKED.search(clause)}
    position = 0
    while position + _WISH <= len(wanted):
        at = plain.text.find(wanted[position : position + _WISH])
        if at < 0:
            position += 1
            continue
        length = _WISH
        while (
            wanted[position + length : position + length + 1]
            and plain.text[at + length : at + length + 1] == wanted[position + length]
        ):
            length += 1
        run = wanted[position : position + length]
        if run not in draft and (
            _SAID_OF_TEXT.search(run)
            or any(clause in run for clause in asked if len(clause) >= _CLAUSE_LEAST)
        ):
            start, end = plain.span(at, at + length)
            yield Finding("leak_wish", "leak", "error", start, end, text[start:end])
        position += length


def _standing(plain: Plain, text: str, clause: str, least: int, draft: str, rule: str) -> Iterator[Finding]:
    wanted = letters_of(clause)
    if len(wanted) < least or wanted in draft:
        return
    at = plain.text.find(wanted)
    if at >= 0:
        start, end = plain.span(at, at + len(wanted))
        yield Finding(rule, "leak", "error", start, end, text[start:end])
