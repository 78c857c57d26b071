"""What editions share: who asks (表三), 表四 whole, what section 一 must speak of, and the kinds of units.

An edition that differs in one of these declares its own.
"""

from __future__ import annotations

from xlsheets.schema.cells import RemedyCells
from xlsheets.schema.edition import Aspect, Level, Tier
from xlsheets.schema.spec import Block, Cell, Group, Identity, Item, Node, Table, Total

REQUEST_WIDTHS = (754, 921, 3271, 685, 685, 685, 685, 685, 685, 685)
REQUEST_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def requesters(form: str) -> tuple[Node, ...]:
    """Return the seven columns of 表三."""
    return (
        Group(
            "申请人情况",
            in_path=False,
            members=(
                Item("natural_person", "自然人"),
                Group(
                    "法人或其他组织",
                    in_path=False,
                    members=(
                        Item("business", "商业企业"),
                        Item("research", "科研机构"),
                        Item("public_welfare", "社会公益组织"),
                        Item("legal_service", "法律服务机构"),
                        Item("other_entity", "其他"),
                    ),
                ),
                Total("all", "总计", "S301", f"{form}表三：总计为自然人与法人或其他组织各类之和"),
            ),
        ),
    )


def balance(form: str) -> Identity:
    """Return the 勾稽关系 printed in 表三."""
    return Identity(
        code="S303",
        title="新收加上年结转不等于办理总计加结转下年",
        block="req",
        left=("received", "carried_over"),
        right=("handled", "carried_forward"),
        source=f"{form}表三：第一项加第二项之和，等于第三项加第四项之和",
    )


# 表四 -------------------------------------------------------------------------------------------


def remedies(form: str, notice: str) -> Table:
    """Return 表四: four results and their total for each of three remedies."""
    source = f"{form}表四：总计为结果维持、结果纠正、其他结果、尚未审结之和"
    return Table(
        key="remedies",
        number="表四",
        sheet="四、复议诉讼",
        widths=(649,) * 7 + (650,) * 8,
        stub_depth=0,
        blocks=(
            Block(
                key="rem",
                columns=(
                    Group("行政复议", _results("review", "S401", source, notice)),
                    Group(
                        "行政诉讼",
                        (
                            Group("未经复议直接起诉", _results("direct", "S402", source, notice)),
                            Group("复议后起诉", _results("after_review", "S403", source, notice)),
                        ),
                    ),
                ),
                rows=(
                    Item(
                        "cases",
                        "",
                        "因政府信息公开被申请复议、被起诉的件数；复议机关作共同被告的，只由原行为主体计。",
                        f"{notice}第一部分第（四）项",
                    ),
                ),
            ),
        ),
    )


def _results(remedy: str, code: str, source: str, notice: str) -> tuple[Node, ...]:
    """Return the five columns that 表四 repeats for each remedy."""
    return (
        Item(
            f"{remedy}_upheld",
            "结果维持",
            "一般是维持原行政行为、驳回复议申请或者诉讼请求的。",
            "行政复议法、行政诉讼法",
        ),
        Item(
            f"{remedy}_corrected",
            "结果纠正",
            "一般是撤销、变更、确认违法、责令履行的。",
            "行政复议法、行政诉讼法",
        ),
        Item(
            f"{remedy}_other",
            "其他结果",
            "一般是撤回、终止、调解、不予受理等。",
            "行政复议法、行政诉讼法",
        ),
        Item(
            f"{remedy}_pending",
            "尚未审结",
            "到 12 月 31 日还没有结果的。",
            f"{notice}第一部分第（四）项",
        ),
        Total(f"{remedy}_all", "总计", code, source),
    )


def _remedy(name: str, remedy: str) -> RemedyCells:
    upheld, corrected, other, pending, total = (
        Cell("rem", "cases", f"{remedy}_{end}")
        for end in ("upheld", "corrected", "other", "pending", "all")
    )
    return RemedyCells(
        name=name, upheld=upheld, corrected=corrected, other=other, pending=pending, total=total
    )


REVIEW = _remedy("行政复议", "review")
DIRECT = _remedy("未经复议直接起诉", "direct")
AFTER_REVIEW = _remedy("复议后起诉", "after_review")

# 第一部分 ---------------------------------------------------------------------------------------

ASPECTS = (
    Aspect("主动公开", ("主动公开",)),
    Aspect("依申请公开", ("依申请", "申请公开", "公开申请")),
    Aspect("政府信息管理", ("信息管理", "信息发布审核", "保密审查", "发布审查")),
    Aspect("政府信息公开平台建设", ("平台", "载体建设", "网站建设", "公开专栏")),
    Aspect("监督保障", ("监督", "保障", "考核")),
)
GOVERNMENT_ASPECTS = (
    Aspect("工作考核", ("考核", "考评", "绩效")),
    Aspect("社会评议", ("社会评议", "群众评议", "公众评议", "满意度")),
    Aspect("责任追究", ("责任追究", "追责", "问责")),
)

# 单位类别 ---------------------------------------------------------------------------------------

_JANUARY, _FEBRUARY, _MARCH = (1, 31), (2, 20), (3, 10)
_LAST = (3, 31)

LEVELS = (
    Level(
        "township",
        "乡镇人民政府",
        Tier.TOWNSHIP,
        2_000,
        _JANUARY,
        _JANUARY,
        document_ceiling=20,
        government=True,
        endings=("乡人民政府", "镇人民政府"),
    ),
    Level(
        "subdistrict",
        "街道办事处",
        Tier.TOWNSHIP,
        2_000,
        _JANUARY,
        _JANUARY,
        document_ceiling=20,
        endings=("街道办事处",),
    ),
    Level(
        "county_department",
        "县级政府部门",
        Tier.COUNTY,
        200_000,
        _JANUARY,
        _JANUARY,
        document_ceiling=20,
    ),
    Level(
        "county_office",
        "县级政府办公室（本机关）",
        Tier.COUNTY,
        200_000,
        _JANUARY,
        _JANUARY,
        office=True,
    ),
    Level(
        "county",
        "县级人民政府（汇总）",
        Tier.COUNTY,
        500_000,
        _FEBRUARY,
        _FEBRUARY,
        government=True,
        aggregate=True,
    ),
    # A zone may belong to a county or a city; where it adds up its own units, it has until a county must publish.
    Level(
        "zone_office",
        "开发区等管委会（本机关）",
        Tier.COUNTY,
        500_000,
        _JANUARY,
        _JANUARY,
        office=True,
    ),
    Level(
        "zone", "开发区等管委会（汇总）", Tier.COUNTY, 500_000, _FEBRUARY, _FEBRUARY, aggregate=True
    ),
    Level("city_department", "市级政府部门", Tier.CITY, 1_000_000, _JANUARY, _JANUARY),
    Level(
        "city_office",
        "市级政府办公室（本机关）",
        Tier.CITY,
        1_000_000,
        _JANUARY,
        _JANUARY,
        issues_rules=True,
        office=True,
    ),
    Level(
        "city",
        "市级人民政府（汇总）",
        Tier.CITY,
        5_000_000,
        _MARCH,
        _MARCH,
        issues_rules=True,
        government=True,
        aggregate=True,
    ),
    Level("province_department", "省级政府部门", Tier.PROVINCE, 5_000_000, _JANUARY, _JANUARY),
    Level(
        "province_office",
        "省级政府办公厅（本机关）",
        Tier.PROVINCE,
        5_000_000,
        _JANUARY,
        _JANUARY,
        issues_rules=True,
        office=True,
    ),
    Level(
        "province",
        "省级人民政府（汇总）",
        Tier.PROVINCE,
        50_000_000,
        _LAST,
        _LAST,
        issues_rules=True,
        government=True,
        aggregate=True,
    ),
    Level("ministry", "国务院部门", Tier.STATE, 50_000_000, _JANUARY, _LAST, issues_rules=True),
)
