"""Sentences in the style of many offices: numbers that belong to other things accuse nobody, plain wrong ones are told.

In the tables every cell that a sentence could be tied to holds another number than the sentence
states, so each number that is tied and trusted would be reported.
"""

from __future__ import annotations

import pytest
from auditor.document import Verdict

from tests.unit.test_claims import claims, tables

OTHER_THINGS = [
    "全年受理劳动争议仲裁申请1520件，办结1498件，结案率98.6%。",
    "审批系统累计办结建房申请326件，不予许可12件。",
    "市政府各部门合计收到信息公开申请88件，其中我局转办5件。",
    "全年共办理人大代表建议35件、政协提案42件，办复率100%，全部公开答复29件。",
    "向申请人提供政府信息时附送办事指南18份。",
    "抽查全市答复文书120件，发现不规范的9件，已全部整改。",
    "组织信息公开申请办理业务培训3次，模拟办理申请6件。",
    "2020年以来累计收到政府信息公开申请212件，年均42件。",
    "其中通过邮寄方式收到的申请11件，网上提交的申请9件，当面提交的1件。",
    "涉及土地征收类申请占15件，涉及教育类申请占6件，其余申请较为分散。",
    "同一申请人提出的申请达8件，占申请总量的三成。",
    "受理公民咨询依申请公开事项37人次，电话答复21件。",
    "延期答复的申请5件，均已书面告知申请人。",
    "出具补正通知书4份，补正后办理3件。",
    "协助市政府办公室办理答复意见6件。",
    "收到撤回申请3件，经核实予以终止。",
    "区政务服务中心代收申请14件，转交我局办理2件。",
    "我局作为第三方参与的政府信息公开行政诉讼2件。",
    "公安交管部门行政处罚类行政诉讼12件，败诉1件。",
    "全年参与行政诉讼案件8件，涉及信息公开的2件，均获胜诉。",
    "县级以下机关收到的申请另计，共46件。",
    "每收到一件申请，均在2个工作日内转办。",
    "较2022年的19件减少3件，其中自然人申请减少2件。",
    "平均每件申请办理用时8.5个工作日，最快1件当日办结。",
    "按期答复的申请占98%，超期1件系邮寄途中延误。",
    "制作并公开行政执法决定316件，其中行政处罚决定201件已在平台公示。",
    "主动公开行政许可信息1205件、行政处罚信息88件。",
    "共撤销发文3件，废止信息公开制度2件，修订工作规范1件。",
    "收到群众纠错留言12件，全部办结，公开答复10件。",
    "发布规范性文件解读材料9份，对应文件6件，清理失效文件链接14条。",
    "受理不动产登记申请10235件，全年办结10198件，不予登记37件。",
    "省级部门转交申请3件，经研究不属于本机关职责，已告知申请人。",
    "因申请内容涉及多个部门，会同教育局联合答复2件。",
    "就申请事项向第三方发函征求意见7件，收到回复6件，不同意公开4件。",
    "对2022年办理的36件申请开展回头看，发现超期答复2件。",
    "因征地补偿引发的行政复议申请19件，其中撤销3件。",
    "信访件中要求公开信息的5件，已引导通过依申请公开渠道提出。",
    "帮助群众填写申请表12份，其中正式提交5份。",
    "网上依申请公开系统注册用户126个，提交申请草稿31件。",
    "本年度档案馆接待查询申请218人次，提供复印件560份。",
    "依申请公开答复文书经法制审核19件，退回修改4件。",
    "在征收领域，村民提出申请共7件，答复公开5件。",
    "共印发公开目录3份，收到修改意见申请2条。",
    "开展案卷评查，抽取已办结申请20件，优秀15件，合格5件。",
    "近三年分别收到申请22件、26件、31件。",
    "与2023年相比，申请数由18件上升到27件。",
    "全年行政复议机关受理以本县政府为被申请人的案件86件，维持40件。",
    "政务服务窗口受理企业登记申请3560件，办结率100%。",
    "各镇街全年共办理依申请公开67件。",
    "本机关作为复议机关审理信息公开复议案件9件，维持6件、撤销1件、驳回2件。",
    "因补正逾期视为撤回的申请2件，未计入办结数。",
    "一次性告知申请人补充材料的申请6件。",
    "引用《条例》第二十一条第一款作出答复4件，引用第三十六条作出答复9件。",
    "邀请市民旁听会议申请12件，批准12件。",
    "累计向市政府门户网站报送信息1023条，被采用信息421条，不予采用公开32条。",
    "办理12345热线涉信息公开类工单23件，按期办结率100%。",
    "其他行政机关移送申请1件，已重新登记办理。",
    "在审行政诉讼案件16件，其中政府信息公开类1件。",
    "本年度内收到重复信访件6件，不予受理。",
]
PLAINLY_WRONG = [
    ("2023年，本机关接收政府信息公开申请1027件。", 1),
    ("当年新增依申请公开1027宗，较上年持平。", 1),
    ("全年办结依申请公开1026件。", 1),
    ("作出答复1026件，其中予以公开1012件，部分公开1004件。", 3),
    ("不予公开的1003件，无法提供的1006件。", 2),
    ("自然人申请1021件，法人或其他组织申请1006件。", 2),
    ("上一年度结转1005件，结转至下一年度1004件。", 2),
    ("予以公开者，1012件；部分公开者，计1004件。", 2),
    ("年底尚有1004件未办结，转入下年继续办理。", 1),
    ("以本机关为被申请人的政府信息公开行政复议1003件，维持1002件，撤销1001件。", 3),
    ("因政府信息公开被提起行政诉讼1002起。", 1),
    ("全年政府信息公开申请办理量为1026件。", 1),
    ("政府信息公开申请受理数1027件，同比增长12.5%。", 1),
]


@pytest.mark.parametrize("sentence", OTHER_THINGS)
def test_numbers_of_other_things_accuse_nobody(sentence: str) -> None:
    assert [claim for claim in claims(sentence) if claim.verdict is Verdict.CONTRADICTED] == []


@pytest.mark.parametrize(("sentence", "wrong"), PLAINLY_WRONG)
def test_plain_words_with_a_wrong_number_are_contradicted(sentence: str, wrong: int) -> None:
    assert sum(claim.verdict is Verdict.CONTRADICTED for claim in claims(sentence)) == wrong


@pytest.mark.parametrize(
    "words",
    [
        "共收到政府信息公开申请{new}件，上年结转{carried}件。其中自然人申请{persons}件，其余为企业申请。",
        "新收申请{new}件、结转上年申请{carried}件，其中自然人{persons}件。",
    ],
)
def test_a_breakdown_behind_a_carry_over_is_of_the_new_ones(words: str) -> None:
    values = tables()
    sentence = words.format(
        new=values["applications", "new_received", "total"],
        carried=values["applications", "carried_in", "total"],
        persons=values["applications", "new_received", "natural_person"],
    )
    assert {claim.verdict for claim in claims(sentence) if claim.cell} == {Verdict.SUPPORTED}
