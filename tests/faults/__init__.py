"""Faults of machines and people put into ``audit batch`` on purpose: nothing may be lost, doubled or left unsaid."""
