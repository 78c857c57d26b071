"""What a word may do in a sentence, and a word with its place."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.checks.prose.numerals import Numeral


class Kind(IntEnum):
    """What a word does in a sentence."""

    # Figures, marks, and what is not known.
    FIGURE = auto()
    MARK = auto()
    JOIN = auto()
    X = auto()
    # What is counted.
    REQUEST = auto()
    REVIEW = auto()
    SUIT = auto()
    DIRECT = auto()
    AFTER_REVIEW = auto()
    CASE = auto()
    NORMATIVE = auto()
    RULES = auto()
    LICENSING = auto()
    PENALTY = auto()
    COERCION = auto()
    CHARGES = auto()
    PROCESSING_FEE = auto()
    ELSEWHERE = auto()
    # What happened to it.
    NEW = auto()
    RECEIVED = auto()
    TREATED = auto()
    DONE = auto()
    RATE = auto()
    CARRIED = auto()
    PENDING = auto()
    OUTCOME = auto()
    APPLICANT = auto()
    UPHELD = auto()
    CORRECTED = auto()
    OTHER_RESULT = auto()
    CLOSED = auto()
    ISSUED = auto()
    PUBLISHED = auto()
    REPEALED = auto()
    IN_FORCE = auto()
    DECIDED = auto()
    SHOWN = auto()
    COLLECTED = auto()
    HAPPENED = auto()
    # How it is counted.
    TOTAL = auto()
    EACH = auto()
    ALL = auto()
    IN_TURN = auto()
    INCLUDED = auto()
    REST = auto()
    EXCEPT = auto()
    EXISTS = auto()
    NOT = auto()
    COMPARED = auto()
    REACHED = auto()
    IN_TIME = auto()
    # When, where, through what, in whose name.
    YEAR = auto()
    WHOLE_YEAR = auto()
    PERIOD = auto()
    FORMER = auto()
    NEXT = auto()
    PLAN = auto()
    OWN = auto()
    WHOLE = auto()
    BODY = auto()
    COURT = auto()
    TOWARDS = auto()
    THROUGH = auto()
    CHANNEL = auto()
    SAME = auto()
    FILL = auto()


class Token(NamedTuple):
    """A word of a sentence with its place; ``figure`` where it is one."""

    kind: Kind
    word: str
    start: int
    end: int
    figure: Numeral | None = None


def wording_of(words: Sequence[Token]) -> str:
    """Return words as they are written, one after the other."""
    return "".join(token.word for token in words)
