"""Which report gets which defect: each kind often enough, none where it would spoil what another report owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from tests.bench.province.chance import dice
from tests.bench.province.defects import (
    COPIES,
    MISSING_STATEMENTS,
    NUMBER_RULES,
    TABLES,
    YEARS,
    Defect,
    Due,
    as_told,
    broken_chain,
    chain_dues,
    other_number,
    revised,
    table_dues,
    too_small,
    wrong_prior,
    wrong_table,
)
from tests.bench.province.figures import Figures, Ledger, breaks, ledger
from tests.bench.province.manifest import What
from tests.bench.province.names import Agency, Province, province
from tests.bench.province.told import Told

_SHARE = 0.0025
"""Of all reports, for each kind of defect; the kinds together are a tenth."""
_ALL_FROM = 600
"""Reports from which every kind is planted at least once."""
_MANY = 8
"""Reports with one text."""
_ORDER: tuple[What, ...] = ("same-tables", "small-sum", "copied-by-many", "carry-exchanged", "untrue-none")
"""What fits in few reports is planted first."""


@dataclass(slots=True)
class Plan:
    """The province with all that is planted in it."""

    province: Province
    ledger: Ledger
    years: tuple[int, ...]
    seed: int
    defects: dict[tuple[str, int], Defect] = field(default_factory=dict)
    shifts: dict[tuple[str, int], int] = field(default_factory=dict)
    """By how much the stock of documents is off from a year on, after a break in its chain."""
    _kept_free: set[tuple[str, int]] = field(default_factory=set)

    def figures(self, agency: Agency, year: int) -> Figures:
        """The tables as they are reported."""
        defect = self.defects.get((agency.name, year))
        if defect is not None and defect.figures is not None:
            return defect.figures
        found = self.ledger.of(agency, year)
        shift = sum(by for (name, since), by in self.shifts.items() if name == agency.name and since <= year)
        issued, repealed, stock = found.documents[1]
        return replace(found, documents=(found.documents[0], (issued, repealed, stock + shift))) if shift else found

    def told(self, agency: Agency, year: int) -> Told:
        """What a report tells and with whose words."""
        before = self.told(agency, year - 1) if year > self.years[0] else None
        told = Told(
            agency,
            year,
            self.seed,
            self.figures(agency, year),
            self.figures(agency, year - 1),
            self.ledger.sums_up.get(agency.name),
            writer=agency,
            words_of=year,
            before=(before.writer, before.words_of) if before is not None and not before.vague else None,
        )
        defect = self.defects.get((agency.name, year))
        if defect is None:
            return told
        if defect.what == "kept" and before is not None:
            told = replace(told, before=before.before)
        if defect.source is not None:
            told = replace(told, before=self.told(defect.source, year).before)
        return as_told(told, defect)

    # ---- planting ----

    def free(self, agency: Agency, year: int) -> bool:
        """Whether nothing stands in the way of planting something in a report."""
        slot = agency.name, year
        return slot not in self.defects and slot not in self._kept_free

    def plant(self, defect: Defect, *kept_free: tuple[Agency, int]) -> None:
        """Plant a defect, and nothing any more in the reports that it is seen beside."""
        self.defects[defect.agency.name, defect.year] = defect
        self._kept_free.update((agency.name, year) for agency, year in kept_free)

    def within_parent(self, agency: Agency, year: int, figures: Figures) -> bool:
        """Whether a body's new tables leave those of the body that sums it up larger."""
        if not self.ledger.sums_up.get(agency.parent):
            return True
        whole = self.ledger.figures[agency.parent, year]
        keys = ("new_received", "carried_in", "handled_total")
        parts = [(figures.total(key), whole.total(key)) for key in keys]
        parts += zip(figures.decisions, whole.decisions, strict=True)
        parts += [(row[-1], sum_row[-1]) for row, sum_row in zip(figures.suits, whole.suits, strict=True)]
        return all(own <= most for own, most in parts)


def plan(count: int, years: Sequence[int], seed: int) -> Plan:
    """A province of that many agencies and what is wrong in its reports."""
    found = province(count, seed)
    made = Plan(found, ledger(found, years, seed), tuple(years), seed)
    kinds: list[What] = [what for what in get_args(What) if what != "unlisted"]
    for what in sorted(kinds, key=lambda what: (_ORDER.index(what) if what in _ORDER else len(_ORDER), what)):
        for rule in NUMBER_RULES if what == "other-number" else ("",):
            _plant_all(made, what, rule)
    return made


def wanted(made: Plan, *words: object) -> int:
    """How many of a kind there are to be."""
    reports = len(made.province.agencies) * len(made.years)
    share = reports * _SHARE
    some = int(share) + (dice(made.seed, "wanted", *words).random() < share % 1)
    return max(some, 1) if reports >= _ALL_FROM else some


def _plant_all(made: Plan, what: What, rule: str) -> None:
    todo = wanted(made, what, rule)
    if what == "copied-by-many":
        todo = round(todo / _MANY) if todo >= _MANY else min(todo, 1)
    slots = [(agency, year) for agency in made.province.agencies for year in made.years]
    dice(made.seed, "slots", what, rule).shuffle(slots)
    for agency, year in slots:
        if not todo:
            return
        if made.free(agency, year) and _planted(made, what, rule, agency, year):
            todo -= 1


def _planted(made: Plan, what: What, rule: str, agency: Agency, year: int) -> bool:
    """Whether a defect of a kind fits in a report, and is planted there now."""
    if what in COPIES:
        return _plant_copies(made, what, agency, year)
    if what in YEARS:
        return _plant_break(made, what, agency, year)
    bare = Defect(what, agency, year, made.seed)
    fitting = _fitting(made, bare, rule)
    if fitting is None:
        return False
    beside = [(agency, year - 1)] if what in ("kept", "wrong-prior") else []
    if what == "small-sum" and fitting.partner is not None:
        beside.append((fitting.partner, year))
    made.plant(fitting, *beside)
    return True


def _fitting(made: Plan, bare: Defect, rule: str) -> Defect | None:
    """The defect as it is planted in its report; None if it does not fit."""
    what = bare.what
    if what in TABLES or what in ("small-sum", "twice-different"):
        return _in_tables(made, bare)
    if what in ("other-number", "untrue-none"):
        return _in_numbers(made, bare, rule)
    if what in ("kept", "wrong-prior"):
        return _beside_last_year(made, bare)
    return _in_words(made, bare)


def _in_tables(made: Plan, bare: Defect) -> Defect | None:
    agency, year = bare.agency, bare.year
    figures = made.figures(agency, year)
    if bare.what == "small-sum":
        return _small_sum(made, bare)
    if bare.what == "twice-different":
        return bare if made.within_parent(agency, year, revised(figures)) else None
    changed = wrong_table(bare.what, figures, bare.draw())
    if changed is None or agency.kind == "government" or not made.within_parent(agency, year, changed):
        return None
    return replace(bare, figures=changed, due=table_dues(changed))


def _in_numbers(made: Plan, bare: Defect, rule: str) -> Defect | None:
    figures = made.figures(bare.agency, bare.year)
    if bare.what == "other-number":
        due = other_number(rule, figures, bare.draw(rule))
        return replace(bare, due=(due,)) if due else None
    reviews = figures.suits[0][-1]
    return replace(bare, due=(Due("XRF013", "disputes.review.total", f"{reviews} -> 0"),)) if reviews else None


def _in_words(made: Plan, bare: Defect) -> Defect | None:
    what, agency = bare.what, bare.agency
    if what in MISSING_STATEMENTS:
        owed = what == "no-fees" or agency.kind != "department"
        return replace(bare, due=(Due(MISSING_STATEMENTS[what][0]),)) if owed else None
    if what == "vague":
        also = ("SPC003", "SPC004", "SPC005", "SPC007", "SPC008", "ELM009", "BOI006")
        return replace(bare, due=(Due("SPC001", "problems", also=also), Due("SPC002", "problems", also=also)))
    if what == "foreign-name":
        partner = _stranger(made, agency, bare)
        return replace(bare, partner=partner) if partner or agency.kind != "department" else None
    return replace(bare, due=(Due("STR008"),)) if what == "nameless" else bare


def _beside_last_year(made: Plan, bare: Defect) -> Defect | None:
    agency, last = bare.agency, bare.year - 1
    if last not in made.years or not made.free(agency, last):
        return None
    if bare.what == "wrong-prior":
        return _wrong_prior(made, bare)
    return replace(bare, due=(Due("BOI002", also=("YOY008",)),))


def _small_sum(made: Plan, bare: Defect) -> Defect | None:
    agency, year = bare.agency, bare.year
    children = made.province.children.get(agency.name, ())
    if not made.ledger.sums_up.get(agency.name) or not children:
        return None
    found = too_small(made.figures(agency, year), {child: made.figures(child, year) for child in children}, bare.draw())
    if found is None or not made.free(found[1], year):
        return None
    figures, largest, due = found
    return replace(bare, figures=figures, partner=largest, due=(due,))


def _wrong_prior(made: Plan, bare: Defect) -> Defect | None:
    now = made.figures(bare.agency, bare.year)
    before = made.figures(bare.agency, bare.year - 1)
    if not now.total("new_received") or not before.total("new_received"):
        return None
    wrong = wrong_prior(before, now, bare.draw()).total("new_received")
    right = before.total("new_received")
    return replace(bare, due=(Due("YOY005", "applications.new_received.total", f"{right} -> {wrong}", ("NAR005",)),))


def _stranger(made: Plan, agency: Agency, bare: Defect) -> Agency | None:
    """Another office of the field, elsewhere; None if there is none."""
    offered = [one for one in made.province.agencies if one.sector == agency.sector and one.county != agency.county]
    offered = [one for one in offered if one.kind == agency.kind and one.county]
    return bare.draw("stranger").choice(offered) if offered else None


def _plant_break(made: Plan, what: What, agency: Agency, year: int) -> bool:
    """Tables of two years that do not fit, each right in itself."""
    last, beside = year - 1, [(agency, year - 1)]
    if year + 1 in made.years:
        beside.append((agency, year + 1))
    if last not in made.years or not all(made.free(*slot) for slot in beside):
        return False
    before, figures = made.figures(agency, last), made.figures(agency, year)
    bare = Defect(what, agency, year, made.seed)
    changed = broken_chain(what, before, figures, bare.draw())
    if changed is None or list(breaks(before, figures)) or not made.within_parent(agency, year, changed):
        return False
    following = made.figures(agency, year + 1) if year + 1 in made.years else None
    if what == "same-tables" and following is not None and list(breaks(changed, following)):
        return False
    dues = chain_dues(what, before, changed)
    if what == "same-tables" and len(dues) > 1:
        return False
    if what == "stock-break":
        made.shifts[agency.name, year] = changed.documents[1][2] - figures.documents[1][2]
    made.plant(replace(bare, figures=changed, due=dues), *beside)
    return True


def _plant_copies(made: Plan, what: What, writer: Agency, year: int) -> bool:
    """An office and others of its field and kind that have its text."""
    count = _MANY - 1 if what == "copied-by-many" else 1
    shape = _shape(made.figures(writer, year))
    offered = [
        one
        for one in made.province.agencies
        if (one.sector, one.kind, one.level) == (writer.sector, writer.kind, writer.level)
        and one != writer
        and made.free(one, year)
        and _shape(made.figures(one, year)) == shape
        and made.ledger.sums_up.get(one.name) == made.ledger.sums_up.get(writer.name)
    ]
    if len(offered) < count:
        return False
    copiers = dice(made.seed, "copiers", what, writer.name, year).sample(offered, count)
    made.plant(
        Defect(what, writer, year, made.seed, partner=copiers[0], due=(Due("BOI001", detail="copied by others"),))
    )
    for agency in copiers:
        bare = Defect(what, agency, year, made.seed, partner=writer, source=writer)
        made.plant(bare)
        share = made.told(agency, year).own_share
        made.plant(replace(bare, due=(Due("BOI001", detail=f"written anew: {share:.2f}"),)))
    return True


def _shape(figures: Figures) -> tuple[bool, ...]:
    """What a text has to speak of: two reports that differ in it are not built alike."""
    issued, repealed, stock = figures.documents[1]
    return (
        figures.total("new_received") > 0,
        figures.total("handled_total") > 1,
        any(figures.decisions),
        bool(issued and repealed),
        bool(stock),
    )
