"""Sentences to cells: wording that offices use, and wording that only looks like it."""

from __future__ import annotations

import auditor
import pytest
from auditor.api import judge, rulebook
from auditor.document import Claim, Verdict
from auditor.parsing.report import Language, parse
from auditor.reading import source_of_text
from msgspec.structs import replace

from tests.layouts import Values, pipes, report
from tests.properties.test_tables import balanced

APPLICATIONS, DISPUTES = "applications", "disputes"


def tables() -> dict[tuple[str, str, str], str]:
    return balanced()


def claims(sentence: str, values: Values | None = None) -> list[Claim]:
    text = report(values or tables(), pipes).replace(
        "（一）主动公开。全年公开信息120条。", f"（一）主动公开。全年公开信息120条。\n（二）依申请公开。{sentence}"
    )
    found = auditor.audit_text(text, auditor.Options(select=("PRS003",))).report.claims
    start = text.index(sentence)
    return [claim for claim in found if start <= claim.span.start < start + len(sentence)]


def cells(sentence: str) -> list[str | None]:
    return [str(claim.cell) if claim.cell else None for claim in claims(sentence) if claim.topic != "none"]


def total(row: str) -> str:
    return f"applications.{row}.total"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本局全年接到33次政府信息公开申请。", [total("new_received")]),
        ("新收申请三十二件，上年结转四件，合计三十六件。",
         [total("new_received"), total("carried_in"), f"{total('new_received')} + {total('carried_in')}"]),
        ("收到申请32件，其中自然人29件，法人或其他组织3件。",
         [total("new_received"), "applications.new_received.natural_person",
          "applications.new_received.organisations"]),
        ("予以公开、部分公开、不予公开分别为12件、6件、3件。", [total("granted"), total("partial"), total("denied")]),
        ("不予公开3件（过程性信息2件、内部事务信息1件）。",
         [total("denied"), total("denied_process_info"), total("denied_internal_affairs")]),
        ("9件为无法提供，2件结转下年度继续办理。", [total("unable"), total("carried_out")]),
        ("被申请行政复议3件、提起行政诉讼1件，均与政府信息公开有关。",
         ["disputes.review.total", "disputes.litigation.total"]),
        ("因政府信息公开引发行政复议、行政诉讼分别3件和1件。",
         ["disputes.review.total", "disputes.litigation.total"]),
    ],
)  # fmt: skip
def test_numbers_go_to_the_cells_that_their_words_name(sentence: str, expected: list[str]) -> None:
    assert cells(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "12345热线转来工单1203件，办结率100%。",
        "收到群众来信、信访件56件。",
        "受理行政许可申请47件、补贴申请12件。",
        "2022年收到申请24件。",
        "较上年增加8件，增长33.3%。",
        "发出补正通知书3份、延期告知书2份。",
        "自收到申请之日起20个工作日内答复，依据条例第三十六条。",
        "定为依申请公开的文件57件。",
        "作为复议机关办理行政复议案件132件。",
        "全市民政系统共收到政府信息公开申请168件。",
    ],
)
def test_numbers_that_only_look_like_it_are_not_tied(sentence: str) -> None:
    assert [cell for cell in cells(sentence) if cell] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本年度未收到政府信息公开申请。", [total("new_received")]),
        ("无上年结转。", [total("carried_in")]),
        ("未发生行政复议和行政诉讼。", ["disputes.review.total", "disputes.litigation.total"]),
        ("不予公开的，一件也没有。", [total("denied")]),
        ("科研机构没有来申请过。", ["applications.new_received.research_institute"]),
        ("没有因政府信息公开工作收到投诉。", []),
        ("与依申请公开无关。", []),
    ],
)
def test_zeros_in_words(sentence: str, expected: list[str]) -> None:
    found = [claim for claim in claims(sentence) if claim.form == "zero"]
    assert [str(claim.cell) for claim in found] == expected


def test_a_wrong_number_is_contradicted_and_a_right_one_is_not() -> None:
    values = tables()
    right = values["applications", "new_received", "total"]
    wrong = str(int(right) + 1)
    assert [c.verdict for c in claims(f"新收政府信息公开申请{right}件。")] == [Verdict.SUPPORTED]
    (claim,) = claims(f"新收政府信息公开申请{wrong}件。")
    assert (claim.verdict, str(claim.expected)) == (Verdict.CONTRADICTED, right)


def test_received_may_include_what_was_carried_in_but_nothing_else() -> None:
    values = tables()
    new, carried = (int(values["applications", row, "total"]) for row in ("new_received", "carried_in"))
    (both,) = claims(f"共收到政府信息公开申请{new + carried}件。")
    assert (both.verdict, str(both.cell)) == (
        Verdict.SUPPORTED,
        f"{total('new_received')} + {total('carried_in')}",
    )
    (neither,) = claims(f"共收到政府信息公开申请{new + carried + 1}件。")
    assert neither.verdict is Verdict.CONTRADICTED


def test_a_blank_cell_leaves_its_claim_open() -> None:
    values = tables()
    values["applications", "new_received", "total"] = ""
    (claim,) = claims("新收政府信息公开申请9件。", values)
    assert (claim.verdict, claim.reason and claim.reason.code) == (Verdict.AMBIGUOUS, "cell_blank")


@pytest.mark.parametrize("text", ["２７件", "27 件", "二十七件", "廿七件"])
def test_the_writing_of_a_number_does_not_matter(text: str) -> None:
    (claim,) = claims(f"新收政府信息公开申请{text}。")
    assert claim.value == 27


def test_all_closed_contradicts_cases_that_are_carried_on() -> None:
    values = tables()
    assert int(values["applications", "carried_out", "total"]) > 0
    found = claims("收到的政府信息公开申请已全部办结。")
    assert [(str(c.cell), c.verdict) for c in found] == [(total("carried_out"), Verdict.CONTRADICTED)]
    assert [c for c in claims("政府信息公开申请均按时答复。") if c.verdict is Verdict.CONTRADICTED] == []


def test_a_value_ties_words_that_were_not_understood_and_accuses_nobody() -> None:
    right, wrong = (claims(f"收到的申请中企业紧随其后，计{asked}件。")[0] for asked in (105, 108))
    assert (str(right.cell), right.verdict, right.reason and right.reason.code) == (
        "applications.new_received.company",
        Verdict.SUPPORTED,
        "tied_by_value",
    )
    assert wrong.verdict is not Verdict.CONTRADICTED


def test_what_single_bodies_charged_for_answers_is_no_charge_of_table_two() -> None:
    told = (
        "2023年全市对18件政府信息公开申请收取了信息处理费2210元。其中，棠河县自然资源局1件，收取420元；"
        "棠河县人民政府2件，收取290元；棠河县公安局15件，收取1500元，收费标准合规。"
    )
    text = report(tables(), pipes).replace("未收取信息处理费。", told).replace("青石县水务局", "青石市")
    found = auditor.audit_text(text, auditor.Options(select=("PRS003",))).report.claims
    assert [claim.verdict for claim in found if claim.verdict is Verdict.CONTRADICTED] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "复议机关就群众关心的水价事项驳回5件，经过多轮沟通后维持4件。",
        "行政复议方面，驳回申请2件，维持的事项共9件。",
    ],
)
def test_what_was_turned_down_has_two_readings_in_a_second_look_too(sentence: str) -> None:
    assert all(claim.cell is None or claim.cell.addresses[0].table == "disputes" for claim in claims(sentence))


def test_a_form_without_the_cell_that_words_name_leaves_them_undecided() -> None:
    """Forms of other years have other rows; narratives name what their authors know."""
    book = rulebook()
    form = replace(
        book.layout,
        table=[replace(t, rows=[r for r in t.rows if r.key != "granted"]) for t in book.layout.table],
    )
    text = report(tables(), pipes).replace("全年公开信息120条。", "全年予以公开的申请20件。")
    (found,) = parse(source_of_text(text), Language((form,), book.vocabulary, judge()))
    told = [(claim.topic, claim.verdict, claim.reason and claim.reason.code) for claim in found.claims]
    assert ("outcome_leaf", Verdict.NO_CELL, "cell_not_in_form") in told


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("1月至6月收到申请15件，7月至12月收到申请17件。", [Verdict.OUT_OF_SCOPE, Verdict.OUT_OF_SCOPE]),
        ("1—6月收到申请15件。", [Verdict.OUT_OF_SCOPE]),
        ("截至6月收到申请15件。", [Verdict.OUT_OF_SCOPE]),
        ("2024年1月收到申请41件。", [Verdict.OUT_OF_SCOPE]),
        ("截至2024年1月31日，收到申请41件。", [Verdict.AMBIGUOUS]),
        ("12月下旬收到的2件结转2024年办理。", [Verdict.AMBIGUOUS]),
        ("12月下旬收到的15件结转2024年办理。", [Verdict.SUPPORTED]),
        ("2023年1月1日至12月31日，收到申请33件。", [Verdict.CONTRADICTED]),
        ("1月至12月收到申请33件。", [Verdict.CONTRADICTED]),
        ("截至12月底收到申请33件。", [Verdict.CONTRADICTED]),
    ],
)
def test_months_say_of_which_part_of_the_year_a_number_speaks(sentence: str, expected: list[Verdict]) -> None:
    assert [claim.verdict for claim in claims(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "县自然资源局收到申请112件，办结101件，结转1件。",
        "县自然资源局予以公开7件、部分公开2件、不予公开3件。",
        "自然资源领域公开12件、不予公开3件；住建领域公开5件、不予公开1件。",
        "涉及征地的予以公开12件。",
        "信函申请14件，答复13件，结转1件。",
        "期限内办结600件，延期后办结28件，共628件。",
        "提前办结180件，其余办结448件。",
        "一季度新收111件，办结100件；二季度新收130件，办结129件。",
        "上半年收到240件，办结220件，结转下半年20件。",
        "按条例第十六条不予公开的40件。",
        "近五年共收到2060件。",
    ],
)
def test_numbers_of_a_part_of_the_cases_are_never_contradicted(sentence: str) -> None:
    assert [claim for claim in claims(sentence) if claim.verdict is Verdict.CONTRADICTED] == []


def test_numbers_in_a_row_that_make_up_a_cell_are_its_parts() -> None:
    reviews = int(tables()["disputes", "review", "total"])
    row = claims(f"向市政府申请复议{reviews - 2}件，向县政府申请复议2件。")
    assert [claim.verdict for claim in row] == [Verdict.AMBIGUOUS, Verdict.AMBIGUOUS]
    row = claims(f"向市政府申请复议{reviews - 2}件，向县政府申请复议1件。")
    assert Verdict.CONTRADICTED in [claim.verdict for claim in row]


def test_an_amount_at_odds_with_its_own_arithmetic_is_no_fault_of_a_cell() -> None:
    text = report(tables(), pipes).replace(
        "全年公开信息120条。", "收取行政事业性收费6119.45万元，比上年的6388.10万元减少267.65万元。"
    )
    found = {finding.rule for finding in auditor.audit_text(text).findings}
    assert "NAR005" in found


@pytest.mark.parametrize(
    ("number", "meant"), [(628, total("handled_total")), (63, f"{total('granted')} + {total('partial')}")]
)
def test_requests_without_a_word_for_what_became_of_them_may_be_those_answered(number: int, meant: str) -> None:
    (bare,) = claims(f"全年依申请公开政府信息{number}件。")
    assert (bare.verdict, str(bare.cell)) == (Verdict.AMBIGUOUS, meant)
    (told,) = claims(f"收到政府信息公开申请{number}件。")
    assert (told.verdict, str(told.cell)) == (Verdict.CONTRADICTED, total("new_received"))
