"""Requests about single reports -> answers; the work is done by the crew, the session remembers it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from xlsheets.documents import DEFAULT_KIND, FORMATS, PrintOption
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.notices.listing import as_text
from xlsheets.ooxml.identify import LARGEST_FILE
from xlsheets.serve.desk.changing import changed, sent_text
from xlsheets.serve.desk.opening import LOG, PageFile, opened
from xlsheets.serve.desk.origins import pictures, without_pictures
from xlsheets.serve.desk.saving import (
    blank_template,
    document_of,
    next_years,
    sample_workbook,
    saved_workbook,
)
from xlsheets.serve.desk.showing import (
    Beside,
    Examined,
    displayed,
    looked,
    of_log,
    of_report,
    refusal_of,
)
from xlsheets.serve.responses import asked, posted, saved

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.routing import Route

    from xlsheets.serve.crew import Crew
    from xlsheets.serve.desk.opening import OpenedFile
    from xlsheets.serve.desk.session import OpenDocument, Session


class Desk:
    """Everything the page asks about single reports.

    Args:
        session: what is open.
        crew: who does the work.
    """

    def __init__(self, session: Session, crew: Crew) -> None:
        self._session = session
        self._crew = crew

    def routes(self) -> list[Route]:
        """Return what is answered."""
        return posted(
            {
                "/hello": self._hello,
                "/open": self._open,
                "/pair": self._pair,
                "/show": self._show,
                "/change": self._change,
                "/undo": self._undo,
                "/pictures": self._pictures,
                "/accept": self._accept,
                "/forget": self._forget,
                "/save": self._save,
                "/document": self._document,
                "/next": self._next,
                "/listing": self._listing,
                "/template": self._template,
                "/sample": self._sample,
            }
        )

    async def _hello(self, _: Request) -> Response:
        kinds = [
            {"kind": kind, "label": form.label, "draft": PrintOption.DRAFT in form.takes}
            for kind, form in FORMATS.items()
            if form.possible()
        ]
        documents = [document.to_dict() for document in self._session.all()]
        return JSONResponse({"largest": LARGEST_FILE, "kinds": kinds, "documents": documents})

    async def _open(self, request: Request) -> Response:
        return JSONResponse((await self._taken_in(await _uploaded(request))).to_dict())

    async def _taken_in(self, file: PageFile) -> OpenDocument:
        try:
            found, look = await self._crew.do(file.name, opened_and_looked, file)
        except UnreadableError as error:
            return self._session.add(file, refusal_of(file.name, error), None)
        return self._session.add(file, look, found)

    async def _pair(self, _: Request) -> Response:
        """Compare with last year every report for which last year's has come or gone since it was judged."""
        again = []
        for document in self._session.all():
            beside, keys = self._beside(document)
            if document.look.readable and keys != document.beside:
                look = await self._crew.do(document.file.name, looked, document.file, beside)
                judged = replace(document, look=look, beside=keys)
                again.append(self._session.put(judged).to_dict())
        return JSONResponse(again)

    def _beside(self, document: OpenDocument) -> tuple[Beside, tuple[str, str]]:
        """Return what a report is compared with, and the keys of it."""
        last, log = self._session.beside(document)
        files = Beside(last.file if last else None, log.file if log else None)
        return files, (last.key if last else "", log.key if log else "")

    async def _show(self, request: Request) -> Response:
        return await self._shown(self._session.get((await asked(request))["id"]))

    async def _shown(self, document: OpenDocument) -> Response:
        beside, keys = self._beside(document)
        as_read = document.opened.found if document.opened else None
        read = without_pictures(as_read) if as_read else None
        found = await self._crew.do(document.file.name, displayed, document.file, beside, read)
        kept = replace(document, look=found.look, beside=keys)
        detail = found.detail | {"beside": self._made_of(kept)}
        return JSONResponse(self._session.put(kept).to_dict() | detail)

    def _made_of(self, document: OpenDocument) -> list[dict[str, object]]:
        """Return each published file beside a workbook, or each workbook beside a published file, as a pair."""
        of = self._session
        pairs = [(document, other) for other in of.published_of(document)]
        pairs += [(book, document) for book in of.books_of(document)]
        return [
            {
                "id": book.key,
                "name": book.file.name,
                "other": published.key,
                "release": published.file.name,
                "draft": published.file.name.lower().endswith(".docx"),
            }
            for book, published in pairs
        ]

    async def _change(self, request: Request) -> Response:
        said = await asked(request)
        document = self._session.get(said["id"])
        beside, _ = self._beside(document)
        content = await self._crew.do(document.file.name, changed, document.file, said, beside)
        return await self._shown(self._session.change(document, content))

    async def _pictures(self, request: Request) -> Response:
        document = await self._named(request)
        found = document.opened.found if document.opened else None
        return JSONResponse(pictures(found) if found else {})

    async def _accept(self, request: Request) -> Response:
        said = await asked(request)
        self._session.accept(said["id"], sent_text(said, "place"), sent_text(said, "text"))
        return Response(status_code=204)

    async def _undo(self, request: Request) -> Response:
        return await self._shown(self._session.undo(await self._named(request)))

    async def _named(self, request: Request) -> OpenDocument:
        return self._session.get((await asked(request))["id"])

    async def _forget(self, request: Request) -> Response:
        said = await asked(request)
        if said["id"] == "*":
            self._session.clear()
        self._session.drop(said["id"])
        return Response(status_code=204)

    async def _save(self, request: Request) -> Response:
        document = await self._named(request)
        beside, _ = self._beside(document)
        work = partial(saved_workbook, touched=bool(document.before))
        return saved(await self._crew.do(document.file.name, work, document.file, beside))

    async def _document(self, request: Request) -> Response:
        said = await asked(request)
        document = self._session.get(said["id"])
        kind, draft = said.get("form", DEFAULT_KIND), bool(said.get("draft"))
        work = partial(document_of, draft=draft, code=said.get("code", True) is True)
        return saved(await self._crew.do(document.file.name, work, document.file, kind))

    async def _next(self, request: Request) -> Response:
        document = await self._named(request)
        return saved(await self._crew.do(document.file.name, next_years, document.file))

    async def _listing(self, _: Request) -> Response:
        documents = tuple(self._session.all())
        findings = [finding for document in documents for finding in document.look.findings]
        return Response(as_text(findings, [document.file.name for document in documents]))

    async def _template(self, _: Request) -> Response:
        return saved(await self._crew.do("模板", blank_template))

    async def _sample(self, _: Request) -> Response:
        content = await self._crew.do("样例", sample_workbook)
        return JSONResponse(
            (await self._taken_in(PageFile("样例：有错的一份.xlsx", content))).to_dict()
        )


def opened_and_looked(file: PageFile) -> tuple[OpenedFile, Examined]:
    """Open a file and say what the list shows of it."""
    found, report = opened(file)
    if found.role == LOG:
        return found, of_log(file)
    if found.role:
        return found, Examined("", None, (), readable=False, role=found.role)
    if report:
        return found, of_report(report, file.name)
    return found, looked(PageFile(file.name, found.content), Beside())


async def _uploaded(request: Request) -> PageFile:
    """Return the file of a request."""
    async with request.form(max_files=1, max_fields=1) as form:
        part = form.get("file")
        if isinstance(part, UploadFile):
            return PageFile(part.filename or "未命名", await part.read(), _seconds(form))
    raise UsageError("没有收到文件，请重新拖进来。")


def _seconds(form: FormData) -> float:
    """Return when a file was last changed, as the browser says; 0 when it does not."""
    told = form.get("modified")
    return (
        int(told) / 1000 if isinstance(told, str) and told.isdecimal() and len(told) < 14 else 0.0
    )
