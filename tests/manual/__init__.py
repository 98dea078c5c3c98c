"""The manual: built, its pictures taken, its commands run."""
