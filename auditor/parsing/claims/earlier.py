"""What a number of an earlier year counted: cells of that year's report, where its own words fix them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.document import Claim, Verdict
from auditor.parsing.claims.doubting import is_plain
from auditor.parsing.claims.linking import link
from auditor.parsing.claims.mentions import Mention


def name_earlier(
    claims: Sequence[Claim], mentions: Sequence[Mention], kind: str | None, about_disclosure: Sequence[bool]
) -> tuple[Claim, ...]:
    """The claims, those of earlier years with the cells that they would speak of in that year's report."""
    settled = list(claims)
    for place, (claim, mention) in enumerate(zip(claims, mentions, strict=True)):
        if claim.verdict is not Verdict.OUT_OF_SCOPE or mention.period != "prior" or claim.form != "number":
            continue
        then = replace(mention, period="year")
        found = link(then, mentions, kind, disputes_of_disclosure=about_disclosure[place])
        named = replace(claim, topic=found.topic, candidates=found.candidates)
        if found.candidates and found.skipped is None and is_plain(named, then):
            settled[place] = replace(claim, candidates=found.candidates)
    return tuple(settled)
