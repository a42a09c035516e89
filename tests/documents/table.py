"""The table of test files: what must be read from each, what must not, and what is refused. Run through every entry point.

`READABLE` and `REFUSED` are for `read`, `read_bytes`, the command line and the library alike; `write` puts one on disk.
"""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.documents import word_files as word
from tests.documents.office_files import compound, old_word, workbook
from tests.documents.pdf_files import LEFT, Put, pdf, set_paragraphs
from tests.documents.word_files import (
    definition,
    deleted,
    docx,
    field,
    inserted,
    instance,
    level,
    p,
    run,
    style,
    table,
    text_box,
)

DRAFT = (
    "青石镇领导班子对照检查材料\n\n一、存在的主要问题\n（一）理论学习不够深入。一是学用结合不紧，2023年集中学习12次，交流发言只有5次。\n"
    "二是到柳沟、石桥、南坡3个村宣讲只有2次。\n二、下步整改措施\n每月20日前由镇党委副书记牵头到村宣讲1次，年底前覆盖3个村。"
)


@dataclass(frozen=True)
class Readable:
    """A file that is read. lines: what must stand in the text as whole lines, in this order."""

    name: str
    make: Callable[[], bytes]
    format: str
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A file that is refused with an error of this code. about: what stands in its message."""

    name: str
    make: Callable[[], bytes]
    code: str
    about: str = ""


def write(case: Readable | Refused, folder: Path) -> Path:
    """The file on disk."""
    path = folder / case.name
    path.write_bytes(content(case))
    return path


@lru_cache(maxsize=256)
def content(case: Readable | Refused) -> bytes:
    """The file's bytes; made once."""
    return case.make()


def _text(name: str, encoding: str, mark: bytes = b"", *, newline: str = "\n") -> Readable:
    data = mark + DRAFT.replace("\n", newline).encode(encoding) + newline.encode(encoding)
    return Readable(
        name, lambda: data, "text", lines=tuple(DRAFT.split("\n")), must_not_include=("\r", "\ufeff")
    )


TEXTS = (
    _text("稿子-utf8.txt", "utf-8"),
    _text("稿子-utf8带签名.txt", "utf-8", codecs.BOM_UTF8, newline="\r\n"),
    _text("稿子-utf16小端.txt", "utf-16-le", codecs.BOM_UTF16_LE, newline="\r\n"),
    _text("稿子-utf16大端.txt", "utf-16-be", codecs.BOM_UTF16_BE),
    _text("稿子-utf16无签名.txt", "utf-16-le"),
    _text("稿子-gb18030.txt", "gb18030", newline="\r\n"),
    _text("稿子-旧式换行.TXT", "gb18030", newline="\r"),
    Readable(
        "保留空白.txt",
        lambda: "\u3000\u3000首行\u00a0缩进\n\n\n下一段\n".encode(),
        "text",
        lines=("\u3000\u3000首行\u00a0缩进", "", "", "下一段"),
    ),
    Readable(
        "丢过字.txt",
        lambda: "到柳沟村\ufffd\ufffd宣讲".encode(),
        "text",
        must_include=("到柳沟村",),
        notices=("characters_lost",),
    ),
    Readable("没有扩展名的稿子", lambda: DRAFT.encode(), "text", must_include=("一、存在的主要问题",)),
)

MARKDOWN = (
    Readable(
        "稿子.md",
        lambda: (
            "# 青石镇领导班子对照检查材料\n\n## 一、存在的问题\n**一是学用结合不紧。** 到村宣讲只有2次。\n- 柳沟村\n| 村 | 次数 |\n|---|---|\n| 石桥 | 1 |\n"
            "按照**市委要求，征集意见**条\n**镇领导班子\n```\n# 不是标题\n```\n#信访接待# 不是标题\n"
        ).encode(),
        "markdown",
        lines=(
            "青石镇领导班子对照检查材料", "", "一、存在的问题", "一是学用结合不紧。 到村宣讲只有2次。", "柳沟村", "村\t次数",
            "石桥\t1", "按照**市委要求，征集意见**条", "**镇领导班子", "```", "# 不是标题", "```", "#信访接待# 不是标题",
        ),
    ),
)  # fmt: skip

# Four levels bound to styles, as a careful office makes them.
OFFICE_NUMBERS = (
    definition(
        0,
        level(0, "chineseCountingThousand", "%1、", style="H1"),
        level(1, "chineseCountingThousand", "（%2）", style="H2"),
        level(2, "decimal", "%3.", style="H3", suffix="space"),
        level(3, "decimal", "（%4）", style="H4"),
    )
    + definition(1, level(0, "chineseCounting", "%1是"))
    + definition(
        2,
        level(
            0,
            "bullet",
            "\uf06c",
            suffix="tab",
            run_properties='<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
        ),
    )
    + definition(3, level(0, "decimal", "%1."))
    + instance(1, 0)
    + instance(2, 1)
    + instance(3, 1, l0=1)
    + instance(4, 2)
    + instance(5, 3)
)
OFFICE_STYLES = word.NORMAL + "".join(
    style(
        f"H{n + 1}",
        name=f"heading {n + 1}",
        based_on="a",
        number=1,
        level=n or None,
        more=f'<w:outlineLvl w:val="{n}"/>',
    )
    for n in range(4)
)
OFFICE_BODY = (
    p("青石镇领导班子对照检查材料", properties='<w:jc w:val="center"/>')
    + p("存在的主要问题", style="H1")
    + p("理论学习方面", style="H2")
    + p("学用结合不够紧密。", number=(2, 0))
    + p("调查研究不够经常。", number=(2, 0))
    + p("工作作风方面", style="H2")
    + p("到村次数少。", number=(3, 0))
    + p("督办不及时。", number=(3, 0))
    + p("柳沟村供水管道", style="H3")
    + p("管道老化", style="H4")
    + p("石桥村道路", style="H3")
    + p("整改措施", style="H1")
    + p("建立台账", style="H2")
    + p("由张副镇长负责", number=(4, 0))
)
_SCHEDULE = table(
    ("序号", "事项", "完成时限"),
    (p("", number=(5, 0)), "柳沟村供水管道", "2024年6月"),
    (p("", number=(5, 0)), p("石桥村道路") + p("硬化"), ""),
)

WORD = (
    Readable(
        "自动编号.docx",
        lambda: docx(OFFICE_BODY, styles=OFFICE_STYLES, numbering=OFFICE_NUMBERS),
        "docx",
        lines=(
            "青石镇领导班子对照检查材料", "一、存在的主要问题", "（一）理论学习方面", "一是学用结合不够紧密。", "二是调查研究不够经常。",
            "（二）工作作风方面", "一是到村次数少。", "二是督办不及时。", "1. 柳沟村供水管道", "（1）管道老化", "2. 石桥村道路", "二、整改措施",
            "（一）建立台账", "● 由张副镇长负责",
        ),
        must_not_include=("%1", "（%"),
    ),
    Readable(
        "表格和文本框.docx",
        lambda: docx(
            p("一、任务清单") + _SCHEDULE + p(text_box(p("附：联系人电话0470-1234567")), "二、要求") + p(text_box(p("框一"), p("框二"))),
            numbering=OFFICE_NUMBERS,
        ),
        "docx",
        lines=(
            "一、任务清单", "序号\t事项\t完成时限", "1.\t柳沟村供水管道\t2024年6月", "2.\t石桥村道路 硬化\t", "二、要求", "附：联系人电话0470-1234567",
            "框一", "框二",
        ),
    ),
    Readable(
        "登记表.docx",
        lambda: docx(table(("姓名", "李明"), ("个人总结", p("一、思想方面" + "认真学习。" * 20) + p("二、作风方面" + "深入群众。" * 20)))),
        "docx",
        lines=("姓名\t李明", "个人总结", "一、思想方面" + "认真学习。" * 20, "二、作风方面" + "深入群众。" * 20),
    ),
    Readable(
        "修订.docx",
        lambda: docx(
            p("到村宣讲", deleted("1次"), inserted(run("2次")), "。")
            + p("上半句，", mark='<w:del w:id="9" w:author="审稿人"/>')
            + p("下半句。")
            + p(deleted("整段删去的话。"), mark='<w:del w:id="8" w:author="审稿人"/>')
            + p('<w:moveFrom w:id="5" w:author="审稿人"><w:r><w:t>移走的话。</w:t></w:r></w:moveFrom>', mark='<w:moveFrom w:id="6" w:author="审稿人"/>')
            + p("结尾。")
            + p(f'<w:moveTo w:id="7" w:author="审稿人">{run("移来的话。")}</w:moveTo>', mark='<w:moveTo w:id="10" w:author="审稿人"/>')
        ),
        "docx",
        lines=("到村宣讲2次。", "上半句，下半句。", "结尾。", "移来的话。"),
        must_not_include=("1次", "整段删去", "移走"),
        notices=("tracked_changes_accepted",),
    ),
    Readable(
        "页眉页脚脚注批注.docx",
        lambda: docx(
            p(
                '<w:commentRangeStart w:id="0"/>', "正文一句", '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
                '<w:r><w:footnoteReference w:id="2"/></w:r>', "。",
            )
            + '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr>',
            parts={
                "word/header1.xml": word.part("hdr", p("页眉文字")),
                "word/footer1.xml": word.part("ftr", p("页脚文字")),
                "word/footnotes.xml": word.part("footnotes", f'<w:footnote w:id="2">{p("脚注文字")}</w:footnote>'),
                "word/comments.xml": word.part("comments", f'<w:comment w:id="0" w:author="审稿人">{p("批注文字")}</w:comment>'),
            },
        ),
        "docx",
        lines=("正文一句。",),
        must_not_include=("页眉文字", "页脚文字", "脚注文字", "批注文字"),
        notices=("notes_left_out",),
    ),
    Readable(
        "隐藏文字.docx",
        lambda: docx(p("看得见", run("看不见", "<w:vanish/>"), "的话。") + p(run("整段看不见", "<w:vanish/>"), mark="<w:vanish/>") + p("末段。")),
        "docx",
        lines=("看得见的话。", "末段。"),
        must_not_include=("看不见",),
        notices=("hidden_text_left_out",),
    ),
    Readable(
        "目录域.docx",
        lambda: docx(
            p("目　录")
            + p(field('TOC \\o "1-3" \\h', "").replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'), "一、问题\t1")
            + p("二、措施\t3")
            + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
            + p("一、问题")
            + p("第", field("PAGE", "7"), "页起，见", field('HYPERLINK "http://example.invalid"', "附件"), "；序号", field("eq \\o\\ac(○,21)", ""))
        ),
        "docx",
        lines=("", "一、问题", "第7页起，见附件；序号21"),
        must_not_include=("目　录", "一、问题\t1", "HYPERLINK", "TOC", "eq"),
        notices=("contents_left_out",),
    ),
    Readable(
        "特殊字符.docx",
        lambda: docx(
            p("一行<二行", "<w:r><w:br/></w:r>", "软回车后", "<w:r><w:tab/></w:r>", "制表后")
            + p("电话0470", "<w:r><w:noBreakHyphen/></w:r>", "1234567", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "是")
            + p("上页", '<w:r><w:br w:type="page"/></w:r>', "下页", '<w:r><w:br w:type="page"/></w:r>')
            + p("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>mou</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>牟</w:t></w:r></w:rubyBase></w:ruby></w:r>", "某")
            + p("增长", "<m:oMath><m:r><m:t>x=5%</m:t></m:r></m:oMath>")
            + p('<w:hyperlink w:anchor="a">' + run("链接字") + "</w:hyperlink>", '<w:smartTag w:element="x">' + run("标签字") + "</w:smartTag>")
            + f'<w:sdt><w:sdtPr/><w:sdtContent>{p("控件里的段落")}</w:sdtContent></w:sdt>'
        ),
        "docx",
        lines=("一行<二行", "软回车后\t制表后", "电话0470-1234567☑是", "上页", "下页", "牟某", "增长x=5%", "链接字标签字", "控件里的段落"),
    ),
    Readable(
        "python-docx打不开.docx",
        lambda: docx(
            p("样式不存在", style="没有这个样式") + p("第二段"),
            parts={
                "word/_rels/document.xml.rels": word.relations(("styles", "NULL"), ("image", "NULL"), ("numbering", "../NULL")),
                "[Content_Types].xml": None,
            },
        ),
        "docx",
        lines=("样式不存在", "第二段"),
    ),
    Readable(
        "没有样式和编号部件.docx",
        lambda: docx(p("有编号引用", number=(3, 0)), parts={"word/styles.xml": None, "word/numbering.xml": None}),
        "docx",
        lines=("有编号引用",),
    ),
    Readable(
        "严格格式.docx",
        lambda: docx(
            "",
            parts={
                "word/document.xml": f'{word.HEADER}<w:document xmlns:w="{word.STRICT_WORD}"><w:body>{p("存在的问题", number=(1, 0))}</w:body></w:document>',
                "word/numbering.xml": f'{word.HEADER}<w:numbering xmlns:w="{word.STRICT_WORD}">{OFFICE_NUMBERS}</w:numbering>',
                "word/_rels/document.xml.rels": None,
            },
        ),
        "docx",
        lines=("一、存在的问题",),
    ),
    Readable("带宏.docm", lambda: docx(p("带宏的稿子"), parts={"word/vbaProject.bin": b"\0" * 64}), "docx", lines=("带宏的稿子",)),
    Readable("反斜杠.docx", lambda: _with_backslashes(docx(p("路径用反斜杠"))), "docx", lines=("路径用反斜杠",)),
    Readable("其实是docx.doc", lambda: docx(p("扩展名不对也能读")), "docx", lines=("扩展名不对也能读",), notices=("other_content",)),
    Readable(
        "嵌入.docx",
        lambda: docx(p("正文") + '<w:altChunk r:id="rId7"/>'),
        "docx",
        lines=("正文",),
        notices=("embedded_left_out",),
    ),
)  # fmt: skip

_PROSE = (
    "青石镇党委坚持把理论学习作为首要任务，2023年组织集中学习12次，但学用结合不够紧密，遇到柳沟村供水管道改造这类难题，习惯于翻老办法、找老路子，没有从理论中找答案。",
    "一、存在的主要问题",
    "（一）到村宣讲少。全年到柳沟、石桥、南坡3个村宣讲只有2次，群众反映的供水、道路、路灯等问题，有的拖了半年才答复，有的至今没有结果，群众意见比较大。",
    "二、整改措施",
)
_MANY = tuple(text for n in range(6) for text in (f"第{n + 1}轮自查情况如下。", *_PROSE))


def _furnished() -> bytes:
    pages = set_paragraphs(_MANY)
    for number, page in enumerate(pages, 1):
        page.insert(0, Put("青石镇党委  民主生活会材料", LEFT, 800, 10))
        page.append(Put(f"— {number} —", 280, 60, 14))
    pages[0].insert(0, Put("内部", 250, 400, 60, 45))
    return pdf(pages)


def _counted(form: str) -> bytes:
    pages = set_paragraphs(_MANY)
    for number, page in enumerate(pages, 1):
        page.append(Put(form.format(n=number, all=len(pages)), 280, 60, 10))
    return pdf(pages)


PDFS = (
    Readable(
        "公文.pdf",
        _furnished,
        "pdf",
        lines=_MANY,
        must_not_include=("民主生活会材料", "— 1 —", "— 2 —", "内部"),
    ),
    Readable(
        "页码一.pdf",
        lambda: _counted("第{n}页 共{all}页"),
        "pdf",
        lines=_MANY,
        must_not_include=("第1页", "共"),
    ),
    Readable("页码二.pdf", lambda: _counted("{n}/{all}"), "pdf", lines=_MANY, must_not_include=("1/", "2/")),
    Readable("页码三.pdf", lambda: _counted("{n}"), "pdf", lines=_MANY),
    Readable("不缩进.pdf", lambda: pdf(set_paragraphs(_PROSE, indent=False)), "pdf", lines=_PROSE),
    Readable(
        "表格.pdf",
        lambda: pdf(
            [
                [
                    Put("序号", LEFT, 700),
                    Put("事项", 200, 700),
                    Put("时限", 400, 700),
                    Put("1", LEFT, 672),
                    Put("修水管", 200, 672),
                    Put("6月", 400, 672),
                ]
            ]
        ),
        "pdf",
        lines=("序号\t事项\t时限", "1\t修水管\t6月"),
    ),
    Readable("横放.pdf", lambda: pdf(set_paragraphs(_PROSE), rotate=90), "pdf", lines=_PROSE),
    Readable(
        "加粗双写.pdf",
        lambda: pdf([[Put("民主生活会", 200, 700), Put("民主生活会", 200.4, 700)]]),
        "pdf",
        lines=("民主生活会",),
    ),
    Readable("部首字.pdf", lambda: pdf([[Put("⼀、⼯作回顾", LEFT, 700)]]), "pdf", lines=("一、工作回顾",)),
    Readable(
        "夹扫描页.pdf",
        lambda: pdf([*set_paragraphs(_PROSE), []], picture=True),
        "pdf",
        lines=_PROSE,
        notices=("pages_without_text",),
    ),
)


TABLES = (
    Readable(
        "台账.xlsx",
        lambda: workbook(
            {
                "问题台账": [
                    ["序号", "问题", "时限", "完成率", "金额"],
                    [1, "柳沟村\n供水", (dt.datetime(2024, 3, 1), "yyyy-mm-dd"), (0.85, "0%"), (1234.5, "#,##0.00")],
                    [],
                    [2.0, "石桥村\t道路", (dt.date(2024, 6, 30), 'yyyy"年"m"月"d"日"'), (0.1234, "0.0%"), 0.1 + 0.2],
                ],
                "空表": [],
                "意见": [["序号", "意见"], [1, True]],
                "草稿": [["不要读"]],
            },
            hidden=["草稿"],
        ),
        "xlsx",
        lines=(
            "问题台账", "序号\t问题\t时限\t完成率\t金额", "1\t柳沟村 供水\t2024-03-01\t85%\t1234.50", "2\t石桥村 道路\t2024年6月30日\t12.3%\t0.3", "意见",
            "序号\t意见", "1\tTRUE",
        ),
        must_not_include=("不要读", "空表"),
        notices=("hidden_sheets_left_out",),
    ),
    Readable("公式.xlsx", lambda: workbook({"Sheet1": [["合计", "=1+1"]]}), "xlsx", lines=("合计",), notices=("formulas_without_result",)),
    Readable("台账.csv", lambda: '序号,问题,备注\r\n1,"柳沟村,供水","甲\r\n乙"\r\n'.encode("gb18030"), "csv", lines=("序号\t问题\t备注", "1\t柳沟村,供水\t甲 乙")),
    Readable("分号.csv", lambda: "sep=;\n序号;问题\n1;供水".encode(), "csv", lines=("序号\t问题", "1\t供水")),
    Readable("制表.tsv", lambda: "序号\t问题\n1\t供水".encode(), "csv", lines=("序号\t问题", "1\t供水")),
)  # fmt: skip

READABLE: tuple[Readable, ...] = (*TEXTS, *MARKDOWN, *WORD, *PDFS, *TABLES)

_BILLION = (
    '<!DOCTYPE w:document [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    f'<w:document xmlns:w="{word.WORD}"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>'
)
_FILE_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    f'<w:document xmlns:w="{word.WORD}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
)
_MEGABYTE = 1 << 20

REFUSED: tuple[Refused, ...] = (
    Refused("太大.txt", lambda: "字".encode() * (7 * _MEGABYTE), "file_too_large", "20 MB"),
    Refused("空.docx", lambda: b"", "empty_file"),
    Refused("空白.txt", lambda: b" \r\n\t\r\n", "no_text"),
    Refused("没有字.docx", lambda: docx(p("")), "no_text"),
    Refused("炸弹.docx", lambda: docx(p("字"), parts={"word/media/a.bin": b"\0" * (30 * _MEGABYTE)}), "archive_too_dense", "100"),
    Refused("膨胀.docx", lambda: _swollen(), "archive_too_large", "200 MB"),
    Refused("大部件.docx", lambda: _large_part(), "archive_too_large", "64 MB"),
    Refused("加密.docx", lambda: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "encrypted"),
    Refused("加密.xlsx", lambda: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "encrypted"),
    Refused("加密.doc", lambda: old_word(encrypted=True), "encrypted"),
    Refused("加密压缩.docx", lambda: _flagged(docx(p("字"))), "encrypted"),
    Refused("加密.pdf", lambda: pdf(set_paragraphs(_PROSE), password="1234"), "encrypted"),
    Refused("页太多.pdf", lambda: pdf([[Put("字", 100, 700)]] * 501), "too_many_pages", "501"),
    Refused("扫描.pdf", lambda: pdf([[]], picture=True), "no_text_layer"),
    Refused("只有页码.pdf", lambda: pdf([[Put("— 1 —", 280, 60)], [Put("— 2 —", 280, 60)]], picture=True), "no_text_layer"),
    Refused("乱码.pdf", lambda: pdf(set_paragraphs(_PROSE), named=False), "garbled_text_layer"),
    Refused("坏.pdf", lambda: b"%PDF-1.7\nnothing more", "damaged"),
    Refused("截断.docx", lambda: docx(p("字" * 5000))[:-200], "damaged"),
    Refused("坏xml.docx", lambda: docx("", parts={"word/document.xml": "<w:document><w:body>"}), "damaged"),
    Refused("没有正文部件.docx", lambda: docx("", parts={"word/document.xml": None}), "damaged"),
    Refused("别的根.docx", lambda: docx("", parts={"word/document.xml": "<html/>"}), "damaged"),
    Refused("嵌套.docx", lambda: docx("<w:sdt><w:sdtContent>" * 5000 + p("字") + "</w:sdtContent></w:sdt>" * 5000), "damaged"),
    Refused("校验和.docx", lambda: _wrong_checksum(docx(p("字" * 50))), "damaged"),
    Refused("实体.docx", lambda: docx("", parts={"word/document.xml": _BILLION}), "hostile_xml"),
    Refused("外部实体.docx", lambda: docx("", parts={"word/document.xml": _FILE_ENTITY}), "hostile_xml"),
    Refused("实体utf16.docx", lambda: docx("", parts={"word/document.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + _BILLION).encode("utf-16")}), "hostile_xml"),
    Refused("实体.xlsx", lambda: word.archive({"xl/workbook.xml": _BILLION, "[Content_Types].xml": "<Types/>"}), "hostile_xml"),
    Refused("坏.xlsx", lambda: word.archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<Types/>"}), "damaged"),
    Refused("只有嵌入.docx", lambda: docx('<w:altChunk r:id="rId7"/>'), "embedded_only"),
    Refused("其实是网页.docx", lambda: "<html><body>你好</body></html>".encode(), "wrong_format", "HTML"),
    Refused("其实是rtf.docx", lambda: b"{\\rtf1\\ansi hello}", "wrong_format", "RTF"),
    Refused("其实是doc.docx", old_word, "wrong_format", "DOC"),
    Refused("其实是文本.docx", lambda: DRAFT.encode(), "wrong_format", "TXT"),
    Refused("其实是表格.docx", lambda: workbook({"a": [["1"]]}), "wrong_format", "XLSX"),
    Refused("其实是网页.doc", lambda: "<html xmlns:w='urn:x'><body>你好</body></html>".encode(), "wrong_format", "HTML"),
    Refused("其实是图片.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "wrong_format", "PNG"),
    Refused("其实是文稿.txt", lambda: docx(p("字")), "disguised", "DOCX"),
    Refused("其实是图片.md", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40, "disguised", "JPEG"),
    Refused("二进制.txt", lambda: bytes(range(256)) * 8, "binary"),
    Refused("有零字节.txt", lambda: b"abc\0def\0\0ghi", "binary"),
    Refused("随机.csv", lambda: bytes((n * 7919 + n * n * 31) % 251 for n in range(3000)), "binary"),
    Refused("繁体big5.txt", lambda: "民眾反映的問題沒有及時辦理，調查研究不夠深入，學習理論的時間不夠長，與實際工作結合不緊密。".encode("big5"), "encoding_unknown"),
    Refused("断字节.txt", lambda: (DRAFT * 3).encode()[:-1], "text_damaged"),
    Refused("图.png", lambda: b"\x89PNG\r\n\x1a\n", "unsupported_format", ".png"),
    Refused("旧表.xls", lambda: compound({"Workbook": b"x"}), "old_table", ".xls"),
    Refused("~$稿子.docx", lambda: b"\x05user" + b"\0" * 157, "clutter"),
)  # fmt: skip


def _with_backslashes(data: bytes) -> bytes:
    return data.replace(b"word/document.xml", b"word\\document.xml").replace(
        b"word/styles.xml", b"word\\styles.xml"
    )


def _flagged(data: bytes) -> bytes:
    """The same archive with the flag that says that its parts are encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)


def _wrong_checksum(data: bytes) -> bytes:
    """The same archive with a wrong checksum of every part."""
    changed = bytearray(data)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 16] ^= 0xFF
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def _noise(size: int) -> bytes:
    """Bytes that do not pack well, the same every time."""
    import random

    return random.Random(5).randbytes(size)


def _swollen() -> bytes:
    """Over 200 MB unpacked, at less than 100 to 1."""
    return docx(
        p("字"),
        parts={"word/media/a.bin": _noise(3 * _MEGABYTE), "word/media/b.bin": b"\0" * (201 * _MEGABYTE)},
    )


def _large_part() -> bytes:
    """One part over 64 MB, at less than 100 to 1."""
    return docx(
        p("字"),
        parts={
            "word/media/a.bin": _noise(2 * _MEGABYTE),
            "word/styles.xml": b"<a>" + b" " * (65 * _MEGABYTE) + b"</a>",
        },
    )
