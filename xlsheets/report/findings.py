"""Finding: one fact about a report, with its place, both numbers, and what to do about it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import areas_in, shortest_ranges
from xlsheets.basics.numbers import Number, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.addresses import Spot


# A paragraph by its number, or by the cell it stands in.
_PARAGRAPH = pattern_of(r"^(text\.\w+)\.(?:\d+|@[A-Z]+\d+)$")


class Severity(StrEnum):
    """How much a finding weighs, in the words clerks know from 联网直报."""

    ERROR = "error"
    CONFIRM = "confirm"
    HINT = "hint"

    @property
    def label(self) -> str:
        return {"error": "强制性", "confirm": "核实性", "hint": "提示性"}[self.value]

    @property
    def rank(self) -> int:
        return ("error", "confirm", "hint").index(self.value)


# The parts of a report begin with these, and so do the names of their sheets.
_PARTS = "一二三四五六七八九"


class Operand(NamedTuple):
    """One number a check looked at; ``cell`` is the sheet address once located."""

    place: str
    label: str
    value: Number | None
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The finding record; one shape for sheet, command line, JSON and marked copy.

    Args:
        code: stable code such as S303.
        severity: how much it weighs.
        message: complete Chinese sentence: what stands there, what was expected.
        many: the same sentence for several places at once, with ``{n}`` for their number; "" never merges.
        places: ids of the places concerned, the primary one first.
        path: label path of the primary place.
        found, expected: numbers or short texts; None where there is nothing to compare.
        operands: the numbers looked at.
        hint: the one thing to do.
        suspect: label path of the cell that explains the finding, only when unique.
        sentence: the sentence of the text it is about, whole, where it may hold other figures; "" otherwise.
        basis: legal or official source.
        reason: why a 核实性 finding was accepted; "" while it is open.
        file, unit, sheet, cell: where, once located.
        repeat: how many findings before it say the same of the same place, once they are merged.
    """

    code: str
    severity: Severity
    message: str
    many: str = ""
    places: tuple[str, ...] = ()
    path: str = ""
    found: Number | str | None = None
    expected: Number | str | None = None
    operands: tuple[Operand, ...] = ()
    hint: str = ""
    suspect: str = ""
    sentence: str = ""
    basis: str = ""
    reason: str = ""
    file: str = ""
    unit: str = ""
    sheet: str = ""
    cell: str = ""
    repeat: int = 0

    @property
    def delta(self) -> Number | None:
        """Found minus expected, where both are numbers."""
        if isinstance(self.found, str) or isinstance(self.expected, str):
            return None
        if self.found is None or self.expected is None:
            return None
        return self.found - self.expected

    @property
    def fingerprint(self) -> str:
        """Eight hex digits over code, places and figures; changes when a figure changes.

        A paragraph is known by its section alone: its number changes when one is inserted above it.
        """
        figures = [self.found, self.expected, *(operand.value for operand in self.operands)]
        places = (_PARAGRAPH.sub(r"\1", place) for place in self.places)
        repeat = (str(self.repeat),) if self.repeat else ()
        text = "|".join((self.code, *places, *map(show, figures), *repeat))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]

    @property
    def address(self) -> str:
        """Where to look on the screen: ``三、申请办理!D30``; "" when there is no place."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def blocking(self) -> bool:
        """Whether the formal report is refused because of it."""
        return self.severity is Severity.ERROR

    @property
    def open(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.blocking or (self.severity is Severity.CONFIRM and not self.reason)

    def to_dict(self) -> dict[str, object]:
        """Return the record as JSON values; numbers as int, or as text where decimals matter."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "unit": self.unit,
            "sheet": self.sheet,
            "cell": self.cell,
            "path": self.path,
            "found": _plain(self.found),
            "expected": _plain(self.expected),
            "delta": _plain(self.delta),
            "operands": [
                {"cell": operand.cell, "label": operand.label, "value": _plain(operand.value)}
                for operand in self.operands
            ],
            "message": self.message,
            "hint": self.hint,
            "suspect": self.suspect,
            "sentence": self.sentence,
            "basis": self.basis,
            "accept": {"allowed": self.severity is Severity.CONFIRM, "reason": self.reason},
            "fingerprint": self.fingerprint,
        }


def _plain(value: Number | str | None) -> int | str | None:
    return value if value is None or isinstance(value, int | str) else show(value)


def locate(
    findings: Iterable[Finding], places: Mapping[str, Spot], *, file: str = "", unit: str = ""
) -> list[Finding]:
    """Return the findings with file, unit, sheet and cell filled in from where things were read."""

    def place(finding: Finding) -> Finding:
        spots = (_spot(place, places) for place in finding.places)
        spot = next((spot for spot in spots if spot), None)
        operands = tuple(
            operand._replace(cell=str(places[operand.place]))
            if operand.place in places
            else operand
            for operand in finding.operands
        )
        return replace(
            finding,
            file=finding.file or file,
            unit=finding.unit or unit,
            sheet=finding.sheet or (spot.sheet if spot else ""),
            cell=finding.cell or (spot.cell if spot else ""),
            operands=operands,
        )

    return [place(finding) for finding in findings]


def _spot(place: str, places: Mapping[str, Spot]) -> Spot | None:
    """Return where a place stands; a paragraph nobody wrote stands where its section begins."""
    return places.get(place) or places.get(place.rpartition(".")[0])


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with repeats of one fact on one sheet drawn together into ranges."""
    grouped: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if finding.many:
            same = (finding.file, finding.sheet, finding.code, finding.many)
        else:
            same = (finding.file, finding.sheet, finding.code, str(number))
        grouped[same].append(finding)
    merged = [_together(group) for group in grouped.values()]
    met: Counter[tuple[str, str]] = Counter()
    return [_numbered(finding, met) for finding in merged]


def _numbered(finding: Finding, met: Counter[tuple[str, str]]) -> Finding:
    """Return a finding with the number of those met before of which its fingerprint would not tell it."""
    key = finding.file, finding.fingerprint
    met[key] += 1
    return replace(finding, repeat=met[key] - 1) if met[key] > 1 else finding


def _together(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    return replace(
        first,
        message=first.many.format(n=len(group)),
        places=tuple(place for finding in group for place in finding.places),
        path=f"{first.path} 等",
        cell=shortest_ranges(finding.cell for finding in group),
        found=None,
        expected=None,
        operands=(),
    )


def order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by file and weight, those of one weight in printed order: sheet, row, column."""
    return sorted(
        findings,
        key=lambda finding: (
            finding.file,
            finding.severity.rank,
            *_printed(finding),
            finding.sentence,
            finding.code,
            finding.places,
        ),
    )


def with_sentences(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with the sentence that is to be quoted before it: once for all that are about the same."""
    before = ("", "")
    for finding in findings:
        about = (finding.address, finding.sentence)
        new = finding.sentence and about != before and finding.sentence not in finding.message
        before = about
        yield finding, finding.sentence if new else ""


def _printed(finding: Finding) -> tuple[int, str, int, int]:
    """Return what findings are ordered by as a reader goes through the report; what has no cell comes first."""
    number = _PARTS.find(finding.sheet[:1]) if finding.sheet[1:2] == "、" else -1
    if number >= 0:
        sheet = number + 2
    elif any(place.startswith("profile.") for place in finding.places[:1]) or not finding.sheet:
        sheet = int(bool(finding.sheet))
    else:
        sheet = len(_PARTS) + 2
    area = next(iter(areas_in(finding.cell)), None)
    return sheet, finding.sheet, *((area.first.row, area.first.column) if area else (0, 0))


def accept(findings: Iterable[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """Return the findings with the reasons given for 核实性 ones, by fingerprint.

    A changed figure changes the fingerprint, so its finding is open again.
    """

    def answered(finding: Finding) -> Finding:
        reason = reasons.get(finding.fingerprint, "").strip()
        accepted = reason and finding.severity is Severity.CONFIRM
        return replace(finding, reason=reason) if accepted else finding

    return [answered(finding) for finding in findings]
