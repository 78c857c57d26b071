"""A web page and its style sheets -> the page with its elements numbered, and what the sheets say of each."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# The attribute that carries the number of an element while its page is read.
NUMBER = "data-xlsheets"
_SHEET = pattern_of(r"<style\b([^>]*)>(.*?)</style", re.IGNORECASE | re.DOTALL)
_TAG = pattern_of(r"(?<=<)[a-z][\w:-]*(?=[\s/>])", re.IGNORECASE)
# Properties that change what a text says, or whether it is seen.
_TELLING = frozenset(
    (
        "display",
        "visibility",
        "opacity",
        "font",
        "font-size",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
        "color",
        "background",
        "background-color",
        "background-image",
        "clip",
        "clip-path",
        "text-indent",
        "position",
        "left",
        "top",
        "margin-left",
        "transform",
        "width",
        "height",
        "max-height",
        "overflow",
    )
)
# A sheet for paper or for narrow screens says nothing of the page on a desk.
_ELSEWHERE = pattern_of(r"print|max-(?:device-)?width|speech", re.IGNORECASE)
_GROUPS = ("media", "supports", "layer")
_LARGEST = 2_000_000


class Declaration(NamedTuple):
    """One property that a style gives an element."""

    name: str
    value: str
    important: bool


class StyledPage(NamedTuple):
    """The text of a page, and the declarations of its sheets by the number of the element, the weakest first."""

    text: str
    declared: Mapping[str, tuple[Declaration, ...]]


def styled(text: str) -> StyledPage:
    """Apply the style sheets within a page; a page without one that matters stays as it is."""
    from tinycss2 import parse_stylesheet

    found = [sheet for where, sheet in _SHEET.findall(text) if not _ELSEWHERE.search(where)]
    sheets = "\n".join(found)[:_LARGEST]
    rules = list(_rules(parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True)))
    if not rules:
        return StyledPage(text, {})
    numbers = count()
    numbered = _TAG.sub(lambda tag: f"{tag[0]} {NUMBER}={next(numbers)}", text)
    return StyledPage(numbered, _matched(numbered, rules))


def _rules(nodes: Iterable[Any]) -> Iterator[tuple[Any, tuple[Declaration, ...]]]:
    """Yield the rules of a sheet that declare something telling: what they select, and what they declare."""
    from tinycss2 import parse_rule_list, serialize

    for node in nodes:
        if node.type == "qualified-rule":
            said = declarations(serialize(node.content))
            if said:
                yield node.prelude, said
        elif node.type == "at-rule" and _holds_here(node):
            yield from _rules(parse_rule_list(node.content))


def _holds_here(group: Any) -> bool:  # noqa: ANN401
    from tinycss2 import serialize

    named = group.content and group.lower_at_keyword in _GROUPS
    return bool(named) and not _ELSEWHERE.search(serialize(group.prelude))


# A page repeats the styles of its cells.
@lru_cache(maxsize=1024)
def declarations(style: str) -> tuple[Declaration, ...]:
    """Return what a style declares of the properties that tell, in its order."""
    from tinycss2 import parse_blocks_contents, serialize

    return tuple(
        Declaration(
            node.lower_name, " ".join(serialize(node.value).lower().split()), node.important
        )
        for node in parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
        if node.type == "declaration" and node.lower_name in _TELLING
    )


def _matched(
    page: str, rules: Sequence[tuple[Any, tuple[Declaration, ...]]]
) -> dict[str, tuple[Declaration, ...]]:
    """Return what the rules declare for the elements they select, the strongest last."""
    from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    matcher = Matcher()
    for prelude, said in rules:
        try:
            selectors = compile_selector_list(prelude)
        except SelectorError:  # browsers leave such a rule out
            continue
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, said)
    root = document_fromstring(page.encode(), HTMLParser(encoding="utf-8", huge_tree=True))
    found = {}
    for element in ElementWrapper.from_html_root(root).iter_subtree():
        number = element.etree_element.get(NUMBER)
        matches = matcher.match(element) if number else ()
        if matches:
            found[number] = tuple(one for _, _, _, said in matches for one in said)
    return found


def cascaded(sheets: tuple[Declaration, ...], own: tuple[Declaration, ...]) -> Mapping[str, str]:
    """Return the value of each property: an element's own before those of sheets, important ones before all."""
    weakest_first = sorted((*sheets, *own), key=lambda said: said.important)
    return {said.name: said.value for said in weakest_first}
