"""A web page reads as the same report in text does, whoever made the page; what is around the report is left out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import auditor
import pytest
from auditor.api import audit_source
from auditor.corpus import REPORTS
from auditor.document import Omission, Reason
from auditor.errors import UnreadableReport
from auditor.messages import error_text
from auditor.reading import read, source_of_bytes, web

from tests.documents.test_word import FEW, NAMES, facts, parsed
from tests.documents.writing import AFTER, BEFORE, STYLES, docx_of, docx_with, html_of, paragraph


def same_as_text(name: str, style: str) -> bool:
    path = REPORTS / f"{name}.txt"
    report = parsed(path.read_bytes(), str(path))
    return facts(parsed(html_of(report, style), "report.html")) == facts(report)


@pytest.mark.parametrize(("name", "style"), list(zip(FEW, (*STYLES, "portal"), strict=True)))
def test_the_same_report_as_a_page_has_the_same_cells_sections_and_narrative(name: str, style: str) -> None:
    assert same_as_text(name, style)


@pytest.mark.figures
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_every_report_of_the_corpus_reads_the_same_as_a_page(name: str, style: str) -> None:
    assert same_as_text(name, style)


@pytest.mark.figures
def test_pages_that_libreoffice_writes_read_the_same(tmp_path: Path) -> None:
    reports = {}
    for name in NAMES[::6]:
        path = REPORTS / f"{name}.txt"
        reports[name] = parsed(path.read_bytes(), str(path))
        (tmp_path / f"{name}.docx").write_bytes(docx_of(reports[name]))
    user = f"-env:UserInstallation=file://{tmp_path}/user"
    written = [str(path) for path in tmp_path.glob("*.docx")]
    command = ["soffice", user, "--headless", "--convert-to", "html", "--outdir", str(tmp_path), *written]
    subprocess.run(command, check=True, capture_output=True)
    for name, report in reports.items():
        assert facts(parsed((tmp_path / f"{name}.html").read_bytes(), "report.html")) == facts(report), name


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def text_of(body: str) -> str:
    """The lines of a page, whether they are a report or not."""
    return "".join(line.told for line in web.page_of(page(body), "page.html").lines)


# ---- encodings ----

PAGE = '<html><head><meta charset="{}"></head><body><p>本机关收到申请</p><p>朱镕、㐂、〇</p></body></html>'
READ = "本机关收到申请\n朱镕、㐂、〇\n"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("no-such-charset", "utf-8"),
        ("utf-16", "utf-8"),
        ("gb2312", "utf-8-sig"),
        ("gb2312", "utf-16"),
    ],
)
def test_what_a_page_says_of_its_encoding_is_believed_only_where_it_is_true(declared: str, encoding: str) -> None:
    assert web.content_of(PAGE.format(declared).encode(encoding), "page.html").text == READ


def test_a_page_in_big5_is_read_where_it_says_so() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>政府資訊公開工作年度報告</p>'
    assert web.content_of(page.encode("big5"), "page.html").text == "政府資訊公開工作年度報告\n"


def test_a_page_with_an_xml_declaration_is_read() -> None:
    page = '\n<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>'
    assert web.content_of(f"{page}<p>收到申请<br/>27件</p></body></html>".encode("gb18030"), "p").text == (
        "收到申请\n27件\n"
    )


def test_one_broken_sign_does_not_hide_a_page_and_is_told() -> None:
    page = (
        f"<meta charset=utf-8><p>{'本机关收到申请二十七件。' * 100}</p><p>共 2".encode()
        + b"\xe4\xbb"
        + "件</p>".encode()
    )
    read_back = web.content_of(page, "page.html")
    assert read_back.text.endswith("\n共 2�件\n")
    assert [(omission.reason.code, omission.reason.params) for omission in read_back.omissions] == [
        ("signs_unreadable", {"count": 1})
    ]


@pytest.mark.parametrize("raw", ["<html><p>甲".encode("utf-16-le"), b"<html><p>" + bytes(range(128, 256)) * 9])
def test_bytes_of_no_known_encoding_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(raw, "page.html")
    assert refused.value.code == "encoding_unknown"


def test_control_signs_neither_cut_the_page_nor_stand_in_the_text() -> None:
    assert text_of("<p>收到\x00申\x01请\x0b27件</p><p>其余&#1;的话</p>") == "收到申请27件\n其余的话\n"


# ---- text ----


@pytest.mark.parametrize(
    ("body", "read_back"),
    [
        ("<p>收到申请\n\t 27  件。</p>余下<div>一段</div>", "收到申请 27 件。\n余下\n一段\n"),
        ("<p>一行<br>二行<br><br>四行<br></p>", "一行\n二行\n\n四行\n"),
        ("<p>&nbsp;&emsp;　收&#20214;&hellip;&#150;&lt;</p>", "\xa0\u2003　收件…–<\n"),
        ("<p>长<wbr>词\u200b与<span>内</span><b>文</b></p>", "长词\u200b与内文\n"),
        ("<p>见<p hidden>甲</p><p style='DISPLAY : none'>乙</p><p style='visibility:hidden'>丙</p>字", "见\n字\n"),
        ("<script>var 甲='<p>';</script><style>乙{}</style><template>丙</template><noscript>丁</noscript>字", "字\n"),
        (
            "字<select><option>甲</select><input type=hidden value=乙><!-- 丙 --><!--[if mso]><p>丁</p><![endif]-->",
            "字\n",
        ),
        ("<p>收到<del cite='mailto:a' datetime='2024-01-02T10:00'>25</del><ins>27</ins>件", "收到27件\n"),
        ("<p>m<sup>2</sup>与CO<sub>2</sub>，原<del>旧</del><s>删</s>文</p>", "m2与CO2，原旧删文\n"),
        ("<ruby>澜<rp>(</rp><rt>lán</rt><rp>)</rp></ruby>墩", "澜墩\n"),
        ("<span style='display:block'>甲</span><span style='display:block'>乙</span>", "甲\n乙\n"),
        ("<p style='display:inline'>甲</p><p style='display:inline'>乙</p>", "甲乙\n"),
        ("<div style='display:inline-block'>日期：</div><div style='display: inline-block'>今日</div>", "日期：今日\n"),
        ("<pre>\n收到\t27\n  办结  25</pre>", "收到\t27\n  办结  25\n"),
        (
            "<p>收到<input value=27 readonly>件<input type=checkbox value=甲></p><textarea>\n乙\n丙</textarea>",
            "收到27件\n乙\n丙\n",
        ),
        ("<div style='white-space:pre-wrap'>收到\n办结</div>", "收到\n办结\n"),
        ("<p>附件：<a href='a.docx'>统计表.docx</a></p>", "附件：统计表.docx\n"),
        ("<p>一</p></body></html><p>完了又有话</p>", "一\n完了又有话\n"),
        ("<p>甲<b>乙<p>丙</b>丁<div>戊", "甲乙\n丙丁\n戊\n"),
        (
            "<div>一、总体情况</p>全年</br>收到</div><dialog>甲</dialog><dialog open>乙</dialog>",
            "一、总体情况\n全年\n收到\n乙\n",
        ),
    ],
)
def test_text_is_what_a_browser_shows(body: str, read_back: str) -> None:
    assert text_of(body) == read_back


@pytest.mark.parametrize(
    ("body", "read_back"),
    [
        ("<ol><li>甲<li><p>乙</p><p>续</p></ol>", "1. 甲\n2. 乙\n续\n"),
        ("<ol start=3><li>丙<li value=7>庚<li>辛</ol>", "3. 丙\n7. 庚\n8. 辛\n"),
        ("<ol type=a><li>甲<ol type=I><li>乙</ol><li>丙</ol>", "a. 甲\nI. 乙\nb. 丙\n"),
        ("<ol style='list-style-type:cjk-ideographic'><li>总体情况<li>主动公开</ol>", "一、总体情况\n二、主动公开\n"),
        ("<ol style='list-style:simp-chinese-formal inside'><li>甲</ol>", "壹、甲\n"),
        ("<ol style='list-style:none'><li>甲</ol><ul><li>乙</ul>", "甲\n乙\n"),
        ("<ol><li>一、甲<li>（二）乙<li>3.丙<li>4.5件</ol>", "一、甲\n（二）乙\n3.丙\n4. 4.5件\n"),
        ("<ol start=9999999999><li>甲</ol><ol start=-1><li>甲<li>乙</ol>", "1. 甲\n-1. 甲\n0. 乙\n"),
    ],
)
def test_numbers_of_lists_are_written_out(body: str, read_back: str) -> None:
    assert text_of(body) == read_back


def test_the_numbers_of_word_lists_and_its_empty_elements() -> None:
    listed = (
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>一、<span "
        "style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span><![endif]>总体情况<o:p></o:p></p>"
    )
    bullet = "<p><span style='font-family:Wingdings'>l<span style='font:7.0pt 宋体'>&nbsp;</span></span>网站</p>"
    hidden = "<p>收到<span style='display:none;mso-hide:all'>旧数</span>申请</p>"
    old_picture = "<p>图<!--[if gte vml 1]><v:shape>甲</v:shape><![endif]--><![if !vml]><img src='a.gif'><![endif]></p>"
    assert text_of(listed + bullet + hidden + old_picture).splitlines() == [
        "一、\xa0 总体情况",
        "•\xa0网站",
        "收到申请",
        "图[图片]",
    ]


# ---- tables ----


@pytest.mark.parametrize(
    ("body", "read_back"),
    [
        (
            "<table><tr><td colspan=2>一、新收<td>27<tr><td rowspan=2>结果<td>公开<td>3<tr><td>部分<td>0</table>后",
            "一、新收\t27\n结果\t公开\t3\n\t部分\t0\n\n后\n",
        ),
        (
            "<table><tr><td rowspan=2 colspan=2>甲<td rowspan=2>乙<td>1<tr><td>2<tr><td colspan=3>丙<td>3</table>",
            "甲\t乙\t1\n\t\t2\n丙\t3\n\n",
        ),
        (
            "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody><tbody><tr><td>乙<td>3</table>",
            "甲\t1\n\t2\n乙\t3\n\n",
        ),
        (
            "<table><tr><td colspan=0 rowspan=x>甲<td colspan=900000>1<tr><td rowspan=900000>乙<td>2<tr><td>3</table>",
            "甲\t1\n乙\t2\n\t3\n\n",
        ),
        ("<table><tr><td>三、<br>本<br>年<td>&nbsp;<td>3</table>", "三、 本 年\t\t3\n\n"),
        ("<table><tr><td><p>自然</p><p>人</p><td>3</table>", "自然 人\t3\n\n"),
        ("<table><caption>表</caption><thead><tr><th>甲<th>乙</thead><tr><td>1<td>2</table>", "表\n甲\t乙\n1\t2\n\n"),
        ("<table><tfoot><tr><td>脚<td>2</tfoot><tbody><tr><td>身<td>1</table>", "身\t1\n脚\t2\n\n"),
        ("<table><form><tr><td>甲<td>1</tr></form><tr style='display:none'><td>乙<td>2</table>", "甲\t1\n\n"),
        ("<table>游离的话<tr><td>甲<td>1</table>", "游离的话\n甲\t1\n\n"),
        ("<table><td>甲<td>1<tr><td>乙<td>2</table>", "甲\t1\n乙\t2\n\n"),
    ],
)
def test_rows_are_told_as_in_word(body: str, read_back: str) -> None:
    assert text_of(body) == read_back


def test_a_table_that_lays_the_page_out_is_read_as_what_stands_in_it() -> None:
    data = "<table><tr><td>规章<td>4<td>0</table>"
    prose = "<p>全年收到申请二十七件，都在期限内答复。</p>"
    page = f"<table><tr><td>左<td><h2>二、主动公开</h2>{prose}{data}<p>注</p></table>"
    assert text_of(page) == "左\n二、主动公开\n全年收到申请二十七件，都在期限内答复。\n规章\t4\t0\n\n注\n"


def test_a_report_that_is_one_large_table_keeps_its_paragraphs_and_its_rows() -> None:
    rows = (
        "<tr><td colspan=3><p>一、总体情况</p><p>全年收到申请二十七件，都在期限内答复。</p></td></tr>"
        "<tr><td colspan=3>二、主动公开政府信息情况</td></tr><tr><td>规章</td><td>4</td><td>0</td></tr>"
        "<tr><td>说明：第一年没有数据，以后各年都按新的口径填报。</td><td>1</td></tr>"
    )
    assert text_of(f"<table>{rows}</table>") == (
        "一、总体情况\n全年收到申请二十七件，都在期限内答复。\n二、主动公开政府信息情况\n规章\t4\t0\n"
        "说明：第一年没有数据，以后各年都按新的口径填报。\t1\n\n"
    )


def test_a_label_of_the_form_that_ends_in_a_full_stop_is_no_sentence() -> None:
    label = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。）"
    rows = f"<tr><td rowspan=2>{label}<td colspan=2>申请人情况<tr><td>自然人<td>总计"
    assert text_of(f"<table>{rows}</table>") == f"{label}\t申请人情况\n\t自然人\t总计\n\n"


def test_a_counter_beside_the_article_does_not_make_it_a_row() -> None:
    prose = "<p>全年收到申请二十七件，都在期限内答复。</p>"
    assert text_of(f"<table><tr><td>12</td><td>{prose}{prose}</td></tr></table>").splitlines()[0] == "12"
    assert text_of(f"<table><tr><td>12</td><td>{prose}</td></tr></table>").startswith("12\t全年")


def test_headings_in_the_cells_of_a_header_do_not_take_the_row_apart() -> None:
    assert text_of("<table><tr><th><h4>商业</h4><h4>企业</h4><th><h2>总计</h2></table>") == "商业 企业\t总计\n\n"


def test_a_frame_around_paragraphs_is_no_table() -> None:
    assert text_of("<table><tr><td><p>某局</p><p>年度报告</p></td></tr><tr><td>日期</td></tr></table>") == (
        "某局\n年度报告\n日期\n"
    )


@pytest.mark.parametrize(
    ("opened", "closed", "deep"),
    [("<div>", "</div>", 20_000), ("<table><tr><td>", "</td></tr></table>", 2_000), ("<ol><li>", "</li></ol>", 5_000)],
)
def test_no_depth_of_elements_loses_a_word(opened: str, closed: str, deep: int) -> None:
    assert (
        text_of(f"{opened * deep}最里面{closed * deep}<p>最后</p>").split()
        == ["1.", "最里面", "最后"][0 if "ol" in opened else 1 :]
    )


def test_too_many_cells_are_read_as_paragraphs_and_too_wide_ones_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.reading.web.walk._MOST_CELLS", 3)
    table = "<table><tr><td>甲<td>乙<tr><td>1<td>2</table>"
    assert text_of(table * 2) == "甲\t乙\n1\t2\n\n甲\n乙\n1\n2\n"
    reaching = "<table><tr>" + "<td rowspan=200>甲" * 3_000 + "</tr>" + "<tr><td>乙</tr>" * 2_000 + "</table>"
    assert text_of(reaching).count("\t") < 40_000


# ---- the article ----

REPORT = (
    "<h1>青石县水务局2023年政府信息公开工作年度报告</h1><p>按照《条例》的规定，青石县水务局编制本年度的报告。</p>"
    "<h2>一、总体情况</h2><p>全年公开信息120条，其中网站发布80条，新媒体发布40条。</p>"
    "<h2>二、主动公开政府信息情况</h2><p>表见附件。</p><h2>三、收到和处理政府信息公开申请情况</h2><p>表见附件。</p>"
    "<h2>四、政府信息公开行政复议、行政诉讼情况</h2><p>表见附件。</p>"
    "<h2>五、存在的主要问题及改进情况</h2><p>图解偏少，全年只有2期，明年每季度不少于1期。</p>"
    "<h2>六、其他需要报告的事项</h2>"
)
END = "<p>未收取信息处理费。</p>"
MENU = "<ul><li><a href='/'>首页</a></li><li><a href='/gk'>政府信息公开年报</a></li></ul>"
FOOT = "<div>版权所有：青石县 备78</div>"


def around(body: str) -> tuple[str, list[tuple[int, str]]]:
    """The text of a page and what was left out of it: place and first words."""
    found = web.content_of(page(body), "page.html")
    return found.text, [(omission.place, str(omission.reason.params.get("start"))[:10]) for omission in found.omissions]


WHOLE = text_of(REPORT + END)


@pytest.mark.parametrize(
    "article",
    [
        f"<div>{REPORT}{END}</div>",
        f"<table><tr><td>{REPORT}{END}</td></tr></table>",
        f"<div><div>{REPORT}</div><div>{END}</div></div>",
        "<div>"
        + REPORT.replace("</h1>", "</h1><div>").replace("<h2>五", "</div><section><h2>五")
        + END
        + "</section></div>",
        f"<div><ol><li><a href='#1'>一、总体情况</a></ol>{REPORT}{END}</div>",
    ],
    ids=["a box", "a layout table", "the last section in a box of its own", "the title outside", "with contents"],
)
def test_the_page_around_the_article_is_left_out_and_told_of(article: str) -> None:
    text, omissions = around(f"{MENU}<div><p>当前位置：首页 &gt; 年报</p>{article}</div><h3>相关链接</h3>{MENU}{FOOT}")
    assert text == ("1. 一、总体情况\n".removeprefix("1. ") if "#1" in article else "") + WHOLE
    assert omissions == [
        (0, "首页 政府信息公开年"),
        (len(text), "相关链接 首页 政府"),
    ]


def test_the_day_of_publication_beside_the_article_is_kept() -> None:
    dated = f"<div><div>索引号：014/2024 发布日期：2024-01-19</div><div>{REPORT}{END}</div></div>"
    text, omissions = around(f"{MENU}{dated}{FOOT}")
    assert text.splitlines()[0] == "索引号：014/2024 发布日期：2024-01-19"
    assert [start for _, start in omissions] == ["首页 政府信息公开年", "版权所有：青石县 备"]


def test_the_name_of_the_agency_above_a_title_without_it_is_kept() -> None:
    titled = REPORT.replace("<h1>青石县水务局2023年", "<div>青石县水务局</div><div><h1>2023年")
    text, _ = around(f"{MENU}<div>{titled}{END}</div></div>{FOOT}")
    assert text.splitlines()[:2] == ["青石县水务局", "2023年政府信息公开工作年度报告"]


def test_a_page_whose_article_is_not_found_keeps_all_but_its_navigation() -> None:
    body = (
        f"<nav>{MENU}</nav><header>青石县</header><div>{REPORT.replace('工作年度', '')}{END}</div><aside>旁</aside>说明"
    )
    text, omissions = around(body)
    assert text.endswith("未收取信息处理费。\n说明\n")
    assert [start for _, start in omissions] == ["首页 政府信息公开年", "青石县", "旁"]


def test_boxes_inside_the_article_are_kept_and_menus_in_it_are_not() -> None:
    inside = REPORT.replace("<h1>", "<header><nav><a href='#'>打印</a></nav><h1>").replace("</h1>", "</h1></header>")
    text, omissions = around(f"{MENU}<article>{inside}{END}<footer>青石县水务局</footer></article>{FOOT}")
    assert text == f"{WHOLE}青石县水务局\n"
    assert omissions == [(0, "首页 政府信息公开年"), (0, "打印"), (len(text), "版权所有：青石县 备")]


def test_a_last_section_without_text_in_its_box_is_looked_for_outside() -> None:
    text, omissions = around(f"{MENU}<div>{REPORT}</div><div>无。</div>")
    assert text.endswith("六、其他需要报告的事项\n无。\n")
    assert omissions == []


def test_a_title_that_is_a_link_or_stands_twice_loses_nothing() -> None:
    title = "<h1>青石县水务局2023年政府信息公开工作年度报告</h1>"
    linked = REPORT.replace("<h1>", "<header><h1><a href='#'>").replace("</h1>", "</a></h1></header>")
    assert around(f"{MENU}<div>{linked}{END}</div>{FOOT}")[0] == WHOLE
    note = "<p>发布日期：2024-01-19 来源：青石县水务局</p>"
    text, omissions = around(f"{MENU}{title}{note}<div>{REPORT}{END}</div>{FOOT}")
    assert text == f"{WHOLE.splitlines()[0]}\n发布日期：2024-01-19 来源：青石县水务局\n{WHOLE}"
    assert [start for _, start in omissions] == ["首页 政府信息公开年", "版权所有：青石县 备"]


def test_sentences_beside_the_article_in_the_same_box_are_kept() -> None:
    more = "<p>另有两件事要说明，都与信息公开的平台有关，一并报告如下。</p>"
    text, _ = around(f"{MENU}<div><div>{REPORT}{END}</div>{more}</div>{FOOT}")
    assert text == f"{WHOLE}另有两件事要说明，都与信息公开的平台有关，一并报告如下。\n"


def test_two_reports_on_one_page_are_both_kept() -> None:
    before = REPORT.replace("2023年", "2022年")
    text, _ = around(f"{MENU}<div><div>{before}{END}</div><div>{REPORT}{END}</div></div>{FOOT}")
    assert text == WHOLE.replace("2023年", "2022年") + WHOLE


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_list_of_the_headings_beside_the_article_is_no_part_of_it(place: str) -> None:
    headings = "".join(f"<li>{line}" for line in WHOLE.splitlines() if line[1:2] == "、")
    parts = [f"<div><ul>{headings}</ul></div>", f"<div>{REPORT}{END}</div>"]
    text, omissions = around("".join(reversed(parts) if place == "behind" else parts) + FOOT)
    assert text == WHOLE
    assert [start for _, start in omissions][-1 if place == "behind" else 0] == "一、总体情况 二、主"


def test_a_report_of_line_feeds_in_a_cell_is_its_lines() -> None:
    lines = "<br>".join(f"&nbsp;&nbsp;{line}" for line in WHOLE.splitlines())
    text, omissions = around(f"<table><tr><td>左边</td><td>{lines}</td></tr></table>{FOOT}")
    assert text == "".join(f"\xa0\xa0{line}\n" for line in WHOLE.splitlines())
    assert [start for _, start in omissions] == ["左边", "版权所有：青石县 备"]


HIDDEN = "style='visibility: hidden; opacity: 0'"


@pytest.mark.parametrize(
    "body",
    [
        f"{MENU}<div id=js_content {HIDDEN}>{REPORT}{END}</div>",
        f"{MENU}<div>{REPORT.replace('<h2>三', '<div hidden><h2>三').replace('<h2>六', '</div><h2>六')}{END}</div>",
        f"{MENU}<div>{REPORT}{END}</div><div style='display:none'>{REPORT.replace('2023', '2022')}{END}</div>",
        f"{MENU}<div>{REPORT}{END}</div><p hidden>这一段话是隐藏起来的，读者在网页上看不到它。</p>",
    ],
    ids=["all of it", "sections to open", "last year's", "something else"],
)
def test_what_is_hidden_is_read_only_where_the_report_is_missing_without_it(body: str) -> None:
    assert around(body)[0] == WHOLE


def test_sentences_that_the_article_hides_are_told_of() -> None:
    words = "这一段话是隐藏起来的，读者在网页上看不到它。"
    table = f"<table><tr><td>规章<td>4<span hidden>{words}</span><td>0</table>"
    text, omissions = around(f"{REPORT}<p style='display:none'>{words}</p>{END}{table}<p hidden>{words}</p>")
    assert text == f"{WHOLE}规章\t4\t0\n\n"
    assert omissions == [(place, words[:10]) for place in (WHOLE.index("未收取"), text.index("\t0"), len(text))]


def test_a_portal_page_is_its_article() -> None:
    path = REPORTS / f"{FEW[1]}.txt"
    report = parsed(path.read_bytes(), str(path))
    found = parsed(html_of(report, "portal"), "report.html").source
    first, last = found.omissions
    assert (first.place, last.place) == (0, len(found.text))
    assert [omission.reason.params for omission in (first, last)] == [
        {"chars": len("".join(words.split())), "start": words[:20]} for words in (BEFORE, AFTER)
    ]


# ---- pictures and pages without a text ----


@pytest.mark.parametrize(
    ("picture", "read_back"),
    [
        ("<img src='t2.png' width=600>", "[图片]"),
        ("<img data-src='t2.png' src=''>", "[图片]"),
        ("<a href='t2.png'><img src='t2.png'></a>", "[图片]"),
        (f"<img src='data:image/png;base64,{'A' * 3000}'>", "[图片]"),
        ("<svg width=600 height='400px'><text>甲</text></svg>", "[图片]"),
        ("<iframe src='t2.html' width='100%'>不支持</iframe>", "[图片]"),
        ("<object data='t2.pdf'><p>不支持</p></object>", "[图片]"),
        ("<img src='t2.png' width=16>", ""),
        ("<img src='t2.png' style='height:1px'>", ""),
        ("<img src='data:image/gif;base64,R0lGOD'>", ""),
        ("<img src='/style/icon_doc.gif'>", ""),
        ("<img>", ""),
        ("<a href='javascript:share()'><img src='weixin.png'></a>", ""),
        ("<nav><img src='menu.png'></nav>", ""),
        ("<iframe src='count.html' width=0 height=0></iframe>", ""),
        ("<svg class=arrow><path d='M0'/></svg>", ""),
        ("<div style='display:none'><img src='t2.png'></div>", ""),
    ],
)
def test_pictures_are_told_where_they_stand_and_icons_are_not(picture: str, read_back: str) -> None:
    assert text_of(f"<p>见表{picture}</p>") == f"见表{read_back}\n"


def test_a_table_that_is_a_picture_is_said_to_be_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from auditor.cli import main

    body = REPORT.replace("表见附件。", "<img src='t.png' width=640>", 1).replace(
        "表见附件。", "<iframe src='t'></iframe>", 1
    )
    path = tmp_path / "report.html"
    path.write_bytes(page(body.replace("表见附件。", "") + END))
    (audit,) = audit_source(read(str(path)))
    found = [(item.rule, item.span.of(audit.report.text)) for item in audit.findings if item.rule.startswith("PRS")]
    assert [rule for rule, _ in found] == ["PRS002", "PRS002"]
    with pytest.raises(SystemExit):
        main([str(path)])
    printed = capsys.readouterr().out
    assert "表二（主动公开）似乎是图片或附件（“[图片]”），没有读到数字" in printed
    assert "没有读到的内容（1）" in printed
    assert "“三、收到和处理政府信息公开申请情况”第 1 段  嵌在网页里的内容（iframe）没有读" in printed


@pytest.mark.parametrize(
    "body",
    [
        "<div id=app></div><script src='app.js'></script>",
        f"<h1>青石县水务局2023年政府信息公开工作年度报告</h1><iframe src='report.pdf'></iframe>{FOOT}",
        f"{MENU}<div>正在加载……</div><script>load()</script>{FOOT}",
        "<h1>青石县水务局2023年政府信息公开工作年度报告</h1><img src='1.jpg'><img src='2.jpg'>",
        "<frameset><frame src='a.html'></frameset>",
        "".join(f"<li>青石县水务局{year}年政府信息公开工作年度报告" for year in range(2012, 2024))
        + "<script>x</script>",
    ],
)
def test_a_page_without_a_text_of_its_own_is_one_clear_error(body: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(page(body), "年报.html")
    assert refused.value.code == "page_without_text"
    assert error_text(refused.value, "zh").startswith("年报.html：网页里几乎没有正文")


def test_a_page_that_breaks_off_is_told() -> None:
    broken = page(REPORT + END).replace(b"</body></html>", b"")
    assert web.content_of(broken, "page.html").omissions == (Omission(len(WHOLE), Reason("page_end_missing")),)


@pytest.mark.parametrize("limit", ["_MOST_ELEMENTS", "_MOST_SIGNS"])
def test_what_is_far_too_large_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"auditor.reading.web.tree.{limit}", 50)
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(page("<p>甲" * 60), "page.html")
    assert refused.value.code == "page_broken"


@pytest.mark.parametrize("between", ["<p title='{}'>", "<!-- {} -->", "<script>{}</script>"])
def test_long_pieces_that_nobody_sees_do_not_cut_the_page(between: str) -> None:
    assert text_of(f"<p>收到申请{between.format('a' * 11_000_000)}<p>办结") == "收到申请\n办结\n"


def test_large_pictures_inside_the_page_do_not_count_and_do_not_cut_it() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 11_000_000}'>"
    assert text_of(f"<p>前{picture}后</p><p>完</p>") == "前[图片]后\n完\n"


# ---- which files are pages ----


@pytest.mark.parametrize(
    ("name", "raw", "form"),
    [
        ("年报.html", page(REPORT + END), "html"),
        ("年报.txt", page(REPORT + END), "html"),
        ("年报.doc", b"\xef\xbb\xbf \r\n" + page(REPORT + END), "html"),
        ("年报.htm", (REPORT + END).encode("gb18030"), "html"),
        ("年报.txt", ("<!-- saved from url=(0014)about:internet -->\n<html>" + REPORT + END).encode("utf-16"), "html"),
        ("年报.html", WHOLE.encode(), "text"),
        ("年报.txt", ("<p>" + WHOLE).encode(), "text"),
        ("年报.html", docx_with(paragraph("一、总体情况")), "docx"),
    ],
)
def test_the_bytes_say_what_a_file_is(name: str, raw: bytes, form: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    source = read(str(path))
    assert source.format == form
    assert "一、总体情况\n" in source.text


def test_a_page_is_audited_as_the_text_is(tmp_path: Path) -> None:
    text = REPORTS / "shuoxi-county-2021-unbalanced.txt"
    path = tmp_path / "report.html"
    path.write_bytes(html_of(parsed(text.read_bytes(), str(text)), "portal"))
    found = [(finding.rule, finding.message.zh) for finding in auditor.audit(path).findings]
    assert found == [(finding.rule, finding.message.zh) for finding in auditor.audit(text).findings]
