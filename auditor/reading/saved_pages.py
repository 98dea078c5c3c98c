"""A page saved with all that belongs to it in one file (.mht): the part that is the report is read as a web page."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64CharactersDefect, InvalidBase64LengthDefect
from email.message import Message

from auditor.errors import UnreadableReport
from auditor.reading.content import Content
from auditor.reading.web import Page, content_of_page, page_of
from auditor.reading.web.article import outside

_MOST_PAGES = 50
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_BROKEN = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)


def content_of(raw: bytes, path: str) -> Content:
    """The content of a saved page. Raises UnreadableReport for a file that is broken or holds no page with a text."""
    pages = list(_pages(raw, path))
    if not pages:
        raise UnreadableReport("page_broken", path=path)
    report = max(pages, key=lambda page: (page.sections, page.signs))
    others = (outside(page.lines, "frame_not_read") for page in pages if page is not report)
    return content_of_page(report, path, [other for other in others if other])


def _pages(raw: bytes, path: str) -> Iterator[Page]:
    """The pages in a file, one a frame. Raises UnreadableReport where one of them is cut off or its coding broken."""
    try:
        whole = message_from_bytes(raw.lstrip(b"\xef\xbb\xbf\r\n \t"))
        parts = [part for part in whole.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise UnreadableReport("page_broken", path=path) from error
    unfinished = any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in whole.defects)
    for part in parts[:_MOST_PAGES]:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or any(isinstance(defect, _BROKEN) for defect in part.defects):
            raise UnreadableReport("page_broken", path=path)
        if not content.strip():
            continue
        page = page_of(content, path, _charset(part))
        if page.cut and unfinished:
            raise UnreadableReport("page_broken", path=path)
        yield page


def _charset(part: Message) -> str:
    """The encoding that a part's header names."""
    charset = part.get_content_charset("")
    return charset if isinstance(charset, str) else ""
