"""What the notebooks stand on: rules and models compared on labelled reports, and what to label next.

Nothing here reads a text of the test halves. pandas, matplotlib and scikit-learn are imported where they
are used.
"""
