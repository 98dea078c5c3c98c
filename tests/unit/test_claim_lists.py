"""Lists, totals and results in ordinary wording: each number to the cell that its place in the list names."""

from __future__ import annotations

import pytest
from auditor.document import Verdict

from tests.layouts import Values, zeros
from tests.unit.test_claims import claims

APPLICANTS = ("natural_person", "company", "research_institute", "public_interest", "legal_service", "other_org")
RESULTS = ("upheld", "corrected", "other", "pending")
ROWS = {
    "new_received": (51, 14, 0, 2, 6, 0),
    "carried_in": (5, 1, 0, 0, 0, 0),
    "granted": (20, 7, 0, 1, 3, 0),
    "partial": (8, 4, 0, 0, 1, 0),
    "denied_process_info": (3, 1, 0, 0, 0, 0),
    "unable_not_held": (11, 2, 0, 1, 2, 0),
    "not_processed_petition": (4, 0, 0, 0, 0, 0),
    "other_no_correction": (5, 0, 0, 0, 0, 0),
    "carried_out": (5, 1, 0, 0, 0, 0),
}
SUITS = {"review": (10, 2, 3, 1), "direct": (4, 0, 1, 2), "after_review": (2, 1, 0, 1)}
TABLE_TWO = {
    ("normative_documents", "issued"): "4",
    ("normative_documents", "repealed"): "0",
    ("normative_documents", "in_force"): "9",
    ("licensing", "decisions"): "310",
    ("penalties", "decisions"): "27",
    ("coercion", "decisions"): "0",
}
HANDLED = (
    "granted",
    "partial",
    "denied_process_info",
    "unable_not_held",
    "not_processed_petition",
    "other_no_correction",
)


def office() -> Values:
    """The tables of an office in which every cell that the sentences below name has a number of its own."""
    values = zeros()
    handled = [sum(ROWS[row][place] for row in HANDLED) for place in range(len(APPLICANTS))]
    for row, numbers in {**ROWS, "handled_total": handled}.items():
        for column, number in zip((*APPLICANTS, "total"), (*numbers, sum(numbers)), strict=True):
            values["applications", row, column] = str(number)
    for row, results in SUITS.items():
        for column, number in zip((*RESULTS, "total"), (*results, sum(results)), strict=True):
            values["disputes", row, column] = str(number)
    for (row, column), text in TABLE_TWO.items():
        values["disclosure", row, column] = text
    return values


def a(row: str, column: str = "total") -> str:
    return f"applications.{row}.{column}"


def d(row: str, column: str = "total") -> str:
    return f"disputes.{row}.{column}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("转入下年的6件，个人5件、公司1件。",
         [a("carried_out"), a("carried_out", "natural_person"), a("carried_out", "company")]),
        ("律所递件6件，获公开3件，获部分公开1件。",
         [a("new_received", "legal_service"), a("granted", "legal_service"), a("partial", "legal_service")]),
        ("部分公开13件，其中自然人8件、企业4件，科研机构为零。",
         [a("partial"), *(a("partial", c) for c in ("natural_person", "company", "research_institute"))]),
        ("本机关不掌握（16件）、过程性信息（4件）是主要理由。", [a("unable_not_held"), a("denied_process_info")]),
        ("过程性信息4件、本机关不掌握16件，两项相加20件。",
         [a("denied_process_info"), a("unable_not_held"), f"{a('denied_process_info')} + {a('unable_not_held')}"]),
        ("新收量、办结量、结转下年量依次为73件、73件、6件。",
         [a("new_received"), a("handled_total"), a("carried_out")]),
        ("经查，4件实为投诉举报，告知其他途径。", [a("not_processed_petition")]),
        ("予以公开三十一、部分公开十三。", [a("granted"), a("partial")]),
        ("新收柒拾叁件。", [a("new_received")]),
        ("过程性信息、本机关不掌握的，分别是4件和16件。", [a("denied_process_info"), a("unable_not_held")]),
        ("申请结转下年度继续办理，自然人5件，企业1件，总计6件。",
         [a("carried_out", "natural_person"), a("carried_out", "company"),
          f"{a('carried_out', 'natural_person')} + {a('carried_out', 'company')}"]),
        ("商业企业14件，其余8件是别的单位提的。",
         [a("new_received", "company"), " + ".join(a("new_received", column) for column in APPLICANTS[2:])]),
        ("过程性信息和逾期不补正是主要原因，前者4件，后者5件。", [a("denied_process_info"), a("other_no_correction")]),
        ("自然人申请中，予以公开20件；对法律服务机构的申请，予以公开3件。",
         [a("granted", "natural_person"), a("granted", "legal_service")]),
        ("上年结转6件，与新收申请合计79件。", [a("carried_in"), f"{a('new_received')} + {a('carried_in')}"]),
        ("上年转来继续办理的6件已答复。", [a("carried_in")]),
        ("在办结的申请中，予以公开31件。", [a("granted")]),
        ("予以公开、部分公开分别为三十一和十三件。", [a("granted"), a("partial")]),
        ("上年转来的6件里没有科研机构的申请。", [a("carried_in"), a("carried_in", "research_institute")]),
    ],
)  # fmt: skip
def test_lists_of_applications(sentence: str, expected: list[str]) -> None:
    found = claims(sentence, office())
    assert [(str(claim.cell), claim.verdict) for claim in found] == [(cell, Verdict.SUPPORTED) for cell in expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("直接起诉与复议后起诉的维持数分别为4件和2件。", [d("direct", "upheld"), d("after_review", "upheld")]),
        ("径行起诉的7件里，维持4件，2件待判。", [d("direct"), d("direct", "upheld"), d("direct", "pending")]),
        ("审理中的案件，复议1件，诉讼3件。", [d("review", "pending"), d("litigation", "pending")]),
        ("行政复议：维持10件、纠正2件、其他结果3件、未审结1件，合计16件。",
         [d("review", "upheld"), d("review", "corrected"), d("review", "other"), d("review", "pending"), d("review")]),
        ("政府信息公开行政复议16件，行政诉讼11件，两项共27件。",
         [d("review"), d("litigation"), f"{d('review')} + {d('litigation')}"]),
        ("复议后起诉4件，纠正1件。", [d("after_review"), d("after_review", "corrected")]),
        ("被诉11件，其中经过复议程序的4件。", [d("litigation"), d("after_review")]),
        ("没复议就告到法院的7起。", [d("direct")]),
        ("行政诉讼11件：直接起诉7件，维持4件、其他1件；复议后起诉4件，维持2件、纠正1件。",
         [d("litigation"), d("direct"), d("direct", "upheld"), d("direct", "other"),
          d("after_review"), d("after_review", "upheld"), d("after_review", "corrected")]),
        ("行政复议16件，已审结的15件中维持10件。",
         [d("review"), f"{d('review', 'upheld')} + {d('review', 'corrected')} + {d('review', 'other')}",
          d("review", "upheld")]),
        ("径行向法院起诉的7宗，经复议仍不服再起诉的4宗。", [d("direct"), d("after_review")]),
        ("复议后应诉案件结果：维持2件，纠正1件；直接应诉案件结果：维持4件，待判2件。",
         [d("after_review", "upheld"), d("after_review", "corrected"), d("direct", "upheld"), d("direct", "pending")]),
        ("行政复议案件中，结果维持、结果纠正、其他结果和尚未审结的分别为十、二、三、一件。",
         [d("review", column) for column in RESULTS]),
        ("直接起诉的7件里没有一件被纠正。", [d("direct"), d("direct", "corrected")]),
    ],
)  # fmt: skip
def test_lists_of_disputes(sentence: str, expected: list[str]) -> None:
    found = [claim for claim in claims(sentence, office()) if claim.candidates]
    assert [(str(claim.cell), claim.verdict) for claim in found] == [(cell, Verdict.SUPPORTED) for cell in expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("规范性文件新发4件，无废止文件，现行有效仍为9件。",
         ["normative_documents.issued", "normative_documents.repealed", "normative_documents.in_force"]),
        ("许可310宗，处罚27宗，强制一宗也没有。",
         ["licensing.decisions", "penalties.decisions"]),
        ("行政强制一宗也没有。", ["coercion.decisions"]),
        ("公示平台晾晒行政处罚决定27件。", ["penalties.decisions"]),
        ("我局全年许可310件，处罚27件，强制数据为0。",
         ["licensing.decisions", "penalties.decisions", "coercion.decisions"]),
        ("没有规章制定权。",
         ["regulations.issued + disclosure.regulations.repealed + disclosure.regulations.in_force"]),
    ],
)  # fmt: skip
def test_decisions_and_documents(sentence: str, expected: list[str]) -> None:
    found = [claim for claim in claims(sentence, office()) if claim.cell]
    assert [(str(claim.cell), claim.verdict) for claim in found] == [
        (f"disclosure.{cell}", Verdict.SUPPORTED) for cell in expected
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "企业来件14件，比上年多3件，予以公开7件，部分公开4件。",
        "环评信息申请9件，公开6件，部分公开2件。",
        "收到市局转来申请5件、区府办转来申请2件。",
        "一月收到8件，二月收到5件，一季度合计20件。",
        "与上年相比，复议多4件，诉讼少2件。",
        "上年行政复议12件、行政诉讼9件，今年有所上升。",
        "2022年收到申请40件，当年结转9件。",
        "近三年累计答复申请200件，累计被诉30件，被纠正5件。",
        "各镇合计办结依申请公开90件，被复议8件。",
        "8个乡镇另行统计，收到信息公开申请60件。",
        "1件复议案件，申请人请求撤销答复，复议机关决定维持。",
        "重点督办的2件申请全部公开。",
        "有2件申请要求公开会议纪要，均予以公开。",
        "除1件因逾期未补正外，其余均已答复。",
        "为街道讲了一次依申请公开答复课。",
        "窗口提供档案查询820次。",
        "公示平台晾晒行政处罚决定90件。",
        "问取水许可台账的有6件。",
        "负责人出庭应诉5次，立案处罚3件。",
        "3件投诉举报按信访渠道告知。",
        "手头没有、只能答复不掌握的最多，有16件。",
        "复议、诉讼分别比上年多4件、3件。",
        "当日答复12件，5日内答复30件；当面答复5件，网上答复60件。",
        "某公司一次性提出申请9件，某村民反复申请3件。",
        "涉及住建领域的申请20件，办结19件，予以公开8件。",
        "累计公开规范性文件12件，其中今年新增5件。",
        "已结诉讼9件。",
        "未审结的有4件，复议1件、诉讼3件。",
        "涉企申请12件，涉农申请9件。",
        "第三方同意公开的1件。",
        "重大项目类9件全部予以公开，环评类5件部分公开。",
        "拆迁许可类申请9件，其中予以公开3件，部分公开2件。",
        "10件维持、2件纠正、3件其他、1件未审结，共16件复议。",
        "申请人撤回2件、其他1件，均列入其他处理。",
        "本局答复均按时作出，均由法制科审核。",
        "作为复议机关收到各类行政复议申请300件，审结280件，纠错20件。",
        "县政府作为复议机关，收到行政复议申请96件，其中涉及政府信息公开的11件，受理后撤销1件。",
        "2022年新收申请40件，来自自然人30件、企业8件，办结38件，结转9件。",
        "2022年制发规范性文件7件，废止2件。",
        "驻镇单位自行发布信息327条，其收到的信息公开申请8件由各单位答复。",
        "按类标注“不予公开”的公文41件。",
        "对2件申请按量计费。",
        "自然人51件、企业14件、社会公益组织2件，商贸领域投诉举报申请收到264件；我局印发的信息公开工作细则共六章三十七条。",
    ],
)
def test_what_stands_beside_the_tables_accuses_nobody(sentence: str) -> None:
    assert [c for c in claims(sentence, office()) if c.verdict is Verdict.CONTRADICTED] == []


@pytest.mark.parametrize(
    ("sentence", "cell"),
    [
        ("转入下年的6件，个人3件、公司1件。", a("carried_out", "natural_person")),
        ("过程性信息4件、本机关不掌握16件，两项相加21件。", f"{a('denied_process_info')} + {a('unable_not_held')}"),
        ("审理中的案件，复议1件，诉讼5件。", d("litigation", "pending")),
        ("申请年内一概答复，无一件拖至下年。", a("carried_out")),
        ("全年办结申请，未结转至2024年。", a("carried_out")),
        ("上年未结转，申请都是新收的。", a("carried_in")),
        ("规范性文件新发6件。", "disclosure.normative_documents.issued"),
        ("作出行政许可决定310件，处罚72件。", "disclosure.penalties.decisions"),
        ("1件复议案件因说理不足被纠正，复议9件维持。", d("review", "upheld")),
        ("8件行政复议中，9件维持、1件未审结。", d("review", "upheld")),
        ("批出许可311件。", "disclosure.licensing.decisions"),
    ],
)
def test_a_wrong_number_in_a_list_is_found(sentence: str, cell: str) -> None:
    found = claims(sentence, office())
    assert cell in [str(c.cell) for c in found if c.verdict is Verdict.CONTRADICTED]


def test_a_number_behind_its_share_takes_the_words_before_the_share() -> None:
    found = claims("企业申请占19.2%，即14件。", office())
    assert [str(claim.cell) for claim in found if claim.verdict is Verdict.SUPPORTED] == [a("new_received", "company")]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("镇综合服务窗口办理行政许可301件。", Verdict.CONTRADICTED),
        ("镇综合服务窗口办理行政许可228件。", Verdict.AMBIGUOUS),
    ],
)
def test_a_slip_of_the_cells_own_digits_is_told_though_its_words_are_strange(sentence: str, verdict: Verdict) -> None:
    (claim,) = claims(sentence, office())
    assert (claim.verdict, str(claim.cell)) == (verdict, "disclosure.licensing.decisions")
