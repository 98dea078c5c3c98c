"""The rows of table 三 that words name: results before their groups, and which way cases were carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import CARRIED, WEAK_EVENTS, Features, group_of_leaf, has_cue, is_outcome, last
from auditor.text.widths import narrow

_YEAR = re.compile(r"((?:19|20)\d\d)年度?$")
_YEAR_BOUND = re.compile("([年期]初)|[年期岁](?:末|底|尾|终)")
_COMES_IN = re.compile(r"\+|加上|加|连同|算上|并入|过来|而来|带来|转入本年|转入当年|含")
_MOVES = frozenset({"carry", "moved"})
_GOES_ON = re.compile("继续|下|次年|期限|未到|未满|尚|还有|另|余|延续|跨(?!年度?(?:件|申请|案|的|$))")
"""跨年件4件 leaves open which way."""


def carry_direction(found: Features, tokens: Sequence[Token], year: int | None) -> str:
    """Whether 结转 and its like speak of last year's cases coming in or of cases going on; empty if neither."""
    if "carried_in" in found.rows:
        return "carried_in"
    if not _MOVES.isdisjoint(found.rows):
        for token in tokens:
            match = _YEAR.match(narrow(token.text))
            if match and year is not None and not token.quantity:
                return "carried_in" if int(match.group(1)) < year else "carried_out"
            if any(meaning.class_ == "period" and meaning.key == "prior" for meaning in token.meanings):
                return "carried_in"
            if has_cue(token, "next_year"):
                return "carried_out"
        bound = _YEAR_BOUND.search(text_of(tokens))
        if bound:
            return "carried_in" if bound.group(1) else "carried_out"
    if "carried_out" in found.rows:
        return "carried_out"
    if "carry" not in found.rows:
        return ""
    text = text_of(tokens)
    if _COMES_IN.search(text):
        return "carried_in"
    return "carried_out" if _GOES_ON.search(text) else "carried"


def rows_of(found: Features, tokens: Sequence[Token], year: int | None, *, summed: bool) -> tuple[str, ...]:
    """The rows that the words name: a leaf before its group; several only where they are summed."""
    direction = carry_direction(found, tokens, year)
    named = [direction if row in ("carry", "moved") else row for row in found.rows]
    rows = [row for row in dict.fromkeys(named) if row]
    if not rows:
        return ()
    outcomes = [row for row in rows if is_outcome(row)]
    leaves = [row for row in outcomes if group_of_leaf(row)]
    if outcomes == ["not_processed"] and "petition" in found.cues:
        return ("not_processed_petition",)
    groups = [row for row in outcomes if any(leaf.startswith(f"{row}_") for leaf in leaves)]
    if groups and "among_causes" in found.cues:
        return (groups[-1],)
    outcomes = [row for row in outcomes if row not in groups]
    if {"other", "other_any"} <= set(outcomes):
        outcomes = ["other_misc" if row == "other_any" else row for row in outcomes if row != "other"]
    if "other_withdrawn" in outcomes:
        outcomes = [row for row in outcomes if row != "other_any"]
    if summed and len(outcomes) > 1:
        return tuple(outcomes)
    if outcomes and outcomes[-1] in ("partial", "granted"):
        return (outcomes[-1],)
    if leaves or outcomes:
        return ((leaves or outcomes)[-1],)
    carried = [row for row in rows if row in CARRIED]
    if summed and carried and carried != ["carried_out"] and {"new_received", "received"} & set(rows):
        return ("caseload",)
    if summed and "in_hand" in rows:
        return ("caseload",)
    strong = [row for row in rows if row not in WEAK_EVENTS]
    chosen = last(carried) or last(strong) or last(rows)
    return (chosen,) if chosen else ()
