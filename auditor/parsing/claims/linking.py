"""Mentions to the cells that their words fix. Value-blind: no table is looked at here.

Where the wording leaves more than one reading (收到 may be new, or new and carried in) all
readings are candidates, in the order in which the words suggest them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.document import CellAddress, CellSum, Reason
from auditor.parsing.claims.links import Link, cells_of, in_column
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    EVENTS,
    FEES,
    GROUPS,
    INFO_FEE,
    KINDS_OF_ORGANISATION,
    LITIGATION,
    ORGANISATIONS,
    REVIEW,
    TABLE_TWO,
    Mention,
    is_outcome,
)
from auditor.parsing.claims.table_two import link_charges, link_table_two

READINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "new_received": (("new_received",),),
    "received": (("new_received",), ("new_received", "carried_in")),
    "caseload": (("new_received", "carried_in"),),
    "processed": (("handled_total",), ("new_received", "carried_in"), ("new_received",)),
    "handled": (("handled_total",),),
    "carried_in": (("carried_in",),),
    "carried_out": (("carried_out",),),
    "carried": (("carried_out",), ("carried_in",)),
    "in_hand": (("carried_out",), ("new_received", "carried_in")),
    "disclosed": (("granted", "partial"),),
    "opened": (("granted",), ("granted", "partial")),
    "asked_or_opened": (("new_received",), ("new_received", "carried_in"), ("granted",), ("granted", "partial")),
    "other_any": (("other",), ("other_misc",)),
    "other_rest": (("other_misc",), ("other",)),
    "other_withdrawn": (("other_misc",),),
    "finished": (("carried_out",),),
}
_WHOLES = (
    frozenset({"natural_person", "organisations"}),
    frozenset({"natural_person", *ORGANISATIONS}) - {"organisations"},
    frozenset({"upheld", "corrected", "other", "pending"}),
)
"""The columns that a row's total adds up."""
_CONCLUDED = ("upheld", "corrected", "other")
_RESULTS_READ = {"dismissed": ("upheld", "other")}
_IN_SUM = {"opened": "granted", "other_withdrawn": "other_misc", "other_any": "other_misc"}
_NEAR_ENOUGH_FOR_DEFAULT = 2
_TOO_FAR = 8
_VAGUE_UNITS = frozenset({"项", "个", "次", "条", "笔", "例"})
_VAGUE_EVENTS = frozenset({"processed", "received", "handled"})
_ROW_FREE_UNITS = frozenset({"元", "万元", "亿元"})


def rows_read(row: str) -> tuple[tuple[str, ...], ...]:
    """All rows of the form that a row's words can mean, the likelier first."""
    return (
        READINGS["carried_in"] + READINGS["carried_out"] if row in ("carry", "moved") else READINGS.get(row, ((row,),))
    )


def columns_read(results: Iterable[str]) -> list[str]:
    """The columns of table 四 that the words of results can mean, and the total."""
    return list(dict.fromkeys([*(column for item in results for column in _RESULTS_READ.get(item, (item,))), "total"]))


def link(mention: Mention, mentions: Sequence[Mention], kind: str | None, *, disputes_of_disclosure: bool) -> Link:
    """The cells that a mention's words fix, in the form's keys.

    ``disputes_of_disclosure`` tells whether the sentence is about disclosure at all.
    """
    topic = _topic_object(mention)
    if topic is None and not mention.addends:
        return Link("none", skipped=Reason("not_of_the_tables"))
    topic = topic or "none"
    aside = _set_aside(mention)
    if aside:
        return Link(topic, skipped=aside)
    outside = _outside(mention, topic, kind)
    if outside and not _tied_if_it_agrees(mention, topic, outside, kind):
        return Link(topic, skipped=outside, outside=True)
    found = _sums(mention, mentions, kind, disputes_of_disclosure=disputes_of_disclosure) or _of_topic(
        mention, mentions, topic, disputes_of_disclosure=disputes_of_disclosure
    )
    if outside:
        return replace(found, skipped=outside, outside=True)
    loosely = _counted_loosely(mention)
    return replace(found, skipped=found.skipped or loosely) if loosely else found


def _tied_if_it_agrees(mention: Mention, topic: str, outside: Reason, kind: str | None) -> bool:
    """Whether a number of another body may still be the cell's: 县本级 of a county, 全县教育系统收费 of its bureau."""
    if outside.code == "scope_level" or (mention.scope == "subordinate" and kind != "department"):
        return True
    return topic in TABLE_TWO and outside.code.startswith(("scope_", "disclaimed"))


def _of_topic(mention: Mention, mentions: Sequence[Mention], topic: str, *, disputes_of_disclosure: bool) -> Link:
    """The cells of a number that is a matter of this report."""
    unit = mention.quantity.unit if mention.quantity else ""
    if topic == FEES:
        return link_charges(mention)
    if unit in _ROW_FREE_UNITS:
        return Link(topic, skipped=Reason("unit_of_another_kind", {"unit": unit}))
    if topic == INFO_FEE or (
        topic == APPLICATION and "charged" in mention.cues and mention.rows != ("other_fee_unpaid",)
    ):
        return Link(INFO_FEE, skipped=Reason("fee_notices"))
    if topic == APPLICATION:
        return _application(mention, mentions)
    if topic in DISPUTES:
        return _dispute(
            mention, mentions, disputes_of_disclosure=disputes_of_disclosure and not _has_own_part(mention, mentions)
        )
    return link_table_two(mention, topic) if topic in TABLE_TWO else Link(topic, skipped=Reason("not_of_the_tables"))


def _sums(
    mention: Mention, mentions: Sequence[Mention], kind: str | None, *, disputes_of_disclosure: bool
) -> Link | None:
    """The cells of a total without words of its own: those of the numbers that it may add up, added up."""
    readings: list[CellSum] = []
    for run in mention.addends:
        parts = [link(mentions[i], mentions, kind, disputes_of_disclosure=disputes_of_disclosure) for i in run]
        if all(part.candidates for part in parts):
            addresses = [address for part in parts for address in part.candidates[0].addresses]
            if len(set(addresses)) == len(addresses):
                readings.append(
                    in_column(parts[0].candidates[0], "total") if _whole(addresses) else CellSum(tuple(addresses))
                )
    if not readings:
        return None
    table = readings[0].addresses[0].table
    # Decisions of several kinds have no cell together: such a total is told where it agrees, and accuses nobody.
    open_ = Reason("unlabelled") if table == "disclosure" else None
    return Link("outcome_subtotal" if table == "applications" else f"{table}_sum", tuple(readings), open_)


def _whole(addresses: Sequence[CellAddress]) -> bool:
    """Whether cells of one row add up to its total: all results, or the natural persons and the organisations."""
    rows = {(address.table, address.row) for address in addresses}
    columns = frozenset(address.column for address in addresses)
    return len(rows) == 1 and columns in _WHOLES


def _topic_object(mention: Mention) -> str | None:
    known = (APPLICATION, REVIEW, LITIGATION, INFO_FEE, FEES, *DOCUMENTS, *DECISIONS)
    return next((item for item in mention.objects if item in known), None)


def _set_aside(mention: Mention) -> Reason | None:
    """Why a number counts nothing of the tables, whatever its labels: another unit, another thing, no pair."""
    if "other_unit" in mention.cues:
        return Reason("unit_of_another_kind", {"unit": mention.quantity.unit if mention.quantity else ""})
    if mention.of_another_thing:
        vague = mention.located and not mention.local_object and set(mention.rows) & _VAGUE_EVENTS
        return Reason("unlabelled" if vague else "not_of_the_tables")
    if mention.cues & {"each", "sample"}:
        return Reason("not_of_the_tables")
    if "unpaired" in mention.cues:
        return Reason("unlabelled")
    return Reason("refers_back") if "refers_back" in mention.cues else None


def _counted_loosely(mention: Mention) -> Reason | None:
    """Persons and times for applications (企业3家次, 公开2次, 答复52件次): the cell's if it agrees, else of none."""
    unit = mention.quantity.unit if mention.quantity else ""
    answers = unit == "件次" and mention.row == "handled" and not mention.columns
    if "persons" in mention.cues or answers or (unit == "次" and any(map(is_outcome, mention.rows))):
        return Reason("unit_of_another_kind", {"unit": unit})
    return None


def _outside(mention: Mention, topic: str, kind: str | None) -> Reason | None:
    """Why a mention speaks of something else than this report's year and body, if it does."""
    if "disclaimed" in mention.cues and (topic == APPLICATION or topic in DISPUTES or topic in TABLE_TWO):
        return Reason("disclaimed")
    if mention.difference:
        return Reason("difference")
    if mention.period != "year":
        return Reason(f"period_{mention.period}")
    if mention.scope == "subordinate":
        return Reason("scope_subordinate")
    if mention.scope == "wider":
        return Reason("scope_region")
    if mention.scope == "level" and kind != "department":
        return Reason("scope_level")
    if kind in (None, "government", "township", "subdistrict"):
        return None
    if mention.scope in ("region", "system"):
        return Reason(f"scope_{mention.scope}")
    return None


def _application(mention: Mention, mentions: Sequence[Mention]) -> Link:
    governing = _governing(mention, mentions)
    rows = _rows(mention, governing)
    refused = _refused(mention, rows, governing)
    if refused == "channel":
        received = tuple(cells_of("applications", reading, ("total",)) for reading in READINGS["received"])
        return Link("channel", received, skipped=Reason(refused))
    if refused:
        return Link(APPLICATION, skipped=Reason(refused))
    rows = rows or ("received",)
    if mention.form == "zero" and rows == ("received",):
        rows = ("new_received",)
    columns = mention.columns or ("total",)
    readings = READINGS.get(rows[0], (rows,)) if len(rows) == 1 else (rows,)
    loose = governing is not None and (governing.row in CARRIED or mention.near is not None)
    loose = loose or "row_of_clause" in mention.cues
    if mention.form == "number" and mention.columns and loose:
        readings = tuple(dict.fromkeys((*readings, ("new_received",), ("new_received", "carried_in"))))
    asked = [columns]
    if mention.leaning and not mention.columns:
        asked = [columns, mention.leaning] if set(rows) <= {"received"} else [mention.leaning, columns]
    if "citizens" in mention.cues and "natural_person" in columns:
        asked = _citizens(mention, columns)
    if columns == ("other_org",) and mention.cues & {"rest", "rest_of_applicants"}:
        asked.append(
            tuple(kind for kind in KINDS_OF_ORGANISATION if kind in columns or kind not in mention.said.columns)
        )
    applicant = bool(mention.columns) and asked[0] == columns and rows != ("finished",)
    topic = "applicant" if applicant else _application_topic(rows)
    return Link(topic, tuple(cells_of("applications", reading, who) for who in asked for reading in readings))


def _citizens(mention: Mention, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """公民提出的申请11件: natural persons in a list of applicants, else perhaps everybody who asked."""
    listed = set(mention.said.columns) - set(columns)
    return [columns, ("total",)] if listed and len(columns) == 1 else [("total",), columns]


def _governing(mention: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """The number that a mention is a part of, or that its list of applicants follows."""
    place = mention.near if mention.head is None else mention.head
    return mentions[place] if place is not None else None


def _rows(mention: Mention, governing: Mention | None) -> tuple[str, ...]:
    """The rows of a mention; an applicant (其中自然人29件) is counted in the row of what it is a part of."""
    rows = mention.rows
    if len(rows) > 1 or mention.form != "number":
        rows = tuple(_IN_SUM.get(row, row) for row in rows)
    within = governing is not None and (is_outcome(governing.row) or governing.row in CARRIED)
    if mention.columns and (set(rows) <= {"received"} or (within and set(rows) <= {"handled", "processed"})):
        above = governing.rows if governing and APPLICATION in governing.objects else ()
        return above or rows or ("received",)
    return rows


def _refused(mention: Mention, rows: tuple[str, ...], governing: Mention | None) -> str | None:
    """Why a number about applications is tied to no cell: the code of the reason, or None if it is tied."""
    if mention.channel and set(rows) <= {"received", "new_received", "handled", "processed"} and not mention.columns:
        return "channel"
    if "classified" in mention.cues and not set(rows) & EVENTS:
        return "sorting_of_documents"
    loose = mention.quantity is not None and mention.quantity.unit in _VAGUE_UNITS
    if loose and not mention.local_object and not mention.located and set(rows) & EVENTS:
        return "not_of_the_tables"
    if mention.gap > (1 if mention.columns else _TOO_FAR):
        return "words_too_far"
    if mention.columns:
        return None
    vague = rows == ("processed",) and mention.gap and not mention.local_object
    vague = vague or (rows == ("received",) and "rest" in mention.cues)
    if governing and APPLICATION not in governing.objects and "in_full" not in mention.cues:
        vague = vague or set(rows) <= {"received", "new_received"}
    if vague or (governing and rows and rows == governing.rows):
        return "unlabelled"
    return _refused_default(mention, governing) if not rows else None


def _refused_default(mention: Mention, governing: Mention | None) -> str | None:
    """A number of applications without a row is one received, where the thing is named right beside it."""
    far = mention.form == "number" and mention.gap > _NEAR_ENOUGH_FOR_DEFAULT
    if not mention.local_object or governing is not None or mention.cues & {"rate", "more_said", "rest"} or far:
        return "unlabelled"
    return None


def _application_topic(rows: Sequence[str]) -> str:
    if rows == ("asked_or_opened",):
        return "received"
    row = "carried_out" if rows in (("in_hand",), ("carried",)) else rows[0]
    if len(rows) > 1 or row in GROUPS or row in ("disclosed", "opened"):
        return "outcome_subtotal"
    if row == "finished":
        return "carried_out"
    return row if row in EVENTS else "outcome_leaf"


def _has_own_part(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """行政复议12件，其中涉及政府信息公开2件: only the part is about disclosure."""
    return "about_disclosure" not in mention.cues and any(
        "about_disclosure" in other.cues
        and ((other.head is not None and mentions[other.head] is mention) or _leans_on(other, mention))
        for other in mentions
    )


def _leans_on(later: Mention, earlier: Mention) -> bool:
    """Whether a number takes its thing from another one of the sentence: 诉讼8件，涉及信息公开的2件."""
    beside = later.said is earlier.said and later.objects == earlier.objects and not later.local_object
    return beside and later.span.start > earlier.span.start


def _dispute(mention: Mention, mentions: Sequence[Mention], *, disputes_of_disclosure: bool) -> Link:
    """Reviews and suits. Those of all kinds, or handled as the reviewing body, are not those about disclosure."""
    kinds = [item for item in mention.objects if item in DISPUTES]
    topic = f"{kinds[0]}_{'result' if mention.result else 'total'}"
    own_procedure = mention.cues & {"reviewing", "accepted"} or ("processed" in mention.rows and mention.local_object)
    foreign = {"other_cause", "third_party", "all_kinds"} & mention.cues
    row = mention.path or dispute_row(kinds[0])
    if foreign or (own_procedure and not mention.cues & {"filing", "respondent"}):
        concluded = not foreign and "concluded" in mention.cues and len(kinds) == 1 and not mention.result
        ended = (cells_of("disputes", (row,), _CONCLUDED),) if concluded else ()
        if "accepted" in mention.cues and not foreign:
            ended = (cells_of("disputes", (row,), ("total",)),)
        return Link(topic, ended, skipped=Reason("disputes_of_other_kinds"))
    if not disputes_of_disclosure:
        # Where there were none of any kind, there were none about disclosure.
        none = mention.form == "zero" and len(kinds) == 1
        told = (cells_of("disputes", (row,), (mention.result or "total",)),) if none else ()
        return Link(topic, told, skipped=Reason("disputes_of_all_kinds"))
    if "concluded" in mention.cues and not mention.result and len(kinds) == 1:
        return Link(topic, (cells_of("disputes", (row,), _CONCLUDED),), skipped=Reason("unlabelled"))
    if "inherited_only" in mention.cues and "about_disclosure" not in mention.cues:
        return Link(topic, skipped=Reason("unlabelled"))
    governing = mentions[mention.head] if mention.head is not None else None
    whole = governing if governing and set(governing.objects) & set(kinds) else None
    result = mention.result or (whole.result if whole else None)
    columns = _RESULTS_READ.get(result or "total", (result or "total",))
    paths = (mention.path,) if mention.path else mention.paths_open
    readings = [[path if item == LITIGATION else dispute_row(item) for item in kinds] for path in paths]
    if LITIGATION not in kinds:
        readings = readings[:1]
    if mention.kinds_open:
        each = [[dispute_row(item)] for item in sorted(mention.kinds_open)]
        readings += [rows for rows in (*each, [row for rows in each for row in rows]) if rows not in readings]
    return Link(topic, tuple(cells_of("disputes", rows, (column,)) for rows in readings for column in columns))


def dispute_row(kind: str) -> str:
    """The row of table 四 that reviews, or suits of all kinds, are counted in."""
    return LITIGATION if kind == LITIGATION else REVIEW
