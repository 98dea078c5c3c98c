"""The folder that readers of the manual are told about: reports of the corpus under the names that the pages use."""

from __future__ import annotations

import shutil
import sys
import warnings
from pathlib import Path

from auditor.corpus import REPORTS
from auditor.resources import rules_folder
from openpyxl import load_workbook

DEFECTIVE = "朔溪县2021年报.txt"
EXAMPLES = {
    DEFECTIVE: "shuoxi-county-2021-unbalanced",
    "年报/2023/澜墩县水利局.txt": "landun-water-2023",
    "年报/2023/皓岭县农业农村局.txt": "haoling-agriculture-2023",
    "年报/2023/箬坳乡.txt": "ruoao-township-2023-misremembered",
    "年报/2023/砚溪县民政局.txt": "yanxi-civil-2023-contradicted",
    "年报/2023/柏荫街道.txt": "boyin-subdistrict-2023",
}
LIST = """机关名称,层级,上级机关,类别,联系方式,要求
澜墩县水利局,县,澜墩县人民政府,部门,陈 8101,
皓岭县农业农村局,县,皓岭县人民政府,部门,林 8102,
箬坳乡人民政府,乡,砚溪县人民政府,乡镇,许 8103,
砚溪县民政局,县,砚溪县人民政府,部门,何 8104,
青禾区柏荫街道办事处,街道,青禾区人民政府,街道,白 8105,linyao-district
砚溪县教育局,县,砚溪县人民政府,部门,周 8106,
"""
_CORRECTED = {
    "截至2022年12月31日": "截至2023年12月31日",
    "结转下年度继续办理2件": "结转下年度继续办理3件",
}


def prepare(folder: Path) -> None:
    """Writes the examples into a folder, with what a checkout has beside them."""
    for name, report in EXAMPLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPORTS / f"{report}.txt", path)
    (folder / "名单.csv").write_text(LIST, encoding="utf-8-sig")


def send_again(folder: Path) -> None:
    """The bureau sends a corrected report: two of its errors are mended."""
    text = (folder / "年报/2023/砚溪县民政局.txt").read_text(encoding="utf-8")
    for wrong, right in _CORRECTED.items():
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    (folder / "重报").mkdir()
    (folder / "重报/砚溪县民政局.txt").write_text(text, encoding="utf-8")


def take_in(folder: Path) -> None:
    """The corrected report takes the place of the first."""
    shutil.copy(folder / "重报/砚溪县民政局.txt", folder / "年报/2023/砚溪县民政局.txt")


def fill_in(folder: Path) -> None:
    """Somebody fills in the first finding of the workbook as right and the second as wrong."""
    path = folder / "结果/总表.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
    sheet = book["问题清单"]
    heads = [cell.value for cell in sheet[1]]
    result, note = heads.index("核查结果") + 1, heads.index("备注") + 1
    for row, (decided, why) in enumerate((("属实", "已电话告知"), ("不属实", "办结率按上级口径算")), start=2):
        sheet.cell(row, result, decided)
        sheet.cell(row, note, why)
    book.save(path)


def keep_rule(folder: Path) -> None:
    """An administrator keeps a rule as one of the office's own, on the review page."""
    own = folder / "结果/本单位规则"
    own.mkdir(parents=True)
    (shipped,) = rules_folder().glob("*/XRF/XRF001-*.toml")
    text = shipped.read_text(encoding="utf-8")
    assert text.count('severity = "error"\n') == 1
    (own / shipped.name).write_text(
        text.replace('severity = "error"\n', 'severity = "warning"\nreplaces = true\n'), encoding="utf-8"
    )


BY_HAND = {
    "keeps a rule of the office": keep_rule,
    "sends again": send_again,
    "takes in": take_in,
    "fills in decisions": fill_in,
}


def main() -> None:
    """``.ci/examples FOLDER``: the files that the manual's commands name, for whoever wants to do what it says."""
    if len(sys.argv) != 2:
        sys.exit(".ci/examples FOLDER")
    prepare(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
