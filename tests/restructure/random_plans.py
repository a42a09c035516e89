"""Random drafts and random plans, and what must hold of every plan that is carried out."""

from __future__ import annotations

from collections import Counter
from random import Random

from assistant.changes.edits import apply_edits
from assistant.document import Document, Paragraph, Span, line_spans
from assistant.restructure.applied import Applied, apply
from assistant.restructure.operation import KINDS, WHERE, Operation, Plan, To
from assistant.restructure.parts import Parts, parts_of
from assistant.structure.numbering import Style, chinese, label_text
from assistant.structure.outline import outline

_WORDS = "学习作风廉洁担当落实问题措施工作村镇干部群众项目制度会议调研走访台账整改纪律责任目标"
_STYLES = [Style.CHINESE, Style.BRACKETED_CHINESE, Style.ARABIC, Style.BRACKETED_ARABIC]
_ODD = [
    "（%1）", "（）", "(一)", "（四)", "１．", "一 、", "一是", "是", "第一，", "首先，", "①", "一）", "2.5", "附件1", "青禾镇工作总结", "各位代表：",
    "（2024年1月）", "以上报告，请批评指正。", "存在的问题", "**一、问题**", "（", "“未闭合的引号", "来源：日报", "以下三个方面：", "此外，", "上述问题",
]  # fmt: skip


def _words(chance: Random, least: int = 2, most: int = 14) -> str:
    return "".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most)))


def _sentence(chance: Random, serial: list[int]) -> str:
    serial[0] += 1
    return f"{_words(chance)}第{serial[0]}件{_words(chance)}" + chance.choice("。。。。！；：")


def _paragraph(chance: Random, serial: list[int]) -> list[str]:
    form = chance.random()
    if form < 0.4:
        return ["".join(_sentence(chance, serial) for _ in range(chance.randint(1, 4)))]
    family = chance.choice(["{}是", "第{}，", "其{}，", "{}要", "（{}）"])
    count = chance.randint(2, 4)
    if form < 0.7:
        return [
            family.format(chinese(n))
            + "".join(_sentence(chance, serial) for _ in range(chance.randint(1, 3)))
            for n in range(1, count + 1)
        ]
    lead = _words(chance) + "："
    return [
        lead + "".join(family.format(chinese(n)) + _sentence(chance, serial) for n in range(1, count + 1))
    ]


def draft(chance: Random) -> str:
    """A draft as people write them: a title, an opening, numbered sections to three levels, items, a closing."""
    serial = [0]
    indent = chance.choice(["", "", "　　", "  "])
    gap = chance.choice(["\n", "\n", "\n\n"])
    lines = ["青禾镇工作情况报告"] if chance.random() < 0.8 else []
    if chance.random() < 0.7:
        lines.append(indent + _words(chance) + "，现将情况报告如下。")

    def section(level: int, number: int) -> None:
        label = label_text(_STYLES[level], number)
        heading = _words(chance, 3, 10)
        body = [line for _ in range(chance.randint(0, 3)) for line in _paragraph(chance, serial)]
        if body and chance.random() < 0.3:
            body[0] = f"{label}{heading}。{body[0]}"
        else:
            lines.append(indent + label + heading + chance.choice(["", "", "。"]))
        lines.extend(indent + line for line in body)
        if level < 3 and chance.random() < 0.5:
            for n in range(1, chance.randint(2, 4)):
                section(level + 1, n)

    for number in range(1, chance.randint(2, 6)):
        section(0, number)
    if chance.random() < 0.5:
        lines.append(indent + "以上报告，请批评指正。")
    return gap.join(lines)


def odd_draft(chance: Random) -> str:
    """Lines of anything, in any order."""
    serial = [0]
    lines = []
    for _ in range(chance.randint(0, 25)):
        line = chance.choice(["", " ", "　", "\t"]) + chance.choice(["", *_ODD])
        if chance.random() < 0.7:
            line += _sentence(chance, serial) if chance.random() < 0.6 else _words(chance)
        lines.append(line)
    return "\n".join(lines)


def document(chance: Random) -> Document:
    """A document of one of the two, with hints and generated numbers now and then."""
    plain = Document.from_text(draft(chance) if chance.random() < 0.7 else odd_draft(chance))
    if chance.random() < 0.7:
        return plain
    paragraphs, generated = [], []
    for span in line_spans(plain.text):
        words = plain.text[span.start : span.end]
        level = chance.choice([0, 0, 0, 1, 2, 3])
        container = "table" if chance.random() < 0.05 else "body"
        paragraphs.append(
            Paragraph(span.start, span.end, level, chance.choice([0, 0, min(4, len(words))]), container)
        )
        for end in (3, 2):
            if len(words) > end and words[:end].endswith(("、", "）", ".")) and chance.random() < 0.5:
                generated.append(Span(span.start, span.start + end))
                break
    return Document(plain.text, tuple(paragraphs), tuple(generated), (), "docx")


def parts(chance: Random) -> Parts:
    found = document(chance)
    return parts_of(found, outline(found))


def plan(chance: Random, found: Parts, most: int = 8) -> Plan:
    """Operations on any parts; most of them can be carried out."""
    every = list(found.walk())
    if not every:
        return Plan()
    by_kind = {
        kind: [part for part in every if part.kind == kind]
        for kind in ("section", "item", "paragraph", "sentence")
    }
    operations: list[Operation] = []
    for number in range(chance.randint(1, most)):
        kind = chance.choice(KINDS)
        wanted = (
            ["section"]
            if kind in ("rename", "level", "renumber")
            else ["section", "section", "item", "paragraph", "sentence"]
        )
        pool = [p for p in by_kind[chance.choice(wanted)] if not p.fixed or chance.random() < 0.1] or every
        made = [f"@o{n}" for n, one in enumerate(operations) if one.kind in ("add", "split")]
        one = chance.choice(pool)
        chosen = [one.id]
        anchor = chance.choice([chance.choice(every).id, chance.choice(pool).id, *made])
        anchors = () if chance.random() < 0.1 else (anchor,)
        heading = _words(chance, 3, 8)
        level, at = chance.randint(1, 3), ""
        if kind in ("merge", "move", "reorder"):
            siblings = [p for p in pool if found.above.get(p.id) == found.above.get(one.id)]
            source = siblings if kind == "reorder" or chance.random() < 0.5 else pool
            chosen += [
                p.id for p in chance.sample(source, min(len(source), chance.randint(1, 3))) if p.id != one.id
            ]
        elif kind == "split" and one.children:
            at = chance.choice(one.children[1:] or one.children).id
        elif kind == "add":
            chosen = []
        elif kind == "to_headings" and by_kind["item"]:
            home = found.section_of(chance.choice(by_kind["item"]).id)
            if home is not None:
                chosen = [p.id for p in by_kind["item"] if found.section_of(p.id) is home]
        elif kind == "to_items" and by_kind["section"]:
            chosen = [
                p.id for p in chance.choice(by_kind["section"]).children if p.kind == "section"
            ] or chosen
        to = To(chance.choice(WHERE), anchors, heading, level, at)
        operations.append(Operation(f"o{number}", kind, tuple(chosen), to))
    return Plan(tuple(operations))


def serials(text: str) -> Counter[str]:
    """The sentences of a made-up draft, told by the number that each has: from `第7件` to the mark that ends it."""
    found: Counter[str] = Counter()
    start = text.find("第")
    while start >= 0:
        end = start + 1
        while end < len(text) and text[end].isdigit():
            end += 1
        if end > start + 1 and text[end : end + 1] == "件":
            stop = end
            while stop < len(text) and text[stop] not in "。！；：\n":
                stop += 1
            found[text[start : stop + 1]] += 1
        start = text.find("第", start + 1)
    return found


def _headings(found: Parts) -> str:
    """The headings of a draft, with the marks behind them: they may be renamed, or go."""
    return "\n".join(
        found.text[part.section.heading_start : part.section.heading_end + 1]
        for part in found.walk()
        if part.section is not None and not part.heading_is_text
    )


def check(found: Parts, wanted: Plan, chosen: set[str] | None = None) -> Applied:
    """Every invariant of carrying out a plan."""
    done = apply(found, wanted, chosen)
    assert apply_edits(found.text, done.edits) == done.text
    assert apply_edits(done.text, done.undo) == found.text
    figure = done.sentences
    assert figure.lost == 0
    assert figure.after == figure.before + figure.added
    headings = set(serials(_headings(found)))
    before, after = serials(found.text), serials(done.text)
    assert {n: c for n, c in after.items() if n not in headings} == {
        n: c for n, c in before.items() if n not in headings
    }
    if not done.accepted:
        assert done.text == found.text
    again = apply(found, wanted, chosen)
    assert again == done
    position = 0
    for line, span in zip(done.document.paragraphs, line_spans(done.text), strict=True):
        assert (line.start, line.end) == (span.start, span.end)
        assert 0 <= line.bold_prefix <= line.end - line.start
    for span in done.document.generated:
        assert position <= span.start < span.end <= len(done.text)
        position = span.end
    assert len(done.lines) == len(done.document.paragraphs)
    for change in done.changes:
        assert done.text[change.start : change.end] == change.quote
    return done
