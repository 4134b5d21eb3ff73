# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ShaderCompilationError
"""The version stands behind a line of code."""
import glfw
from OpenGL.GL import *
from OpenGL.GL import shaders

SOURCE = """
precision highp float;
#version 330
void main() { gl_Position = vec4(0.0); }
"""
glfw.init()
window = glfw.create_window(200, 200, "Version", None, None)
glfw.make_context_current(window)
shader = shaders.compileShader(SOURCE, GL_VERTEX_SHADER)
print("compiled", shader)
