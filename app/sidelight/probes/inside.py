# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the inside of an outline looks like the cube whose outline it would be: faces, and edges between.

A box whose faces are missing or crossed has a cube's outline too, so the outline alone is not enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sidelight.probes.outline import Outline, area_and_centre, hull
from sidelight.probes.solid import CORNERS, EDGES, project

if TYPE_CHECKING:
    from numpy import ndarray

SEEN = 6.0
"""Of 255, by how much colours must change across an edge for it to be seen at all."""
CLEARER = 1.5
"""How many times more they must change there than inside the faces; a texture changes everywhere."""
LEAST_EDGE = 0.3
"""Shorter edges, in half edges of the cube, are left out: a face seen nearly edge-on has no inside."""
ALONG = (0.2, 0.35, 0.5, 0.65, 0.8)

FACES = tuple(
    (axis, sign, tuple(at for at, corner in enumerate(CORNERS) if corner[axis] == sign))
    for axis in range(3)
    for sign in (-1, 1)
)


@dataclass(frozen=True, slots=True)
class Inside:
    """What one picture shows inside an outline.

    Attributes:
        expected: edges that a solid cube would show inside its outline, seen like this: 0 to 3.
        seen: how many of them there are.
        wires: share of all the wires that a cube of wires would show.
    """

    expected: int
    seen: int
    wires: float


def inside_of(
    picture: ndarray, mask: ndarray, outline: Outline, turn: ndarray, scale: float, distance: float
) -> Inside:
    """Look inside an outline.

    Args:
        picture: (height, width, 3) bytes.
        mask: what stands out in it.
        outline: the outline.
        turn: (3, 3) the axes of the cube that fits it, in the eye's.
        scale: half an edge in pixels.
        distance: of the eye, in half edges.
    """
    import numpy as np

    changes = _changes(picture)
    wide = _spread(mask.astype(np.float32)) > 0
    found: list[Inside] = []
    # From far away a cube looks the same when near and far are exchanged: both are tried.
    for depth in (1, -1):
        eye = np.array(CORNERS, float) @ turn.T * (1, 1, depth)
        flat = project(eye, distance)
        _, centre = area_and_centre(np.array(hull([(x, y) for x, y in flat.tolist()])))
        corners = np.array(outline.centre) + scale * (flat - centre)
        fronts = [
            members
            for axis, sign, members in FACES
            # Its normal points to the eye, which stands at (0, 0, -distance).
            if sign * turn[2, axis] * depth < -1 / distance
        ]
        expected, seen = _edges(changes, corners, fronts, scale)
        found.append(Inside(expected, seen, _wires(wide, corners)))
    best = max(found, key=lambda inside: inside.seen - inside.expected)
    return Inside(best.expected, best.seen, max(inside.wires for inside in found))


def _edges(
    changes: ndarray, corners: ndarray, fronts: list[tuple[int, ...]], scale: float
) -> tuple[int, int]:
    """How many edges a solid cube shows inside its outline, and how many of them are there."""
    import numpy as np

    faces = [corners[list(members)] for members in fronts]
    plain = [_at(changes, _within(face)) for face in faces if _extent(face) > LEAST_EDGE * scale]
    rough = float(np.median(np.concatenate(plain))) if plain else 0.0
    expected = seen = 0
    for a, b in EDGES:
        beside = [members for members in fronts if a in members and b in members]
        narrow = any(_extent(corners[list(members)]) < LEAST_EDGE * scale for members in beside)
        if len(beside) < 2 or narrow:
            continue
        expected += 1
        strength = float(np.median(_at(changes, _along(corners[a], corners[b]))))
        seen += strength > max(SEEN, CLEARER * rough)
    return expected, seen


def _wires(wide: ndarray, corners: ndarray) -> float:
    """Share of the cube's edges along which something stands out."""
    there = [float(_at(wide, _along(corners[a], corners[b])).mean()) >= 0.8 for a, b in EDGES]
    return sum(there) / len(there)


def _along(a: ndarray, b: ndarray) -> ndarray:
    import numpy as np

    share = np.array(ALONG)[:, None]
    return a * (1 - share) + b * share  # type: ignore[no-any-return]


def _within(face: ndarray) -> ndarray:
    """Places well inside a face, given its four corners in any order."""
    import numpy as np

    middle = face.mean(axis=0)
    return np.concatenate([middle[None], middle + 0.45 * (face - middle)])


def _extent(face: ndarray) -> float:
    """How wide a face is where it is narrowest, in pixels."""
    area, _ = area_and_centre(_ordered(face))
    longest = max(float(((a - b) ** 2).sum()) ** 0.5 for a in face for b in face)
    return 2 * area / longest if longest else 0.0


def _ordered(face: ndarray) -> ndarray:
    import numpy as np

    return np.array(hull([(x, y) for x, y in face.tolist()]))


def _at(values: ndarray, places: ndarray) -> ndarray:
    import numpy as np

    x = np.clip(np.rint(places[:, 0]).astype(int), 0, values.shape[1] - 1)
    y = np.clip(np.rint(places[:, 1]).astype(int), 0, values.shape[0] - 1)
    return values[y, x]  # type: ignore[no-any-return]


def _changes(picture: ndarray) -> ndarray:
    """How much the colour changes at each pixel or right beside it: (height, width), of 255."""
    import numpy as np

    colours = picture.astype(np.float32)
    across, down = np.zeros(picture.shape[:2], np.float32), np.zeros(picture.shape[:2], np.float32)
    across[:, 1:-1] = np.abs(colours[:, 2:] - colours[:, :-2]).max(axis=2)
    down[1:-1] = np.abs(colours[2:] - colours[:-2]).max(axis=2)
    return _spread(np.maximum(across, down))


def _spread(values: ndarray) -> ndarray:
    """The largest of each pixel and its eight neighbours."""
    import numpy as np

    padded = np.pad(values, 1)
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])  # type: ignore[no-any-return]
