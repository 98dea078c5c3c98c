"""Reports damaged at random, and what the command makes of them: it ends in time and says what it could not read."""
