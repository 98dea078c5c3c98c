"""A small county over two years: what an office sees of it is told by hand in the tests."""

from __future__ import annotations

from pathlib import Path

from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

WATER, MARKET, SAND, SCHOOLS = "芦汀市水利局", "石桥镇人民政府", "白沙镇人民政府", "芦汀市教育局"
LIST = (
    "机关名称,层级,上级机关,类别,联系方式\n"
    f"{WATER},市,芦汀市人民政府,部门,陈 8101\n"
    f"{SCHOOLS},市,芦汀市人民政府,部门,林 8102\n"
    f"{MARKET},镇,芦汀市人民政府,乡镇,许 8103\n"
    f"{SAND},镇,芦汀市人民政府,乡镇,何 8104\n"
)
SAYS_NINE = "2023年，本机关收到政府信息公开申请9件，均已办结。"


def write_county(folder: Path) -> tuple[Path, Path]:
    """The folder of reports and the list: a bureau that says 9 where its table has 3, two towns with the same words,
    one of them twice, a bureau that does not report, a file that is none, and a report of nobody on the list."""
    for name, text in {
        "2022/水利局.txt": report(WATER, 2022, STALLS),
        "2022/石桥镇.txt": report(MARKET, 2022, FERRIES, new=2),
        "2023/水利局.txt": report(WATER, 2023, FERRIES, preamble=SAYS_NINE, carried_in=1),
        "2023/石桥镇.txt": report(MARKET, 2023, f"{TEA_FACTORY}{STALLS}"),
        "2023/白沙镇.txt": report(SAND, 2023, STALLS),
        "2023/白沙镇(重报).txt": report(SAND, 2023, STALLS, new=4),
        "2023/云外局.txt": report("天边县云外局", 2023, TEA_FACTORY),
        "2023/空.txt": "",
    }.items():
        path = folder / "年报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "名单.csv").write_text(LIST, encoding="utf-8")
    return folder / "年报", folder / "名单.csv"
