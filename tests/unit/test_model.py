"""The scorer of specificity: the same numbers as scikit-learn, and a scale that cannot be gamed."""

from __future__ import annotations

import auditor
import numpy as np
import pytest
from auditor.api import judge
from auditor.corpus import clauses_of
from auditor.model import ONE, Runs, Scale, Tally


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kinds", "measures", "problems"])
def test_the_scorer_agrees_with_scikit_learn(name: str) -> None:
    from auditor.fitting import found_in
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    scale: Scale = getattr(judge().weights, name)
    clauses = clauses_of("development")[:60]
    found = [found_in(clause, judge().tagger) for clause in clauses]
    seen = [Runs.of(clause.text).distinct() for clause in clauses]
    tally = Tally(scale)
    vectors = DictVectorizer()
    vectors.fit([dict.fromkeys(scale.weights, 1.0)])
    matrix = vectors.transform([{**words, **more} for words, more in zip(seen, found, strict=True)])
    for place, (slope, offset) in enumerate(scale.calibration):
        model = LogisticRegression()
        model.classes_ = np.array([False, True])
        model.coef_ = np.array([[scale.weights[key][place] / ONE * slope for key in vectors.feature_names_]])
        model.intercept_ = np.array([scale.intercepts[place] * slope + offset])
        ours = [
            tally.probabilities(0, tally.margins(w)[0], list(f.values()))[place]
            for w, f in zip(seen, found, strict=True)
        ]
        assert np.abs(model.predict_proba(matrix)[:, 1] - ours).max() < 1e-9


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月底前、6月底前、9月底前分别取得更大进步，力争3个新突破、100%的新成效。",
        "办公室、法规科、信息科、财务科、各镇街、各部门。",
        "2025年6月30日前，以100%的热情、200%的干劲推动工作再上新台阶。",
        "不断提高站位，切实增强责任感和使命感，" * 10,
        "各科室、各股室、各直属单位要齐抓共管、形成合力，全年365天不松劲。",
        "由办公室、法规科、信息中心按职责分工负责。",
        "责任单位为县政府办公室、县司法局、县数据局及各乡镇。",
        "3月1日、6月1日、9月1日由办公室牵头，各科室配合。",
        "分管领导、办公室主任、各科室负责人各司其职，一季度、二季度、三季度、四季度环环相扣。",
    ],
)
def test_dates_numbers_length_and_lists_of_bodies_do_not_make_a_measure_specific(text: str) -> None:
    assert auditor.rate_measures([text])[0].level <= 1


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("下一步，将持续深化公开工作。", "measure", 0),
        ("定期开展业务培训。", "measure", 1),
        ("每季度组织1次答复文书业务培训，由法规科授课。", "measure", 3),
        ("今后将继续努力，争取更大进步。", "measure", 0),
        ("印发《依申请公开办理规程》。", "measure", 2),
        ("网站栏目更新不及时，有4个栏目超过半年没有更新。", "other than a measure", 3),
    ],
)
def test_hard_pairs(text: str, kind: str, level: int) -> None:
    rating = auditor.rate_measures([text])[0]
    assert (rating.is_measure, rating.level) == (kind == "measure", level)


def test_blanks_and_marks_around_a_clause_change_nothing() -> None:
    bare = auditor.rate_measures(["由信息科每月抽查20个栏目"])[0]
    marked = auditor.rate_measures(["　由信息科每月抽查20个栏目。"])[0]
    assert (bare.level, bare.score) == (marked.level, marked.score)
    assert [[s.of(bare.text) for s in v] for v in bare.facets.values()] == [
        [s.of(marked.text) for s in v] for v in marked.facets.values()
    ]
