# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What browsers draw and the engine alone does not: colours at places, as Chromium has them."""

from __future__ import annotations

import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sidelight.api import Artifact, Context
from sidelight_svg import colours, matrices, paths, renderer, sums

RED, NONE, BLUE, GREEN = (255, 0, 0, 255), (0, 0, 0, 0), (0, 0, 255, 255), (0, 128, 0, 255)
ROOT = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"'
SMALL = f'{ROOT} viewBox="0 0 9 9"'

DRAWINGS = {
    "a dash in shares of the outline": (
        (
            f'{ROOT}><circle cx="45" cy="45" r="30" pathLength="100" stroke-dasharray="50 100" stroke="red"'
            ' stroke-width="10" fill="none"/></svg>'
        ),
        {(45, 75): RED, (45, 15): NONE},
    ),
    "a stroke as wide at every scale": (
        (
            f'{SMALL}><rect x="2" y="2" width="5" height="5" fill="none" stroke="red" stroke-width="6"'
            ' vector-effect="non-scaling-stroke"/></svg>'
        ),
        {(20, 45): RED, (30, 45): NONE},
    ),
    "the same where one side is scaled more": (
        (
            f'{ROOT} viewBox="0 0 9 90" preserveAspectRatio="none"><path d="M2 10 V80 M4 45 H8" stroke="red"'
            ' style="stroke-width:8;vector-effect:non-scaling-stroke"/></svg>'
        ),
        {(22, 45): RED, (28, 30): NONE, (60, 47): RED, (60, 53): NONE},
    ),
    "a mask by its address": (
        (
            f'{ROOT}><mask id="m"><rect width="45" height="90" fill="#fff"/></mask>'
            '<rect width="90" height="90" fill="red" style="mask-image:url(#m)"/></svg>'
        ),
        {(20, 45): RED, (70, 45): NONE},
    ),
    "a mask in one line": (
        (
            f'{ROOT}><mask id="m"><rect width="45" height="90" fill="#fff"/></mask>'
            '<rect width="90" height="90" fill="red" style="mask:url(#m) no-repeat"/></svg>'
        ),
        {(20, 45): RED, (70, 45): NONE},
    ),
    "a mask that runs from full to nothing": (
        (
            f'{ROOT}><rect width="90" height="90" fill="red"'
            ' style="mask-image:linear-gradient(to right, black 50%, transparent 51%)"/></svg>'
        ),
        {(20, 45): RED, (70, 45): NONE},
    ),
    "a gradient that is another, turned": (
        (
            f'{ROOT}><linearGradient id="a" gradientTransform="rotate(90)">'
            '<stop offset=".5" stop-color="red"/>'
            '<stop offset=".5" stop-color="#00f"/></linearGradient><linearGradient id="b" href="#a"/>'
            '<rect width="90" height="90" fill="url(#b)"/></svg>'
        ),
        {(10, 10): RED, (80, 10): RED, (45, 80): BLUE},
    ),
    "sums of shares and lengths": (
        (
            f"{ROOT}><style>:root{{--u:10px}} rect{{x:calc(50% - var(--u) * 2);y:min(50%, 20px);"
            "width:calc((var(--u) + 10px) * 2);height:clamp(1px, 5em, 50px);fill:red}</style><rect/></svg>"
        ),
        {(26, 21): RED, (64, 69): RED, (24, 30): NONE, (66, 30): NONE, (30, 71): NONE},
    ),
    "a move, a turn and a size by themselves": (
        (
            f'{ROOT}><rect width="20" height="20" fill="red" style="translate:40px 10px;scale:2 1;'
            'rotate:90deg;transform-origin:0 0"/></svg>'
        ),
        {(35, 45): RED, (45, 20): NONE, (15, 45): NONE},
    ),
    "a place on a path": (
        (
            f'{ROOT}><circle r="8" fill="red"'
            " style=\"offset-path:path('M10 10 H80');offset-distance:50%\"/></svg>"
        ),
        {(45, 10): RED, (10, 10): NONE},
    ),
    "words in the language that is read": (
        (
            f'{ROOT}><switch><rect systemLanguage="de" width="90" height="90"/>'
            '<rect systemLanguage="en" width="90" height="90" fill="red"/><circle r="9"/></switch></svg>'
        ),
        {(45, 45): RED},
    ),
}


def drawn(text: str) -> Image.Image:
    shown = renderer.render(Artifact(0, "svg", text, True), Context())
    assert shown.image is not None
    assert not [note for note in shown.notes if "not drawn" in note.message]
    return Image.open(io.BytesIO(shown.image.data)).convert("RGBA")


@pytest.mark.parametrize("name", DRAWINGS)
def test_it_is_drawn_as_browsers_draw_it(name: str) -> None:
    text, places = DRAWINGS[name]
    picture = drawn(text)
    assert {place: picture.getpixel(place) for place in places} == places


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("lab(60% 40 30)", "#d97360"),
        ("lch(60% 60 300)", "#9f81ea"),
        ("color(display-p3 1 .5 0)", "#ff7700"),
        ("color(srgb 1 0.5 0 / 50%)", "#ff800080"),
    ],
)
def test_colours_of_other_spaces_are_near_those_of_browsers(written: str, figures: str) -> None:
    for one, other in zip(colours.rgba(written) or (), colours.rgba(figures) or (), strict=True):
        assert one == pytest.approx(other, abs=0.03)


@pytest.mark.parametrize(
    ("d", "length"),
    [
        ("M0 0 H10 V10 H0 Z", 40.0),
        ("m0,0 10,0 0,10-10,0z", 40.0),
        ("M0 0a5 5 0 1110 0", math.pi * 5),
        ("M0 0A5 5 0 0 1 10 0 5 5 0 0 1 0 0", math.pi * 10),
        ("M0 0 Q5 0 10 0 T20 0", 20.0),
        ("M0 0 C5 0 5 0 10 0 S15 0 20 0 M50 50 h1", 21.0),
        ("M0 0 L3 4 L x", 5.0),
        ("", 0.0),
    ],
)
def test_outlines_are_as_long_as_they_are(d: str, length: float) -> None:
    assert paths.length_of(paths.pieces(d)) == pytest.approx(length, rel=0.01)
    again = paths.pieces(paths.written(paths.pieces(d)))
    assert paths.length_of(again) == pytest.approx(paths.length_of(paths.pieces(d)), rel=1e-3)


@pytest.mark.parametrize(
    ("value", "sum_"),
    [
        ("calc(50% - 20px)", "80"),
        ("calc(1px + 2 * (3px - 1px) / 4)", "2"),
        ("translate(calc(10% + 5px), min(3px, 4px))", "translate(25, 3)"),
        ("rotate(calc(360deg / 8))", "rotate(45deg)"),
        ("calc(1px + )", "calc(1px + )"),
        ("calc(1 / 0)", "calc(1 / 0)"),
        ("clamp(10px, 5%, 30px)", "10"),
    ],
)
def test_sums_are_reckoned_or_left(value: str, sum_: str) -> None:
    assert sums.reckoned(value, 200.0) == sum_


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.text("calc(min)max+-*/ 0123.px%", max_size=60), st.text("MmLlHVCcSsQqTAaZz0123456789.,- ", max_size=60)
)
def test_any_sum_and_any_outline_comes_to_an_end(value: str, d: str) -> None:
    assert isinstance(sums.reckoned(f"calc({value})", 100.0), str)
    assert paths.length_of(paths.pieces(f"M{d}")) >= 0


def test_a_transform_and_what_takes_it_back_are_nothing() -> None:
    matrix = matrices.matrix_of("translate(3 4) rotate(30 5 5) scale(2, 3) skewX(10)")
    back = matrices.reverse(matrix)
    assert back is not None
    assert matrices.moved(matrices.times(matrix, back), 7.0, 8.0) == pytest.approx((7.0, 8.0))
    assert matrices.reverse(matrices.matrix_of("scale(0)")) is None
