"""What rounds found, over years: files, reports, results and decisions, on SQLite or PostgreSQL."""
