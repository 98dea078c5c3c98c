"""By which names an office is known to speak of itself."""

from __future__ import annotations

import pytest
from auditor.document import Verdict
from auditor.nlp import tokenizer_of
from auditor.parsing.claims.own_names import OwnNames
from auditor.resources import PACK, rules_folder
from auditor.vocabulary import load_vocabulary

from tests.unit.test_claims import claims, tables

TOKENIZE = tokenizer_of(load_vocabulary(rules_folder() / PACK / "claims.toml"))
VALUES = tables() | {("disclosure", "penalties", "decisions"): "214"}
BUREAU, COMMISSION = ("薛漷区住房和城乡建设局", "department"), ("榛漪市卫生健康委员会", "department")


def own(agency: str, kind: str, sentence: str) -> str:
    tokens = OwnNames(agency, kind).marked(TOKENIZE(sentence))
    return "".join(token.text for token in tokens if any(meaning.key == "own" for meaning in token.meanings))


@pytest.mark.parametrize(
    ("agency", "sentence", "name"),
    [
        (BUREAU, "薛漷区住房和城乡建设局收到申请", "薛漷区住房和城乡建设局"),
        (BUREAU, "2024年住房和城乡建设局收到申请", "住房和城乡建设局"),
        (BUREAU, "全年，薛漷区住建局收到申请", "薛漷区住建局"),
        (BUREAU, "由区住建局办理", "区住建局"),
        (BUREAU, "本年度区局收到申请", "区局"),
        (COMMISSION, "市卫健委收到申请", "市卫健委"),
        (("颍汊临港产业园区管理委员会", "department"), "管委会收到申请", "管委会"),
        (("洮渡县芡塘镇人民政府", "township"), "芡塘镇收到申请", "芡塘镇"),
        (("邙坡街道办事处", "subdistrict"), "街道收到申请", "街道"),
        (("国家税务总局青石县税务局", "department"), "县税务局收到申请", "县税务局"),
        (("国家税务总局青石县税务局", "department"), "县局收到申请", "县局"),
        (("江州市生态环境局青石分局", "department"), "青石分局收到申请", "青石分局"),
        # Others, parts of it, and others beside it.
        (BUREAU, "桥东区住建局收到申请", ""),
        (BUREAU, "市住建局收到申请", ""),
        (BUREAU, "建设局收到申请", ""),
        (BUREAU, "区住建局法规科收到申请", ""),
        (BUREAU, "区住建局及下属单位收到申请", ""),
        (BUREAU, "市局收到申请", ""),
        (BUREAU, "区住建局系统收到申请", ""),
        (BUREAU, "区住建局（含下属单位）收到申请", ""),
        (("颍汊临港产业园区管理委员会", "department"), "管委会本级收到申请", ""),
        (("国家税务总局青石县税务局", "department"), "国家税务总局收到申请", ""),
        (("江州市生态环境局青石分局", "department"), "市生态环境局收到申请", ""),
        (("江州市生态环境局青石分局", "department"), "江州市生态环境局收到申请", ""),
        (("洮渡县芡塘镇人民政府", "township"), "芡塘镇村民提出申请", ""),
        (COMMISSION, "市委收到申请", ""),
        (("邙坡街道办事处", "subdistrict"), "9个街道收到申请", ""),
        (("邙坡街道办事处", "subdistrict"), "街道、社区收到申请", ""),
        (("洮渡县人民政府", "government"), "县人民政府收到申请", ""),
    ],
)
def test_an_office_is_known_by_its_name_in_full_and_in_short(agency: tuple[str, str], sentence: str, name: str) -> None:
    assert own(*agency, sentence) == name


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("青石县水务局全年作出行政处罚137件。", ["disclosure.penalties.decisions"]),
        ("县水务局全年作出行政处罚137件。", ["disclosure.penalties.decisions"]),
        ("全局作出行政处罚137件。", ["disclosure.penalties.decisions"]),
        ("县水政大队作出行政处罚137件。", []),
        ("县城管局作出行政处罚137件。", []),
        ("县水务局水政科作出行政处罚137件。", []),
    ],
)
def test_what_an_office_says_of_itself_by_name_is_held_against_its_tables(sentence: str, accused: list[str]) -> None:
    found = claims(sentence, VALUES)
    assert [str(claim.cell) for claim in found if claim.verdict is Verdict.CONTRADICTED] == accused
