"""Texts that are nearly reports: sections, tables in every way of writing, sentences of numbers; and anything else."""

from __future__ import annotations

from auditor.api import rulebook
from auditor.layout import Layout, TableSpec
from hypothesis import strategies as st

from tests.layouts import WRITERS, Values, zeros

FORMS = rulebook().forms
LAYOUT = FORMS[0]
_NUMBERS = st.one_of(
    st.integers(0, 99999).map(str),
    st.integers(1000, 9999999).map("{:,}".format),
    st.integers(0, 9999).map(
        lambda number: str(number).translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    ),
    st.decimals(0, 999, places=2).map(str),
    st.sampled_from(
        ("二十七", "一百零五", "两", "〇", "３千", "1.2万", "近百", "12余", "约30", "不足5", "廿三", "3 456")
    ),
)
_THINGS = (
    "收到政府信息公开申请", "新收申请", "上年结转", "办结", "予以公开", "部分公开", "不予公开", "无法提供",
    "结转下年度",
    "自然人申请", "商业企业申请", "行政复议", "行政诉讼", "结果维持", "结果纠正", "主动公开信息", "发布解读",
    "规范性文件", "行政处罚", "收取信息处理费", "其中", "共", "同比增长", "比上年减少", "占", "答复率", "分别为",
)  # fmt: skip
_UNITS = ("件", "条", "份", "%", "％", "万元", "元", "个百分点", "次", "篇", "人次", "")
_SAYINGS = (
    "未收到政府信息公开申请", "全部按期答复", "没有收取信息处理费", "存在公开不及时的问题", "下一步将加强培训",
    "由办公室于3月底前完成", "一是", "二是", "（一）", "1.", "第一部分", "与2022年相比", "截至2023年12月31日",
    "根据《中华人民共和国政府信息公开条例》第五十条", "某某局", "XX", "×年×月", "上年度提出的问题已整改", "均",
)  # fmt: skip
_MARKS = (
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "\n",
    "。\n",
    "\n\n",
    ",",
    " ",
    "\u3000",
    "“",
    "”",
    "《",
    "》",
    "—",
    "-",
    "/",
)
_CELLS = st.one_of(
    st.integers(0, 9999).map(str),
    st.sampled_from(
        (
            "0",
            "",
            "/",
            "-",
            "—",
            "无",
            "3件",
            "22（其中修订16件）",
            "１２",
            "1,234",
            "1.5",
            "-3",
            "约5",
            "x",
            " 7 ",
            "图",
        )
    ),
)
NOISE = st.text(st.characters(exclude_characters="{}", exclude_categories=()), max_size=12)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Words of reports and numbers in all their forms, in any order."""
    number = st.builds("{}{}{}".format, st.sampled_from(_THINGS), _NUMBERS, st.sampled_from(_UNITS))
    pieces = draw(
        st.lists(st.one_of(number, number, st.sampled_from(_SAYINGS), st.sampled_from(_MARKS), NOISE), max_size=14)
    )
    marks = draw(st.lists(st.sampled_from(_MARKS), min_size=len(pieces), max_size=len(pieces)))
    return "".join(piece + mark for piece, mark in zip(pieces, marks, strict=True))


@st.composite
def tables(draw: st.DrawFn, spec: TableSpec, form: Layout) -> list[str]:
    """A table in one of the ways of writing, some lines of it lost, doubled or in another order."""
    values: dict[tuple[str, str, str], str] = zeros(form)
    for place in draw(st.lists(st.sampled_from([place for place in values if place[0] == spec.key]), max_size=12)):
        values[place] = draw(_CELLS)
    written: Values = values
    lines = draw(st.sampled_from(WRITERS))(spec, written)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        lines[at : at + 1] = draw(st.sampled_from(([], lines[at : at + 1] * 2, [draw(NOISE)])))
    return lines


@st.composite
def reports(draw: st.DrawFn) -> str:
    """A text with most of what a report has, in its order or not, and signs of any kind in it."""
    name = draw(st.sampled_from(("青石县水务局", "青石县人民政府", "青石县河口镇人民政府", "河口街道办事处", "")))
    year = draw(st.sampled_from(("2019", "2021", "2023", "２０２２", "二〇二三", "2099", "")))
    form = draw(st.sampled_from(FORMS))
    parts = [[f"{name}{year}年{draw(st.sampled_from(('', '度')))}政府信息公开工作年度报告", draw(sentences())]]
    for number, section in enumerate(LAYOUT.section):
        heading = draw(st.sampled_from((section.title, *section.aliases)))
        ordinal = draw(
            st.sampled_from((f"{'一二三四五六'[number]}、", f"第{'一二三四五六'[number]}部分 ", f"{number + 1}. ", ""))
        )
        part = [ordinal + heading, draw(sentences())]
        spec = form.table_spec(section.table) if section.table else None
        if spec is not None:
            part += draw(tables(spec, form))
        part.append(draw(sentences()))
        parts.append(part)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(parts) - 1))
        parts[at : at + 1] = draw(st.sampled_from(([], [parts[at], parts[at]], [[draw(NOISE)]])))
        if not parts:
            break
    text = draw(st.sampled_from(("\n", "\n", "\n", "\r\n", "\n\n"))).join(line for part in parts for line in part)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(NOISE) + text[at:]
    return text


ANYTHING = st.one_of(reports(), reports(), reports(), sentences(), st.text(max_size=300))
