"""A report's prose -> clause by clause: the figures, what is said to be none, and what holds at each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from xlsheets.checks.prose.mentions import Mention, denials, mentions
from xlsheets.checks.prose.sentences.clauses import Clause, Prose, clauses
from xlsheets.checks.prose.standing import Reader, Standing, Walk, reader_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.sentences.clauses import Sentence
    from xlsheets.report import Report


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A clause with its figures in order, its denials, and what holds at each of them, by place."""

    clause: Clause
    reader: Reader
    mentions: tuple[Mention, ...]
    denials: tuple[Mention, ...]
    standing: Mapping[int, Standing]


def said_in(report: Report) -> tuple[Said, ...]:
    """Return the clauses of all prose in printed order; those of sentences that state nothing are left out."""
    return _said(report.prose, report.edition_key, reader_of(report), facts=bool(report.facts))


# Every rule of text against tables asks for the same report.
@lru_cache(maxsize=4)
def _said(prose: Prose, edition_key: str, reader: Reader, *, facts: bool) -> tuple[Said, ...]:
    return tuple(
        said
        for _, sentence in groupby(clauses(prose, edition_key, facts=facts), key=_sentence)
        for said in _in_order(sentence, reader)
    )


def _sentence(clause: Clause) -> int:
    return id(clause.sentence)


def _in_order(sentence: Iterator[Clause], reader: Reader) -> Iterator[Said]:
    walk = Walk(reader)
    before: Clause | None = None
    for clause in sentence:
        if before is None:
            walk.part = clause.sentence.part
        standing = walk.through(clause.words, inside=clause.inside)
        yield Said(
            clause, reader, tuple(mentions(clause, before)), tuple(denials(clause)), standing
        )
        before = clause


def sentences_said(report: Report) -> tuple[tuple[Sentence, tuple[Said, ...]], ...]:
    """Return the sentences that state something, each with its clauses."""
    return _by_sentence(
        report.prose, report.edition_key, reader_of(report), facts=bool(report.facts)
    )


@lru_cache(maxsize=4)
def _by_sentence(
    prose: Prose, edition_key: str, reader: Reader, *, facts: bool
) -> tuple[tuple[Sentence, tuple[Said, ...]], ...]:
    said = _said(prose, edition_key, reader, facts=facts)
    grouped = (tuple(group) for _, group in groupby(said, key=lambda one: id(one.clause.sentence)))
    return tuple((group[0].clause.sentence, group) for group in grouped)


def figures_in(said: Sequence[Said]) -> list[tuple[Said, Numeral]]:
    """Return the figures of a sentence in the order they stand, each with its clause."""
    found = [
        (one, token.figure)
        for one in said
        for token in one.clause.words
        if token.figure is not None
    ]
    return sorted(found, key=lambda pair: pair[1].start)
