"""How people speak of the parts of a report: ordinals, units, roles and kinds as patterns. Pure.

The patterns of one place; what they find is made into places by `place.py`.
"""

from __future__ import annotations

import re

from assistant.structure.roles import Role
from assistant.structure.section import SectionKind

SAME = str.maketrans("()〔〕［］【】０１２３４５６７８９．:;!?,", "（）（）（）（）0123456789.：；！？，")
CN = "一二三四五六七八九十百"
ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:上年度|上次|去年|上一年度?)?(?:的)?整改(?:措施)?(?:落实|完成)?情况|上年度整改|整改落实",
        "follow_up",
    ),
    (r"原因(?:分析|剖析)?|根源(?:剖析)?", "causes"),
    (
        r"(?:整改|改进)?措施|下一?步(?:打算|措施|安排|计划)?|努力方向|整改方向|打算|今后(?:打算|安排)?",
        "measures",
    ),
    (r"(?:存在的?|主要|突出)*(?:问题|不足|差距|短板)", "problems"),
    (r"工作回顾|(?:主要)?(?:成绩|成效|做法)|履职情况|工作情况", "achievements"),
    (r"(?:典型)?案例(?:剖析)?", "case"),
    (r"个人(?:有关|重大)?事项|重大事项", "personal_matters"),
)
ROLE = "|".join(f"(?P<r{i}>{pattern})" for i, (pattern, _) in enumerate(ROLE_WORDS))
UNIT = "大部分|小部分|部分|大块|小块|块|大点|小点|点|大条|小条|条|个|项|章|节|篇"
TOP_UNITS = {"大部分", "部分", "大块", "块", "大点", "大条", "章", "篇"}
B = r"[ \t\u3000\u00a0]*"
TOKEN = re.compile(
    rf"(?P<id>(?<![\d.])(?:u\d+|\d+)(?:\.\d+)+(?![\d.]*(?:\d|万|亿|%|％|元|个|次|倍|公里|米|吨|亩|分)))"
    rf"|（{B}(?P<bracket>[{CN}]{{1,3}}|\d{{1,2}}){B}）"
    rf"|(?P<outer>[{CN}]{{1,3}})(?:{B}、|(?={B}（{B}[{CN}\d]))|(?<![\d.])(?P<outer_d>\d{{1,2}})(?=（{B}[{CN}\d])"
    rf"|(?<![\d.])(?P<digit>\d{{1,2}})(?:[.、](?!\d)|$)"
    rf"|(?P<item>[{CN}]{{1,2}}是)"
    rf"|(?:第{B}(?P<n>[{CN}]{{1,3}}|\d{{1,2}})|倒数第(?P<back>[一二三四五\d])|(?P<last>最后|末)(?:那|的)?一?"
    rf"|(?P<first>头|首)一?|(?P<every>前|后)[两二三四五]){B}(?P<unit>{UNIT})(?:大)?(?:的)?(?P<noun>{ROLE})?"
    rf"|(?P<kind_title>标题|题目)|(?P<kind_opening>大?帽子|开头|开篇|引言|前言|导语|开场白?)"
    rf"|(?P<kind_closing>结尾|结束语|结语|落款|收尾|末尾)"
    rf"|(?P<role>{ROLE.replace('?P<r', '?P<s')})"
)
KINDS: tuple[tuple[str, SectionKind], ...] = (
    ("kind_title", "title"),
    ("kind_opening", "opening"),
    ("kind_closing", "closing"),
)
FILL = re.compile(r"[ \t\u3000的里中内、下面那这一个部分块方面边头第是\"“”]{0,5}")
POINTS = re.compile(
    r"[“”\"]?(?:的|里|里面|中|上)?(?:那|这)(?:一|几|两|三)?(?:大|小)?(?:条|块|段|部分|方面|点|节|章|个|项|处|句|里)"
    r"|[“”\"]?(?:部分|方面|那里|里面|里的|一节|一段|一条|一块|板块)|[“”\"]?(?:里|中)?第[一二三四五六七八九十\d]+[条点个项]"
)
AFTER_ITEM = re.compile(r"[ \t]*(?:$|[那这里的，])")
PLURAL = re.compile(r"[“”\"）]?(?:的|里)?(?:那|这)(?:几|两|三|四|些)(?:大|小)?(?:条|点|个|项|块)")
GENERIC = frozenset(
    (
        "工作", "问题", "方面", "措施", "情况", "部分", "落实", "加强", "提升", "强化", "整改", "分析",
        "内容", "我们", "一个", "不够", "存在", "原因", "存在的", "的问题", "主要", "进一步", "坚持",
        "推进", "建设", "一步", "下步", "下一步", "方向", "打算", "不强", "不足", "有待", "需要", "推动",
        "全面", "深入", "持续", "不断", "着力", "大力", "发展", "提高", "做好", "抓好", "对照", "自己",
        "要求", "全镇", "单位", "群众", "干部", "党员", "基层", "时候", "时间", "没有", "不到位", "到位",
        "不到", "具体", "突出", "努力", "的主要",
    )
)  # fmt: skip
