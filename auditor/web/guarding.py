"""What every answer carries and what no request may: strict headers, known host names, bounded bodies."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_UPLOAD = 2 * 1024**3
"""Of one request: some thousand reports."""
MOST_FILES = 2000
"""Of one upload."""
_LARGEST = 1024**2
"""Of every other request."""
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
    """Ends a request whose body grows beyond what is taken, whatever length it said it has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = LARGEST_UPLOAD if scope["path"] == "/uploads" else _LARGEST
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, "内容太大，没有收下。报告请分几次上传。")
            return message

        await self._app(scope, bounded, send)
