"""Requests about a county -> answers: the files that are open are laid out in a folder, and worked on there."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from xlsheets.basics.dates import PARTED, written_day
from xlsheets.county.collection import Confirmation
from xlsheets.errors import UsageError
from xlsheets.runs.conversion import Job
from xlsheets.serve.board import pile as made_of
from xlsheets.serve.board.batches import batches_of
from xlsheets.serve.board.comparing import LaidOutSides, compared, side
from xlsheets.serve.board.laying import laid_out, write_list
from xlsheets.serve.board.pile import examined, judged, keep_earlier, read_last, with_way
from xlsheets.serve.board.printing import print_reports
from xlsheets.serve.board.table import table
from xlsheets.serve.desk.opening import CLOSED, LEDGER, REGISTER
from xlsheets.serve.responses import asked, posted, saved
from xlsheets.workflows.outcomes import settled
from xlsheets.workflows.selection import counted_only
from xlsheets.workflows.sources import files_in

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import Route

    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.serve.board.jobs import BoardWork
    from xlsheets.serve.board.pile import Pile
    from xlsheets.serve.desk.saving import Download
    from xlsheets.serve.desk.session import OpenDocument, Session


class Board:
    """Everything the page asks about a county.

    Args:
        session: what is open.
        job: who does the long work.
    """

    def __init__(self, session: Session, job: BoardWork) -> None:
        self._session = session
        self._job = job
        self._pile: Pile | None = None
        self._table: dict[str, Any] = {}
        self._made: Download | None = None
        self._told: list[str] = []

    def routes(self) -> list[Route]:
        """Return what is answered."""
        return posted(
            {
                "/board/batches": self._batches,
                "/board/begin": self._begin,
                "/board/state": self._state,
                "/board/stop": self._stop,
                "/board/answer": self._answer,
                "/board/unit": self._unit,
                "/board/make": self._make,
                "/board/compare": self._compare,
                "/board/made": self._take,
                "/board/register": self._register,
            }
        )

    async def _batches(self, _: Request) -> Response:
        """Say what lies here, and what each of it seems to be to the round."""
        return JSONResponse([batch.to_dict() for batch in batches_of(self._session.all())])

    async def _begin(self, request: Request) -> Response:
        """Lay the files out and judge them."""
        said, register = await asked(request), self._session.of_role(REGISTER)
        if register is None:
            raise UsageError("还没有名录。请把名录拖进来，或者先点“起草名录”。")
        parts = said.get("parts")
        due = _day(str(said.get("due", "")))
        laid = partial(
            laid_out, self._session, register, parts if isinstance(parts, dict) else {}, due
        )
        self._job.begin("核对收件", partial(self._judge, laid))
        return JSONResponse(self._job.state())

    async def _judge(self, lay_out: Callable[[], tuple[Pile, Path | None]]) -> None:
        before = self._pile
        pile, last = await asyncio.to_thread(lay_out)
        try:
            if last:
                earlier = [one.report for one in await self._read(read_last, last) if one.report]
                kept = keep_earlier(earlier, pile.register.with_name("上年"))
                pile = replace(pile, earlier=kept)
            work = partial(examined, register=pile.register, earlier=pile.earlier)
            pile = replace(pile, outcomes=tuple(await self._read(work, pile.folder)))
            if before:
                pile = replace(pile, answers=before.answers, rounds=before.rounds)
            self._table = await self._job.whole(table, pile)
        except BaseException:
            shutil.rmtree(pile.place, ignore_errors=True)
            raise
        self._pile = pile
        if before:
            shutil.rmtree(before.place, ignore_errors=True)

    async def _read(self, work: Callable[[Source], Outcome], folder: Path) -> list[Outcome]:
        sources = list(files_in([folder]))
        return await asyncio.to_thread(
            lambda: list(settled(sources, self._job.run_through(work, sources)))
        )

    async def _state(self, _: Request) -> Response:
        state = self._job.state()
        came = {"table": self._table, "told": self._told, "made": self._made is not None}
        return JSONResponse(state | (came if state["over"] else {}))

    async def _stop(self, _: Request) -> Response:
        self._job.stop()
        return Response(status_code=204)

    async def _answer(self, request: Request) -> Response:
        """Take what an officer says of a file, and judge anew; no file is read again."""
        said, pile = await asked(request), self._known()
        file = str(said.get("file", ""))
        row = next((row for row in self._table["files"] if row["file"] == file), None)
        if row is None:
            raise UsageError("这个文件已经不在了，请重新核对收件。")
        answer = Confirmation(
            str(said.get("unit", "")).strip(),
            _day(str(said.get("came", ""))),
            " ".join(str(said.get("excluded", "")).split()),
            row["digest"],
        )
        changed = replace(pile, answers={**pile.answers, file: answer})
        self._table = await self._job.whole(table, changed)
        self._pile = changed
        return JSONResponse(self._table)

    async def _unit(self, request: Request) -> Response:
        """Take what an officer says of a unit's way: the days it was returned, and whether it is passed."""
        said, pile = await asked(request), self._known()
        days = tuple(map(_day, filter(None, PARTED.split(str(said.get("returned", ""))))))
        work = partial(with_way, passed=said.get("passed") is True)
        changed = await self._job.whole(work, pile, str(said.get("unit", "")), days)
        self._table = await self._job.whole(table, changed)
        self._pile = changed
        return JSONResponse(self._table)

    def _known(self) -> Pile:
        if self._pile is None:
            raise UsageError("请先点“核对收件”。")
        return self._pile

    async def _make(self, request: Request) -> Response:
        """Begin to make one of the things that come of a round."""
        said, pile = await asked(request), self._known()
        what, unit = str(said.get("what", "")), str(said.get("unit", "")).strip()
        work = {
            "ledger": lambda: self._plain(made_of.ledger_file, pile),
            "page": lambda: self._plain(made_of.status_page, pile),
            "brief": lambda: self._plain(made_of.brief_file, pile),
            "sheets": lambda: self._plain(made_of.new_workbooks, pile, self._table["year"] + 1),
            "close": lambda: self._plain(made_of.closed_file, pile),
            "since": lambda: self._compared_with_closed(pile),
            "return": lambda: self._returned(pile),
            "rollup": lambda: self._rolled_up(pile, unit, str(said.get("kind", ""))),
            "reports": lambda: self._printed(pile),
        }.get(what)
        if work is None:
            raise UsageError("没有这一项，请重新打开页面再试。")
        if what == "rollup" and not unit:
            raise UsageError("请写明汇总报告的单位，例如“示例县人民政府”。")
        return self._begun(_DOING[what], work)

    def _begun(self, doing: str, work: Callable[[], Any]) -> Response:
        self._job.begin(doing, work)
        self._made, self._told = None, []
        return JSONResponse(self._job.state())

    async def _plain(self, work: Any, *arguments: object) -> None:  # noqa: ANN401 - any function that makes a file
        self._made = await self._job.whole(work, *arguments)

    async def _compared_with_closed(self, pile: Pile) -> None:
        before = self._session.of_role(CLOSED)
        if before is None:
            raise UsageError("还没有以前的定稿。请把定稿（.json）拖进来，再点一次。")
        path = write_list(
            pile.register.parent / "以前", PurePosixPath(before.file.name).name, before
        )
        self._told = await self._job.whole(made_of.changed_since, pile, path)

    async def _returned(self, pile: Pile) -> None:
        steps = self._job.steps()
        self._made, rounds = await self._job.whole(made_of.returned, pile, steps)
        self._pile = replace(pile, rounds=rounds)
        self._table = await self._job.whole(table, self._pile)
        self._told = ["退回日期已经记下，请再下载一次台账。"]

    async def _rolled_up(self, pile: Pile, unit: str, kind: str) -> None:
        steps = self._job.steps()
        self._made, self._told = await self._job.whole(made_of.rolled_up, pile, unit, kind, steps)

    async def _printed(self, pile: Pile) -> None:
        collection = await self._job.whole(judged, pile)
        selection = counted_only(pile.outcomes, collection)
        conversion = Job(registered=True, examine=partial(examined, register=pile.register))
        work = partial(print_reports, selection.sources, conversion, self._job)
        self._made, self._told = await asyncio.to_thread(work)

    async def _compare(self, request: Request) -> Response:
        """Begin to compare two years, two rounds, or two files."""
        said = await asked(request)
        before, after = (str(said.get(side, "")) for side in ("before", "after"))
        if before == after:
            raise UsageError("请选不同的两个来比较。")
        return self._begun("比较", lambda: self._compared(before, after))

    async def _compared(self, before: str, after: str) -> None:
        documents = tuple(self._session.all())
        with tempfile.TemporaryDirectory(prefix="xlsheets-") as folder:
            await self._compared_in(Path(folder), documents, before, after)

    async def _compared_in(
        self, place: Path, documents: Sequence[OpenDocument], before: str, after: str
    ) -> None:
        register, ledger = map(self._session.of_role, (REGISTER, LEDGER))
        sides = LaidOutSides(
            await asyncio.to_thread(side, documents, before, place / "前"),
            await asyncio.to_thread(side, documents, after, place / "后"),
            write_list(place / "清单", "名录.xlsx", register) if register else None,
            write_list(place / "清单", "台账.xlsx", ledger) if ledger else None,
            self._pile.answers if self._pile else {},
        )
        self._made, self._told = await self._job.whole(compared, sides, self._job.steps())

    async def _take(self, _: Request) -> Response:
        if self._made is None:
            raise UsageError("还没有做好，请再试一次。")
        return saved(self._made)

    async def _register(self, _: Request) -> Response:
        """Draft a register of the units whose reports are open."""
        units = [(document.look.unit, "") for document in self._session.all() if document.look.unit]
        return saved(await self._job.whole(made_of.drafted_register, units))


_DOING = {
    "ledger": "写台账",
    "page": "写收件情况",
    "brief": "写简报",
    "sheets": "做填报工作簿",
    "close": "写定稿",
    "since": "与定稿比对",
    "return": "做退回的文件",
    "rollup": "汇总",
    "reports": "生成报告",
}


def _day(text: str) -> datetime.date | None:
    """Read a day as a ledger reads it; "" is None.

    Raises:
        UsageError: it is none.
    """
    day = written_day(text) if text else None
    if text and day is None:
        raise UsageError(f"“{text}”不是日期，请写成 2026-01-20 这样。")
    return day
