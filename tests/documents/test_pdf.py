"""PDF: lines to paragraphs, what is dropped and what is not, odd pages."""

from __future__ import annotations

import pytest

from assistant.documents import read_bytes
from assistant.errors import DocumentError
from tests.documents.pdf_files import LEFT, PITCH, SIZE, Put, pdf, set_paragraphs, width

LONG = "青石镇党委坚持把理论学习作为首要任务，2023年组织集中学习12次，但学用结合不够紧密，遇到柳沟村供水管道改造这类难题，习惯于翻老办法、找老路子。"
SHORT = "到村宣讲只有2次。"


def lines(data: bytes) -> list[str]:
    return read_bytes(data, "稿子.pdf").text.split("\n")


@pytest.mark.parametrize("indent", [True, False])
@pytest.mark.parametrize(
    "texts",
    [
        [LONG, LONG + LONG, SHORT, LONG],
        ["一、问题", SHORT, SHORT, "（一）学习方面", LONG * 4, "二、措施", SHORT],
        ["1.修水管。" + LONG, "2.修路。" + LONG, "（1）" + LONG],
        [f"第{n}条意见：{LONG}" for n in range(30)],
        ["“两个维护”" + LONG, "《意见》" + LONG + "“软实力”" + LONG],
    ],
    ids=["prose", "headings", "list", "many pages", "quotes"],
)
def test_paragraphs_are_joined(texts: list[str], indent: bool) -> None:
    assert lines(pdf(set_paragraphs(texts, indent=indent))) == texts


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    texts = [LONG * 12, LONG * 12]
    pages = set_paragraphs(texts)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        page.append(Put(f"- {number} -", 290, 50, 10))
        page.append(Put("青石镇党委", LEFT, 800, 10))
    assert lines(pdf(pages)) == texts


def test_a_title_on_two_lines() -> None:
    first, second = "关于青石镇领导班子民主生活会", "对照检查情况的报告"
    titles = [Put(t, 297 - width(t, 22) / 2, 760 - 32 * n, 22) for n, t in enumerate((first, second))]
    (page,) = set_paragraphs(["一、问题", LONG], top=690)
    assert lines(pdf([[*titles, *page]])) == [first + second, "一、问题", LONG]


def test_a_line_of_english_keeps_its_spaces() -> None:
    texts = ["The township held twelve meetings and three hearings in 2023 on the water pipes of Liugou."]
    page = [
        Put("The township held twelve meetings and three hearings in", LEFT, 700),
        Put("2023 on the water pipes of Liugou.", LEFT, 672),
    ]
    assert lines(pdf([page])) == texts


def test_letterspaced_lines_are_one_word() -> None:
    """Justified lines are stretched: a small gap between ideographs is no space."""
    spaced = [Put(c, 100 + 20 * n, 700) for n, c in enumerate("对照检查材料")]
    assert lines(pdf([spaced])) == ["对照检查材料"]


def test_a_quarter_of_space_beside_a_number_is_no_space() -> None:
    """Office programs set it between ideographs and digits, and stretch it in a justified line."""
    page = [
        Put("到石桥、南坡", 79, 700),
        Put("3", 79 + 16 * 6 + 6, 700),
        Put("个村", 79 + 16 * 6.5 + 12, 700),
        Put("in 2023", 300, 672),
    ]
    assert lines(pdf([page])) == ["到石桥、南坡3个村", "in 2023"]


def test_a_title_that_is_spaced_out() -> None:
    assert lines(pdf([[Put(c, 150 + 60 * n, 700, 22) for n, c in enumerate("工作总结")]])) == ["工 作 总 结"]


def test_signatures_at_the_right_stand_alone() -> None:
    (page,) = set_paragraphs([LONG * 2])
    end = page[-1].y
    signed = [
        Put(t, 521 - width(t), end - PITCH * n) for n, t in enumerate(("青石镇党委", "2024年1月12日"), 1)
    ]
    assert lines(pdf([[*page, *signed]])) == [LONG * 2, "青石镇党委", "2024年1月12日"]


def test_hanging_lists() -> None:
    (page,) = set_paragraphs([LONG * 2, SHORT])
    y = page[-1].y
    item = "1.修水管。" + LONG
    cut = next(n for n in range(len(item), 0, -1) if width(item[:n]) <= 521 - LEFT)
    items = [Put(item[:cut], LEFT, y - PITCH), Put(item[cut : cut + 25], LEFT + 16, y - 2 * PITCH)]
    items.append(Put("2.修道路。", LEFT, y - 3 * PITCH))
    assert lines(pdf([[*page, *items]]))[2:] == [item[: cut + 25], "2.修道路。"]


def test_ideographic_spaces_stay() -> None:
    assert lines(pdf([[Put("通　　知", 250, 700)]])) == ["通　　知"]


def test_numbers_in_the_body_are_no_page_numbers() -> None:
    (page,) = set_paragraphs([LONG, "12", SHORT])
    assert "12" in lines(pdf([page]))


def test_a_lone_number_at_the_foot_that_does_not_count_pages_stays() -> None:
    (page,) = set_paragraphs([LONG, SHORT])
    page.append(Put("2035", 280, 60))
    assert lines(pdf([page]))[-1] == "2035"


def test_a_running_head_needs_many_pages() -> None:
    """What stands on one page only at the top is text, on every page it is a head."""
    pages = set_paragraphs([LONG] * 30)
    assert len(pages) >= 4
    pages[0].append(Put("青石镇文件", LEFT, 800))
    assert "青石镇文件" in lines(pdf(pages))
    for page in pages[1:]:
        page.append(Put("青石镇文件", LEFT, 800))
    assert "青石镇文件" not in lines(pdf(pages))


def test_a_watermark_across_every_page_is_dropped() -> None:
    pages = set_paragraphs([LONG] * 30)
    for page in pages:
        page.append(Put("仅供内部", 200, 405.5, 30))
        page.extend(Put(c, 200 + 40 * n, 300 + 40 * n, 50, 45) for n, c in enumerate("请勿外传"))
    assert lines(pdf(pages)) == [LONG] * 30


def test_two_columns_of_prose() -> None:
    text = LONG * 6
    rows, rest = [], text
    while rest:
        length = next(n for n in range(len(rest), 0, -1) if width(rest[:n]) <= 13 * SIZE)
        rows.append(rest[:length])
        rest = rest[length:]
    half = len(rows) // 2
    page = [
        Put(r, 79 if n < half else 313, 700 - PITCH * (n % half), SIZE)
        for n, r in enumerate(rows[: 2 * half])
    ]
    assert lines(pdf([page])) == ["".join(rows[: 2 * half])]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_runs_another_way(angle: int) -> None:
    (page,) = set_paragraphs([LONG * 3, SHORT])
    turned = {
        90: [Put(put.text, 842 - put.y - 240, put.x, 16, 90) for put in page],
        180: [Put(put.text, 595 - put.x, 842 - put.y, 16, 180) for put in page],
        270: [Put(put.text, put.y - 240, 842 - put.x, 16, 270) for put in page],
    }
    assert lines(pdf([turned[angle]])) == [LONG * 3, SHORT]


def test_an_owner_password_does_not_hinder_reading() -> None:
    assert lines(pdf(set_paragraphs([LONG]), password="")) == [LONG]


def test_pages_that_are_pictures_are_named() -> None:
    document = read_bytes(
        pdf([*set_paragraphs([LONG]), *[[Put(f"— {n} —", 280, 60)] for n in range(2, 15)]], picture=True),
        "稿子.pdf",
    )
    (notice,) = document.warnings
    assert notice.code == "pages_without_text"
    assert notice.params == {"count": 13, "pages": "2, 3, 4, 5, 6, 7, 8, 9, 10, 11…"}


def test_five_hundred_pages_are_read() -> None:
    text = lines(pdf([[Put(f"第{n}号意见", LEFT, 700)] for n in range(500)]))
    assert len(text) == 500


def test_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.documents.pdf.MAX_PDF_CHARACTERS", 100)
    with pytest.raises(DocumentError) as raised:
        read_bytes(pdf(set_paragraphs([LONG, LONG])), "稿子.pdf")
    assert raised.value.code == "too_much_text"
