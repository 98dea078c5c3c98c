"""Links and contradictions on the single sentences of ``corpus/sentences``: ``python -m tests.corpus.sentences``.

Each sentence is set into a report of its office with the tables that it speaks of (``tables.toml``), in the
aspect 依申请公开, or 政府信息管理 where it speaks of table 二 only, and compared as in ``scores``.
The development half is printed, with ``--test`` the half that is looked at only to report.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import auditor
import msgspec
from auditor.corpus import ClaimLabel, Labels
from auditor.finding import Audit

from tests.corpus.scores import Score, compare_claims, print_scores
from tests.layouts import LAYOUT, Values, pipes, report, zeros

SENTENCES = Path(__file__).resolve().parents[2] / "corpus" / "sentences"


class TableValues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One set of tables: the year, and the rows in the order of the form without their totals."""

    year: int
    rows: dict[str, list[Decimal]]


class SentenceLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of an invented office, the tables that it speaks of and its claims."""

    id: str
    office: str
    kind: str
    table: str
    text: str
    claims: tuple[ClaimLabel, ...]


def filled(given: TableValues) -> Values:
    """All cells of the form with the given rows, their totals and the rows that add them up."""
    values = zeros()
    for name, numbers in given.rows.items():
        table, row = name.split(".")
        columns = [column for key, of, column in values if key == table and of == row and column != "total"]
        for column, number in zip(columns, numbers, strict=True):
            values[table, row, column] = str(number)
        if (table, row, "total") in values:
            values[table, row, "total"] = str(sum(numbers))
    handled = [
        row.key
        for row in LAYOUT.table[1].rows
        if row.key not in ("new_received", "carried_in", "handled_total", "carried_out")
    ]
    for column in {column for table, _, column in values if table == "applications"}:
        total = sum(int(values["applications", row, column]) for row in handled)
        values["applications", "handled_total", column] = str(total)
    return values


def tables() -> dict[str, TableValues]:
    """The sets of tables by their letter."""
    return msgspec.toml.decode((SENTENCES / "tables.toml").read_bytes(), type=dict[str, TableValues], strict=False)


def labelled_sentences(half: str) -> Iterator[SentenceLabel]:
    """The sentences of a half in the order of their files."""
    decoder = msgspec.json.Decoder(SentenceLabel)
    for path in sorted(SENTENCES.glob(f"{half}*.jsonl")):
        yield from decoder.decode_lines(path.read_bytes())


def audit_of(sentence: SentenceLabel, given: TableValues) -> Audit:
    """The audit of a report that holds the sentence and the tables."""
    of_table_two = [label.cell.startswith("disclosure.") for label in sentence.claims if label.cell]
    aspect = "（三）政府信息管理。" if of_table_two and all(of_table_two) else "（二）依申请公开。"
    text = report(filled(given), pipes).replace("2023年", f"{given.year}年").replace("青石县水务局", sentence.office)
    text = text.replace("（一）主动公开。全年公开信息120条。", f"{aspect}{sentence.text}")
    return auditor.audit_text(text, auditor.Options(select=("PRS003",)))


def main() -> None:
    """Print the figures, and with ``-v`` every miss and every false link or accusation."""
    half = "test" if "--test" in sys.argv else "development"
    links, contradictions = Score(), Score()
    given = tables()
    decided: list[float] = []
    for sentence in labelled_sentences(half):
        audit = audit_of(sentence, given[sentence.table])
        labels = Labels(
            sentence.office, sentence.kind, given[sentence.table].year, "pipe", False, claims=sentence.claims
        )
        compare_claims(audit, labels, sentence.id, links, contradictions)
        decided.append(audit.score.decided_claims)
    print_scores({"claim to cell": links, "contradictions": contradictions}, verbose="-v" in sys.argv)
    print(f"decided share of numbers, mean of sentences: {sum(decided) / max(1, len(decided)):.3f}")


if __name__ == "__main__":
    main()
