"""How Sphinx builds the manual; ``python -m tests.manual.build`` says the language and the title."""

from __future__ import annotations

import logging

from auditor.version import __version__ as release  # noqa: F401 - read by Sphinx

project = "nianbao-audit"
extensions = ["myst_parser"]
html_theme = "furo"
html_static_path = ["static"]
# Chinese is written without blanks: a query has to be cut into the words of the index.
html_js_files = ["chinese_search.js"]
html_show_copyright = False
html_copy_source = False
myst_heading_anchors = 3

logging.getLogger("jieba").setLevel(logging.WARNING)
