"""Ways in which a report is damaged. Each knows whether the damage takes something away that the form requires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from auditor.document import Report
from auditor.text.spans import Span

_SIGNS = tuple(
    "　 \t\u200b\u00a0\ufeff\ufffd\n\r\x0c１２３0123456789，。；：、·…“”《》（）()[]【】〔〕／/|｜—–-%％"
    "一二十百件份的了不未无各均其中分别为共"
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged report as a file holds it. ``short`` says that a section or a part of a table is gone."""

    content: bytes
    short: bool = False


def signs(report: Report, dice: Random) -> Damaged:
    """Signs put in, taken out, exchanged; stretches doubled."""
    text = list(report.text)
    for _ in range(dice.randint(1, 60)):
        place = dice.randrange(len(text))
        match dice.randrange(4):
            case 0:
                text[place] = dice.choice(_SIGNS)
            case 1:
                text.insert(place, dice.choice(_SIGNS))
            case 2 if len(text) > 1:
                del text[place]
            case _:
                text[place:place] = text[place : place + dice.randint(2, 40)]
    return Damaged("".join(text).encode())


def byte_flips(report: Report, dice: Random) -> Damaged:
    """Bytes changed, lost and put in, in any of the encodings."""
    content = bytearray(report.text.encode(dice.choice(ENCODINGS), "replace"))
    for _ in range(dice.randint(1, 40)):
        place = dice.randrange(len(content))
        match dice.randrange(3):
            case 0:
                content[place] = dice.randrange(256)
            case 1:
                content.insert(place, dice.randrange(256))
            case _ if len(content) > 1:
                del content[place]
    return Damaged(bytes(content))


def mixed_encodings(report: Report, dice: Random) -> Damaged:
    """The beginning in one encoding and the rest in another."""
    place = dice.randrange(len(report.text))
    first, second = dice.sample(ENCODINGS, 2)
    return Damaged(report.text[:place].encode(first, "replace") + report.text[place:].encode(second, "replace"))


def lost_lines(report: Report, dice: Random) -> Damaged:
    """Some lines dropped anywhere."""
    lines = report.text.split("\n")
    for _ in range(dice.randint(1, max(1, len(lines) // 4))):
        del lines[dice.randrange(len(lines))]
        if not lines:
            break
    return Damaged("\n".join(lines).encode())


def shuffled_lines(report: Report, dice: Random) -> Damaged:
    """All lines, or those of a stretch, in another order; or wrapped at a width of their own."""
    lines = report.text.split("\n")
    if dice.random() < 0.5:
        width = dice.randint(8, 44)
        wrapped = [line[at : at + width] for line in lines for at in range(0, max(1, len(line)), width)]
        return Damaged("\n".join(wrapped).encode())
    start = dice.randrange(len(lines))
    part = lines[start : start + dice.randint(2, 60)]
    dice.shuffle(part)
    lines[start : start + len(part)] = part
    return Damaged("\n".join(lines).encode())


def shuffled_sections(report: Report, dice: Random) -> Damaged:
    """The sections with their headings in another order."""
    parts = [report.text[section.title.start : section.body.end] for section in report.sections]
    dice.shuffle(parts)
    start = report.sections[0].title.start if report.sections else len(report.text)
    return Damaged((report.text[:start] + "\n".join(parts)).encode())


def lost_section(report: Report, dice: Random) -> Damaged:
    """A section with its heading gone."""
    section = dice.choice(report.sections)
    return _without(report, Span(section.title.start, section.body.end))


def cut_table(report: Report, dice: Random) -> Damaged:
    """A table that ends early, or begins late."""
    table = dice.choice(list(report.tables.values()))
    values = sorted(cell.span for cell in table.cells.values() if cell.value is not None)
    place = dice.choice(values)
    cut = Span(place.start, table.span.end) if dice.random() < 0.5 else Span(table.span.start, place.end)
    return _without(report, cut)


def ended_early(report: Report, dice: Random) -> Damaged:
    """The first part of the file: the copying stopped before the last section began."""
    return _without(report, Span(dice.randrange(report.sections[-1].title.start), len(report.text)))


def _without(report: Report, lost: Span) -> Damaged:
    return Damaged((report.text[: lost.start] + "\n" + report.text[lost.end :]).encode(), short=True)


WAYS: Mapping[str, Callable[[Report, Random], Damaged]] = {
    way.__name__: way
    for way in (
        signs,
        byte_flips,
        mixed_encodings,
        lost_lines,
        shuffled_lines,
        shuffled_sections,
        lost_section,
        cut_table,
        ended_early,
    )
}
