"""Reports damaged at random, and what the command makes of them: it always ends, says what it could not read, and in time."""
