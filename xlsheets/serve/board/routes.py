"""Requests about a county -> answers: the files that are open are laid out in a folder, and worked on there."""

from __future__ import annotations

import asyncio
import datetime
import os
import shutil
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlsheets.county.collection import Confirmation
from xlsheets.errors import UsageError
from xlsheets.runs.conversion import Job, convert_folder
from xlsheets.runs.output_folder import OutputFolder
from xlsheets.serve.board import pile as made_of
from xlsheets.serve.board.pile import Pile, judged, known, zipped
from xlsheets.serve.board.table import table
from xlsheets.serve.desk.opening import LEDGER, REGISTER
from xlsheets.serve.desk.saving import Download
from xlsheets.serve.responses import asked, saved
from xlsheets.workflows import one_report
from xlsheets.workflows.outcomes import settled
from xlsheets.workflows.selection import counted_only
from xlsheets.workflows.sources import files_in

if TYPE_CHECKING:
    from starlette.requests import Request

    from xlsheets.report.outcome import Outcome
    from xlsheets.serve.board.jobs import BoardWork
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
        posts = {
            "/board/begin": self._begin,
            "/board/state": self._state,
            "/board/stop": self._stop,
            "/board/answer": self._answer,
            "/board/make": self._make,
            "/board/made": self._take,
            "/board/register": self._register,
        }
        return [Route(path, answer, methods=["POST"]) for path, answer in posts.items()]

    async def _begin(self, _: Request) -> Response:
        """Lay the files out and judge them."""
        register = self._session.of_role(REGISTER)
        if register is None:
            raise UsageError("还没有名录。请把名录拖进来，或者先点“起草名录”。")
        self._job.begin("核对收件", partial(self._judge, register))
        return JSONResponse(self._job.state())

    async def _judge(self, register: OpenDocument) -> None:
        before = self._pile
        pile = await asyncio.to_thread(_laid_out, self._session, register)
        try:
            # The register is read once, in a process of its own, and not with every file.
            county = await self._job.whole(known, pile.register)
            pile = replace(pile, outcomes=await asyncio.to_thread(self._read, pile, county))
            if before:
                pile = replace(pile, answers=before.answers, rounds=before.rounds)
            self._table = await self._job.whole(table, pile)
        except BaseException:
            _delete(pile)
            raise
        self._pile = pile
        if before:
            _delete(before)

    def _read(self, pile: Pile, county: one_report.County) -> tuple[Outcome, ...]:
        sources = list(files_in([pile.folder]))
        work = partial(one_report.examine, county=county)
        return tuple(settled(sources, self._job.run_through(work, sources)))

    async def _state(self, _: Request) -> Response:
        state = self._job.state()
        return JSONResponse(
            state | ({"table": self._table, "told": self._told} if state["over"] else {})
        )

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
            "return": lambda: self._returned(pile),
            "rollup": lambda: self._rolled_up(pile, unit, str(said.get("kind", ""))),
            "reports": lambda: self._printed(pile),
        }.get(what)
        if work is None:
            raise UsageError("没有这一项，请重新打开页面再试。")
        if what == "rollup" and not unit:
            raise UsageError("请写明汇总报告的单位，例如“示例县人民政府”。")
        self._made, self._told = None, []
        self._job.begin(_DOING[what], work)
        return JSONResponse(self._job.state())

    async def _plain(self, work: Any, *arguments: object) -> None:  # noqa: ANN401 - any function that makes a file
        self._made = await self._job.whole(work, *arguments)

    async def _returned(self, pile: Pile) -> None:
        self._made, rounds = await self._job.whole(made_of.returned, pile)
        self._pile = replace(pile, rounds=rounds)
        self._table = await self._job.whole(table, self._pile)
        self._told = ["退回日期已经记下，请再下载一次台账。"]

    async def _rolled_up(self, pile: Pile, unit: str, kind: str) -> None:
        self._made, self._told = await self._job.whole(made_of.rolled_up, pile, unit, kind)

    async def _printed(self, pile: Pile) -> None:
        collection = await self._job.whole(judged, pile)
        selection = counted_only(pile.outcomes, collection)
        self._made, self._told = await asyncio.to_thread(_reports, selection.sources, self._job)

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
    "return": "做退回的文件",
    "rollup": "汇总",
    "reports": "生成报告",
}


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"“{text}”不是日期，请写成 2026-01-20 这样。") from None


def _laid_out(session: Session, register: OpenDocument) -> Pile:
    """Write the files that are open into a folder named as the one that was dropped, with their dates."""
    place = Path(tempfile.mkdtemp(prefix="xlsheets-"))
    try:
        return _filled(place, session, register)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _filled(place: Path, session: Session, register: OpenDocument) -> Pile:
    documents = [document for document in session.all() if not document.look.role]
    ledger = session.of_role(LEDGER)
    names = [_parts(document.file.name) for document in documents]
    tops = {parts[0] if len(parts) > 1 else "" for parts in names}
    top = tops.pop() if len(tops) == 1 else ""
    folder = place / (top or "收件")
    folder.mkdir()
    for document, parts in zip(documents, names, strict=True):
        path = folder.joinpath(*(parts[1:] if top else parts))
        path.parent.mkdir(parents=True, exist_ok=True)
        content = document.file.content if document.before else document.received.content
        path.write_bytes(content)
        if document.received.modified:
            os.utime(path, (document.received.modified,) * 2)
    return Pile(
        folder,
        _beside(place, "名录.xlsx", register),
        _beside(place, "台账.xlsx", ledger) if ledger else None,
    )


def _delete(pile: Pile) -> None:
    """Delete the folder that a pile was laid out in; nobody's files stay behind."""
    shutil.rmtree(pile.folder.parent, ignore_errors=True)


def _beside(place: Path, name: str, document: OpenDocument) -> Path:
    path = place / name
    path.write_bytes(document.received.content)
    return path


def _parts(name: str) -> list[str]:
    """Return the folders and the file of a name that came from a browser, none of which leads anywhere else."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..", ".")]
    return [part.replace("\\", "_").replace(":", "_").replace("\0", "_") for part in parts] or [
        "未命名"
    ]


def _reports(sources: Any, job: BoardWork) -> tuple[Download, list[str]]:  # noqa: ANN401 - what a selection has
    """Print the reports that count, as ``convert`` does with a folder and a register."""
    place = Path(tempfile.mkdtemp(prefix="xlsheets-"))
    conversion = Job(registered=True)
    complaints, count = [], 0
    try:
        with OutputFolder(place / "报告", conversion.options, force=False) as folder:
            for record, _ in convert_folder(sources, conversion, folder, job.run_through):
                count += bool(record.output)
                if record.complaint:
                    complaints.append(f"{record.file}：{record.complaint}")
        files = sorted(path for path in (place / "报告").rglob("*") if path.is_file())
        content = zipped({path.name: path.read_bytes() for path in files})
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Download("年度报告.zip", "application/zip", content), [
        f"生成报告 {count} 份。",
        *complaints,
    ]
