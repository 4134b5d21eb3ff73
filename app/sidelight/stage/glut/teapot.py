# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Martin Newell's teapot: ten Bézier patches of which six are turned around the axis and four mirrored.

The control points are Newell's (1975), with the bottom that was added later. The surface is evaluated at
freeglut's steps.
"""

from __future__ import annotations

import functools

import numpy as np

from sidelight.stage.glut.meshes import LINE_STRIP, TRIANGLES, Floats, Mesh

_CONTROL_POINTS = """
1.4,0,2.4 1.4,-0.784,2.4 0.784,-1.4,2.4 0,-1.4,2.4 1.3375,0,2.53125 1.3375,-0.749,2.53125
0.749,-1.3375,2.53125 0,-1.3375,2.53125 1.4375,0,2.53125 1.4375,-0.805,2.53125 0.805,-1.4375,2.53125
0,-1.4375,2.53125 1.5,0,2.4 1.5,-0.84,2.4 0.84,-1.5,2.4 0,-1.5,2.4 1.75,0,1.875 1.75,-0.98,1.875
0.98,-1.75,1.875 0,-1.75,1.875 2,0,1.35 2,-1.12,1.35 1.12,-2,1.35 0,-2,1.35 2,0,0.9 2,-1.12,0.9 1.12,-2,0.9
0,-2,0.9 2,0,0.45 2,-1.12,0.45 1.12,-2,0.45 0,-2,0.45 1.5,0,0.225 1.5,-0.84,0.225 0.84,-1.5,0.225 0,-1.5,0.225
1.5,0,0.15 1.5,-0.84,0.15 0.84,-1.5,0.15 0,-1.5,0.15 0,0,3.15 0,-0.002,3.15 0.002,0,3.15 0.8,0,3.15
0.8,-0.45,3.15 0.45,-0.8,3.15 0,-0.8,3.15 0,0,2.85 0.2,0,2.7 0.2,-0.112,2.7 0.112,-0.2,2.7 0,-0.2,2.7
0.4,0,2.55 0.4,-0.224,2.55 0.224,-0.4,2.55 0,-0.4,2.55 1.3,0,2.55 1.3,-0.728,2.55 0.728,-1.3,2.55 0,-1.3,2.55
1.3,0,2.4 1.3,-0.728,2.4 0.728,-1.3,2.4 0,-1.3,2.4 0,0,0 0,-1.425,0 0.798,-1.425,0 1.425,-0.798,0 1.425,0,0
0,-1.5,0.075 0.84,-1.5,0.075 1.5,-0.84,0.075 1.5,0,0.075 -1.6,0,2.025 -1.6,-0.3,2.025 -1.5,-0.3,2.25
-1.5,0,2.25 -2.3,0,2.025 -2.3,-0.3,2.025 -2.5,-0.3,2.25 -2.5,0,2.25 -2.7,0,2.025 -2.7,-0.3,2.025 -3,-0.3,2.25
-3,0,2.25 -2.7,0,1.8 -2.7,-0.3,1.8 -3,-0.3,1.8 -3,0,1.8 -2.7,0,1.575 -2.7,-0.3,1.575 -3,-0.3,1.35 -3,0,1.35
-2.5,0,1.125 -2.5,-0.3,1.125 -2.65,-0.3,0.9375 -2.65,0,0.9375 -2,0,0.9 -2,-0.3,0.9 -1.9,-0.3,0.6 -1.9,0,0.6
1.7,0,1.425 1.7,-0.66,1.425 1.7,-0.66,0.6 1.7,0,0.6 2.6,0,1.425 2.6,-0.66,1.425 3.1,-0.66,0.825 3.1,0,0.825
2.3,0,2.1 2.3,-0.25,2.1 2.4,-0.25,2.025 2.4,0,2.025 2.7,0,2.4 2.7,-0.25,2.4 3.3,-0.25,2.4 3.3,0,2.4
2.8,0,2.475 2.8,-0.25,2.475 3.525,-0.25,2.49375 3.525,0,2.49375 2.9,0,2.475 2.9,-0.15,2.475 3.45,-0.15,2.5125
3.45,0,2.5125 2.8,0,2.4 2.8,-0.15,2.4 3.2,-0.15,2.4 3.2,0,2.4
"""

_PATCHES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
    (24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39),
    (40, 41, 42, 40, 43, 44, 45, 46, 47, 47, 47, 47, 48, 49, 50, 51),
    (48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63),
    (64, 64, 64, 64, 65, 66, 67, 68, 69, 70, 71, 72, 39, 38, 37, 36),
    (73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88),
    (85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100),
    (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116),
    (113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128),
)
_TURNED = 6
"""The first patches are a quarter of something round; the others half of handle and spout."""

_LID_TOP, _BOTTOM = 3, 5
"""Patches whose first row is one point, where the tangents give no normal."""

_SOLID_STEPS, _WIRE_STEPS = 8, 10
_CENTRE = np.float32(1.575)


def _bernstein(steps: int) -> tuple[Floats, Floats]:
    """Bernstein polynomials of third degree and their derivatives at ``steps`` places from 0 to 1."""
    x = (np.arange(steps, dtype=np.float32) / np.float32(steps - 1)).astype(np.float32)
    one, three, six = np.float32(1), np.float32(3), np.float32(6)
    rest = one - x
    squared, rest_squared = x * x, rest * rest
    values = np.stack(
        [rest * rest_squared, three * x * rest_squared, three * squared * rest, x * squared], axis=1
    )
    slopes = np.stack(
        [
            -three * rest_squared,
            three * rest_squared - six * x * rest,
            six * x * rest - three * squared,
            three * squared,
        ],
        axis=1,
    )
    return values, slopes


def _sum(weights: Floats, points: Floats) -> Floats:
    """Weighted sums over the last axis of ``weights``, added one by one in single precision."""
    total = np.zeros((*weights.shape[:-1], *points.shape[1:]), np.float32)
    for index in range(weights.shape[-1]):
        total = (
            total
            + weights[..., index].reshape(*weights.shape[:-1], *([1] * (points.ndim - 1))) * points[index]
        )
    return total


def _patch(control: Floats, values: Floats, slopes: Floats) -> tuple[Floats, Floats]:
    """Points and unit normals of one patch, shape (steps, steps, 3); ``control`` has shape (4, 4, 3)."""
    by_column = control.transpose(1, 0, 2)
    across = _sum(values, by_column)
    across_slope = _sum(slopes, by_column)
    # Both have shape (v, i, 3): fold i with u's weights, then put u first.
    points = _sum(values, across.transpose(1, 0, 2))
    tangent_v = _sum(values, across_slope.transpose(1, 0, 2))
    tangent_u = _sum(slopes, across.transpose(1, 0, 2))
    a, b = tangent_v, tangent_u
    normal = np.stack(
        [
            a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1],
            a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2],
            a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0],
        ],
        axis=-1,
    )
    squares = normal * normal
    length = np.sqrt((squares[..., 0] + squares[..., 1] + squares[..., 2]).astype(np.float64)).astype(
        np.float32
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return points, (normal / length[..., None]).astype(np.float32)


def _copies(vectors: Floats, *, turned: bool) -> list[Floats]:
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    if turned:
        return [
            vectors,
            np.stack([z, y, -x], axis=-1),
            np.stack([-x, y, -z], axis=-1),
            np.stack([-z, y, x], axis=-1),
        ]
    # Rows in reverse, which keeps the winding.
    return [vectors, np.stack([x, y, -z], axis=-1)[::-1]]


def _control_points() -> Floats:
    return np.array([[float(c) for c in point.split(",")] for point in _CONTROL_POINTS.split()], np.float32)


@functools.lru_cache(maxsize=16)
def teapot(size: float, wire: bool) -> Mesh:
    """The teapot, centred, ``size`` as glutSolidTeapot takes it."""
    steps = _WIRE_STEPS if wire else _SOLID_STEPS
    values, slopes = _bernstein(steps)
    scale, points = np.float32(size), _control_points()
    half = np.float32(2)
    upright = np.stack(
        [points[:, 0] * scale / half, (points[:, 2] - _CENTRE) * scale / half, -points[:, 1] * scale / half],
        axis=-1,
    ).astype(np.float32)
    vertices, normals = [], []
    for number, patch in enumerate(_PATCHES):
        control = upright[list(patch)].reshape(4, 4, 3)
        surface, normal = _patch(control, values, slopes)
        if number in (_LID_TOP, _BOTTOM):
            normal[0] = (0, 1 if number == _LID_TOP else -1, 0)
        vertices += _copies(surface, turned=number < _TURNED)
        normals += _copies(normal, turned=number < _TURNED)
    all_vertices = np.ascontiguousarray(np.stack(vertices).reshape(-1, 3), np.float32)
    all_normals = np.ascontiguousarray(np.stack(normals).reshape(-1, 3), np.float32)
    grid = np.arange(len(all_vertices)).reshape(-1, steps, steps)
    if wire:
        rows = [*grid.transpose(0, 2, 1).reshape(-1, steps), *grid.reshape(-1, steps)]
        runs = tuple((LINE_STRIP, np.ascontiguousarray(row, np.uint16)) for row in rows)
        return Mesh(all_vertices, all_normals, runs)
    a, b, c, d = grid[:, :-1, :-1], grid[:, 1:, :-1], grid[:, 1:, 1:], grid[:, :-1, 1:]
    triangles = np.ascontiguousarray(np.stack([a, b, c, a, c, d], axis=-1).ravel(), np.uint16)
    place = (np.arange(steps, dtype=np.float32) / np.float32(steps - 1)).astype(np.float32)
    one_patch = np.stack(np.meshgrid(place, place, indexing="ij"), axis=-1).reshape(-1, 2)
    textures = np.ascontiguousarray(np.tile(one_patch, (len(grid), 1)), np.float32)
    return Mesh(all_vertices, all_normals, ((TRIANGLES, triangles),), textures)
