"""Text and its revision -> runs that stand, go and come, sentence by sentence; and the text with some of them taken."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from xlsheets.narrative.known_sentences import cut_at_known
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from xlsheets.narrative.known_sentences import SentencePiece
    from xlsheets.narrative.refresh import Revision
    from xlsheets.report import Report


class TextRun(NamedTuple):
    """A run of text: it stands (``same``), would go (``old``) or would come (``new``) with a sentence."""

    text: str
    kind: str = "same"
    name: str = ""


class Suggestions(NamedTuple):
    """What the writer would change.

    Args:
        paragraphs: the runs of each paragraph, by place; also of paragraphs that are not there yet.
        drafted: the sentences to remember as the program's own, if all were taken.
        kept: what the program would say where a person has said something else, by section.
    """

    paragraphs: Mapping[str, tuple[TextRun, ...]]
    drafted: Mapping[str, str]
    kept: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> frozenset[str]:
        """The sentences that would change."""
        runs = (run for paragraph in self.paragraphs.values() for run in paragraph)
        return frozenset(run.name for run in runs if run.kind != "same")


def suggestions(report: Report, revision: Revision | None) -> Suggestions:
    """Return what a revision changes; nothing when there is none."""
    standing = {place: (TextRun(text),) for place, text in report.prose}
    if revision is None:
        return Suggestions(standing, report.drafted, {})
    changed = {
        place: tuple(_runs(dict(report.prose).get(place, ""), text, report.drafted, revision))
        for place, text in revision.texts.items()
    }
    kept: dict[str, tuple[str, ...]] = {}
    for change in revision.kept:
        if change.after:
            kept[change.section] = (*kept.get(change.section, ()), change.after)
    return Suggestions({**standing, **changed}, revision.drafted, kept)


def _runs(before: str, after: str, own: Mapping[str, str], revision: Revision) -> Iterator[TextRun]:
    """Compare a paragraph with its new form; words of people stand in both in the same order."""
    old, new = cut_at_known(before, own), cut_at_known(after, revision.drafted)
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        gone, come = old[first:last], new[start:end]
        if gone == come:
            yield from (TextRun(piece.text) for piece in come)
            continue
        yield from (TextRun(piece.text, "old", piece.name) for piece in gone)
        yield from (TextRun(piece.text, "new", piece.name) for piece in come)


def _keys(pieces: Collection[SentencePiece]) -> list[tuple[str, str]]:
    return [(piece.name, piece.text) for piece in pieces]


class TakenSentences(NamedTuple):
    """Paragraphs to write, and the sentences to remember as the program's own."""

    texts: dict[str, str]
    drafted: dict[str, str]


def taken(report: Report, proposed: Suggestions, names: Collection[str]) -> TakenSentences:
    """Return the text with these sentences as the writer has them, and all others as they stand."""
    was = dict(report.prose)
    texts = {}
    for place, runs in proposed.paragraphs.items():
        text = "".join(run.text for run in runs if _stands(run, names))
        if text != was.get(place, ""):
            texts[place] = text
    others = {name: text for name, text in report.drafted.items() if name not in names}
    ours = {name: text for name, text in proposed.drafted.items() if name in names}
    return TakenSentences(texts, others | ours)


def _stands(run: TextRun, names: Collection[str]) -> bool:
    return run.kind == "same" or (run.kind == "new") == (run.name in names)
