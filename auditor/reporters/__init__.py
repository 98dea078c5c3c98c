"""Audits to output: one module a format."""
