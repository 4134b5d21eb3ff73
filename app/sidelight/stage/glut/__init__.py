# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenGL.GLUT in Python, so that it exists where the system has no freeglut.

It behaves, and draws, as freeglut 3.4 behind PyOpenGL does: the same callbacks in the same order, the same
pixels for shapes and text, the same words when something is used before ``glutInit``.
"""

from __future__ import annotations
