"""Texts about invented places for tests of the page: short reports with every kind of line."""

from __future__ import annotations

from assistant.document import Document

REPORT = """\
石桥沟镇党委委员2025年度个人对照检查材料
（2026年1月）

　　按照统一安排，我认真查摆问题，现将情况报告如下。
一、存在的问题
（一）理论学习方面
　　一是学习不够系统。集中学习多，自学少。
　　二是学用结合不紧。遇到难题仍凭老经验办。
（二）工作作风方面。调查研究不够深入，下村多是陪同检查。
　　二是服务群众不够主动。习惯等群众上门。
二、整改措施
（一）抓实理论武装
　　每月读一本原著，写一篇心得。
（二）扑下身子服务群众
　　每月住村三天。
　　以上报告，请批评指正。"""

HOSTILE = (
    '<img src=x onerror="window.pwned=1">标题 ${window.pwned=2} {{value}}\n'
    "一、<script>window.pwned=3</script>存在的问题\n"
    '　　一是`${window.pwned=4}`不够深入。<b onclick="window.pwned=5">下村</b>少。\n'
    "二、{{#each value}}整改措施{{/each}}\n"
    '　　每月住村三天。</textarea></script><svg onload="window.pwned=6">'
)


def document(text: str = REPORT) -> Document:
    return Document.from_text(text)


def long_report(sections: int = 40, sentences: int = 12) -> str:
    """About as long as thirty pages."""
    numerals = "一二三四五六七八九十"
    lines = ["云岭县某局2025年度工作总结", "　　现将全年工作报告如下。"]
    for part in range(sections // 10):
        lines.append(f"{numerals[part]}、第{part + 1}方面的工作")
        for section in range(10):
            lines.append(f"（{numerals[section]}）第{section + 1}项任务")
            body = "".join(
                f"第{part}{section}{n}次到竹溪村走访，同{n + 3}户群众谈心，记下{n * 2 + 1}件事。"
                for n in range(sentences)
            )
            lines.append(f"　　{body}")
    return "\n".join(lines)
