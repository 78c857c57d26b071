"""What texts call the facts of 基础数据: how a number of one is said, and how it is said that there was none."""

from __future__ import annotations

from xlsheets.values import NamedTuple


class Wording(NamedTuple):
    """How texts speak of a fact.

    Args:
        said: pattern of the words around its number, which stands as ``#``; what is in quotes stands as ``■``.
        units: units the number may have beside the fact's own.
        denied: pattern of a statement that the number is 0; "" where nobody says so.
    """

    said: str
    units: tuple[str, ...] = ()
    denied: str = ""


_MORE = "(?:共|共计|总计|有|达|为)?"
_PUT_OUT = f"(?:主动)?(?:发布|公开|公布|推送|张贴)?(?:各类)?(?:政府|政务)?(?:信息)?{_MORE}#"

# Every fact but the amount of the fee, which has a rule of its own.
WORDINGS = {
    "website_items": Wording(f"网站{_PUT_OUT}", ("篇", "则")),
    "wechat_items": Wording(f"公众号■{{0,14}}(?:全年|年内)?{_PUT_OUT}", ("篇", "则")),
    "weibo_items": Wording(f"微博{_PUT_OUT}", ("篇", "则")),
    "other_media_items": Wording(f"其他政务新媒体{_PUT_OUT}", ("篇", "则")),
    "board_items": Wording(f"(?:公开栏|电子屏){_PUT_OUT}", ("份", "张")),
    "gazette_issues": Wording(f"政府公报{_MORE}#"),
    "budget_items": Wording(f"决算(?:信息)?(?:公开)?(?:信息)?{_MORE}#"),
    "policy_documents": Wording(f"政策文件栏目(?:全年)?公开文件{_MORE}#", ("份",)),
    "policy_readings": Wording(f"政策解读(?:稿件|材料|信息)?{_MORE}#", ("篇", "件")),
    "normative_readings": Wording(f"(?:配发解读|已有解读|作了解读)的?{_MORE}#"),
    "press_conferences": Wording(
        f"新闻发布会{_MORE}#", ("次",), "(?:没有|未)(?:召开|举行|举办)过?新闻发布会"
    ),
    "interviews": Wording(f"在线访谈{_MORE}#", ("次", "场")),
    "consultations": Wording(f"决策草案(?:向社会)?公开征求意见{_MORE}#|公开征求意见{_MORE}#"),
    "opinions": Wording(
        f"(?:收到|收集到|得到)(?:公众)?意见(?:建议)?{_MORE}#", denied="没有收到意见建议"
    ),
    "messages": Wording(f"留言和(?:信箱)?来信{_MORE}#"),
    "hotline_orders": Wording(f"热线(?:工单)?{_MORE}#"),
    "proposals": Wording(f"提案(?:的)?办理结果{_MORE}#"),
    "inquiries": Wording(f"(?:咨询|咨询申请公开事项){_MORE}#"),
    "late_replies": Wording(
        f"超[过出]法定期限(?:才答复的|的答复|的)?{_MORE}#|超期答复{_MORE}#",
        denied="均在法定期限内|没有超过法定期限|(?:没有|未)(?:出现|发生)?(?:一件)?超期|无(?:一件)?(?:超期|逾期)|零超期",
    ),
    "fee_requests": Wording(f"费.*涉及申请{_MORE}#"),
    "attributed_documents": Wording(f"公开属性的公文{_MORE}#", ("份",)),
    "secrecy_reviews": Wording(f"保密审查(?:的)?(?:信息)?{_MORE}#", ("件",)),
    "reviewed_documents": Wording(f"清理(?:审查)?行政规范性文件{_MORE}#", ("份",)),
    "corrections": Wording(
        f"差错{_MORE}#",
        ("个", "条"),
        denied="没有更正公开内容|没有作过更正|没有更正过已公开",
    ),
    "columns": Wording(f"网站栏目{_MORE}#"),
    "new_columns": Wording(f"新[设开](?:网站)?专题专栏{_MORE}#"),
    "accounts": Wording(f"运行的政务新媒体(?:账号)?{_MORE}#"),
    "closed_accounts": Wording(f"关停整合(?:政务新媒体)?{_MORE}#"),
    "service_points": Wording(f"查阅点{_MORE}#"),
    "meetings": Wording(f"研究部署公开工作(?:的会议开了)?{_MORE}#"),
    "staff": Wording(f"公开工作的(?:人员|专职、兼职人员){_MORE}#", ("人",)),
    "trainings": Wording(f"(?:业务|公开工作)培训{_MORE}#", ("次", "期")),
    "trainees": Wording(f"(?:参加培训|参训|到场参加|参加业务培训){_MORE}#"),
    "inspections": Wording(f"(?:公开检查|检查公开工作){_MORE}#"),
    "rectified_problems": Wording(f"问题(?:已整改|整改了)?{_MORE}#", ("处", "项")),
    "assessed_units": Wording(f"(?:共考核|考核了|被考核的|公开工作的|对象是){_MORE}#", ("个",)),
    "reviewers": Wording(f"评议(?:，?参加(?:评议|的)?|的参加者|的)?{_MORE}#"),
    "accountability_cases": Wording(
        f"责任追究{_MORE}#",
        ("件",),
        denied="(?:没有|未)[^，。；]{0,20}责任追究|责任追究的情形没有发生|追究责任的[^，。；]{0,6}没有",
    ),
}
