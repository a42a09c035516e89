"""Word files built in different ways, as offices have them: each exercises another part of the format."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from functools import lru_cache

import docx as python_docx

from tests.documents import word_files as word
from tests.documents.table import OFFICE_BODY, OFFICE_NUMBERS, OFFICE_STYLES
from tests.documents.word_files import (
    NORMAL,
    definition,
    deleted,
    docx,
    field,
    inserted,
    instance,
    level,
    p,
    part,
    run,
    style,
    table,
    text_box,
)

SONG = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
HEI = '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>'
BOLD = f"{SONG}<w:b/>"
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def plain() -> bytes:
    return docx(
        p("青石镇领导班子对照检查材料")
        + p("一、存在的主要问题")
        + p("（一）理论学习不够深入。一是学用结合不紧，集中学习12次。")
        + p("二是到柳沟村宣讲只有2次。")
        + p("二、下步整改措施")
        + p("每月20日前由镇党委副书记牵头到村宣讲1次。")
    )


def many_runs() -> bytes:
    def body(heading: str, text: str) -> str:
        pieces = [run(text[n : n + 3], SONG if n % 2 else BOLD) for n in range(0, len(text), 3)]
        return p(run(heading, HEI), *pieces, properties=INDENT)

    return docx(
        body("（一）理论学习方面。", "学用结合不够紧密，读书班交流发言只有五次，联系本镇实际不够。")
        + body("（二）工作作风方面。", "到柳沟、石桥两个村蹲点调研时间偏少，督办落实不够及时。")
        + p(run("每一项措施都明确责任单位和完成时限。", SONG), properties=INDENT)
        + SECTION
    )


def office_styles() -> bytes:
    return docx(OFFICE_BODY, styles=OFFICE_STYLES, numbering=OFFICE_NUMBERS)


def direct_lists() -> bytes:
    numbering = (
        definition(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"))
        + definition(1, level(0, "chineseCounting", "第%1条", suffix="space"))
        + definition(2, level(0, "decimalEnclosedCircleChinese", "%1"))
        + instance(1, 0)
        + instance(2, 1)
        + instance(3, 0, l0=1)
        + instance(4, 2)
    )
    body = "".join(
        p(t, number=(1, n)) for t, n in (("供水改造", 0), ("更换管道", 1), ("加装水表", 1), ("道路硬化", 0))
    )
    body += p("制度如下：") + "".join(p(t, number=(2, 0)) for t in ("每月例会。", "每季通报。", "年底考核。"))
    body += p("另有：") + "".join(p(t, number=(3, 0)) for t in ("补记台账", "公示结果"))
    body += "".join(p(t, number=(4, 0)) for t in ("柳沟村", "石桥村")) + p("以上事项逐项销号。")
    return docx(body, numbering=numbering)


def made_by_python_docx() -> bytes:
    made = python_docx.Document()
    made.core_properties.author = "张三"
    made.add_heading("青石镇对照检查材料", 0)
    made.add_heading("一、存在的问题", 1)
    paragraph = made.add_paragraph("学用结合不紧，")
    paragraph.add_run("联系实际不够").bold = True
    paragraph.add_run("，交流发言偏少。")
    for text in ("到村宣讲少", "督办不及时", "台账不完整"):
        made.add_paragraph(text, style="List Number")
    made.add_picture(io.BytesIO(PIXEL))
    for text in ("柳沟村", "石桥村"):
        made.add_paragraph(text, style="List Bullet")
    cells = made.add_table(2, 2).rows
    for row, texts in zip(cells, (("村", "次数"), ("柳沟", "2")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.sections[0].header.paragraphs[0].text = "内部材料"
    made.add_paragraph("以上问题已列入整改清单。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def tables() -> bytes:
    return docx(
        p("整改台账如下：")
        + table(("序号", "问题", "责任单位"), ("1", "供水管道老化", "水利站"), ("2", "", "村建办"))
        + p("以上台账每月更新。")
        + table((p("第一段说明") + p("第二段说明"), "办公室"))
        + p("附后。")
    )


def form_around_prose() -> bytes:
    prose = "对照检查发现理论学习不够深入，学用结合不够紧密，到村调研时间偏少，督办落实不够及时。" * 2
    return docx(
        p("登记表")
        + table(("姓名", "职务"), (p("主要问题") + p(prose) + p("下步每月到村一次。"), "备注"))
        + table((p("整改情况") + p("已完成供水改造。") + p("道路硬化正在施工。"),))
        + p("填表人：王某")
    )


def nested_tables() -> bytes:
    inner = table(("村", "次数"), ("石桥", "1"))
    return docx(p("情况说明") + table(("附表", p("说明文字在此") + inner + p(""))) + p("特此说明。"))


def boxes() -> bytes:
    return docx(
        p("正文第一段在这里。")
        + p(text_box(p("框中第一段文字"), p("框中第二段文字")), "带框的段落。")
        + p("正文最后一段在这里。")
    )


def fields() -> bytes:
    simple = f'<w:fldSimple w:instr=" SEQ 表 ">{run("1")}</w:fldSimple>'
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}{p('一、问题 1')}</w:sdtContent></w:sdt>"
    )
    return docx(
        p("工作报告", f'<w:bookmarkStart w:id="5" w:name="b"/>{run("上文")}<w:bookmarkEnd w:id="5"/>')
        + contents
        + p("截至", field("QUOTE 2024年3月1日", "2024年3月1日"), "共完成整改12项。")
        + p("表", simple, "列出了各村情况。")
        + p("见第", field("QUOTE 3", "3"), "页的说明，其余从略。")
        + p(field("REF b", "上文"), "所列问题均已整改。")
    )


def hyperlinks() -> bytes:
    link = f'<w:hyperlink r:id="rId9" w:history="1">{run("县政府网站通知", "<w:rStyle w:val=" + chr(34) + "Link" + chr(34) + "/>")}</w:hyperlink>'
    return docx(p("详见", link, "，请各村对照执行。") + p(link) + p("结尾一段。"))


def footnotes() -> bytes:
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote><w:footnote w:id="2">{p("据镇统计年报", inserted(run("（新）")))}</w:footnote>'
        f'<w:footnote w:id="3">{p("据学习台账")}</w:footnote>',
    )
    return docx(
        p("全镇共有柳沟等3个村", note, "，人口2万人。")
        + p("集中学习12次", note.replace('"2"', '"3"'), "。")
        + p("继续努力。"),
        parts={
            "word/footnotes.xml": notes,
            "[Content_Types].xml": word.CONTENT_TYPES.replace(
                "</Types>",
                '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
            ),
            "word/_rels/document.xml.rels": word.relations(
                ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml")
            ),
        },
    )


def content_controls() -> bytes:
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('青石镇')}</w:sdtContent></w:sdt>"
    bound = f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{run("绑定内容")}</w:sdtContent></w:sdt>'
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里的第一段。')}{p('控件里的第二段。')}</w:sdtContent></w:sdt>"
    return docx(
        p("我镇即", inline, "的情况如下。") + block + p("其中", bound, "不能改。") + p("最后一段文字。")
    )


def smart_tags() -> bytes:
    tag = f'<w:smartTag w:uri="u" w:element="place">{run("石桥村")}</w:smartTag>'
    spelled = '<w:proofErr w:type="spellStart"/>' + run("柳沟村") + '<w:proofErr w:type="spellEnd"/>'
    return docx(p("到", tag, "和", spelled, "调研。") + p("形成调研报告", tag, "。"))


def made_by_wps() -> bytes:
    """Marks that WPS leaves: own namespaces, ids of paragraphs, a split run for each word, kept properties."""
    ids = 'w14:paraId="1A2B3C4D" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    kept = '<w:kern w:val="0"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    pieces = "".join(
        run(t, f'<w:rFonts w:hint="eastAsia" w:eastAsia="仿宋"/>{kept}')
        for t in ("督办", "落实", "不够", "及时", "。")
    )
    numbering = definition(0, level(0, "chineseCounting", "（%1）")) + instance(1, 0)
    body = (
        f'<w:p {ids}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>{pieces}</w:p>'
        f'<w:p w:rsidR="00A1"><w:pPr>{INDENT}</w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/>{run("台账", kept)}<w:bookmarkEnd w:id="0"/>{run("每周更新一次。")}</w:p>'
        + p(run("公示结果接受监督。", kept), number=(1, 0))
        + p(run("　　手工空两格的段落也不少见。"))
    )
    return docx(
        body,
        numbering=numbering,
        parts={"docProps/custom.xml": "<Properties>KSOProductBuildVer</Properties>"},
    )


def revised_before() -> bytes:
    move = 'w:id="7" w:author="审稿人" w:date="2024-03-01T08:00:00Z"'
    row = word.row("删去", "2", properties='<w:del w:id="31" w:author="审稿人"/>')
    kept = word.row("留下", "1", properties='<w:ins w:id="32" w:author="审稿人"/>')
    return docx(
        p("镇党委", inserted(run("书记")), deleted("副书记"), "牵头。")
        + p("这一段的段尾", mark='<w:del w:id="21" w:author="审稿人"/>')
        + p("删掉了，连成一段。")
        + p(f"<w:moveFrom {move}>{run('移走的话。')}</w:moveFrom>", "留下的话。")
        + p(f"<w:moveTo {move}>{run('移走的话。')}</w:moveTo>", mark='<w:ins w:id="22" w:author="审稿人"/>')
        + p(
            run("改过格式", f"<w:b/><w:rPrChange {move}><w:rPr/></w:rPrChange>"),
            properties=f'<w:jc w:val="both"/><w:pPrChange {move}><w:pPr/></w:pPrChange>',
        )
        + f"<w:tbl>{row}{kept}</w:tbl>"
        + p("结尾。")
    )


def commented() -> bytes:
    comments = part(
        "comments",
        f'<w:comment w:id="4" w:author="李四" w:date="2024-03-01T08:00:00Z" w:initials="李">{p("核实数字")}</w:comment>',
    )
    marked = (
        '<w:commentRangeStart w:id="4"/>'
        + run("12次")
        + '<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    )
    types = word.CONTENT_TYPES.replace(
        "</Types>",
        '<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>',
    )
    return docx(
        p("集中学习", marked, "，交流发言5次。") + p("下一段。"),
        parts={
            "word/comments.xml": comments,
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": word.relations(
                ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("comments", "comments.xml")
            ),
        },
    )


def breaks_and_symbols() -> bytes:
    br, tab, page = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", '<w:r><w:br w:type="page"/></w:r>'
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    return docx(
        p("第一行文字", br, "第二行文字", br, "第三行文字")
        + p("姓名", tab, "王某", tab, "职务")
        + p(symbol, "已完成，", "<w:r><w:t>编号2</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>")
        + p("分页之前", page, "分页之后")
        + p(page, "新页的第一段")
        + "<w:p><w:r><w:t>同一个</w:t><w:tab/><w:t>文字块</w:t><w:br/><w:t>里有制表符和换行</w:t></w:r></w:p>"
    )


def sections() -> bytes:
    inner = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    return docx(
        p("纵向一节的内容。")
        + p("这一段结束横向的一节。", properties=inner)
        + p("")
        + p("最后一节的内容。")
        + SECTION
    )


def hidden_and_odd() -> bytes:
    ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>qing</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>青</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    return docx(
        p("看得见的", run("看不见的", "<w:vanish/>"), "文字在这里。")
        + p(ruby, "石镇的情况。")
        + p("公式", formula, "表示增幅。")
        + p("", run("隐藏段落", "<w:vanish/>"))
        + p("末尾。")
    )


def long_list_by_style() -> bytes:
    numbering = definition(0, level(0, "chineseCountingThousand", "（%1）", style="X")) + instance(1, 0)
    styles = NORMAL + style("X", number=1, more='<w:outlineLvl w:val="1"/>')
    texts = ["学习方面", "作风方面", "担当方面", "纪律方面", "廉洁方面", "团结方面"]
    return docx(
        "".join(p(f"{t}存在差距。", style="X") + p(f"{t}的具体表现是不够经常。") for t in texts),
        styles=styles,
        numbering=numbering,
    )


SAMPLES: dict[str, Callable[[], bytes]] = {
    f.__name__: f
    for f in (
        plain, many_runs, office_styles, direct_lists, made_by_python_docx, tables, form_around_prose, nested_tables,
        boxes, fields, hyperlinks, footnotes, content_controls, smart_tags, made_by_wps, revised_before, commented,
        breaks_and_symbols, sections, hidden_and_odd, long_list_by_style,
    )
}  # fmt: skip


@lru_cache(maxsize=64)
def sample(name: str) -> bytes:
    """One of the files; made once."""
    return SAMPLES[name]()
