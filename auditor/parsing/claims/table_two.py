"""Documents, decisions and charges of the narrative to the cells of table 二."""

from __future__ import annotations

from auditor.document import Reason
from auditor.parsing.claims.links import Link, cells_of
from auditor.parsing.claims.mentions import ACTS, DECISIONS, DOCUMENTS, EVENTS, Mention


def link_table_two(mention: Mention, topic: str) -> Link:
    """Numbers of documents go to the act that is named, numbers of decisions to their one cell."""
    kind = "decisions" if topic in DECISIONS else "documents"
    aside = _set_aside(mention, topic)
    if aside and aside != "published_items":
        return Link(kind, skipped=Reason(aside))
    together = tuple(dict.fromkeys(item for item in mention.things_told if item in DECISIONS))
    if topic in DECISIONS and len(together) > 1:
        # 行政处罚和行政强制决定226件: of both, if it is just that; else who knows.
        return Link(kind, (cells_of("disclosure", together, ("decisions",)),), Reason(aside or "unlabelled"))
    if topic in DECISIONS:
        cells = cells_of("disclosure", (topic,), ("decisions",))
        return Link(kind, (cells,), Reason(aside) if aside else None)
    every = cells_of("disclosure", (topic,), ACTS)
    if mention.form == "zero" and mention.act not in ACTS:
        issued = cells_of("disclosure", (topic,), ("issued",))
        return Link(kind, (every, issued) if topic == "regulations" else (issued, every))
    none_told = mention.quantity is not None and mention.quantity.value == 0 and not mention.acts_told
    if none_told and not aside:
        return Link(kind, (cells_of("disclosure", (topic,), ("issued",)), every))
    if aside == "published_items" and mention.act not in ACTS:
        return Link(kind, (cells_of("disclosure", (topic,), ("issued",)),), Reason(aside))
    if aside or mention.act not in ACTS:
        return Link(kind, skipped=Reason(aside or "no_act_named"))
    rows = [item for item in mention.things_told if item in DOCUMENTS] if "total" in mention.cues else []
    return Link(kind, (cells_of("disclosure", tuple(dict.fromkeys(rows)) or (topic,), (mention.act,)),))


def _set_aside(mention: Mention, topic: str) -> str | None:
    """Why a number counts other things than the decisions made and the documents issued, repealed or in force."""
    if mention.form != "number":
        return None
    others = [item for item in dict.fromkeys(mention.things_told) if item != topic]
    if others and "total" in mention.cues and not (topic in DOCUMENTS and set(others) <= DOCUMENTS):
        return "unlabelled"
    if topic in DOCUMENTS and len(set(mention.acts_told) & set(ACTS)) > 1:
        return "unlabelled"
    entries = topic in DECISIONS and mention.quantity is not None and mention.quantity.unit == "条"
    if "published" in mention.cues or entries:
        return "published_items"
    part = mention.head is not None and topic not in mention.things_told
    received = bool(set(mention.rows) & (EVENTS - {"processed", "handled"}))
    if topic in DECISIONS and (part or received or mention.result):
        return "not_of_the_tables"
    return None


def link_charges(mention: Mention) -> Link:
    """Administrative charges in yuan; what was waived or paid back, or summed with other money, is none."""
    unit = mention.quantity.unit if mention.quantity else ""
    if unit and unit != "元":
        return Link("fees", skipped=Reason("unit_of_another_kind", {"unit": unit}))
    others = [item for item in mention.things_told if item != "fees"]
    summed = others and "total" in mention.cues and "such_as" not in mention.cues
    if "waived" in mention.cues or summed:
        return Link("fees", skipped=Reason("not_of_the_tables"))
    alone = Reason("not_of_the_tables") if "charged_alone" in mention.cues else None
    return Link("fees", (cells_of("disclosure", ("fees",), ("amount",)),), alone)
