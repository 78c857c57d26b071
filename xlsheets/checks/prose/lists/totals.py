"""A total and its items, and the lists of a sentence that end in a total or in the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import kinds_of, only_total
from xlsheets.checks.prose.numerals import NO_COUNT
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said


class Breakdown(NamedTuple):
    """A total and its items, all of one unit.

    ``complete``: the words say that nothing is left out; ``loose``: commas part the items, so that
    another statement may follow them unmarked.
    """

    total: Numeral
    items: tuple[Numeral, ...]
    complete: bool
    loose: bool

    @property
    def sum(self) -> Number:
        return sum(item.value for item in self.items)

    @property
    def holds(self) -> bool:
        """Whether the items add up, or may lawfully be only some of the total."""
        running: Number = 0
        for number, item in enumerate(self.items):
            running += item.value
            # What follows a list that is already full is no item of it.
            if self.loose and number and running == self.total.value:
                return True
        if running >= self.total.value:
            return running == self.total.value
        return not self._meant_in_full(self.total.value - running)

    def _meant_in_full(self, missing: Number) -> bool:
        """Tell whether a list with a small gap was meant to be whole: 其中 alone does not say so."""
        share = {0: 0, 1: 0, 2: 20}.get(len(self.items), 10)
        return self.complete or bool(share and missing * share <= self.total.value)


_REST = ("其余", "剩余", "余下")
_WHOLE_PART_REST = 3
_NO_PART = (Kind.CARRIED, Kind.FORMER, Kind.COMPARED, Kind.TOTAL, Kind.REACHED, Kind.REST)


def with_the_rest(sentence: Sequence[Said]) -> Iterator[Breakdown]:
    """Yield “发现12个，已整改10个，剩余2个” as a list: a part and the rest are all there is."""
    found = [mention for said in sentence if not said.clause.inside for mention in said.mentions]
    if len(found) != _WHOLE_PART_REST:
        return
    total, part, rest = found
    unit = total.numeral.unit
    alike = unit not in NO_COUNT and all(one.numeral.unit == unit for one in found)
    named = any(token.word in _REST for token in rest.lead)
    if alike and named and not (total.has(*_NO_PART) or part.has(*_NO_PART)):
        numerals = [one.numeral for one in found]
        if all(one.exact for one in numerals):
            yield Breakdown(numerals[0], tuple(numerals[1:]), complete=True, loose=False)


def summed_up(sentence: Sequence[Said]) -> Iterator[Breakdown]:
    """Yield “甲150条，乙210条，共计360条” as a list whose total stands at its end."""
    run: list[Mention] = []
    for said in sentence:
        if said.clause.inside:
            continue
        if _begins_anew(said):
            run = []
        for mention in said.mentions:
            if of_sorts(mention):
                run = []
            elif only_total(mention) or _puts_together(mention):
                yield from _total_of(mention, run)
                run = []
            elif mention.has(Kind.COMPARED, Kind.INCLUDED) and run:
                return
            else:
                run.append(mention)


# None of the sorts was counted: 集中在征地补偿、煤矿整合、物业管理三类事项，共151件.
_OF_SORTS = pattern_of(
    "(?:集中[在于]|主要|涉及|多为)[^。；\\d]*[一-龥]，(?:合计|共计?|总计)(?:有|为|达)?$"
)


def of_sorts(mention: Mention) -> bool:
    """Tell whether a total is that of sorts just named without figures."""
    before = mention.clause.sentence.text[: mention.numeral.start]
    return Kind.TOTAL in kinds_of(mention.lead) and bool(_OF_SORTS.search(before))


def _begins_anew(said: Said) -> bool:
    """Tell whether what is listed from here on is of its own.

    …；申请人以自然人为主，共97件 is of them only; so is 投诉2173件；建议17件、提案22件，共计39件.
    """
    named = not said.mentions and not kinds_of(said.clause.words).isdisjoint(_PARTING)
    return named or (said.clause.mark == "；" and len(said.mentions) > 1)


_PARTING = (Kind.APPLICANT, Kind.OUTCOME)
_SUMS = ("合计", "总计", "共计", "以上", "上述", "两", "三", "四", "五")


def _puts_together(mention: Mention) -> bool:
    """Tell whether a figure is the total of what was published or made: 合计发布264条."""
    kinds = kinds_of(mention.lead)
    first = mention.lead[:1] and mention.lead[0].word.startswith(_SUMS)
    return bool(first) and kinds <= {Kind.TOTAL, Kind.FILL, Kind.PUBLISHED, Kind.ISSUED, Kind.SHOWN}


def _total_of(total: Mention, run: Sequence[Mention]) -> Iterator[Breakdown]:
    unit = total.numeral.unit
    items = [mention.numeral for mention in run if mention.numeral.unit == unit]
    if len(items) < 2 or unit in NO_COUNT or not total.numeral.exact:
        return
    if all(item.exact for item in items) and total.numeral.value not in _tail_sums(items):
        yield Breakdown(total.numeral, tuple(items), complete=True, loose=False)


def _tail_sums(items: Sequence[Numeral]) -> set[Number]:
    """Return the sums of the last figures, two or more of them, of the first alone, and what the others leave of it."""
    left: Number = items[0].value - sum(item.value for item in items[1:])
    sums: set[Number] = {items[0].value, left}
    running: Number = 0
    for number, item in enumerate(reversed(items)):
        running += item.value
        if number:
            sums.add(running)
    return sums
