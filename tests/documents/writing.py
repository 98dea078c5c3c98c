"""A report of the corpus as the documents in which offices keep it, to read back and compare cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile, ZipInfo

from auditor.api import rulebook
from auditor.document import Report
from auditor.formtext import table_text
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

_COLUMN = 600
"""The width of a column in twentieths of a point."""
Block = str | list[list[str]]
"""A paragraph, or a table as rows of cells; cells that a merged cell covers are empty."""


def blocks(report: Report) -> Iterator[Block]:
    """The paragraphs of a report in order, and each of its tables in the full form where its text begins."""
    layout = rulebook().layout
    prose = [*report.narrative, *(section.title for section in report.sections), *report.extra_headings]
    prose += [report.title] if report.title else []
    told: set[str] = set()
    for line in report.lines.lines():
        if not line.text.strip() or not (report.extent.start <= line.span.start < report.extent.end):
            continue
        if any(span.overlaps(line.span) for span in prose):
            yield line.text.strip()
            continue
        section = next((s for s in report.sections if s.body.start <= line.span.start < s.body.end), None)
        key = next((spec.table for spec in layout.section if section and spec.key == section.key and spec.table), None)
        if key and key in report.tables and key not in told:
            told.add(key)
            yield _grid(report, key)


def _grid(report: Report, key: str) -> list[list[str]]:
    layout = rulebook().layout
    spec = layout.table_spec(key)
    assert spec is not None
    cells = report.tables[key].cells
    given = {
        row.key: [cells[row.key, column].raw if (row.key, column) in cells else "" for column in spec.columns_of(row)]
        for row in spec.rows
    }
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table_text(layout, key, given)]


def docx_of(report: Report) -> bytes:
    """The report as Word writes it: labels over several columns are merged cells."""
    written = (paragraph(escape(block)) if isinstance(block, str) else _table(block) for block in blocks(report))
    return docx_with("".join(written))


@dataclass(slots=True)
class _Laid:
    """A cell of a table that is being written: where it begins, over how many columns, merged with the one above?"""

    start: int
    span: int
    text: str
    merge: str = ""

    def written(self) -> str:
        width = f"<w:tcW w:w='{_COLUMN * self.span}' w:type='dxa'/>"
        wide = f"<w:gridSpan w:val='{self.span}'/>" if self.span > 1 else ""
        tall = f"<w:vMerge w:val='{self.merge}'/>" if self.merge else ""
        return f"<w:tc><w:tcPr>{width}{wide}{tall}</w:tcPr>{paragraph(escape(self.text))}</w:tc>"


def _table(rows: list[list[str]]) -> str:
    """A table with merged labels: an empty cell before the values belongs to the label left of it, one at the
    beginning of a row to the label above it.
    """
    laid = [_laid(row) for row in rows]
    for above, below in pairwise(laid):
        tall = {cell.start: cell for cell in above if cell.span == 1}
        for cell in takewhile(lambda cell: not cell.text, below):
            if cell.span == 1 and cell.start in tall:
                tall[cell.start].merge = tall[cell.start].merge or "restart"
                cell.merge = "continue"
    grid = f"<w:gridCol w:w='{_COLUMN}'/>" * max(len(row) for row in rows)
    body = "".join(f"<w:tr>{''.join(cell.written() for cell in cells)}</w:tr>" for cells in laid)
    return f"<w:tbl><w:tblPr>{_BORDERS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


_BORDERS = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)


def _laid(row: list[str]) -> list[_Laid]:
    cells, start = [], 0
    while start < len(row):
        stop = start + 1
        while stop < len(row) and not row[stop] and not any(map(_is_number, row[:stop])) and row[start]:
            stop += 1
        cells.append(_Laid(start, stop - start, row[start]))
        start = stop
    return cells


def _is_number(text: str) -> bool:
    return text[:1].isdigit()


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", _W),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    )
)


@cache
def _empty_document() -> dict[str, bytes]:
    """The parts of an empty document by their names."""
    with ZipFile(io.BytesIO(saved(Document()))) as package:
        return {name: package.read(name) for name in package.namelist()}


def docx_with(body: str, numbering: str = "") -> bytes:
    """A document whose body is this WordprocessingML, with these lists."""
    made: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    }
    if numbering:
        made["word/numbering.xml"] = f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>"
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:
        for name, content in (_empty_document() | made).items():
            package.writestr(ZipInfo(name), content)
    return buffer.getvalue()


def docx_with_note(body: str, notes: str) -> bytes:
    """A document with this body and these footnotes."""
    document = Document(io.BytesIO(docx_with(body)))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    content = f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>".encode()
    document.part.relate_to(Part(PackURI("/word/footnotes.xml"), kind, content, document.part.package), RT.FOOTNOTES)
    return saved(document)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


# ---- web pages ----

STYLES = ("plain", "portal", "word")
"""How a page is written: by hand, by an older government portal with its menus around the article, by Word."""
BEFORE = "首页 政务公开 互动交流 当前位置：首页 > 政府信息公开年报 > 正文 机构概况 公开年报"
AFTER = "上一篇：某局2019年政府信息公开工作年度报告 打印 关闭 版权所有：某局 备案号12345678"
"""What the portal shows above and below the article."""
_PLAIN = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>TITLE</title></head><body><article>
BODY
</article></body></html>
"""
_PORTAL = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>TITLE_某局门户网站</title><style>td { color: black }</style></head><body>
<script>document.write("<p>由脚本写出的话。</p>")</script>
<div class="top"><ul><li><a href="/">首页</a> <a href="/zwgk">政务公开</a> <a href="/hd">互动交流</a></li></ul></div>
<table width="1000"><tr><td colspan="2"><img src="line.jpg" height="30">
当前位置：首页 &gt; 政府信息公开年报 &gt; 正文</td></tr>
<tr><td width="200" valign="top">
<table><tr><td><a href="#">机构概况</a></td></tr><tr><td><a href="#">公开年报</a></td></tr></table>
</td><td><table width="100%"><tr><td>
BODY
</td></tr></table></td></tr></table>
<div>上一篇：某局2019年政府信息公开工作年度报告</div><p><a href="javascript:print()">打印</a> <a href="#">关闭</a></p>
<div class="foot">版权所有：某局 备案号12345678<iframe src="count.html" width="0" height="0"></iframe></div>
</body></html>
"""
_WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 15"><title>TITLE</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1 style='layout-grid:15.6pt'>
BODY
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></div></body></html>
"""
_LISTED = (
    "<![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>NUMBER<span style='font:7.0pt "
    '"Times New Roman"\'></span></span></span><![endif]>'
)


def html_of(report: Report, style: str = "plain") -> bytes:
    """The report as a web page in one of the STYLES."""
    title = "".join(report.title.of(report.text).split()) if report.title else ""
    headings = {"".join(section.title.of(report.text).split()) for section in report.sections}
    written = []
    for block in blocks(report):
        if isinstance(block, str):
            plain = "".join(block.split())
            written.append(
                _html_paragraph(block, "h1" if plain in title else "h2" if plain in headings else "p", style)
            )
        else:
            written.append(_html_table(block, style))
    page = {"plain": _PLAIN, "portal": _PORTAL, "word": _WORD}[style]
    whole = page.replace("TITLE", escape(title)).replace("BODY", "\n".join(written))
    return whole.encode("utf-8" if style == "plain" else "gb18030")


def _html_paragraph(text: str, tag: str, style: str) -> str:
    if style == "plain":
        return f"<{tag}>{escape(text)}</{tag}>"
    if style == "portal":
        look = "font-size:22px;text-align:center" if tag == "h1" else "text-indent:2em"
        return f'<p style="{look}"><span style="font-family:宋体">{escape(text)}</span></p>'
    number, rest = (text[:2], text[2:]) if tag == "h2" else ("", text)
    listed = _LISTED.replace("NUMBER", number) if number else ""
    return (
        f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>{listed}<span\n"
        f"style='font-size:16.0pt;font-family:仿宋_GB2312'>{escape(rest)}<span lang=EN-US><o:p></o:p></span></span></p>"
    )


def _html_table(rows: list[list[str]], style: str) -> str:
    written = []
    for row in _merged(rows):
        cells = []
        for text, width, height in row:
            spans = f' colspan="{width}"' * (width > 1) + f' rowspan="{height}"' * (height > 1)
            inner = escape(text) if style == "plain" else _html_paragraph(text, "p", style)
            cells.append(f"<td{spans}>{inner if text else '&nbsp;'}</td>")
        written.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(written)}</tbody></table>'


def _merged(rows: list[list[str]]) -> list[list[tuple[str, int, int]]]:
    """The cells of each row of a table of the form, with their widths and heights; those that they cover are absent."""
    if not rows[0][0].startswith(("（本列", "行政复议")):
        return [[*((cell, 1, 1) for cell in row[:-1]), (row[-1], 5 - len(row), 1)] for row in rows]
    labels = 0
    if rows[0][0].startswith("（本列"):
        labels, first = 3, next(place for place, row in enumerate(rows) if row[0] == "（一）予以公开")
        rows = [*rows[:first], *(_indented(row) for row in rows[first:-1]), rows[-1]]
        rows[first][0] = "三、本年度办理结果"
    covered: set[tuple[int, int]] = set()
    merged = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            edge, foot = (len(row), 3) if r < 3 else (labels, len(rows))
            width = height = 1
            while text and c + width < edge and not row[c + width] and (r, c + width) not in covered:
                width += 1
            while text and c < edge and r + height < foot and not any(rows[r + height][c : c + width]):
                height += 1
            covered |= {(r + down, c + right) for down in range(height) for right in range(width)}
            cells.append((text, width, height))
        merged.append(cells)
    return merged


def _indented(row: list[str]) -> list[str]:
    """A row of the results, with its label one column to the right: left of it stands that of all results."""
    return ["", row[0], "", *row[3:]] if row[0] else list(row)
