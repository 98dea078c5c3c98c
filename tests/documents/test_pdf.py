"""A PDF file reads as what its reader sees: lines, tables over pages, columns, and what cannot be read."""

from __future__ import annotations

import pytest
from auditor.errors import UnreadableReport
from auditor.reading import pdf, source_of_bytes
from auditor.reading.pdf.glyphs import glyphs_of
from auditor.text.canonical import plain_sign
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from tests.documents.printing import HEIGHT, WIDTH, Printer


def text_of(raw: bytes) -> str:
    return pdf.content_of(raw, "report.pdf").text


def told(raw: bytes) -> list[tuple[str, dict[str, object]]]:
    return [(o.reason.code, dict(o.reason.params)) for o in pdf.content_of(raw, "report.pdf").omissions]


PROSE = "本机关坚持把群众关心的事项放在首位全年召开会议部署落实并对各科室逐一督促检查确保各项任务按期完成"


def test_lines_of_a_paragraph_are_one_and_digits_broken_by_the_edge_are_one_number() -> None:
    page = Printer()
    page.lines(94, 100, PROSE[:30])
    page.lines(70, 120, PROSE[:28] + "收到申请13", "27件，均已办结。")
    page.lines(94, 160, "另起一段。")
    assert text_of(page.done()) == f"{PROSE[:30]}{PROSE[:28]}收到申请1327件，均已办结。\n另起一段。\n"


@pytest.mark.parametrize(
    "heading",
    [
        "二、主动公开政府信息情况",
        "第五部分、存在的主要问题及改进情况",
        "6.其他需要报告的事项",
        "三、依申请公开情况。收到申请",
    ],
)
def test_a_heading_of_the_form_begins_a_paragraph_without_indent_behind_a_full_line(heading: str) -> None:
    page = Printer()
    page.lines(94, 100, PROSE[:30])
    page.lines(70, 120, PROSE[:32], PROSE[:31] + "。", heading)
    page.lines(94, 180, PROSE[:30])
    page.lines(70, 200, PROSE[:9])
    assert text_of(page.done()) == f"{PROSE[:30]}{PROSE[:32]}{PROSE[:31]}。\n{heading}\n{PROSE[:30]}{PROSE[:9]}\n"


@pytest.mark.parametrize("goes_on", ["主动公开政府信息情况。", "二、三科室补报", "总体情况"])
def test_a_line_that_only_looks_like_a_heading_goes_on(goes_on: str) -> None:
    page = Printer()
    page.lines(94, 100, PROSE[:30])
    page.lines(70, 120, PROSE[:32], goes_on)
    page.lines(94, 160, PROSE[:30])
    assert text_of(page.done()) == f"{PROSE[:30]}{PROSE[:32]}{goes_on}\n{PROSE[:30]}\n"


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_and_running_heads_do_not_stand_in_it() -> None:
    page = Printer()
    for number in (1, 2, 3):
        page.text(240, 40, "云岭县2023年度年报", 9)
        page.text(280, 810, f"— {number} —", 9)
        if number < 3:
            page.lines(94, 300, PROSE[:30])
            page.lines(70, 320, PROSE[:32], PROSE[:32])
        else:
            page.text(70, 100, "到此为止。")
        if number < 3:
            page.page()
    raw = page.done()
    paragraph = PROSE[:30] + PROSE[:32] * 2
    assert text_of(raw) == f"{paragraph}\n{paragraph}到此为止。\n"
    assert told(raw) == [("running_head", {"text": "云岭县2023年度年报"})]
    assert [number for _, number in pdf.content_of(raw, "x").pages] == [1, 2, 3]


def test_a_running_head_that_counts_the_pages_is_one() -> None:
    page = Printer()
    for number in (1, 2, 3):
        page.text(70, 40, f"云岭县年报 第{number}页 共3页", 9)
        page.text(94, 100, f"第{'一二三'[number - 1]}页的内容。")
        page.page()
    assert text_of(page.done()) == "第一页的内容。\n第二页的内容。\n第三页的内容。\n"


def test_frames_that_stand_apart_leave_no_blank_cells_between_them() -> None:
    page = Printer()
    for y, row in ((100, HEAD), (122, ("一、新收", "20", "25"))):
        for place, cell in enumerate(row):
            page.canvas.rect(70 + 100 * place, HEIGHT - y - 20, 98, 20)
            page.text(75 + 100 * place, y + 14, cell, 10)
    assert text_of(page.done()) == "项目\t自然人\t总计\n一、新收\t20\t25\n\n"


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown() -> None:
    page = Printer()
    page.canvas.setPageRotation(90)
    page.canvas.rotate(90)
    page.canvas.translate(0, HEIGHT - WIDTH - HEIGHT)
    page.table(60, HEIGHT - WIDTH + 80, WIDTHS, [HEAD, ("一、新收", "20", "25")])
    assert text_of(page.done()) == "项目\t自然人\t总计\n一、新收\t20\t25\n\n"


def test_radicals_are_the_ideographs_that_everyone_reads() -> None:
    assert "".join(plain_sign(letter) for letter in "⾏政⺠⽣⻓⻔⼾⼀①㈠２\u2329\uf90a") == "行政民生长门户一①㈠２〈金"


def test_digits_with_blanks_between_them_are_one_number_where_a_word_follows() -> None:
    page = Printer()
    page.text(70, 100, "收到申请2 7 件，办结1 2 6件")
    page.text(70, 140, "新收 2 7 0 0 9")
    assert text_of(page.done()) == "收到申请27件，办结126件\n新收2 7 0 0 9\n"


def test_letters_drawn_twice_to_be_bold_are_read_once() -> None:
    page = Printer()
    page.text(70, 100, "收到申请11件")
    page.text(70.4, 100, "收到申请11件")
    assert text_of(page.done()) == "收到申请11件\n"


class OneGlyph:
    """A page with one glyph, as pdfplumber has it."""

    layout = ()

    def __init__(self, text: str, width: float) -> None:
        place = {"x0": 70, "x1": 70 + width, "top": 100, "bottom": 112, "y1": 112, "matrix": (1, 0, 0, 1, 70, 100)}
        self._glyph = {"object_type": "char", "text": text, "size": 12, **place}

    def iter_layout_objects(self, _: list[object]) -> list[dict[str, object]]:
        return [self._glyph]


@pytest.mark.parametrize(("text", "width"), [("——", 24), ("ff", 7), ("件", 12)])
def test_a_glyph_that_is_two_letters_alike_is_read_as_two(text: str, width: float) -> None:
    glyphs = glyphs_of(OneGlyph(text, width)).upright
    assert "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.box.x0)) == text
    assert (min(glyph.box.x0 for glyph in glyphs), max(glyph.box.x1 for glyph in glyphs)) == (70, 70 + width)


HEAD = ("项目", "自然人", "总计")
WIDTHS = (200, 80, 80)


def test_a_table_goes_on_over_a_page_and_its_head_is_told_once() -> None:
    page = Printer()
    page.table(70, 700, WIDTHS, [HEAD, ("一、新收", "20", "25"), ("二、结转", "1", "1")])
    page.page()
    page.table(70, 70, WIDTHS, [HEAD, ("三、办结", "19", "24")])
    assert text_of(page.done()) == "项目\t自然人\t总计\n一、新收\t20\t25\n二、结转\t1\t1\n三、办结\t19\t24\n\n"


def test_one_row_alone_on_a_page_belongs_to_the_table_before_it() -> None:
    page = Printer()
    page.table(70, 740, WIDTHS, [HEAD, ("一、新收", "20", "25")])
    page.page()
    page.table(70, 70, WIDTHS, [("四、结转", "2", "2")])
    assert text_of(page.done()) == "项目\t自然人\t总计\n一、新收\t20\t25\n四、结转\t2\t2\n\n"


def test_a_last_row_of_two_cells_belongs_to_the_table_as_well() -> None:
    page = Printer()
    page.table(70, 740, (200, 160), [("信息内容", "本年收费金额"), ("罚没", "3.5")])
    page.page()
    page.table(70, 70, (200, 160), [("行政事业性收费", "186.4725")])
    assert text_of(page.done()) == "信息内容\t本年收费金额\n罚没\t3.5\n行政事业性收费\t186.4725\n\n"


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    page = Printer()
    widths = (155, 80, 80)
    page.table(70, 740, widths, [HEAD, ("2.其他法律行政法规禁止公开的", "27", "28")], open_below=True)
    page.page()
    page.table(70, 70, widths, [("情形", "", ""), ("四、结转", "2", "2")])
    cut = "项目\t自然人\t总计\n2.其他法律行政法规禁止公开的情形\t27\t28\n四、结转\t2\t2\n\n"
    assert text_of(page.done()) == cut


def test_numbers_whose_last_digits_a_page_break_cuts_off_are_whole() -> None:
    page = Printer()
    widths = (155, 29, 80)
    page.table(70, 740, widths, [("项目", "数", "总计"), ("（七）其他法律行政法规禁止公", "129", "1")])
    page.page()
    page.table(70, 70, widths, [("开", "2", ""), ("四、结转", "55", "2")])
    whole = "项目\t数\t总计\n（七）其他法律行政法规禁止公开\t1292\t1\n四、结转\t55\t2\n\n"
    assert text_of(page.done()) == whole


def test_rows_on_both_sides_of_an_open_page_break_that_both_have_numbers_are_two() -> None:
    page = Printer()
    page.table(70, 740, WIDTHS, [HEAD, ("3.其他", "1", "1")], open_below=True)
    page.page()
    page.table(70, 70, WIDTHS, [("（七）总计", "37", "57"), ("四、结转", "2", "5")], open_above=True)
    assert text_of(page.done()) == "项目\t自然人\t总计\n3.其他\t1\t1\n（七）总计\t37\t57\n四、结转\t2\t5\n\n"


def test_a_row_with_numbers_below_full_cells_is_a_row_of_its_own() -> None:
    page = Printer()
    widths = (155, 29, 29)
    page.table(70, 740, widths, [("项目", "数", "数"), ("2.其他法律行政法规禁止公开的", "129", "149")])
    page.page()
    page.table(70, 70, widths, [("3.其他", "2", "")])
    apart = "项目\t数\t数\n2.其他法律行政法规禁止公开的\t129\t149\n3.其他\t2\t\n\n"
    assert text_of(page.done()) == apart


def test_a_row_without_numbers_at_the_top_of_a_page_stays_a_row_of_its_own() -> None:
    page = Printer()
    page.table(70, 740, WIDTHS, [HEAD, ("规章", "2", "0")])
    page.page()
    page.table(70, 70, WIDTHS, [("行政许可", "", ""), ("行政处罚", "2", "2")])
    assert text_of(page.done()) == "项目\t自然人\t总计\n规章\t2\t0\n行政许可\t\t\n行政处罚\t2\t2\n\n"


def test_a_number_that_a_narrow_cell_breaks_is_one_and_two_numbers_in_a_wide_cell_are_two() -> None:
    page = Printer()
    page.table(70, 100, (120, 28, 100), [("项目", "数", "备注"), ("行政处罚", "123\n45", "12\n45")])
    assert text_of(page.done()) == "项目\t数\t备注\n行政处罚\t12345\t12 45\n\n"


def test_a_digit_that_went_to_the_next_line_with_the_bracket_behind_it_is_of_the_same_number() -> None:
    page = Printer()
    page.table(70, 100, (120, 36), [("项目", "现行"), ("规范性文件", "2\n2（其\n中修订\n6件）")])
    assert text_of(page.done()) == "项目\t现行\n规范性文件\t22（其中修订6件）\n\n"


def test_columns_are_read_one_after_another() -> None:
    page = Printer()
    page.text(70, 80, "一、总体情况及主动公开依申请公开信息管理平台建设监督保障各方面的做法和成效")
    left, right = (
        [PROSE[place : place + 16] for place in (0, 3, 6, 9, 12, 15)],
        [PROSE[place:][:16] for place in (20, 23, 26, 29, 30, 31)],
    )
    page.lines(70, 120, *left)
    page.lines(320, 120, *right)
    assert text_of(page.done()).split("\n", 1)[1] == "".join(left + right) + "\n"


def test_what_is_covered_and_printed_over_is_not_read_but_told() -> None:
    page = Printer()
    page.text(70, 100, "收到申请11件")
    page.canvas.setFillColorRGB(1, 1, 1)
    page.canvas.rect(60, HEIGHT - 110, 200, 30, stroke=0, fill=1)
    page.canvas.setFillColorRGB(0, 0, 0)
    page.text(70, 100, "收到申请27件")
    raw = page.done()
    assert text_of(raw) == "收到申请27件\n"
    assert told(raw) == [("text_hidden", {"page": 1, "text": "11"})]


def test_a_watermark_is_no_text() -> None:
    page = Printer()
    page.text(70, 100, "收到申请27件")
    page.canvas.rotate(45)
    page.text(300, 500, "内部资料")
    raw = page.done()
    assert text_of(raw) == "收到申请27件\n"
    assert told(raw) == [("text_askew", {"page": 1, "text": "内部资料"})]


def picture(width: float, height: float, page: Printer) -> None:
    page.canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "grey")), 0, HEIGHT - height, width, height)


def test_a_table_that_is_a_picture_is_told_in_its_place() -> None:
    page = Printer()
    page.text(70, 60, "三、收到和处理政府信息公开申请情况")
    page.canvas.drawImage(ImageReader(Image.new("RGB", (20, 20))), 70, HEIGHT - 300, 400, 200)
    page.text(70, 400, "四、行政复议和诉讼情况")
    assert text_of(page.done()) == "三、收到和处理政府信息公开申请情况\n[图片]\n四、行政复议和诉讼情况\n"


def test_a_scan_is_refused_and_a_scanned_page_among_others_is_told() -> None:
    scan = Printer()
    picture(WIDTH, HEIGHT, scan)
    with pytest.raises(UnreadableReport, match="pdf_is_scan"):
        text_of(scan.done())
    mixed = Printer()
    mixed.text(70, 100, "一、总体情况以及其他各项需要说明的内容和数据")
    mixed.page()
    picture(WIDTH, HEIGHT, mixed)
    raw = mixed.done()
    assert text_of(raw) == "一、总体情况以及其他各项需要说明的内容和数据\n[图片]\n"
    assert told(raw) == [("page_is_picture", {"page": 2})]


def side_by_side() -> bytes:
    page = Printer()
    page.text(60, 60, "某市年报比对 重复率42%")
    page.lines(60, 100, "2022年报告", size=14)
    page.lines(320, 100, "2023年报告", size=14)
    page.text(60, 130, "一、总体情况", 14)
    page.text(160, 130, "(重复率:40%)", 9)
    page.lines(60, 160, "去年收到申请11件，均已按期答复", "办结，没有发生一件行政复议案")
    page.lines(320, 160, "今年收到申请12件，均已按期答复", "办结，没有发生一件行政复议案")
    page.text(60, 230, "三、收到和处理政府信息公开申请情况", 14)
    for x, count in ((60, "11"), (320, "12")):
        page.table(x, 250, (80, 60, 60), [HEAD, ("新收", count, count)])
    page.text(270, 330, "2023年报告", 9)
    page.table(60, 350, (170, 150, 150), [("维持", "纠正", "总计"), ("5", "6", "11")])
    page.text(270, 430, "2022年报告", 9)
    page.table(60, 450, (170, 150, 150), [("维持", "纠正", "总计"), ("7", "8", "15")])
    page.text(90, 540, "差异分析", 10)
    page.table(60, 560, (170, 150, 150), [("指标", "2022年", "2023年"), ("新收", "11", "12")])
    return page.done()


def test_two_years_side_by_side_are_two_reports_and_the_rest_is_listed() -> None:
    content = pdf.content_of(side_by_side(), "x.pdf")
    first, second = (
        f"一、总体情况\n{told}年收到申请{count}件，均已按期答复办结，没有发生一件行政复议案\n三、收到和处理政府信息公开申请情况\n"
        f"项目\t自然人\t总计\n新收\t{count}\t{count}\n\n维持\t纠正\t总计\n{ends}\n\n"
        for told, count, ends in (("去", 11, "7\t8\t15"), ("今", 12, "5\t6\t11"))
    )
    assert content.text == first + second
    assert [(part.start, part.year) for part in content.parts] == [(0, 2022), (len(first), 2023)]
    (rest,) = content.omissions
    assert rest.reason.params == {"page": 1, "start": "某市年报比对重复率42%(重复率:40%)"[:20], "letters": 43}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7\n", "pdf_broken"),
        (Printer().done()[:400], "pdf_broken"),
        (Printer().done(), "file_empty"),
        (Printer(encrypt=StandardEncryption("geheim")).done(), "document_locked"),
    ],
)
def test_broken_empty_and_locked_files_have_one_line_each(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        source_of_bytes(raw, "report.pdf")
    assert error.value.code == code
