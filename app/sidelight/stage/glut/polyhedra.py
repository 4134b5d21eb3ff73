# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The solids with flat faces: corners, faces in freeglut's order and winding, and a normal for each face."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Polyhedron:
    """Corners, faces as indexes of corners (counter-clockwise from outside), one normal a face."""

    corners: tuple[Point, ...]
    faces: tuple[tuple[int, ...], ...]
    normals: tuple[Point, ...]


_FLAT = 0.525731112119
_STEEP = 0.850650808354
_GOLD = 1.61803398875
_THIN = 0.61803398875
_THIRD = 0.333333333333
_HALF_ROOT = 0.707106781187
_DIAGONAL = 0.577350269189

CUBE = Polyhedron(
    corners=(
        *((0.5, 0.5, 0.5), (-0.5, 0.5, 0.5), (-0.5, -0.5, 0.5), (0.5, -0.5, 0.5)),
        *((0.5, -0.5, -0.5), (0.5, 0.5, -0.5), (-0.5, 0.5, -0.5), (-0.5, -0.5, -0.5)),
    ),
    faces=((0, 1, 2, 3), (0, 3, 4, 5), (0, 5, 6, 1), (1, 6, 7, 2), (7, 4, 3, 2), (4, 7, 6, 5)),
    normals=((0, 0, 1), (1, 0, 0), (0, 1, 0), (-1, 0, 0), (0, -1, 0), (0, 0, -1)),
)

DODECAHEDRON = Polyhedron(
    corners=(
        *((0, _GOLD, _THIN), (-1, 1, 1), (-_THIN, 0, _GOLD), (_THIN, 0, _GOLD), (1, 1, 1)),
        *((0, _GOLD, -_THIN), (1, 1, -1), (_THIN, 0, -_GOLD), (-_THIN, 0, -_GOLD), (-1, 1, -1)),
        *((0, -_GOLD, _THIN), (1, -1, 1), (-1, -1, 1), (0, -_GOLD, -_THIN), (-1, -1, -1)),
        *((1, -1, -1), (_GOLD, -_THIN, 0), (_GOLD, _THIN, 0), (-_GOLD, _THIN, 0), (-_GOLD, -_THIN, 0)),
    ),
    faces=(
        *((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), (10, 11, 3, 2, 12), (13, 14, 8, 7, 15)),
        *((3, 11, 16, 17, 4), (2, 1, 18, 19, 12), (7, 6, 17, 16, 15), (8, 14, 19, 18, 9)),
        *((17, 6, 5, 0, 4), (16, 11, 10, 13, 15), (18, 1, 0, 5, 9), (19, 14, 13, 10, 12)),
    ),
    normals=(
        *((0, _FLAT, _STEEP), (0, _FLAT, -_STEEP), (0, -_FLAT, _STEEP), (0, -_FLAT, -_STEEP)),
        *((_STEEP, 0, _FLAT), (-_STEEP, 0, _FLAT), (_STEEP, 0, -_FLAT), (-_STEEP, 0, -_FLAT)),
        *((_FLAT, _STEEP, 0), (_FLAT, -_STEEP, 0), (-_FLAT, _STEEP, 0), (-_FLAT, -_STEEP, 0)),
    ),
)

OCTAHEDRON = Polyhedron(
    corners=((1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, 0, 0), (0, -1, 0), (0, 0, -1)),
    faces=((0, 1, 2), (0, 5, 1), (0, 2, 4), (0, 4, 5), (3, 2, 1), (3, 1, 5), (3, 4, 2), (3, 5, 4)),
    normals=tuple(
        (x * _DIAGONAL, y * _DIAGONAL, z * _DIAGONAL) for x in (1, -1) for y in (1, -1) for z in (1, -1)
    ),
)

TETRAHEDRON = Polyhedron(
    corners=(
        (1, 0, 0),
        (-_THIRD, 0.942809041582, 0),
        (-_THIRD, -0.471404520791, 0.816496580928),
        (-_THIRD, -0.471404520791, -0.816496580928),
    ),
    faces=((1, 3, 2), (0, 2, 3), (0, 3, 1), (0, 1, 2)),
    normals=(
        (-1, 0, 0),
        (_THIRD, -0.942809041582, 0),
        (_THIRD, 0.471404520791, -0.816496580928),
        (_THIRD, 0.471404520791, 0.816496580928),
    ),
)

RHOMBIC_DODECAHEDRON = Polyhedron(
    corners=(
        *(
            (0, 0, 1),
            (_HALF_ROOT, 0, 0.5),
            (0, _HALF_ROOT, 0.5),
            (-_HALF_ROOT, 0, 0.5),
            (0, -_HALF_ROOT, 0.5),
        ),
        *((_HALF_ROOT, _HALF_ROOT, 0), (-_HALF_ROOT, _HALF_ROOT, 0)),
        *((-_HALF_ROOT, -_HALF_ROOT, 0), (_HALF_ROOT, -_HALF_ROOT, 0)),
        *((_HALF_ROOT, 0, -0.5), (0, _HALF_ROOT, -0.5), (-_HALF_ROOT, 0, -0.5), (0, -_HALF_ROOT, -0.5)),
        (0, 0, -1),
    ),
    faces=(
        *((0, 1, 5, 2), (0, 2, 6, 3), (0, 3, 7, 4), (0, 4, 8, 1)),
        *((5, 10, 6, 2), (6, 11, 7, 3), (7, 12, 8, 4), (8, 9, 5, 1)),
        *((5, 9, 13, 10), (6, 10, 13, 11), (7, 11, 13, 12), (8, 12, 13, 9)),
    ),
    # These are not of unit length in freeglut either.
    normals=(
        *((0.353553390594, 0.353553390594, 0.5), (-0.353553390594, 0.353553390594, 0.5)),
        *((-0.353553390594, -0.353553390594, 0.5), (0.353553390594, -0.353553390594, 0.5)),
        *((0, 1, 0), (-1, 0, 0), (0, -1, 0), (1, 0, 0)),
        *((0.353553390594, 0.353553390594, -0.5), (-0.353553390594, 0.353553390594, -0.5)),
        *((-0.353553390594, -0.353553390594, -0.5), (0.353553390594, -0.353553390594, -0.5)),
    ),
)

_I, _J, _K, _L, _M = 0.447213595500, 0.894427191000, 0.276393202252, 0.850650808354, 0.723606797748
_N = 0.525731112119
_ICOSAHEDRON_CORNERS: tuple[Point, ...] = (
    *((1, 0, 0), (_I, _J, 0), (_I, _K, _L), (_I, -_M, _N), (_I, -_M, -_N), (_I, _K, -_L)),
    *((-_I, -_J, 0), (-_I, -_K, _L), (-_I, _M, _N), (-_I, _M, -_N), (-_I, -_K, -_L), (-1, 0, 0)),
)
_ICOSAHEDRON_FACES = (
    *((0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5), (0, 5, 1), (1, 8, 2), (2, 7, 3), (3, 6, 4)),
    *((4, 10, 5), (5, 9, 1), (1, 9, 8), (2, 8, 7), (3, 7, 6), (4, 6, 10), (5, 10, 9)),
    *((11, 9, 10), (11, 8, 9), (11, 7, 8), (11, 6, 7), (11, 10, 6)),
)


def _across(a: Point, b: Point, c: Point) -> Point:
    """The cross product of two sides: not of unit length, as in freeglut."""
    u = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    v = (c[0] - a[0], c[1] - a[1], c[2] - a[2])
    return (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])


ICOSAHEDRON = Polyhedron(
    corners=_ICOSAHEDRON_CORNERS,
    faces=_ICOSAHEDRON_FACES,
    normals=tuple(_across(*(_ICOSAHEDRON_CORNERS[corner] for corner in face)) for face in _ICOSAHEDRON_FACES),
)


def sponge(levels: int, offset: Point, scale: float) -> list[tuple[Point, float]]:
    """Places and sizes of the tetrahedra of a Sierpinski sponge."""
    if levels < 0:
        return []
    if levels == 0:
        return [(offset, scale)]
    half = scale / 2
    return [
        placed
        for corner in TETRAHEDRON.corners
        for placed in sponge(
            levels - 1,
            (offset[0] + half * corner[0], offset[1] + half * corner[1], offset[2] + half * corner[2]),
            half,
        )
    ]
