"""What the model of specificity says of labelled clauses, and how well it knows.

Clauses of the test half have no place here: their figures come from ``python -m auditor.training`` only.
``auditor.fitting``, and scikit-learn with it, is imported where something is fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from auditor.api import judge
from auditor.model import KINDS, ONE, Scale, level_of
from auditor.specificity import Judge, rate, reached

if TYPE_CHECKING:
    import pandas as pd

    from auditor.corpus import Clause

LEVELS = (0, 1, 2, 3)
_RUNGS = ["reaches 1", "reaches 2", "reaches 3"]


def by_offices(clauses: Sequence[Clause], fold: int = 0) -> tuple[list[Clause], list[Clause]]:
    """Clauses to learn from, and those of a fifth of the offices that is left out; ``fold`` is 0 to 4."""
    from auditor.fitting import folds

    learnt, unseen = list(folds([clause.office for clause in clauses]))[fold]
    return [clauses[i] for i in learnt], [clauses[i] for i in unseen]


def fitted(clauses: Sequence[Clause]) -> Judge:
    """The shipped words with weights fitted to these clauses: half a minute for two thousand."""
    from auditor.corpus import passages_of, sections_of
    from auditor.fitting import fit

    offices = {clause.office for clause in clauses}
    passages = [passage for passage in passages_of("development") if passage.office in offices]
    return Judge.of(judge().words, fit(clauses, passages, sections_of("development"), ()))


def uncalibrated(model: Judge) -> Judge:
    """The same model with its probabilities as fitted, to see what calibration does."""
    plain = {
        name: msgspec.structs.replace(scale, calibration=((1.0, 0.0),) * len(scale.intercepts))
        for name in ("kinds", "measures", "problems")
        if isinstance(scale := getattr(model.weights, name), Scale)
    }
    return Judge.of(model.words, msgspec.structs.replace(model.weights, **plain))


def answers(clauses: Sequence[Clause], model: Judge) -> pd.DataFrame:
    """What a model says of labelled clauses, one row each.

    Columns: id, office, text; kind and level as labelled; ``told kind``, ``told level``; the probabilities to
    reach levels 1, 2 and 3 by the ladder of the labelled kind; and ``chance``, the probability of the labelled
    level: the lower, the more the label surprises the model. What is labelled ``other`` has no level and
    no probabilities (NA).
    """
    import pandas as pd

    rows: list[list[object]] = []
    for clause in clauses:
        told = rate(clause.text, model)[0]
        row: list[object] = [clause.id, clause.office, clause.text, clause.kind, clause.level, told]
        if clause.level is None:
            rows.append([*row, None, None, None, None, None])
            continue
        chances = reached(clause.text, clause.kind, model)
        rows.append([*row, level_of(chances)[0], *chances, level_chances(chances)[clause.level]])
    columns = ["id", "office", "text", "kind", "level", "told kind", "told level", *_RUNGS, "chance"]
    frame = pd.DataFrame(rows, columns=columns)
    types = {"level": "Int64", "told level": "Int64", **dict.fromkeys([*_RUNGS, "chance"], "float64")}
    return frame.astype(types)


def level_chances(reached: Sequence[float]) -> tuple[float, ...]:
    """The probabilities of the four levels from those of reaching 1, 2 and 3; who reaches 3 has reached 2."""
    steps = [1.0]
    for probability in reached:
        steps.append(min(steps[-1], probability))
    return tuple(here - above for here, above in zip(steps, [*steps[1:], 0.0], strict=True))


def reliability(answered: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """The reliability diagram as a table, over all rungs of the clauses that have a level.

    One row a bin of probability that holds anything (``bins`` of equal width, named by its lower edge):
    mean probability ``given``, share ``observed``, and ``count`` of rungs.
    """
    import pandas as pd

    rated = answered[answered["level"].notna()]
    rungs = pd.concat(
        pd.DataFrame({"given": rated[name], "observed": rated["level"].astype(int) >= rung})
        for rung, name in enumerate(_RUNGS, start=1)
    )
    edges = (rungs["given"] * bins).astype(int).clip(upper=bins - 1) / bins
    grouped = rungs.groupby(edges.rename("from"))
    return grouped.agg(given=("given", "mean"), observed=("observed", "mean"), count=("observed", "size"))


def agreement_by_kind(answered: pd.DataFrame) -> pd.DataFrame:
    """How well told levels agree with labels, for measures and for problems.

    Columns as in ``auditor.modelcard.Figures``: quadratic weighted kappa, mean error in levels, shares right and
    off by two or more; and the count of clauses.
    """
    import pandas as pd

    from auditor.modelcard import agreement

    rated = answered[answered["level"].notna()]
    rows = {}
    for kind, of_kind in rated.groupby("kind"):
        figures = agreement(of_kind["level"].tolist(), of_kind["told level"].tolist())
        rows[kind] = [figures.kappa, figures.error, figures.right, figures.far, len(of_kind)]
    columns = ["kappa", "error", "right", "far", "count"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("kind")


def confusion(answered: pd.DataFrame, of: str = "level") -> pd.DataFrame:
    """Counts by label (rows) and answer (columns): ``of`` is ``level`` (4 by 4) or ``kind`` (3 by 3)."""
    import pandas as pd

    names = list(LEVELS) if of == "level" else list(KINDS)
    rated = answered[answered[of].notna()]
    table = pd.crosstab(rated[of], rated[f"told {of}"])
    return table.reindex(index=names, columns=names, fill_value=0).rename_axis(index="labelled", columns="told")


def largest_weights(scale: Scale, answer: int, most: int = 12) -> pd.DataFrame:
    """The features of a scale that move one of its answers most, with their weights, the largest first.

    ``answer`` counts from 0: a rung of a ladder, or a kind. A feature is a run of characters (``^`` and ``$``
    are the edges of the clause, ``0`` any number), or what the tagger found (``sure.time``: how sure it is that
    a time is told).
    """
    import pandas as pd

    found = sorted(scale.weights.items(), key=lambda item: -abs(item[1][answer]))[:most]
    return pd.DataFrame([[name, row[answer] / ONE] for name, row in found], columns=["feature", "weight"])
