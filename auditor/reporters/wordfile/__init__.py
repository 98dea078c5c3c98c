"""What the Word outputs are made of: packages, pages, tables, and comments at exact words."""
