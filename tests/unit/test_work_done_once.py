"""What makes a batch quick is work that is done once: each memory still finds most of what it is asked for.

Counted, not timed: a change that makes a memory useless (other keys, another order) fails here.
"""

from __future__ import annotations

import re

import pytest
from auditor.api import Options, audit_paths
from auditor.corpus import REPORTS
from auditor.errors import AuditError
from auditor.kinds import foreign
from auditor.parsing import headings, tables
from auditor.parsing.claims import mentions
from auditor.segmentation import _of_short
from auditor.text import numbering, sentences, widths

NAMES = [str(path) for path in sorted(REPORTS.glob("*.txt"))[:12]]


def audited(names: list[str]) -> int:
    found = [audits for _, audits in audit_paths(names, Options())]
    assert not any(isinstance(audits, AuditError) for audits in found)
    return len(found)


LEAST = {
    "the sentences of a block, read by many checks": (sentences.sentences, 0.85),
    "the same, narrowed": (sentences.plain_sentences, 0.6),
    "what a few words mean": (mentions._features, 0.85),
    "short gaps between terms": (_of_short, 0.75),
    "labels without their enumerators": (widths.bare, 0.6),
    "pieces of lines that may be labels": (tables._label_fragments, 0.5),
    "numbers before headings": (numbering.numbering_of, 0.4),
    "titles nearly equal to the form's": (headings._near, 0.2),
}


@pytest.fixture(scope="module")
def shares() -> dict[str, float]:
    """Of what each memory is asked while reports are audited, the share that it has."""
    for memory, _ in LEAST.values():
        memory.cache_clear()
    assert audited(NAMES) == len(NAMES)
    told = {name: memory.cache_info() for name, (memory, _) in LEAST.items()}
    return {name: info.hits / (info.hits + info.misses) for name, info in told.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAST)
def test_a_memory_has_most_of_what_it_is_asked_for(name: str, shares: dict[str, float]) -> None:
    assert shares[name] >= LEAST[name][1]


def test_few_patterns_of_names_are_made_for_reports_that_name_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes as long as all words of a report: what stands around the name decides whether it is made at all."""
    made: list[str] = []
    around = foreign._around.__wrapped__

    def counted(phrase: str, name: str, spec: object) -> re.Pattern[str]:
        made.append(phrase)
        return around(phrase, name, spec)

    monkeypatch.setattr(foreign, "_around", counted)
    audited(NAMES)
    asked = 12 * len(NAMES)
    assert 0 < len(made) < asked / 3
