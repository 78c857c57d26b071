"""A round as it was closed <-> the file it is kept in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from xlsheets import __version__
from xlsheets.basics.digests import sha256
from xlsheets.county.closing import ClosedFile, ClosedRound, ClosedUnit, changes_since, close_round
from xlsheets.errors import UsageError
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.county.collection import Collection

_KIND = "xlsheets 定稿"


def closed_round(collection: Collection) -> bytes:
    """Return a round as it stands now, as the bytes of a file; they say whether anybody changed them."""
    closed = close_round(collection)
    said: dict[str, Any] = {
        "kind": _KIND,
        "program": f"xlsheets {__version__}",
        "year": closed.year,
        "units": {unit: row._asdict() for unit, row in closed.units.items()},
        "files": {file: row._asdict() for file, row in closed.files.items()},
        "sums": dict(closed.sums),
        "left_out": list(closed.left_out),
    }
    said["seal"] = _seal(said)
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _seal(said: dict[str, Any]) -> str:
    rest = {key: value for key, value in said.items() if key != "seal"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode())


def is_closed(content: bytes) -> bool:
    """Tell whether a file says of itself that it is a round that was closed; nothing else of it is trusted."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("kind") == _KIND


def read_closed(path: Path) -> ClosedRound:
    """Read a round that was closed.

    Raises:
        UnreadableError: the file cannot be opened.
        UsageError: it is none, or somebody changed it.
    """
    try:
        said = json.loads(one_report.content(path))
        sealed = said["kind"] == _KIND and said["seal"] == _seal(said)
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"“{path.name}”不是 close 写的定稿。") from error
    if not sealed:
        raise UsageError(f"“{path.name}”写出以后有人改过，不能当作定稿。")
    return ClosedRound(
        year=said["year"],
        units={unit: _unit(row) for unit, row in said["units"].items()},
        files={file: ClosedFile(**row) for file, row in said["files"].items()},
        sums=said["sums"],
        left_out=tuple(said["left_out"]),
    )


def _unit(row: dict[str, Any]) -> ClosedUnit:
    reasons = tuple((code, reason) for code, reason in row["reasons"])
    return ClosedUnit(row["state"], row["file"], reasons)


def since_closed(path: Path, collection: Collection) -> tuple[str, ...]:
    """Say what is no longer as it was when a round was closed.

    Raises:
        UnreadableError: the file cannot be opened.
        UsageError: it is no closed round, or somebody changed it.
    """
    return tuple(changes_since(read_closed(path), close_round(collection)))
