"""A PostgreSQL and a cluster for the commands that need one."""

from tests.batch.conftest import machines, postgres

__all__ = ["machines", "postgres"]
