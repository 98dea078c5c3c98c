"""The folder of a province: reports from several processes, the list of agencies, and what was planted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from tests.bench.province import manifest
from tests.bench.province.chance import dice
from tests.bench.province.defects import FILE_FAULTS, Defect, Due, revised, spoilt
from tests.bench.province.draft import Draft
from tests.bench.province.files import packed, rendered, unreadable
from tests.bench.province.folders import Place, place_of, second_place, unlisted_place
from tests.bench.province.manifest import Planted, Written
from tests.bench.province.names import Agency, unlisted
from tests.bench.province.narrative import compose
from tests.bench.province.planning import Plan, plan, wanted
from tests.bench.province.told import Told

_KINDS = {"department": "部门", "government": "政府", "township": "乡镇", "subdistrict": "街道"}
_HEADER = ("机关名称", "层级", "上级机关", "类别", "联系方式")
_BATCH = 60


@dataclass(frozen=True, slots=True)
class File:
    """A file of the province with what is to be known of it."""

    place: Place
    content: bytes
    written: Written
    planted: tuple[Planted, ...] = ()


def write_province(folder: Path, count: int, years: Sequence[int], seed: int, processes: int) -> Plan:
    """Write a province of that many agencies into a folder."""
    made = plan(count, years, seed)
    work = _work(made)
    lines: list[Planted | Written] = [*_missing(made)]
    if processes == 1:
        for piece in work:
            lines += _write(folder, files_of(made, piece))
    else:
        with ProcessPoolExecutor(processes, initializer=_prepare, initargs=(folder, count, tuple(years), seed)) as pool:
            for found in pool.map(_write_piece, work):
                lines += found
    lines += _write(folder, _unlisted(made))
    _write_list(folder, made)
    manifest.write(folder / manifest.MANIFEST, (line for line in lines if isinstance(line, Planted)))
    manifest.write(folder / manifest.FILES, (line for line in lines if isinstance(line, Written)))
    return made


Piece = tuple[tuple[str, int], ...]
"""Agencies and years whose reports one process writes; those of an archive are together."""
_prepared: list[tuple[Path, Plan]] = []


def _prepare(folder: Path, count: int, years: tuple[int, ...], seed: int) -> None:
    _prepared[:] = [(folder, plan(count, years, seed))]


def _write_piece(piece: Piece) -> list[Planted | Written]:
    folder, made = _prepared[0]
    return _write(folder, files_of(made, piece))


def _work(made: Plan) -> list[Piece]:
    """All reports in pieces; an archive is never cut."""
    archives: dict[str, list[tuple[str, int]]] = {}
    for agency in made.province.agencies:
        for year in made.years:
            defect = made.defects.get((agency.name, year))
            archive = place_of(agency, year, made.seed, defect.what if defect else None).archive
            archives.setdefault(archive, []).append((agency.name, year))
    loose = iter(archives.pop("", []))
    pieces = [tuple(slots) for slots in archives.values()]
    while piece := tuple(islice(loose, _BATCH)):
        pieces.append(piece)
    return pieces


# ---- reports ----


def files_of(made: Plan, piece: Piece) -> Iterator[File]:
    """The files of some agencies and years."""
    for name, year in piece:
        agency = made.province.named[name]
        defect = made.defects.get((name, year))
        if defect is None or defect.what != "missing":
            yield from _files(made, agency, year, defect)


def drafted(made: Plan, agency: Agency, year: int) -> tuple[Draft, tuple[Due, ...]]:
    """A report as it is sent, and the findings that are due in it."""
    told, defect = made.told(agency, year), made.defects.get((agency.name, year))
    draft = compose(told)
    if defect is None:
        return draft, ()
    draft, more = spoilt(draft, defect, told)
    return draft, (*defect.due, *more)


def _files(made: Plan, agency: Agency, year: int, defect: Defect | None) -> Iterator[File]:
    place = place_of(agency, year, made.seed, defect.what if defect else None)
    draft, dues = drafted(made, agency, year)
    draw = dice(made.seed, "file", agency.name, year)
    if defect is not None and defect.what in FILE_FAULTS:
        suffix, content = unreadable(defect.what, draft, draw)
        place = replace(place, suffix=suffix)
        yield _file(place, content, agency, year, [Planted(place.path, agency.name, year, defect.what)])
        return
    content = rendered(draft, place.suffix, draw)
    lines = _lines(defect, place, dues) if defect else []
    if defect is None or not defect.what.startswith("twice"):
        yield _file(place, content, agency, year, lines)
        return
    other = second_place(place, made.seed, year)
    if defect.what == "twice-different":
        told = replace(made.told(agency, year), figures=revised(draft.figures), version="b")
        content, first = rendered(compose(told), other.suffix, draw), content
    else:
        first = content
    line = Planted(place.path, agency.name, year, defect.what, partner=other.path)
    yield _file(place, first, agency, year, [line])
    yield _file(other, content, agency, year, [Planted(other.path, agency.name, year, defect.what, partner=place.path)])


def _lines(defect: Defect, place: Place, dues: Iterable[Due]) -> list[Planted]:
    partner = defect.partner.name if defect.partner else ""
    agency, year, what = defect.agency.name, defect.year, defect.what
    return [Planted(place.path, agency, year, what, due.rule, due.place, due.detail, partner, due.also) for due in dues]


def _file(place: Place, content: bytes, agency: Agency, year: int, lines: Sequence[Planted]) -> File:
    return File(place, content, Written(place.path, agency.name, year, place.suffix), tuple(lines))


def _unlisted(made: Plan) -> Iterator[File]:
    """Reports of bodies that are on no list."""
    for number, agency in enumerate(unlisted(made.seed, wanted(made, "unlisted"))):
        year = made.years[number % len(made.years)]
        beside = dice(made.seed, "beside", agency.name).choice(made.province.agencies)
        figures = made.figures(next(one for one in made.province.agencies if one.kind == "department"), year)
        told = Told(agency, year, made.seed, figures, None, None, agency, year)
        place = unlisted_place(agency, beside, year)
        line = Planted(place.path, agency.name, year, "unlisted")
        content = rendered(compose(told), place.suffix, dice(made.seed, "file", agency.name, year))
        yield _file(place, content, agency, year, [line])


def _missing(made: Plan) -> Iterator[Planted]:
    for (name, year), defect in made.defects.items():
        if defect.what == "missing":
            yield Planted("", name, year, "missing")


# ---- on disk ----


def _write(folder: Path, files: Iterable[File]) -> list[Planted | Written]:
    archives: dict[str, list[tuple[str, bytes]]] = {}
    lines: list[Planted | Written] = []
    for file in files:
        lines += [file.written, *file.planted]
        if file.place.archive:
            archives.setdefault(file.place.archive, []).append((f"{file.place.stem}.{file.place.suffix}", file.content))
        else:
            _save(folder / file.place.path, file.content)
    for archive, members in archives.items():
        _save(folder / archive, packed(members))
    return lines


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_list(folder: Path, made: Plan) -> None:
    """The list of agencies, as a workbook and as csv."""
    rows = [
        (agency.name, agency.level, agency.parent, _KINDS[agency.kind], agency.contact)
        for agency in made.province.agencies
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_HEADER, *rows])
    _save(folder / f"{manifest.AGENCIES}.csv", text.getvalue().encode("utf-8-sig"))
    _save(folder / f"{manifest.AGENCIES}.xlsx", _workbook([_HEADER, *rows]))


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 - the same whenever it is written
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()
