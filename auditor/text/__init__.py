"""Text as positions: spans, lines, widths and numerals. Knows nothing of reports."""
