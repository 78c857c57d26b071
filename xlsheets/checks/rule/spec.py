"""The words a check is written in: Case (what it sees), Hit (what it yields), Rule[Subject] and @check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from xlsheets.basics.characters import printable
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnknownEditionError
from xlsheets.report import PROFILE_LABELS
from xlsheets.report.findings import Finding, Operand, Severity
from xlsheets.schema import Cell, edition_for
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.text.lexicon import Term
    from xlsheets.report import Observation, Report
    from xlsheets.schema import Edition
    from xlsheets.schema.edition import Level


@dataclass(frozen=True, eq=False)
class Case:
    """What a check may look at.

    Args:
        report: the report that is judged.
        previous: earlier reports of the same unit, newest first.
        neighbours: reports of other units.
        units: names of all units of the register.
        lexicon: words the county looks out for.
        drafted: sentences the program itself drafted for the report.
        stranger: the one earlier report that was given, where it is of another unit.
        unmatched: why earlier reports that were given are not compared.
        registered: key of the kind that the register gives the unit.
    """

    report: Report
    previous: tuple[Report, ...] = ()
    neighbours: tuple[Report, ...] = field(default=())
    units: tuple[str, ...] = ()
    lexicon: tuple[Term, ...] = ()
    drafted: tuple[str, ...] = ()
    stranger: Report | None = None
    unmatched: tuple[str, ...] = ()
    registered: str = ""

    @property
    def edition(self) -> Edition:
        return self.report.edition

    @property
    def last(self) -> Report | None:
        """Last year's report, if it was given."""
        year = self.report.profile.year
        if year is None:
            return None
        return next(
            (earlier for earlier in self.previous if earlier.profile.year == year - 1), None
        )

    @property
    def form(self) -> Edition:
        """The official format in force in the year of the report; its own where no year is given.

        A report written on an outdated form is still held to what the form of its year demands.
        """
        try:
            return edition_for(self.report.profile.year or 0)
        except UnknownEditionError:
            return self.edition

    @property
    def level(self) -> Level | None:
        """The kind of unit that reports: the one it chose, or else the one that the register has for it."""
        chosen = self.edition.level(self.report.profile.level)
        return chosen or self.edition.level(self.registered)

    @property
    def unusable(self) -> frozenset[Cell]:
        """Typed cells that are blank or already reported; a sum over them is not judged."""
        return self.report.unusable

    def value(self, cell: Cell | None) -> Number | None:
        """Return a number of the report; None when a cell it rests on holds no usable number."""
        return None if cell is None else self.report.usable(cell)

    def operand(self, cell: Cell, value: Number | None = None) -> Operand:
        """Return a cell as an operand of a finding; ``value`` where a source states another number."""
        shown = self.report.values.get(cell) if value is None else value
        return Operand(str(cell), self.edition.path(cell), shown)


class Hit(NamedTuple):
    """What a check yields; code, severity and basis come from its rule. Fields as in ``Finding``."""

    message: str
    places: tuple[str, ...] = ()
    many: str = ""
    path: str = ""
    found: Number | str | None = None
    expected: Number | str | None = None
    operands: tuple[Operand, ...] = ()
    hint: str = ""
    suspect: str = ""
    sentence: str = ""
    severity: Severity | None = None


class Doc(NamedTuple):
    """A rule's documentation: what it demands and why, a wrong and a right example."""

    summary: str
    basis: str
    wrong: str
    right: str


_DOC = pattern_of(
    r"(?P<summary>.+?)\s*依据：(?P<basis>.+?)\s*错误：(?P<wrong>.+?)\s*正确：(?P<right>.+)",
    re.DOTALL,
)


def parse_doc(text: str) -> Doc:
    """Read 依据 / 错误 / 正确 out of a check's docstring.

    Raises:
        ValueError: a part is missing.
    """
    match = _DOC.fullmatch(re.sub(r"\s*\n\s*", "", text.strip()))
    if match is None:
        raise ValueError(text)
    return Doc(**match.groupdict())


class HasEdition(Protocol):
    """What a rule judges: a report's case or a roll-up, whose cells have labels in an official format."""

    @property
    def edition(self) -> Edition: ...


Subject = TypeVar("Subject", bound=HasEdition)


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What is known of a rule of any kind: its code, title, weight and documentation."""

    code: str
    title: str
    severity: Severity
    doc: Doc


@dataclass(frozen=True, slots=True)
class Rule(RuleCard, Generic[Subject]):
    """A check of one kind of subject: a report (``Rule[Case]``) or a county's sum (``Rule[Rollup]``)."""

    judge: Callable[[Subject], Iterator[Hit]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the check has to say, as findings without sheet addresses."""
        for hit in self.judge(subject):
            yield Finding(
                code=self.code,
                severity=hit.severity or self.severity,
                message=_sentence(hit.message),
                many=hit.many,
                places=hit.places,
                path=hit.path or (path_of(subject, hit.places[0]) if hit.places else ""),
                found=hit.found,
                expected=hit.expected,
                operands=hit.operands,
                hint=hit.hint,
                suspect=hit.suspect,
                sentence=printable(hit.sentence),
                basis=self.doc.basis,
            )


# Official labels are shorter than what is cut out of a quotation.
_LONG_QUOTATION = pattern_of("“([^”]{60})[^”]{60,}”")
_LONGEST_SENTENCE = 300


def _sentence(message: str) -> str:
    """Return a message as one line of limited length, whatever text it quotes."""
    short = _LONG_QUOTATION.sub(r"“\1…”", printable(message))
    return short if len(short) <= _LONGEST_SENTENCE else f"{short[: _LONGEST_SENTENCE - 2]}…。"


def path_of(subject: HasEdition, place: str) -> str:
    """Return the label path of a place; "" for one that has none.

    A place in the prose is a paragraph, ``text.overview.3``, or a cell without one, ``text.overview.@B9``.
    """
    kind, _, rest = place.partition(".")
    if kind == "text":
        section, _, number = rest.partition(".")
        titles = {part.key: part.title for part in subject.edition.prose}
        part = f"{number[1:]} 格" if number.startswith("@") else f"第 {number} 段"
        return f"{titles.get(section, '前言')}" + (f" › {part}" if number else "")
    if kind == "profile":
        return f"基本信息 › {PROFILE_LABELS.get(rest, rest)}"
    if kind == "fact":
        labels = {fact.key: fact.label for fact in FACTS}
        return f"基础数据 › {labels.get(rest, rest)}"
    if kind in subject.edition.blocks:
        return subject.edition.path(Cell.parse(place))
    return ""


def excerpt_at(observation: Observation, length: int = 40) -> str:
    """Return what stands at a place, short enough for a sentence."""
    said = " ".join((observation.text or observation.note).split())
    return said if len(said) <= length else f"{said[:length]}…"


def check(
    code: str, title: str, severity: Severity
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Rule[Subject]]:
    """Make a generator of hits into a rule; its docstring must hold 依据 / 错误 / 正确."""

    def wrap(judge: Callable[[Subject], Iterator[Hit]]) -> Rule[Subject]:
        return Rule(code, title, severity, parse_doc(judge.__doc__ or ""), judge)

    return wrap


def rules_in(module: ModuleType) -> tuple[Rule[Any], ...]:
    """Return the rules a family module declares, alone or in a table, in file order."""
    declared = (
        value if isinstance(value, tuple) else (value,)
        for name, value in vars(module).items()
        if not name.startswith("_")
    )
    return tuple(rule for rules in declared for rule in rules if isinstance(rule, Rule))
