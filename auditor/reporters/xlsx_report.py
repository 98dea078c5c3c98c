"""``--format xlsx``: a workbook for the clerk of one report and for the office that looks after hundreds.

The sheet of findings has empty columns for 核查结果 and 备注; ``auditor.read_checks`` reads them back.
"""

from __future__ import annotations

from auditor.reporters.run import Run


def render(run: Run) -> bytes:
    """The workbook of a run: the same bytes for the same run, whenever it is written."""
    from auditor.reporters.sheets import findings, forms, improvements, numbers, overview, undecided, vanished, writing

    book = writing.Book(run)
    for sheet in (overview, findings, numbers, forms, improvements, undecided, vanished):
        sheet.write(book)
    return book.finished()
