"""The official format since the 2021 report: 国办公开办函〔2021〕30号, its annex, nothing else."""

from __future__ import annotations

from xlsheets.schema import common
from xlsheets.schema.cells import DocumentCells, NamedCells, RequestRows, TableRow
from xlsheets.schema.edition import Edition, Section
from xlsheets.schema.spec import Block, Cell, Group, Item, Measure, Node, Table, Total

NOTICE = "国办公开办函〔2021〕30号"
REGULATIONS = "《中华人民共和国政府信息公开条例》"
FORM = f"《政府信息公开工作年度报告格式》（{NOTICE}）"

# 表二 -------------------------------------------------------------------------------------------

_DOCUMENT_COLUMNS = (
    Item(
        "issued",
        "本年制发件数",
        "报告年度内印发的件数，按发文登记数；修订后重新印发的计 1 件。",
        "条例第二十条第（一）项",
    ),
    Item("repealed", "本年废止件数", "报告年度内宣布废止、失效的件数。", "条例第二十条第（一）项"),
    Item(
        "in_force",
        "现行有效件数",
        "到 12 月 31 日仍然有效的件数，一般等于上年有效数加本年制发数减本年废止数。",
        "条例第二十条第（一）项",
    ),
)
_DECISIONS = Item(
    "decisions",
    "本年处理决定数量",
    "报告年度内作出的全部处理决定，已公开的和依法未公开的都计入。",
    f"{NOTICE}第一部分第（二）项",
)

PROACTIVE = Table(
    key="proactive",
    number="表二",
    sheet="二、主动公开",
    widths=(2435, 2435, 2435, 2435),
    stub_depth=1,
    blocks=(
        Block(
            key="pro1",
            banner="第二十条第（一）项",
            corner="信息内容",
            columns=_DOCUMENT_COLUMNS,
            rows=(
                Item(
                    "rules",
                    "规章",
                    "只有国务院部门、省级政府、设区的市和自治州政府能制定规章；本单位的规章制度不在此列。没有就填 0。",
                    "立法法第九十一条、第九十三条",
                ),
                Item(
                    "normative",
                    "行政规范性文件",
                    "经合法性审核、对外公开发布、反复适用的文件，与司法行政部门的目录核对。",
                    "条例第二十条第（一）项",
                ),
            ),
        ),
        Block(
            key="pro5",
            banner="第二十条第（五）项",
            corner="信息内容",
            columns=(_DECISIONS,),
            rows=(
                Item(
                    "licensing",
                    "行政许可",
                    "准予、不予许可的决定都计入，准予变更、延续的也算，按决定书计件。",
                    "条例第二十条第（五）项",
                ),
            ),
        ),
        Block(
            key="pro6",
            banner="第二十条第（六）项",
            corner="信息内容",
            columns=(_DECISIONS,),
            rows=(
                Item(
                    "penalty",
                    "行政处罚",
                    "以本机关名义作出的处罚决定，含当场处罚；一份决定并处几种处罚的计 1 件，后来被撤销的也计入。",
                    "条例第二十条第（六）项",
                ),
                Item(
                    "coercion",
                    "行政强制",
                    "行政强制措施按决定书计件；行政强制执行计当年执行完毕或者终结执行的。",
                    "条例第二十条第（六）项",
                ),
            ),
        ),
        Block(
            key="pro8",
            banner="第二十条第（八）项",
            corner="信息内容",
            measure=Measure.WAN_YUAN,
            columns=(
                Item(
                    "amount",
                    "本年收费金额（单位：万元）",
                    "单位是万元，最多 6 位小数；信息处理费不填在这里，写在第六部分。",
                    "条例第二十条第（八）项",
                ),
            ),
            rows=(
                Item(
                    "fees",
                    "行政事业性收费",
                    "报告年度内实际收取的行政事业性收费总额。",
                    "条例第二十条第（八）项",
                ),
            ),
        ),
    ),
)

# 表三 -------------------------------------------------------------------------------------------

_GROUNDS = (
    Item("state_secret", "1.属于国家秘密", "依法确定为国家秘密的，应有定密依据。", "条例第十四条"),
    Item(
        "barred_by_law",
        "2.其他法律行政法规禁止公开",
        "有法律、行政法规明文禁止公开的。",
        "条例第十四条",
    ),
    Item(
        "security_stability",
        "3.危及“三安全一稳定”",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定的。",
        "条例第十四条",
    ),
    Item(
        "third_party",
        "4.保护第三方合法权益",
        "涉及商业秘密、个人隐私等，公开会损害第三方合法权益的。",
        "条例第十五条",
    ),
    Item(
        "internal_affairs",
        "5.属于三类内部事务信息",
        "人事管理、后勤管理、内部工作流程三类。",
        "条例第十六条第一款",
    ),
    Item(
        "deliberative",
        "6.属于四类过程性信息",
        "讨论记录、过程稿、磋商信函、请示报告四类。",
        "条例第十六条第二款",
    ),
    Item("enforcement_file", "7.属于行政执法案卷", "行政执法案卷信息。", "条例第十六条第二款"),
    Item(
        "admin_inquiry",
        "8.属于行政查询事项",
        "工商登记、不动产登记等另有查询办法的。",
        "条例第三十六条第（七）项",
    ),
)

_OUTCOMES: tuple[Node, ...] = (
    Item(
        "granted",
        "（一）予以公开",
        "全部公开所申请信息的，含告知获取方式和途径的。",
        "条例第三十六条第（一）（二）项",
    ),
    Item(
        "partial",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "一件申请作区分处理的，只在这一行计 1 件，不再计入其他行。",
        "条例第三十七条",
    ),
    Group("（三）不予公开", _GROUNDS),
    Group(
        "（四）无法提供",
        (
            Item(
                "not_held",
                "1.本机关不掌握相关政府信息",
                "经检索没有的，或者不属于本机关负责公开的。",
                "条例第三十六条第（四）（五）项",
            ),
            Item(
                "needs_creation",
                "2.没有现成信息需要另行制作",
                "需要对现有政府信息加工、分析的。",
                "条例第三十八条",
            ),
            Item(
                "still_unclear",
                "3.补正后申请内容仍不明确",
                "已经补正，内容仍不明确的。",
                "条例第三十条",
            ),
        ),
    ),
    Group(
        "（五）不予处理",
        (
            Item(
                "petition",
                "1.信访举报投诉类申请",
                "以申请公开的形式信访、投诉、举报的。",
                "条例第三十九条第一款",
            ),
            Item(
                "repeated",
                "2.重复申请",
                "已经答复，又就同一内容申请的。",
                "条例第三十六条第（六）项",
            ),
            Item(
                "publication",
                "3.要求提供公开出版物",
                "要求提供政府公报、报刊、书籍等公开出版物的。",
                "条例第三十九条第二款",
            ),
            Item(
                "excessive",
                "4.无正当理由大量反复申请",
                "数量、频次明显超过合理范围，又说不出合理理由的。",
                "条例第三十五条",
            ),
            Item(
                "reconfirmation",
                "5.要求行政机关确认或重新出具已获取信息",
                "要求对已经取得的信息盖章确认、重新出具的。",
                "《政府信息公开工作年度报告格式》表三",
            ),
        ),
    ),
    Group(
        "（六）其他处理",
        (
            Item(
                "not_supplemented",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "发出补正通知后逾期不补正的。",
                "条例第三十条",
            ),
            Item(
                "fee_unpaid",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "发出收费通知后逾期不缴费的。",
                "《政府信息公开信息处理费管理办法》",
            ),
            Item(
                "other_outcome",
                "3.其他",
                "以上都不适用的，如申请人主动撤回。数量应当很少。",
                "《政府信息公开工作年度报告格式》表三",
            ),
        ),
    ),
    Total(
        "handled",
        "（七）总计",
        "S302",
        f"{FORM}表三：（七）总计为（一）至（六）各项之和",
        short="办理总计",
    ),
)

REQUESTS = Table(
    key="requests",
    number="表三",
    sheet="三、申请办理",
    widths=common.REQUEST_WIDTHS,
    stub_depth=3,
    blocks=(
        Block(
            key="req",
            corner=common.REQUEST_CORNER,
            columns=common.requesters(FORM),
            rows=(
                Item(
                    "received",
                    "一、本年新收政府信息公开申请数量",
                    "1 月 1 日至 12 月 31 日收到的申请，不含上年结转。",
                    f"{NOTICE}第一部分第（三）项",
                    short="新收",
                ),
                Item(
                    "carried_over",
                    "二、上年结转政府信息公开申请数量",
                    "上年收到、上年末还没有办结的申请，应等于上年报告的“结转下年度继续办理”。",
                    f"{NOTICE}第一部分第（三）项",
                    short="上年结转",
                ),
                Group("三、本年度办理结果", _OUTCOMES, in_path=False),
                Item(
                    "carried_forward",
                    "四、结转下年度继续办理",
                    "12 月 31 日还没有办结的申请，按台账填，不要倒挤。",
                    f"{NOTICE}第一部分第（三）项",
                    short="结转下年度",
                ),
            ),
        ),
    ),
)

# 表四 -------------------------------------------------------------------------------------------

REMEDIES = common.remedies(FORM, NOTICE)

# 六个部分 ---------------------------------------------------------------------------------------

SECTIONS = (
    Section(
        "overview",
        "一",
        "总体情况",
        sheet="一、总体情况",
        guidance="从主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面写；各级人民政府还要写工作考核、社会评议和责任追究结果。聚焦主题、简明客观，原则上不超过 1000 字。",
        paragraphs=40,
        advised_length=1000,
    ),
    Section("proactive", "二", "主动公开政府信息情况", sheet=PROACTIVE.sheet, table=PROACTIVE),
    Section(
        "requests", "三", "收到和处理政府信息公开申请情况", sheet=REQUESTS.sheet, table=REQUESTS
    ),
    Section(
        "remedies", "四", "政府信息公开行政复议、行政诉讼情况", sheet=REMEDIES.sheet, table=REMEDIES
    ),
    Section(
        "problems",
        "五",
        "存在的主要问题及改进情况",
        sheet="五、问题改进",
        guidance="写本单位真实存在的问题和已经采取、将要采取的改进措施，实事求是、明确具体，不要照抄上年或者别的单位。",
        paragraphs=30,
    ),
    Section(
        "other_matters",
        "六",
        "其他需要报告的事项",
        sheet="六、其他事项",
        guidance="收取政府信息公开信息处理费的情况必须在这里报告，没有收取也要写明；其他文件要求在年度报告中报告的事项也写在这里。",
        paragraphs=20,
        reports_fees=True,
    ),
)

# 代码点名的格 ------------------------------------------------------------------------------------

NAMED = NamedCells(
    rules=DocumentCells(
        issued=Cell("pro1", "rules", "issued"),
        repealed=Cell("pro1", "rules", "repealed"),
        in_force=Cell("pro1", "rules", "in_force"),
    ),
    normative=DocumentCells(
        issued=Cell("pro1", "normative", "issued"),
        repealed=Cell("pro1", "normative", "repealed"),
        in_force=Cell("pro1", "normative", "in_force"),
    ),
    licensing=Cell("pro5", "licensing", "decisions"),
    penalty=Cell("pro6", "penalty", "decisions"),
    coercion=Cell("pro6", "coercion", "decisions"),
    fees=Cell("pro8", "fees", "amount"),
    requests=RequestRows(
        everyone="all",
        person="natural_person",
        other_organisation="other_entity",
        received=TableRow("req", "received"),
        carried_over=TableRow("req", "carried_over"),
        handled=TableRow("req", "handled"),
        carried_forward=TableRow("req", "carried_forward"),
        granted=TableRow("req", "granted"),
        partial=TableRow("req", "partial"),
        state_secret=TableRow("req", "state_secret"),
        fee_unpaid=TableRow("req", "fee_unpaid"),
        denied=tuple(TableRow("req", ground.key) for ground in _GROUNDS),
        other_handling=(
            TableRow("req", "not_supplemented"),
            TableRow("req", "fee_unpaid"),
            TableRow("req", "other_outcome"),
        ),
    ),
    review=common.REVIEW,
    direct=common.DIRECT,
    after_review=common.AFTER_REVIEW,
)

EDITION = Edition(
    key="2021",
    document=NOTICE,
    document_title="国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
    first_year=2021,
    title="年政府信息公开工作年度报告",
    preamble_heading="前言（可以不写）",
    preamble_paragraphs=4,
    sections=SECTIONS,
    identities=(common.balance(FORM),),
    aspects=common.ASPECTS,
    government_aspects=common.GOVERNMENT_ASPECTS,
    levels=common.LEVELS,
    named=NAMED,
)
