"""Many reports at once: whose they are, read and audited by several processes, kept in a store, resumed."""
