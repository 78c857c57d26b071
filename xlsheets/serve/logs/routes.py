"""Requests about case logs -> answers; what is counted into a report is a change like any other, and can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from xlsheets.serve.logs.saving import new_log, next_log, stripped_log
from xlsheets.serve.logs.showing import counted_into, shown_log
from xlsheets.serve.responses import asked, posted, saved

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import Route

    from xlsheets.serve.crew import Crew
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.serve.desk.saving import Download
    from xlsheets.serve.desk.session import Session


class Logs:
    """Everything the page asks about case logs.

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
                "/log/show": self._show,
                "/log/count": self._count,
                "/log/new": self._new,
                "/log/next": partial(self._copied, next_log),
                "/log/strip": partial(self._copied, stripped_log),
            }
        )

    async def _show(self, request: Request) -> Response:
        log = self._session.log((await asked(request))["id"])
        reports = self._session.of_log(log)
        files = [report.file for report in reports]
        detail = await self._crew.do(log.file.name, shown_log, log.file, files)
        detail["reports"] = [
            {"id": report.key, "name": report.file.name, **compared}
            for report, compared in zip(reports, detail["reports"], strict=False)
        ]
        return JSONResponse(log.to_dict() | detail)

    async def _count(self, request: Request) -> Response:
        said = await asked(request)
        log, report = self._session.log(said["id"]), self._session.get(str(said.get("into")))
        work = partial(counted_into, replace=said.get("replace") is True)
        content = await self._crew.do(report.file.name, work, log.file, report.file)
        self._session.change(report, content)
        return Response(status_code=204)

    async def _new(self, request: Request) -> Response:
        said = await asked(request)
        unit, year = str(said.get("unit", "")), str(said.get("year", ""))
        return saved(await self._crew.do("登记簿", new_log, unit, year))

    async def _copied(self, copied: Callable[[PageFile], Download], request: Request) -> Response:
        log = self._session.log((await asked(request))["id"])
        return saved(await self._crew.do(log.file.name, copied, log.file))
