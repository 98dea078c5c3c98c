"""Handing in: files from a form, how far they are read, what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from auditor.reading.formats import READABLE_SUFFIXES
from auditor.rulebook.profiles import OF_FOLDER
from auditor.store import questions
from auditor.store.questions import Received
from auditor.web.access import OfReviewer, OfVisitor
from auditor.web.guarding import MOST_FILES
from auditor.web.pages import STOP_ASKING, go_to, page
from auditor.web.receiving import UPLOAD, Progress, files_in, keep, uploads_in
from auditor.web.refusing import Refused
from auditor.web.site import OfSite, Site

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that were handed in together, and how far they have come."""

    name: str
    waiting: tuple[str, ...]
    """Files that were not read yet, within the upload's folder."""
    received: tuple[Received, ...]
    progress: Progress

    @property
    def total(self) -> int:
        return len(self.waiting) + len({item.path for item in self.received})

    @property
    def audited(self) -> int:
        """How many of its files are done to the end."""
        return len({item.path for item in self.received if item.errors is not None or _fault(item)})

    @property
    def going_on(self) -> bool:
        return self.progress.running and self.audited < self.total


def _fault(item: Received) -> str | None:
    return item.document_fault or item.report_fault


@router.get("/uploads")
def uploads(site: OfSite, visitor: OfVisitor) -> Response:
    """The form for handing in, and what was handed in before."""
    suffixes = ",".join(sorted(READABLE_SUFFIXES))
    return page(site, visitor, "uploads.html.j2", uploads=uploads_in(site.settings.uploads), suffixes=suffixes)


@router.post("/uploads")
async def hand_in(site: OfSite, visitor: OfReviewer, request: Request) -> Response:  # noqa: ARG001 - admits
    """Take files in and begin to read them."""
    form = await request.form(max_files=MOST_FILES)
    given = [item for item in form.getlist("files") if isinstance(item, UploadFile) and item.filename]
    try:
        if not given:
            raise Refused(400, "没有选文件。请选择一份或多份报告。")
        files = [(item.filename or "", item.file) for item in given]
        name = await run_in_threadpool(keep, site.settings.uploads, files)
    except OSError as error:
        raise Refused(507, f"存不下，没有收：{error.strerror or error}。") from error
    finally:
        await form.close()
    site.rounds.want()
    return go_to(request, f"/uploads/{name}")


@router.get("/uploads/{name}")
def upload(site: OfSite, visitor: OfVisitor, name: str) -> Response:
    """An upload: which files are read, and what became of them."""
    return page(site, visitor, "upload.html.j2", upload=_upload(site, name))


@router.get("/uploads/{name}/progress")
def progress(site: OfSite, visitor: OfVisitor, name: str) -> Response:
    """The same as a piece; it says when nothing more is to come."""
    found = _upload(site, name)
    return page(site, visitor, "upload_progress.html.j2", status=200 if found.going_on else STOP_ASKING, upload=found)


def _upload(site: Site, name: str) -> Upload:
    folder = (site.settings.uploads / name).absolute()
    if not UPLOAD.fullmatch(name) or not folder.is_dir():
        raise Refused(404, "没有这批文件。")
    running = site.rounds.progress
    with site.engine.connect() as connection:
        found = [_without_place(item, folder) for item in questions.received(connection, str(folder))]
    known = {_file_of(item.path, folder) for item in found}
    waiting = tuple(
        str(path.relative_to(folder)) for path in files_in(folder) if path not in known and path.name != OF_FOLDER
    )
    return Upload(name, waiting, tuple(found), running)


def _without_place(item: Received, folder: Path) -> Received:
    """What became of a file, told without where it lies on the server."""
    document, report = (told and told.replace(f"{folder}/", "") for told in (item.document_fault, item.report_fault))
    return msgspec.structs.replace(item, document_fault=document, report_fault=report)


def _file_of(path: str, folder: Path) -> Path:
    """The file that a report lies in; the archive for one inside it."""
    place = Path(path)
    return next((part for part in (place, *place.parents) if part.is_file()), folder)
