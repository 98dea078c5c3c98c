"""表格: the tables of each report laid out as the form has them, with the cells that findings point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.document import Cell, CellAddress, CellState, PrintedLabel, Report, Table
from auditor.finding import Audit, Finding
from auditor.layout import Layout, TableSpec
from auditor.messages import reason_text
from auditor.reporters.sheets import writing
from auditor.reporters.sheets.formgrid import WIDTH, Line, Piece, grid
from auditor.reporters.sheets.pointing import Pointed, pointed_cells
from auditor.reporters.sheets.writing import HEADING, LINE_HEIGHT, PLAIN, SEVERITIES, TITLE, Book, Look, width_of

_COLUMN_WIDTH = 10
_PAGE_BREAKS = 1000
"""Excel takes hardly more in a sheet."""
_LABEL: Look = {"align": "left", "bg_color": "#F2F2F2"}
_REPORT: Look = {"bold": True, "font_size": 12, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "align": "left"}
_NUMBER: Look = {"align": "center", "shrink": True, "text_wrap": False}
_UNREAD: Look = {**_NUMBER, "bg_color": "#D9D9D9", "font_color": "#7F7F7F", "italic": True}
_NO_NUMBER: Look = {**_NUMBER, "italic": True, "font_color": "#C55A11"}
_DRAWN_ON: Look = {"bg_color": "#FFF2CC"}
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_HIGHEST = 320, 18, 400
_COMMENT_CHARS = 44
"""How many half-width characters a line of a comment takes."""


def write(book: Book) -> None:
    """Write the sheet."""
    page = _Page(book)
    for audit in book.run.audits:
        page.report(audit)
    page.close()


class _Page:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._say = book.run.say
        self._sheet = book.sheet("sheet_forms")
        self._language = book.run.language
        self._breaks: list[int] = []
        self._untold = 0
        self._sheet.set_column(0, WIDTH - 1, _COLUMN_WIDTH)
        self._row = 0
        for key in ("forms_colours", "forms_grey"):
            self._line(self._say(key), PLAIN)

    def report(self, audit: Audit) -> None:
        """All tables of a report under a heading of its own, or none where the sheet has no room for all."""
        report = audit.report
        form = self._book.run.rulebook.form_of(report)
        lines = [(spec, self._lines(spec, report)) for spec in form.table]
        # Beside its grid a table takes a title, a blank row, a doubt and rows that could not be placed.
        if self._untold or self._row + sum(len(grid_lines) + 5 for _, grid_lines in lines) + 3 > writing.ROW_LIMIT:
            self._untold += 1
            return
        self._row += 1
        if report is not self._book.run.audits[0].report:
            self._breaks.append(self._row)
        agency, year, file = self._book.named(report)
        self._merge(Piece(0, f"{agency}　{year}　{file}", WIDTH), _REPORT)
        self._row += 1
        pointed = pointed_cells(audit, form)
        for spec, grid_lines in lines:
            self._row += 1
            self._line(spec.label.phrase.of(self._language), TITLE)
            table = report.tables.get(spec.key)
            if table is None:
                self._line(self._say("table_unread"), PLAIN)
            else:
                self._table(grid_lines, table, form, pointed)

    def _lines(self, spec: TableSpec, report: Report) -> list[Line]:
        table = report.tables.get(spec.key)
        return grid(spec, table.cells, self._language) if table else []

    def _line(self, text: str, look: Look) -> None:
        self._book.put(self._sheet, self._row, 0, text, look)
        self._row += 1

    def _table(self, lines: Sequence[Line], table: Table, form: Layout, pointed: Mapping[CellAddress, Pointed]) -> None:
        if table.doubt is not None:
            self._line(reason_text(table.doubt, self._language, form), PLAIN)
        for line in lines:
            height = max(_height(piece) for piece in line)
            if height > 1:
                self._sheet.set_row(self._row, height * LINE_HEIGHT)
            for piece in line:
                if isinstance(piece.content, str):
                    self._merge(piece, HEADING if piece.heading else _LABEL)
                else:
                    address = CellAddress(table.key, *piece.content)
                    self._cell(piece.column, table.cells.get(piece.content), pointed.get(address))
            self._row += 1
        for key, labels in (("rows_loose", table.loose_rows), ("rows_extra", table.extra_rows)):
            if labels:
                self._line(self._say(key, rows=_texts(labels)), PLAIN)

    def _merge(self, piece: Piece, look: Look) -> None:
        last_row, last_column = self._row + piece.down - 1, piece.column + piece.wide - 1
        if piece.down > 1 or piece.wide > 1:
            style = self._book.style(look)
            self._sheet.merge_range(self._row, piece.column, last_row, last_column, "", style)
        self._book.put(self._sheet, self._row, piece.column, str(piece.content), look)

    def _cell(self, column: int, cell: Cell | None, pointed: Pointed | None) -> None:
        """A number as a number, a blank as a blank, all else as it is printed; what points to it as a comment."""
        if cell is None:
            self._book.put(self._sheet, self._row, column, self._say("not_read"), _UNREAD)
            return
        look = _NUMBER if cell.state in (CellState.NUMBER, CellState.BLANK) else _NO_NUMBER
        raw = " ".join(cell.raw.split())
        told = [] if cell.plain or cell.value is None else [self._say("printed_as", text=raw)]
        if pointed is not None:
            look = {**look, **(SEVERITIES[pointed.worst.severity] if pointed.direct else _DRAWN_ON)}
            told += [self._told(finding) for finding in pointed.findings]
        self._book.put(self._sheet, self._row, column, raw if cell.value is None else cell.value, look)
        if told:
            self._comment(column, told)

    def _told(self, finding: Finding) -> str:
        return f"{finding.rule}（{self._say(finding.severity.word)}）{finding.message.of(self._language)}"

    def _comment(self, column: int, paragraphs: Sequence[str]) -> None:
        lines = sum(1 + width_of(paragraph) // _COMMENT_CHARS for paragraph in paragraphs)
        height = min(_COMMENT_HIGHEST, (lines + 1) * _COMMENT_LINE)
        size = {"width": _COMMENT_WIDTH, "height": height, "font_size": 9, "font_name": self._book.font}
        self._sheet.write_comment(self._row, column, self._book.text("\n".join(paragraphs)), size)

    def close(self) -> None:
        """Set the pages; say what had no room."""
        if self._untold:
            self._line(self._say("reports_untold", limit=f"{writing.ROW_LIMIT:,}", count=self._untold), TITLE)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_h_pagebreaks(self._breaks[:_PAGE_BREAKS])


def _height(piece: Piece) -> int:
    """How many lines of text a label needs, each time for one of the rows that it takes."""
    if not isinstance(piece.content, str):
        return 1
    room = piece.wide * (_COLUMN_WIDTH + 1) - 2
    return -(-width_of(piece.content) // (room * piece.down))


def _texts(labels: Sequence[PrintedLabel]) -> str:
    return "、".join("".join(label.text.split()) for label in labels)
