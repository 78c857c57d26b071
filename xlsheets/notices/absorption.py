"""What a revised draft changes in its workbook -> text for a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.notices.listing import harmless
from xlsheets.report.wording import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report.absorbed import Absorbed, SentenceEdit

_OWN = "（原来是程序写的一句，改了以后算人写的，程序不再更新它）"


def absorption_as_text(found: Absorbed) -> str:
    """List every sentence and every figure that changes, and what is not written."""
    return "\n".join(harmless(line) for line in _lines(found))


def _lines(found: Absorbed) -> Iterator[str]:
    if not found.changes:
        yield "稿子里的正文和数字与工作簿一致，没有要改的。"
    if found.sentences:
        yield f"正文改了 {len(found.sentences)} 处："
        for edit in found.sentences:
            yield from (f"  {line}" for line in _sentence(edit))
    if found.figures:
        yield f"数字改了 {len(found.figures)} 格："
        for figure in found.figures:
            before = "空" if figure.before is None else show(figure.before)
            yield f"  {figure.path}（{figure.address}）：{before} → {show(figure.after)}"
    yield from found.told
    if found.listed:
        yield f"没有写入、请人处理的 {len(found.listed)} 项："
        yield from (f"  {sentence}" for sentence in found.listed)


def _sentence(edit: SentenceEdit) -> Iterator[str]:
    before, after = marked(edit.before, edit.after)
    yield edit.path + (_OWN if edit.own else "")
    yield from (f"  － {before}",) if before else ()
    yield from (f"  ＋ {after}",) if after else ()
