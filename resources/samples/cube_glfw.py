"""Rotating cube in modern OpenGL 3.3: shaders, one vertex buffer, one index buffer.

Requirements: pip install glfw PyOpenGL numpy
Controls: W/S tilt, A/D turn, scroll to zoom, P pause, ESC closes the window.

An answer written for Sidelight as a sample.
"""
import ctypes
import math

import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

VERTEX_SHADER = """
#version 330 core
layout (location = 0) in vec3 position;
layout (location = 1) in vec3 colour;
uniform mat4 mvp;
out vec3 shade;
void main() {
    gl_Position = mvp * vec4(position, 1.0);
    shade = colour;
}
"""

FRAGMENT_SHADER = """
#version 330 core
in vec3 shade;
out vec4 fragment;
void main() {
    fragment = vec4(shade, 1.0);
}
"""

# x, y, z, r, g, b: the colour follows the corner, so the faces blend into each other
CORNERS = np.array([
    [x, y, z, 0.15 + 0.8 * (x > 0), 0.15 + 0.8 * (y > 0), 0.25 + 0.7 * (z > 0)]
    for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)
], dtype=np.float32)

INDICES = np.array([
    0, 1, 3, 0, 3, 2,    # left
    4, 6, 7, 4, 7, 5,    # right
    0, 4, 5, 0, 5, 1,    # bottom
    2, 3, 7, 2, 7, 6,    # top
    0, 2, 6, 0, 6, 4,    # back
    1, 5, 7, 1, 7, 3,    # front
], dtype=np.uint32)


def perspective(fov, aspect, near, far):
    f = 1.0 / math.tan(math.radians(fov) / 2)
    return np.array([
        [f / aspect, 0, 0, 0],
        [0, f, 0, 0],
        [0, 0, (far + near) / (near - far), 2 * far * near / (near - far)],
        [0, 0, -1, 0],
    ], dtype=np.float32)


def translation(x, y, z):
    m = np.identity(4, dtype=np.float32)
    m[:3, 3] = (x, y, z)
    return m


def rotation_x(a):
    c, s = math.cos(a), math.sin(a)
    return np.array([[1, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1]], dtype=np.float32)


def rotation_y(a):
    c, s = math.cos(a), math.sin(a)
    return np.array([[c, 0, s, 0], [0, 1, 0, 0], [-s, 0, c, 0], [0, 0, 0, 1]], dtype=np.float32)


class Viewer:
    def __init__(self):
        if not glfw.init():
            raise RuntimeError("GLFW could not be initialised")
        glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
        glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
        glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
        glfw.window_hint(glfw.OPENGL_FORWARD_COMPAT, glfw.TRUE)
        self.window = glfw.create_window(640, 480, "Rotating cube (GLFW)", None, None)
        if not self.window:
            glfw.terminate()
            raise RuntimeError("The window could not be created")
        glfw.make_context_current(self.window)
        glfw.swap_interval(1)

        self.distance = 5.0
        self.tilt, self.turn = 0.5, 0.6
        self.spin = 0.0
        self.paused = False
        glfw.set_key_callback(self.window, self.on_key)
        glfw.set_scroll_callback(self.window, self.on_scroll)
        glfw.set_framebuffer_size_callback(self.window, self.on_resize)
        self.aspect = 640 / 480

        # A vertex array must be bound before a program is validated in a core profile
        self.vao = glGenVertexArrays(1)
        glBindVertexArray(self.vao)
        self.program = compileProgram(
            compileShader(VERTEX_SHADER, GL_VERTEX_SHADER),
            compileShader(FRAGMENT_SHADER, GL_FRAGMENT_SHADER),
        )
        self.mvp_location = glGetUniformLocation(self.program, "mvp")

        glBindBuffer(GL_ARRAY_BUFFER, glGenBuffers(1))
        glBufferData(GL_ARRAY_BUFFER, CORNERS.nbytes, CORNERS, GL_STATIC_DRAW)
        glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, glGenBuffers(1))
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, INDICES.nbytes, INDICES, GL_STATIC_DRAW)
        glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 24, ctypes.c_void_p(0))
        glEnableVertexAttribArray(0)
        glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, 24, ctypes.c_void_p(12))
        glEnableVertexAttribArray(1)

        glEnable(GL_DEPTH_TEST)
        glClearColor(0.95, 0.94, 0.92, 1.0)

    def on_key(self, window, key, scancode, action, mods):
        if action == glfw.PRESS and key == glfw.KEY_ESCAPE:
            glfw.set_window_should_close(window, True)
        elif action == glfw.PRESS and key == glfw.KEY_P:
            self.paused = not self.paused

    def on_scroll(self, window, dx, dy):
        self.distance = min(max(self.distance - 0.3 * dy, 3.0), 15.0)

    def on_resize(self, window, width, height):
        glViewport(0, 0, width, height)
        self.aspect = width / max(height, 1)

    def steer(self):
        for key, tilt, turn in (
            (glfw.KEY_W, -0.03, 0), (glfw.KEY_S, 0.03, 0), (glfw.KEY_A, 0, -0.03), (glfw.KEY_D, 0, 0.03),
        ):
            if glfw.get_key(self.window, key) == glfw.PRESS:
                self.tilt += tilt
                self.turn += turn

    def draw(self):
        model = rotation_x(self.tilt + 0.4 * self.spin) @ rotation_y(self.turn + self.spin)
        view = translation(0, 0, -self.distance)
        mvp = perspective(45, self.aspect, 0.1, 100) @ view @ model
        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
        glUseProgram(self.program)
        glUniformMatrix4fv(self.mvp_location, 1, GL_TRUE, mvp)
        glDrawElements(GL_TRIANGLES, len(INDICES), GL_UNSIGNED_INT, None)

    def run(self):
        while not glfw.window_should_close(self.window):
            glfw.poll_events()
            self.steer()
            if not self.paused:
                self.spin += 0.02
            self.draw()
            glfw.swap_buffers(self.window)
        glfw.terminate()


if __name__ == "__main__":
    Viewer().run()
