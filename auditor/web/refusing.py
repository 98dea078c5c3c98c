"""Refusals in our words: the framework's own are in English and may quote the request."""

from __future__ import annotations

from fastapi import HTTPException


class Refused(HTTPException):
    """A request that is not done, with a status and what a person is told; nothing of the request is quoted."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(status, told)
        self.told = told
