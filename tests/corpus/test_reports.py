"""The labelled reports that the rules were written against: exact sets, no false accusation."""

from __future__ import annotations

from pathlib import Path

import auditor
import pytest
from auditor.corpus import REPORTS, Labels, counted, labels_of, place

from tests.corpus.scores import Score, compare_claims

LABELLED = sorted(path.with_suffix(".txt") for path in REPORTS.glob("*.toml"))
LEAST_RECALL_OF_LINKS = 0.92
FAST = 6
"""One report in so many is among the fast tests."""
FEWER_LINKS = {
    "bolan-transport-2022": 0.90,
    "huziping-township-2021": 0.85,
    "liaotang-agriculture-2022-mixed": 0.86,
    "lingdu-subdistrict-2023": 0.36,
    "louqing-township-2021": 0.87,
    "lushahe-township-2024": 0.90,
    "lutan-township-2021": 0.69,
    "maoyadu-township-2022": 0.85,
    "maoyang-subdistrict-2024": 0.83,
    "qitang-subdistrict-2021": 0.51,
    "ruoao-township-2023-misremembered": 0.57,
    "shanqiao-subdistrict-2024-twodefects": 0.90,
    "shigunping-township-2022": 0.03,
    "shuyang-bridge-subdistrict-2022": 0.81,
    "songning-health-2024-twofaults": 0.90,
    "suyuan-development-reform-2024": 0.85,
    "tongyin-subdistrict-2021": 0.78,
    "tuolingyuan-township-2022-five-sections": 0.82,
    "weili-township-2023": 0.77,
    "xiqiao-subdistrict-2022": 0.86,
    "xiuchuan-city-2024-threegaps": 0.90,
    "yanfang-subdistrict-2022-webpage": 0.89,
    "yantang-natural-resources-2023": 0.85,
    "zhizhou-culture-tourism-2023": 0.91,
}
"""Reports fewer of whose numbers are tied, most of them in plain talk; what they reach may only rise."""
KNOWN_MISSES = [
    "guizhen-county-2024: 行政机关败诉2件",
    "hanrang-town-2024: 均由自然人提出",
    "haohe-county-2023: 商业企业（30件）",
    "huoyao-city-2025: 行政机关被纠正的2件",
    "qingmuo-township-2024: 复议机关维持了乡政府的答复",
    "tangwu-agriculture-2025: 以“本机关不掌握”答复 8 件",
    "tanrang-city-2024: 行政机关败诉2件",
    "xiepu-county-2022: 其余案件法院全部判决维持",
    "xingpu-county-2025: 其余案件全部胜诉",
    "xunli-hrss-2022: 作出行政处罚决定78件",
    "yulan-subdistrict-2021: 办结率100%",
    "yuting-county-2024-threefaults: 行政处罚决定4961件",
    "zhenlin-finance-2022: 行政事业性收费35.16万元",
    "zidun-subdistrict-2025: 满意率92.6%",
]
"""Wrong statements that are not told yet; a test fails once they are."""


def labelled(path: Path) -> Labels:
    labels = labels_of(path)
    assert labels is not None
    return labels


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=() if n % FAST == 0 else pytest.mark.figures) for n, path in enumerate(LABELLED)],
    ids=lambda path: path.stem,
)
def test_a_report_is_read_as_its_labels_say(path: Path) -> None:
    """One audit a report: who and when, errors and warnings, wrong statements, and numbers tied to their cells."""
    labels = labelled(path)
    audit = auditor.audit(path)
    report = audit.report
    if not any(label.rule == "STR008" for label in labels.findings):
        assert (report.agency, report.kind, report.year) == (labels.agency, labels.kind, labels.year)
    if labels.split == "test":
        return
    assert {place(finding, audit) for finding in counted(audit)} == {
        (label.rule, label.line) for label in labels.due if not label.known_miss
    }
    links, contradictions = Score(), Score()
    compare_claims(audit, labels, path.stem, links, contradictions)
    assert contradictions.wrong == []
    missed = [item.partition(" → ")[0] for item in contradictions.missed]
    assert missed == [item for item in KNOWN_MISSES if item.startswith(f"{path.stem}: ")]
    assert links.recall >= FEWER_LINKS.get(path.stem, LEAST_RECALL_OF_LINKS)


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: path.stem)
def test_labels_quote_the_report(path: Path) -> None:
    labels = labelled(path)
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    assert [label.quote for label in labels.claims if label.quote not in text] == []
    assert [label.quote for label in labels.findings if label.quote not in lines[label.line - 1]] == []
