"""Roll-up -> who is missing, who was left out, and what could be counted twice: family U1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import quoted_names
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.county.rollup import ExclusionReason, tier
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.county.rollup import Rollup
    from xlsheets.report import Report

# Systems that report to their own superior (条例第四十九条、通知第二部分); a name is no proof.
_VERTICAL = pattern_of(r"税务局|海关|气象局|烟草专卖局|金融监督管理|海事局|出入境边防|调查队")


def _file(report: Report) -> str:
    return f"“{report.source or report.unit_name}”"


@check("U101", "单位没有收齐", Severity.CONFIRM)
def units_are_missing(rollup: Rollup) -> Iterator[Hit]:
    """名录里应报的单位都已经报来，汇总才完整。

    依据：《中华人民共和国政府信息公开条例》第四十九条；国办公开办函〔2021〕30号第二部分
    错误：应报 42 个单位，只收到 37 个，就把合计当作全县的数报出去
    正确：收齐 42 个单位再汇总；确实不用报的单位写明理由
    """
    if rollup.missing:
        yield Hit(
            message=f"{rollup.coverage[:-1]}，还没有收到 {len(rollup.missing)} 个：{quoted_names(rollup.missing)}。",
            path="汇总 › 单位",
            found=len(rollup.scope.expected) - len(rollup.missing),
            expected=len(rollup.scope.expected),
            hint="催报缺少的单位，收齐以后再汇总一次；不用报的，从名录里去掉。",
        )


@check("U102", "单位的数字不全，没有计入", Severity.ERROR)
def figures_are_unusable(rollup: Rollup) -> Iterator[Hit]:
    """单位有空白或者看不出数字的填报格时，整个单位不计入汇总，不把空白当作 0。

    依据：国办公开办函〔2021〕30号附件：各表逐格填写，没有发生的填 0
    错误：某乡表四全部空白，汇总时当作 0 加进去
    正确：退回该乡补填，没有发生的填 0，再汇总
    """
    for report in rollup.of(ExclusionReason.UNUSABLE):
        first = next(cell for cell in report.edition.typed_cells if cell in report.unusable)
        yield Hit(
            message=(
                f"{_file(report)}有 {len(report.unusable)} 格空白或者看不出数字，"
                f"第一格是“{report.edition.path(first)}”，这份报告没有计入汇总。"
            ),
            path=f"汇总 › {report.profile.unit}",
            hint="退回单位补填，没有发生的填 0。",
        )


@check("U103", "同一个单位报了几份", Severity.ERROR)
def unit_came_twice(rollup: Rollup) -> Iterator[Hit]:
    """一个单位只能计入一份；几份数字不同时，程序不替人决定用哪一份。

    依据：国办公开办函〔2021〕30号第二部分：逐级汇总，每个单位计一次
    错误：某局先后报来两份，数字不同，两份都加进合计
    正确：只留下定稿的一份，其余移出文件夹
    """
    differing: dict[str, list[Report]] = {}
    for report in rollup.of(ExclusionReason.TWICE):
        differing.setdefault(report.unit_name, []).append(report)
    for unit, copies in differing.items():
        yield Hit(
            message=f"“{unit}”报了 {len(copies)} 份，数字不同，都没有计入：{'、'.join(map(_file, copies))}。",
            path=f"汇总 › {unit}",
            hint="只留下定稿的一份，其余移出文件夹（用台账的，在“不计入的理由”里写明），再汇总一次。",
        )
    for report in rollup.of(ExclusionReason.REPEATED):
        yield Hit(
            message=f"{_file(report)}与同一单位另一份的数字完全相同，只计入了一份。",
            path=f"汇总 › {report.unit_name}",
            hint="多余的一份可以移出文件夹。",
            severity=Severity.HINT,
        )


@check("U104", "汇总数混在下级单位里", Severity.ERROR)
def aggregate_among_units(rollup: Rollup) -> Iterator[Hit]:
    """汇总的对象是下级单位和本机关，本级或者上级的汇总不能再加进去。

    依据：国办公开办函〔2021〕30号第二部分：本级政府报告由本机关、部门和下级汇总而成
    错误：收件文件夹里有去年试做的县政府汇总表，一起加了进去，数字翻倍
    正确：收件文件夹里只放部门、乡镇和县政府办公室（本机关）的工作簿
    """
    for report in rollup.of(ExclusionReason.AGGREGATE):
        yield Hit(
            message=f"{_file(report)}是“{report.profile.unit}”的汇总，不是下级单位，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="把它移出文件夹；如果其实是本机关的报告，请改正单位名称和单位类别。",
        )


@check("U105", "县级汇总和县以下单位同时计入", Severity.CONFIRM)
def two_tiers_together(rollup: Rollup) -> Iterator[Hit]:
    """市级汇总用各县的汇总，就不能再直接加上各县的部门和乡镇。

    依据：国办公开办函〔2021〕30号第二部分：逐级汇总
    错误：市级汇总里既有某县的汇总，又有该县所属的某镇
    正确：某镇只计入某县，市级只加某县
    """
    below = [
        unit
        for unit in rollup.units
        if (level := unit.edition.level(unit.profile.level)) and level.local
    ]
    aggregates = [unit for unit in rollup.units if tier(unit)]
    if below and aggregates:
        yield Hit(
            message=(
                f"汇总里既有下级的汇总{quoted_names(aggregate.unit_name for aggregate in aggregates)}，"
                f"又有县以下的单位{quoted_names(unit.unit_name for unit in below)}，可能重复计算。"
            ),
            path="汇总 › 单位",
            hint="已经计入县级汇总的单位，把它们的文件移出文件夹。",
        )


@check("U106", "垂直管理单位", Severity.ERROR)
def vertical_units(rollup: Rollup) -> Iterator[Hit]:
    """实行垂直领导的单位向自己的上级报告，不计入当地政府的汇总。

    依据：国办公开办函〔2021〕30号第二部分：实行垂直领导的系统由其上级主管部门汇总
    错误：把县税务局的数字加进县政府的汇总
    正确：县税务局由市税务局汇总，县里不计
    """
    for report in rollup.of(ExclusionReason.VERTICAL):
        yield Hit(
            message=f"“{report.profile.unit}”在名录里是垂直管理单位，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="把它的文件移出文件夹；不是垂直管理的，请改正名录。",
        )
    for report in rollup.units:
        if _VERTICAL.search(report.unit_name) and not rollup.scope.expected:
            yield Hit(
                message=f"“{report.profile.unit}”看名称可能是垂直管理单位，现在计入了汇总。",
                path=f"汇总 › {report.profile.unit}",
                hint="是垂直管理的，把它的文件移出文件夹，或者在名录里注明。",
                severity=Severity.CONFIRM,
            )


@check("U107", "报告年度不一致", Severity.ERROR)
def other_years(rollup: Rollup) -> Iterator[Hit]:
    """汇总的单位都是同一年度的报告。

    依据：《中华人民共和国政府信息公开条例》第四十九条：上一年度政府信息公开工作年度报告
    错误：汇总 2025 年度，其中一个乡报来的是 2024 年度的工作簿
    正确：退回该乡，换成 2025 年度的工作簿
    """
    for report in rollup.of(ExclusionReason.OTHER_YEAR):
        year = report.profile.year
        yield Hit(
            message=(
                f"{_file(report)}{f'是 {year} 年度的报告' if year else '没有填报告年度'}，"
                f"现在汇总的是 {rollup.report.profile.year} 年度，没有计入。"
            ),
            path=f"汇总 › {report.profile.unit}",
            found=year,
            expected=rollup.report.profile.year,
            hint="退回单位，核对报告年度；只是年度填错的，改正后再汇总。",
        )
    for report in rollup.of(ExclusionReason.OTHER_EDITION):
        yield Hit(
            message=f"{_file(report)}用的是另一版报告格式，与汇总的格式对不上，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="退回单位，换成本年度的填报工作簿。",
        )


@check("U108", "不知道是哪个单位", Severity.ERROR)
def unknown_units(rollup: Rollup) -> Iterator[Hit]:
    """每份报告都有单位名称，并且在名录里。

    依据：国办公开办函〔2021〕30号第二部分：应报单位由政府信息公开工作主管部门确定
    错误：名录里是“示例县农业农村局”，报来的写“农业局”
    正确：单位名称写全称，与名录一致
    """
    for report in rollup.of(ExclusionReason.NAMELESS):
        yield Hit(
            message=f"{_file(report)}没有填单位名称，没有计入。",
            path="汇总 › 单位",
            hint="补填“基本信息”里的单位名称。",
        )
    for report in rollup.of(ExclusionReason.UNDECIDED):
        yield Hit(
            message=f"{_file(report)}的文件名是一个单位的代码，报告里的单位名称却是“{report.profile.unit}”，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="问清是哪个单位报的，在台账的“确认单位”里写明。",
        )
    for report in rollup.of(ExclusionReason.DISSOLVED):
        yield Hit(
            message=f"{_file(report)}的“{report.profile.unit}”在名录里已经撤销，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="并入别的单位的，由那个单位报送；其实没有撤销的，请改正名录。",
        )
    for report in rollup.of(ExclusionReason.UNKNOWN):
        yield Hit(
            message=f"{_file(report)}的“{report.profile.unit}”不在名录里，没有计入。",
            path=f"汇总 › {report.profile.unit}",
            hint="核对单位名称；新设的单位请补进名录，改过名的写进别名，不该报的移出文件夹。",
        )


@check("U109", "计入的单位还有没解决的问题", Severity.CONFIRM)
def counted_with_open_findings(rollup: Rollup) -> Iterator[Hit]:
    """计入汇总的报告都已经改好，或者写明了理由；带着问题的数加进去，合计也要重做。

    依据：国办公开办函〔2021〕30号第三部分第（四）项：各级主管部门对报告审核把关
    错误：某镇表三的平衡关系还没有改好，就把它的数加进全县定稿
    正确：某镇改好、审核通过以后再定稿
    """
    counted = {report.source: report.unit_name for report in rollup.units}
    left = {file: counts for file, counts in rollup.left_open.items() if file in counted}
    for number, label in enumerate((Severity.ERROR.label, Severity.CONFIRM.label)):
        named = [counted[file] for file, counts in left.items() if counts[number]]
        if named:
            total = sum(counts[number] for counts in left.values())
            yield Hit(
                message=f"计入的 {len(counted)} 个单位里，{len(named)} 个还有 {total} 项{label}问题没有解决：{quoted_names(named)}。",
                path="汇总 › 单位",
                found=total,
                expected=0,
                hint="逐个看汇总底稿的“单位”表，退回改好或者写明理由，再汇总一次。",
            )
