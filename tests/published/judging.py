"""Compare what the import command made of a page with what a person reads there."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from tests.published.listing import Listing, squeezed
from tests.published.texts import compare_texts
from xlsheets.cli import main

if TYPE_CHECKING:
    from tests.published.pages import Page
    from tests.published.tables.grids import Shown
    from tests.published.tables.numbers import Number

# One page is small; whoever needs longer, or more memory, would stop an office's computer.
SECONDS = 20
_BYTES = 4 << 30


class TooSlowError(BaseException):
    """The command did not end; no handler of the program may take this for an error of its own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something the import got wrong: the kind it is counted under, and what it was."""

    kind: str
    text: str


@dataclass(frozen=True)
class Brought:
    """What the command left: its exit code, what it said and wrote, and how long it took."""

    code: int
    said: str
    origins: str
    result: dict | None
    seconds: float


@dataclass(frozen=True)
class Judged:
    """A page with everything wrong about its import, and the plain things it only listed."""

    page: Page
    differences: tuple[Difference, ...]
    left: tuple[str, ...]
    seconds: float
    read: bool


@dataclass
class Findings:
    """What was found so far, and the plain things that were only listed."""

    differences: list[Difference] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, kind: str, text: str) -> None:
        self.differences.append(Difference(kind, text))


def bring_in(page: Page) -> Brought:
    """Import a page with the public command, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, out, origins = folder / page.name, folder / "out.json", folder / "origins.tsv"
        source.write_bytes(page.content)
        said, started = io.StringIO(), time.perf_counter()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), _bounded():
            code = _run(["import", str(source), "-o", str(out), "--origins", str(origins)])
        return Brought(
            code,
            said.getvalue(),
            origins.read_text("utf-8-sig") if origins.exists() else "",
            json.loads(out.read_text("utf-8"), parse_float=Decimal) if out.exists() else None,
            time.perf_counter() - started,
        )


def _run(arguments: list[str]) -> int:
    try:
        main(arguments)
    except SystemExit as left:
        return int(left.code or 0)
    except TooSlowError:
        return -1
    return 0


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """End a command that takes too long or too much memory, where the system can."""
    try:
        import resource
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, before[1]))
    handler = signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handler)
        resource.setrlimit(resource.RLIMIT_AS, before)


def _too_slow(_signal: int, _frame: object) -> None:
    raise TooSlowError


def judge(page: Page) -> Judged:
    """Import a page and compare."""
    brought = bring_in(page)
    found = compare(page, brought)
    return Judged(
        page,
        tuple(found.differences),
        tuple(found.left),
        brought.seconds,
        brought.result is not None,
    )


def compare(page: Page, brought: Brought) -> Findings:
    """Compare what the command left with what a person reads."""
    found = Findings()
    if brought.code == -1:
        found.add("too slow", f"no end within {SECONDS} seconds")
    elif brought.result is None:
        kind = "crash" if "程序内部出错" in brought.said else "refused"
        found.add(kind, brought.said.strip().splitlines()[-1])
    else:
        _compare(page, brought, found)
    return found


def _compare(page: Page, brought: Brought, found: Findings) -> None:
    listing = Listing.of(brought.said, brought.origins)
    result = brought.result or {}
    _compare_profile(page, result, listing, found)
    _compare_cells(page, result, listing, found)
    for kind, text in compare_texts(page, result.get("narrative", {}), listing):
        if kind == "left":
            found.left.append(text)
        else:
            found.add(kind, text)


def _compare_profile(page: Page, result: dict, listing: Listing, found: Findings) -> None:
    expected = page.expected
    unit, year, signed = result.get("unit") or "", result.get("year"), result.get("signed")
    if unit and squeezed(unit) not in {squeezed(name) for name in expected.units}:
        found.add("wrong unit", f"{unit} for {expected.units[0]}")
    elif not unit and not listing.speaks_of("单位"):
        found.add("unlisted unit", expected.units[0])
    if year is not None and year != expected.year:
        found.add("wrong year", f"{year} for {expected.year}")
    elif year is None and not listing.speaks_of("年度"):
        found.add("unlisted year", str(expected.year))
    days = [day.isoformat() for day in expected.dates]
    if signed and signed not in days:
        found.add("wrong date", f"{signed} for {days}")
    elif not signed and expected.dated and not listing.speaks_of("日期"):
        found.add("unlisted date", days[0])


def _compare_cells(page: Page, result: dict, listing: Listing, found: Findings) -> None:
    got = _numbers(result)
    slack: dict[str, int] = {}
    for key, shown in page.expected.cells.items():
        value = got.get(key)
        if value is not None:
            _compare_number(key, shown, value, found)
        if not _is_loss(shown, value):
            continue
        if listing.covers(key, shown.text):
            if shown.plain:
                found.left.append(f"{key} {shown.text}")
        elif shown.slack and not slack.get(shown.slack):
            slack[shown.slack] = 1
        else:
            found.add("unlisted number", f"{key} shows {shown.text!r}, got {value}")
    for key, value in got.items():
        if key not in page.expected.cells:
            found.add("wrong number", f"{key} is not on the page, got {value}")
    for key, shown in page.expected.cells.items():
        if shown.quotes and not listing.quotes(shown.quotes):
            found.add("unlisted note", f"{key} shows {shown.text!r}")


def _compare_number(key: str, shown: Shown, value: Number, found: Findings) -> None:
    if value not in shown.values:
        sure = "、".join(map(str, shown.values)) or "nothing sure"
        found.add("wrong number", f"{key} shows {shown.text!r}, {sure}; got {value}")


def _is_loss(shown: Shown, value: Number | None) -> bool:
    return shown.told or (value is None and not shown.silent)


def _numbers(result: dict) -> dict[str, Number]:
    """Return every number of a JSON report by the id of its cell."""
    found = {}
    for block, rows in (result.get("cells") or {}).items():
        for row, columns in (rows or {}).items():
            for column, value in (columns or {}).items():
                number = _number(value)
                if number is not None:
                    found[f"{block}.{row}.{column}"] = number
    return found


def _number(value: object) -> Number | None:
    """Return a number; text that is none stands there as it was printed and is told by ``validate``."""
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
