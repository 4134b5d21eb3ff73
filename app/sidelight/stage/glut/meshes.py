# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The geometry of GLUT's shapes: freeglut's tessellation, in single precision as freeglut computes it.

Rounding happens after each operation, as there, so that the pixels come out the same. Meshes depend on
nothing but their arguments and are remembered.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidelight.stage.glut.polyhedra import TETRAHEDRON, Point, Polyhedron, sponge

Floats = NDArray[np.float32]
Indexes = NDArray[np.uint16]

TRIANGLES, TRIANGLE_STRIP, LINES, LINE_LOOP, LINE_STRIP = 4, 5, 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Vertices, their normals, and runs of indexes into them, each drawn with its primitive."""

    vertices: Floats
    normals: Floats
    runs: tuple[tuple[int, Indexes], ...]
    textures: Floats | None = None


def _mesh(vertices: Any, normals: Any, runs: list[tuple[int, Any]], textures: Floats | None = None) -> Mesh:
    return Mesh(
        np.ascontiguousarray(vertices, np.float32),
        np.ascontiguousarray(normals, np.float32),
        tuple((primitive, np.ascontiguousarray(run, np.uint16)) for primitive, run in runs),
        textures,
    )


def _rows(primitive: int, table: Any) -> list[tuple[int, Any]]:
    return [(primitive, row) for row in np.atleast_2d(table)]


def _circle(count: int, *, half: bool = False) -> tuple[Floats, Floats]:
    """Sines and cosines around a circle, or half of one, both ends included; ``count`` < 0 turns back."""
    size = abs(count)
    angle = np.float32((1 if half else 2) * np.float32(math.pi)) / np.float32(count or 1)
    turned = [float(np.float32(angle * np.float32(step))) for step in range(size + 1)]
    sines = np.array([math.sin(angle) for angle in turned], np.float32)
    cosines = np.array([math.cos(angle) for angle in turned], np.float32)
    sines[0], cosines[0] = 0, 1
    sines[size], cosines[size] = 0, -1 if half else 1
    return sines, cosines


def _points(x: Any, y: Any, z: Any) -> Floats:
    return np.stack(np.broadcast_arrays(x, y, z), axis=-1).astype(np.float32).reshape(-1, 3)


def _strips(upper: Any, lower: Any) -> list[tuple[int, Any]]:
    """Closed triangle strips between rows of indexes, ``upper`` first in each pair."""
    upper, lower = np.broadcast_arrays(np.atleast_2d(upper), np.atleast_2d(lower))
    pairs = np.stack([upper, lower], axis=-1)
    closed = np.concatenate([pairs, pairs[:, :1]], axis=1)
    return _rows(TRIANGLE_STRIP, closed.reshape(len(closed), -1))


@functools.lru_cache(maxsize=64)
def sphere(radius: float, slices: int, stacks: int, wire: bool) -> Mesh | None:
    """A sphere from pole to pole along z."""
    if slices < 1 or stacks < 2:
        return None
    sine, cosine = _circle(-slices)
    down_sine, down_cosine = _circle(stacks, half=True)
    rings = _points(
        cosine[None, :-1] * down_sine[1:-1, None],
        sine[None, :-1] * down_sine[1:-1, None],
        down_cosine[1:-1, None],
    )
    normals = np.concatenate([[[0, 0, 1]], rings, [[0, 0, -1]]]).astype(np.float32)
    vertices = normals * np.float32(radius)
    last = len(normals) - 1
    ring = 1 + np.arange(slices)[None, :] + slices * np.arange(stacks - 1)[:, None]
    if wire:
        meridians = np.concatenate([np.zeros((1, slices)), ring, np.full((1, slices), last)]).T
        return _mesh(vertices, normals, _rows(LINE_STRIP, meridians) + _rows(LINE_LOOP, ring))
    runs = _strips(ring[0], np.zeros(slices))
    if stacks > 2:
        runs += _strips(ring[1:], ring[:-1])
    runs += _strips(np.full(slices, last), ring[-1])
    return _mesh(vertices, normals, runs)


def _turned(sine: Floats, cosine: Floats, radii: list[np.float32], heights: list[np.float32]) -> list[Floats]:
    return [_points(cosine[:-1] * r, sine[:-1] * r, z) for r, z in zip(radii, heights, strict=True)]


def _flat(count: int, z: float) -> Floats:
    return np.tile(np.array([0, 0, z], np.float32), (count, 1))


@functools.lru_cache(maxsize=64)
def cone(base: float, height: float, slices: int, stacks: int, wire: bool) -> Mesh | None:
    """A cone that stands on z = 0, with its bottom."""
    if slices < 1 or stacks < 1:
        return None
    base32, height32 = np.float32(base), np.float32(height)
    sine, cosine = _circle(-slices)
    up, out = np.float32(height32 / np.float32(stacks)), np.float32(base32 / np.float32(stacks))
    # The slant in double precision, as C's sqrt has it.
    slant = math.sqrt(float(height32 * height32 + base32 * base32))
    lean, lift = np.float32(float(height32) / slant), np.float32(float(base32) / slant)
    heights, radii = [np.float32(0)], [base32]
    for _ in range(stacks):
        heights.append(heights[-1] + up)
        radii.append(radii[-1] - out)
    rim = _turned(sine, cosine, [base32], [np.float32(0)])
    sides = _turned(sine, cosine, radii, heights)
    leaning = _points(cosine[:-1] * lean, sine[:-1] * lean, lift)
    vertices = np.concatenate([[[0, 0, 0]], *rim, *sides])
    normals = np.concatenate([_flat(slices + 1, -1), *([leaning] * (stacks + 1))])
    ring = 1 + np.arange(slices)[None, :] + slices * np.arange(stacks + 2)[:, None]
    if wire:
        spokes = np.stack([ring[1], ring[stacks + 1]], axis=-1).reshape(1, -1)
        return _mesh(vertices, normals, _rows(LINES, spokes) + _rows(LINE_LOOP, ring[1:-1]))
    runs = _strips(np.zeros(slices), ring[0]) + _strips(ring[1:-1], ring[2:])
    return _mesh(vertices, normals, runs)


@functools.lru_cache(maxsize=64)
def cylinder(radius: float, height: float, slices: int, stacks: int, wire: bool) -> Mesh | None:
    """A cylinder that stands on z = 0, with bottom and top."""
    if slices < 1 or stacks < 1:
        return None
    radius32, height32 = np.float32(radius), np.float32(height)
    sine, cosine = _circle(-slices)
    up = np.float32(height32 / np.float32(stacks))
    heights = [np.float32(0)]
    for _ in range(stacks + 1):
        heights.append(heights[-1] + up)
    top = heights.pop() - up
    rim = _turned(sine, cosine, [radius32], [np.float32(0)])
    sides = _turned(sine, cosine, [radius32] * (stacks + 1), heights)
    lid = _turned(sine, cosine, [radius32], [top])
    vertices = np.concatenate([[[0, 0, 0]], *rim, *sides, *lid, [[0, 0, height32]]])
    outward = _points(cosine[:-1], sine[:-1], np.float32(0))
    normals = np.concatenate([_flat(slices + 1, -1), *([outward] * (stacks + 1)), _flat(slices + 1, 1)])
    last = len(vertices) - 1
    ring = 1 + np.arange(slices)[None, :] + slices * np.arange(stacks + 3)[:, None]
    if wire:
        spokes = np.stack([ring[1], ring[stacks + 1]], axis=-1).reshape(1, -1)
        return _mesh(vertices, normals, _rows(LINES, spokes) + _rows(LINE_LOOP, ring[1:-1]))
    runs = _strips(np.zeros(slices), ring[0]) + _strips(ring[1 : stacks + 1], ring[2 : stacks + 2])
    runs += _strips(ring[-1], np.full(slices, last))
    return _mesh(vertices, normals, runs)


@functools.lru_cache(maxsize=64)
def torus(inner: float, outer: float, sides: int, rings: int, wire: bool) -> Mesh | None:
    """A ring around z: ``inner`` is the tube's radius, ``outer`` the ring's."""
    if sides < 2 or rings < 2:
        return None
    tube, ring_radius = np.float32(inner), np.float32(outer)
    ring_sine, ring_cosine = _circle(rings)
    tube_sine, tube_cosine = _circle(-sides)
    around, across = slice(0, rings), slice(0, sides)
    reach = ring_radius + tube_cosine[across] * tube
    vertices = _points(
        ring_cosine[around, None] * reach[None, :],
        ring_sine[around, None] * reach[None, :],
        (tube_sine[across] * tube)[None, :],
    )
    normals = _points(
        ring_cosine[around, None] * tube_cosine[None, across],
        ring_sine[around, None] * tube_cosine[None, across],
        tube_sine[None, across],
    )
    grid = np.arange(rings * sides).reshape(rings, sides)
    if wire:
        return _mesh(vertices, normals, _rows(LINE_LOOP, grid) + _rows(LINE_LOOP, grid.T))
    return _mesh(vertices, normals, _strips(grid.T, np.roll(grid, -1, axis=1).T))


_TRIANGLES_OF_FACE = {3: (0, 1, 2), 4: (0, 1, 2, 0, 2, 3), 5: (0, 1, 2, 0, 2, 4, 4, 2, 3)}


@functools.lru_cache(maxsize=64)
def polyhedron(solid: Polyhedron, size: float, wire: bool) -> Mesh:
    """A solid with flat faces, ``size`` times its own size."""
    edges = len(solid.faces[0])
    vertices = np.array([solid.corners[corner] for face in solid.faces for corner in face], np.float32)
    normals = np.repeat(np.array(solid.normals, np.float32), edges, axis=0)
    return _faces(vertices * np.float32(size), normals, edges, wire)


def _faces(vertices: Floats, normals: Floats, edges: int, wire: bool) -> Mesh:
    starts = edges * np.arange(len(vertices) // edges)[:, None]
    if wire:
        return _mesh(vertices, normals, _rows(LINE_LOOP, starts + np.arange(edges)[None, :]))
    triangles = starts + np.array(_TRIANGLES_OF_FACE[edges])[None, :]
    return _mesh(vertices, normals, [(TRIANGLES, triangles.ravel())])


@functools.lru_cache(maxsize=8)
def sierpinski(levels: int, offset: Point, scale: float, wire: bool) -> Mesh | None:
    """A sponge of tetrahedra; at most seven levels, beyond which its indexes would not fit."""
    placed = sponge(min(levels, 7), offset, float(np.float32(scale)))
    if not placed or len(placed) * 12 > 0xFFFF:
        return None
    corners = np.array([TETRAHEDRON.corners[c] for face in TETRAHEDRON.faces for c in face], np.float32)
    normals = np.repeat(np.array(TETRAHEDRON.normals, np.float32), 3, axis=0)
    vertices = np.concatenate(
        [np.array(place, np.float32) + np.float32(size) * corners for place, size in placed]
    )
    return _faces(vertices, np.tile(normals, (len(placed), 1)), 3, wire)
