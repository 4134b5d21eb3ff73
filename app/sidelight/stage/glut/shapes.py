# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's solid and wire shapes."""

from __future__ import annotations

import ctypes
from typing import Any

from sidelight.stage.glut import meshes, polyhedra
from sidelight.stage.glut.calls import Session, glut
from sidelight.stage.glut.gl import Gl
from sidelight.stage.glut.meshes import Mesh
from sidelight.stage.glut.teapot import teapot

_FLOAT, _UNSIGNED_SHORT = 0x1406, 0x1403
_VERTEX_ARRAY, _NORMAL_ARRAY, _TEXTURE_COORD_ARRAY = 0x8074, 0x8075, 0x8078
_ARRAY_BUFFER, _ARRAY_BUFFER_BINDING = 0x8892, 0x8894
_ELEMENT_ARRAY_BUFFER, _ELEMENT_ARRAY_BUFFER_BINDING = 0x8893, 0x8895


class Shapes:
    """Draws with vertex arrays in the current context, as freeglut does."""

    def __init__(self, session: Session, gl: Gl) -> None:
        self.session = session
        self._gl = gl

    def _draw(self, mesh: Mesh | None) -> None:
        if mesh is None:
            return
        gl = self._gl
        # Pointers would be taken for offsets into a buffer that the script left bound.
        buffer, elements = gl.integer(_ARRAY_BUFFER_BINDING), gl.integer(_ELEMENT_ARRAY_BUFFER_BINDING)
        if buffer:
            gl.BindBuffer(_ARRAY_BUFFER, 0)
        if elements:
            gl.BindBuffer(_ELEMENT_ARRAY_BUFFER, 0)
        gl.EnableClientState(_VERTEX_ARRAY)
        gl.EnableClientState(_NORMAL_ARRAY)
        gl.VertexPointer(3, _FLOAT, 0, mesh.vertices.ctypes.data)
        gl.NormalPointer(_FLOAT, 0, mesh.normals.ctypes.data)
        if mesh.textures is not None:
            gl.EnableClientState(_TEXTURE_COORD_ARRAY)
            gl.TexCoordPointer(2, _FLOAT, 0, mesh.textures.ctypes.data)
        draw = gl.DrawElements
        for primitive, indexes in mesh.runs:
            draw(primitive, len(indexes), _UNSIGNED_SHORT, indexes.ctypes.data)
        gl.DisableClientState(_VERTEX_ARRAY)
        gl.DisableClientState(_NORMAL_ARRAY)
        if mesh.textures is not None:
            gl.DisableClientState(_TEXTURE_COORD_ARRAY)
        if elements:
            gl.BindBuffer(_ELEMENT_ARRAY_BUFFER, elements)
        if buffer:
            gl.BindBuffer(_ARRAY_BUFFER, buffer)

    @glut("dii")
    def glutSolidSphere(self, radius: float, slices: int, stacks: int) -> None:
        """A sphere."""
        self._draw(meshes.sphere(radius, slices, stacks, False))

    @glut("dii")
    def glutWireSphere(self, radius: float, slices: int, stacks: int) -> None:
        """The lines of a sphere."""
        self._draw(meshes.sphere(radius, slices, stacks, True))

    @glut("ddii")
    def glutSolidCone(self, base: float, height: float, slices: int, stacks: int) -> None:
        """A cone."""
        self._draw(meshes.cone(base, height, slices, stacks, False))

    @glut("ddii")
    def glutWireCone(self, base: float, height: float, slices: int, stacks: int) -> None:
        """The lines of a cone."""
        self._draw(meshes.cone(base, height, slices, stacks, True))

    @glut("ddii")
    def glutSolidCylinder(self, radius: float, height: float, slices: int, stacks: int) -> None:
        """A cylinder."""
        self._draw(meshes.cylinder(radius, height, slices, stacks, False))

    @glut("ddii")
    def glutWireCylinder(self, radius: float, height: float, slices: int, stacks: int) -> None:
        """The lines of a cylinder."""
        self._draw(meshes.cylinder(radius, height, slices, stacks, True))

    @glut("ddii")
    def glutSolidTorus(self, inner: float, outer: float, sides: int, rings: int) -> None:
        """A torus."""
        self._draw(meshes.torus(inner, outer, sides, rings, False))

    @glut("ddii")
    def glutWireTorus(self, inner: float, outer: float, sides: int, rings: int) -> None:
        """The lines of a torus."""
        self._draw(meshes.torus(inner, outer, sides, rings, True))

    @glut("d")
    def glutSolidCube(self, size: float) -> None:
        """A cube."""
        self._draw(meshes.polyhedron(polyhedra.CUBE, size, False))

    @glut("d")
    def glutWireCube(self, size: float) -> None:
        """The edges of a cube."""
        self._draw(meshes.polyhedron(polyhedra.CUBE, size, True))

    @glut()
    def glutSolidDodecahedron(self) -> None:
        """A dodecahedron."""
        self._draw(meshes.polyhedron(polyhedra.DODECAHEDRON, 1.0, False))

    @glut()
    def glutWireDodecahedron(self) -> None:
        """The edges of a dodecahedron."""
        self._draw(meshes.polyhedron(polyhedra.DODECAHEDRON, 1.0, True))

    @glut()
    def glutSolidIcosahedron(self) -> None:
        """An icosahedron."""
        self._draw(meshes.polyhedron(polyhedra.ICOSAHEDRON, 1.0, False))

    @glut()
    def glutWireIcosahedron(self) -> None:
        """The edges of an icosahedron."""
        self._draw(meshes.polyhedron(polyhedra.ICOSAHEDRON, 1.0, True))

    @glut()
    def glutSolidOctahedron(self) -> None:
        """An octahedron."""
        self._draw(meshes.polyhedron(polyhedra.OCTAHEDRON, 1.0, False))

    @glut()
    def glutWireOctahedron(self) -> None:
        """The edges of an octahedron."""
        self._draw(meshes.polyhedron(polyhedra.OCTAHEDRON, 1.0, True))

    @glut()
    def glutSolidTetrahedron(self) -> None:
        """A tetrahedron."""
        self._draw(meshes.polyhedron(polyhedra.TETRAHEDRON, 1.0, False))

    @glut()
    def glutWireTetrahedron(self) -> None:
        """The edges of a tetrahedron."""
        self._draw(meshes.polyhedron(polyhedra.TETRAHEDRON, 1.0, True))

    @glut()
    def glutSolidRhombicDodecahedron(self) -> None:
        """A rhombic dodecahedron."""
        self._draw(meshes.polyhedron(polyhedra.RHOMBIC_DODECAHEDRON, 1.0, False))

    @glut()
    def glutWireRhombicDodecahedron(self) -> None:
        """The edges of a rhombic dodecahedron."""
        self._draw(meshes.polyhedron(polyhedra.RHOMBIC_DODECAHEDRON, 1.0, True))

    @glut("iod")
    def glutSolidSierpinskiSponge(self, levels: int, offset: Any, scale: float) -> None:
        """A sponge of tetrahedra."""
        self._draw(meshes.sierpinski(levels, _three(offset), scale, False))

    @glut("iod")
    def glutWireSierpinskiSponge(self, levels: int, offset: Any, scale: float) -> None:
        """The edges of a sponge of tetrahedra."""
        self._draw(meshes.sierpinski(levels, _three(offset), scale, True))

    @glut("d")
    def glutSolidTeapot(self, size: float) -> None:
        """The teapot."""
        self._draw(teapot(size, False))

    @glut("d")
    def glutWireTeapot(self, size: float) -> None:
        """The lines of the teapot."""
        self._draw(teapot(size, True))


def _three(offset: Any) -> tuple[float, float, float]:
    x, y, z = offset
    if isinstance(offset, ctypes.Array):
        x, y, z = float(offset[0]), float(offset[1]), float(offset[2])
    return float(x), float(y), float(z)
