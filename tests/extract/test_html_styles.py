"""What a style sheet, a style or a tag hides, strikes out or sets apart is no part of what a page says."""

from __future__ import annotations

import pytest

from xlsheets.extract import Grid, Look
from xlsheets.extract.html import read_html

SHEET = """<style><!-- .a .b { display: none } span.x.y { visibility: hidden } #z { color: white }
u > em { text-decoration: line-through } .i { display: none !important } .k { display: none } .k.k2 { display: inline }
@media print { .paper { display: none } } @media (max-width: 600px) { .phone { display: none } }
@media screen { .desk { display: none } } [data-v=h] { opacity: 0 } tr.pale td { color: #fff }
.faint { background-color: #eee; color: #eee } .bad:::{ x } tr.gone { visibility: hidden } --></style>"""


def cells(markup: str) -> dict[str, tuple[str, list[Look]]]:
    """Return the cells of the only table of a page by the cell before them."""
    (table,) = read_html(f"<html><head>{SHEET}</head><body>{markup}</body></html>")
    assert isinstance(table, Grid)
    texts = [(cell.text, [aside.look for aside in cell.asides]) for cell in table.cells]
    return {label: cell for (label, _), cell in zip(texts[::2], texts[1::2], strict=True)}


def cell(markup: str) -> tuple[str, list[Look]]:
    """Return what is read of a cell that holds this."""
    return cells(f"<table><tr><td>甲</td><td>{markup}</td></tr></table>")["甲"]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "display:none!important",
        "visibility:hidden",
        "opacity:0.0",
        "font-size:0",
        "font: 0/0 a",
        "position:absolute;clip:rect(0, 0, 0, 0)",
        "clip-path: inset(50%)",
        "text-indent:-9999px",
        "position:absolute;left:-5000px",
        "display:inline-block;width:0;overflow:hidden",
        "transform: scale(0)",
        "color:transparent",
        "color:#c00;background:#c00",
        "color:red;background-color:rgb(255,0,0)",
        "color:rgba(0,0,0,0)",
    ],
)
def test_what_a_style_hides_is_not_read(style):
    assert cell(f'<i style="{style}">9</i>4') == ("4", [Look.HIDDEN])


@pytest.mark.parametrize(
    ("markup", "look"),
    [
        ('<div class="a"><p class="b">9</p></div>4', Look.HIDDEN),
        ('<span class="x y">9</span>4', Look.HIDDEN),
        ('<b id="z">9</b>4', Look.WHITE),
        ("<u><em>9</em></u>4", Look.STRUCK),
        ('<span class="i" style="display:inline">9</span>4', Look.HIDDEN),
        ('<span data-v="h">9</span>4', Look.HIDDEN),
        ('<span class="faint">9</span>4', Look.HIDDEN),
        ('<span class="desk">9</span>4', Look.HIDDEN),
    ],
)
def test_a_style_sheet_selects_as_it_does_in_a_browser(markup, look):
    assert cell(markup) == ("4", [look])


@pytest.mark.parametrize(
    "markup",
    [
        '<span class="x">4</span>',
        '<span class="paper">4</span>',
        '<span class="phone">4</span>',
        '<span class="k k2">4</span>',
        '<span class="k" style="display:inline">4</span>',
        '<b style="font-size:0"><i style="font-size:14px">4</i></b>',
        '<b style="visibility:hidden"><i style="visibility:visible">4</i></b>',
        '<b style="background:#c00"><i style="color:#fff">4</i></b>',
        '<b style="background:url(a.png)"><i style="color:#fff">4</i></b>',
    ],
)
def test_what_a_browser_shows_is_read(markup):
    assert cell(markup) == ("4", [])


def test_a_row_hands_on_how_it_looks_to_each_of_its_cells():
    rows = '<tr class="gone"><td>甲</td><td>7</td></tr><tr><td>乙</td><td>8</td></tr>'
    (table,) = read_html(f"{SHEET}<table>{rows}</table>")
    assert [cell.text for cell in table.cells] == ["", "", "乙", "8"]
    assert cells('<table><tr style="color:#fff"><td>甲</td><td>7</td></tr></table>') == {
        "甲": ("7", [Look.WHITE])
    }


@pytest.mark.parametrize(
    "mark",
    [
        "<small>1</small>",
        '<span style="font-size:8px">1</span>',
        '<font size="1">1</font>',
        '<b style="font-size:50%">1</b>',
    ],
)
def test_small_digits_beside_a_number_are_a_mark(mark):
    assert cell(f"4{mark}") == ("4¹", [])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("4<small>件</small>", "4件"),
        ("<small>41</small>", "41"),
        ("共<small>4</small>件", "共4件"),
        ('<span style="font-size:16px">4</span><span style="font-size:15px">1</span>', "41"),
    ],
)
def test_other_small_text_is_text(markup, text):
    assert cell(markup) == (text, [])
