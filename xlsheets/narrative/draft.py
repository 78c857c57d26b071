"""Report -> a draft of its prose: sentences from figures and facts, each with the phrase it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.narrative.context import blank_tables, context, unbalanced_tables
from xlsheets.narrative.order import in_order
from xlsheets.narrative.phrases import load_phrases, write_sentence
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.caselog.counting import Tally
    from xlsheets.narrative.phrases import Phrases
    from xlsheets.report import Report


class DraftSentence(NamedTuple):
    """One generated sentence and the phrase it came from."""

    section: str
    paragraph: str
    key: str
    text: str

    @property
    def name(self) -> str:
        """The phrase as one word: ``overview.requests.handled``."""
        return f"{self.section}.{self.paragraph}.{self.key}"


@dataclass(frozen=True)
class Draft:
    """What the writer would write: all sentences in order.

    Args:
        sentences: the sentences, none of them empty.
        lacking: tables with blank cells; sentences that need them were left out.
        unbalanced: tables whose figures contradict each other; sentences that need them were left out.
    """

    sentences: tuple[DraftSentence, ...]
    lacking: tuple[str, ...] = ()
    unbalanced: tuple[str, ...] = ()

    @property
    def narrative(self) -> Mapping[str, tuple[str, ...]]:
        """The paragraphs of each section."""
        return {
            section: tuple(self._paragraphs(section).values())
            for section in dict.fromkeys(sentence.section for sentence in self.sentences)
        }

    def _paragraphs(self, section: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for sentence in self.of(section):
            found[sentence.paragraph] = found.get(sentence.paragraph, "") + sentence.text
        return found

    def of(self, section: str) -> tuple[DraftSentence, ...]:
        """Return the sentences of one section."""
        return tuple(sentence for sentence in self.sentences if sentence.section == section)


def narrate(
    report: Report,
    previous: Report | None = None,
    phrases: Phrases | None = None,
    tally: Tally | None = None,
) -> Draft:
    """Draft the prose of a report from its figures and facts.

    Args:
        report: the report to write about.
        previous: last year's report, for the changes against it.
        phrases: the phrases to use; our own when None.
        tally: what the case log of the unit comes to, for what no table asks for.

    Raises:
        UsageError: unit or year is missing, or a phrase is faulty.
    """
    unit, year = report.profile.unit, report.profile.year
    if not unit or year is None:
        raise UsageError("“基本信息”里的单位名称和报告年度还没有填，填好再生成正文。")
    variables = context(report, previous, tally)
    sentences = (
        DraftSentence(section, paragraph, key, text)
        for section, paragraphs in (phrases or load_phrases()).items()
        for paragraph, templates in paragraphs.items()
        for key in in_order(f"{section}.{paragraph}", templates, unit, year)
        if (text := write_sentence(templates[key], variables, f"{section}.{paragraph}.{key}"))
    )
    return Draft(tuple(sentences), blank_tables(report), unbalanced_tables(report))
