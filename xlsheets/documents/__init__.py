"""Every kind of file a report can become, and the one way to make it: written, read back, compared.

What a kind is called, how it ends, what makes it, what reads it back and which options it takes is declared
once, in ``FORMATS``; commands, help, pages and tests go by it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from xlsheets.errors import OutputError, UsageError
from xlsheets.report.checkcode import check_code
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from xlsheets.report import Report


class PrintOption(Enum):
    """What can be asked of a document beyond its kind, in the words of a refusal."""

    DRAFT = "标“草稿”"
    CHECKCODE = "印校对码"
    TEMPLATE = "套用 Word 模板"


class PrintOptions(NamedTuple):
    """What was asked of one document.

    Args:
        draft: mark it 草稿.
        code: the 校对码 to print; none when empty.
        template: a Word document whose look is used.
    """

    draft: bool = False
    code: str = ""
    template: bytes | None = None


def _nothing(*_: object) -> tuple[str, ...]:
    return ()


def _always() -> bool:
    return True


class OutputKind(NamedTuple):
    """One kind of file.

    Args:
        label: what people call it.
        ending: how the names of its files end.
        media: its type, for a browser.
        make: writes the file; it heeds every option the kind takes.
        read_back: says where the file differs from the report; nothing means identical.
        takes: the options it takes; any other is refused. A kind that can be a draft is refused as long as
            强制性 findings are open and no draft was asked for.
        also: other endings its files may have.
        remarks: what to tell people about a file that was made.
        possible: whether this computer can make it.
    """

    label: str
    ending: str
    media: str
    make: Callable[[Report, PrintOptions], bytes]
    read_back: Callable[[Report, bytes], list[str]]
    takes: Collection[PrintOption] = ()
    also: tuple[str, ...] = ()
    remarks: Callable[[Report, PrintOptions, bytes], tuple[str, ...]] = _nothing
    possible: Callable[[], bool] = _always

    @property
    def endings(self) -> tuple[str, ...]:
        """How a name that somebody chose may end."""
        return f".{self.ending.rpartition('.')[2]}", *self.also


class FinishedDocument(NamedTuple):
    """A document that says what its report says, and what people should know about it."""

    content: bytes
    remarks: tuple[str, ...]


# How each is made and read back: loaded when it is needed -------------------------------------------


def _word(report: Report, options: PrintOptions) -> bytes:
    from xlsheets.documents.word.report import render

    return render(report, draft=options.draft, template=options.template, code=options.code)


def _word_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.word.verify import verify

    return verify(report, content)


def _pdf(report: Report, options: PrintOptions) -> bytes:
    from xlsheets.documents.pdf.printing import to_pdf

    document = _word(report, options)
    _refuse_differing("Word 报告", _word_again(report, document))
    return to_pdf(document)


def _pdf_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.pdf.verify import verify_pdf

    return verify_pdf(report, content)


def _about_pdf(report: Report, options: PrintOptions, content: bytes) -> tuple[str, ...]:
    from xlsheets.documents.pdf.remarks import about_pdf

    return about_pdf(_word(report, options), content)


def _with_libreoffice() -> bool:
    from xlsheets.basics.libreoffice import office

    return bool(office())


def _page(report: Report, options: PrintOptions) -> bytes:
    from xlsheets.documents.web.page import page

    return page(report, draft=options.draft, code=options.code).encode()


def _page_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.web.verify import verify_page

    return verify_page(report, content.decode())


def _fragment(report: Report, options: PrintOptions) -> bytes:
    from xlsheets.documents.web.page import fragment

    return fragment(report, draft=options.draft, code=options.code).encode()


def _fragment_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.web.verify import verify_fragment

    return verify_fragment(report, content.decode())


def _json(report: Report, _: PrintOptions) -> bytes:
    from xlsheets.report.json_format import to_json

    return to_json(report).encode("utf-8", "backslashreplace")


def _json_again(report: Report, content: bytes) -> list[str]:
    from xlsheets.documents.json_verify import verify_json

    return verify_json(report, content)


_DRESSED = (PrintOption.DRAFT, PrintOption.CHECKCODE)

# The first kind is the one made when nothing else is asked for.
FORMATS = {
    "docx": OutputKind(
        label="Word 报告",
        ending=".docx",
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        make=_word,
        read_back=_word_again,
        takes=(*_DRESSED, PrintOption.TEMPLATE),
    ),
    "pdf": OutputKind(
        label="PDF",
        ending=".pdf",
        media="application/pdf",
        make=_pdf,
        read_back=_pdf_again,
        takes=(*_DRESSED, PrintOption.TEMPLATE),
        remarks=_about_pdf,
        possible=_with_libreoffice,
    ),
    "html": OutputKind(
        label="网页",
        ending=".html",
        media="text/html",
        make=_page,
        read_back=_page_again,
        takes=_DRESSED,
        also=(".htm",),
    ),
    "fragment": OutputKind(
        label="网页片段",
        ending="（网页片段）.html",
        media="text/html",
        make=_fragment,
        read_back=_fragment_again,
        takes=_DRESSED,
        also=(".htm",),
    ),
    "json": OutputKind(
        label="JSON 数据",
        ending=".json",
        media="application/json",
        make=_json,
        read_back=_json_again,
    ),
}
DEFAULT_KIND = next(iter(FORMATS))


def output_kind(kind: str) -> OutputKind:
    """Return a kind by its name.

    Raises:
        UsageError: there is no such kind.
    """
    if kind not in FORMATS:
        raise UsageError(f"不能生成“{kind}”，可以生成 {'、'.join(FORMATS)}。")
    return FORMATS[kind]


def kind_by_ending(name: str) -> str:
    """Return the kind that a file of this name is; "" when no kind ends so."""
    folded = name.casefold()
    whole = [kind for kind, form in FORMATS.items() if folded.endswith(form.ending)]
    suffix = [kind for kind, form in FORMATS.items() if folded.endswith(form.endings)]
    return max(whole, key=lambda kind: len(FORMATS[kind].ending), default=next(iter(suffix), ""))


def takers(option: PrintOption) -> str:
    """Name the kinds that take an option: docx、pdf."""
    return "、".join(kind for kind, form in FORMATS.items() if option in form.takes)


def refuse_options(kind: str, *, draft: bool, template: bool, checkcode: bool) -> None:
    """Refuse what a kind cannot take, before anything is made.

    Raises:
        UsageError: there is no such kind, or it does not take an option that was asked for.
    """
    form = output_kind(kind)
    asked = {
        PrintOption.DRAFT: draft,
        PrintOption.CHECKCODE: checkcode,
        PrintOption.TEMPLATE: template,
    }
    for option, wanted in asked.items():
        if wanted and option not in form.takes:
            raise UsageError(f"{form.label}不能{option.value}，可以的有 {takers(option)}。")


def document(
    report: Report,
    kind: str,
    *,
    draft: bool = False,
    template: bytes | None = None,
    checkcode: bool | None = None,
) -> FinishedDocument:
    """Return a report as a document.

    Args:
        report: the report to print.
        kind: one of ``FORMATS``.
        draft: mark it 草稿.
        template: a Word document whose look is used.
        checkcode: whether to print the 校对码; by default where the kind takes it and the figures have one.

    Raises:
        OutputError: it differs from the report when read back, or cannot be made on this computer.
        UsageError: there is no such kind, or it does not take an option.
    """
    refuse_options(kind, draft=draft, template=template is not None, checkcode=bool(checkcode))
    form = FORMATS[kind]
    printed = PrintOption.CHECKCODE in form.takes and checkcode is not False
    code = _code(report, needed=bool(checkcode)) if printed else ""
    options = PrintOptions(draft, code, template)
    content = form.make(report, options)
    _refuse_differing(form.label, form.read_back(report, content))
    return FinishedDocument(content, form.remarks(report, options, content))


def _code(report: Report, *, needed: bool) -> str:
    code = check_code(report)
    if needed and not code:
        raise OutputError("还有格子没有填上能用的数字，算不出校对码；填完后再试，或者不印校对码。")
    return code


def _refuse_differing(label: str, differences: list[str]) -> None:
    if differences:
        raise OutputError(f"生成的{label}与工作簿不一致，没有写出：{differences[0]}")
