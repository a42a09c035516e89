"""Texts about invented places, and strategies that edit them as a reviser would."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.document import Span

SENTENCES = (
    "一是下村走访不够深入。",
    "今年到石榴坪村12次，多数是陪同检查，坐下来谈心的不到3次。",
    "对青岩渡村路灯不亮的事，知道得比较晚。",
    "直到2026年5月6日村民在院坝会上提起才知道，已经黑了四个月。",
    "二是服务群众不够主动；",
    "习惯等群众上门，主动问需少。",
    "认真贯彻上级“三个一”工作要求，各项工作取得了一定成绩。",
    "学习《乡村振兴促进法》不系统，停留在“听过、看过”上。",
    "信访积案化解办法不多，全年仅办结4件！",
    "三是担当精神不够（主要表现在遇事绕着走），",
    "有没有沉到一线去？",
    "下一步，每月至少到联系村2次，当场能办的事当场办。",
    "他说：“路要修。灯要亮。水要通。”",
    "    缩进的一句。",
    "　　全角缩进的一段话，写得比较长一些，也没有别的意思。",
    "Word里的OA系统用得少，Excel台账也不全。",
    "没有句号的半句",
)

sentence = st.sampled_from(SENTENCES)
breaks = st.sampled_from(("\n", "\n", "\n", "\n\n", "\n　\n"))
paragraph = st.lists(sentence, min_size=1, max_size=5).map("".join)


@st.composite
def text(draw: st.DrawFn, least: int = 0, most: int = 6) -> str:
    """Paragraphs, some of their sentences repeated."""
    paragraphs = draw(st.lists(paragraph, min_size=least, max_size=most))
    return "".join(p + draw(breaks) for p in paragraphs[:-1]) + (paragraphs[-1] if paragraphs else "")


@st.composite
def revised(draw: st.DrawFn, original: str) -> str:
    """`original` with words changed, sentences inserted, removed, moved, and breaks added or taken away."""
    result = original
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(("word", "insert", "remove", "move", "break", "mark")))
        at = draw(st.integers(0, len(result)))
        until = min(len(result), at + draw(st.integers(0, 12)))
        ends = [n + 1 for n, c in enumerate(result) if c in "。；！\n"] or [0]
        if kind == "word":
            word = draw(st.sampled_from(("", "深入", "15", "不够", "，", "“")))
            result = result[:at] + word + result[until:]
        elif kind == "insert":
            at = draw(st.sampled_from(ends))
            result = result[:at] + draw(sentence) + draw(st.sampled_from(("", "\n"))) + result[at:]
        elif kind in ("remove", "move"):
            start, stop = sorted((draw(st.sampled_from(ends)), draw(st.sampled_from(ends))))
            cut = result[start:stop]
            result = result[:start] + result[stop:]
            if kind == "move":
                at = min(at, len(result))
                result = result[:at] + cut + result[at:]
        elif kind == "break":
            result = result[:at] + draw(st.sampled_from(("\n", "\n\n"))) + result[at:]
        else:
            mark = draw(st.sampled_from("“”《》（）"))
            result = result.replace(mark, draw(st.sampled_from(("", "《", "”", "("))), 1)
    return result


@st.composite
def numbered(draw: st.DrawFn) -> tuple[str, str, tuple[Span, ...]]:
    """(original, proposal, barriers): paragraphs with generated numbers, which the proposal keeps."""
    original = proposal = ""
    barriers = []
    for n in range(draw(st.integers(1, 5))):
        body = draw(paragraph)
        label = draw(st.sampled_from((f"（{'一二三四五'[n]}）", f"{n + 1}.", "")))
        if n:
            original, proposal = original + "\n", proposal + "\n"
        if label:
            barriers.append(Span(len(original), len(original) + len(label)))
        original += label + body
        proposal += label + draw(revised(body).filter(lambda t: "\n" not in t))
    return original, proposal, tuple(barriers)
