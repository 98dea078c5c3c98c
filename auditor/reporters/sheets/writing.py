"""A workbook being written: sheets of rows under a heading row, and the looks that all of them share."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from auditor.document import Report
from auditor.finding import Severity
from auditor.reporters.carrying import Carried, carry
from auditor.reporters.cells import cell_text, exact_number, number_format, opens_formula
from auditor.reporters.rows import named, shared_folder
from auditor.reporters.run import Run
from auditor.text.widths import columns_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROW_LIMIT = 1_048_576
"""How many rows a sheet can have."""
Value: TypeAlias = "str | int | float | Decimal | None"
Look: TypeAlias = Mapping[str, object]
"""Properties of a format of xlsxwriter."""

_A4 = 9
_PADDING = 2
_FONTS = {"zh": "宋体", "en": "Calibri"}
_WRITTEN_ON = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that the file bears, whenever it is written: the same audit is the same file."""
LINE_HEIGHT, _HIGHEST = 14, 400
"""Points of a line, and of the highest row that Excel shows."""
_CELL: Look = {"valign": "vcenter", "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
CENTRED: Look = {"align": "center"}
POINTS: Look = {"num_format": "0.0", "align": "center"}
CHANGE: Look = {"num_format": "+0.0;-0.0;0.0", "align": "center"}
PERCENT: Look = {"num_format": "0.0%", "align": "center"}
HEADING: Look = {"bold": True, "bg_color": "#D9E2F3", "align": "center"}
TO_FILL_IN: Look = {"bg_color": "#FFFFF0"}
TITLE: Look = {"bold": True, "border": 0, "text_wrap": False}
PLAIN: Look = {"border": 0, "text_wrap": False}
IN_GREY: Look = {"font_color": "#A6A6A6", "font_size": 8, "align": "fill", "text_wrap": False}
SEVERITIES: Mapping[Severity, Look] = {
    Severity.ERROR: {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    Severity.WARNING: {"bg_color": "#FFEB9C", "font_color": "#7F4F00"},
    Severity.INFO: {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
}


class Book:
    """A workbook, the run that it tells of, and what people wrote in the one before."""

    def __init__(self, run: Run) -> None:
        import xlsxwriter

        self.run = run
        self.font = _FONTS[run.language]
        self.folder = shared_folder(run)
        self.carried: Carried = carry(run)
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._book.set_properties({"title": run.say("workbook_title"), "created": _WRITTEN_ON})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, key: str) -> Worksheet:
        """A new sheet, set up to be printed across A4 with its name and the number of the page."""
        sheet = self._book.add_worksheet(self.run.say(key))
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_header("&C&A")
        sheet.set_footer(f"&C{self.run.say('page_footer')}")
        return sheet

    def column_chart(self, sheet: Worksheet, title: str, rows: tuple[int, int], place: tuple[int, int]) -> None:
        """A chart of the numbers of the second column by the words of the first, in these rows."""
        chart = self._book.add_chart({"type": "column"})
        first, last = rows
        series = {"categories": [sheet.name, first, 0, last, 0], "values": [sheet.name, first, 1, last, 1], "gap": 20}
        chart.add_series(series)
        chart.set_title({"name": title, "name_font": {"size": 11, "name": self.font}})
        chart.set_legend({"none": True})
        sheet.insert_chart(*place, chart)

    def named(self, report: Report) -> tuple[str, str | int, str]:
        """Agency, year and file of a report: the overview alone has whole paths."""
        return named(self.run, report, self.folder)

    def style(self, look: Look) -> Format:
        """The format of a cell with this look."""
        whole = {"font_name": self.font, "font_size": 10, "font_scheme": False, **_CELL, **look}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(whole)
        return self._formats[key]

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, look: Look) -> None:
        """Write a cell: numbers as numbers where no digit changes, all else as text that stays text."""
        shown = value
        if isinstance(shown, Decimal):
            exact = exact_number(shown)
            look = {**look, "num_format": number_format(shown)} if exact is not None else look
            shown = exact if exact is not None else f"{shown:f}"
        if shown is None or shown == "":
            sheet.write_blank(row, column, None, self.style(look))
        elif isinstance(shown, str):
            text = self.text(shown)
            look = {**look, "quote_prefix": True} if opens_formula(text) else look
            sheet.write_string(row, column, text, self.style(look))
        else:
            sheet.write_number(row, column, shown, self.style(look))

    def text(self, text: str) -> str:
        """A text as a cell can hold it, with a word about what had to be cut."""
        return cell_text(text, self.run.say("cell_cut", length=len(text)))

    def finished(self) -> bytes:
        """The bytes of the file."""
        self._book.close()
        return self._buffer.getvalue()


def width_of(text: str) -> int:
    """How wide a text is in half-width characters, its longest line counting."""
    return max(columns_of(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing: ``most`` is how wide it may grow before its text is wrapped."""

    key: str
    most: int = 12
    look: Look = field(default_factory=dict)
    heading: str = ""
    """In place of the catalogue's, for columns that people added."""
    least: int = 0
    printed: bool = True


class Listing:
    """A sheet of rows with a frozen heading row, a filter, and columns as wide as what stands in them."""

    def __init__(self, book: Book, key: str, columns: Sequence[Column]) -> None:
        self.sheet = book.sheet(key)
        self.columns = columns
        self._book = book
        self._headings = [column.heading or book.run.say(f"col_{column.key}") for column in columns]
        self._widths = [
            max(column.least, min(width_of(heading), column.most))
            for column, heading in zip(columns, self._headings, strict=True)
        ]
        self._wide: list[list[tuple[int, str]]] = [[]]
        """The texts of each row by column: how high a row must be shows when all widths are known."""
        self._row = 0
        self._untold = 0
        for place, heading in enumerate(self._headings):
            book.put(self.sheet, 0, place, heading, HEADING)

    @property
    def rows(self) -> int:
        """How many rows stand below the headings."""
        return self._row

    def place(self, key: str) -> int:
        """Where a column stands."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def add(self, values: Sequence[Value], whole: Look | None = None, single: Mapping[str, Look] | None = None) -> None:
        """Write a row, with a look for all of it and looks for single columns."""
        if self._row + 2 >= ROW_LIMIT:  # the last row is for saying so
            self._untold += 1
            return
        self._row += 1
        self._wide.append([(place, value) for place, value in enumerate(values) if isinstance(value, str)])
        for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            look = {**column.look, **(whole or {}), **((single or {}).get(column.key, {}))}
            self._book.put(self.sheet, self._row, place, value, look)
            # A text that is too wide is wrapped; a number would be shown as #####.
            if isinstance(value, str):
                self._widths[place] = max(self._widths[place], min(width_of(value), column.most))
            elif isinstance(value, int | Decimal):
                self._widths[place] = max(self._widths[place], len(f"{Decimal(value):f}"))

    def _lines(self, place: int, text: str) -> int:
        """How many lines a text takes in its column."""
        if self.columns[place].look.get("text_wrap") is False:
            return 1
        return sum(max(1, -(-width_of(line) // self._widths[place])) for line in text.split("\n"))

    def close(self) -> None:
        """Set widths, filter and print; say what had no room."""
        for place, width in enumerate(self._widths):
            self.sheet.set_column(place, place, width + _PADDING)
        for row, texts in enumerate(self._wide):
            # Excel fits rows by itself, other programs show what is wrapped only in part.
            lines = max((self._lines(place, text) for place, text in texts), default=1)
            if lines > 1:
                self.sheet.set_row(row, min(lines * LINE_HEIGHT, _HIGHEST))
        if self._untold:
            told = self._book.run.say("rows_untold", limit=f"{ROW_LIMIT:,}", count=self._untold)
            self._book.put(self.sheet, self._row + 1, 0, told, TITLE)
        last = len(self.columns) - 1
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, max(self._row, 1), last)
        self.sheet.repeat_rows(0)
        self.sheet.fit_to_pages(1, 0)
        printed = max(place for place, column in enumerate(self.columns) if column.printed)
        self.sheet.print_area(0, 0, max(self._row, 1), printed)
