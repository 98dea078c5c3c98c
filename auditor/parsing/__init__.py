"""A text and a layout to a Report. Has never heard of rules."""
