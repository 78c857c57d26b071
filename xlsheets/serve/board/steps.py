"""Long work in another process -> how far it is, told in a file that the service looks at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Step(NamedTuple):
    """How far work is: units done, of how many (0 while nobody knows), and what it is at."""

    done: int = 0
    total: int = 0
    label: str = ""


@dataclass(frozen=True)
class Steps:
    """Where work tells how far it is."""

    path: Path

    def tell(self, done: int, total: int, label: str) -> None:
        """Say that so many are done, and what is being worked on."""
        self.path.write_text(json.dumps((done, total, label)), encoding="utf-8")

    def last(self) -> Step:
        """Return what was told last; nothing while nothing was, or while it is being written."""
        try:
            done, total, label = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Step()
        return Step(done, total, label)
