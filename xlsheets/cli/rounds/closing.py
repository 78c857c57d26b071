"""The command that closes a round, and says what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.files import refuse_existing, refuse_sources, write_atomically
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    judged_by,
    judged_files,
    ledger_option,
    tell_uncompared,
)
from xlsheets.cli.options import PATH, Written, argument, command, force, last, leave, option, say
from xlsheets.county.register import Register
from xlsheets.errors import UsageError
from xlsheets.workflows.sources import files_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CLOSED = Written("定稿", ".json")


@command()
@argument("folder", type=PATH, metavar="文件夹", help="收件文件夹。")
@option("--register", type=PATH, required=True, help="报送单位名录。")
@ledger_option
@option("--out", "-o", type=_CLOSED, help="定稿写到哪里（.json）。")
@option("--since", type=PATH, help="以前的定稿：说明从那时起变了什么。")
@last
@jobs
@executor
@force
def close(
    folder: Path,
    register: Path,
    *,
    ledger: Path | None,
    out: Path | None,
    since: Path | None,
    last: Sequence[Path],
    jobs: int,
    executor: str,
    force: bool,
) -> None:
    """定稿：记下这一轮每个文件的内容标识、计入的各份、合计和理由，以后能证明，也能说明变了什么。"""
    from xlsheets.workflows.closing import closed_round, since_closed

    if not (out or since):
        raise UsageError("请用 --out 写明定稿放到哪里，或者用 --since 给出以前的定稿来比较。")
    refuse_existing([out], force=force)
    refuse_sources([out], [register, ledger, since, *last])
    units, answers = judged_by(register, ledger)
    tell_uncompared(answers, last)
    own = {path.resolve() for path in (register, ledger, out, since) if path}
    sources = [source for source in files_in([folder]) if source.path.resolve() not in own]
    _, judged = judged_files(Run(sources, jobs, executor), units or Register(), answers, last=last)
    changes = since_closed(since, judged) if since else ()
    for change in changes:
        say(change)
    if since and not changes:
        say(f"与“{since.name}”完全一致。")
    if out:
        write_atomically(out, closed_round(judged), force=force)
        say(f"已写好定稿：{out}")
    leave(int(bool(changes)))
