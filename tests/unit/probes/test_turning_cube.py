# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rules, on pictures that were drawn for them. The same on real scripts: ``test_on_stage``."""

from __future__ import annotations

import math
import random

import pytest

from sidelight.domain.verdict import Verdict
from sidelight.probes.series import Picture
from sidelight.probes.turning_cube import VERIFIER, judge
from sidelight.probes.watched import Ending, Watched
from unit.probes.drawing import about, cube, film, picture, turning


def verdict_of(
    pictures: list[Picture], seconds: float | None = None, ending: Ending | None = None
) -> Verdict:
    return judge(Watched(pictures, seconds or pictures[-1].at_s + 0.1, ending)).verdict


@pytest.mark.parametrize("axis", [(0, 1, 0), (1, 1, 0), (1, 2, 3), (1, 0.1, 0)])
@pytest.mark.parametrize("speed", [25, 60, 300])
def test_a_cube_that_turns_passes(axis, speed):
    found = judge(Watched(film(turning(speed, axis)), 5.0))
    assert found.verdict is Verdict.PASS, found.evidence
    assert found.verifier == VERIFIER


def test_the_evidence_says_what_was_seen():
    said = "\n".join(judge(Watched(film(turning()), 5.0)).evidence)
    assert "One rigid cube turns" in said
    assert "100% of 50 outlines are a cube's" in said
    assert "100% show something, 100% differ" in said
    assert said.count("° apart") == 1
    assert "% of its radius, where " in said


def test_a_light_ground_and_another_shape_of_window_change_nothing():
    centred = turning(at=(250, 250))
    assert verdict_of(film(centred, ground="#f4f4f0", size=(500, 500), seconds=5.0)) is Verdict.PASS


def test_too_little_is_not_enough_for_a_pass():
    assert verdict_of(film(turning(), 1.5)) is Verdict.UNSURE
    assert judge(Watched([], 3.0)).verdict is Verdict.UNSURE


@pytest.mark.parametrize(("seconds", "right"), [(3.0, Verdict.UNSURE), (9.0, Verdict.FAIL)])
def test_a_still_picture_fails_once_it_was_watched_for_long(seconds, right):
    still = [picture(turning(), 0.7)]
    found = judge(Watched(still, seconds))
    assert found.verdict is right
    assert "stood still" in found.evidence[0]


@pytest.mark.parametrize(("seconds", "right"), [(3.0, Verdict.UNSURE), (9.0, Verdict.FAIL)])
def test_an_empty_window_fails_once_it_was_watched_for_long(seconds, right):
    colours = [picture(lambda *_: None, n / 10, ground=f"#{n * 3:02x}4020") for n in range(30)]
    assert verdict_of(colours, seconds) is right


def test_a_disc_fails_and_so_does_a_triangle():
    def disc(draw, at_s):
        x = 320 + 150 * math.sin(at_s * 2)
        draw.ellipse((x - 60, 180, x + 60, 300), fill="#e04040")

    def triangle(draw, at_s):
        spots = [(320 + 140 * math.cos(at_s + k), 240 + 140 * math.sin(at_s + k)) for k in (0, 2.1, 4.2)]
        draw.polygon(spots, fill="#40e040")

    assert verdict_of(film(disc)) is Verdict.FAIL
    assert verdict_of(film(triangle)) is Verdict.FAIL


def test_noise_fails():
    chance = random.Random(4)
    noise = [Picture(n / 10, 128, 96, chance.randbytes(128 * 96 * 3)) for n in range(30)]
    assert verdict_of(noise) is Verdict.FAIL


def doubtful() -> dict[str, list[Picture]]:
    tilt = about((1, 1, 0), 35)

    def square(draw, at_s):
        spots = [
            (320 + 140 * math.cos(at_s + k), 240 + 140 * math.sin(at_s + k)) for k in (0, 1.571, 3.142, 4.712)
        ]
        draw.polygon(spots, fill="#4040e0")

    def card(draw, at_s):
        half = 140 * math.cos(at_s)
        draw.polygon(
            [(320 - half, 100), (320 + half, 100), (320 + half, 380), (320 - half, 380)], fill="#e0e040"
        )

    def two(draw, at_s):
        turning(at=(180, 240), scale=60)(draw, at_s)
        turning(at=(460, 240), scale=60)(draw, at_s)

    return {
        "a flat square": film(square),
        "a flat card": film(card),
        "two cubes": film(two),
        "a cube that only slides": film(lambda d, t: cube(d, tilt, at=(320 + 120 * math.sin(t), 240))),
        "a cube that only grows": film(lambda d, t: cube(d, tilt, scale=70 + 30 * math.sin(2 * t))),
        "a cube that is too small": film(turning(scale=9)),
        "a cube that the window cuts": film(turning(scale=260)),
    }


@pytest.mark.parametrize("name", list(doubtful()))
def test_what_may_be_something_else_is_left_to_a_person(name):
    assert verdict_of(doubtful()[name]) is Verdict.UNSURE


def test_writing_in_a_corner_does_not_hide_the_cube():
    def draw(draw, at_s):
        draw.text((8, 8), "Rotating cube - press ESC to leave", fill="#ffffff")
        turning()(draw, at_s)

    assert verdict_of(film(draw)) is Verdict.PASS


def test_an_error_at_the_end_fails_whatever_was_shown():
    error = "Traceback (most recent call last):\n  …\nZeroDivisionError: division by zero\n"
    found = judge(Watched(film(turning()), 5.0, Ending(1, stderr=error)))
    assert found.verdict is Verdict.FAIL
    assert "ZeroDivisionError: division by zero" in found.evidence[0]


def test_a_script_that_was_stopped_is_judged_by_its_pictures():
    assert verdict_of(film(turning()), ending=Ending(-15, stopped=True)) is Verdict.PASS
