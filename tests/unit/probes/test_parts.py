# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Series, motion, outlines, the fit, and which prompts are judged."""

from __future__ import annotations

import numpy as np
import pytest

from sidelight.probes.motion import motion_of
from sidelight.probes.outline import (
    area_and_centre,
    ground_of,
    hull,
    largest_part,
    outline_of,
    reach_of,
    roundness,
    standing_out,
    triangle_share,
)
from sidelight.probes.series import MOST, Picture, Series, shrink
from sidelight.probes.solid import CORNERS, fit_cube, project
from sidelight.probes.task import asks_for_turning_cube, holds_code
from unit.probes.drawing import about, film, turning


def small(at_s: float, width: int = 4, height: int = 3) -> Picture:
    return Picture(at_s, width, height, bytes(width * height * 3))


def test_a_series_is_bounded_and_even():
    series = Series()
    for n in range(2000):
        series.add(small(n * 0.1))
    times = [picture.at_s for picture in series.pictures]
    assert times[0] == 0
    assert MOST / 2 <= len(times) <= MOST
    steps = np.diff(times)
    assert steps.min() > 0
    assert steps.max() == pytest.approx(steps.min(), rel=0.3)
    assert times[-1] > 190


def test_a_window_of_another_size_begins_anew():
    series = Series()
    for n in range(10):
        series.add(small(n * 0.1))
    series.add(small(1.0, 3, 3))
    assert [picture.at_s for picture in series.pictures] == [1.0]


def test_making_small_averages_and_keeps_the_shape():
    row = bytes((0, 0, 255, 9)) * 320 + bytes((255, 0, 0, 9)) * 320
    picture = shrink(640, 320, row * 320, 1.5)
    assert (picture.width, picture.height, picture.at_s) == (128, 64, 1.5)
    assert picture.rgb[:3] == b"\xff\0\0"
    assert picture.rgb[-3:] == b"\0\0\xff"
    assert shrink(5000, 3, bytes(5000 * 3 * 4), 0).height == 1


def frames_of(pictures):
    shape = (-1, pictures[0].height, pictures[0].width, 3)
    return np.frombuffer(b"".join(p.rgb for p in pictures), np.uint8).reshape(shape)


def test_a_picture_that_comes_again_tells_its_period():
    quick = film(turning(180, (0, 1, 0)), 6.0)
    motion = motion_of(frames_of(quick), np.array([p.at_s for p in quick]))
    assert (motion.shown, motion.changing, motion.still) == (1, 1, False)
    assert motion.period_s == pytest.approx(2.0, abs=0.15)
    slow = film(turning(20), 6.0)
    assert motion_of(frames_of(slow), np.array([p.at_s for p in slow])).period_s is None


def test_one_picture_is_still():
    motion = motion_of(np.zeros((1, 9, 9, 3), np.uint8), np.zeros(1))
    assert (motion.shown, motion.changing, motion.still, motion.period_s) == (0, 0, True, None)


def test_a_ground_is_plain_or_there_is_none():
    pictures = np.full((3, 20, 30, 3), (10, 20, 30), np.uint8)
    pictures[:, 5:9, 5:9] = 200
    assert ground_of(pictures) == (10, 20, 30)
    assert standing_out(pictures, (10, 20, 30)).sum() == 3 * 16
    pictures[:] = np.linspace(0, 250, 30)[None, None, :, None]
    assert ground_of(pictures) is None


def test_the_largest_part_hangs_together_also_diagonally():
    mask = np.zeros((12, 12), bool)
    for n in range(8):
        mask[n, 8 - n] = True
    mask[10:12, 0:3] = True
    part = largest_part(mask)
    assert part.sum() == 8
    assert not part[10:].any()
    assert not largest_part(np.zeros((4, 4), bool)).any()


def mask_of(inside) -> np.ndarray:
    y, x = np.mgrid[:96, :128]
    return inside(x - 64.0, y - 48.0)


def test_outlines_know_discs_triangles_and_the_rim():
    disc = outline_of(mask_of(lambda x, y: x**2 + y**2 < 30**2))
    assert disc.radius == pytest.approx(30, abs=0.6)
    assert disc.centre == pytest.approx((64, 48), abs=0.1)
    assert roundness(disc) < 0.01
    assert disc.fill > 0.97
    assert not disc.cut
    triangle = outline_of(mask_of(lambda x, y: (y < 30) & (2 * np.abs(x) < y + 30)))
    assert triangle_share(triangle) > 0.93
    square = outline_of(mask_of(lambda x, y: (abs(x) < 30) & (abs(y) < 30)))
    assert triangle_share(square) == pytest.approx(0.5, abs=0.02)
    assert outline_of(mask_of(lambda x, y: x > 30)).cut
    assert outline_of(mask_of(lambda x, y: x > 1000)) is None
    ring = outline_of(mask_of(lambda x, y: abs(np.hypot(x, y) - 30) < 1))
    assert ring.fill < 0.2


@pytest.mark.parametrize("distance", [3.0, 6.0, 100.0])
def test_a_cube_of_any_side_is_found_with_its_size(distance):
    chance = np.random.default_rng(7)
    reaches = []
    for _ in range(40):
        turn = about(tuple(chance.normal(size=3)), chance.uniform(0, 360))
        flat = 24 * project(np.array(CORNERS) @ turn.T, distance)
        corners = np.array(hull([(x, y) for x, y in flat.tolist()]))
        reaches.append(reach_of(corners - area_and_centre(corners)[1]))
    fit = fit_cube(np.array(reaches))
    assert np.median(fit.misfit) < 0.014
    assert fit.misfit.max() < 0.03
    assert np.median(fit.scale) == pytest.approx(24, rel=0.02)
    turns = fit.turns()
    assert np.allclose(turns @ turns.transpose(0, 2, 1), np.eye(3), atol=1e-6)


def test_a_disc_is_no_cube():
    fit = fit_cube(np.full((3, 120), 20.0))
    assert fit.misfit.min() > 0.04


@pytest.mark.parametrize(
    ("prompt", "judged"),
    [
        ("Write a Python script that draws a rotating 3D cube, using PyOpenGL.", True),
        ("Draw a spinning cube with pygame", True),
        ("Zeichne einen sich drehenden Würfel mit PyOpenGL.", True),
        ("Draw a cube.", False),
        ("Draw a bouncing ball.", False),
        ("Draw two rotating cubes.", False),
        ("Draw a cube that rotates when I press a key.", False),
        ("Draw a rotating Rubik's cube.", False),
        ("Cubic splines: how does one return them?", False),
    ],
)
def test_only_prompts_for_one_turning_cube_are_judged(prompt, judged):
    assert asks_for_turning_cube(prompt) is judged


def test_code_is_found():
    assert holds_code("Here:\n\n```python\nx = 1\n```")
    assert not holds_code("I cannot write that.")
