"""An edition -> what texts call the outcomes and the applicants of 表三."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.word_forms import words_in
from xlsheets.schema import edition_named
from xlsheets.schema.cells import TableRow
from xlsheets.schema.spec import Group, Item, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.schema import Edition
    from xlsheets.schema.spec import Node

# By words of the official label: what texts call it besides.
_USUAL_WORDS = (
    ("（一）予以公开", "(予|予以|全部|完全|同意|准予|获得|得到)公开"),
    ("（二）部分公开", "部分(内容|)(予以|同意|)公开 区分处理(后公开|)"),
    ("（三）不予公开", "(不|未)予(以|)公开 不(同意|)公开 拒绝公开"),
    ("属于国家秘密", "(属于|涉及|)国家秘密"),
    ("法律行政法规禁止公开", "法律、法规禁止(公开|) 法律(、|)行政法规禁止(公开|)"),
    ("三安全一稳定", "(危及|)(■|)三安全一稳定"),
    ("第三方合法权益", "(保护|)第三方合法权益"),
    ("内部事务信息", "(属于|)(三类|)内部事务(信息|)"),
    ("过程性信息", "(属于|)(四类|)过程性信息"),
    ("行政执法案卷", "(属于|)(行政|)执法案卷(信息|)"),
    ("行政查询事项", "(属于|)行政查询(事项|)"),
    ("（四）无法提供", "无法提供"),
    ("不掌握相关政府信息", "(本机关|)(不|未)掌握(相关(政府|)信息|信息|) 信息不存在"),
    (
        "另行制作",
        "(没有|无)现成(的|)信息(、|)(需要另行制作|需另行制作|) (需|需要|)另行(制作|加工)",
    ),
    ("仍不明确", "(补正后|)(申请内容|内容|)仍(然|)不明确"),
    ("（五）不予处理", "不予处理 不处理"),
    ("信访举报投诉", "信访(、|)(举报(、|)投诉|投诉(、|)举报|投诉|举报)(类|类申请|) 信访类(申请|)"),
    ("重复申请", "重复申请"),
    ("公开出版物", "(要求提供|提供|)公开出版物"),
    ("大量反复申请", "(无正当理由|)大量(、|)反复(申请|)"),
    ("重新出具", "(要求|)(行政机关|)(确认或|确认或者|)重新出具(已获取信息|已获取的信息|)"),
    ("（六）其他处理", "其他处理"),
    ("逾期不补正", "(申请人|)(无正当理由|)逾期(不|未)补正(、不再处理|而不再处理|不再处理|)"),
    (
        "逾期未按收费通知",
        "(申请人|)逾期(未|不)(按收费通知要求|)(缴费|缴纳费用|缴纳|交费)(、不再处理|而不再处理|)",
    ),
)
_NUMBERING = pattern_of(r"^(?:（[一二三四五六七八九十]+）|\d+\.)|（.*）$")
# A label this short, such as 其他, says too little to be found in a text.
_TELLS_NOTHING = 2


def outcome_words(edition: Edition) -> Mapping[str, tuple[TableRow, ...]]:
    """Return every word for an outcome of an edition, with its rows."""
    return _outcome_words(edition.key)


@lru_cache(maxsize=8)
def _outcome_words(edition_key: str) -> Mapping[str, tuple[TableRow, ...]]:
    edition = edition_named(edition_key)
    block = edition.blocks[edition.named.requests.block]
    results = next(node for node in block.rows if isinstance(node, Group))
    return {
        word: tuple(TableRow(block.key, leaf.key) for leaf in leaves((node,)))
        for node in _groups_and_items(results.members)
        for word in _called(node.label)
    }


def _groups_and_items(nodes: Iterable[Node]) -> Iterator[Group | Item]:
    for node in nodes:
        if isinstance(node, Group):
            yield node
            yield from _groups_and_items(node.members)
        elif isinstance(node, Item):
            yield node


def _called(label: str) -> Iterator[str]:
    plain = _NUMBERING.sub("", label)
    if len(plain) > _TELLS_NOTHING:
        yield plain
    for part, forms in _USUAL_WORDS:
        if part in label:
            yield from words_in(forms)
            return


# By the official label of a column: what texts call the applicants besides.
_APPLICANTS = (
    ("自然人", "自然人 公民(个人|) 个人"),
    ("商业企业", "商业企业 (民营|)企业 公司"),
    ("科研机构", "科研(机构|院所|单位)"),
    ("社会公益组织", "(社会|)公益(性|)(组织|机构)"),
    ("法律服务机构", "法律服务(机构|所) 律师事务所 律所"),
    ("其他", "其他组织"),
)
_LEGAL_PERSONS = (
    "法人(和|或|或者|及|以及|与|、|)(其他|其它)组织 法人(和|或|或者|及|以及|与|、|)组织 法人"
)
LEGAL = "法人或其他组织"


@lru_cache(maxsize=1)
def applicant_words() -> Mapping[str, str]:
    """Return every word for applicants, with the label of its column or ``LEGAL`` for all legal persons."""
    columns = {word: label for label, forms in _APPLICANTS for word in words_in(forms)}
    return columns | dict.fromkeys(words_in(_LEGAL_PERSONS), LEGAL)


def applicant_columns(edition: Edition, called: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return the columns that words for applicants mean, with their label; none for no words."""
    asked = edition.named.requests
    leaves_of = edition.blocks[asked.block].column_leaves
    meant = dict.fromkeys(applicant_words()[word] for word in called)
    keys: dict[str, None] = {}
    for label in meant:
        keys |= dict.fromkeys(
            leaf.key
            for leaf in leaves_of
            if leaf.label == label
            or (label == LEGAL and leaf.key not in (asked.person, asked.everyone))
        )
    return tuple(keys), "、".join("其他组织" if label == "其他" else label for label in meant)
