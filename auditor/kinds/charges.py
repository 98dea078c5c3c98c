"""The charge for processing information (信息处理费), which only the narrative tells.

It is part of the charges of table 二, follows a tariff (109号文: by piece a multiple of 100 yuan, by
page a multiple of 10), and an application that lapsed for want of payment had its notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.document import CellAddress, Report
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.rulebook.specs.numbers import ChargeCheck
from auditor.text.quantities import Quantity, find_quantities
from auditor.text.sentences import Sentence
from auditor.text.widths import narrow

_MONEY = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
_FEE = re.compile(
    "信息处理费|(?:政府信息|依申请|信息)公开(?:的)?收费|(?:发出|开出|开具|出具|下达|制发|送达)(?:收费|缴费)通知"
)
_NOTIFIED = re.compile("(?:收费|缴费)通知")
_TAKING = re.compile("收取|实收|收到|收缴|缴纳|缴款|入库|征收|实缴|到账")
_AMOUNT = re.compile("(?:总金额|金额|合计|总计|共?计|总额|费用)+(?:为|是|共)?$")
"""Behind a notice it is what the notice asks for: 发出收费通知2件，总金额200元."""
_TAKEN = re.compile(
    "收取|实收|收到|收缴|缴纳|缴款|入库|征收|共收|收费|收入|合计|总计|计|信息处理费(?:金额|总额|共|为|是|达)*$|金额"
)
_OTHER_MONEY = re.compile(
    "行政事业性收费|罚没|退还|退回|退费|扣除|首次|首期|分期|分两次|先行|余款|部分|其余|减免|免收|每件|每页|标准|预算|经费|上年|去年|往年"
    "|统一|各镇|各县|各区|各乡|各街道|下属|所属|口径"
)
_ONLY_DUE = re.compile("通知申请人|要求|拟|应缴|应收")
_UNPAID = re.compile(
    "(?:未|没有?|不|拒绝?|尚未|均未)(?:按[期时][^，,。；;]{0,6})?(?:实际)?(?:缴|支付|付款|收到|到账)|视为放弃|均未|都未|放弃申请"
)
_SURELY_TAKEN = re.compile("实收|实际收|实缴|已缴|已收|到账|入库|收取了|收缴")
_OTHER_YEAR = re.compile("(20\\d\\d)年")
_NO_NOTICE = re.compile(
    "(?:没有|未|无)[^，,。；;]{0,14}?(?:发出|发过|开具|开出|下达|制发|出具|送达|产生|发生)[^，,。；;]{0,14}?(?:收费|缴费)通知"
    "|(?:收费|缴费)通知书?(?:的?件数|数量)?(?:为|是)?(?:[0０]|零|〇)(?![.．\\d])件?"
    "|无(?:任何)?(?:收费|缴费)通知"
    "|(?:没有|无|未发生)(?:任何)?(?:需要)?(?:收费|收取信息处理费)的?情形"
)
_NOT_SAID_OF_US = re.compile("上年|去年|下属|所属|季度|除.*外|不得|杜绝|严禁|个别|避免|防止|20\\d\\d年")
_CLAUSE = re.compile("[，,；;。]")


@dataclass(frozen=True, slots=True)
class _Charge:
    """An amount of the charge that was taken or asked for, in yuan."""

    sentence: Sentence
    quantity: Quantity
    yuan: Decimal
    notified: bool
    """Whether it is what a notice asks for, which may not have come in."""


def check(report: Report, spec: ChargeCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each amount above table 二, off the tariff, or at 未发出收费通知 beside unpaid notices."""
    if spec.of == "notice":
        yield from _notice(report, setting)
        return
    charges = list(_charges(report))
    if not charges:
        raise Inapplicable("no_charges")
    off: set[tuple[int, Decimal]] = set()
    for charge in charges:
        place = charge.sentence.span(charge.quantity.span.start, charge.quantity.span.end)
        quote = charge.sentence.text[charge.quantity.span.start : charge.quantity.span.end]
        if spec.of == "tariff":
            told = (charge.sentence.whole.start, charge.yuan)
            if charge.yuan % 10 and told not in off:
                off.add(told)  # asked for and taken: one slip
                yield Hit(place, {"quote": quote})
            continue
        if charge.notified:
            continue
        amount, reason = setting.layout.value_of(report.tables, CellAddress("disclosure", "fees", "amount"))
        if amount is None:
            if reason:
                yield reason
        elif charge.yuan > amount * _MONEY["万元"]:
            yield Hit(place, {"quote": quote, "amount": amount})


def _charges(report: Report) -> Iterator[_Charge]:
    for sentence in report.sentences():
        if "费" not in sentence.text or not _FEE.search(sentence.text):
            continue
        for quantity in find_quantities(sentence.text, tuple(_MONEY)):
            ahead = sentence.text[: quantity.span.start]
            clause = _CLAUSE.split(ahead)[-1]
            exact = quantity.interval.exact and quantity.value > 0
            if (
                quantity.unit in _MONEY
                and exact
                and _is_taken(clause, sentence.text)
                and not _elsewhere(ahead, sentence.text, report.year)
            ):
                yield _Charge(sentence, quantity, quantity.value * _MONEY[quantity.unit], _is_asked(ahead))


def _is_asked(ahead: str) -> bool:
    """Whether an amount is that of the notices before it, of which nothing says that it came in."""
    _, notice, behind = ahead.rpartition("通知")
    return bool(notice and _NOTIFIED.search(ahead) and _AMOUNT.search(behind)) and not _TAKING.search(behind)


def _is_taken(clause: str, sentence: str) -> bool:
    """Whether the amount at the end of a clause was taken: not asked for only, nor of notices that nobody paid."""
    if _UNPAID.search(sentence):
        return bool(_SURELY_TAKEN.search(clause)) and not _UNPAID.search(clause)
    return bool(_TAKEN.search(clause)) and not _ONLY_DUE.search(clause)


def _elsewhere(ahead: str, text: str, year: int | None) -> bool:
    """Whether an amount is other money, of another body or year, or booked by the treasury."""
    return bool(_OTHER_MONEY.search(ahead)) or "财政" in text or of_another_year(ahead, year)


def of_another_year(text: str, year: int | None) -> bool:
    """Whether a text names a year in digits that is not the report's."""
    years = {int(found) for found in _OTHER_YEAR.findall(narrow(text))}
    return bool(years and years != {year})


def _notice(report: Report, setting: Setting) -> Iterator[Result]:
    unpaid, reason = setting.layout.value_of(report.tables, CellAddress("applications", "other_fee_unpaid", "total"))
    paid = [sentence for sentence in report.sentences() if "费" in sentence.text]
    found = [(sentence, match) for sentence in paid for match in _NO_NOTICE.finditer(sentence.text)]
    if not found:
        raise Inapplicable("no_statement_of_notices")
    if unpaid is None:
        if reason:
            yield reason
        return
    for sentence, match in found:
        clause = narrow(_CLAUSE.split(sentence.text[: match.end()])[-1]).replace(f"{report.year}年", "")
        if unpaid > 0 and not _NOT_SAID_OF_US.search(clause):
            yield Hit(sentence.span(*match.span()), {"quote": match.group(), "unpaid": unpaid})
