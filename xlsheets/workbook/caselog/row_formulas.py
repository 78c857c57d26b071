"""The computed columns of a case log: the formula of each in a row, and the value it has there.

The formulas say in the sheet what ``caselog.clock`` and ``caselog.counting`` say in Python; tests have three engines
compute them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address
from xlsheets.caselog.clock import ALLOWED, ANSWERED, CONSULTED, NO_OUTCOME, UNCLEAR, UNDATED
from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, FIRST_ENTRY, REQUESTS
from xlsheets.caselog.words import (
    CARRIED_IN,
    CARRIED_OUT,
    IN_TIME,
    LATE,
    LATER,
    LONG_CLOSED,
    LONG_DECIDED,
    NEW,
    OVERDUE,
    YES,
    log_words,
)

# The last day a sheet knows, 9999-12-31.
_LAST_DAY = 2_958_465

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.counting import Tally
    from xlsheets.workbook.caselog.places import ChoicePlaces

    Value = str | int | datetime.date


def row_formulas(sheet: LogSheet, places: ChoicePlaces) -> Mapping[str, str]:
    """Return the formulas of a sheet's computed columns; ``{key}`` stands for the cell of a column in the row."""
    return {
        REQUESTS.key: _requests,
        DISPUTES.key: _disputes,
        DOCUMENTS.key: _documents,
        DECISIONS.key: _decisions,
    }[sheet.key](places)


def first_formula(sheet: LogSheet, formula: str) -> str:
    """Return a formula as it stands in the row of the first entry."""
    cells = {key: f"${address(FIRST_ENTRY - 1, column)}" for key, column in sheet.places.items()}
    return f"={formula.format(**cells)}"


def _dated(key: str) -> str:
    """Return what is 1 where a cell holds a day, and 0 where it is blank or holds anything else."""
    return f'COUNTIF({{{key}}}:{{{key}}},">0")'


def _requests(places: ChoicePlaces) -> dict[str, str]:
    start, following = places.start, places.next
    known = f"COUNTIF({places.words('outcome')},{{outcome}})=1"
    waiting = f"{_dated('consulted')}>{_dated('heard')}"
    taken = f"{_count(places, '{heard}')}-{_count(places, 'MAX({consulted},{base})')}"
    target = f"{_count(places, '{base}')}+{ALLOWED}+SUM({{extension}},{{paused}})"
    left = f"{_count(places, '{due}')}-{_count(places, places.today)}"
    return {
        "closed": f'IF({known},IF({_dated("answered")},INT(MIN({{answered}},{_LAST_DAY})),""),"")',
        "origin": f'IF({_dated("arrived")},IF({{arrived}}>={following},"{LATER}",IF({{arrived}}>={start},"{NEW}",'
        f'IF(ISNUMBER({{closed}}),IF({{closed}}<{start},"{LONG_CLOSED}","{CARRIED_IN}"),"{CARRIED_IN}"))),"")',
        "ending": f'IF(OR({{origin}}="{NEW}",{{origin}}="{CARRIED_IN}"),'
        f'IF(ISNUMBER({{closed}}),IF({{closed}}<{following},{{outcome}},"{CARRIED_OUT}"),"{CARRIED_OUT}"),"")',
        "base": f'IF({{ending}}="","",IF({_dated("clarified")},INT(MIN({{clarified}},{_LAST_DAY})),'
        f'IF({_dated("asked")},"",INT({{arrived}}))))',
        "paused": f'IF(ISNUMBER({{base}}),IF({_dated("consulted")}*{_dated("heard")},IFERROR(MAX(0,{taken}),""),""),"")',
        "due": f'IF(ISNUMBER({{base}}),IF({waiting},"",IFERROR(INDEX({places.days},MATCH({target},{places.counts},0)),"")),"")',
        "state": f'IF({{ending}}="","",IF({_dated("answered")},IF({{closed}}="","{NO_OUTCOME}",IF({{due}}="","{ANSWERED}",'
        f'IF({{closed}}>{{due}},"{LATE}","{IN_TIME}"))),IF({{outcome}}<>"","{UNDATED}",IF({{base}}="","{UNCLEAR}",'
        f'IF({waiting},"{CONSULTED}",IF({{due}}="","",'
        f'IF({places.today}>{{due}},"{OVERDUE}","还剩"&({left})&"个工作日")))))))',
    }


def _count(places: ChoicePlaces, day: str) -> str:
    """Return what looks up how many working days there are up to a day."""
    return f"INDEX({places.counts},MATCH({day},{places.days},1))"


def _disputes(places: ChoicePlaces) -> dict[str, str]:
    start, following, pending = places.start, places.next, log_words(places.edition).pending
    known = f"COUNTIF({places.words('result')},{{result}})=1"
    return {
        "ending": f'IF({_dated("arrived")},IF({{arrived}}>={following},"{LATER}",IF({known},IF({_dated("closed")},'
        f'IF({{closed}}<{start},"{LONG_DECIDED}",IF({{closed}}<{following},{{result}},"{pending}")),"{pending}"),"{pending}")),"")'
    }


def _documents(places: ChoicePlaces) -> dict[str, str]:
    start, following = places.start, places.next

    def in_the_year(key: str) -> str:
        return f'IF({_dated(key)},IF({{{key}}}<{start},"",IF({{{key}}}<{following},"{YES}","")),"")'

    lasting = f'IF({_dated("ended")},IF({{ended}}<{following},"","{YES}"),"{YES}")'
    return {
        "made": in_the_year("dated"),
        "gone": in_the_year("ended"),
        "valid": f'IF({_dated("dated")},IF({{dated}}<{following},{lasting},""),"")',
    }


def _decisions(places: ChoicePlaces) -> dict[str, str]:
    start, following = places.start, places.next
    whole = "IF({count}>=0,IF({count}=INT({count}),{count},0),0)"
    count = f'IF({{count}}="",1,IF(ISNUMBER({{count}}),{whole},0))'
    return {
        "counted": f'IF({_dated("dated")},IF({{dated}}<{start},"",IF({{dated}}<{following},{count},"")),"")'
    }


def row_values(tally: Tally) -> Iterator[tuple[str, int, Mapping[str, Value]]]:
    """Yield the sheet, the row and the values of the computed columns of every entry; blanks are empty texts."""
    for clock in tally.clocks:
        names = ("closed", "origin", "ending", "base", "paused", "due", "state")
        values = {name: getattr(clock, name) for name in names}
        yield REQUESTS.key, clock.request.row, _filled(values)
    for dispute in tally.log.disputes:
        yield DISPUTES.key, dispute.row, {"ending": tally.dispute_ending(dispute)}
    for document in tally.log.documents:
        marks = zip(("made", "gone", "valid"), tally.document_marks(document), strict=True)
        yield DOCUMENTS.key, document.row, dict(marks)
    for decision in tally.log.decisions:
        yield DECISIONS.key, decision.row, _filled({"counted": tally.decided(decision)})


def _filled(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {key: "" if value is None else value for key, value in values.items()}
