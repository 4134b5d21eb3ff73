# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Outlines of a cube, from every side and from several distances, and finding an outline among them."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sidelight.probes.outline import DIRECTIONS, area_and_centre, hull, reach_of

if TYPE_CHECKING:
    from numpy import ndarray

DISTANCES = (2.6, 2.9, 3.3, 3.8, 4.4, 5.2, 6.5, 8.5, 12.0, 40.0)
"""From the eye to the cube's centre, in half edges: from as near as scripts come, to no perspective."""
STEP = math.radians(3.5)
"""Between neighbouring sides from which the cube is seen."""

CORNERS = tuple((x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1))
EDGES = tuple(
    (a, b)
    for a in range(8)
    for b in range(a)
    if sum(CORNERS[a][axis] != CORNERS[b][axis] for axis in range(3)) == 1
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Cubes as they are seen.

    Attributes:
        reach: (sides, ``DIRECTIONS``), as in ``Outline``; in half edges at the distance of the cube's centre.
        turns: (sides, 3, 3): the cube's axes in the eye's: x to the right, y down, z away.
        spectrum: the reaches' Fourier transforms.
    """

    distance: float
    reach: ndarray
    turns: ndarray
    spectrum: ndarray


@functools.cache
def catalogues() -> tuple[Catalogue, ...]:
    """One for each distance. Made once, in about a fifth of a second."""
    return tuple(_catalogue(distance) for distance in DISTANCES)


def _sides() -> list[tuple[float, float, float]]:
    """Directions from the cube's centre to the eye, one of each kind that the cube's symmetries leave.

    Turned in the picture and mirrored they give every other one: 0 <= x <= y <= z.
    """
    sides = []
    rings = math.ceil(math.radians(55) / STEP)
    for ring in range(rings + 1):
        polar = ring * math.radians(55) / rings
        count = max(1, math.ceil(math.radians(45) * math.sin(polar) / STEP) + 1)
        for at in range(count):
            around = math.radians(45) * (1 + (at / (count - 1) if count > 1 else 0))
            x, y, z = math.sin(polar) * math.cos(around), math.sin(polar) * math.sin(around), math.cos(polar)
            if y <= z + 1e-9:
                sides.append((max(0.0, x), y, z))
    return sides


def _catalogue(distance: float) -> Catalogue:
    import numpy as np

    reaches, turns = [], []
    corners = np.array(CORNERS, float)
    for side in _sides():
        for mirror in (1, -1):
            turn = _facing(side, mirror)
            flat = project(corners @ turn.T, distance)
            outline = np.array(hull([(x, y) for x, y in flat.tolist()]))
            _, centre = area_and_centre(outline)
            reaches.append(reach_of(outline - centre))
            turns.append(turn)
    reach = np.array(reaches, np.float32)
    return Catalogue(distance, reach, np.array(turns), np.conj(np.fft.rfft(reach, axis=1)))


def _facing(side: tuple[float, float, float], mirror: int) -> ndarray:
    """The turn that brings a side of the cube in front of the eye; with ``mirror`` -1 the mirrored one."""
    import numpy as np

    back = -np.array(side)
    right = np.cross(np.array([0.0, 1.0, 0.0]) if abs(side[1]) < 0.9 else np.array([1.0, 0, 0]), back)
    right /= np.linalg.norm(right)
    down = np.cross(back, right)
    # A cube is its own mirror image: mirroring the picture is another turn of the cube.
    return np.stack([mirror * right, down, back])


def project(points: ndarray, distance: float) -> ndarray:
    """Points (k, 3) in the eye's axes as seen from a distance, in the scale of the cube's centre: (k, 2)."""
    return points[:, :2] * (distance / (points[:, 2] + distance))[:, None]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well outlines fit a cube at one distance.

    Attributes:
        distance: of the eye, in half edges.
        misfit: (n) root of the mean square difference of the reaches, as a share of the mean reach.
        scale: (n) half an edge in pixels.
        side: (n) index into the catalogue.
        shift: (n) by how many directions the picture is turned.
    """

    distance: float
    misfit: ndarray
    scale: ndarray
    side: ndarray
    shift: ndarray

    def turns(self) -> ndarray:
        """The cube's axes in the eye's for each outline: (n, 3, 3)."""
        import numpy as np

        catalogue = next(c for c in catalogues() if c.distance == self.distance)
        angle = self.shift * (2 * math.pi / DIRECTIONS)
        turned = np.zeros((len(angle), 3, 3))
        turned[:, 0, 0] = turned[:, 1, 1] = np.cos(angle)
        turned[:, 0, 1], turned[:, 1, 0] = -np.sin(angle), np.sin(angle)
        turned[:, 2, 2] = 1
        return turned @ catalogue.turns[self.side]  # type: ignore[no-any-return]


def fit_cube(reaches: ndarray) -> Fit:
    """The cube that fits outlines (n, ``DIRECTIONS``) best, all of them seen from one distance."""
    best: Fit | None = None
    for catalogue in catalogues():
        fit = _fit(reaches, catalogue)
        if best is None or _typical(fit.misfit) < _typical(best.misfit):
            best = fit
    assert best is not None
    return best


def _typical(misfit: ndarray) -> float:
    import numpy as np

    return float(np.quantile(misfit, 0.75))


def _fit(reaches: ndarray, catalogue: Catalogue) -> Fit:
    import numpy as np

    spectra = np.fft.rfft(reaches.astype(np.float32), axis=1)
    norms = (catalogue.reach**2).sum(axis=1)
    count = len(reaches)
    misfit, scale = np.empty(count), np.empty(count)
    side, shift = np.empty(count, int), np.empty(count, int)
    for at in range(count):
        # Alike[side, shift] = sum over directions of outline * cube turned by that shift.
        alike = np.fft.irfft(spectra[at][None] * catalogue.spectrum, DIRECTIONS, axis=1)
        explained = alike**2 / norms[:, None]
        found = int(explained.argmax())
        side[at], shift[at] = divmod(found, DIRECTIONS)
        power = float((reaches[at] ** 2).sum())
        left = max(0.0, power - float(explained.flat[found]))
        misfit[at] = math.sqrt(left / power)
        scale[at] = alike.flat[found] / norms[side[at]]
    return Fit(catalogue.distance, misfit, scale, side, shift)
