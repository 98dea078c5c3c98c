"""Which characters are not seen, and which turn or move what stands around them: one table for all who ask.

Classes of characters as they stand between the brackets of a regular expression. Source: Unicode 16, the property
Default_Ignorable_Code_Point and the category Cf.
"""

from __future__ import annotations

CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""Orders to a terminal; tab and what ends a line are not among them."""
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""After these, words are shown in another order than they stand."""
IGNORED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Programs show nothing in their place."""
BLANK_LETTERS = "\u2800"
"""Letters of a script, of which nothing is printed."""
