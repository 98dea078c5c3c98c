"""Loads what every piece of work needs; new processes are copies of one that has."""

from __future__ import annotations

from auditor import api
from auditor.batch import work

api.audit_text("预备市预备局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息1条。")
__all__ = ["work"]
