# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # 具体程度模型：训练、校准、读懂 / The model of specificity: fit, calibrate, read
# 这本笔记回答：模型在没见过的机关上准不准，给的概率可不可信，凭什么判级，错在哪里。
#
# How right the model is on offices that it has not seen, whether its probabilities can be trusted, what it goes by,
# and where it errs. Only the development half is used: it is fitted to four fifths of its offices and asked about the
# other fifth. Figures of the test half are those of `python -m auditor.training`. Fitting takes half a minute.

# %%
from pathlib import Path

import pandas as pd
from auditor.api import judge
from auditor.corpus import clauses_of
from auditor.modelcard import calibration_error
from auditor.tuning.appraisal import (
    agreement_by_kind,
    answers,
    by_offices,
    confusion,
    fitted,
    largest_weights,
    reliability,
    uncalibrated,
)
from auditor.tuning.charts import draw_counts, use_chinese_font
from auditor.tuning.labelling import labelled_clauses
from matplotlib import pyplot as plt

more = Path("labelling/clauses.jsonl")  # label_next.py 写回的标注，没有也行 / labels of your own, if there are any
fold = 0  # 留出哪五分之一的机关，0 到 4 / which fifth of the offices is left out
use_chinese_font()

# %% [markdown]
# ## 训练 / Fit

# %%
clauses = [*clauses_of("development"), *labelled_clauses(more)]
learnt, unseen = by_offices(clauses, fold)
model = fitted(learnt)
answered = answers(unseen, model)
print(f"学 {len(learnt)} 句，问 {len(unseen)} 句 / fitted to {len(learnt)} clauses, asked about {len(unseen)}")

# %% [markdown]
# ## 准不准 / How right
# kappa 是二次加权；error 是平均差几级；right 是判对的比例；far 是差两级以上的比例。
#
# Quadratic weighted kappa, mean error in levels, shares right and off by two or more.

# %%
agreement_by_kind(answered)

# %%
figure, panels = plt.subplots(1, 2, figsize=(10, 4.2))
for panel, of, title in zip(panels, ("level", "kind"), ("具体程度", "措施、问题还是其他"), strict=True):
    draw_counts(confusion(answered, of), panel)
    panel.set(title=title, xlabel="模型", ylabel="标注")

# %% [markdown]
# ## 概率可不可信 / Can its probabilities be trusted
# 点在对角线上：说七成，就有七成对。对角线上方是过于谨慎，下方是过于自信。
#
# On the diagonal, what is said to be likely at 0.7 happens 7 times in 10. Above it the model is too careful, below
# it too sure. The grey line is the model before its margins were calibrated on offices that were left out.

# %%
table = reliability(answered)
plain = reliability(answers(unseen, uncalibrated(model)))
figure, (above, below) = plt.subplots(2, 1, figsize=(5, 6), height_ratios=[3, 1], sharex=True)
above.plot([0, 1], [0, 1], color="black", linewidth=0.5)
above.plot(plain["given"], plain["observed"], marker=".", color="grey", label="校准前")
above.plot(table["given"], table["observed"], marker="o", label="校准后")
above.set(title="可靠性图", ylabel="实际达到的比例")
above.legend()
below.bar(table.index, table["count"], width=0.1, align="edge")
below.set(xlabel="模型给的概率", ylabel="次数")
table

# %%
rated = answered[answered["level"].notna()]
reached = rated[["reaches 1", "reaches 2", "reaches 3"]].to_numpy().tolist()
print(f"平均校准误差 / expected calibration error: {calibration_error(reached, rated['level'].tolist()):.3f}")
pd.DataFrame(
    [[rung, *line] for rung, line in enumerate(model.weights.measures.calibration, start=1)],
    columns=["rung", "slope", "offset"],
)

# %% [markdown]
# ## 凭什么判级 / What it goes by
# 随附模型里，把措施推上或拉下每一级的最大权重。`sure.time`、`details` 这样的名字是标注器找到了什么、
# 有多大把握；其余是一到三个字的字串，`0` 是任何数字，`^`、`$` 是句首句尾，每句都有，等于起点。
#
# The largest weights of the shipped model for each rung of measures. Long names are what the tagger found; the rest are
# runs of one to three characters, `0` any number. `^` and `$`, the edges, stand in every clause: they set where it
# starts. A run that makes no sense to you is a sign of too few clauses.

# %%
ladder = judge().weights.measures
figure, panels = plt.subplots(1, 3, figsize=(12, 4.5), layout="constrained")
for rung, panel in enumerate(panels):
    weights = largest_weights(ladder, rung).iloc[::-1]
    colours = ["tab:green" if weight > 0 else "tab:red" for weight in weights["weight"]]
    panel.barh(weights["feature"], weights["weight"], color=colours)
    panel.set(title=f"达到 {rung + 1} 级", xlabel="权重")

# %% [markdown]
# ## 错在哪里 / Where it errs
# 判错的分句，最让模型意外的在前：`chance` 是模型给标注那一级的概率。排在最前面的，先怀疑标注，再怀疑模型。
#
# Errors of level, the most surprising first: `chance` is the probability that the model gave to the label. Of the first
# ones, doubt the label before the model.

# %%
columns = ["id", "text", "kind", "level", "told level", "chance"]
rated[rated["level"] != rated["told level"]].sort_values("chance")[columns].head(25)

# %%
answered[answered["kind"] != answered["told kind"]][["id", "text", "kind", "told kind"]].head(25)

# %% [markdown]
# ## 下一步 / What to do next
# - 标注错了：在 `corpus/measures/clauses.jsonl` 里改正；模型错了：到 `label_next.py` 多标这样的句子。
#   A wrong label: mend it in `clauses.jsonl`. A wrong model: label more clauses like these in `label_next.py`.
# - 换一个 `fold` 再看：同样的错误还在，才是真的。/ Try another `fold`: an error that stays is a real one.
# - 可靠性图离对角线远：不要改阈值，先多标数据。/ Far from the diagonal: label more before you touch a threshold.
# - 满意了：运行 `python -m auditor.training`，它写出权重和模型说明，也报告测试一半的数字。
#   When satisfied, `python -m auditor.training` writes weights and card, with the figures of the test half.
