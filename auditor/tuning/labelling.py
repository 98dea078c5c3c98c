"""What to label next, the sheet that a person fills in, and the way back into training data.

A sheet is JSON lines: one clause a line, with an empty ``label`` and the words that the tool takes for
facets. A person writes ``措施 2`` (``measure 2``), ``问题 3`` (``problem 3``) or ``其他`` (``other``) and
mends the facets. What is written back has the form of ``corpus/measures/clauses.jsonl``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from auditor.document import Facet, Statement
from auditor.errors import UsageError
from auditor.messages import with_words, words
from auditor.model import FACETS, KINDS
from auditor.tuning.findings import ReadReport

if TYPE_CHECKING:
    import pandas as pd

    from auditor.corpus import Clause

_LABEL = re.compile(r"(measure|problem|other|措施|问题|其他)\s*([0-3]?)")
_KINDS = {"措施": "measure", "问题": "problem", "其他": "other", **{kind: kind for kind in KINDS}}
_DETAILS = {Facet.BODY, Facet.TIME, Facet.QUANTITY}


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a sheet. ``kind`` and ``level`` are what the tool says, ``reason`` why it asks."""

    id: str
    office: str
    text: str
    label: str
    facets: dict[str, list[str]]
    kind: str
    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure or problem that the tool found, and its place: report and position in the text."""

    id: str
    office: str
    text: str
    kind: str
    rating: Statement
    quotes: Mapping[Facet, tuple[str, ...]]
    """The words of the text that carry each facet."""

    @property
    def margin(self) -> float:
        """How far the score is from the border of two levels, 0 to 0.5: the nearer, the less sure the level."""
        return abs(self.rating.score % 1 - 0.5)

    @property
    def gap(self) -> int:
        """How many levels the facets alone and the model differ; 0 for problems, which go by their evidence."""
        return abs(level_by_facets(self.rating.facets) - self.rating.level) if self.kind == "measure" else 0


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """How many lines of a sheet were written, were written before, and are still without a label."""

    written: int
    known: int
    still_open: int


def level_by_facets(facets: Collection[Facet]) -> int:
    """The level of a measure by the guideline's count of facets alone.

    2 takes action and object, 3 also two of body, time and quantity; one of action and object is 1.
    """
    told = {Facet.ACTION, Facet.OBJECT} & set(facets)
    if len(told) < 2:
        return len(told)
    return 3 if len(_DETAILS & set(facets)) >= 2 else 2


def candidates(reports: Iterable[ReadReport]) -> list[Candidate]:
    """The measures and problems of section 五 of these reports, each text once, but none of offices held out."""
    held_out = _held_out()
    found: dict[str, Candidate] = {}
    for item in reports:
        office = item.report.agency or item.name
        if office in held_out:
            continue
        for kind, statements in (("measure", item.report.measures), ("problem", item.report.problems)):
            for statement in statements:
                text = _plain(statement.span.of(item.report.text))
                quotes = {
                    facet: tuple(_plain(span.of(item.report.text)) for span in spans)
                    for facet, spans in statement.facets.items()
                }
                candidate = Candidate(f"{item.name}-{statement.span.start}", office, text, kind, statement, quotes)
                found.setdefault(text, candidate)
    return list(found.values())


def _plain(text: str) -> str:
    """A text without the line breaks that its report has in it."""
    return "".join(line.strip() for line in text.splitlines())


def candidates_to_frame(pool: Iterable[Candidate]) -> pd.DataFrame:
    """One row a candidate: id, office, text, kind, level, score, margin, gap."""
    import pandas as pd

    rows = [
        [one.id, one.office, one.text, one.kind, one.rating.level, one.rating.score, one.margin, one.gap]
        for one in pool
    ]
    return pd.DataFrame(rows, columns=["id", "office", "text", "kind", "level", "score", "margin", "gap"])


def choose_next(
    pool: Sequence[Candidate],
    each: int = 10,
    *,
    labelled: Collection[str] = (),
    seed: str = "",
    language: str = "zh",
) -> list[Entry]:
    """What to label next: ``each`` by smallest margin, by largest gap and at random, nothing twice.

    The random part says how good the tool is on the whole; the others, where a label teaches it most. Texts in
    ``labelled`` are left out. The same pool and ``seed`` give the same choice. Reasons are in ``language``.
    """
    left = {one.id: one for one in pool if one.text not in labelled}
    chosen: list[Entry] = []
    by_margin = sorted(left.values(), key=lambda one: one.margin)[:each]
    for one in by_margin:
        reason = words("why_margin", language, score=f"{one.rating.score:.2f}", margin=f"{one.margin:.2f}")
        chosen.append(_entry(left.pop(one.id), reason))
    by_gap = sorted((one for one in left.values() if one.gap), key=lambda one: (-one.gap, one.margin))[:each]
    for one in by_gap:
        count = level_by_facets(one.rating.facets)
        reason = words("why_disagreement", language, count=count, level=one.rating.level)
        chosen.append(_entry(left.pop(one.id), reason))
    drawn = sorted(left.values(), key=lambda one: hashlib.sha256(f"{seed}|{one.id}".encode()).digest())[:each]
    chosen.extend(_entry(one, words("why_random", language)) for one in drawn)
    return chosen


def _entry(one: Candidate, reason: str) -> Entry:
    facets = {facet.value: list(quotes) for facet, quotes in one.quotes.items()}
    return Entry(one.id, one.office, one.text, "", facets, one.kind, one.rating.level, reason)


def entries_to_frame(entries: Iterable[Entry]) -> pd.DataFrame:
    """A sheet as a table, one row an entry."""
    import pandas as pd

    return pd.DataFrame([msgspec.to_builtins(entry) for entry in entries], columns=Entry.__struct_fields__)


def write_sheet(entries: Iterable[Entry], sheet: Path) -> None:
    """Write a sheet. Raises UsageError if it exists: somebody may have filled it in."""
    if sheet.exists():
        raise with_words(UsageError("sheet_exists", path=str(sheet)))
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_bytes(msgspec.json.Encoder().encode_lines(list(entries)))


def read_sheet(sheet: Path) -> list[Entry]:
    """The entries of a sheet, filled in or not. Raises UsageError with the line that is none."""
    return [entry for _, entry in _lines(sheet)]


def _lines(sheet: Path) -> Iterator[tuple[int, Entry]]:
    decoder = msgspec.json.Decoder(Entry)
    for line, raw in enumerate(_content(sheet).split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            yield line, decoder.decode(raw)
        except msgspec.DecodeError as error:
            raise with_words(UsageError("sheet_invalid", path=str(sheet), line=line, detail=str(error))) from error


def _content(path: Path) -> bytes:
    """The bytes of a file, without the mark that some editors put first."""
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except FileNotFoundError as error:
        raise with_words(UsageError("file_missing", path=str(path))) from error


def labelled_clauses(path: Path) -> list[Clause]:
    """The clauses of a file that ``write_back`` wrote, for ``auditor.fitting.fit``; none if there is no file."""
    from auditor.corpus import Clause

    if not path.exists():
        return []
    try:
        return msgspec.json.Decoder(Clause).decode_lines(_content(path))
    except msgspec.DecodeError as error:
        raise with_words(UsageError("label_file_invalid", path=str(path), detail=str(error))) from error


def write_back(sheet: Path, target: Path) -> WrittenBack:
    """Append the filled lines of a sheet to ``target``; lines without a label wait, lines written before are left.

    All lines are checked first, and nothing is written if one is wrong. Raises UsageError with the line: no
    such label or facet, a quote that the text does not have, an office of the test half, another label than
    the one written before.
    """
    before = {clause.id: clause for clause in labelled_clauses(target)}
    held_out = _held_out()
    new: dict[str, Clause] = {}
    known = still_open = 0
    for line, entry in _lines(sheet):
        if not entry.label.strip():
            still_open += 1
            continue
        try:
            clause = _clause(entry, held_out)
            earlier = _earlier(clause, before, new)
        except UsageError as error:
            raise with_words(UsageError(error.code, path=str(sheet), line=line, **error.params)) from None
        if earlier is None:
            new[clause.id] = clause
        else:
            known += 1
    if new:
        target.parent.mkdir(parents=True, exist_ok=True)
        written = target.read_bytes() if target.exists() else b""
        ended = b"\n" if written and not written.endswith(b"\n") else b""  # an editor may have taken the last one
        with target.open("ab") as file:
            file.write(ended + msgspec.json.Encoder().encode_lines(list(new.values())))
    return WrittenBack(len(new), known, still_open)


def _earlier(clause: Clause, *written: Mapping[str, Clause]) -> Clause | None:
    """The same clause as written before, if it was. Raises UsageError if its label was another."""
    earlier = next((clauses[clause.id] for clauses in written if clause.id in clauses), None)
    if earlier not in (None, clause):
        raise UsageError("label_changed", id=clause.id)
    return earlier


def _clause(entry: Entry, held_out: Collection[str]) -> Clause:
    """The labelled clause of a filled line. Raises UsageError for what cannot be one."""
    from auditor.corpus import Clause

    match = _LABEL.fullmatch(entry.label.strip())
    if match is None or (match[2] == "") != (_KINDS[match[1]] == "other"):
        raise UsageError("label_invalid", value=entry.label)
    if entry.office in held_out:
        raise UsageError("label_held_out", office=entry.office)
    kind, level = _KINDS[match[1]], int(match[2]) if match[2] else None
    facets: dict[str, list[tuple[int, int]]] = {}
    for name, quotes in entry.facets.items():
        if name not in FACETS:
            raise UsageError("label_facet_unknown", name=name, known="、".join(FACETS))
        for quote in quotes:
            start = entry.text.find(quote)
            if start < 0 or not quote:
                raise UsageError("label_quote_missing", quote=quote, name=name)
            facets.setdefault(name, []).append((start, start + len(quote)))
    return Clause(entry.id, entry.office, "development", entry.text, kind, level, {} if kind == "other" else facets)


def _held_out() -> frozenset[str]:
    """The offices of the test half, by name."""
    from auditor.corpus import clauses_of

    return frozenset(clause.office for clause in clauses_of("test"))
