"""Drafts about invented places, as wishes are made about them: with numbers, with items only, with headings alone."""

from __future__ import annotations

from assistant.document import Document
from assistant.restructure.parts import Parts, parts_of
from assistant.structure.outline import outline

SELF = """松溪镇党委书记个人对照检查材料
按照县委安排，我认真查摆问题，现将对照检查情况报告如下：
一、存在的主要问题
（一）理论学习方面
一是学习不够深入。中心组全年只学了6次，有两次以会代学。
二是学用结合不紧。学归学、做归做，落到油茶产业上的办法不多。
三是带学不够。分管站所的集体学习，我到场的只有2次。
（二）工作作风方面
一是下村少。石桥村一年只去了两次，村口路灯坏了四个月才知道。
二是调研浅。看的多是路边的点。
（三）担当作为方面
石桥村的土地纠纷拖了三年没有解决。山塘除险的难题一直绕着走。
（四）廉洁自律方面
公务接待台账登记不全，有三笔没有写明事由。
二、原因分析
（一）理论武装抓得不紧
总觉得乡镇工作忙，学习可以往后放一放。
（二）宗旨意识树得不牢
把下村当成完成次数，没有站在群众的角度想问题。
（三）纪律规矩绷得不紧
认为小事小节无关紧要，台账由经办人去记。
三、整改措施
（一）扑下身子走访
每月到石桥村住一晚，群众提的事七天之内给回话。
（二）抓实理论学习
每周自学两个晚上，站所集体学习每次到场。
（三）严守廉洁底线
公务接待台账每月底核一遍，缺事由的一律退回。
四、下一步打算
（一）产业方面
扩种油茶三百亩。
（二）民生方面
修好三个村的路灯。
以上报告，请批评指正。"""

SPOKEN = """青禾镇民政办工作情况汇报
一、主要做法
今年以来，主要做了三件事：一是摸清底数，入户走访困难家庭。二是规范救助，逐户公示。三是建好台账，按月更新。
二、存在问题
问题一：走访不够经常。有的村半年没有去过。
问题二：公示不够及时。有两个村晚了十天。
三、整改措施
措施一：公示上墙前三天由专人核对。
措施二：走访排出日程，每月一轮。"""

UNNUMBERED = """石桥社区年度工作总结
工作回顾
全年入户走访三轮，化解矛盾十二起。
取得的成效
支部每月开展一次主题党日，办成实事八件。
存在不足
网格员人手不够，夜间巡查跟不上。
下一步打算
增配两名网格员，夜间巡查每周三次。"""


def parts(text: str) -> Parts:
    """The parts of a draft."""
    document = Document.from_text(text)
    return parts_of(document, outline(document))
