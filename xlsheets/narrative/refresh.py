"""Written report -> its text with missing sections written and the program's own sentences up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.narrative.draft import narrate
from xlsheets.narrative.logged import log_note
from xlsheets.narrative.rewriting import Rewritten, SentenceChange, rewrite, sentence_changes
from xlsheets.report import PREAMBLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from xlsheets.caselog.counting import Tally
    from xlsheets.narrative.draft import Draft
    from xlsheets.narrative.phrases import Phrases
    from xlsheets.report import Report


@dataclass(frozen=True)
class Revision:
    """What a refresh does to a report's text.

    Args:
        report: the report as it was.
        parts: the sections looked at, afterwards.
        lacking: tables with blank cells; sentences that need them were left out.
        unbalanced: tables whose figures contradict each other; sentences that need them were left out.
            Both are empty where a person wrote every section that tells of figures.
        log_note: what was taken from the case log, or why nothing was; "" without one.
    """

    report: Report
    parts: Mapping[str, Rewritten]
    lacking: tuple[str, ...] = ()
    unbalanced: tuple[str, ...] = ()
    log_note: str = ""

    @property
    def paragraphs(self) -> dict[str, tuple[str, ...]]:
        """All text of the report afterwards."""
        return {
            **self.report.narrative,
            **{section: part.paragraphs for section, part in self.parts.items()},
        }

    @property
    def texts(self) -> dict[str, str]:
        """The paragraphs that differ from the report's, by place id such as ``text.overview.3``."""
        was = dict(self.report.prose)
        return {
            place: text
            for section, part in self.parts.items()
            for number, text in enumerate(part.paragraphs, 1)
            for place in (f"text.{section}.{number}",)
            if text != was.get(place, "")
        }

    @property
    def drafted(self) -> dict[str, str]:
        """The sentences to remember as the program's own."""
        others = {
            name: text
            for name, text in self.report.drafted.items()
            if name.partition(".")[0] not in self.parts
        }
        return others | {
            name: text for part in self.parts.values() for name, text in part.drafted.items()
        }

    @property
    def replaced(self) -> tuple[SentenceChange, ...]:
        """Own sentences that say something new, or nothing any more."""
        return tuple(change for part in self.parts.values() for change in part.replaced)

    @property
    def added(self) -> tuple[SentenceChange, ...]:
        """Sentences that were not there before."""
        return tuple(change for part in self.parts.values() for change in part.added)

    @property
    def kept(self) -> tuple[SentenceChange, ...]:
        """Sentences a person changed or deleted, where the program would now write something else."""
        return tuple(change for part in self.parts.values() for change in part.kept)

    @property
    def diff(self) -> str:
        """What changes and what was left alone, for the clerk; "" when there is nothing to say."""
        return "\n".join(self._told())

    def _told(self) -> Iterator[str]:
        for section, part in self.parts.items():
            lines = tuple(_told(part))
            if lines:
                yield f"{self._title(section)}："
                yield from (f"  {line}" for line in lines)
        if self.log_note:
            yield self.log_note
        if self.lacking:
            yield f"{'、'.join(self.lacking)}还有空格没有填，用到它们的句子没有写。"
        if self.unbalanced:
            yield f"{'、'.join(self.unbalanced)}的数字前后不符，用到它们的句子没有写；请改正表格再起草一次。"

    def _title(self, section: str) -> str:
        return "前言" if section == PREAMBLE else self.report.edition.section(section).title


def _told(part: Rewritten) -> Iterator[str]:
    if part.foreign:
        yield "全部是自己写的，没有动它。"
    for change in (*part.replaced, *part.added):
        yield from (f"－ {change.before}",) if change.before else ()
        yield from (f"＋ {change.after}",) if change.after else ()
    for change in part.kept:
        now = f"按现在的数字是：{change.after}" if change.after else "按现在的数字不再需要这一句。"
        yield f"有一句改过或者删了，没有动它；{now}"


def refresh(
    report: Report,
    previous: Report | None = None,
    phrases: Phrases | None = None,
    *,
    sections: Collection[str] = (),
    tally: Tally | None = None,
) -> Revision:
    """Write the sections that are empty and bring the program's own sentences up to date.

    Args:
        report: the report, with ``drafted`` as its workbook remembers it.
        previous: last year's report.
        phrases: the phrases to use; our own when None.
        sections: keys of the sections to look at; all when empty.
        tally: what the case log of the unit comes to.

    Raises:
        UsageError: unit or year is missing, or a phrase is faulty.
    """
    draft = narrate(report, previous, phrases, tally)
    every = (PREAMBLE, *(part.key for part in report.edition.prose))
    chosen = [key for key in every if not sections or key in sections]
    parts = {key: _part(report, draft, key) for key in chosen}
    note = log_note(report, tally) if tally else ""
    if all(part.foreign for key, part in parts.items() if key != PREAMBLE):
        return Revision(report, parts, log_note=note)
    return Revision(report, parts, draft.lacking, draft.unbalanced, note)


def _part(report: Report, draft: Draft, section: str) -> Rewritten:
    written = report.paragraphs(section)
    fresh = {sentence.name: sentence for sentence in draft.of(section)}
    own = {name: text for name, text in report.drafted.items() if name.startswith(f"{section}.")}
    if not any(text.strip() for text in written):
        drafted = {name: sentence.text for name, sentence in fresh.items()}
        paragraphs = draft.narrative.get(section, ())
        return Rewritten(paragraphs, drafted, added=sentence_changes(section, {}, drafted))
    if not own:
        return Rewritten(written, {}, foreign=True)
    return rewrite(section, written, own, fresh)
