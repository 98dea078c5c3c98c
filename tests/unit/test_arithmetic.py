"""What the narrative's numbers say of each other: what must be told, and right wordings that must not be accused."""

from __future__ import annotations

from pathlib import Path

import auditor
import pytest
from auditor.document import Verdict
from auditor.finding import Audit, Finding, Severity

from tests.layouts import Values, pipes, report
from tests.unit.test_claims import tables

RULES = ("NAR", "XRF019", "XRF020", "XRF021", "XRF022")


def audit_of(words: str, values: Values | None = None, previous: str | None = None) -> Audit:
    text = report(values or tables(), pipes).replace("（一）主动公开。全年公开信息120条。", f"（一）主动公开。{words}")
    return auditor.audit_text(text, auditor.Options(select=RULES, previous=previous))


def findings(words: str, values: Values | None = None) -> list[Finding]:
    return list(audit_of(words, values).findings)


def accused(words: str, values: Values | None = None) -> set[str]:
    return {finding.rule for finding in findings(words, values) if finding.severity >= Severity.WARNING}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("NAR001", "公开信息2405条，包括人事18条、动态1320条、公告310条、解读96条、其他1102条。"),
        ("NAR002", "发布信息120条，其中政策解读98条、动态45条。"),
        ("NAR003", "政务微博发布信息312条。\n（三）平台建设。全年政务微博共发布289条。"),
        ("NAR005", "网站发布信息120条，上年100条，同比增长25%。"),
        ("NAR005", "网站访问量由80万次增至120万次，增长45%。"),
        ("NAR005", "公众号推送信息90篇，较上年的100篇增长10%。"),
        ("NAR005", "全年召开会议12次，比2022年的9次增加2次。"),
        ("NAR007", "解读材料24篇，其中图解7篇，占33%。"),
        ("NAR007", "解读材料24篇，其中图解7篇，占29.5%。"),
        ("NAR008", "留言中咨询类占62%，建议类占31%，投诉类占12%。"),
        ("NAR009", "按期答复率102%。"),
        ("NAR010", "主动公开信息52180万条，其中市级21660条、县级30520条。"),
        ("NAR011", "存在三方面不足：一是解读少，全年2期。二是公开慢，平均9天。"),
        ("NAR012", "制作短视频191条，其中抖音205条。"),
        ("XRF019", "收取信息处理费3800元。"),
        ("XRF021", "收到政府信息公开申请622件，办结率100%。"),
        ("XRF020", "全年未发出收费通知。"),
        ("NAR001", "全年发布信息300条，其中动态类150条、政策类80条、其他60条。"),
        ("NAR001", "全年共发布信息300条（动态类150条、政策类80条、其他类60条）。"),
        ("NAR001", "全年解读32篇，分为文字解读、图解两类，分别为20篇、10篇。"),
        ("NAR005", "网站发布信息1200条，同比增长20%（2022年为1100条）。"),
        ("NAR005", "与2022年的1100条相比，全年公开信息1200条，增长20%。"),
        ("NAR005", "全年公开信息1200条，比上年减少100条，下降12%。"),
        ("NAR007", "全年公开信息1200条，其中动态600条，占比60%；公告300条，占比25%。"),
        ("NAR003", "微信公众号粉丝3.2万人。\n（三）平台建设。微信公众号粉丝2.8万人。"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_by_its_rule_alone(rule: str, words: str) -> None:
    values = {**tables(), ("disclosure", "fees", "amount"): "0"}
    assert accused(words, values) == {rule}


@pytest.mark.parametrize(
    "words",
    [
        "全年通过各类渠道发布信息5120条，其中网站3105条、公众号4179条次，两个平台有交叉。",
        "县政府门户网站发布信息3105条，公众号推送1480篇，较2022年分别增加205条和减少20篇。",
        "全年举办新闻发布会12场，比上年多4场；参加发布的单位31个，其中首次参加的9个。",
        "全县网站集约化平台现有栏目128个，上年为140个，精简12个，精简率8.6%。",
        "制作图解42期、短视频18条，图解比上年的30期增长40%，短视频与上年持平。",
        "行政许可办件量由4.2万件降到3.9万件，降幅约7%。",
        "共检查发布信息3260条，发现错别字47处，错误率1.4%。",
        "回收问卷1480份，其中满意1221份，基本满意186份，不满意73份，满意度82.5%。",
        "群众来信320封，办结318封，办结率99.4%。",
        "公开的财政信息中，预算类占46%、决算类占38%、绩效类占16%。",
        "重点领域信息1860条，占全年公开信息3720条的一半，比去年提高3个百分点。",
        "新媒体关注人数达到26.4万人，较年初的22万人净增4.4万人，增长20%。",
        "发放宣传手册2000册，其中社区800册、学校700册、企业500册，另有电子版下载1200次。",
        "一年来，公众号推送信息480篇，平均每周9.2篇，阅读量超10万次，其中单篇最高阅读量3.1万次。",
        "受理群众咨询1240人次，同比减少310人次，下降20%，其中电话咨询980人次。",
        "主动公开信息中，政策文件占12%；图解、视频等解读形式占解读总数的65%。",
        "政府公报编印6期，每期2000册，全年1.2万册，发放到122个查阅点。",
        "回应社会关切36次，其中通过新闻发布会回应8次、通过网站回应28次；2022年回应30次，增长20%。",
        "组织业务培训4期，培训人员320人次，培训覆盖率100%，考试合格率98.5%。",
        "发布信息比2022年同期增长15%，其中四季度增长32%。",
        "梳理公开事项清单26项，涉及8个领域，其中教育6项、医疗5项、社保4项，其余11项。",
        "门户网站点击率达120万次。",
        "网站访问量350万人次，同比增长210%。",
        "年内更新信息2860条，其中机构职能类12条、财政类48条、政策类136条、其他各类共2664条。",
        "公开政府信息1520条，包括转载上级信息420条、原创信息1100条，其中图文信息980条。",
        "办理人大建议45件、政协提案62件，合计107件，办结率100%，满意率100%。",
        "公众号推送1200条信息，比2021年翻了一番，比2022年（1050条）增长14.3%。",
        "收到信件类诉求85件，比去年同期的102件下降16.7%。",
        "两个专栏共发布280条，其中“优化营商环境”160条、“乡村振兴”120条。",
        "三级政务公开专区97个，其中市级1个、县级12个、乡镇84个，另有村级公开栏1103个。",
        "本年度公文类信息公开属性认定中，主动公开512件，占71.3%；依申请公开134件，占18.7%；不予公开72件，占10.0%。",
        "解读信息发布率、政策解读同步率分别为100%、98%。",
        "我局共有政务新媒体账号3个，其中微信2个、微博1个，关停1个。",
        "同比2022年，信息公开总量由6210条上升至7018条，升幅13.0%。",
        "依托12345热线受理4.1万件，同比上升12.3%，按时办结率99.9%。",
        "全年投入经费35.6万元，其中网站运维21.2万元，占59.6%。",
        "上年60件（核定后58件），收到申请84件，同比增长44.8%。",
        "收到来信84件，上年60件；公开信息900条，同比增长12%。",
        "新收来信84件，上年60件，同比增长40%，其中网上来信50件，同比增长25%。",
        "问卷（可多选）显示，通过网站获取信息的占68%，通过微信的占54%。",
        "男性占58%，女性占42%，60岁以上占30%。",
        "申请人分两次缴纳信息处理费，首次缴纳55元。",
        "健全申请办理机制，预算公开率达到100%。",
        "全年受理公租房申请220件，办结率98%。",
        "2022年度公开申请办结率达100%。",
        "全市归集公共数据3.6亿条。",
        "公开信息15.2万条，其中市级6.1条、县级9.1条。",
        "开展12项工作，其中两项工作正在推进：一是办培训，共3期；二是建台账，共2本。",
        "存在三方面问题：一是更新慢；二是解读少等。",
        "全年发布信息500条，其中网站300条、微信300条，同一信息多平台发布。",
        "全年举办发布会12场，其中主要领导出席8场、部门负责人出席10场。",
        "自开通以来，微信公众号累计推送信息6800条，全年微信公众号推送信息520条。",
        "政务微博粉丝数3.2万人。年初，政务微博粉丝数2.9万人。",
        "全年召开专题会议2次，研究政务公开工作。全年召开专题会议3次，研究网站整改工作。",
        "全年收取信息处理费600元，缴入财政专户，由财政局统一列收，不在表二中反映。",
        "上年没有发出收费通知。",
        "对全区14个乡镇、38个部门分为三类进行考核，其中优秀12个、良好30个、一般10个。",
        "公开信息300条，其中动态类180条，其他类信息中公告70条。",
        "预算执行率103.5%，毛入园率118%。",
        "采取五项措施，其中：一是建目录；二是办培训。",
    ],
)
def test_right_and_open_wordings_are_not_accused(words: str) -> None:
    assert accused(words) == set()


def test_growth_without_a_base_is_only_noted() -> None:
    (found,) = findings("关注人数突破120万，同比增加近50%。")
    assert (found.rule, found.severity) == ("NAR006", Severity.INFO)


def test_the_base_may_stand_in_last_years_report(tmp_path: Path) -> None:
    before = tmp_path / "2022.txt"
    values = {**tables(), ("applications", "new_received", "total"): "600"}
    before.write_text(report(values, pipes).replace("2023年", "2022年"), encoding="utf-8")
    found = audit_of("收到政府信息公开申请622件，同比增长4.67%。", previous=str(before))
    assert [(item.rule, item.severity, item.message.zh) for item in found.findings] == [
        (
            "NAR005",
            Severity.WARNING,
            "“622件，同比增长4.67%”与上一年报告的数对不上：（622－600）÷600 为 3.667%",
        )
    ]
    assert audit_of("收到政府信息公开申请622件，同比增长3.67%。", previous=str(before)).findings == ()


def test_what_follows_from_other_numbers_is_derived_and_what_does_not_is_contradicted() -> None:
    for stated, verdict in (("20%", Verdict.DERIVED), ("25%", Verdict.CONTRADICTED)):
        found = audit_of(f"发布信息120条，上年100条，增长{stated}。").report.claims
        assert [claim.verdict for claim in found if claim.unit == "%"] == [verdict]
