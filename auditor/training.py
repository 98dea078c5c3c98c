"""Fits the models of specificity from the labelled corpus: ``python -m auditor.training [--check]``.

Writes ``models/specificity/weights.json`` and the card beside it. ``--check`` fits anew and compares
instead of writing. Offices of the test half are not trained on; the card's figures are of them.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import msgspec

from auditor.corpus import clauses_of, followed_of, passages_of, sections_of
from auditor.fitting import fit
from auditor.modelcard import CARD, card
from auditor.resources import models_folder


def main() -> int:
    """Fit, print the figures, and write weights and card."""
    learnt, unseen = clauses_of("development"), clauses_of("test")
    rest = passages_of("development"), sections_of("development"), followed_of("development")
    weights = fit(learnt, *rest)
    text = msgspec.json.encode(weights)
    figures = card(weights, learnt, unseen, sections_of("test"))
    print(figures)
    print(f"{len(text) / 1024:.0f} KiB, sha256 {hashlib.sha256(text).hexdigest()}")
    folder: Path = models_folder() / "specificity"
    if "--check" in sys.argv:
        return int((folder / "weights.json").read_bytes() != text)
    (folder / "weights.json").write_bytes(text)
    (folder / "card.md").write_text(CARD.format(figures=figures, clauses=weights.clauses[:12]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
