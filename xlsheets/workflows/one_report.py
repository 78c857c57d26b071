"""The whole path: file -> Report -> findings -> workbook or document. No printing, no globals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.dates import this_minute
from xlsheets.basics.files import write_atomically
from xlsheets.county.identity import earlier_reports, same_unit
from xlsheets.county.register import Register
from xlsheets.documents import DEFAULT_KIND, PrintOption, document, output_kind, refuse_options
from xlsheets.errors import BlockedError, UnreadableError, UsageError, of_file
from xlsheets.report.findings import locate, merge, order
from xlsheets.report.outcome import Outcome
from xlsheets.values import NamedTuple
from xlsheets.workflows.logs.sent import refused_or_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsheets.caselog.counting import Tally
    from xlsheets.checks.text.lexicon import Term
    from xlsheets.documents import FinishedDocument
    from xlsheets.imports import Imported
    from xlsheets.narrative.refresh import Revision
    from xlsheets.report import Report
    from xlsheets.report.broken_lines import JoinedLines
    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Source


_NO_REGISTER = Register()


def read(source: str | Path) -> Report:
    """Read a filled workbook (.xlsx), a JSON document (.json), or a report that came as another kind of file.

    Of a file that is no workbook of ours, the report observes what was not understood.

    Raises:
        UnreadableError: the file is not what it claims to be; the sentence says what to do.
    """
    path = Path(source)
    with of_file(path.name):
        return _read(path)


def _read(path: Path) -> Report:
    from xlsheets.workflows.sources.kinds import is_foreign, read_foreign
    from xlsheets.workflows.sources.packed import is_packed, unpacked

    if is_foreign(path.name):
        return read_foreign(content(path), path.name)
    if is_packed(path.name):
        inside = unpacked(path, path.name)
        if len(inside) == 1:
            return replace(read(inside[0].path), source=inside[0].label)
        raise UnreadableError(
            "archive",
            f"“{path.name}”里有 {len(inside)} 个文件，说不清读哪一个，请解压后指定要读的文件。",
        )
    if path.suffix.lower() == ".json":
        from xlsheets.report.json_format import from_json

        return from_json(content(path), path.name)
    from xlsheets.workbook.reading.reader import read_workbook

    return read_workbook(path)


def content(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnreadableError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            "missing", f"打不开“{path.name}”，请检查文件是否存在、有没有读取权限。"
        ) from error


class County(NamedTuple):
    """What is known beyond one unit.

    Args:
        neighbours: reports of other units, whose text must not turn up in a report.
        units: names of the other units, from the register.
        lexicon: words the county looks out for.
        register: knows kinds and other names of units, and which were merged.
        many: whether reports of many units are judged together: an earlier report of another is no mistake.
    """

    neighbours: tuple[Report, ...] = ()
    units: tuple[str, ...] = ()
    lexicon: tuple[Term, ...] = ()
    register: Register = _NO_REGISTER
    many: bool = False


def of_units(register: Register) -> County:
    """Return what is known beyond one unit when the units of a register are judged together."""
    return County(units=register.unit_names, register=register, many=True)


def validate(
    report: Report,
    *,
    last: Sequence[Report] = (),
    county: County | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> list[Finding]:
    """Return everything there is to say about a report, worst first.

    Args:
        report: the report to check.
        last: earlier reports, in any order; those of the unit are compared.
        county: what is known beyond the unit.
        select: codes or families to run, such as S or S303; all when empty.
        ignore: codes or families to leave out.
    """
    from xlsheets.checks import asked_for, run_checks
    from xlsheets.checks.rule.spec import Case
    from xlsheets.report.findings import accept
    from xlsheets.workbook.layout import Layout

    county = county or County()
    name, year = report.profile.unit, report.profile.year
    earlier = earlier_reports(name, year, last, county.register)
    strangers = () if earlier.reports or earlier.remarks else tuple(last)
    unit = county.register.called(name)
    case = Case(
        report,
        previous=earlier.reports,
        neighbours=tuple(
            other for other in county.neighbours if not same_unit(other, report, county.register)
        ),
        units=tuple(other for other in county.units if unit is None or other != unit.name),
        lexicon=county.lexicon,
        stranger=None if county.many else _stranger(strangers, year),
        unmatched=earlier.remarks or _unmatched(strangers, report, many=county.many),
        registered=unit.level if unit else "",
        drafted=own_sentences(report) if last or county.neighbours else (),
    )
    findings = run_checks(case, select=select, ignore=ignore)
    if county.register.rules:
        from xlsheets.checks.county.own_rules import own_findings

        own = own_findings(report, county.register.rules)
        findings += [finding for finding in own if asked_for(finding.code, select, ignore)]
    places = report.places or Layout(report.edition).places
    located = locate(findings, places, file=report.source, unit=report.profile.unit)
    return order(accept(merge(located), report.reasons))


def _stranger(strangers: Sequence[Report], year: int | None) -> Report | None:
    """Return the one report that was given as last year's, though it is of another unit."""
    alone = len(strangers) == 1 and year is not None and strangers[0].profile.year == year - 1
    return strangers[0] if alone else None


def _unmatched(strangers: Sequence[Report], report: Report, *, many: bool) -> tuple[str, ...]:
    """Say that none of the earlier reports is of the unit, unless that is a finding of its own."""
    unit, year = report.profile.unit, report.profile.year
    if not strangers or not unit or (not many and _stranger(strangers, year)):
        return ()
    return (f"给出的报告里没有“{unit}”以前年度的，跨年度核对没有做。",)


def own_sentences(report: Report) -> tuple[str, ...]:
    """Return what the program would write for a report: likeness in these words is nobody's copying."""
    from xlsheets.narrative.draft import narrate as draft

    if not report.profile.unit or report.profile.year is None:
        return ()
    return tuple(sentence.text for sentence in draft(report).sentences)


def examine(
    source: Source,
    *,
    last: Sequence[Report] = (),
    county: County | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Outcome:
    """Read and check one file; a file that cannot be read becomes one finding."""
    try:
        report = replace(read(source.path), source=source.label)
    except UnreadableError as error:
        return refused_or_counted(source, error)
    findings = validate(report, last=last, county=county, select=select, ignore=ignore)
    return Outcome(source, readable=True, findings=tuple(findings), report=report)


def narrate(
    report: Report,
    *,
    last: Sequence[Report] = (),
    phrases: Path | None = None,
    sections: Sequence[str] = (),
    register: Register | None = None,
    tally: Tally | None = None,
) -> Revision:
    """Return what to write into the prose of a report: empty sections drafted, own sentences refreshed.

    Args:
        report: the report as read from its workbook.
        last: earlier reports; those of the unit give the changes against last year.
        phrases: a county's own phrase file, on top of ours.
        sections: keys or numerals of the sections to look at; all when empty.
        register: knows other names of units, and which were merged.
        tally: what the case log of the unit comes to: channels, extensions, and facts that are blank.

    Raises:
        UsageError: unit or year is missing, or the phrase file is faulty.
    """
    from xlsheets.narrative.phrases import load_phrases
    from xlsheets.narrative.refresh import refresh
    from xlsheets.report import PREAMBLE

    year = report.profile.year or 0
    previous = earlier_reports(report.profile.unit, year, last, register or _NO_REGISTER).of(
        year - 1
    )
    keys = [key if key == PREAMBLE else report.edition.section(key).key for key in sections]
    own = load_phrases(content(phrases), phrases.name) if phrases else load_phrases()
    return refresh(report, previous, own, sections=keys, tally=tally)


def write_narrative(revision: Revision, source: Path, target: Path) -> None:
    """Write a revision into the workbook its report was read from, changing nothing else in it.

    Raises:
        OutputError: there are more paragraphs than cells, or the file cannot be written.
    """
    from xlsheets.workbook.editing.patch import patch_narrative

    patched = patch_narrative(content(source), revision.report, revision.texts, revision.drafted)
    write_atomically(target, patched, force=True)


def write_joined(report: Report, joined: Iterable[JoinedLines], source: Path, target: Path) -> None:
    """Write paragraphs that stood in lines into the workbook their report was read from.

    Raises:
        OutputError: the file cannot be written.
    """
    from xlsheets.report.broken_lines import joined_texts
    from xlsheets.workbook.editing.patch import patch_narrative

    patched = patch_narrative(content(source), report, joined_texts(joined), report.drafted)
    write_atomically(target, patched, force=True)


def list_findings(
    report: Report,
    findings: Sequence[Finding],
    source: Path,
    target: Path,
    *,
    whole: bool = True,
) -> None:
    """Write the findings into the list on 校验 of the workbook their report was read from.

    There each 核实性 finding has a cell for its reason, and the cells concerned are marked. The workbook opens there
    and says what is left to do, and when it was checked, unless only some of the rules were asked.

    Raises:
        OutputError: the workbook has no such list, or the file cannot be written.
    """
    from xlsheets.workbook.editing.finding_list import Checked
    from xlsheets.workbook.editing.finding_list import list_findings as write_list

    check = Checked(whole=whole, time=this_minute())
    write_atomically(
        target, write_list(content(source), findings, report.places, check=check), force=True
    )


def read_lexicon(path: Path) -> tuple[Term, ...]:
    """Read a county's own word list.

    Raises:
        UsageError: a line is not of the documented form.
        UnreadableError: the file cannot be opened.
    """
    from xlsheets.checks.text.lexicon import read_lexicon as read_terms

    return read_terms(content(path), path.name)


def convert(
    report: Report,
    kind: str = DEFAULT_KIND,
    *,
    draft: bool = False,
    template: bytes | None = None,
    findings: Sequence[Finding] | None = None,
    checkcode: bool | None = None,
) -> bytes:
    """Return the report as a document of this kind: ``docx``, ``pdf``, ``html``, ``fragment`` or ``json``.

    Args:
        report: the report to print.
        kind: what to make.
        draft: print a watermarked draft even while 强制性 findings are open.
        template: a Word document whose styles and page set-up are used.
        findings: what ``validate`` said, where it was asked already.
        checkcode: whether to print the 校对码 at the foot; by default where the figures have one.

    Raises:
        BlockedError: a formal document was asked for and 强制性 findings are open.
        OutputError: the document, read back, differs from the report, or cannot be made here.
        UsageError: there is no such kind, or it does not take an option that was asked for.
    """
    finished = finish(
        report, kind, draft=draft, template=template, findings=findings, checkcode=checkcode
    )
    return finished.content


def finish(
    report: Report,
    kind: str,
    *,
    draft: bool = False,
    template: bytes | None = None,
    findings: Sequence[Finding] | None = None,
    checkcode: bool | None = None,
) -> FinishedDocument:
    """Do what ``convert`` does; return with the document what people should know about it."""
    refuse_options(kind, draft=draft, template=template is not None, checkcode=bool(checkcode))
    if PrintOption.DRAFT in output_kind(kind).takes and not draft:
        refuse_blocked(validate(report) if findings is None else findings, report)
    return document(report, kind, draft=draft, template=template, checkcode=checkcode)


def refuse_blocked(findings: Iterable[Finding], report: Report) -> None:
    """Raise BlockedError when a formal document may not be made yet."""
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        first = blocking[0]
        where = f"{first.address}：" if first.address else ""
        raise BlockedError(
            f"“{report.source or report.profile.unit}”还有 {len(blocking)} 项强制性问题，不能生成正式报告。"
            f"第一项：{where}{first.message}请先改正；只要草稿的，可以生成草稿（命令里是 --draft）。"
        )


def published(source: Path, last: Report | None = None) -> Imported:
    """Read a published report: Word, web page, plain text or PDF; ``last`` may tell apart glued figures.

    Raises:
        UnreadableError: the file is not what it claims to be, or holds no annual report.
    """
    from xlsheets.imports import read_published
    from xlsheets.workflows.sources.kinds import taken_in

    with of_file(source.name):
        return (
            taken_in(content(source), source.name)
            if last is None
            else read_published(content(source), source.name, last)
        )


def word_template(path: Path) -> bytes:
    """Read a Word document whose styles and page set-up reports take.

    Raises:
        UnreadableError: it is no sound Word document.
    """
    from xlsheets.documents.word.template import prepare

    with of_file(path.name):
        template = content(path)
        prepare(template, draft=False)
    return template


def workbook(report: Report | None = None, last: Report | None = None) -> bytes:
    """Return the blank template, or the workbook of a report; with ``last``, last year's for comparison."""
    from xlsheets.workbook.template import write_workbook

    return write_workbook(report, last)


def write(report: Report, path: str | Path, *, force: bool = False) -> Path:
    """Write a report as a workbook (.xlsx) or a JSON document (.json), whole or not at all.

    Raises:
        OutputError: the file exists and ``force`` is not given, or it cannot be written.
        UsageError: the name ends otherwise.
    """
    target = Path(path)
    as_json = target.suffix.lower() == ".json"
    if not as_json and target.suffix.lower() != ".xlsx":
        raise UsageError(f"“{target.name}”的结尾应当是 .xlsx（工作簿）或者 .json（JSON 数据）。")
    content = convert(report, "json") if as_json else workbook(report)
    write_atomically(target, content, force=force)
    return target
