"""What can be planted in a report: in which reports it fits, and what it does to tables, words and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.bench.province.chance import dice
from tests.bench.province.draft import Draft, Paragraph, Sentence
from tests.bench.province.figures import COLUMNS, RESULTS, Figures, breaks, broken
from tests.bench.province.manifest import What
from tests.bench.province.names import Agency
from tests.bench.province.narrative import sentence_of
from tests.bench.province.pen import phrases
from tests.bench.province.told import Told

TABLES: tuple[What, ...] = ("wrong-result", "wrong-total", "wrong-handled", "wrong-balance", "wrong-suits")
YEARS: tuple[What, ...] = ("carry-break", "carry-exchanged", "stock-break", "same-tables")
COPIES: tuple[What, ...] = ("copied", "copied-lightly", "copied-by-many")
MISSING_STATEMENTS: dict[What, tuple[str, str]] = {
    "no-assessment": ("ELM004", "supervision.assessment"),
    "no-evaluation": ("ELM005", "supervision.evaluation"),
    "no-accountability": ("ELM006", "supervision.accountability"),
    "no-fees": ("ELM010", "other.no_fee"),
}
FILE_FAULTS: tuple[What, ...] = ("damaged", "empty", "picture")
_OVERVIEW_ENDS = ("active.matter", "active.count", "management.care", "platform.site")
_LIGHT = (0.04, 0.08, 0.12)
"""How much of a lightly edited copy was written anew."""


@dataclass(frozen=True, slots=True)
class Due:
    """A finding that a defect owes: the rule, the place, and what was done."""

    rule: str
    place: str = ""
    detail: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Defect:
    """What is planted in one report."""

    what: What
    agency: Agency
    year: int
    seed: int
    figures: Figures | None = None
    """Other tables, where the defect is in them."""
    partner: Agency | None = None
    """The other one: whose text or name it is, which child is larger."""
    source: Agency | None = None
    """Whose text the report is written with, if it is a copy."""
    due: tuple[Due, ...] = ()
    """The findings that are known before the report is written."""

    def draw(self, *words: object) -> Random:
        return dice(self.seed, "defect", self.what, self.agency.name, self.year, *words)


# ---- tables ----


def wrong_table(what: What, figures: Figures, draw: Random) -> Figures | None:
    """Tables with one cell changed that an identity of the form needs; None where there is too little to change."""
    if what == "wrong-suits":
        rows = [place for place, row in enumerate(figures.suits) if row[-1]]
        if not rows:
            return None
        place = draw.choice(rows)
        suits = list(figures.suits)
        suits[place] = _moved(suits[place], draw.choice((0, 3, 4)), draw)
        return replace(figures, suits=(suits[0], suits[1], suits[2]))
    if figures.total("handled_total") < 3:
        return None
    if what == "wrong-balance":  # the row stays right: one applicant and the total are moved alike
        row = figures.row("new_received")
        step = draw.choice((-1, 1, 2))
        return figures.with_row("new_received", (row[0] + step, *row[1:6], row[6] + step)) if row[0] else None
    key = "handled_total" if what == "wrong-handled" else draw.choice([key for key in RESULTS if figures.total(key)])
    column = 6 if what != "wrong-result" else draw.choice((0, 0, 0, 1))
    return figures.with_row(key, _moved(figures.row(key), column, draw))


def _moved(row: Sequence[int], place: int, draw: Random) -> tuple[int, ...]:
    step = draw.choice((-2, -1, 1, 2, 3, 9))
    value = row[place] + step if row[place] + step >= 0 else row[place] + 1
    return (*row[:place], value, *row[place + 1 :])


def table_dues(figures: Figures) -> tuple[Due, ...]:
    """The identities of the form that tables break."""
    return tuple(Due(rule, place, also=("TAB012",) if rule != "TAB009" else ()) for rule, place in broken(figures))


def broken_chain(what: What, before: Figures, figures: Figures, draw: Random) -> Figures | None:
    """Tables that hold in themselves and do not fit last year's; None where there is too little to change."""
    if what == "same-tables":
        numbers = before.own_numbers()
        telling = len(numbers) >= 6 and max(numbers) >= 20  # fewer and smaller ones may be the same by chance
        return before if telling and before != figures and not list(breaks(before, before)) else None
    if what == "stock-break":
        issued, repealed, stock = figures.documents[1]
        step = draw.choice((-2, -1, 1, 2, 5)) if stock > 2 else 0
        documents = (figures.documents[0], (issued, repealed, stock + step))
        return replace(figures, documents=documents) if step and stock + step > 0 else None
    into, granted, handled = (list(figures.row(key)) for key in ("carried_in", "granted", "handled_total"))
    if what == "carry-exchanged":
        if not into[0] or not granted[0]:
            return None
        for row, step in ((into, 1), (granted, 1), (handled, 1)):
            row[0], row[1] = row[0] - step, row[1] + step
    else:
        step = draw.choice((-1, 1, 2, 4)) if into[0] and granted[0] else draw.choice((1, 2, 4))
        if not figures.total("handled_total"):
            return None
        for row in (into, granted, handled):
            row[0], row[6] = row[0] + step, row[6] + step
    changed = figures.with_row("carried_in", into).with_row("granted", granted)
    return changed.with_row("handled_total", handled)


def revised(figures: Figures) -> Figures:
    """Tables of a second version of a report: one licence more. Next year's report quotes nothing of it."""
    licences, *others = figures.decisions
    return replace(figures, decisions=(licences + 1, *others))


def chain_dues(what: What, before: Figures, figures: Figures) -> tuple[Due, ...]:
    """The rules that tables of two years break; of a break in total the applicants are its details."""
    found = [Due(rule, place, _of_both(before, figures, place)) for rule, place in breaks(before, figures)]
    if what == "same-tables":
        return (*found, Due("YOY007", also=("YOY006",)))
    totals = [due for due in found if due.rule == "YOY001"]
    return tuple(replace(due, also=("YOY002",)) for due in totals) or tuple(found)


def _of_both(before: Figures, figures: Figures, place: str) -> str:
    if place.startswith("disclosure"):
        issued, repealed, stock = figures.documents[1]
        return f"{before.documents[1][2]} + {issued} - {repealed} != {stock}"
    column = COLUMNS.index(place.rpartition(".")[2])
    return f"{before.row('carried_out')[column]} -> {figures.row('carried_in')[column]}"


def too_small(figures: Figures, children: Mapping[Agency, Figures], draw: Random) -> tuple[Figures, Agency, Due] | None:
    """Tables of a body that sums up the others with a number below that of one of them; and of which."""
    names = ("licensing", "penalties", "coercion")
    for place in draw.sample(range(3), 3):
        largest = max(children, key=lambda child: (children[child].decisions[place], child.name))
        most = children[largest].decisions[place]
        if most < 5:
            continue
        value = most - draw.randint(1, max(1, most // 3))
        decisions = (*figures.decisions[:place], value, *figures.decisions[place + 1 :])
        due = Due("PLA007", f"disclosure.{names[place]}.decisions", f"{value} < {most}")
        return replace(figures, decisions=decisions), largest, due
    return None


# ---- words ----


def as_told(told: Told, defect: Defect) -> Told:
    """What a report tells and with whose words, with its defect."""
    what, year = defect.what, defect.year
    if what in TABLES:
        return replace(told, detail="number")
    if what in ("other-number", "untrue-none"):
        return replace(told, detail="totals")
    if what == "vague":
        return replace(told, vague=True)
    if what == "wrong-prior" and told.prior is not None:
        return replace(told, prior=wrong_prior(told.prior, told.figures, defect.draw()), detail="growth")
    if defect.source is not None:
        whole = what == "copied" or (what == "copied-by-many" and defect.draw("whole").random() < 0.5)
        share = 0.0 if whole else defect.draw("share").choice(_LIGHT)
        return replace(told, writer=defect.source, words_of=year, own_share=share, own_numbers=not whole)
    if what == "kept":
        return replace(told, words_of=year - 1)
    return told


def wrong_prior(prior: Figures, figures: Figures, draw: Random) -> Figures:
    """Last year's tables with another number of applications: what a report wrongly quotes."""
    right, now = prior.total("new_received"), figures.total("new_received")
    offered = [
        right + step for step in (-7, -5, -3, -2, 2, 3, 4, 6, 10) if right + step not in (0, now) and right + step > 0
    ]
    value = draw.choice(offered)
    return prior.with_row("new_received", (0, 0, 0, 0, 0, 0, value))


# ---- sentences ----


def _stock(figures: Figures) -> int:
    """Documents in force, where the text tells them beside others."""
    issued, repealed, in_force = figures.documents[1]
    return in_force if issued or repealed else 0


_NUMBERS: dict[str, tuple[str, str, Callable[[Figures], int]]] = {
    "XRF001": ("request.new", "applications.new_received.total", lambda f: f.total("new_received")),
    "XRF003": ("request.carried_in", "applications.carried_in.total", lambda f: f.total("carried_in")),
    "XRF004": ("request.handled", "applications.handled_total.total", lambda f: f.total("handled_total")),
    "XRF005": ("request.carried_out", "applications.carried_out.total", lambda f: f.total("carried_out")),
    "XRF010": ("request.review", "disputes.review.total", lambda f: f.suits[0][-1]),
    "XRF014": ("request.suits", "disputes.litigation.total", lambda f: f.suits[1][-1] + f.suits[2][-1]),
    "XRF016": (
        "management.documents", "disclosure.normative_documents.in_force", _stock
    ),
    "XRF017": ("active.decisions", "disclosure.licensing.decisions", lambda f: f.decisions[0]),
}  # fmt: skip
"""Numbers of the text by the rule that compares them: the sentence, the cell, and the value."""
NUMBER_RULES = tuple(_NUMBERS)


def other_number(rule: str, figures: Figures, draw: Random) -> Due | None:
    """What is due where the text says another number than the table; None where the text does not speak of it."""
    _, place, value_of = _NUMBERS[rule]
    value = value_of(figures)
    if not value:
        return None
    step = draw.choice((-3, -2, -1, 1, 2, 3, 5)) * (10 if value > 200 and draw.random() < 0.5 else 1)
    other = value + step if value + step > 0 else value + abs(step)
    return Due(rule, place, f"{value} -> {other}")


def spoilt(draft: Draft, defect: Defect, told: Told) -> tuple[Draft, tuple[Due, ...]]:
    """A report with its defect in sentences, and what more is due of it."""
    what = defect.what
    if what == "other-number":
        return _with_number(draft, defect.due[0]), ()
    if what == "untrue-none":
        return _denied(draft, defect), ()
    if what in MISSING_STATEMENTS:
        _, topic = MISSING_STATEMENTS[what]
        return draft.changed(lambda sentence: None if sentence.topic == topic else sentence), ()
    if what == "no-section":
        return _without_section(draft, defect)
    if what == "nameless":
        return replace(draft, title=f"{defect.year}年政府信息公开工作年度报告", signature=()), ()
    if what in ("foreign-name", "residue"):
        return _left_over(draft, defect, told)
    return draft, ()


def _with_number(draft: Draft, due: Due) -> Draft:
    """The number of one sentence changed; of several on the topic the first."""
    topic = _NUMBERS[due.rule][0]
    right, _, wrong = due.detail.partition(" -> ")
    pattern = re.compile(rf"(?<!\d){right}(?=件)")
    todo = [True]

    def change(sentence: Sentence) -> Sentence:
        if not todo or not sentence.topic.startswith(topic) or not pattern.search(sentence.text):
            return sentence
        todo.clear()
        matches = list(pattern.finditer(sentence.text))
        match = matches[-1 if due.rule == "XRF016" else 0]
        return replace(sentence, text=sentence.text[: match.start()] + wrong + sentence.text[match.end() :])

    changed = draft.changed(change)
    if todo:
        raise ValueError(f"{draft.title}: no {right} on {topic}")
    return changed


def _denied(draft: Draft, defect: Defect) -> Draft:
    none = defect.draw().choice(phrases()["request"]["neither"])

    def change(sentence: Sentence) -> Sentence | None:
        if sentence.topic in ("request.review", "request.no_review"):
            return replace(sentence, text=none)
        return None if sentence.topic in ("request.suits", "request.no_suits") else sentence

    return draft.changed(change)


_ALSO_WITHOUT = {
    "disclosure": ("STR003", "STR009", "STR015"),
    "disputes": ("STR003", "STR009", "STR015"),
    "problems": ("STR003", "STR009", "ELM007", "ELM008", "ELM009"),
    "other": ("STR009", "ELM010"),
}


def _without_section(draft: Draft, defect: Defect) -> tuple[Draft, tuple[Due, ...]]:
    key = defect.draw().choice(tuple(_ALSO_WITHOUT))
    kept = {name: paragraphs for name, paragraphs in draft.sections.items() if name != key}
    return replace(draft, sections=kept), (Due("STR001", key, also=_ALSO_WITHOUT[key]),)


def _left_over(draft: Draft, defect: Defect, told: Told) -> tuple[Draft, tuple[Due, ...]]:
    """The name of another office, or kind of office, in the place of the own one; or a blank not filled in."""
    draw = defect.draw()
    if defect.what == "residue":
        return _with_sentence(draft, "BOI004", draw.choice(("overview", "overview", "problems")), "residue", told, "")
    if defect.partner is None or (defect.agency.kind != "department" and draw.random() < 0.3):
        return _with_sentence(draft, "BOI003", "overview", "self", told, "我局")
    name, place = defect.partner.plain, draw.choice(("preamble", "other", "overview", "overview", "problems"))
    if place in ("overview", "problems"):
        return _with_sentence(draft, "BOI003", place, place, told, name)
    if place == "preamble":
        sentence = sentence_of(told, "preamble", "opening", {"us": name})
        topic = sentence.topic
    else:
        sentence, topic = sentence_of(told, "left", "other", {"foreign": name}), "other.no_fee"
    changed = draft.changed(lambda one: sentence if one.topic == topic else one)
    return changed, (Due("BOI003", place, sentence.text),)


def _with_sentence(
    draft: Draft, rule: str, place: str, topic: str, told: Told, name: str
) -> tuple[Draft, tuple[Due, ...]]:
    """A draft with a sentence more in a section."""
    sentence = sentence_of(told, "left", topic, {"foreign": name})
    draw = dice(told.seed, "inserted", draft.title)
    sections = {**draft.sections, place: tuple(_inserted(draft.sections[place], sentence, draw))}
    return replace(draft, sections=sections), (Due(rule, place, sentence.text),)


def _inserted(paragraphs: Sequence[Paragraph], sentence: Sentence, draw: Random) -> Iterator[Paragraph]:
    """The paragraphs with a sentence behind one that may end there; section 五 gets it at its end."""
    places = [
        (row, place)
        for row, paragraph in enumerate(paragraphs)
        for place, one in enumerate(paragraph.sentences, start=1)
        if one.topic in _OVERVIEW_ENDS
    ] or [(len(paragraphs) - 1, len(paragraphs[-1].sentences))]
    row, place = draw.choice(places)
    for number, paragraph in enumerate(paragraphs):
        told = paragraph.sentences
        yield replace(paragraph, sentences=(*told[:place], sentence, *told[place:])) if number == row else paragraph
