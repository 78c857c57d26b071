"""Requests about files that were made of a workbook -> answers; what is taken in is a change like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from xlsheets.serve.publishing.showing import draft_absorbed, draft_changes, verification_shown
from xlsheets.serve.responses import asked, posted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.routing import Route

    from xlsheets.serve.crew import Crew
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.serve.desk.session import OpenDocument, Session


class Publishing:
    """Everything the page asks about published files and revised drafts.

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
                "/published/pairs": self._pairs,
                "/published/verify": self._verify,
                "/published/revised": self._revised,
                "/published/absorb": self._absorb,
            }
        )

    async def _pairs(self, _: Request) -> Response:
        """Return which published file belongs to which workbook."""
        return JSONResponse(
            [
                {"id": book.key, "other": published.key}
                for book in self._session.all()
                for published in self._session.published_of(book)
            ]
        )

    async def _verify(self, request: Request) -> Response:
        _, found = await self._done(request, verification_shown)
        return JSONResponse(found)

    async def _revised(self, request: Request) -> Response:
        _, found = await self._done(request, draft_changes)
        return JSONResponse(found)

    async def _absorb(self, request: Request) -> Response:
        book, content = await self._done(request, draft_absorbed)
        self._session.change(book, content)
        return Response(status_code=204)

    async def _done(
        self, request: Request, work: Callable[[PageFile, PageFile], Any]
    ) -> tuple[OpenDocument, Any]:
        """Return the workbook a request names, and what the crew makes of it and the file beside it."""
        said = await asked(request)
        book, other = self._session.get(said["id"]), self._session.get(str(said.get("other")))
        return book, await self._crew.do(other.received.name, work, book.file, other.received)
