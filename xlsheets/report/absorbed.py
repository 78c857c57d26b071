"""A draft that came back revised, against its report -> values: what it changes, and what is for a person to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell


class SentenceEdit(NamedTuple):
    """A sentence that was changed; "" on the side where there is none.

    Args:
        path: the section and paragraph, in the words of the form.
        before: what the workbook says.
        after: what the draft says.
        own: whether the program wrote what the workbook says.
    """

    path: str
    before: str
    after: str
    own: bool


class FigureEdit(NamedTuple):
    """An input cell that was changed: its label path, its address, and both numbers."""

    cell: Cell
    path: str
    address: str
    before: Number | None
    after: Number


@dataclass(frozen=True)
class Absorbed:
    """What a revised draft changes in the workbook it was made of.

    Args:
        texts: paragraphs to write, by place such as ``text.overview.3``; "" empties one.
        sentences: the same sentence by sentence, for people.
        figures: input cells to write.
        listed: sentences about what is not written and a person has to see to.
        told: sentences that are good to know and ask for nothing.
        narrative: the text of the report afterwards.
    """

    texts: Mapping[str, str]
    sentences: tuple[SentenceEdit, ...]
    figures: tuple[FigureEdit, ...]
    listed: tuple[str, ...]
    told: tuple[str, ...]
    narrative: Mapping[str, tuple[str, ...]]

    @property
    def changes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.texts or self.figures)
