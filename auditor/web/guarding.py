"""What every answer carries and what no request may: strict headers, known host names, bounded bodies."""

from __future__ import annotations

import math

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auditor.web.refusing import Refused

LARGEST_UPLOAD = 2 * 1024**3
"""Of one request: some thousand reports."""
MOST_FILES = 2000
"""Of one upload."""
_LARGEST = 1024**2
"""Of every other request."""
_PATIENCE = 60.0
"""Seconds that the body of a request may take, however little it is."""
_SLOWEST = 8 * 1024
"""Bytes a second at which a body has to come beyond that: a connection that drips does not hold a place for ever."""
_HEADERS = {
    # Nothing is loaded from elsewhere and no script stands in a page: text of reports can never become one.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Headers:
    """Adds the headers to every answer; pages are not kept by browsers, fixed files are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = "max-age=86400" if scope["path"].startswith("/static/") else "no-store"
        added = [(name.encode(), value.encode()) for name, value in {**_HEADERS, "cache-control": kept}.items()]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self._app(scope, receive, with_headers)


class Bounds:
    """Ends a request whose body grows beyond what is taken, whatever length it said it has, or comes too slowly."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = LARGEST_UPLOAD if scope["path"] == "/uploads" else _LARGEST
        began, taken, coming = anyio.current_time(), 0, True

        async def bounded() -> Message:
            nonlocal taken, coming
            with anyio.move_on_at(began + _PATIENCE + taken / _SLOWEST if coming else math.inf) as limit:
                message = await receive()
            if limit.cancelled_caught:
                raise Refused(408, "内容传得太慢，没有收下。请检查网络，分几次上传。")
            taken, coming = taken + len(message.get("body", b"")), message.get("more_body", False)
            if taken > most:
                raise Refused(413, "内容太大，没有收下。报告请分几次上传。")
            return message

        await self._app(scope, bounded, send)
