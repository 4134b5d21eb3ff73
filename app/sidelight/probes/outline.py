# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands out from a plain ground: its silhouette, and the silhouette's convex outline.

An outline is described by its *reach*: how far it extends from its own centre in each of 120 directions. For
a convex shape the reach says everything, a turn of the shape in the picture shifts it, and a larger shape
multiplies it; so shapes can be compared by one correlation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

DIRECTIONS = 120
"""One in three degrees: half of that, the most by which a turn can be missed, moves an edge by 1.3 %."""
STANDS_OUT = 6
"""Of 255, in any colour: a white line one pixel wide in a 640 pixel picture still gives 40 when made small,
while the noise of a plain ground gives none."""
PLAIN = 0.7
"""Share of the picture's rim that must have one colour, over all frames, for it to be a plain ground."""
LEAST_SHARE = 0.5
"""What is looked at must hold at least this share of all that stands out, or there are several things."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A convex outline in pixels of the small picture.

    Attributes:
        corners: (k, 2) x and y, in turn.
        reach: float array (``DIRECTIONS``), from the outline's centre of area; direction 0 is to the right
            and they go on towards the picture's lower edge.
        radius: mean reach.
        centre: x and y.
        area: of the outline.
        fill: share of the outline's area that stands out: 1 for solid convex things, little for wires.
        share: share of all pixels standing out in this frame that belong to it.
        cut: whether it touches the picture's rim.
    """

    corners: ndarray
    reach: ndarray
    radius: float
    centre: tuple[float, float]
    area: float
    fill: float
    share: float
    cut: bool


def ground_of(pictures: ndarray) -> tuple[int, int, int] | None:
    """The plain colour behind everything, over all pictures (n, height, width, 3); ``None`` without one."""
    import numpy as np

    rim = np.concatenate(
        [
            pictures[:, 0].reshape(-1, 3),
            pictures[:, -1].reshape(-1, 3),
            pictures[:, :, 0].reshape(-1, 3),
            pictures[:, :, -1].reshape(-1, 3),
        ]
    ).astype(np.int16)
    middle = np.median(rim, axis=0)
    alike = (np.abs(rim - middle) <= STANDS_OUT).all(axis=1)
    if alike.mean() < PLAIN:
        return None
    red, green, blue = (int(part) for part in middle)
    return red, green, blue


def standing_out(pictures: ndarray, ground: tuple[int, int, int]) -> ndarray:
    """Which pixels differ from the ground: booleans (n, height, width)."""
    import numpy as np

    apart = np.abs(pictures.astype(np.int16) - np.array(ground, np.int16)).max(axis=3)
    return np.asarray(apart > STANDS_OUT)


def largest_part(mask: ndarray) -> ndarray:
    """The connected part (also diagonally) that extends over the largest box; booleans like ``mask``."""
    import numpy as np

    runs, parents = _runs(mask)
    boxes: dict[int, list[int]] = {}
    for at, (row, begin, end) in enumerate(runs):
        box = boxes.setdefault(_root(parents, at), [row, row, begin, end])
        box[1] = row
        box[2], box[3] = min(box[2], begin), max(box[3], end)
    part = np.zeros_like(mask)
    if boxes:
        chosen = max(boxes, key=lambda root: _area(*boxes[root]))
        for at, (row, begin, end) in enumerate(runs):
            if _root(parents, at) == chosen:
                part[row, begin:end] = True
    return part


def _area(top: int, bottom: int, left: int, right: int) -> int:
    return (bottom - top + 1) * (right - left)


def _runs(mask: ndarray) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Stretches of each row (row, begin, end), and for each the index of one that it hangs together with."""
    import numpy as np

    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    runs: list[tuple[int, int, int]] = []
    parents: list[int] = []
    above: list[int] = []
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        here: list[int] = []
        begins = np.flatnonzero(edges[row] == 1).tolist()
        ends = np.flatnonzero(edges[row] == -1).tolist()
        for begin, end in zip(begins, ends, strict=True):
            at = len(runs)
            runs.append((row, begin, end))
            parents.append(at)
            here.append(at)
            for other in above:
                other_row, other_begin, other_end = runs[other]
                if other_row == row - 1 and other_begin <= end and begin <= other_end:
                    parents[_root(parents, other)] = _root(parents, at)
        above = here
    return runs, parents


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def outline_of(mask: ndarray) -> Outline | None:
    """The outline of the largest part; ``None`` if hardly anything stands out."""
    import numpy as np

    part = largest_part(mask)
    rows = np.flatnonzero(part.any(axis=1))
    count = int(part.sum())
    if count < 12 or len(rows) < 3:
        return None
    first = part.argmax(axis=1)[rows]
    last = part.shape[1] - 1 - part[:, ::-1].argmax(axis=1)[rows]
    points = [(float(x), float(y)) for y, x in zip(rows, first, strict=True)]
    points += [(float(x), float(y)) for y, x in zip(rows, last, strict=True)]
    corners = np.array(hull(points))
    area, centre = area_and_centre(corners)
    if area < 9:
        return None
    reach = reach_of(corners - centre)
    return Outline(
        corners=corners,
        reach=reach,
        radius=float(reach.mean()),
        centre=(float(centre[0]), float(centre[1])),
        area=area,
        # Corners are centres of pixels, so half a pixel is missing all around.
        fill=min(1.0, count / (area + math.sqrt(math.pi * area))),
        share=count / max(1, int(mask.sum())),
        cut=bool(
            rows[0] == 0
            or rows[-1] == part.shape[0] - 1
            or first.min() == 0
            or last.max() == part.shape[1] - 1
        ),
    )


def hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the smallest convex outline around points, in turn (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(walk: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for x, y in walk:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def area_and_centre(corners: ndarray) -> tuple[float, ndarray]:
    """Area and centre of area of a convex outline (k, 2)."""
    import numpy as np

    x, y = corners[:, 0], corners[:, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    twice = float(cross.sum())
    if abs(twice) < 1e-9:
        return 0.0, corners.mean(axis=0)
    along = (corners + np.roll(corners, -1, axis=0)) * cross[:, None]
    return abs(twice) / 2, along.sum(axis=0) / (3 * twice)


def directions() -> ndarray:
    """Unit vectors (2, ``DIRECTIONS``)."""
    import numpy as np

    angles = np.arange(DIRECTIONS) * (2 * math.pi / DIRECTIONS)
    return np.stack([np.cos(angles), np.sin(angles)])


def roundness(outline: Outline) -> float:
    """By how much the reach varies, as a share of its mean: 0 for a disc, 0.045 and more for any cube."""
    return float(outline.reach.std() / outline.reach.mean())


def triangle_share(outline: Outline) -> float:
    """Share of the outline's area in its largest triangle: 1 for a triangle, at most 0.75 for a cube."""
    import itertools

    import numpy as np

    corners = outline.corners
    if len(corners) > 24:
        corners = corners[np.linspace(0, len(corners) - 1, 24).astype(int)]
    a, b, c = np.array(list(itertools.combinations(range(len(corners)), 3))).T
    one, other = corners[b] - corners[a], corners[c] - corners[a]
    doubled = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    return float(doubled.max() / 2 / outline.area)


def reach_of(corners: ndarray) -> ndarray:
    """How far corners (k, 2) reach from the origin in each direction: (``DIRECTIONS``)."""
    return (corners @ directions()).max(axis=0)  # type: ignore[no-any-return]
