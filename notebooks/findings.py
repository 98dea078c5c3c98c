# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # 一批报告审出了什么 / What the audit finds in a folder of reports
# 这本笔记回答：一个文件夹的报告里，各规则报了多少处，哪些机关问题最多，逐条是什么。
#
# How often each rule fires in a folder of reports, which agencies have most findings, and what they are. Change the
# folder to audit your own. Reading takes about a quarter of a second a report.

# %%
from os import cpu_count

import auditor
from auditor.corpus import REPORTS
from auditor.tuning.charts import use_chinese_font
from auditor.tuning.findings import audit_reports, read_reports

folder = REPORTS  # 换成自己的文件夹 / or a folder of your own: Path("…")
use_chinese_font()
audits = audit_reports(read_reports(folder, processes=cpu_count() or 1))
findings = auditor.audits_to_frame(audits)

# %% [markdown]
# ## 按规则 / By rule
# 处处都报的规则，要么是通病，要么太急。/ A rule that fires everywhere is either a common defect or too eager.

# %%
severities = {"error": "错误", "warning": "警告", "info": "提示"}
counts = findings.pivot_table(index="rule", columns="severity", values="path", aggfunc="count", fill_value=0)
counts = counts.reindex(columns=list(severities), fill_value=0)
axes = counts.rename(columns=severities).plot.barh(
    stacked=True, figsize=(8, 11), color=["tab:red", "tab:orange", "tab:blue"]
)
axes.set(title=f"{len(audits)} 份报告里各规则报出的问题", xlabel="处", ylabel="")
_ = axes.invert_yaxis()

# %% [markdown]
# ## 按机关 / By agency

# %%
findings.pivot_table(
    index=["agency", "year"], columns="severity", values="rule", aggfunc="count", fill_value=0
).sort_values(["error", "warning"], ascending=False).head(20)

# %% [markdown]
# ## 逐条 / One by one

# %%
findings.loc[:, ["agency", "year", "rule", "severity", "line", "quote", "message"]]

# %% [markdown]
# ## 下一步 / What to do next
# - 先看报得最多的规则：`audit rule 编号` 是它的说明和已知不足。
#   Begin with the rule that fires most: `audit rule CODE` gives its page.
# - 报错了：到 `tune_rule.py` 试别的参数。/ A rule that is too eager: try other values in `tune_rule.py`.
# - 要发给机关的：`audit 报告.txt` 给出一份的全部结果。
#   For a letter to an agency: `audit report.txt` on the one report.
