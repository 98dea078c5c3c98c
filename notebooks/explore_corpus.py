# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # 语料里有什么 / What the corpus holds
# 这本笔记回答：有哪些报告，标了什么，工具读懂了多少、对在哪里、漏在哪里。
#
# Which reports there are, what was labelled in them, how much of them the tool understands, and where it
# is right or misses. Reports of the test half are left out. Reading takes about a minute; the rest is quick.

# %%
from os import cpu_count

import pandas as pd
from auditor.api import rulebook
from auditor.corpus import REPORTS
from auditor.messages import reason_text, words
from auditor.tuning.charts import use_chinese_font
from auditor.tuning.findings import audit_reports, by_rule, compare_with_labels, read_reports

folder = REPORTS  # 换成自己的文件夹 / or a folder of your own: Path("…")
use_chinese_font()
reports = read_reports(folder, processes=cpu_count() or 1)
audits = audit_reports(reports)

# %% [markdown]
# ## 报告 / Reports
# 机关类别、年度、表格的写法。各类写法都要有，阈值才不会只适合一种。
#
# Kind of agency, year and how tables are written. A threshold holds only for what is here.

# %%
overview = pd.DataFrame(
    {
        "report": item.name,
        "kind": words(f"kind_{item.report.kind or 'unknown'}", "zh"),
        "year": item.report.year,
        "layout": item.labels.text_layout if item.labels else "",
        "characters": len(item.report.text),
    }
    for item in reports
)
pd.crosstab(overview["layout"], overview["kind"])

# %%
axes = pd.crosstab(overview["year"], overview["kind"]).plot.bar(stacked=True, figsize=(8, 3.5))
axes.set(title="各年度的报告", xlabel="年度", ylabel="份")
_ = axes.legend(title="")

# %% [markdown]
# ## 问题与标注 / Findings and labels
# 每条规则报对、误报、漏报各几处。没有标注的报告不算在内。
#
# Each rule's findings as right, wrong (no label says so) and missed, on labelled reports: errors and warnings.

# %%
compared = compare_with_labels(reports, audits)
figures = by_rule(compared)
figures.round(3)

# %%
counts = figures.drop(index="all")[["right", "wrong", "missed"]]
axes = counts.rename(columns={"right": "报对", "wrong": "误报", "missed": "漏报"}).plot.barh(
    stacked=True, figsize=(8, 11), color=["tab:green", "tab:red", "tab:orange"]
)
axes.set(title="各规则在标注报告上的结果", xlabel="处", ylabel="")
_ = axes.invert_yaxis()

# %% [markdown]
# 漏报和误报逐条看：原文、标注的理由。/ The misses and false alarms one by one, with the reason of the label.

# %%
compared[compared["outcome"] != "right"].sort_values(["outcome", "rule"])

# %% [markdown]
# ## 正文数字 / Numbers of the narrative
# 工具对每个数字下的结论，以及没有下结论的原因，多的在前。
#
# What became of each number, and why it was left open, most frequent first: the first reason is the first to mend.

# %%
claims = pd.DataFrame(
    {
        "report": item.name,
        "verdict": words(f"verdict_{claim.verdict}", "zh"),
        "reason": reason_text(claim.reason, "zh", rulebook().form_of(item.report)) if claim.reason else "",
        "quote": claim.span.of(item.report.text),
    }
    for item in reports
    for claim in item.report.claims
)
axes = claims["verdict"].value_counts().sort_values().plot.barh(figsize=(8, 3))
axes.bar_label(axes.containers[0], padding=3)
axes.margins(x=0.1)
_ = axes.set(title=f"{len(claims)} 个数字的结论", xlabel="处", ylabel="")

# %%
claims[claims["reason"] != ""].groupby(["verdict", "reason"]).agg(
    count=("quote", "size"), reports=("report", "nunique"), example=("quote", "first")
).sort_values("count", ascending=False).head(20)

# %% [markdown]
# ## 改进措施 / Measures
# 具体程度的分布，按机关类别。/ How specific measures are, by kind of agency.

# %%
measures = pd.DataFrame(
    {"kind": words(f"kind_{item.report.kind or 'unknown'}", "zh"), "level": measure.level}
    for item in reports
    for measure in item.report.measures
)
shares = pd.crosstab(measures["kind"], measures["level"], normalize="index")
axes = shares.plot.barh(stacked=True, figsize=(8, 2.8), colormap="viridis")
axes.set(title="改进措施的具体程度", xlabel="比例", ylabel="")
_ = axes.legend(title="级", bbox_to_anchor=(1.0, 1.0))

# %% [markdown]
# ## 下一步 / What to do next
# - 漏得多的规则：读它的说明页（`audit rule 编号`），再到 `tune_rule.py` 改参数，看全部报告上的得失。
#   A rule that misses: read its page, then change a parameter in `tune_rule.py` and see what appears and vanishes.
# - 没读懂的词：加进 `rules/annual-report/claims.toml`，再运行本笔记。
#   Words that were not understood: add them to `claims.toml`, and run this again.
# - 哪类机关、哪年、哪种写法的报告太少：写几份并标注，放进 `corpus/reports/`。
#   Kinds, years or layouts that are thin here: write and label some reports.
