"""Coverage-guided fuzzing of what reads foreign bytes: ``python -m tests.fuzz.guided [TARGET …] --seconds 3600``."""
