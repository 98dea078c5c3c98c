"""What keeps a number from being what its words seem to say: another body's, another thing's, some of the things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DISPUTES,
    EVENTS,
    LABEL_CLASSES,
    TABLE_TWO,
    Features,
    Mention,
    classes,
    has_cue,
    is_attribute,
    is_outcome,
    is_telling,
)
from auditor.parsing.claims.unread import LINKS

_BODY = re.compile(
    r"(?:局|委|办|厅|县|区|镇|街道|乡|部门|政府|中心|分局|支队|大队|园区|新区|办公室|集团|公司|所|站|院|市|旗|校|办事处)$"
)
_EACH_BODY = re.compile(
    "各(?:区|县|市|镇|乡|街道|分局|部门|单位|大队|派出所|基层|科室|直属)"
    "|各(?![类项种级方界])[^，。；、]{0,6}?(?:局|所|站|院|校|处|队|中心|公司|分行|支行)(?:共|合计|自行|另)?(?:新?收|接|受理|登记|答复|办)"
    "|(?:乡镇|镇街|街道|部门|县区)[和、及与](?:乡镇|镇街|街道|部门|县区|园区|直属单位)"
    "|(?:乡镇|镇街|街镇|县区)(?:口径|合计|共)"
    "|^(?:其中)?(?:[省市县区州]直)?(?:部门|乡镇|镇街|街镇|县区|区县|科室|股室|派出所)(?:共|合计|自行|另|全年)*(?:新?收|接|受理|登记|答复|办|回复)"
)
_COUNTED_BODIES = re.compile(
    "^(?:[^，。；、]{0,6}(?:机关|县区|县市区|区县|乡镇|街镇|镇街|乡|街道|部门|单位|科室|股室|处室|派出所|分局|支队|大队|园区|开发区|医院|学校))"
)
_ACCEPTS_REVIEWS = re.compile("(?:受理|新收|登记|立案)[^，。；、被]{0,6}复议")
_SOME_DISPUTES = re.compile(
    "[一二再]审|上诉|抗诉|(?:被申请人|被告)(?:系|是|为)(?![本我该])|[以由](?![本我该])[^，。；]{2,10}[为作](?:为)?(?:被申请人|被告)"
)
_FREQUENT_ASKERS = re.compile(
    "(?:同一|多次|反复|重复|[件次份](?:及|或)?以上)[^，。；]{0,14}(?:人|户|家|企业|单位)[^，。；]{0,6}[人名户家位]$"
)
_SHARE = re.compile("的(?:[约近超不足]{0,2})\\d")
_BODY_OF_DENIAL = re.compile(
    "(?<![我本该全各])(?:[局委办厅乡镇站所院]|街道|中心|[大支]队|分局|公司|办公室|[开新园]发?区|管委会)(?:全年|年内|本年度?|当年|20\\d\\d年度?|也|均|都|则)*$"
)
_OTHERS = ("其他", "其它", "别的")
_OTHER_CAUSE = re.compile(
    "因(?!为?[^，。；]{0,12}(?:政府信息|信息公开|公开|依申请)|对|不服|答复|申请|此)[^，。；]{2,24}(?:引起|引发|提起|产生|发生|被申请|被诉)"
    "|就(?![^，。；]{0,14}(?:公开|答复|告知|申请|此))[^，。；]{2,20}(?:提起|提出|申请)的?(?:行政)?(?:复议|诉讼)"
    "|不(?:涉及?|关乎|属于?|是)(?:政府)?信息公开"
)
_SORTED_DISPUTES = re.compile(
    "(?P<matter>[^，。；、]{2,14})(?:类(?:的|行政)?|(?:引发|引起|产生|导致)的(?:行政)?)(?:复议|诉讼|应诉)"
    "|不服[^，。；、]{0,10}(?P<act>认定|处罚|征收|拆迁|许可|登记|处分|评审|强制|收费|裁决)[^，。；、]{0,8}(?:复议|诉讼)"
)
"""Disputes named by their matter or cause: 工伤认定类复议, 处罚引发的复议, 不服认定结论申请复议."""
_OF_DISCLOSURE = re.compile("公开|申请|答复|告知|此|该|各|这|同|全年|年内|本年|20\\d\\d|复议")
_EXCEPT = re.compile("除[^。；]*外$")
_CAME_BY = re.compile("(?:[厅局委办府镇乡]|部门|单位|机关|热线)(?:转来|转办|移送|移交|交办|转送|转交)")
_ABOUT_DISCLOSURE = re.compile("信息公开|依申请公开|公开申请|政务公开")
_AMONG = re.compile(r"^(?:中|里|内|当中|之中|里面|之内)(?:有|的|，)?$")
_PUBLISHED = re.compile(
    "(?:公开|公示|公布|归集|推送|上传|录入|编制|梳理|挂网|晾晒)[^，。；、作做实采]{0,8}"
    "(?:行政许可|行政处罚|行政强制|许可决定|处罚决定|规范性文件|规章)"
)
_OPEN_BY_ITSELF = re.compile("主动公开(?:的|类|共|计|为|有)*$")
_OF_WEB_PAGES = frozenset({"条", "篇", "项", "次"})
_LOOSE_UNITS = frozenset({"个", "项", "条", "次", "份", "例"})
_OCCASIONS = frozenset({"次", "个", "项"})
_SORTS = frozenset({"类", "种", "组", "方面", "个方面", "部分"})
_OUTSIDE = frozenset({"外", "以外", "之外"})

_BODY_ENDS = "(?<![我本该全])(?:局|委|办|厅|乡|镇|街道|站|所|院|中心|大队|支队|分局|公司)"
_NAMED_BODY = re.compile(f"{_BODY_ENDS}$")
_WAY_OF_ANSWERING = re.compile("(?:合并|分案|分批|分次|集中|一并)(?:作出|予以)?(?:答复|办结|办理|回复|处理)")
_ABOUT_A_MATTER = re.compile("(?:其中)?、?(?:涉及|关于|有关|围绕)(?!本)[^，。；公]{2,14}的$")
_LEAD_OF_A_PART = re.compile(
    rf"(?:{_BODY_ENDS}"
    r"|办公室|直接|逾期|超期|超时|领域|方面|板块|(?<!公开)类|事项|提前|延期后?|期限内|当[天日]|工作日内"
    r"|涉及(?![^，。；]{0,6}(?:公开|本))[^，。；]{1,8}的|第[一二三四五六七八九十百\d]+条)(?:的|共|累计|合计|全年|规定|已|分别|被)*$"
    r"|^对其中$"
    r"|(?:同一|个别|部分|少数|多名|有的)(?:申请人|人员|村民|居民|企业|单位|小区|地块|事项)[^，。；]*$"
)
_OF_ANY_DENIAL = re.compile(
    "20\\d\\d年度?|本年度?|全年|年内|当年|今年|年度|一年来|期间|截至|年底|[我本全](?:局|县|市|区|镇|乡|街道|委|办|厅|院|机关|单位)"
    "|因|由|就|对|于|在|以|将|被|的|了|过|和|及|与|或|者|有|任何|一[件起宗例]|[件起宗例]|公开|政府|信息|政务|工作|答复|申请"
    "|问题|事项|事宜|行为|引起|引发|产生|导致|涉及|提起|发生|出现|收到|情况|情形|案件|案例|记录|现象|方面|相关|有关|依申请"
    "|行政机关|人民法院|法院|上级|机关|群众|公民|法人|其他组织|申请人|当事人|同时|也|均|亦|都|此外|另外|另|其中|一直"
    "|目前|继续|保持|连续|首次|通过|接到|不服|而|判决|裁定"
)
_LONG_AGO = re.compile("年(?:\\d{1,2}月)?(?:至今|以来|起)|至今$|以来$")
_PROPOSES = re.compile("(?:建议|提请|提出)(?:制[定发]|修[订改]|废止|保留|失效|宣布)")
_OUT_OF_FORCE = re.compile(
    "(?:(?<!宣布)(?<!废止)(?<!废止[和、及与或])(?:失效|作废)|[已被历][年经]?(?:宣布)?(?:废止|失效|停止执行))的?(?:行政)?(?:规范性文件|规章)"
)
_OF_THIS_YEAR = re.compile("全年|年内|本年|今年|当年|年度|清理|20\\d\\d")
_OF_A_MATTER = re.compile(
    "(?:申请|事项|内容|收到)[^，。；]{0,8}(?:隐私|秘密|安全|稳定)|(?:隐私|秘密|安全|稳定)[^，。；]{0,4}申请"
)
_ASKS_TO_CORRECT = re.compile("(?:要求|通知|告知|需要?|须|请|发出|经)[^，。；]{0,4}补正$")
_TURNS_INTO = re.compile("(?:改|调整|变更|更改)(?:为|成|作)[^，。；、]{0,4}公开")
_AMENDS = re.compile(
    "(?:纠正|撤销|改正|变更|整改|更正|收回|撤下|撤回|删除|清理)[^，。；、]{0,8}公开"
    "|(?:错误|误|违规|违法|不当|超范围|过度|补|漏|迟|延迟|滞后|重新|再次|擅自|随意|应当?|不该|不应当?|泄密|主动)公开(?:的|了)*$"
)
_CORRECTED = re.compile("(?:申请)?经?补正(?:后|完)[^，。；、]{0,4}(?:受理|登记|办理|答复)")
_TURNED_BY_REVIEW = re.compile("复议[^，。；、]{0,4}(?:改为|改成|变更为|转为)[^，。；、]{0,4}公开(?:的|了)*$")
_CAUSE = re.compile("因[^，。；]{2,10}$")
_CAME = frozenset({"new_received", "carried_in", "carry", "moved"})


def clause_cues(clause: Sequence[Token]) -> frozenset[str]:
    """What a whole clause says of its disputes: that they are about disclosure, or have another cause."""
    text = text_of(clause)
    sorted_out = _SORTED_DISPUTES.search(text)
    matter = (sorted_out.group("matter") or sorted_out.group("act")) if sorted_out else ""
    other = _OTHER_CAUSE.search(text) or (matter and not _OF_DISCLOSURE.search(matter))
    cues = {"other_cause"} if other else set()
    if _EXCEPT.match(text):
        cues |= {"free_words"}
    return frozenset(cues | {"about_disclosure"} if _ABOUT_DISCLOSURE.search(text) else cues)


def stands_among(token: Token) -> bool:
    """Whether a word makes what stands before it the whole of which the next number is a part: 27件中."""
    return bool(_AMONG.match(token.text))


def counts_another_thing(left: Sequence[Token], right: Sequence[Token], unit: str, gap: int) -> bool:
    """Whether the word directly before a number is another thing that it counts: 复议答复书3份, 网点2个."""
    words = [token for token in left if not (has_cue(token, "total") or token.text in LINKS)]
    if right or not words:
        return False
    return is_attribute(words[-1]) or (unit in _LOOSE_UNITS and gap > 1)


def counts_occasions(right: Sequence[Token], unit: str) -> bool:
    """讲了一次依申请公开答复课: the words behind the number only say what the occasion was about."""
    behind = [token for token in right if token.text not in _OUTSIDE]
    return unit in _OCCASIONS and bool(behind) and not (behind[-1].meanings or behind[-1].text in LINKS)


def counts_published(left: Sequence[Token]) -> bool:
    """公示行政许可决定37件: what was put on the page, not what was decided."""
    return bool(_PUBLISHED.search(text_of(left)))


def sorts_documents(left: Sequence[Token], unit: str, *, of_documents: bool) -> bool:
    """发文46份，主动公开40份: a number by that kind alone sorts documents, and those behind it by the other kinds."""
    return bool(_OPEN_BY_ITSELF.search(text_of(left))) and (of_documents or unit not in _OF_WEB_PAGES)


def is_some_of(left: Sequence[Token]) -> bool:
    """规范性文件中有4件的解读…: some of the things named before, and which of them is not said by a label."""
    among = [i for i, token in enumerate(left) if stands_among(token) and i and left[i - 1].meanings]
    behind = left[among[-1] + 1 :] if among else ()
    return bool(among) and not any(map(is_telling, behind))


def labelled_among(right: Sequence[Token]) -> bool:
    """6件复议案件里纠正率: the label behind 里 is of some of the things that the number counts."""
    among = next((place for place, token in enumerate(right) if stands_among(token)), None)
    return among is not None and any(classes(token) & LABEL_CLASSES for token in right[among + 1 :])


def came_by_another_body(left: Sequence[Token]) -> bool:
    """省厅转来申请6件: those that came in by another office are some of all."""
    return bool(_CAME_BY.search(text_of(left)))


def accepts_reviews(left: Sequence[Token]) -> bool:
    """受理行政复议申请86件: what the office takes in to decide itself, unless it is said to be about disclosure."""
    text = text_of(left)
    return bool(_ACCEPTS_REVIEWS.search(text)) and "信息公开" not in text


def scope_in_bracket(behind: Sequence[Token]) -> Token | None:
    """收到申请386件（全县）: the word in a bracket right behind a number that says of which bodies it is."""
    inner = list(takewhile(lambda token: token.text not in "）)", behind[1:]))
    told = bool(behind) and behind[0].text in "（(" and len(inner) == 1 and "scope" in classes(inner[0])
    return inner[0] if told else None


def of_share(left: Sequence[Token], behind: Sequence[Token]) -> bool:
    """占全县复议案件（86件）的7%: what stands in the bracket is the whole of a share, named by more than it is."""
    return "占" in text_of(left) and bool(_SHARE.match(text_of(behind)))


def of_each_body(left: Sequence[Token]) -> bool:
    """Whether a number is of each of several bodies (各镇收到…), as those after it then are."""
    return bool(_EACH_BODY.search(text_of(left)))


def counts_bodies(unit: str, behind: Sequence[Token]) -> bool:
    """六个县级公安机关, 21个县区: bodies that are counted, whose numbers then follow."""
    place = next((i for i, token in enumerate(behind) if token.quantity), 0)
    return names_bodies(unit, behind[:place])


def names_bodies(unit: str, behind: Sequence[Token]) -> bool:
    """由23个部门承办: the number counts bodies."""
    return unit in ("个", "家") and bool(_COUNTED_BODIES.match(text_of(behind)))


def counts_others_in(inner: Sequence[Token]) -> bool:
    """全市（含各县、市、区）: a bracket that adds other bodies' numbers."""
    return bool(inner) and inner[0].text in ("含", "包括", "包含") and of_each_body(inner)


def of_other_bodies(text: str) -> bool:
    """Whether the subject of a clause is several bodies that are counted: 13个乡镇另行统计."""
    return bool(_BODY.search(text))


def of_another_body(left: Sequence[Token], found: Features) -> bool:
    """Whether the label of a number is the name of some body: 沭阳县477件 (and not 我局收到…)."""
    text = text_of(left)
    if found.labelled or found.objects or found.acts or "own" in found.cues or not left:
        return False
    return bool(_BODY.search(text.strip("、")))


def is_named_body(token: Token) -> bool:
    """交通局: the word names some body, other than 我局."""
    return len(token.text) > 1 and bool(_NAMED_BODY.search(token.text))


def led_by_a_part(left: Sequence[Token]) -> bool:
    """县自然资源局予以公开7件, 住建领域公开5件, 依第十五条不公开2件: a body, field, article or time comes first."""
    part = any(has_cue(token, "on_time") for token in left) or bool(_LEAD_OF_A_PART.search(_lead(left)))
    return part or _of_those_that_came(left) or _about_a_matter(left) or bool(_WAY_OF_ANSWERING.search(text_of(left)))


def _about_a_matter(left: Sequence[Token]) -> bool:
    """涉及工程项目的21件: cases by what they are about, where no label of the form is said."""
    return bool(_ABOUT_A_MATTER.match(text_of(left))) and not any(map(_is_label, left))


def _is_label(token: Token) -> bool:
    return bool(classes(token) & LABEL_CLASSES)


def _lead(words: Sequence[Token]) -> str:
    """The words before the first that names a thing, an act or a label, but for the office's own name."""
    before = takewhile(lambda token: not classes(token) & (LABEL_CLASSES | {"object", "act"}), words)
    return text_of([token for token in before if not has_cue(token, "own")])


def _of_those_that_came(left: Sequence[Token]) -> bool:
    """当年新收的办结47件, 上年结转的申请公开2件: what became of those that came in one way only."""
    came = next((i for i, token in enumerate(left) if _came(token)), None)
    if came is None or came + 1 >= len(left) or left[came + 1].text != "的":
        return False
    return any("row" in classes(token) for token in left[came + 2 : came + 4])


def _came(token: Token) -> bool:
    return any(meaning.class_ == "row" and meaning.key in _CAME for meaning in token.meanings)


def names_others(left: Sequence[Token]) -> bool:
    """其他单位30件, 其他主体11件: who asked, named only as those that were not named before."""
    return any(token.text.startswith(_OTHERS) and "column" in classes(token) for token in left)


def of_frequent_askers(before: str) -> bool:
    """就同一事项提交3件及以上的申请人有4名，共提出申请17件: the clause before counts those who asked so often."""
    return bool(_FREQUENT_ASKERS.search(before))


def of_some_disputes(left: Sequence[Token]) -> bool:
    """二审维持1件, 复议被申请人为部门的4件: suits in one instance, or disputes by whose answer they are about."""
    return bool(_SOME_DISPUTES.search(text_of(left)))


def asks_to_correct(right: Sequence[Token]) -> bool:
    """3件因内容不明确要求补正, 8件补正后受理: what was asked for and came, and no result."""
    return bool(_ASKS_TO_CORRECT.search(text_of(right)) or _CORRECTED.match(text_of(right)))


def denial_cues(clause: Sequence[Token], found: Features) -> set[str]:
    """Whether a denial is of some only: 没有企业申请复议, 四季度未新收复议案件, 没有涉及隐私的申请."""
    matter = names_a_matter(clause, found)
    if not DISPUTES & set(found.objects):
        of_table_two = TABLE_TWO & set(found.objects)
        some = of_table_two and ("新增" in text_of(clause) or any(map(is_named_body, clause)))
        some = some or _is_of_another_body(clause)
        return {"free_words"} if matter or some else set()
    unread = _OF_ANY_DENIAL.sub("", "".join(token.text for token in clause if not token.meanings))
    others = bool(
        found.columns
        or set(found.objects) - {*DISPUTES, APPLICATION}
        or set(filter(is_outcome, found.rows)) - {"opened"}
    )
    narrowed = others or found.period == "partial" or re.search("[\u4e00-\u9fff]", unread)
    return {"free_words"} if narrowed else set()


def opens_after_ground(mention: Mention, found: Features) -> bool:
    """个人隐私信息遮盖后公开5件: a ground that did not keep its cases from being given, perhaps in part."""
    outcomes = [row for row in found.rows if is_outcome(row)]
    return outcomes[-1:] == ["opened"] and str(mention.row).startswith("denied_") and "denied" not in outcomes


def _is_of_another_body(denying: Sequence[Token]) -> bool:
    """经开区未收到申请, 县政府办公室无结转件: a denial whose subject is a body other than the office itself."""
    subject = list(takewhile(lambda token: not (has_cue(token, "negation") or is_telling(token)), denying))
    own = any(has_cue(token, "own") for token in subject)
    return not own and bool(_BODY_OF_DENIAL.search(text_of(subject)))


def counts_out_of_force(left: Sequence[Token]) -> bool:
    """失效规范性文件74件: all that are out of force by now, unless it is said that this came about in the year."""
    text = text_of(left)
    return bool(_OUT_OF_FORCE.search(text)) and not _OF_THIS_YEAR.search(text)


def amends_what_was_published(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """纠正错误公开2件, 撤销不予公开决定2件, 补公开6件: what was put right afterwards is no answer of its own."""
    return bool(_AMENDS.search(text_of(left)) or any(_TURNS_INTO.search(text_of(words)) for words in (left, right)))


def turned_by_review(left: Sequence[Token]) -> bool:
    """经复议改为公开1件: what reviews turned answers into, and no number of reviews."""
    return bool(_TURNED_BY_REVIEW.search(text_of(left)))


def counts_no_answers(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether the words about a number say that it counts something on the way: what was asked for, or proposed."""
    return asks_to_correct(right) or labelled_among(right) or proposes(left) or turned_by_review(left)


def names_a_matter(words: Sequence[Token], found: Features) -> bool:
    """申请事项涉及个人隐私5件: what applications are about, and nothing of what became of them."""
    leaves = found.rows and all(row.startswith("denied_") or row in EVENTS for row in found.rows)
    return bool(leaves) and bool(_OF_A_MATTER.search(text_of(words)))


def counts_from_long_ago(behind: Sequence[Token]) -> bool:
    """累计收到申请486件（2008年至今）: a bracket right behind a number says that it runs over several years."""
    inner = takewhile(lambda token: token.text not in "）)", behind[1:])
    return bool(behind) and behind[0].text in "（(" and bool(_LONG_AGO.search(text_of(list(inner))))


def proposes(left: Sequence[Token]) -> bool:
    """建议废止规范性文件5件: what was proposed, and not done."""
    return bool(_PROPOSES.search(text_of(left)))


def has_cause(words: Sequence[Token]) -> bool:
    """1件因重复不予处理: a cause that no label of the form names, before the label of a group."""
    return bool(_CAUSE.search(_lead(words)))


def way_of_answering(after: Features) -> str | None:
    """How cases were answered, where that stands behind their number: 2件当面答复 are some of those answered."""
    return after.channels[0] if after.channels and set(after.rows) & {"handled", "processed"} else None


def counts_kinds(mention: Mention) -> bool:
    """答复意见分为六类：…: a number of kinds counts no things."""
    return mention.quantity is not None and mention.quantity.unit in _SORTS
