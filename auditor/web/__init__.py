"""``audit web``: the page on which people read, decide, send back and follow up. A thin layer over batch and store."""
