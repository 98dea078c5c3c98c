"""Mentions to the cells that their words fix. Value-blind: no table is looked at here.

Where the wording leaves more than one reading (收到 may be new, or new and carried in) all
readings are candidates, in the order in which the words suggest them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.document import CellAddress, CellSum, Reason
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    EVENTS,
    FEES,
    GROUPS,
    INFO_FEE,
    LITIGATION,
    REVIEW,
    Mention,
)

_READINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "new_received": (("new_received",),),
    "received": (("new_received",), ("new_received", "carried_in")),
    "caseload": (("new_received", "carried_in"),),
    "processed": (("handled_total",), ("new_received", "carried_in"), ("new_received",)),
    "handled": (("handled_total",),),
    "carried_in": (("carried_in",),),
    "carried_out": (("carried_out",),),
    "disclosed": (("granted", "partial"),),
    "finished": (("carried_out",),),
}
_ROW_FREE_UNITS = frozenset({"元", "万元", "亿元"})


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention speaks of: its topic and the readings of its words; or why it is no matter of the tables."""

    topic: str
    candidates: tuple[CellSum, ...] = ()
    skipped: Reason | None = None
    outside: bool = False
    """Whether the skipped mention is out of scope (another year, another body) rather than without a cell."""


def link(mention: Mention, mentions: Sequence[Mention], kind: str | None, *, disputes_of_disclosure: bool) -> Link:
    """The cells that a mention's words fix, in the form's keys."""
    unit = mention.quantity.unit if mention.quantity else ""
    topic = _topic_object(mention)
    if topic is None:
        return Link("none", skipped=Reason("not_of_the_tables"))
    if "other_unit" in mention.cues:
        return Link(topic, skipped=Reason("unit_of_another_kind", {"unit": unit}))
    outside = _outside(mention, kind)
    if outside:
        return Link(topic, skipped=outside, outside=True)
    if topic == FEES:
        return _fees(unit)
    if unit in _ROW_FREE_UNITS:
        return Link(topic, skipped=Reason("unit_of_another_kind", {"unit": unit}))
    if topic == INFO_FEE or (topic == APPLICATION and "charged" in mention.cues and mention.row != "other_fee_unpaid"):
        return Link(INFO_FEE, skipped=Reason("fee_notices"))
    if topic == APPLICATION:
        return _application(mention, mentions)
    if topic in DISPUTES:
        return _dispute(mention, disputes_of_disclosure=disputes_of_disclosure)
    return _table_two(mention, topic)


def _topic_object(mention: Mention) -> str | None:
    known = (APPLICATION, REVIEW, LITIGATION, INFO_FEE, FEES, *DOCUMENTS, *DECISIONS)
    return next((item for item in mention.objects if item in known), None)


def _outside(mention: Mention, kind: str | None) -> Reason | None:
    """Why a mention speaks of something else than this report's year and body, if it does."""
    if mention.difference:
        return Reason("difference")
    if mention.period != "year":
        return Reason(f"period_{mention.period}")
    if mention.scope == "subordinate":
        return Reason("scope_subordinate")
    if kind in ("government", "township", "subdistrict"):
        return Reason("scope_level") if mention.scope == "level" else None
    if mention.scope in ("region", "system"):
        return Reason(f"scope_{mention.scope}")
    return None


def _cells(table: str, rows: Sequence[str], column: str) -> CellSum:
    return CellSum(tuple(CellAddress(table, row, column) for row in rows))


def _application(mention: Mention, mentions: Sequence[Mention]) -> Link:
    row = mention.row
    if mention.channel and row in (None, "received", "new_received") and not mention.column:
        return Link("channel", skipped=Reason("channel"))
    if "each" in mention.cues and mention.row is None:
        return Link(APPLICATION, skipped=Reason("not_of_the_tables"))
    if mention.column:
        governing = mentions[mention.head] if mention.head is not None else None
        row = row if row in EVENTS or row and row not in ("received",) else None
        row = row or (governing.row if governing and APPLICATION in governing.objects else None) or "received"
        readings = _READINGS.get(row, ((row,),))
        return Link("applicant", tuple(_cells("applications", rows, mention.column) for rows in readings))
    if row is None:
        if not mention.local_object or mention.head is not None:
            return Link(APPLICATION, skipped=Reason("unlabelled"))
        if "rate" in mention.cues or mention.form != "number" and not mention.local_object:
            return Link(APPLICATION, skipped=Reason("unlabelled"))
        row = "received"
    if mention.form == "zero" and row == "received":
        row = "new_received"
    readings = _READINGS.get(row, ((row,),))
    if mention.alternative_row:
        readings = (*readings, *_READINGS.get(mention.alternative_row, ((mention.alternative_row,),)))
    return Link(_application_topic(row), tuple(_cells("applications", rows, "total") for rows in readings))


def _application_topic(row: str) -> str:
    if row == "finished":
        return "carried_out"
    if row in EVENTS:
        return row
    return "outcome_subtotal" if row in GROUPS or row == "disclosed" else "outcome_leaf"


def _dispute(mention: Mention, *, disputes_of_disclosure: bool) -> Link:
    """Reviews and suits. Those of all kinds are not those about disclosure."""
    kinds = [item for item in mention.objects if item in DISPUTES]
    suffix = "result" if mention.result else "total"
    topic = f"{kinds[0]}_{suffix}"
    if not disputes_of_disclosure:
        return Link(topic, skipped=Reason("disputes_of_all_kinds"))
    if "inherited_only" in mention.cues:
        return Link(topic, skipped=Reason("unlabelled"))
    column = mention.result or "total"
    rows: list[str] = []
    for item in kinds if mention.reads_as_sum else kinds[:1]:
        rows += ["review"] if item == REVIEW else [mention.path] if mention.path else ["direct", "after_review"]
    return Link(topic, (_cells("disputes", rows, column),))


def _table_two(mention: Mention, topic: str) -> Link:
    if topic in DECISIONS:
        if "decided" in (mention.act or "") or mention.form == "zero" or mention.quantity is not None:
            return Link("decisions", (_cells("disclosure", (topic,), "decisions"),))
        return Link("decisions", skipped=Reason("unlabelled"))
    if mention.act in ("issued", "repealed", "in_force"):
        return Link("documents", (_cells("disclosure", (topic,), mention.act),))
    return Link("documents", skipped=Reason("no_act_named"))


def _fees(unit: str) -> Link:
    if unit and unit != "元":
        return Link("fees", skipped=Reason("unit_of_another_kind", {"unit": unit}))
    return Link("fees", (_cells("disclosure", ("fees",), "amount"),))
