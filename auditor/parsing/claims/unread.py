"""How much of the words around a number was not understood, so that nobody is accused by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import APPLICATION, FOREIGN, LABEL_CLASSES, classes, has_cue, is_outcome
from auditor.text.widths import is_cjk
from auditor.vocabulary import Meaning

LINKS = frozenset(
    {
        "占",
        "填",
        "获",
        "仍",
        "为",
        "系",
        "是",
        "属",
        "属于",
        "的",
        "由",
        "因",
        "均",
        "均为",
        "都是",
        "作",
        "均系",
        "实",
        "按",
        "算",
        "实为",
    }
)
"""Words that join a label to its number."""
_HARMLESS_TAIL = re.compile("并|且|依法|左右|以上|以内|已|全|按|等")
_GOES_ON = re.compile("安排|也|一并|由|因|经|在|被|需|须|应|正|尚|仍|还|都|则|即|就|是|可|未|无|系|属|另|合")
"""A word that opens the predicate behind a number: 5件也算进来 says nothing of what is counted."""
_HARMLESS_WORDS = re.compile(
    r"[一二三四五六七八九十]|20\d\d|全年|当年|年内|年度?|本年度?|全局|还有|有|而|涉|发生|领域|公开|政府信息|已经|到|至|又|另|尚|还|继续|目前|客观|归入|加上|加|连同|手头|剩|仍然|各类|各级|行政机关|群众|公众|社会|来自|所|办公室|局|机关"
    r"|就|程序|提交|提起|公民|期间|通过|情况|工作|书面|依法|有效|截至|底|末|月|日|中|里|上|里头|在|了|后|人|其|数量|以来|以及|及时"
)
_BESIDE_NUMBER = re.compile(
    "明显|增多|居多|最多|较多|最为集中|占多数|次之|为主|政府信息|信息|材料|资料|程序|仅|只|就|全年|年内|本年度?|发生|案件|数量"
)
"""Words between a label and its number that make no other thing of it."""

NARROWED = 99
"""Characters of doubt where words say that only some of the things are counted."""

_DEEDS = frozenset({"收", "接", "办", "有", "共", "提", "递", "提交", "递交"})
_ANY_SUCH = frozenset({"有关", "相关", "具体", "各类", "上述", "性质"})
"""Words before 申请 that name no kind of them."""
_CLAUSE_ENDS = "，,；;：:。（(）)！？"
_OF_ALL = re.compile("并|且|依法|已|全|按|等|于|经|由|被|将|给予|作出|进行|法定|规定|时间|结束|截止|审查|处理|予以")
"""Words of a predicate that say of applications or disputes what is said of all of them."""
_AMOUNT = re.compile(
    "[一二三四五六七八九十百]*分之[一二三四五六七八九十]*|[一二三四五六七八九十]|总?[数量]|数量|件数|总件数"
)
_FROM_SOME = re.compile("来自[^，。；]{1,8}的")
_ONE_FIELD = re.compile(
    "(?:涉及|关于|围绕)[^，。；]{2,12}(?:领域|类)|涉(?![及政信诉密案])[^，。；]{1,4}申请|[^，。；]{1,5}[^，。；各]类申请"
)
_THE_MOST = re.compile("最[多少高低]$")
"""3月最多，收到11件."""
_ANSWERS_OF_ONE_FIELD = re.compile(
    "(?:对|就|针对|不服|因)[^，。；]{2,12}(?:类|领域|方面)(?:的|申请的?|信息的?)?(?:答复|告知)(?:书|行为|意见)?(?:不服|有异议|不满)?"
)
"""申请人对补贴类答复不服，: the disputes behind it are about those answers."""
_DONE_WITH_ANSWERS = re.compile(
    "(?:答复书?|决定书?|告知书?)[^，。；]{0,4}(?:重新|重作|复核|复查|评查|回访|整改|补充|撤销|核查|抽查|自查|改为|改正)"
)
"""对2件不予公开答复重新处理: what is done with answers that were given."""
_FIELD = re.compile("(?:在|就|从|涉及|关于|对于|围绕)?[^，。；]{2,12}(?:领域|类|板块|类问题|类事项)")


def gap_before(left: Sequence[Token]) -> int:
    """How many characters without meaning stand between the last telling word and the number."""
    gap = 0
    for token in reversed(left):
        if classes(token) - {"cue"}:
            break
        if not token.meanings and token.text not in LINKS and not _AMOUNT.fullmatch(token.text):
            gap += sum(map(is_cjk, _BESIDE_NUMBER.sub("", token.text)))
    return gap


def strange_among(words: Sequence[Token], pending: Sequence[Token]) -> int:
    """How many characters that were not understood could narrow which of the applications a number counts.

    老年优待证申请213份, 下属学校自行收到的申请12件: all words that are its own. 申请多数问征地补偿，
    共有6件: a clause before that turns to some of the things.
    """
    if any(has_cue(token, "partly") for token in (*words, *pending)):
        return NARROWED
    return sum(map(is_cjk, "".join(map(_strange_part, words))))


def narrows(clause: Sequence[Token]) -> bool:
    """在征收领域，: a clause that turns to one field of matters, for the rest of its sentence."""
    text = text_of(clause)
    told = any(classes(token) & (LABEL_CLASSES | {"object"}) for token in clause)
    of_one = not told and (_FIELD.fullmatch(text) or _THE_MOST.search(text))
    return bool(of_one or _ANSWERS_OF_ONE_FIELD.search(text))


def of_one_field(words: Sequence[Token]) -> bool:
    """涉及住建领域的申请210件, 来自外省的申请18件: words about one field or place, other than disclosure itself."""
    if any(meaning.class_ == "row" and is_outcome(meaning.key) for token in words for meaning in token.meanings):
        return False
    text = text_of(words)
    if _FROM_SOME.search(text) and not any("column" in classes(token) for token in words):
        return True
    match = _ONE_FIELD.search(text)
    return match is not None and "公开" not in match.group()


def named_by_strange_word(words: Sequence[Token]) -> bool:
    """草补申请52件: a word that was not understood directly before the bare word may name another kind."""
    for place, token in enumerate(words):
        if token.text == "申请":
            before = list(takewhile(_names_nothing, reversed(words[:place])))
            name = "".join(item.text if item.meanings else _strange_part(item) for item in reversed(before))
            if len(name) > 1 and name not in _ANY_SUCH and all(map(is_cjk, name)):
                return True
    return False


def _names_nothing(token: Token) -> bool:
    known = token.quantity or (token.meanings and not has_cue(token, "filing"))
    return not known and token.text not in _DEEDS


def sorted_by_matter(left: Sequence[Token]) -> bool:
    """环评类8件: a kind that no word of the tables names."""
    return [token.text for token in left[-1:]] == ["类"] and not any(token.meanings for token in left[-2:])


def names_in_full(tokens: Sequence[Token]) -> bool:
    """Whether the application is called one for disclosure (政府信息公开申请), not just 申请."""
    return any(
        ("公开" in token.text or "依申请" in token.text) and Meaning("object", APPLICATION) in token.meanings
        for token in tokens
    )


def counts_deed(left: Sequence[Token]) -> bool:
    """抽查30份“本机关不掌握”答复: the thing or deed directly before the number is another one."""
    return bool(left) and bool(left[-1].meanings) and bool(_strange_part(left[-1]))


def _strange_part(token: Token) -> str:
    """What of a word was not understood, or is another thing; 全年, 发生, 政府信息 narrow nothing."""
    if token.quantity or token.text in LINKS:
        return ""
    objects = [meaning.key for meaning in token.meanings if meaning.class_ == "object"]
    understood = token.meanings and not (FOREIGN in objects and len(objects) == len(token.meanings))
    return "" if understood else _HARMLESS_WORDS.sub("", token.text)


def told_of_some(left: Sequence[Token], behind: Sequence[Token]) -> bool:
    """4件申请填错受理单位: number and thing open a clause whose predicate was not understood, and tell of some.

    Behind a result only what goes on after it counts: 3件予以公开的申请没有附件, not 3件申请经审查予以公开.
    """
    if any(classes(token) & (LABEL_CLASSES | {"object", "act", "change"}) for token in left):
        return False
    clause = list(takewhile(lambda token: not (token.quantity or token.text in _CLAUSE_ENDS), behind))
    if _DONE_WITH_ANSWERS.search(text_of(clause)):
        return True
    labels = [
        place
        for place, token in enumerate(clause)
        if any(is_outcome(m.key) for m in token.meanings if m.class_ == "row")
    ]
    things = [place for place, token in enumerate(clause) if _is_counted(token)]
    if not things or things[0] > max([1, *(place + 2 for place in labels[:1])]):
        return False
    start = max([things[0], *labels])
    unread = "".join(map(_strange_part, clause[start + 1 :]))
    return sum(map(is_cjk, _OF_ALL.sub("", unread))) > 1


def _is_counted(token: Token) -> bool:
    return any(m.class_ == "object" and m.key != FOREIGN for m in token.meanings)


def tail_behind(behind: Sequence[Token]) -> int:
    """How many characters that were not understood go on directly behind a number and its words."""
    text = ""
    for token in behind:
        if token.quantity or classes(token) - {"cue"} or token.text in "，,；;：:。（()）、！？":
            break
        if has_cue(token, "universal", "negation", "part", "rest", "respectively", "conjunction"):
            break
        if not token.meanings and token.text not in LINKS:
            if not text and _GOES_ON.match(token.text):
                break
            text += token.text
    return sum(map(is_cjk, _HARMLESS_TAIL.sub("", text)))
