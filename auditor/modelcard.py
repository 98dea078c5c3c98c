"""The model card: how well the models of specificity answer on offices that they have not seen, beside simpler ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.corpus import Clause, Passage
from auditor.document import Facet
from auditor.fitting import RUNGS, fit_scale, found_in, lexicon
from auditor.model import FACETS, Runs, Tagger, Weights, level_of, spans_of
from auditor.specificity import Judge, rate, reached

CARD = """# Model card: how specific measures and problems are

Written by `python -m auditor.training`. What the models are: `auditor/model.py`. What they were fitted to and who
labelled it: `corpus/measures/README.md`. Weights are plain numbers (`weights.json`); nothing in them is code.

{figures}
Kappa is quadratic weighted; mean error is in levels; baselines are fitted to the same clauses in the same
way. Labels of problems are 0 to 3 by their own scale. The weights carry the hash of the clauses that they were
fitted to (`{clauses}`).

Weak: a quantity between verb and object (修订6类模板) is often not quoted though the level is right; quotes may
cut a word; problems told without a word of complaint are taken for measures, as are openers of flowing prose.
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """How well levels agree: quadratic weighted kappa, mean absolute error, shares right and off by two."""

    kappa: float
    error: float
    right: float
    far: float

    def row(self) -> str:
        """The figures as cells of a Markdown table."""
        return f"{self.kappa:.3f} | {self.error:.3f} | {self.right:.3f} | {self.far:.4f}"


def agreement(levels: Sequence[int], answers: Sequence[int]) -> Figures:
    """How well answers agree with levels."""
    from sklearn.metrics import cohen_kappa_score

    off = np.abs(np.array(levels) - np.array(answers))
    kappa = float(cohen_kappa_score(levels, answers, weights="quadratic", labels=[0, 1, 2, 3]))
    return Figures(kappa, float(off.mean()), float((off == 0).mean()), float((off > 1).mean()))


def calibration_error(reached: Sequence[Sequence[float]], levels: Sequence[int], bins: int = 10) -> float:
    """Expected calibration error over all rungs: how far shares differ from the probabilities that were given."""
    given = np.array(reached).ravel()
    true = np.array([[level >= rung for rung in RUNGS] for level in levels]).ravel()
    bounds = np.minimum((given * bins).astype(int), bins - 1)
    gaps = [
        abs(given[bounds == b].mean() - true[bounds == b].mean()) * (bounds == b).mean()
        for b in range(bins)
        if (bounds == b).any()
    ]
    return float(sum(gaps))


def baselines(learnt: Sequence[Clause], unseen: Sequence[Clause], tagger: Tagger) -> dict[str, list[int]]:
    """The levels that simpler ways give to measures of unseen offices."""
    views: dict[str, Callable[[Clause], dict[str, float]]] = {
        "length": lambda clause: {"length": len(clause.text) / 40},
        "entity share": lambda clause: _entity_share(clause, tagger),
        "digits and dates": lambda clause: {
            "digits": float(sum(sign.isdigit() for sign in clause.text)),
            "dates": float(sum(sign in "年月日" for sign in clause.text)),
        },
        "facet count": lambda clause: {
            name: value for name, value in found_in(clause, tagger).items()
            if name.startswith("told.")
        },
        "facets alone": lambda clause: found_in(clause, tagger),
        "n-grams alone": lambda clause: Runs.of(clause.text).distinct(),
    }  # fmt: skip
    most = Counter(clause.level for clause in learnt).most_common(1)[0][0] or 0
    found = {"majority": [most] * len(unseen)}
    answers = [[(clause.level or 0) >= rung for clause in learnt] for rung in RUNGS]
    for name, view in views.items():
        scale = fit_scale([view(clause) for clause in learnt], answers, [clause.office for clause in learnt])
        found[name] = [level_of(scale.probabilities(scale.intercepts, view(clause)))[0] for clause in unseen]
    return found


def _entity_share(clause: Clause, tagger: Tagger) -> dict[str, float]:
    """How much of a clause names bodies, times and quantities: the share of its characters that carry each."""
    told = {
        facet: spans_of(clause.text, of) for facet, of in zip(FACETS, tagger.carried(Runs.of(clause.text)), strict=True)
    }
    entities = (Facet.BODY, Facet.TIME, Facet.QUANTITY)
    return {facet: sum(span.end - span.start for span in told[facet]) / len(clause.text) for facet in entities}


def card(weights: Weights, learnt: Sequence[Clause], unseen: Sequence[Clause], sections: Sequence[Passage]) -> str:
    """The model card: what it was fitted to, and figures on offices that it has not seen."""
    judge = Judge.of(lexicon(), weights)
    offices = len({clause.office for clause in unseen})
    lines = [f"- {len(learnt)} clauses of development, {len(unseen)} of {offices} other offices", ""]
    measures = [clause for clause in unseen if clause.kind == "measure"]
    problems = [clause for clause in unseen if clause.kind == "problem"]
    levels = [clause.level or 0 for clause in measures]
    heads = ("clauses of unseen offices", "kappa", "mean error", "right", "off by two")
    lines += ["| " + " | ".join(heads) + " |", "| --- | --- | --- | --- | --- |"]
    known = [clause for clause in learnt if clause.kind == "measure"]
    lines += [
        f"| measures, {name} | {agreement(levels, answers).row()} |"
        for name, answers in baselines(known, measures, judge.tagger).items()
    ]
    chances = [reached(clause.text, "measure", judge) for clause in measures]
    lines.append(f"| measures, **the model** | {agreement(levels, [level_of(p)[0] for p in chances]).row()} |")
    of_problems = [level_of(reached(clause.text, "problem", judge))[0] for clause in problems]
    lines.append(f"| problems, the model | {agreement([c.level or 0 for c in problems], of_problems).row()} |")
    error = calibration_error(chances, levels)
    plain, misleading = ([c for s in sections if s.misleading == of for c in s.as_clauses()] for of in (False, True))
    groups = {
        "these clauses": unseen,
        "sections in ordinary wording": plain,
        "sections written to mislead": misleading,
        "all": [*unseen, *plain, *misleading],
    }
    lines += ["", "| measure or not, by itself | F1 | clauses |", "| --- | --- | --- |"]
    lines += [f"| {name} | {_f1(clauses, judge):.3f} | {len(clauses)} |" for name, clauses in groups.items()]
    lines += ["", f"- expected calibration error of the rungs: {error:.3f}"]
    return "\n".join(lines) + "\n"


def _f1(clauses: Sequence[Clause], judge: Judge) -> float:
    """How well measures are told from the rest, each clause by itself."""
    told = [clause for clause in clauses if rate(clause.text, judge)[0] == "measure"]
    right = sum(clause.kind == "measure" for clause in told)
    return 2 * right / (len(told) + sum(clause.kind == "measure" for clause in clauses))
