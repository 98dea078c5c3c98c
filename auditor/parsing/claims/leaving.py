"""What the words of a clause leave in the frame for the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.free_rows import told_freely
from auditor.parsing.claims.guards import stands_among
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.labelling import path_told
from auditor.parsing.claims.mentions import CARRIED, LITIGATION, Features, features_of, is_outcome, last
from auditor.parsing.claims.rows import rows_of
from auditor.parsing.claims.things import named_objects
from auditor.parsing.claims.unread import names_in_full

_NOMINAL_ENDS = frozenset({"的", "者", "申请", "案件", "来件", "件"})
"""Words that end a clause which only names the cases that the next clauses divide: 无法提供的，自然人70件、企业30件."""
_BY_OTHERS = re.compile("(?:由|向|对|为|与|经|督促|组织|指导|会同)(?:各|下属|所属|直属)")
"""由各科室包干答复: who does it, not whose numbers follow."""


def note(frame: Frame, tokens: Sequence[Token]) -> None:
    """Words behind the last number, or of a clause without one: they set the frame only."""
    found = features_of(tokens)
    named = named_objects(found)
    if named:
        frame.objects = named
        frame.in_full |= names_in_full(tokens)
    if found.scope and not _BY_OTHERS.search(text_of(tokens)):
        frame.scope = found.scope
    if "part" in found.cues:
        frame.part_of = frame.head
    frame.as_reviewer |= "as_reviewer" in found.cues
    if found.acts:
        frame.act = found.acts[-1]
    if len(set(found.columns)) == 1 and "citizens" not in found.cues:
        frame.subject = (found.columns[0],)
    told = last(found.paths) or path_told(text_of(tokens))
    if told:
        frame.path = told
        frame.objects = (LITIGATION,)


def leave_rows(frame: Frame, clause: Sequence[Token], found: Features, year: int | None) -> None:
    """What a clause that only names some cases leaves for the numbers that divide them: its rows, its applicant."""
    among = stands_among(clause[-1])
    rows = told_freely(rows_of(found, clause, year, summed=False), clause)
    if not among and clause[-1].text not in _NOMINAL_ENDS and "negation" in found.cues:
        return
    if among or any(is_outcome(row) or row in CARRIED for row in rows):
        frame.whole_rows = rows
        frame.whole_told = among or clause[-1].text in _NOMINAL_ENDS
    if among and len(set(found.columns)) == 1:
        frame.columns = (found.columns[0],)
