"""Each kind of file that a report can arrive in -> how it is told apart and how it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.errors import UnreadableError
from xlsheets.extract.scans import NEEDS, PICTURES
from xlsheets.report import Observation
from xlsheets.report.checkcode import code_as_printed
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlsheets.imports import Imported
    from xlsheets.report import Report


class SourceKind(NamedTuple):
    """A kind of file that a report is taken from though it is no workbook of ours.

    Args:
        label: what it is called.
        endings: what its name ends in.
        read: how it is read; its name is for messages.
        needs: what has to be installed for it.
    """

    label: str
    endings: tuple[str, ...]
    read: Callable[[bytes, str], Imported]
    needs: str = ""


def _published(content: bytes, name: str) -> Imported:
    from xlsheets.imports import read_published

    return read_published(content, name)


def _by_labels(content: bytes, name: str) -> Imported:
    from xlsheets.imports import Imported
    from xlsheets.workbook.reading.other_programs import read_other_workbook

    found = read_other_workbook(content, name)
    return Imported(found.report, unread=found.left)


def _old_word(content: bytes, name: str) -> Imported:
    from xlsheets.basics.libreoffice import converted, office
    from xlsheets.extract.foreign import refuse_foreign

    document = converted(content, ".doc", "docx") if office() else None
    if document is None:
        refuse_foreign(content, name)
        raise UnreadableError(
            "old", f"“{name}”是旧版 Word 或者 WPS 的文件，LibreOffice 没有能打开它。"
        )
    return _published(document, name)


def _saved_page(content: bytes, name: str) -> Imported:
    from xlsheets.workflows.sources.saved_page import page_within

    found = _published(page_within(content, name), f"{name}.html")
    return replace(found, report=replace(found.report, source=name))


# The kinds that ``extract.foreign`` tells apart by the first bytes or by the name, and those it leaves to be read.
FOREIGN: Mapping[str, SourceKind] = {
    "docx": SourceKind("Word 文档", (".docx",), _published),
    "page": SourceKind("网页", (".html", ".htm"), _published),
    "mht": SourceKind("网页存档", (".mht", ".mhtml"), _saved_page),
    "text": SourceKind("文本", (".txt", ".md"), _published),
    "pdf": SourceKind("PDF", (".pdf",), _published, "pdfplumber"),
    "ofd": SourceKind("OFD", (".ofd",), _published),
    "picture": SourceKind("图片", PICTURES, _published, NEEDS),
    "old_word": SourceKind("旧版 Word、WPS 文字", (".doc", ".wps"), _old_word, "LibreOffice"),
    "old_workbook": SourceKind(
        "旧版 Excel、WPS 表格", (".xls", ".et"), _by_labels, "python-calamine"
    ),
    "ods": SourceKind("OpenDocument 表格", (".ods",), _by_labels, "python-calamine"),
}
_BY_ENDING = {ending: kind for kind in FOREIGN.values() for ending in kind.endings}
FOREIGN_ENDINGS = tuple(_BY_ENDING)


def is_foreign(name: str) -> bool:
    """Tell by its name whether a file is taken for no workbook of ours, and no JSON."""
    return _ending(name) in _BY_ENDING


def _ending(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def taken_in(content: bytes, name: str) -> Imported:
    """Read a report that did not come as a workbook of ours, by what its bytes are.

    Raises:
        UnreadableError: it is no report, or nothing that can be read here; the sentence says what to do.
    """
    from xlsheets.extract.foreign import foreign_kind

    what = foreign_kind(content, name)
    reader = FOREIGN[what].read if what in FOREIGN else _published
    return reader(content, name)


def read_foreign(content: bytes, name: str) -> Report:
    """Read a report that did not come as a workbook of ours; what was not understood is observed in it.

    Raises:
        UnreadableError: as ``taken_in``.
    """
    if content.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in content:
        # A workbook of today under the name of an old one: renaming does not make it another.
        from xlsheets.workbook.reading.reader import read_workbook

        return read_workbook(content, name)
    found = taken_in(content, name)
    label = _label(content, name)
    seen = [Observation(Oddity.TAKEN_FROM, "", label)]
    seen += [Observation(Oddity.NOT_TAKEN, "", sentence) for sentence in _not_taken(found)]
    report = found.report
    return replace(report, source=name, observations=(*report.observations, *seen))


def _label(content: bytes, name: str) -> str:
    from xlsheets.extract.foreign import foreign_kind

    what = foreign_kind(content, name)
    if what in FOREIGN:
        return FOREIGN[what].label
    if content.startswith((b"PK\x03\x04", b"%PDF")):
        return FOREIGN["docx" if content.startswith(b"PK") else "pdf"].label
    return _BY_ENDING.get(_ending(name), FOREIGN["text"]).label


def _not_taken(found: Imported) -> Iterator[str]:
    """Yield a sentence for everything that somebody has to look up in the file itself."""
    if found.inferred:
        yield f"有 {len(found.inferred)} 个数在原文里连写、错位或者看不准，是按合计推断的：{'；'.join(found.inferred)}。"
    yield from found.unread
    code = code_as_printed(found.report)
    others = [other for other in found.codes if code and other != code]
    if others:
        yield f"原文印的校对码是 {'、'.join(others)}，按读出的数字算是 {code}，印上以后有数字改过。"
