# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # 下一步标哪些句子 / What to label next
# 这本笔记回答：哪些措施和问题最值得人来标，标好以后怎么写回训练数据。
#
# Which measures and problems are most worth a person's label, and how labels get back into the training data. The
# pool is what the tool finds in section 五 of reports; those of the test half, and offices held out, are left out.
# Reading takes about a minute.

# %%
from os import cpu_count
from pathlib import Path

from auditor.corpus import REPORTS, clauses_of
from auditor.tuning.charts import use_chinese_font
from auditor.tuning.findings import read_reports
from auditor.tuning.labelling import (
    candidates,
    candidates_to_frame,
    choose_next,
    entries_to_frame,
    labelled_clauses,
    read_sheet,
    write_back,
    write_sheet,
)

folder = REPORTS  # 换成自己报告的文件夹（.txt）/ or a folder of your own reports: Path("…")
sheet = Path("labelling/sheet.jsonl")  # 标注表：要填的文件 / the sheet to fill in
target = Path("labelling/clauses.jsonl")  # 写回到这里 / labels are written back here
each = 10  # 每种理由选几句 / how many for each reason
use_chinese_font()

# %% [markdown]
# ## 可选的句子 / The pool
# `margin` 是得分离分级界线的距离，越小越拿不准；`gap` 是只按要素数出的级与模型差几级（只看措施）。
#
# `margin` is how far a score is from the border of two levels; `gap` by how many levels a count
# of facets alone differs from the model.

# %%
pool = candidates(read_reports(folder, processes=cpu_count() or 1))
overview = candidates_to_frame(pool)
overview.sort_values("margin").head(10)

# %%
axes = overview["margin"].plot.hist(bins=25, figsize=(7, 3), logy=True)
_ = axes.set(title=f"{len(overview)} 句离分级界线的距离", xlabel="距离", ylabel="句（对数坐标）")

# %% [markdown]
# ## 选一批 / Choose
# 三种理由：拿不准的、要素与模型不一致的，一个标注教得最多；随机的说明总体准不准，不能省。
# 已经有标注表就不再选，先填完、写回。
#
# Close calls and disagreements teach the model most; the random part says how good it is on the whole: do not leave it
# out. If there is a sheet already, it is kept: fill it in and write it back first.

# %%
known = {clause.text for clause in [*clauses_of("development"), *labelled_clauses(target)]}
if not sheet.exists():
    write_sheet(choose_next(pool, each, labelled=known), sheet)
entries_to_frame(read_sheet(sheet))[["text", "label", "reason"]]

# %% [markdown]
# ## 人来填 / A person fills it in
# 用文本编辑器打开标注表，一行一句，填 `label`，改正 `facets`（原文里的词：action 做什么，body 谁，time 何时，
# quantity 多少，object 对什么），别的不动：
#
# - `"label": "措施 2"`：0 口号；1 有方向；2 有具体动作和对象；3 还说了谁、何时、多少中的两样
# - `"label": "问题 3"`：0 其实是表扬；1 只有话题；2 什么不好；3 还有证据
# - `"label": "其他"`：既不是措施也不是问题；拿不定就空着
#
# 先自己判断，再看 `kind` 和 `level`（工具的判断），不要照抄。
# `facets` 里工具常把词截断：改成原文里完整的词，没有的删去。
#
# Open the sheet in a text editor; fill in `label` (`measure 0` to `measure 3`, `problem 0` to `problem 3`, `other`),
# mend `facets` (the tool often cuts a word in two: make it whole, or take it out), leave the rest. Judge first, and
# only then look at `kind` and `level`, which are the tool's.

# %% [markdown]
# ## 写回 / Write back
# 填好以后再运行这一格。有一行写错，就什么也不写，并说明是哪一行。没填的等下次；写过的不重写。
#
# Run this again when the sheet is filled in. If a line is wrong nothing is written, and the error says which.

# %%
result = write_back(sheet, target)
print(f"写回 {result.written} 句，以前写过 {result.known} 句，还没填 {result.still_open} 句：{target}")

# %% [markdown]
# ## 下一步 / What to do next
# - 还有没填的：填标注表 `labelling/sheet.jsonl`，再运行“写回”。/ Lines still open: fill in the sheet, then write back.
# - 都写回了：移走标注表，再运行本笔记选下一批。/ All written: move the sheet away and run this for the next clauses.
# - 到 `specificity_model.py` 重新训练：它会读写回的文件。/ Fit anew in `specificity_model.py`, which reads that file.
# - 请另一个人独立再标一遍随机的那部分，看两人一致不一致。/ Let a second person label the random part independently.
