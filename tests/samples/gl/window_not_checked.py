# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error Error
"""A version of OpenGL that there is not; the window is None and the script says so."""
import glfw


class Error(Exception):
    pass


glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 9)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 1)
window = glfw.create_window(320, 240, "9.1", None, None)
if not window:
    glfw.terminate()
    raise Error("failed to create the window")
glfw.make_context_current(window)
