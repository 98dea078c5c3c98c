# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # 改一条规则，全部报告上有什么变化 / What a changed rule does to the whole corpus
# 这本笔记回答：改一个参数（或加一条规则），哪些问题新报出来，哪些不再报，准确率和召回率各变多少。
#
# Which findings appear and vanish when one parameter or rule changes, and what that does to precision and recall.
# Reports of the test half are left out: what you choose here, `python -m tests.corpus.scores --test` judges.
# Reading takes about a minute, once; each change some seconds.

# %%
from os import cpu_count

import pandas as pd
from auditor.corpus import REPORTS
from auditor.tuning.charts import use_chinese_font
from auditor.tuning.decided import against_decisions, decided_to_frame, demonstration, precision_by_rule, read_decided
from auditor.tuning.findings import (
    audit_reports,
    by_rule,
    changes,
    compare_with_labels,
    parameters,
    read_reports,
    try_values,
    with_parameters,
)

folder = REPORTS  # 换成自己的文件夹 / or a folder of your own: Path("…")
code, parameter = "XRF008", "fewest"  # 要改的规则和参数 / the rule and the parameter to change
values = [2, 3, 4, 5]  # 试这些值 / values to try
chosen = 2  # 细看这个值 / the value to look at closely
store = ""  # 本单位的结果库，如 "审核结果/审核结果.db" / a store in which your office has decided findings
use_chinese_font()

# %% [markdown]
# ## 能改什么 / What can be changed
# 各规则里的数字参数。词表（`phrases`、`mention` 等）也能改，给一个新的元组即可；规则文件本身不动。
#
# The numbers in the rules. Lists of words can be changed the same way; the rule files stay as they are.

# %%
parameters()

# %%
reports = read_reports(folder, processes=cpu_count() or 1)
shipped = audit_reports(reports)

# %% [markdown]
# ## 逐个值试 / Value by value
# 好的值两条线都高；一段平线说明标注分不出这些值，不要据此改。
#
# A good value keeps both lines high. Where the lines are level, the labels cannot tell the values apart: no reason
# to change anything.

# %%
tried = try_values(reports, code, parameter, values)
tried

# %%
axes = tried[["precision", "recall"]].set_axis(["准确率", "召回率"], axis=1).plot(marker="o", figsize=(7, 3.2))
_ = axes.set(title=f"{code} 的 {parameter}", xlabel=parameter, ylim=(-0.05, 1.05), xticks=values)

# %% [markdown]
# ## 一个值的得失 / What one value brings
# 全部规则重跑一遍，因为有的规则依赖别的规则。`labelled` 是 yes：标注说应当报；no：标注里没有；unknown：没有标注可比。
# 新报出的 no 是误报，不再报的 yes 是漏报。
#
# All rules run again, because some build on others. An appeared `no` is a new false alarm, a vanished `yes` a
# new miss; `unknown` has no label to compare with.

# %%
changed_rules = with_parameters(code, {parameter: chosen})
# 加自己的规则 / with rules of your own: rulebook((Path("myrules"),)) from auditor.api
changed = audit_reports(reports, changed_rules)
difference = changes(reports, shipped, changed)
difference

# %%
difference.pivot_table(index="rule", columns=["change", "labelled"], values="report", aggfunc="count", fill_value=0)

# %%
before = by_rule(compare_with_labels(reports, shipped))
after = by_rule(compare_with_labels(reports, changed))
beside = pd.concat({"before": before, "after": after}, axis=1)
touched = [rule for rule in beside.index if rule in {*difference["rule"], "all"}]
beside.loc[touched].round(3)

# %% [markdown]
# ## 本单位的核查也是标注 / Decisions of your office are labels too
# 在审核网页或总表里定了“属实”“已改正”的算对，“误报”算错，待定和备注不算。没有写结果库时，用上面的标注做一个示范库。
# `low`、`high` 是准确率 95% 的区间：核查得少，区间就宽，不要据此改规则。
#
# What people confirmed or saw corrected is right, what they dismissed is wrong. Without a store of your own, one is
# made of the labels above. `low` and `high` bound the precision: where few were decided they lie far apart.

# %%
if not store:
    store = "示范库.db"
    demonstration(store, reports, shipped)
precision_by_rule(store).sort_values(["wrong", "right"], ascending=False).round(2).head(15)

# %% [markdown]
# 逐条看误报：为什么，原文怎么写。/ The dismissed ones: why, and what the text says.

# %%
decided = read_decided(store)
labels = decided_to_frame(decided)
labels[~labels["right"]].head(10)

# %% [markdown]
# 改了参数以后，定过的这些问题还报不报：`right` 而不再报的是新漏报，不 `right` 还在报的仍是误报。
#
# Whether the changed rule still tells what was decided: right and no longer told is a new miss, wrong and still told
# remains a false alarm.

# %%
of_rule = against_decisions(decided, code, changed_rules)
pd.crosstab(of_rule["right"], of_rule["told"])

# %% [markdown]
# ## 下一步 / What to do next
# - 只给本单位用：在审核网页的规则页上“试改这条规则”，存为本单位规则，或写一个 `replaces = true` 的规则文件。
#   For your office alone: try and keep it on the rules page of `audit web`, or write a file with `replaces = true`.
# - 值得改：把值写进 `rules/annual-report/` 里这条规则的文件，在说明页里各加一个报出和不报出的示例，
#   运行 `audit test rules/`。
#   Worth it: write the value into the rule's file, add an example of each kind to its page, run `audit test rules/`.
# - 在 CHANGELOG 里写明准确率和召回率的变化，最后才运行一次 `python -m tests.corpus.scores --test`。
#   Say in the CHANGELOG what it did to precision and recall; only then look at the test half, once.
# - 全是 unknown：先给这些报告写标注（报告旁边的 `.toml`）。
#   Nothing but `unknown`: label those reports first (the `.toml` beside each).
