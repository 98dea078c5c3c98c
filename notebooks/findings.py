# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # What the audit finds in the corpus
# One row a finding, over all reports of `corpus/reports`. Change the folder to audit your own.
# Read the table by rule first: a rule that fires everywhere is either a common defect or too eager.
# Then open its page with `audit rule CODE`.

# %%
from pathlib import Path

import auditor

folder = Path("corpus/reports")
audits = [auditor.audit(path) for path in sorted(folder.glob("*.txt"))]
findings = auditor.audits_to_frame(audits)

# %%
findings.pivot_table(index="rule", columns="severity", values="path", aggfunc="count", fill_value=0)

# %%
findings.loc[:, ["agency", "year", "rule", "line", "quote", "message"]]
