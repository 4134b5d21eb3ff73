# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Small pictures drawn without a script: quick, and exactly what a test says they are."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from sidelight.probes.inside import FACES
from sidelight.probes.outline import hull
from sidelight.probes.series import Picture, shrink
from sidelight.probes.solid import CORNERS, project

COLOURS = ("#e63333", "#3380e6", "#f2cc33", "#33b366", "#e68033", "#8c59bf")
LARGE = (640, 480)
Draw = Callable[[ImageDraw.ImageDraw, float], object]


def picture(draw: Draw, at_s: float, *, ground: str = "#101218", size: tuple[int, int] = LARGE) -> Picture:
    """One small picture."""
    large = Image.new("RGB", size, ground)
    draw(ImageDraw.Draw(large), at_s)
    return shrink(*size, large.tobytes("raw", "BGRX"), at_s)


def film(draw: Draw, seconds: float = 5.0, **options: object) -> list[Picture]:
    """Ten pictures a second."""
    return [picture(draw, n / 10, **options) for n in range(int(seconds * 10))]  # type: ignore[arg-type]


def about(axis: tuple[float, float, float], degrees: float) -> np.ndarray:
    """A turn about an axis (Rodrigues)."""
    x, y, z = np.array(axis) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = math.radians(degrees)
    return np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross


def cube(
    draw: ImageDraw.ImageDraw, turn: np.ndarray, *, scale: float = 90, at: tuple[float, float] = (320, 240)
) -> None:
    """A cube with six colours, seen from eight half edges away."""
    eye = np.array(CORNERS, float) @ turn.T
    flat = project(eye, 8.0) * scale + np.array(at)
    for number, (axis, sign, members) in enumerate(FACES):
        if sign * turn[2, axis] < -1 / 8:
            outline = hull([(float(x), float(y)) for x, y in flat[list(members)]])
            draw.polygon(outline, fill=COLOURS[number])


def turning(speed: float = 50.0, axis: tuple[float, float, float] = (0.2, 1, 0.1), **options: object) -> Draw:
    """A cube that turns by so many degrees a second."""
    tilt = about((1, 0, 0), 22)
    return lambda draw, at_s: cube(draw, tilt @ about(axis, speed * at_s), **options)  # type: ignore[arg-type]
