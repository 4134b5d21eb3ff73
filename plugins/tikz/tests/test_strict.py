# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight_tikz.strict import BadDrawing, strict

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def inside(text: str) -> str:
    return strict(f"{HEAD}{text}</svg>").removeprefix(HEAD).removesuffix("</svg>")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>@import url(http://a)</style>",
        '<image href="data:image/png;base64,AAAA"/>',
        "<foreignObject><p>a</p></foreignObject>",
        '<animate attributeName="d"/>',
        "<text>words</text>",
        "words",
        "<!-- words -->",
        '<a href="http://a"><path d="M0 0"/></a>',
        "<g/>",
        '<path d="  "/>',
    ],
)
def test_what_does_not_draw_is_left_out(text: str) -> None:
    assert inside(f'{text}<path d="M0 0L1 1"/>') == '<path d="M0 0L1 1"/>'


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="x()"',
        'style="fill:url(http://a/b)"',
        "style=\"fill:url( 'file:///a')\"",
        'style="background:u\\72l(a)"',
        'fill="url(http://a)"',
        'clip-path="url(a.svg#b)"',
        'href="http://a"',
        'xlink:href="a.svg#b"',
        'xlink:href="javascript:x()"',
        'xmlns:x="http://a"',
        'filter="url(#a)"',
        'class="a"',
    ],
)
def test_attributes_that_reach_out_are_left_out(attribute: str) -> None:
    assert inside(f'<path {attribute} d="M0 0L1 1"/>') == '<path d="M0 0L1 1"/>'


def test_parts_of_the_drawing_may_be_referred_to() -> None:
    kept = '<path id="a" d="M0 0L1 1" style="fill:url(#b)" mask="url(#c)"/><use xlink:href="#a"/>'
    assert inside(kept) == kept


def test_changes_of_colour_become_the_shapes_own() -> None:
    text = '<g stroke="#f00"><path d="M0 0"/><g fill="none" stroke-width="2"><path d="M1 1"/></g></g>'
    assert inside(text) == (
        '<path stroke="#f00" d="M0 0"/><path stroke="#f00" fill="none" stroke-width="2" d="M1 1"/>'
    )


def test_blending_is_each_shapes_own() -> None:
    text = '<g style="mix-blend-mode:colorburn"><path d="M0 0"/><path d="M1 1" style="fill:url(#a)"/></g>'
    assert inside(text) == (
        '<path style="mix-blend-mode:color-burn" d="M0 0"/><path style="fill:url(#a)" d="M1 1"/>'
    )


def test_groups_that_do_more_stay() -> None:
    text = '<g transform="scale(2)" fill="red"><path d="M0 0"/></g>'
    assert inside(text) == '<g transform="scale(2)"><path fill="red" d="M0 0"/></g>'


def test_ten_thousand_changes_of_colour_are_not_deep() -> None:
    deep = "".join(f'<g fill="#{n:06x}"><path d="M{n} 0"/>' for n in range(10_000)) + "</g>" * 10_000
    assert inside(deep).count("<path") == 10_000


def test_what_is_really_deep_or_large_is_refused() -> None:
    with pytest.raises(BadDrawing, match="deep"):
        inside('<g opacity=".9">' * 400 + '<path d="M0 0"/>' + "</g>" * 400)
    with pytest.raises(BadDrawing, match="parts"):
        inside('<path d="M0 0"/>' * 100_001)


def test_tiles_show_what_their_neighbours_draw_beyond_their_edges() -> None:
    drawn = inside('<pattern id="p" width="3" height="4"><path d="M0 0L9 9"/></pattern>')
    assert drawn.count("<path") == 9
    assert "translate(-3,4)" in drawn


@pytest.mark.parametrize(
    "text", ["<g>", "</svg><svg>", "&x;", "<!DOCTYPE a>", "<path d='M0 0' d='M0 0'/>", "<", "]]>"]
)
def test_what_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(BadDrawing):
        inside(text)


@given(st.text())
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        drawn = inside(text)
    except BadDrawing:
        return
    assert "script" not in drawn
