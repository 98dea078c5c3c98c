"""What people wrote into a workbook of findings, read back: 核查结果, 备注 and columns of their own.

Rows may have been sorted, filtered, deleted or added, columns moved or added, the file saved by WPS or LibreOffice:
columns are found by their headings, findings by their 标识. Colours, comments and sheets of people's own are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeAlias, cast

from auditor.document import Report
from auditor.errors import UsageError
from auditor.finding import Finding
from auditor.messages import LANGUAGES, words
from auditor.reading.workbooks import Rows, UnreadableWorkbook, sheets_of
from auditor.reporters.cells import printable
from auditor.text.widths import squeeze

RESULTS = ("confirmed", "unfounded", "corrected", "pending")
CheckResult: TypeAlias = Literal["confirmed", "unfounded", "corrected", "pending"]
OWN_SHEETS = ("sheet_findings", "sheet_vanished")
"""Sheets that this tool writes for people to fill in, or to keep what they wrote."""
_OWN_COLUMNS = (
    *("number", "agency", "year", "file", "severity", "rule", "title", "place", "message", "quote", "advice"),
    *("basis", "preview", "result", "note", "identity", "why_left", "old_place"),
)
_REQUIRED = ("identity", "result")
_TOLD_BY_HAND = ("message", "place", "quote", "advice", "basis")
_WRITTEN_BY_HAND = (*_TOLD_BY_HAND, "result", "note")
"""A row without a 标识 that has one of these is a person's own."""
_HEADER_ROWS = 20
_REMARK = re.compile(r"[(].*[)]$")
_IDENTITY = re.compile(r"([0-9a-f]{16})\|([^|]*)\|(\d*)\|(\d+)\|([^|]*)\|(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identity:
    """What finds a finding again in another workbook. Unknown agencies and years are None."""

    fingerprint: str
    rule: str
    year: int | None
    part: int
    agency: str | None
    path: str

    @classmethod
    def of(cls, report: Report, finding: Finding) -> Self:
        """The identity of a finding of a report, as a workbook can hold it."""
        return cls.within(report, finding.fingerprint, finding.rule)

    @classmethod
    def within(cls, report: Report, fingerprint: str, rule: str) -> Self:
        """The identity that a finding with this fingerprint has in a report."""
        agency = printable(report.agency).replace("|", "｜") if report.agency else None
        return cls(fingerprint, rule, report.year, report.part, agency, printable(report.source.path))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The identity that a cell holds; None if it holds something else."""
        match = _IDENTITY.fullmatch(text)
        if match is None:
            return None
        fingerprint, rule, year, part, agency, path = match.groups()
        return cls(fingerprint, rule, int(year) if year else None, int(part), agency or None, path)

    def __str__(self) -> str:
        """As it stands in the last column of a workbook."""
        return "|".join(
            (self.fingerprint, self.rule, str(self.year or ""), str(self.part), self.agency or "", self.path)
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What a person wrote beside a finding, in one row of a workbook."""

    fingerprint: str
    """Empty for a row that a person added."""
    agency: str | None
    year: int | None
    rule: str
    result: str
    """As written, empty if nothing was; ``verdict`` says which of the words of the list it is."""
    note: str
    row: int
    """From 1, as the spreadsheet program counts."""
    sheet: str = ""
    path: str = ""
    """The file of the report, as it was named when the workbook was written."""
    part: int = 1
    message: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    """Columns that people added: heading and what stands there."""

    @property
    def verdict(self) -> CheckResult | None:
        """The result as one of those of the list, in either language; None if it is blank or in other words."""
        for result in RESULTS:
            if _plain(self.result) in map(_plain, _in_all_languages(f"check_{result}")):
                return cast("CheckResult", result)
        return None

    @property
    def written(self) -> bool:
        """Whether a person wrote something in this row."""
        return bool(self.result or self.note or self.extra or not self.fingerprint)


def read_checks(path: str | Path) -> list[Check]:
    """The rows of a workbook that people filled in, in the order of its sheets, blank results included.

    Raises UsageError if it is no such workbook.
    """
    name = str(path)
    found: list[Check] = []
    seen = False
    own = {word for key in OWN_SHEETS for word in _in_all_languages(key)}
    for title, rows in _sheets(name).items():
        header = _header(rows)
        if header is None and title in own:
            columns = "、".join(words(f"col_{key}", "zh") for key in _REQUIRED)
            raise UsageError("checks_column_missing", path=name, sheet=title, columns=columns)
        if header is not None:
            seen = True
            found.extend(_checks(title, rows, header))
    if not seen:
        raise UsageError("checks_sheet_missing", path=name, sheet=words("sheet_findings", "zh"))
    return found


def _sheets(path: str) -> dict[str, Rows]:
    try:
        return sheets_of(Path(path))
    except UnreadableWorkbook as error:
        raise UsageError("checks_unreadable", path=path) from error
    except FileNotFoundError as error:
        raise UsageError("file_missing", path=path) from error
    except OSError as error:
        raise UsageError("file_unreadable", path=path, detail=error.strerror or str(error)) from error


@dataclass(frozen=True, slots=True)
class _Header:
    """The headings of a sheet: where ours stand, and those that people added."""

    row: int
    own: Mapping[str, int]
    added: Mapping[int, str]

    def value(self, row: Sequence[str], key: str) -> str:
        """What a row has under one of our headings; empty if the column is gone."""
        place = self.own.get(key)
        return row[place] if place is not None and place < len(row) else ""


def _in_all_languages(key: str) -> set[str]:
    return {words(key, language) for language in LANGUAGES}


def _header(rows: Rows) -> _Header | None:
    """The row that holds the headings without which nothing can be read; a title may stand above it."""
    names = {_plain(word): key for key in _OWN_COLUMNS for word in _in_all_languages(f"col_{key}")}
    for number, row in list(rows.items())[:_HEADER_ROWS]:
        own: dict[str, int] = {}
        added: dict[int, str] = {}
        for place, heading in enumerate(row):
            key = names.get(_plain(heading))
            if key is not None and key not in own:
                own[key] = place
            elif heading:
                added[place] = heading if heading not in added.values() else f"{heading}（{_letters(place)}）"
        if all(key in own for key in _REQUIRED):
            return _Header(number, own, added)
    return None


def _plain(heading: str) -> str:
    """A heading without blanks and without a remark in brackets: 核查结果（必填）."""
    return _REMARK.sub("", squeeze(heading)).casefold()


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))


def _checks(title: str, rows: Rows, header: _Header) -> Iterator[Check]:
    for number, row in rows.items():
        if number <= header.row or _plain(header.value(row, "identity")) in map(
            _plain, _in_all_languages("col_identity")
        ):
            continue  # also headings that were pasted in with other rows
        identity = Identity.read(header.value(row, "identity"))
        extra = tuple(_added(row, header))
        if identity is None and not any(header.value(row, key) for key in _WRITTEN_BY_HAND) and not extra:
            continue
        year = header.value(row, "year")
        yield Check(
            fingerprint=identity.fingerprint if identity else "",
            agency=identity.agency if identity else header.value(row, "agency") or None,
            year=identity.year if identity else int(year) if year.isdecimal() else None,
            rule=identity.rule if identity else header.value(row, "rule"),
            result=header.value(row, "result"),
            note=header.value(row, "note"),
            row=number,
            sheet=title,
            path=identity.path if identity else header.value(row, "file"),
            part=identity.part if identity else 1,
            message=header.value(row, "message") if identity else _told_by_hand(row, header),
            extra=extra,
        )


def _told_by_hand(row: Sequence[str], header: _Header) -> str:
    """What a person wrote under the headings of ours in a row of his own, in one text."""
    told = {key: header.value(row, key) for key in _TOLD_BY_HAND}
    others = [f"{words(f'col_{key}', 'zh')}：{text}" for key, text in told.items() if text and key != "message"]
    return "；".join([*([told["message"]] if told["message"] else []), *others])


def _added(row: Sequence[str], header: _Header) -> Iterator[tuple[str, str]]:
    """What stands in columns that people added, also where they gave them no heading."""
    for place, value in enumerate(row):
        if value and place not in header.own.values():
            yield header.added.get(place) or _letters(place), value
