"""Invented documents for the tests of layout, and how two texts are compared."""

from __future__ import annotations

from assistant.document import Document
from assistant.layout.word_style import NOT_XML
from assistant.structure.lines import BLANKS

OFFICIAL = """枫桥坳镇人民政府文件
枫政发[2025]第08号

枫桥坳镇人民政府关于2025年上半年农村人居环境整治和乡村道路养护工作情况的报告

县人民政府：
　　现将我镇上半年有关工作情况报告如下。

一、主要做法
（一）压实责任。成立由镇长任组长的领导小组，12个村分片包干，每周通报一次。
（二）健全机制
1.建立台账
（1）村级台账
每村一本，问题、责任人、时限三项齐全，由驻村干部每周五核对一次，结果在镇公开栏公示。
（2）镇级台账
由镇督查办统一管理。
2.建立通报制度。每月十日前通报上月情况。
二、存在的问题
村名\t户数\t完成\t备注
柳树湾村\t132\t120\t剩余12户计划9月底前完成
石门坎村\t98\t98\t
云盘村\t210\t165\t山洪冲断便道，材料运不进去，工期顺延一个月
三、下一步打算
下半年重点抓好三件事，确保年底前全部完成。
特此报告。

附件：1.枫桥坳镇2025年上半年农村人居环境整治问题清单及整改责任分工一览表。
2.乡村道路养护明细表

枫桥坳镇人民政府
2025年7月3日
（联系人：陈某，电话：12345678）

附件1
农村人居环境整治问题清单
村名\t问题
柳树湾村\t改厕进度慢
云盘村\t便道未修复
附件2
乡村道路养护明细表
本表由镇交通站填报。"""

SPEECH = """在全县抓党建促乡村振兴工作推进会议上的发言
（2025年3月8日）
槐树岭镇党委书记　周某某

各位领导，同志们：
　　根据会议安排，我作交流发言。
　　一、抓组织。把支部建在产业链上。
　　二、抓队伍。选好带头人。
　　以上发言，不当之处请批评指正。
中共槐树岭镇委员会组织委员会办公室
二〇二五年三月八日"""


def essence(document: Document) -> list[tuple[str, ...]]:
    """The lines of a text as cells, without blank ones, blanks around a cell, and what XML cannot hold."""
    lines = []
    for line in NOT_XML.sub("", document.text).split("\n"):
        cells = [cell.strip(BLANKS) for cell in line.split("\t")]
        while cells and not cells[-1]:
            cells.pop()
        while cells and not cells[0]:
            cells.pop(0)
        if cells:
            lines.append(tuple(cells))
    return lines
