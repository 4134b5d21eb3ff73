# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A part of a drawing is what a cut out of the whole would be."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pictures
from PIL import ImageChops, ImageStat

from sidelight.api import Artifact, Context
from sidelight_svg import renderer
from sidelight_svg.part import part_of

DRAWINGS = {
    "with a view box": """<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 200 100" width="400">
        <style>circle { fill: #c03 } .b { stroke: #036; stroke-width: 3; fill: none }</style>
        <rect width="50%" height="50%" x="10" y="20" fill="#eda"/><circle cx="100" cy="70" r="40"/>
        <path class="b" d="M10 20 L210 120"/></svg>""",
    "without one": """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">
        <circle cx="150" cy="100" r="80" fill="#284"/><line x2="100%" y2="100%" stroke="#000"/></svg>""",
    "out of shape": """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 100 100">
        <circle cx="50" cy="50" r="50" fill="#284"/></svg>""",
}
PART = (0.25, 0.4, 0.5, 0.3)


def pixels(text: str, scale: float, **settings: object) -> Pictures.Image:
    drawn = renderer.render(Artifact(0, "svg", text, True), Context(scale=scale, settings=settings))
    assert drawn.image is not None
    return Pictures.open(io.BytesIO(drawn.image.data)).convert("RGBA")


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_part_is_what_would_be_cut_out_of_the_whole(name: str) -> None:
    whole = pixels(DRAWINGS[name], 4.0)
    left, top, width, height = PART
    box = [
        left * whole.width,
        top * whole.height,
        (left + width) * whole.width,
        (top + height) * whole.height,
    ]
    expected = whole.crop(tuple(round(side) for side in box))
    found = pixels(DRAWINGS[name], 4.0, part=PART)
    assert found.size == expected.size
    assert max(ImageStat.Stat(ImageChops.difference(found, expected)).mean) < 1.0


def test_a_part_can_be_finer_than_the_whole_may_be() -> None:
    small = (0.5, 0.5, 0.02, 0.02)
    assert pixels(DRAWINGS["without one"], 60.0, part=small).size == (360, 240)


@pytest.mark.parametrize("wish", [None, "x", (1, 2), (0, 0, 0, 1), (0, 0, 2, 1), (0, 0, float("nan"), 1), 7])
def test_what_is_no_part_is_the_whole(wish: object) -> None:
    assert part_of(wish) is None
