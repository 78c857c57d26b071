"""依申请 -> rows that cannot be counted, or not rightly: family L1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.clock import ALLOWED
from xlsheets.caselog.columns import REQUESTS, SHEETS, Entry
from xlsheets.caselog.words import CHANNELS, LATE, LATER, LONG_CLOSED, OVERDUE
from xlsheets.checks.caselog.subject import LogCase, called, in_row
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.caselog.records import Request

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT
_FROM_LIST = "请从下拉框里选。"


@check("L101", "申请没有收到日期", ERROR)
def received_without_day(case: LogCase) -> Iterator[Hit]:
    """收到日期决定一件申请算在哪一年、什么时候到期，没有就不能计数。

    依据：《中华人民共和国政府信息公开条例》第三十一条
    错误：收到日期空着，或者写成“3月5日”这样的文字
    正确：收到日期填 2025-3-5
    """
    for request in case.log.requests:
        if request.arrived is None:
            odd = "写的不是日期" if "arrived" in request.odd else "没有填"
            yield in_row(
                REQUESTS,
                request.row,
                "arrived",
                f"{called(request.number)}的收到日期{odd}，这一行没有计数。",
                "请填收到申请的日期，写成 2025-3-5 这样。",
            )


@check("L102", "申请没有选申请人类别", ERROR)
def kind_missing(case: LogCase) -> Iterator[Hit]:
    """申请人类别决定一件申请算在表三的哪一列，没有就不能计数。

    依据：《政府信息公开工作年度报告格式》表三
    错误：申请人类别空着，或者写“个人”
    正确：从下拉框里选“自然人”
    """
    for request in case.log.requests:
        if request.kind not in case.words.classes:
            odd = "不是下拉框里的" if request.kind else "没有选"
            yield in_row(
                REQUESTS,
                request.row,
                "kind",
                f"{called(request.number)}的申请人类别{odd}，这一行没有计数。",
                _FROM_LIST,
            )


@check("L103", "有办理结果，没有答复日期", ERROR)
def outcome_without_day(case: LogCase) -> Iterator[Hit]:
    """办结要有日期：没有答复日期的，算作还没有办结，结转下年度。

    依据：《中华人民共和国政府信息公开条例》第三十三条
    错误：办理结果选了“（一）予以公开”，答复日期空着
    正确：答复日期填答复发出的日期
    """
    for request in case.log.requests:
        if request.outcome and request.answered is None:
            odd = "答复日期写的不是日期" if "answered" in request.odd else "没有答复日期"
            yield in_row(
                REQUESTS,
                request.row,
                "answered",
                f"{called(request.number)}有办理结果，{odd}，现在算作没有办结。",
                "请填答复发出的日期；还没有答复的，把办理结果清除。",
            )


@check("L104", "有答复日期，没有办理结果", ERROR)
def day_without_outcome(case: LogCase) -> Iterator[Hit]:
    """答复了的要选办理结果：没有结果、结果不在表三里的，算作还没有办结，错算成结转。

    依据：《政府信息公开工作年度报告格式》表三
    错误：答复日期填了 2025-3-5，办理结果空着，这一件算进了结转下年度
    正确：办理结果从下拉框里选
    """
    for request in case.log.requests:
        if request.answered and request.outcome not in case.words.outcomes:
            odd = "办理结果不是下拉框里的" if request.outcome else "没有选办理结果"
            yield in_row(
                REQUESTS,
                request.row,
                "outcome",
                f"{called(request.number)}已经答复，{odd}，现在算作结转下年度。",
                _FROM_LIST,
            )


@check("L105", "日期的先后不对", ERROR)
def days_out_of_order(case: LogCase) -> Iterator[Hit]:
    """答复不会早于收到，补正收到不会早于补正通知，结案不会早于收案，废止不会早于印发。

    依据：《中华人民共和国政府信息公开条例》第三十条、第三十三条
    错误：2025-3-5 收到的申请，答复日期填 2025-2-25
    正确：答复日期填 2025-3-25
    """
    records = (case.log.requests, case.log.disputes, case.log.documents)
    for sheet, rows in zip(SHEETS, records, strict=False):
        for column in sheet.typed:
            for record in rows if column.after else ():
                day, earlier = getattr(record, column.key), getattr(record, column.after)
                if day and earlier and day < earlier:
                    yield in_row(
                        sheet,
                        record.row,
                        column.key,
                        f"的{column.heading} {day} 早于{sheet.heading(column.after)} {earlier}。",
                        "请对照原件改正其中一个日期。",
                    )


@check("L106", "日期不在登记的年度", CONFIRM)
def outside_the_year(case: LogCase) -> Iterator[Hit]:
    """登记簿只数本年收到的和上年结转的：以后年度收到的、以前年度已经办结的都不计数。

    依据：国办公开办函〔2021〕30号第一部分第（三）项
    错误：2025 年的登记簿里，收到日期写成 2026-3-5
    正确：收到日期是 2025-3-5；确实是下一年的，记进下一年的登记簿
    """
    for clock in case.tally.clocks:
        if clock.origin in (LATER, LONG_CLOSED):
            when = "收到日期在以后的年度" if clock.origin == LATER else "在以前的年度已经办结"
            key = "arrived" if clock.origin == LATER else "answered"
            yield in_row(
                REQUESTS,
                clock.request.row,
                key,
                f"{called(clock.request.number)}{when}，这一行没有计数，请核实。",
                f"请核实年份；不是 {case.log.year} 年的，移到那一年的登记簿。",
            )


@check("L107", "超期答复，没有延期记录", CONFIRM)
def late_without_extension(case: LogCase) -> Iterator[Hit]:
    """超过二十个工作日答复的，或者经过批准延期，或者就是超期；补正、征求意见的时间要记下来才会扣除。

    依据：《中华人民共和国政府信息公开条例》第三十三条
    错误：2025-3-5 收到，2025-5-20 答复，延期、补正、征求意见都空着
    正确：延期（工作日）填 20；没有延期的，如实统计为超期
    """
    for clock in case.tally.clocks:
        request = clock.request
        if clock.state == LATE and not request.extension:
            yield in_row(
                REQUESTS,
                request.row,
                "answered",
                f"{called(request.number)}应当在 {clock.due} 以前答复，{request.answered} 才答复，没有延期记录，请核实。",
                "有延期、补正、征求意见的补记日期和天数；没有的，就是超期，基础数据里如实填。",
            )


@check("L108", "到期没有答复", CONFIRM)
def overdue(case: LogCase) -> Iterator[Hit]:
    """过了答复期限还没有答复的，要尽快办；已经答复的，要补记。

    依据：《中华人民共和国政府信息公开条例》第三十三条
    错误：期限是 2025-4-2，到 2025-4-20 还没有答复日期
    正确：在期限以前答复，填答复日期和办理结果
    """
    for clock in case.tally.clocks:
        if clock.state == OVERDUE:
            yield in_row(
                REQUESTS,
                clock.request.row,
                "answered",
                f"{called(clock.request.number)}应当在 {clock.due} 以前答复，到 {case.today} 还没有答复，请核实。",
                "已经答复的补记答复日期和办理结果；没有的尽快答复。",
            )


@check("L109", "延期的天数不对", ERROR)
def wrong_extension(case: LogCase) -> Iterator[Hit]:
    """延长答复期限最长二十个工作日，按工作日填整数。

    依据：《中华人民共和国政府信息公开条例》第三十三条
    错误：延期（工作日）填 30
    正确：延期（工作日）填 20
    """
    for request in case.log.requests:
        days = request.extension
        if "extension" in request.odd or (days is not None and not 1 <= days <= ALLOWED):
            yield in_row(
                REQUESTS,
                request.row,
                "extension",
                f"{called(request.number)}的延期不是 1 到 {ALLOWED} 的整数，答复期限算得不对。",
                f"请填批准延长的工作日数，最多 {ALLOWED}；没有延期的空着。",
            )


@check("L110", "填的不是日期或者整数", ERROR)
def odd_entries(case: LogCase) -> Iterator[Hit]:
    """日期栏只认日期，件数、页数栏只认整数；写成文字的，计数和期限都不算它。

    依据：登记簿填写说明：日期写成 2025-3-5 这样
    错误：补正通知日期写“三月初”
    正确：补正通知日期写 2025-3-5
    """
    # What other rules say already.
    told = {"arrived", "answered", "extension", "closed", "dated"}
    log = case.log
    for sheet, rows in zip(
        SHEETS, (log.requests, log.disputes, log.documents, log.decisions), strict=True
    ):
        columns = {column.key: column for column in sheet.typed}
        for record in rows:
            for key in record.odd:
                if key not in told:
                    wanted = "日期" if columns[key].entry is Entry.DAY else "数"
                    yield in_row(
                        sheet,
                        record.row,
                        key,
                        f"的{columns[key].heading}填的不是{wanted}，没有算它。",
                        f"请填{wanted}；没有就空着。",
                    )


@check("L111", "没有编号或者收到方式", HINT)
def number_or_channel_missing(case: LogCase) -> Iterator[Hit]:
    """编号用来对上复议诉讼、说明是哪一件；收到方式用来写正文。两样不影响三张表的数。

    依据：登记簿填写说明：一件一号
    错误：编号空着
    正确：编号填 2025-001
    """
    for request in case.log.requests:
        for key, lacking in _lacking(request):
            yield in_row(
                REQUESTS,
                request.row,
                key,
                f"{called(request.number)}没有{lacking}。",
                f"请补上{lacking}。",
            )


def _lacking(request: Request) -> Iterator[tuple[str, str]]:
    if not request.number.strip():
        yield "number", "编号"
    if request.channel not in CHANNELS:
        yield "channel", "收到方式（从下拉框里选的）"


@check("L112", "写在登记簿的范围以外", ERROR)
def beyond_the_sheet(case: LogCase) -> Iterator[Hit]:
    """每张表能记的行数有限，写在灰色计算格以下的行，三张表数不到。

    依据：登记簿填写说明：一行一件，从第 4 行起
    错误：依申请表的第 3004 行又记了一件
    正确：另做一个登记簿，或者删去空行
    """
    log = case.log
    for sheet, rows in zip(
        SHEETS, (log.requests, log.disputes, log.documents, log.decisions), strict=True
    ):
        for record in rows:
            if record.row > sheet.last_row:
                yield in_row(
                    sheet,
                    record.row,
                    sheet.typed[0].key,
                    f"在能记的范围（到第 {sheet.last_row} 行）以外，三张表数不到它。",
                    "请移到前面空着的行；放不下的，分成两个登记簿。",
                )
