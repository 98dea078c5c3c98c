"""The parts of the HTML page: the sheet of one report, its text, its tables, its statements."""
