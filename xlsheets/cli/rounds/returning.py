"""The command that returns a round: a folder for each unit, a text that urges the missing, a circular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import DateTime

from xlsheets.basics.files import refuse_existing, seen_from, write_atomically
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    judged_by,
    judged_files,
    ledger_option,
    replace_changed,
    tell_uncompared,
    telling_changed,
)
from xlsheets.cli.options import (
    PATH,
    argument,
    as_of,
    command,
    day_of,
    force,
    last,
    leave,
    option,
    say,
    tell,
)
from xlsheets.county.register import Register
from xlsheets.errors import UsageError
from xlsheets.notices.listing import harmless
from xlsheets.workflows.sources import files_in, set_aside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from xlsheets.county.collection import Collection
    from xlsheets.county.register import Office
    from xlsheets.notices.notice_document import Signature
    from xlsheets.workflows.send_back import Returned
    from xlsheets.workflows.send_back.own_files import OwnFiles


@command("return")
@argument("folder", type=PATH, metavar="文件夹", help="收件文件夹。")
@option("--register", type=PATH, required=True, help="报送单位名录；“主管部门”表里的写进落款。")
@ledger_option
@option("--out", "-o", type=PATH, required=True, help="写到哪个文件夹，在收件文件夹外面。")
@option(
    "--due",
    type=DateTime(["%Y-%m-%d"]),
    help="各单位最晚哪天报来；不写就按上次写进这个文件夹的，没有写过的按名录里的“重新报送截止日期”。",
)
@option("--record", is_flag=True, help="把今天的退回日期记进台账。")
@as_of
@last
@force
@replace_changed
@jobs
@executor
def give_back(
    folder: Path,
    register: Path,
    *,
    ledger: Path | None,
    out: Path,
    due: datetime | None,
    record: bool,
    as_of: datetime | None,
    last: Sequence[Path],
    force: bool,
    replace: bool,
    jobs: int,
    executor: str,
) -> None:
    """退回：要改的每个单位一个文件夹，里面是批注好的原件和反馈意见；另写催报和通报。"""
    from xlsheets.runs.output_folder import alone_in
    from xlsheets.workflows.collect import alike_in, rounds_in, with_progress
    from xlsheets.workflows.send_back import return_round
    from xlsheets.workflows.send_back.own_files import own_files

    _refuse_targets(folder, out, ledger, record=record)
    units, answers = judged_by(register, ledger)
    tell_uncompared(answers, last)
    known = units or Register()
    own = own_files(out, force=force, replace=replace)
    signed = _signature(known.office, day_of(as_of), due.date() if due else None, own)
    lists = {path.resolve() for path in (register, ledger) if path}
    sources = [source for source in files_in([folder]) if source.path.resolve() not in lists]
    outcomes, judged = judged_files(Run(sources, jobs, executor), known, answers, last=last)
    judged = with_progress(judged, rounds_in(ledger)) if ledger else judged
    with alone_in(out), telling_changed(own):
        returned = return_round(outcomes, judged, signed, own)
    _tell(returned, out)
    if record and ledger:
        whole = judged._replace(alike=alike_in(judged), aside=set_aside([folder]), today=signed.day)
        _record(ledger, folder, whole, returned, signed)
    leave(int(bool(returned.refused)))


def _refuse_targets(folder: Path, out: Path, ledger: Path | None, *, record: bool) -> None:
    """Refuse to write among what came in, or to record without a ledger that can be written.

    Raises:
        OutputError: the ledger cannot be written.
        UsageError: it lies there, or there is no ledger.
    """
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageError("退回的文件夹请放在收件文件夹外面，不然会被当成报来的。")
    if record and not ledger:
        raise UsageError("要记下退回日期，请用 --ledger 给出台账。")
    refuse_existing([ledger] if record else [], force=True)


def _signature(office: Office, day: date, due: date | None, own: OwnFiles) -> Signature:
    """Return who sends it, and when, and until when to answer: as said now, else as said for this folder before.

    Raises:
        UsageError: that day is over before it is sent.
    """
    from xlsheets.notices.notice_document import Signature

    if due and due < day:
        raise UsageError(f"--due 写的 {due} 比退回的日子 {day} 还早，请写退回以后的一天。")
    if due is None and own.reply_by and own.reply_by >= day:
        tell(
            f"“{own.folder}”里上次写的是 {own.reply_by} 前报来，这次照着写；要改的，用 --due 写明。"
        )
        return Signature(office, day, own.reply_by)
    return Signature(office, day, due)


def _tell(returned: Returned, out: Path) -> None:
    for unit, complaint in returned.refused:
        tell(f"{unit}：{complaint}")
    if returned.passed:
        names = "、".join(map(harmless, returned.passed))
        tell(f"审核通过的不退回：{names}。要退回的，请去掉台账里的“审核通过”。")
    say(f"退回 {len(returned.units)} 个单位，每个单位一个文件夹，在“{out}”里；另有催报和通报。")


def _record(
    ledger: Path, folder: Path, judged: Collection, returned: Returned, signed: Signature
) -> None:
    """Write the day of the return into the ledger."""
    from xlsheets.workflows.collect import ledger as written
    from xlsheets.workflows.collect import rounds_in
    from xlsheets.workflows.send_back import rounds_with_return

    rounds = rounds_with_return(rounds_in(ledger), judged, returned, signed)
    content = written(judged, seen_from(ledger, folder), ledger, rounds)
    write_atomically(ledger, content, force=True)
    say(f"已在台账里记下 {len(returned.units)} 个单位的退回日期：{ledger}")
