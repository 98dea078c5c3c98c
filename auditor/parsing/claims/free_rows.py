"""Results told in free words: rows of table 三 by what was done and why, where no term of the form is said.

Each pattern is composed of classes of verbs and things (补正 + still + not clear; notice of charges
+ not + paid), so that wordings nobody listed are reached too. What lies between the parts counts as
not understood, so that free words tie a number to its cell but seldom accuse anybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import CARRIED, GROUPS, is_outcome

_NOT = "(?:不|未|没有?|无|非)"
_STILL = "(?:仍|还是?|依旧|依然|尚)"
_FREE = "[^，。；：]"

_REASON = re.compile("(?:因(?!故|此|而|法定|各种|种种|上述)|由于|鉴于|以[^，。；]{1,20}为由|属于?[^，。；]{1,12}而)")

_ROWS: tuple[tuple[str, str], ...] = (
    ("unable_still_unclear", f"补正{_FREE}{{0,6}}{_STILL}{_FREE}{{0,8}}(?:{_NOT}|模糊|含糊|笼统)"),
    ("unable_still_unclear", f"(?:内容|指向|所指|描述|诉求){_FREE}{{0,4}}{_NOT}(?:够|太|甚)?(?:明|清|具体)"),
    (
        "other_no_correction",
        f"{_NOT}(?:在|按|能|作|予以|依)?{_FREE}{{0,6}}补正|补正{_FREE}{{0,6}}(?:{_NOT}(?:见|交|果|回|作)|逾期|超期)",
    ),
    (
        "other_fee_unpaid",
        f"(?:收费|缴费|缴款|信息处理费){_FREE}{{0,8}}{_NOT}{_FREE}{{0,6}}[付缴交]|{_NOT}{_FREE}{{0,9}}[付缴交]{_FREE}{{0,7}}(?:费|款)",
    ),
    (
        "unable_need_creation",
        f"(?:另行|另外|重新|专门|额外|单独|再){_FREE}{{0,4}}(?:加工|汇总|制作|统计|整理|分析)(?!出具)",
    ),
    ("unable_need_creation", f"(?:所需|汇总|统计|分析){_FREE}{{0,8}}{_NOT}{_FREE}{{0,2}}(?:制作|编制|形成)"),
    ("unable_need_creation", f"{_NOT}{_FREE}{{0,2}}(?:制作|编制|形成){_FREE}{{0,4}}(?:所需|汇总|统计|分析)"),
    (
        "unable_not_held",
        f"(?:{_NOT}曾?(?:能够?)?(?:检索|查询|查找|查|找|搜)(?:得)?到|(?:检索|查询|查找|查|找){_NOT}(?:到|着|得|果|此|该))",
    ),
    ("unable_not_held", f"(?:并|均|从|确)?{_NOT}曾?(?:有过)?(?:制作|获取|保存|掌握|持有|存有|留存|保管)"),
    (
        "unable_not_held",
        "(?:(?:确|并|查)?无|没有?)(?:此|该|这|相关|相应)[^，。；、]{0,3}(?:档|件|信息|材料|文件|图)",
    ),
    ("unable_not_held", "查无(?!实据)"),
    ("unable_not_held", f"不(?:属于?|归|由){_FREE}{{0,8}}(?:掌握|保存|保管|负责|制作|职责)"),
    (
        "not_processed_reconfirm",
        f"(?:重新|再次|再){_FREE}{{0,6}}(?:确认|出具|盖章|证明){_FREE}{{0,6}}(?:获|得|取|拿)|(?:已|曾){_FREE}{{0,3}}(?:获|得|取|拿){_FREE}{{0,8}}(?:重新|再次|再)",
    ),
    (
        "not_processed_duplicate",
        f"(?:同一|相同|同样|一样){_FREE}{{0,10}}(?:重复|再次|再度|又|反复)(?:提|递|申请|来)|重复{_FREE}{{0,4}}(?:提|递|申请|来)",
    ),
    (
        "granted",
        f"(?:提供了?|拿到了?|得到了?)(?:全部|完整|所需|所要|所求|想要){_FREE}{{0,4}}(?:信息|材料|文件|资料)",
    ),
    ("partial", f"(?:遮|隐去|隐藏|删减|涂|抹|处理掉){_FREE}{{0,10}}(?:公开|提供|给|交)"),
    ("denied_state_secret", f"(?:事关|关系|触及|带有?|属于?){_FREE}{{0,4}}(?:国家)?(?:秘密|密级)"),
)
_ANY_ROW = re.compile("|".join(f"(?:{pattern})" for _, pattern in _ROWS))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each by itself, made when the first words are met that tell any row."""
    return tuple((row, re.compile(pattern)) for row, pattern in _ROWS)


def gives_reason(text: str) -> bool:
    """Whether words give a reason before a result (因案卷不公开, 以…为由): the result may be one of a group only."""
    return bool(_REASON.search(text))


def told_freely(rows: tuple[str, ...], words: Sequence[Token]) -> tuple[str, ...]:
    """The rows of a number, or the one result that its words tell freely where they name none, or only its group."""
    outcomes = [row for row in rows if is_outcome(row)]
    if len(outcomes) > 1 or not set(outcomes) <= set(GROUPS) or set(rows) & CARRIED:
        return rows
    text = text_of(words)
    if not _ANY_ROW.search(text):
        return rows
    told = {row for row, pattern in _patterns() if pattern.search(text)}
    told = {row for row in told if all(row.startswith(f"{group}_") for group in outcomes)}
    return tuple(told) if len(told) == 1 else rows
