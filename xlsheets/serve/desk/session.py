"""What people have open on the page, kept in memory until the service ends."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlsheets.county.identity import unit_key
from xlsheets.errors import UsageError
from xlsheets.serve.desk.opening import LOG, PageFile
from xlsheets.serve.desk.wording import said_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.serve.desk.opening import OpenedFile
    from xlsheets.serve.desk.showing import Examined

# So many changes can be taken back; each keeps a workbook in memory.
_STEPS = 30


@dataclass(frozen=True)
class OpenDocument:
    """One file that is open.

    Args:
        key: what the page calls it.
        file: its name and the workbook as it stands.
        look: what the list says of it.
        received: the file as it came in.
        opened: what it was then; None for one that could not be read.
        before: the workbook before each change, the first at the start.
        beside: the keys of what it was last compared with: last year's report of the unit, and its case log.
        accepted: numbers of a published report that somebody found right, as they stood then, by place.
    """

    key: str
    file: PageFile
    look: Examined
    received: PageFile
    opened: OpenedFile | None
    before: tuple[bytes, ...] = ()
    beside: tuple[str, str] = ("", "")
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_published(self) -> bool:
        """Whether it came in as a published report."""
        return bool(self.look.readable and self.opened and self.opened.published)

    def to_dict(self) -> dict[str, object]:
        """Return what the list shows of it as JSON values."""
        opened = self.opened
        return {
            **self.look.to_dict(),
            "id": self.key,
            "name": self.file.name,
            "told": opened.told if opened else "",
            "mended": list(opened.mended) if opened else [],
            "unread": list(opened.unread) if opened else [],
            "begins_next": self.is_published,
            "changes": len(self.before),
            "accepted": dict(self.accepted),
            "message": opened.told
            if opened
            else said_here(
                " ".join(f"{finding.message}{finding.hint}" for finding in self.look.findings)
            ),
        }


class Session:
    """All documents that are open, by key; a file dropped again takes the place of the one of its name."""

    def __init__(self) -> None:
        self._documents: dict[str, OpenDocument] = {}
        self._count = 0

    def add(self, file: PageFile, look: Examined, opened: OpenedFile | None) -> OpenDocument:
        """Keep a file that came in."""
        key = next((known.key for known in self.all() if known.file.name == file.name), "")
        if not key:
            self._count += 1
            key = str(self._count)
        held = PageFile(file.name, opened.content) if opened else PageFile(file.name, b"")
        self._documents[key] = OpenDocument(key, held, look, file, opened)
        return self._documents[key]

    def all(self) -> Iterator[OpenDocument]:
        """Yield the documents in the order in which they came."""
        yield from tuple(self._documents.values())

    def get(self, key: str) -> OpenDocument:
        """Return a document that can be worked on.

        Raises:
            UsageError: there is none, or its file could not be read.
        """
        found = self._documents.get(key)
        if found is None or not found.look.readable:
            raise UsageError("这个文件已经不在页面上了，请重新拖进来。")
        return found

    def change(self, document: OpenDocument, content: bytes) -> OpenDocument:
        """Keep a workbook as it stands after a change."""
        before = (*document.before, document.file.content)
        # The first state stays whatever happens: it is the file that came in.
        kept = before if len(before) <= _STEPS else (before[0], *before[2:])
        return self.put(
            replace(document, file=document.file._replace(content=content), before=kept)
        )

    def undo(self, document: OpenDocument) -> OpenDocument:
        """Take the last change back."""
        if not document.before:
            raise UsageError("没有可以撤销的改动。")
        *before, content = document.before
        file = document.file._replace(content=content)
        return self.put(replace(document, file=file, before=tuple(before)))

    def accept(self, key: str, place: str, text: str) -> None:
        """Keep that somebody found a number right as it stands; "" for one to be looked at again."""
        document = self.get(key)
        others = {cell: seen for cell, seen in document.accepted.items() if cell != place}
        self.put(replace(document, accepted=others | ({place: text} if text else {})))

    def put(self, document: OpenDocument) -> OpenDocument:
        """Keep what is known of a document now."""
        self._documents[document.key] = document
        return document

    def drop(self, key: str) -> None:
        """Forget a document."""
        self._documents.pop(key, None)

    def clear(self) -> None:
        """Forget all documents."""
        self._documents.clear()

    def of_role(self, role: str) -> OpenDocument | None:
        """Return the register or the ledger that came in last; None when none did."""
        found = [document for document in self.all() if document.look.role == role]
        return found[-1] if found else None

    def beside(self, document: OpenDocument) -> tuple[OpenDocument | None, OpenDocument | None]:
        """Return what a report is compared with: last year's of the same unit, and the case log it is counted from."""
        return self._earlier(document), self._log_of(document)

    def published_of(self, book: OpenDocument) -> list[OpenDocument]:
        """Return the published files that may have been made of a workbook: of its unit and year, or of none they name."""
        if not book.look.readable or book.is_published:
            return []
        unit, year = unit_key(book.look.unit), book.look.year
        return [
            other
            for other in self.all()
            if other.is_published
            and unit_key(other.look.unit) in ("", unit)
            and other.look.year in (None, year)
        ]

    def books_of(self, published: OpenDocument) -> list[OpenDocument]:
        """Return the workbooks that a published file may have been made of."""
        return [book for book in self.all() if published in self.published_of(book)]

    def of_log(self, log: OpenDocument) -> list[OpenDocument]:
        """Return the reports that are counted from a case log."""
        return [other for other in self.all() if self._log_of(other) is log]

    def _log_of(self, document: OpenDocument) -> OpenDocument | None:
        """Return the log of the unit and year of a report; of a report that names no unit, the only one of its year."""
        if not document.look.readable:
            return None
        unit = unit_key(document.look.unit)
        logs = [
            other
            for other in self.all()
            if other.look.role == LOG and other.look.year == document.look.year
        ]
        own = [other for other in logs if not unit or unit_key(other.look.unit) == unit]
        return own[-1] if unit and own else own[0] if len(own) == 1 else None

    def log(self, key: str) -> OpenDocument:
        """Return a case log.

        Raises:
            UsageError: there is none.
        """
        found = self._documents.get(key)
        if found is None or found.look.role != LOG:
            raise UsageError("这个登记簿已经不在页面上了，请重新拖进来。")
        return found

    def _earlier(self, document: OpenDocument) -> OpenDocument | None:
        """Return last year's report of the same unit, if it is open too."""
        unit, year = document.look.unit, document.look.year
        if not unit or year is None:
            return None
        return next(
            (
                other
                for other in self.all()
                if other.look.readable and other.look.unit == unit and other.look.year == year - 1
            ),
            None,
        )
