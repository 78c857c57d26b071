"""Lines of a web page -> which of them are furniture: what a site prints around any text."""

from __future__ import annotations

import re

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.outline.names import title_of

_FRONT = pattern_of(
    r"(?:[【\[(]?(?:发布|发文|公开|更新|成文|生成|发表|印发|编写|打印|录入)?(?:时间|日期)[:：]"
    r"|(?:信息|文章|稿件)?来源[:：|｜]|(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?[:：]?\d*|【?字[体号](?:显示)?[:：]|索引号|信息分类"
    r"|主题分类|(?:发布|发文|制发|公开|信息生成)(?:机构|机关|单位|部门|人)[:：]?|文\s*号[:：]|关键词|有效性|公开(?:方式|类别|期限|形式|属性)"
    r"|(?:您)?(?:现在|当前)的?位置|打印|分享|名称[:：]|标题[:：]|作者[:：]|责任编辑|编辑[:：|｜]|录入[:：|｜]|审核[:：|｜]"
    r"|原创|点击上方|听全文|语音播报|视力保护|扫一扫|扫码|附件|责编)"
)
_END = pattern_of(
    r"(?:\d{1,2}[.、])?(?:附件|附[:：]|相关(?:链接|文章|信息|文档|阅读|稿件|附件|新闻|报道)|分享|转发|收藏|打印|我要|关闭|返回|回到顶部"
    r"|上一[篇条页个则]|下一[篇条页个则]|扫一扫|扫码|长按|微信|微博|主办|承办|协办|主管|管理单位|版权|copyright|网站(?:标识码|地图|声明|支持|帮助)"
    r"|联系我们|关于我们|关于本网|技术支持|技术维护|备案|.{0,20}ICP备|.{0,20}网安备|.{0,12}公安备|责任编辑|责编|编辑|来源|作者|发布人|录入"
    r"|发布(?:时间|日期)|(?:浏览|阅读|点击|访问)(?:次数|量|数)|友情链接|无障碍|设为首页|加入收藏|您是第|大家都在看|热门|猜你喜欢|网友评论"
    r"|暂无评论|您对本页|智能问答|纠错|下载|END$|第\d+页共|【|\[|>|<|http|www\.)",
    re.IGNORECASE,
)
_SENTENCE = pattern_of(r"[。！？；]|[：:]$")
# Contact data that a preamble prints line by line.
_CONTACT = pattern_of(
    r"(?:单位|联系|办公|通讯|通信)?(?:地址|电话|传真|邮编|邮政编码|电子邮箱|邮箱|联系人|联系方式|联系电话|监督电话|办公时间|E-?mail)[:：]",
    re.IGNORECASE,
)
_LONG = 60


def is_sentence(text: str) -> bool:
    """Tell whether a line says something as text does: it has the end of a sentence, or is long."""
    return bool(_SENTENCE.search(text.rstrip("”）)"))) or len(text) > _LONG


def is_front_furniture(text: str) -> bool:
    """Tell whether a line between the title and the text is no part of the preamble."""
    short = squeezed(text)
    if _CONTACT.match(short):
        return False
    if _FRONT.match(short.lstrip("•·-*◆■●")) and not short.endswith("。"):
        return True
    return not is_sentence(text) or title_of(short) is not None


def is_end_furniture(text: str) -> bool:
    """Tell whether a line after the text is one that sites print, by its first words."""
    short = squeezed(text).lstrip("•·-*◆■●|")
    return bool(_END.match(short)) or title_of(short) is not None


def is_meta(text: str) -> bool:
    """Tell whether a line before the title names a property of the page."""
    return bool(_FRONT.match(squeezed(text).lstrip("•·-*◆■●")))
