"""The sheets of ``--format xlsx``: one module a sheet, each with one function ``write(book)``."""
