# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``tkinter``, which cannot be shown: whoever imports it is told why."""

from __future__ import annotations

from typing import NoReturn

from sidelight.stage.screen import Screen

SENTENCE = (
    "tkinter programs cannot be shown here: they need a display server, and the sandbox allows none. "
    "turtle, matplotlib, pygame, pyglet, glfw, GLUT and moderngl programs can be shown."
)


def names(screen: Screen) -> NoReturn:
    """There is no content.

    Raises:
        ImportError: Always.
    """
    raise ImportError(SENTENCE, name="tkinter")
